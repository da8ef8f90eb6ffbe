import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '../command';
import { cleanEnvironment } from '../n8n/environment';
import { npmCommand } from '../npm-command.mjs';
import { type ComposeService, wordsOf } from './compose';

/**
 * Installs the package as the compose file does.
 *
 * @returns the folder that n8n needs as `nodes` in its own
 */
export async function installPackage(folder: string, { command }: ComposeService): Promise<string> {
	const nodes = join(folder, 'nodes');
	mkdirSync(nodes);
	const words = wordsOf(command).map((word) =>
		word.startsWith('--prefix=') ? `--prefix=${nodes}` : word,
	);
	const npm = npmCommand();
	// The tarball holds all that is needed.
	const args = [...npm.args, ...words, '--offline', '--loglevel=error'];
	const { code, output } = await runCommand(npm.command, args, {
		cwd: nodes,
		env: cleanEnvironment(),
	});
	if (code === 0) return nodes;
	throw new Error(`npm could not install the package:\n\n${output.trim()}`);
}
