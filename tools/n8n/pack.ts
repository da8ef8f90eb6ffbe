import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { runNpm } from '../npm';
import { NODE_PACKAGES } from '../packages';
import { during } from '../progress';
import { ROOT } from '../root';

/** Packs the built checkout as `npm publish` would, and tells where the tarball is. */
export function packCheckout(folder: string): Promise<string> {
	return packFolder(ROOT, folder);
}

/** Packs the packages with a single service too; the tarballs, by the names of the packages. */
export async function packAll(folder: string): Promise<Record<string, string>> {
	const tarballs: Record<string, string> = {};
	for (const { name, folder: source } of NODE_PACKAGES) {
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
	return await during('Packing', async (step) => {
		const args = ['pack', '--ignore-scripts', '--pack-destination', folder];
		await runNpm('npm pack failed', source, args);
		const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'));
		if (tarball === undefined) throw new Error(`npm pack has made no tarball of ${source}.`);
		step.done(tarball);
		return join(folder, tarball);
	});
}
