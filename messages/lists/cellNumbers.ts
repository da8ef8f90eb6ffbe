import { labelOf, type LabelKind } from './headings';

/*
 * One cell may hold several numbers, or a number with a label. Digits of two numbers are never joined: the
 * library takes `/`, `-`, `.` and spaces for punctuation, and a possible length is enough for it.
 */

/** A number in a cell, as it is written, and the kind of phone that its label names. */
export interface WrittenPart {
	text: string;
	label: LabelKind | null;
}

/** Digits and punctuation of a single number: most cells have nothing else. */
const SINGLE = /^[+\d() .-]*$/;

/** Digits in brackets at the end: never a part of the number. */
const IN_BRACKETS = /[([［]\s?\d{1,4}\s?[)\]］]$/;

/** Whether a text cannot hold several numbers, labels or a shortened number. */
export function isSingle(text: string): boolean {
	return SINGLE.test(text) && !/-\s?\d{1,3}$/.test(text) && !/\d\s?\(\s?\d{1,4}\s?\)$/.test(text);
}

/** The text before a space or a dot and one to three digits, which may belong to a second number; else null. */
export function beforeLastDigits(text: string): string | null {
	return /^(.*\d)[ .]\d{1,3}$/.exec(text)?.[1] ?? null;
}

/** Between numbers, whatever they look like. `;` before `ext=` belongs to a link (RFC 3966). */
const HARD = /:::|[\r\n\u2028\u2029|]|;(?!\s{0,5}[a-z-]{2,20}=)/i;

/** Between numbers, if each of them is complete by itself. Spaces are single ones. */
const SOFT = / ?[,，、،] ?| (?:\/|&|y|e|o|or|and|und|oder|ou|et) /i;

/** The numbers between separators that never belong to a number, without their labels. */
export function hardParts(text: string): WrittenPart[] {
	return text
		.split(HARD)
		.map((part) => part.trim())
		.filter((part) => part !== '')
		.map(withoutLabel);
}

/** The parts between separators that may also belong to a number or a sentence. */
export function softParts(text: string): WrittenPart[] {
	const parts = text.replace(/\s+/g, ' ').split(SOFT);
	if (parts.length === 1) return [];
	return parts.filter((part) => part !== '').map((part) => withoutLabel(part.trim()));
}

/** `Mobile: +49 …`, `p:+49 …` as lead forms write it, and `+49 … (home)`. */
function withoutLabel(text: string): WrittenPart {
	// A link is read as a whole.
	if (/^(?:tel|sms|smsto|callto|whatsapp):/i.test(text)) return { text, label: null };
	const before = /^([\p{L}* .]{1,30}?)\s?:\s?(?=[+(\d])/u.exec(text);
	const [matched = '', word = ''] = before ?? [];
	if (matched !== '') {
		const label = word === 'p' ? 'phone' : labelOf(word);
		if (label !== null) return { text: text.slice(matched.length).trim(), label };
	}
	if (!text.endsWith(')')) return { text, label: null };
	const open = text.lastIndexOf('(');
	const label = open > 0 ? labelOf(text.slice(open + 1, -1)) : null;
	return label === null ? { text, label } : { text: text.slice(0, open).trim(), label };
}

/** A text that may be a number with digits of another one after it. */
export interface Shortened {
	/** The text before the last separator. */
	before: string;
	/** All digits, as one number. */
	one: string;
	/** The two numbers, if the last digits replace those of the first one. */
	two: readonly [string, string];
	/** Whether it is refused in any case; otherwise only if `before` is a number by itself. */
	isCertain: boolean;
}

/** The digits before a slash that is punctuation: a country code and an area code. */
const LONGEST_AREA = { international: 8, national: 6 };

/**
 * Finds a second number, shortened to its last digits, or an extension: `0171 392000/1`, `3920001 - 02`,
 * `3920001 (02)`. A slash after the area code is punctuation: `0171/3920001`.
 *
 * @returns null if there is none
 */
export function findShortened(text: string): Shortened | null {
	const slash = text.lastIndexOf('/');
	if (slash >= 0) {
		const found = splitAt(text, slash, 1);
		// `#N/A`, `#DIV/0!`
		if (digitsOf(found.before) === '') return null;
		const isInternational = /^\s*(?:\+|00)/.test(text);
		const longest = LONGEST_AREA[isInternational ? 'international' : 'national'];
		const isShort = digitsOf(text.slice(slash)).length <= 3;
		if (isShort || digitsOf(found.before).length > longest) return found;
		return null;
	}
	if (/^\+?\d+[.,]0+$/.test(text)) return null;
	const brackets = IN_BRACKETS.exec(text);
	if (brackets !== null && /\d\s*$/.test(text.slice(0, brackets.index)))
		return splitAt(text, brackets.index, 0);
	const end = /(\s-\s?|,\s?|[-.])\d{1,3}$/.exec(text);
	if (end === null) return null;
	const [, separator = ''] = end;
	const found = splitAt(text, end.index, separator.length);
	return { ...found, isCertain: separator.startsWith(',') || /\s-/.test(separator) };
}

function splitAt(text: string, index: number, length: number): Shortened {
	const before = text.slice(0, index).trim();
	const [one, start] = [signed(text), signed(before)];
	const last = digitsOf(text.slice(index + length));
	const isShortened = last.length < start.length;
	const second = isShortened ? start.slice(0, start.length - last.length) + last : last;
	return { before, one, two: [start, second], isCertain: true };
}

function signed(text: string): string {
	return (text.trimStart().startsWith('+') ? '+' : '') + digitsOf(text);
}

function digitsOf(text: string): string {
	return text.replace(/\D/g, '');
}
