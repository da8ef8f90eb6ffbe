/** The longest reply that is parsed, in characters. */
export const MAX_JSON_LENGTH = 10_000_000;

/**
 * Reads JSON that came from outside. Integers too long for a JavaScript number are read as
 * strings, so that ids keep their digits; so are numbers beyond the largest one, e.g. `1e400`.
 *
 * @returns the value, or undefined for what is not JSON
 */
export function readJson(text: string): unknown {
	const body = text.replace(/^\uFEFF/, '').trim();
	if (body === '' || body.length > MAX_JSON_LENGTH) return undefined;
	const parsed = parse(body);
	// Only what is JSON is searched for long numbers: in it, every quote has its counterpart.
	return parsed !== undefined && LONG_NUMBER.test(body) ? parse(quoteLongNumbers(body)) : parsed;
}

/** Whether a value is an object that is not a list. */
export function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A text or number as text; null for anything else, and for what is not there. */
export function textOf(value: unknown): string | null {
	if (typeof value === 'string') return value;
	return typeof value === 'number' ? String(value) : null;
}

function parse(json: string): unknown {
	try {
		return JSON.parse(json) as unknown;
	} catch {
		return undefined;
	}
}

/** What may be a number that is too long, or too large: the largest is about 1.8e308. */
const LONG_NUMBER = /\d{16}|\de\+?\d{3}/i;

/** Takes strings and numbers as a whole, so that no character is looked at twice. */
function quoteLongNumbers(json: string): string {
	return json.replace(/"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/g, (token) =>
		/^-?\d{16,}$/.test(token) || Math.abs(Number(token)) === Infinity ? `"${token}"` : token,
	);
}
