/** The longest reply that is parsed, in characters: it is parsed in one go. */
const MAX_JSON_LENGTH = 500_000;

/**
 * Reads JSON from outside. Integers too long for a JavaScript number are read as strings, so that IDs
 * keep their digits; so are numbers beyond the largest one, e.g. `1e400`.
 *
 * @param longest in characters
 * @returns the value, or undefined for what is not JSON
 */
export function readJson(text: string, longest = MAX_JSON_LENGTH): unknown {
	if (text.length > longest) return undefined;
	const body = text.replace(/^\uFEFF/, '').trim();
	if (body === '') return undefined;
	const parsed = parse(body);
	if (parsed === undefined) return undefined;
	// Only valid JSON is searched for long numbers: in it, all quotes are paired.
	const quoted = quoteLongNumbers(body);
	return quoted === null ? parsed : parse(quoted);
}

/** What JSON has at the most. */
interface JsonBounds {
	depth: number;
	values: number;
	/** Names of one object. */
	names: number;
}

/**
 * Whether JSON keeps its bounds: what goes beyond them takes several times as long to parse.
 *
 * @param text JSON, or anything else
 */
export function isSmallJson(text: string, most: JsonBounds): boolean {
	// Of each object around; a list has none.
	const names: number[] = [];
	let values = 1;
	for (let at = 0; at < text.length; at++) {
		const code = text.charCodeAt(at);
		if (code === QUOTE) at = endOfString(text, at);
		else if (code === OPEN_LIST || code === OPEN_OBJECT) {
			names.push(code === OPEN_OBJECT ? 1 : -Infinity);
			if (names.length > most.depth) return false;
			values++;
		} else if (code === CLOSE_LIST || code === CLOSE_OBJECT) names.pop();
		else if (code === COMMA) {
			values++;
			const count = (names.pop() ?? 0) + 1;
			if (count > most.names) return false;
			names.push(count);
		}
		// A list or object with one value counts twice.
		if (values > 2 * most.values) return false;
	}
	return true;
}

/** Whether a value is an object that is not a list. */
export function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A text or number as text; null for anything else. */
export function textOf(value: unknown): string | null {
	if (typeof value === 'string') return value;
	return typeof value === 'number' ? String(value) : null;
}

/**
 * JSON without trailing commas, which some vendors' samples have. Nothing else is changed.
 */
export function withoutTrailingCommas(json: string): string {
	const kept: string[] = [];
	let done = 0;
	/** The place of a comma after an entry, if only white space followed it; -1 otherwise. */
	let comma = -1;
	let isBehindEntry = false;
	for (let at = 0; at < json.length; at++) {
		const character = json.charAt(at);
		if (WHITE_SPACE.test(character)) continue;
		if (character === '"') at = endOfString(json, at);
		if ((character === '}' || character === ']') && comma !== -1) {
			kept.push(json.slice(done, comma));
			done = comma + 1;
		}
		comma = character === ',' && isBehindEntry ? at : -1;
		isBehindEntry = !OPENS_OR_PARTS.has(character);
	}
	return kept.join('') + json.slice(done);
}

/** White space in JSON. Source: RFC 8259, section 2. */
const WHITE_SPACE = /[ \t\n\r]/;
/** Characters that no entry ends with. */
const OPENS_OR_PARTS = new Set(['{', '[', ',', ':']);

function parse(json: string): unknown {
	try {
		return JSON.parse(json) as unknown;
	} catch {
		return undefined;
	}
}

/** The most numbers that are put into quotes; documented replies have only a few. */
const MOST_LONG_NUMBERS = 20_000;
/** The fewest digits of an integer that may not fit a JavaScript number exactly. */
const LONG = 16;

/**
 * Puts numbers that are too long or too large into quotes: the largest is about 1.8e308.
 *
 * Without a regular expression: for strings of some million characters it would overflow V8's stack.
 *
 * @param json well-formed
 * @returns null if there are none; invalid JSON if there are too many
 */
function quoteLongNumbers(json: string): string | null {
	let quoted: string | null = null;
	let count = 0;
	let done = 0;
	for (let at = 0; at < json.length; at++) {
		const code = json.charCodeAt(at);
		if (code === QUOTE) {
			at = endOfString(json, at);
		} else if (isOfNumber(code) && code < LETTER) {
			const start = at;
			while (isOfNumber(json.charCodeAt(at + 1))) at++;
			if (at + 1 - start < '1e999'.length) continue;
			const token = json.slice(start, at + 1);
			if (!isTooLong(token)) continue;
			quoted = `${quoted ?? ''}${json.slice(done, start)}"${token}"`;
			done = at + 1;
			if (++count > MOST_LONG_NUMBERS) return '';
		}
	}
	return quoted === null ? null : quoted + json.slice(done);
}

const QUOTE = '"'.charCodeAt(0);
const COMMA = ','.charCodeAt(0);
const [OPEN_LIST, CLOSE_LIST] = ['['.charCodeAt(0), ']'.charCodeAt(0)];
const [OPEN_OBJECT, CLOSE_OBJECT] = ['{'.charCodeAt(0), '}'.charCodeAt(0)];
const BACKSLASH = '\\'.charCodeAt(0);
/** The first of the letters, in capitals. */
const LETTER = 'A'.charCodeAt(0);
/** The characters of numbers, by code. They include letters of `true`, `false` and `null`. */
const OF_NUMBER = new Uint8Array(128);
for (const character of '0123456789+-.eE') OF_NUMBER[character.charCodeAt(0)] = 1;

function isOfNumber(code: number): boolean {
	return OF_NUMBER[code] === 1;
}

/** The place of the closing quote of the string that begins there. */
function endOfString(json: string, start: number): number {
	for (let end = json.indexOf('"', start + 1); end !== -1; end = json.indexOf('"', end + 1)) {
		let backslashes = 0;
		while (json.charCodeAt(end - 1 - backslashes) === BACKSLASH) backslashes++;
		if (backslashes % 2 === 0) return end;
	}
	return json.length;
}

function isTooLong(token: string): boolean {
	if (/[.eE]/.test(token)) return Math.abs(Number(token)) === Infinity;
	return token.length - (token.startsWith('-') ? 1 : 0) >= LONG;
}
