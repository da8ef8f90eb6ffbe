/** How a text goes over the air, and how many parts (segments) the handset puts together. */
export interface TextSize {
	encoding: 'GSM-7' | 'UCS-2';
	/** The number of messages that are billed. */
	parts: number;
	/** Septets in GSM-7 (characters of the extension table count two), UTF-16 units in UCS-2. */
	length: number;
}

/** The default alphabet, in the order of its table. Source: 3GPP TS 23.038, section 6.2.1. */
const GSM_BASIC =
	'@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u00A0ÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
/** The extension table; each takes an escape before it. Source: the same, section 6.2.1.1. */
const GSM_EXTENSION = '\f^{}\\[~]|€';

/** Position 0x1B of the default alphabet is the escape itself, not a character. */
const ESCAPE_PLACE = '\u00A0';

const SEPTETS = new Map<string, 1 | 2>();
for (const character of GSM_BASIC) if (character !== ESCAPE_PLACE) SEPTETS.set(character, 1);
for (const character of GSM_EXTENSION) SEPTETS.set(character, 2);

/** What fits into one message, and into each of several. Source: 3GPP TS 23.040, section 9.2.3.24. */
const CAPACITY = {
	'GSM-7': { single: 160, part: 153 },
	'UCS-2': { single: 70, part: 67 },
} as const;

/**
 * The encoding of a text and its parts. An escaped character and a surrogate pair are never split
 * over two parts, as handsets show such halves as garbage.
 */
export function measureText(text: string): TextSize {
	const sizes: number[] = [];
	let length = 0;
	let encoding: TextSize['encoding'] = 'GSM-7';
	for (const character of text) {
		const septets = SEPTETS.get(character);
		if (septets === undefined) {
			encoding = 'UCS-2';
			break;
		}
		sizes.push(septets);
		length += septets;
	}
	if (encoding === 'UCS-2') {
		sizes.length = 0;
		length = text.length;
		for (const character of text) sizes.push(character.length);
	}
	const { single, part } = CAPACITY[encoding];
	return { encoding, length, parts: length <= single ? 1 : countParts(sizes, part) };
}

function countParts(sizes: number[], capacity: number): number {
	let parts = 1;
	let used = 0;
	for (const size of sizes) {
		if (used + size > capacity) {
			parts++;
			used = 0;
		}
		used += size;
	}
	return parts;
}
