/**
 * What other programs write for a missing value: JavaScript, JSON, databases, Python. Case matters,
 * because Null and Nan are names.
 */
const WORDS = new Set(['undefined', 'null', 'NULL', 'NaN', 'nan', 'None']);

/** What JavaScript and Luxon write for a missing or invalid date. */
const INVALID_DATE = /Invalid Date(?:Time)?/;

/** @returns the word in a text that means a missing value; null if there is a value */
export function missingWordIn(text: string): string | null {
	const word = text.trim();
	return WORDS.has(word) ? word : (INVALID_DATE.exec(text)?.[0] ?? null);
}
