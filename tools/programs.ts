import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The first of these programs that is there: by name on the path, else where installers put it. */
export function findProgram(
	names: readonly string[],
	elsewhere: readonly string[],
): string | undefined {
	const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
	const onPath = names.flatMap((name) => folders.map((folder) => join(folder, name)));
	return [...onPath, ...elsewhere].find((path) => existsSync(path));
}
