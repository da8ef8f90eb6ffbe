import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '../command';
import { npmCommand } from '../npm-command.mjs';
import { startStep } from '../progress.mjs';
import { ROOT } from '../root';
import { cleanEnvironment } from './environment';

/** Packs the built checkout as `npm publish` would, and tells where the tarball is. */
export async function packCheckout(folder: string): Promise<string> {
	const step = startStep('Packing');
	const npm = npmCommand();
	const args = [...npm.args, 'pack', '--ignore-scripts', '--loglevel=error'];
	const result = await runCommand(npm.command, [...args, '--pack-destination', folder], {
		cwd: ROOT,
		env: cleanEnvironment(),
	});
	const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'));
	if (result.code !== 0 || tarball === undefined) {
		step.failed();
		throw new Error(`npm pack failed:\n\n${result.output.trim()}`);
	}
	step.done(tarball);
	return join(folder, tarball);
}
