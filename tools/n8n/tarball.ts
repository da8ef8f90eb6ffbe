import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { gunzipSync } from 'node:zlib';

const BLOCK = 512;

function textAt(block: Buffer, start: number, length: number): string {
	const text = block.toString('utf8', start, start + length);
	const end = text.indexOf('\0');
	return end === -1 ? text : text.slice(0, end);
}

/** The path of an extended (pax) header: records of the form `<length> <key>=<value>\n`. */
function extendedPath(body: string): string | undefined {
	return /(?:^|\n)\d+ path=(.*)\n/.exec(body)?.[1];
}

/**
 * The files of a tarball that npm packed, by path. npm writes plain files only, so this reads
 * nothing else; it spares a dependency, and Windows has no tar program that can be relied on.
 */
export function filesOfTarball(tarball: string): Map<string, Buffer> {
	const data = gunzipSync(readFileSync(tarball));
	const files = new Map<string, Buffer>();
	let longPath: string | undefined;
	for (let offset = 0; offset + BLOCK <= data.length; ) {
		const header = data.subarray(offset, offset + BLOCK);
		if (header.every((byte) => byte === 0)) break;
		const size = parseInt(textAt(header, 124, 12).trim(), 8) || 0;
		const body = data.subarray(offset + BLOCK, offset + BLOCK + size);
		const type = textAt(header, 156, 1);
		const prefix = textAt(header, 345, 155);
		const path = longPath ?? `${prefix === '' ? '' : `${prefix}/`}${textAt(header, 0, 100)}`;
		longPath = type === 'x' ? extendedPath(body.toString('utf8')) : undefined;
		if (type === '0' || type === '') files.set(path, body);
		offset += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
	}
	return files;
}

/** Unpacks a package into a folder, without the `package/` that npm puts around it. */
export function unpackTarball(tarball: string, folder: string): void {
	for (const [path, body] of filesOfTarball(tarball)) {
		const target = join(folder, path.replace(/^package\//, ''));
		if (relative(folder, target).startsWith('..')) throw new Error(`Unexpected path: ${path}`);
		mkdirSync(dirname(target), { recursive: true });
		writeFileSync(target, body);
	}
}
