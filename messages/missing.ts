/**
 * What other programs write where a value is missing: JavaScript, JSON, databases, Python. Case
 * matters: people are called Null and Nan.
 */
const WORDS = new Set(['undefined', 'null', 'NULL', 'NaN', 'nan', 'None']);

/** What JavaScript and Luxon make of a date that is missing or not valid. */
const INVALID_DATE = /Invalid Date(?:Time)?/;

/** @returns the word in a text that stands for a missing value; null where there is a value */
export function missingWordIn(text: string): string | null {
	const word = text.trim();
	return WORDS.has(word) ? word : (INVALID_DATE.exec(text)?.[0] ?? null);
}
