/** GSM 03.38: the default alphabet, and the extension characters, which need an escape each. */
const BASIC = /^[@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&'()*+,\-./0-9:;<=>?¡A-ZÄÖÑÜ§¿a-zäöñüà]$/;
const EXTENDED = /^[\f^{}\\[~\]|€]$/;
/** Matches characters that are in neither. */
const NOT_GSM = new RegExp(`[^${BASIC.source.slice(2, -2)}${EXTENDED.source.slice(2, -2)}]`);
const ALL_EXTENDED = new RegExp(EXTENDED.source.slice(1, -1), 'g');

/** The longest text of a message, in UTF-16 units: 255 parts of 153 characters. */
export const LONGEST_TEXT = 255 * 153;

/** Splits a text as a phone does: one part if it fits, otherwise parts with room for a header. */
export function splitIntoParts(text: string): readonly string[] {
	const characters = Array.from(text);
	const isGsm = characters.every(isInAlphabet);
	const sizeOf = (character: string): number => {
		if (isGsm) return EXTENDED.test(character) ? 2 : 1;
		return character.length;
	};
	const [single, part] = isGsm ? [160, 153] : [70, 67];
	if (characters.reduce((size, each) => size + sizeOf(each), 0) <= single) return [text];
	const parts: string[] = [];
	let [current, size] = ['', 0];
	for (const character of characters) {
		if (size + sizeOf(character) > part) {
			parts.push(current);
			[current, size] = ['', 0];
		}
		current += character;
		size += sizeOf(character);
	}
	return [...parts, current];
}

/** The encoding and the parts of a text, computed independently of the nodes' code. */
export interface Measure {
	readonly encoding: 'GSM-7' | 'UCS-2';
	readonly parts: number;
}

/** The number of characters that are checked at once. */
const PIECE = 10_000;

/** The encoding of a text and its number of parts, which is approximate for very long texts. */
export function measure(text: string): Measure {
	const pieces: string[] = [];
	for (let at = 0; at < text.length; at += PIECE) pieces.push(text.slice(at, at + PIECE));
	const isGsm = !NOT_GSM.test(text);
	const encoding = isGsm ? 'GSM-7' : 'UCS-2';
	let size = text.length;
	if (isGsm) for (const piece of pieces) size += piece.match(ALL_EXTENDED)?.length ?? 0;
	// Nobody sends texts of this length, and splitting them takes many times their size.
	if (pieces.length > 2) return { encoding, parts: Math.ceil(size / (isGsm ? 153 : 67)) };
	// A fast path: most texts fit into one part, and a bulk send has thousands of them.
	const fits = size <= (isGsm ? 160 : 70);
	return { encoding, parts: fits ? 1 : splitIntoParts(text).length };
}

function isInAlphabet(character: string): boolean {
	return BASIC.test(character) || EXTENDED.test(character);
}
