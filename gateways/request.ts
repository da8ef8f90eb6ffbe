import { Refusal } from '../messages/refusal';

/** A request without host and credentials, as a gateway's folder builds it. */
export interface GatewayRequest {
	method: 'GET' | 'POST';
	/**
	 * The path below the credential's Base URL with the query string, percent-encoded as it is sent. The
	 * credential completes and authenticates it.
	 */
	path: string;
	headers?: Record<string, string>;
	body?: RequestBody;
}

/** The body of a request. */
export interface RequestBody {
	contentType: string;
	/** Makes the bytes at the moment of sending: a workbook is large and takes time to build. */
	bytes(): Uint8Array | Promise<Uint8Array>;
}

/**
 * The longest URL that is sent, in bytes. Common web servers refuse more (Apache 8,190, nginx
 * 8,192, Tomcat 8,192). Assumed: no vendor publishes its own limit.
 */
export const MAX_URL_BYTES = 8000;

/**
 * A query string in which every value is percent-encoded as UTF-8: `+` becomes `%2B`, a space
 * `%20`, as mGage's page asks and Message Central's examples show.
 *
 * @param parameters name and value pairs in the order in which they are sent; an undefined value
 *   is left out
 * @throws Refusal when a value has half of a surrogate pair, which UTF-8 cannot encode
 */
export function queryString(parameters: Array<[name: string, value: string | undefined]>): string {
	const pairs: string[] = [];
	for (const [name, value] of parameters) {
		if (value !== undefined) pairs.push(`${name}=${percentEncode(value)}`);
	}
	return pairs.join('&');
}

/**
 * Percent-encodes as UTF-8.
 *
 * @throws Refusal when the value has half of a surrogate pair, or is longer than any URL
 */
export function percentEncode(value: string): string {
	refuseLongAddress(value.length);
	refuseBrokenUnicode(value);
	return encodeURIComponent(value);
}

/**
 * Refuses what does not fit into a URL.
 *
 * @param length of the URL or a part of it, in bytes or more
 * @throws Refusal when it is longer than a URL can be
 */
export function refuseLongAddress(length: number): void {
	if (length <= MAX_URL_BYTES) return;
	throw new Refusal(
		'MESSAGE_TOO_LONG',
		'The message is too long: the request’s URL would have more than 8,000 characters',
		'Shorten the text. Characters other than plain letters take up more room.',
	);
}

/**
 * @throws Refusal when the value has half of a surrogate pair, e.g. of an emoji that was cut in two: it
 *   would silently arrive as another character
 */
export function refuseBrokenUnicode(value: string): void {
	if (/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/.test(value)) {
		throw new Refusal(
			'BROKEN_TEXT',
			'The text has half of a character, most likely an emoji that was cut in two',
			'Cut the text by whole characters, e.g. with [...text].slice(0, 160).join("").',
		);
	}
}

/**
 * A required value, unchanged.
 *
 * @param name the field's name
 * @param hint what to do if it is empty
 * @throws Refusal when it is empty
 */
export function required(name: string, value: string, hint = `Fill in "${name}".`): string {
	if (value === '') throw new Refusal('MISSING_PARAMETER', `"${name}" is empty`, hint);
	return value;
}

/** A phone number or short code without `+`, for gateways that do not want it. */
export function withoutPlus(value: string): string {
	return value.trim().replace(/^\+/, '').trim();
}
