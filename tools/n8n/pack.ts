import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '../command';
import { npmCommand } from '../npm-command.mjs';
import { startStep } from '../progress.mjs';
import services from '../release/packages/services.cjs';
import { ROOT } from '../root';
import { cleanEnvironment } from './environment';

/** Packs the built checkout as `npm publish` would, and tells where the tarball is. */
export function packCheckout(folder: string): Promise<string> {
	return packFolder(ROOT, folder);
}

/** Packs the packages with a single service too; the tarballs, by the names of the packages. */
export async function packAll(folder: string): Promise<Record<string, string>> {
	const sources = [
		{ name: 'n8n-nodes-sms-gateways', source: ROOT },
		...services.map(({ name }) => ({ name, source: join(ROOT, 'packages', name) })),
	];
	const tarballs: Record<string, string> = {};
	for (const { name, source } of sources) {
		const target = join(folder, name);
		mkdirSync(target);
		tarballs[name] = await packFolder(source, target);
	}
	return tarballs;
}

/**
 * Packs the package of a folder.
 *
 * @param folder where to, with no other tarball in it
 */
export async function packFolder(source: string, folder: string): Promise<string> {
	const step = startStep('Packing');
	const npm = npmCommand();
	const args = [...npm.args, 'pack', '--ignore-scripts', '--loglevel=error'];
	const result = await runCommand(npm.command, [...args, '--pack-destination', folder], {
		cwd: source,
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
