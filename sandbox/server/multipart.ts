import { decodeUtf8 } from './decoding';

export interface Part {
	readonly name: string;
	readonly filename?: string;
	/** The value from the part's headers. */
	readonly contentType?: string;
	readonly content: Buffer;
}

/** The parts of a form, or the reason why it cannot be read. */
export type Multipart = { readonly parts: readonly Part[] } | { readonly unreadable: string };

/**
 * Reads `multipart/form-data` strictly by RFC 7578 and RFC 2046: lines end with CRLF, and a body
 * without its closing boundary is incomplete.
 */
export function parseMultipart(contentType: string, body: Buffer): Multipart {
	const boundary = parameter(contentType, 'boundary');
	if (boundary === undefined || !/^.{1,70}$/.test(boundary)) {
		return unreadable('expected a boundary of 1 to 70 characters in the content-type');
	}
	// The first delimiter can be at the very start; with this line break, it is like the others.
	const bytes = Buffer.concat([Buffer.from('\r\n'), body]);
	const delimiter = Buffer.from(`\r\n--${boundary}`);
	const parts: Part[] = [];
	let at = bytes.indexOf(delimiter);
	if (at < 0) return unreadable('expected the boundary that the content-type names, found none');
	for (;;) {
		at += delimiter.length;
		const after = bytes.subarray(at, at + 2).toString('latin1');
		if (after === '--') return { parts };
		if (after !== '\r\n') return unreadable('expected a line break after each boundary');
		const end = bytes.indexOf(delimiter, at);
		if (end < 0) return unreadable('expected a closing boundary, found none');
		// A part without headers begins with the empty line that would end them.
		const part = parsePart(bytes.subarray(at, end));
		if (typeof part === 'string') return unreadable(part);
		parts.push(part);
		if (parts.length > MOST_PARTS) return unreadable(`expected at most ${MOST_PARTS} parts`);
		at = end;
	}
}

/** Limits of a part's headers, in bytes, and of the number of parts. */
const LONGEST_HEADERS = 8192;
const MOST_PARTS = 100;

/** A part, from the line break before its headers to the end of its content. */
function parsePart(bytes: Buffer): Part | string {
	// The content may be long, so only the start is searched.
	const gap = bytes.subarray(0, LONGEST_HEADERS).indexOf('\r\n\r\n');
	if (gap < 0) return 'expected an empty line after the headers of each part';
	const text = decodeUtf8(bytes.subarray(0, gap));
	if (text === null) return 'expected headers in UTF-8';
	const headers = new Map(
		text.split('\r\n').map((line): [string, string] => {
			const colon = line.indexOf(':');
			return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
		}),
	);
	const disposition = headers.get('content-disposition') ?? '';
	const name = parameter(disposition, 'name');
	if (!/^form-data *;/i.test(disposition) || name === undefined) {
		return 'expected content-disposition: form-data with a name in each part';
	}
	return {
		name,
		filename: parameter(disposition, 'filename'),
		contentType: headers.get('content-type'),
		content: bytes.subarray(gap + 4),
	};
}

/** A parameter of a header, quoted or not. */
function parameter(header: string, name: string): string | undefined {
	const [, quoted, bare] =
		new RegExp(`;\\s*${name}=(?:"([^"]*)"|([^\\s;"]+))`, 'i').exec(header) ?? [];
	return quoted ?? bare;
}

function unreadable(because: string): Multipart {
	return { unreadable: `body: ${because}` };
}
