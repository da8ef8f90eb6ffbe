import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The folders in which the system looks for programs. */
export function pathFolders(): string[] {
	return (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
}

/** The first of these programs that is there: by name on the path, else where installers put it. */
export function findProgram(
	names: readonly string[],
	elsewhere: readonly string[],
): string | undefined {
	const onPath = names.flatMap((name) => pathFolders().map((folder) => join(folder, name)));
	return [...onPath, ...elsewhere].find((path) => existsSync(path));
}
