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
	/** Only its ASCII letters and digits, in lower case: reports may replace the others. */
	folded: string;
}

/** A text in these forms. Nothing is read beyond the length of the longest message. */
export function compared(text: string): ComparedText {
	const plain = text.slice(0, LONGEST_MESSAGE).normalize('NFC').replace(/\s+/g, ' ').trim();
	const folded = plain
		.normalize('NFD')
		.replace(/[^A-Za-z0-9]+/g, '')
		.toLowerCase();
	return { plain, dense: plain.replace(/ /g, ''), folded };
}

/**
 * Whether a report's text is a message's: the same, the same but for characters other than ASCII letters and
 * digits, or the beginning of the other (the report cuts texts, or the gateway adds a footer).
 */
export function isAlike(message: ComparedText, reported: ComparedText): boolean {
	if (message.plain === reported.plain) return true;
	const [one, other] = [message.folded, reported.folded];
	// Without letters, only the whole text can be compared.
	if (one === '' || other === '') return message.dense === reported.dense;
	if (one === other) return true;
	const shorter = one.length < other.length ? one : other;
	const longer = one.length < other.length ? other : one;
	return shorter.length >= SHORTEST_BEGINNING && longer.startsWith(shorter);
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
