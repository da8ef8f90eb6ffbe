/** GSM 03.38: the default alphabet, and what stands behind an escape and takes two places. */
const BASIC = /^[@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&'()*+,\-./0-9:;<=>?¡A-ZÄÖÑÜ§¿a-zäöñüà]$/;
const EXTENDED = /^[\f^{}\\[~\]|€]$/;
/** The first character of a text that is in neither. */
const NOT_GSM = new RegExp(`[^${BASIC.source.slice(2, -2)}${EXTENDED.source.slice(2, -2)}]`);
const ALL_EXTENDED = new RegExp(EXTENDED.source.slice(1, -1), 'g');

/** The longest text that any message can have, in UTF-16 units: 255 parts of 153 characters. */
export const LONGEST_TEXT = 255 * 153;

/** A text as a handset sends it: in one part if it fits, else in parts with room for their header. */
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

/** How a text goes over the air, as the sandbox measures it by itself. */
export interface Measure {
	readonly encoding: 'GSM-7' | 'UCS-2';
	readonly parts: number;
}

/** Characters that are looked at in one go. */
const PIECE = 10_000;

/** The encoding of a text, and in how many parts it goes over the air; about, if it is very long. */
export function measure(text: string): Measure {
	const pieces: string[] = [];
	for (let at = 0; at < text.length; at += PIECE) pieces.push(text.slice(at, at + PIECE));
	const isGsm = !NOT_GSM.test(text);
	const encoding = isGsm ? 'GSM-7' : 'UCS-2';
	let size = text.length;
	if (isGsm) for (const piece of pieces) size += piece.match(ALL_EXTENDED)?.length ?? 0;
	// Nobody sends these, and splitting them takes memory many times their size.
	if (pieces.length > 2) return { encoding, parts: Math.ceil(size / (isGsm ? 153 : 67)) };
	// Most texts fit into one, and a bulk send is thousands of them.
	const fits = size <= (isGsm ? 160 : 70);
	return { encoding, parts: fits ? 1 : splitIntoParts(text).length };
}

function isInAlphabet(character: string): boolean {
	return BASIC.test(character) || EXTENDED.test(character);
}
