import { LONGEST_MESSAGE, measureText } from './encoding';

/**
 * Characters that word processors insert, and what a keyboard has for them. Only replacements that a
 * reader would not notice: no letter loses its accent, and no symbol becomes a word.
 */
const REPLACEMENTS: ReadonlyArray<readonly [characters: string, replacement: string]> = [
	['‘’‚‛‹›′‵ʹʻʼ`´＇', "'"],
	['“”„‟«»″‶〝〞＂', '"'],
	['‴', "'''"],
	['‐‑‒–—―−⁃﹘﹣－', '-'],
	['•‣◦▪●', '*'],
	['…', '...'],
	['‥', '..'],
	['․', '.'],
	['⁄∕', '/'],
	['×', 'x'],
	['ﬀ', 'ff'],
	['ﬁ', 'fi'],
	['ﬂ', 'fl'],
	['ﬃ', 'ffi'],
	['ﬄ', 'ffl'],
	['ﬅﬆ', 'st'],
	['￡', '£'],
	['￥', '¥'],
	// Spaces of other widths, and the tab.
	[
		'\t\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000',
		' ',
	],
	// Line and paragraph separators.
	['\u0085\u2028\u2029', '\n'],
	// Soft hyphen, zero-width space, word joiner, byte order mark; direction marks, except those that
	// override the direction (U+202D, U+202E): without them the text would read differently.
	['\u00ad\u200b\u2060\ufeff\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069', ''],
];

const BY_CHARACTER = new Map<string, string>();
for (const [characters, replacement] of REPLACEMENTS) {
	for (const character of characters) BY_CHARACTER.set(character, replacement);
}
// The full-width forms of ASCII, in its order. Source: Unicode, block FF00.
for (let code = 0xff01; code <= 0xff5e; code++) {
	const character = String.fromCharCode(code);
	const ascii = String.fromCharCode(code - 0xff01 + 0x21);
	if (!BY_CHARACTER.has(character)) {
		BY_CHARACTER.set(character, BY_CHARACTER.get(ascii) ?? ascii);
	}
}

/** French quotation marks have narrow spaces inside, which straight ones do not. */
const INNER_SPACES = /(?<=«)[\u00a0\u202f]+|(?<![\u00a0\u202f])[\u00a0\u202f]+(?=»)/g;

/**
 * More accents on one letter than any language has. Normalizing them (NFC) takes quadratic time. Source of
 * the limit: Unicode's UAX #15, section 13.
 */
const MANY_ACCENTS = /\p{M}{31}/u;

/**
 * Joiners and variation selectors between ASCII characters, where they have no effect. Next to any other
 * character they are kept: they join an emoji, or shape a Persian or Indian word.
 */
const IDLE_JOINERS = /(?<!\P{ASCII})(?:\u200c|\u200d|\ufe0e|\ufe0f)+(?!\P{ASCII})/gu;

/**
 * The text with typographic characters replaced by GSM-7 characters, and with combining accents composed
 * with their letters. Everything else stays, so the result may still need UCS-2. Texts that are too long
 * for a message or have too many accents are not changed.
 */
export function toGsmCharacters(text: string): string {
	if (text.length > LONGEST_MESSAGE || MANY_ACCENTS.test(text)) return text;
	const spaced = text.normalize('NFC').replace(INNER_SPACES, '');
	let replaced = '';
	for (const character of spaced) replaced += BY_CHARACTER.get(character) ?? character;
	return replaced.replace(IDLE_JOINERS, '').normalize('NFC');
}

/**
 * Replaces typographic characters with plain ones if the text then takes fewer parts (see
 * `measureText`). Otherwise returns it unchanged.
 */
export function smartEncode(text: string): string {
	const before = measureText(text);
	if (before.encoding === 'GSM-7') return text;
	const plain = toGsmCharacters(text);
	const after = measureText(plain);
	return after.encoding === 'GSM-7' && after.parts < before.parts ? plain : text;
}
