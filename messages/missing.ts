import { errorOf } from './file/cellTexts';

/**
 * What other programs write for a missing value: JavaScript, JSON, databases, Python. Case matters,
 * because Null and Nan are names.
 */
const WORDS = new Set(['undefined', 'null', 'NULL', 'NaN', 'nan', 'None']);

/** The same without words that a text may be: "nan" is bread, and "None" an answer. */
const NO_TEXTS = new Set(['undefined', 'null', 'NULL', 'NaN']);

/** What JavaScript and Luxon write for a missing or invalid date. */
const INVALID_DATE = /Invalid Date(?:Time)?/;

/** The same, and Moment.js's, as a whole value. */
const ONLY_INVALID_DATE = /^Invalid date(?:time)?$/i;

/** UTF-16 units; no word for a missing value is as long. */
const LONGEST = 100;

/** @returns the word in a text that means a missing value; null if there is a value */
export function missingWordIn(text: string): string | null {
	const word = text.trim();
	return WORDS.has(word) ? word : (INVALID_DATE.exec(text)?.[0] ?? null);
}

/**
 * Checks a value that people would read in a message.
 *
 * @returns the word that a program wrote in place of a value, e.g. `undefined` or `#REF!`; null if there is a value
 */
export function wordForNothing(value: string): string | null {
	if (value.length > LONGEST) return null;
	const word = value.trim();
	if (NO_TEXTS.has(word) || ONLY_INVALID_DATE.test(word)) return word;
	// Not `####`, which only files have in place of a value.
	return /\p{L}/u.test(word) && errorOf(word) !== undefined ? word : null;
}

/** What nobody sees: spaces, marks of direction and joiners, and letters without a shape. */
const VISIBLE = /[^\s\p{Cf}\p{Variation_Selector}\u034f\u115f\u1160\u2800\u3164\uffa0]/u;

/** Whether there is nothing in a text that anybody can see. */
export function isBlankText(text: string): boolean {
	return !VISIBLE.test(text);
}
