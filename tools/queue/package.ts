import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { runNpm } from '../npm';
import { type ComposeService, wordsOf } from './compose';

/**
 * Installs the package like the compose file.
 *
 * @returns the folder to use as `nodes` in n8n's folder
 */
export async function installPackage(folder: string, { command }: ComposeService): Promise<string> {
	const nodes = join(folder, 'nodes');
	mkdirSync(nodes);
	const words = wordsOf(command).map((word) =>
		word.startsWith('--prefix=') ? `--prefix=${nodes}` : word,
	);
	// The tarball contains everything.
	await runNpm('npm could not install the package', nodes, [...words, '--offline']);
	return nodes;
}
