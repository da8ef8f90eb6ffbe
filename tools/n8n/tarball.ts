import { mkdirSync } from 'node:fs';
import { extract, list } from 'tar';

/** The paths of the files of a tarball that npm packed. */
export function filesOfTarball(tarball: string): string[] {
	const files: string[] = [];
	list({
		file: tarball,
		sync: true,
		strict: true,
		onReadEntry: ({ path }) => {
			files.push(path);
		},
	});
	return files;
}

/**
 * Unpacks a package into a folder, without npm's top folder `package/`.
 *
 * @throws Error for a file that would lie outside of the folder
 */
export function unpackTarball(tarball: string, folder: string): void {
	mkdirSync(folder, { recursive: true });
	extract({ file: tarball, cwd: folder, strip: 1, sync: true, strict: true });
}
