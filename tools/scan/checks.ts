import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { runCommand } from '../command';
import { ROOT } from '../root';

/** What the scanner looks at in a published package. Source: its `analyzePackageByName`. */
const PUBLISHED_FILES = ['**/*.js', 'package.json'];

/** The library behind each file of `libraries/`. */
const LIBRARIES: Record<string, string> = {
	'ipAddresses.js': 'ipaddr.js',
	'numberFormats.js': 'numfmt',
	'phoneNumbers.js': 'libphonenumber-js',
	'spreadsheet.js': 'exceljs',
	'xmlEvents.js': 'saxes',
};

/**
 * n8n's own gate for community packages, which allows no comment to turn a rule off.
 *
 * @param kind `source` for a folder of the repository, `published` for an unpacked tarball
 * @returns what is wrong, or nothing
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
	return details ?? message ?? 'The scanner says no more';
}

/** publint: whether what package.json names is in the tarball, and the like; suggestions count too. */
export async function lintTarball(tarball: string): Promise<string | undefined> {
	const program = join(ROOT, 'node_modules', 'publint', 'src', 'cli.js');
	const { code, output } = await runCommand(process.execPath, [program, tarball, '--strict']);
	return code === 0 && output.includes('All good!') ? undefined : output.trim();
}

/** Whether the licence of every bundled library goes with it. */
export function checkLicences(folder: string, files: readonly string[]): string | undefined {
	const path = join(folder, 'dist', 'libraries', 'LICENSES.txt');
	if (!existsSync(path)) return 'There is no dist/libraries/LICENSES.txt';
	const text = readFileSync(path, 'utf8');
	const missing = files
		.filter((file) => file.startsWith('dist/libraries/') && file.endsWith('.js'))
		.filter((file) => {
			const library = LIBRARIES[basename(file)];
			return library === undefined || !new RegExp(`^${library} \\d`, 'm').test(text);
		});
	return missing.length === 0 ? undefined : `No licence for ${missing.join(', ')}`;
}
