import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The folders of the PATH. */
export function pathFolders(): string[] {
	return (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
}

/** The first program that exists: by name on the path, otherwise in a known place. */
export function findProgram(
	names: readonly string[],
	elsewhere: readonly string[],
): string | undefined {
	const onPath = names.flatMap((name) => pathFolders().map((folder) => join(folder, name)));
	return [...onPath, ...elsewhere].find((path) => existsSync(path));
}
