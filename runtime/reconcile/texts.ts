import { LONGEST_MESSAGE, measureText } from '../../messages/encoding';

/** The shortest beginning of a text by which it is recognized, in UTF-16 units. */
const SHORTEST_BEGINNING = 20;
/** The shortest text that counts as a part other than the last, in UTF-16 units: 67 without spaces at its ends. */
const SHORTEST_PART = 50;
/** The longest text that is looked for inside of another, which may take a time of both lengths. */
const LONGEST_PART = 200;
/** Units of a part of a long message. Source: 3GPP TS 23.040. */
const PART_LENGTHS: ReadonlySet<number> = new Set([153, 67]);

/** A text in the forms in which it is compared. */
export interface ComparedText {
	/** With single spaces, in one form of Unicode. */
	plain: string;
	/** Without any space: at the ends of parts, reports may drop them. */
	dense: string;
	/**
	 * Only its ASCII letters and digits, in lower case, with what belongs to numbers (`5.00`, `-5`): reports may
	 * replace the others.
	 */
	folded: string;
	/** The same with the letters and digits of all scripts. */
	letters: string;
	/** With a question mark for each other character than ASCII, as many programs write them. */
	masked: string;
}

const ASCII = /^[\x20-\x7e]*$/;
/** Dashes that are written as a hyphen in GSM-7. */
const DASHES = /[\u2010-\u2015\u2212]/g;

/** A text in these forms. Nothing is read beyond the length of the longest message. */
export function compared(text: string): ComparedText {
	const plain = text.slice(0, LONGEST_MESSAGE).normalize('NFC').replace(/\s+/g, ' ').trim();
	const unfolded = plain.normalize('NFD').replace(DASHES, '-');
	const folded = unfolded.replace(/[.,:/+-](?!\d)|[^A-Za-z0-9.,:/+-]+/g, '').toLowerCase();
	const dense = plain.replace(/ /g, '');
	if (ASCII.test(plain)) return { plain, dense, folded, letters: folded, masked: plain };
	const letters = unfolded.replace(/[.,:/+-](?!\d)|[^\p{L}\p{N}.,:/+-]+/gu, '').toLowerCase();
	return { plain, dense, folded, letters, masked: plain.replace(/[^\x20-\x7e]/gu, '?') };
}

/** Words that a footer of a gateway has. *Assumed*. */
const FOOTER =
	/\b(?:stop|help|unsubscribe|opt|end|quit|cancel|alto|baja|salir|parar|ayuda|sair|arret|arrêt|abmelden|cancella)\b/i;

/**
 * Whether a report's text is a message's: the same, the same but for characters that the report replaced, the
 * beginning that the report cut in the middle of a word, or the message and a footer.
 *
 * Anything else may be another message to the same number: "Your table is ready" says nothing about "Your table is
 * ready in the garden".
 */
export function isAlike(message: ComparedText, reported: ComparedText): boolean {
	if (message.plain === reported.plain) return true;
	// A report that has the letters of another script has replaced none of them.
	const isReplaced = reported.letters === reported.folded;
	// In a text of another script, what is left says too little.
	if (isReplaced && message.folded.length * 2 < message.letters.length) return false;
	const [one, other] = isReplaced
		? [message.folded, reported.folded]
		: [message.letters, reported.letters];
	// Without letters, only the whole tells.
	if (one === '' || other === '') return message.dense === reported.dense;
	if (one === other || (isReplaced && message.masked === reported.masked)) return true;
	if (Math.min(one.length, other.length) < SHORTEST_BEGINNING) return false;
	if (one.startsWith(other)) return isCutInWord(message.plain, reported.plain.length);
	return other.startsWith(one) && FOOTER.test(reported.plain.slice(message.plain.length));
}

/** Whether the characters before and after a place belong to one word. */
function isCutInWord(text: string, place: number): boolean {
	return /^[\p{L}\p{N}]{2}$/u.test(text.slice(place - 1, place + 1));
}

/** Whether a message is sent in several parts. */
export function isLong(text: string): boolean {
	return measureText(text.slice(0, LONGEST_MESSAGE)).parts > 1;
}

/** Whether a text is as long as one part of a long message. */
export function hasPartLength({ plain }: ComparedText): boolean {
	return PART_LENGTHS.has(plain.length);
}

/**
 * The rows that are the parts of a message.
 *
 * @param message the whole text
 * @param rows the texts of the report's rows, the best first
 * @returns their places in the order of the text; `isWhole` is false if some are missing; null if none is there,
 *   or only a beginning of the text, which the report may have cut
 */
export function partsOf(
	message: ComparedText,
	rows: readonly ComparedText[],
): { places: number[]; isWhole: boolean } | null {
	const places: number[] = [];
	const taken = new Set<number>();
	let rest = message.dense;
	while (rest !== '') {
		let best = -1;
		for (const [place, { dense }] of rows.entries()) {
			if (taken.has(place) || dense === '' || !rest.startsWith(dense)) continue;
			if (dense.length < SHORTEST_PART && dense !== rest) continue;
			if (best === -1 || dense.length > (rows[best]?.dense.length ?? 0)) best = place;
		}
		if (best === -1) break;
		taken.add(best);
		places.push(best);
		rest = rest.slice(rows[best]?.dense.length ?? 0);
	}
	if (rest === '') return { places, isWhole: true };
	for (const [place, row] of rows.entries()) {
		if (taken.has(place) || !isPartOf(row, message)) continue;
		places.push(place);
	}
	if (places.length === 1 && isBeginning(rows[places[0] ?? 0], message)) return null;
	return places.length === 0 ? null : { places, isWhole: false };
}

/** Whether a text is the beginning of a message that a report cut, and not its first part. */
function isBeginning(row: ComparedText | undefined, message: ComparedText): boolean {
	return row !== undefined && message.dense.startsWith(row.dense) && !hasPartLength(row);
}

/** Whether a text is one part of a longer one. */
function isPartOf(part: ComparedText, message: ComparedText): boolean {
	const { length } = part.dense;
	if (length < SHORTEST_PART || length > LONGEST_PART || length >= message.dense.length)
		return false;
	return message.dense.startsWith(part.dense)
		? hasPartLength(part)
		: message.dense.includes(part.dense);
}
