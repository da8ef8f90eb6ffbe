const STRICT_UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text in these bytes, or null if they are not valid UTF-8. */
export function decodeUtf8(bytes: Buffer): string | null {
	try {
		return STRICT_UTF8.decode(bytes);
	} catch {
		return null;
	}
}

/** Percent-decodes as UTF-8; null if an escape or its UTF-8 is not valid. */
export function decodePercent(raw: string): string | null {
	if (/%(?![0-9A-Fa-f]{2})/.test(raw)) return null;
	const bytes = raw.replace(/%(..)/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
	return decodeUtf8(Buffer.from(bytes, 'latin1'));
}

/**
 * Decodes URL-safe Base64 of UTF-8, with or without padding; null for anything else.
 * Decoding and encoding again must give the same characters: Node by itself skips what it cannot
 * read, so a damaged value would pass unnoticed.
 */
export function decodeBase64Url(raw: string): string | null {
	const [, digits, padding] = /^([A-Za-z0-9_-]*)(={0,2})$/.exec(raw) ?? [];
	if (digits === undefined) return null;
	if (padding !== '' && raw.length % 4 !== 0) return null;
	const bytes = Buffer.from(digits, 'base64url');
	return bytes.toString('base64url') === digits ? decodeUtf8(bytes) : null;
}

/** A request's query, or the reason why it cannot be read. */
export type Query =
	| { readonly values: ReadonlyMap<string, string> }
	| { readonly unreadable: string };

/**
 * Splits `path?query` and decodes the query strictly. A bare `+` is a space, as in every HTML form;
 * a plus sign must be `%2B`.
 */
export function splitTarget(target: string): { readonly path: string; readonly query: Query } {
	const mark = target.indexOf('?');
	const path = mark < 0 ? target : target.slice(0, mark);
	const raw = mark < 0 ? '' : target.slice(mark + 1);
	return { path, query: decodeQuery(raw) };
}

function decodeQuery(raw: string): Query {
	const values = new Map<string, string>();
	for (const pair of raw.split('&')) {
		if (pair === '') continue;
		const equals = pair.indexOf('=');
		const rawName = equals < 0 ? pair : pair.slice(0, equals);
		const name = decodePercent(rawName.replaceAll('+', ' '));
		const value = decodePercent(equals < 0 ? '' : pair.slice(equals + 1).replaceAll('+', ' '));
		if (name === null || value === null) {
			return {
				unreadable: `query: parameter ${rawName} is not valid percent-encoded UTF-8`,
			};
		}
		if (values.has(name)) return { unreadable: `query: parameter ${name} is given twice` };
		values.set(name, value);
	}
	return { values };
}
