import { isRecord, readJson, textOf } from '../wire/json';
import { HIDDEN } from '../secrets/hidden';
import { Shown } from '../secrets/shown';

/** A call, unparsed and untrusted. */
export interface CallbackCall {
	/** The header, or empty. */
	contentType: string;
	/** Uncompressed. */
	body: Uint8Array;
}

/** The body of a call cannot be read: HTTP 400. The message quotes nothing from the body. */
export class UnreadableCallback extends Error {
	constructor(message: string) {
		super(message);
		this.name = 'UnreadableCallback';
	}
}

/** The longest body that is read: the longest documented callback has a few hundred bytes. */
export const MAX_CALLBACK_BYTES = 500_000;
/** The most events in one body. */
export const MAX_CALLBACK_EVENTS = 1_000;
/** The most fields of a form; the longest documented one has thirteen. */
export const MAX_FORM_FIELDS = 200;
/** The deepest nesting of JSON; documented callbacks have none. */
const MAX_JSON_DEPTH = 32;
/** The most values in JSON. */
const MAX_JSON_VALUES = 20_000;

/** The fields of one event by their names in lower case; null if not text. */
export type Fields = ReadonlyMap<string, string | null>;

/** One event. */
export interface CallbackRecord {
	fields: Fields;
	raw: unknown;
}

export interface ReadingOptions {
	/** Names of fields whose content is hidden, e.g. keys. */
	secrets?: string[];
	/**
	 * The field of a form that names the charset of the others. It is used only if the content type names
	 * none and the form is not UTF-8.
	 */
	charsetField?: string;
}

/**
 * Reads the body of a call: JSON (an object, or a list of events) or a form. Names are not
 * case-sensitive. JSON that is declared as a form is read as JSON, because some HTTP clients send it so.
 * Broken JSON is not read as a form: all of it would be the name of a field, secrets included.
 * `__proto__` is left out.
 *
 * Without a charset, a body that is not UTF-8 is read as windows-1252, as browsers do. It is the most
 * frequent one in Latin America and Europe, and an event with a wrong letter is better than none.
 *
 * @throws UnreadableCallback
 */
export function readRecords(call: CallbackCall, options: ReadingOptions = {}): CallbackRecord[] {
	return recordsOf(call, options).map(({ fields, raw }) => ({ fields, raw: shownRaw(raw) }));
}

const show = new Shown();

const wholes = new WeakMap<object, unknown>();

/** The content without secrets, for an output. */
function shownRaw(raw: unknown): unknown {
	const shown = show.response(raw, true);
	// Two calls that differ in what is hidden are two events.
	if (typeof shown === 'object' && shown !== null) wholes.set(shown, raw);
	return shown;
}

/** The original content of a call, before anything was hidden or cut, by its shown content. */
export function saidIn(shown: unknown): unknown {
	return wholes.get(shown as object) ?? shown;
}

function recordsOf(call: CallbackCall, options: ReadingOptions): CallbackRecord[] {
	const { body } = call;
	if (body.length > MAX_CALLBACK_BYTES) throw new UnreadableCallback('The body is too long');
	const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
	const content = bytes.toString('latin1').replace(/^\xEF\xBB\xBF/, '');
	if (content.trim() === '') throw new UnreadableCallback('The body is empty');
	const { type, charset } = readContentType(call.contentType);
	const looksLikeJson = /^\s*[{[]/.test(content);

	if (isJsonType(type)) return readJsonRecords(bytes, charset, options);
	if (type === FORM_TYPE) {
		const isJson = looksLikeJson && readJson(decoderOf(charset)(bytes) ?? '') !== undefined;
		// A form writes quotation marks as %22.
		const isBroken = looksLikeJson && /^[^=&]*"/.test(content);
		if (isJson || isBroken) return readJsonRecords(bytes, charset, options);
		return [readForm(content, charset, options)];
	}
	if (!UNTYPED.has(type)) throw new UnreadableCallback('The content type is not supported');
	if (looksLikeJson) return readJsonRecords(bytes, charset, options);
	if (!/^[^=&<]{1,100}=/.test(content))
		throw new UnreadableCallback('The body is neither JSON nor a form');
	return [readForm(content, charset, options)];
}

const FORM_TYPE = 'application/x-www-form-urlencoded';
/** Types that say nothing about the content. */
const UNTYPED = new Set(['', 'text/plain', 'application/octet-stream']);

function isJsonType(type: string): boolean {
	return type === 'application/json' || type === 'text/json' || type.endsWith('+json');
}

function readContentType(header: string): { type: string; charset: string | null } {
	const [type = '', ...parameters] = header.slice(0, 1000).toLowerCase().split(';');
	for (const parameter of parameters) {
		const [name = '', value = ''] = parameter.split('=', 2);
		if (name.trim() !== 'charset') continue;
		const charset = value.trim().replace(/^(["'])(.*)\1$/, '$2');
		if (charset !== '') return { type: type.trim(), charset };
	}
	return { type: type.trim(), charset: null };
}

/** @returns the text, or null for bytes that are not valid in the charset */
type Decoder = (bytes: Uint8Array) => string | null;

/** Charsets that SMS gateways use, by their names in the WHATWG's Encoding Standard. */
const DECODERS: ReadonlyMap<string, Decoder> = new Map([
	...['utf-8', 'utf8', 'us-ascii', 'ascii'].map((name) => [name, fromUtf8] as const),
	...['windows-1252', 'cp1252', 'iso-8859-1', 'iso8859-1', 'iso_8859-1', 'latin1', 'l1'].map(
		(name) => [name, fromWindows1252] as const,
	),
]);

function decoderOf(charset: string | null): Decoder {
	const decoder = DECODERS.get(charset ?? 'utf-8');
	if (decoder === undefined) throw new UnreadableCallback('The charset is not supported');
	return decoder;
}

function fromUtf8(bytes: Uint8Array): string | null {
	try {
		return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
	} catch {
		return null;
	}
}

/** What the bytes 0x80 to 0x9F are in windows-1252. Source: the WHATWG's Encoding Standard. */
const WINDOWS_1252 =
	'\u20AC\u0081\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\u008D\u017D\u008F' +
	'\u0090\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\u009D\u017E\u0178';

/**
 * With our own table: the `TextDecoder` of Node.js 20.18.3 to 24.6 reads windows-1252 as ISO 8859-1
 * (https://github.com/nodejs/node/issues/56542).
 */
function fromWindows1252(bytes: Uint8Array): string {
	const units = new Uint16Array(bytes.length);
	for (const [at, byte] of bytes.entries()) {
		const isOfTable = byte >= 0x80 && byte <= 0x9f;
		units[at] = isOfTable ? WINDOWS_1252.charCodeAt(byte - 0x80) : byte;
	}
	return Buffer.from(units.buffer).toString('utf16le');
}

function readJsonRecords(
	bytes: Uint8Array,
	charset: string | null,
	options: ReadingOptions,
): CallbackRecord[] {
	const text = decoderOf(charset)(bytes) ?? (charset === null ? fromWindows1252(bytes) : null);
	if (text === null) throw new UnreadableCallback('The body does not match its charset');
	const content = readJson(text);
	if (content === undefined) throw new UnreadableCallback('The body is not JSON');
	makeHarmless(content, MAX_JSON_DEPTH, MAX_JSON_VALUES);
	// An empty list is passed on, because there was a call.
	const events = Array.isArray(content) && content.length > 0 ? (content as unknown[]) : [content];
	if (events.length > MAX_CALLBACK_EVENTS)
		throw new UnreadableCallback('The body has too many events');
	return events.map((event) => (isRecord(event) ? jsonRecord(event, options) : noRecord(event)));
}

/**
 * Removes `__proto__` from parsed JSON, and refuses JSON that is nested too deeply or has too many values:
 * names are sorted later, and every value is processed more than once.
 *
 * @returns how many more values there may be
 */
function makeHarmless(value: unknown, depth: number, most: number): number {
	if (most === 0) throw new UnreadableCallback('The body has too many values');
	let left = most - 1;
	if (typeof value !== 'object' || value === null) return left;
	if (depth === 0) throw new UnreadableCallback('The body is nested too deeply');
	Reflect.deleteProperty(value, '__proto__');
	for (const child of Object.values(value) as unknown[])
		left = makeHarmless(child, depth - 1, left);
	return left;
}

function noRecord(raw: unknown): CallbackRecord {
	return { fields: new Map(), raw };
}

function jsonRecord(event: Record<string, unknown>, options: ReadingOptions): CallbackRecord {
	const fields = new Map<string, string | null>();
	for (const [name, value] of Object.entries(event)) {
		const key = name.toLowerCase();
		if (!fields.has(key)) fields.set(key, textOf(value));
		if (value !== null && isSecret(name, options)) event[name] = HIDDEN;
	}
	return { fields, raw: event };
}

function isSecret(name: string, { secrets = [] }: ReadingOptions): boolean {
	return secrets.some((secret) => secret.toLowerCase() === name.toLowerCase());
}

/**
 * Reads a form as the URL Standard does, except that bytes that are not valid in the call's charset make
 * it unreadable. If a field is repeated, the first one counts, as with Java's `getParameter`; `raw` has
 * all of them.
 *
 * @param content the bytes, each as one character
 */
function readForm(
	content: string,
	charset: string | null,
	options: ReadingOptions,
): CallbackRecord {
	const pairs = pairsOf(content.trim());
	if (pairs.length === 0) throw new UnreadableCallback('The body is empty');
	const encoded = pairs.map((pair): [Uint8Array, Uint8Array] => {
		const end = pair.indexOf('=');
		return end < 0
			? [fromPercent(pair), fromPercent('')]
			: [fromPercent(pair.slice(0, end)), fromPercent(pair.slice(end + 1))];
	});
	const decoded =
		decodeAll(encoded, decoderOf(charset)) ??
		(charset === null
			? (decodeByField(encoded, options) ?? decodeAll(encoded, fromWindows1252))
			: null);
	if (decoded === null) throw new UnreadableCallback('The body does not match its charset');
	return formRecord(decoded, options);
}

/** The fields of a form that are not empty. */
function pairsOf(content: string): string[] {
	const pairs: string[] = [];
	for (let start = 0; start < content.length; ) {
		const found = content.indexOf('&', start);
		const end = found === -1 ? content.length : found;
		if (end > start) pairs.push(content.slice(start, end));
		if (pairs.length > MAX_FORM_FIELDS)
			throw new UnreadableCallback('The form has too many fields');
		start = end + 1;
	}
	return pairs;
}

/** A percent sign without two hexadecimal digits stands for itself. */
function fromPercent(encoded: string): Uint8Array {
	const bytes = Buffer.from(encoded, 'latin1');
	let length = 0;
	for (let at = 0; at < bytes.length; at++) {
		let byte = bytes[at] ?? 0;
		if (byte === PLUS) byte = BLANK;
		if (byte === PERCENT) {
			const high = HEX[bytes[at + 1] ?? 0] ?? 0;
			const low = HEX[bytes[at + 2] ?? 0] ?? 0;
			if (high > 0 && low > 0) {
				byte = 16 * (high - 1) + (low - 1);
				at += 2;
			}
		}
		bytes[length++] = byte;
	}
	return bytes.subarray(0, length);
}

const [PLUS = 0, BLANK = 0, PERCENT = 0] = Buffer.from('+ %');

/** By byte: one more than the value of a hexadecimal digit, 0 for anything else. */
const HEX = new Uint8Array(256);
for (const digit of '0123456789abcdefABCDEF') HEX[digit.charCodeAt(0)] = parseInt(digit, 16) + 1;

function decodeAll(
	encoded: [Uint8Array, Uint8Array][],
	decoder: Decoder,
): [string, string][] | null {
	const decoded: [string, string][] = [];
	for (const [nameBytes, valueBytes] of encoded) {
		const name = decoder(nameBytes);
		const value = decoder(valueBytes);
		if (name === null || value === null) return null;
		decoded.push([name, value]);
	}
	return decoded;
}

function decodeByField(
	encoded: [Uint8Array, Uint8Array][],
	{ charsetField }: ReadingOptions,
): [string, string][] | null {
	if (charsetField === undefined) return null;
	const field = encoded.find(([name]) => fromWindows1252(name).toLowerCase() === charsetField);
	if (field === undefined) return null;
	const decoder = DECODERS.get(fromWindows1252(field[1]).trim().toLowerCase());
	return decoder === undefined ? null : decodeAll(encoded, decoder);
}

function formRecord(pairs: [string, string][], options: ReadingOptions): CallbackRecord {
	const fields = new Map<string, string | null>();
	const raw = new Map<string, string | string[]>();
	for (const [name, value] of pairs) {
		if (name === '__proto__') continue;
		const key = name.toLowerCase();
		if (!fields.has(key)) fields.set(key, value);
		const shown = value !== '' && isSecret(name, options) ? HIDDEN : value;
		const before = raw.get(name);
		raw.set(name, before === undefined ? shown : [before, shown].flat());
	}
	return { fields, raw: Object.fromEntries(raw) };
}
