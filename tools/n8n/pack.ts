import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { runNpm } from '../npm';
import { NODE_PACKAGES } from '../packages';
import { during } from '../progress';
import { ROOT } from '../root';

/** Packs the built checkout like `npm publish`, and returns the path of the tarball. */
export function packCheckout(folder: string): Promise<string> {
	return packFolder(ROOT, folder);
}

/** Also packs the packages for a single gateway; returns the tarballs by package name. */
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
 * @param folder the target, without other tarballs
 */
export async function packFolder(source: string, folder: string): Promise<string> {
	return await during('Packing', async (step) => {
		const args = ['pack', '--ignore-scripts', '--pack-destination', folder];
		await runNpm('npm pack failed', source, args);
		const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'));
		if (tarball === undefined) throw new Error(`npm pack made no tarball of ${source}.`);
		step.done(tarball);
		return join(folder, tarball);
	});
}
