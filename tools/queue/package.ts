import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { runNpm } from '../npm';
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
	// The tarball holds all that is needed.
	await runNpm('npm could not install the package', nodes, [...words, '--offline']);
	return nodes;
}
