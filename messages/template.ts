import { isBlankText, wordForNothing } from './missing';
import { oneLine } from './oneLine';
import { Refusal } from './refusal';

/** A part of a text: typed by the author of the workflow, or returned by an expression. */
export interface Stretch {
	text: string;
	isTyped: boolean;
}

/** A placeholder, written `##name##`. */
export interface Placeholder {
	/** As `variableName` returns it. */
	name: string;
	/** As the author typed it, with its `##`. */
	written: string;
}

/** A message with placeholders. Its texts are never searched for placeholders again. */
export interface Template {
	/** Texts and placeholders in order; no two texts in a row. */
	parts: ReadonlyArray<string | Placeholder>;
	/** The names of the variables, in the order of first use. */
	names: readonly string[];
}

/** The longest name of a variable, in UTF-16 units: a heading can be a whole question. */
const LONGEST_NAME = 1000;

/** The longest part of a name that an error shows. */
const LONGEST_SHOWN = 64;

/**
 * A possible placeholder. A single `#` is part of the name; two end it. The bound keeps the search linear.
 * Source of the line breaks: ECMA-262, "Line Terminators".
 */
const PLACEHOLDER = /##(?!#)(?:[^#\r\n\u2028\u2029]|#(?!#)){1,1000}##/gu;

/**
 * The normalized form of a variable's name: lower case, trimmed, single spaces, NFC and straight quotation
 * marks, because files differ in these.
 */
export function variableName(written: string): string {
	return written
		.trim()
		.replace(/\s+/g, ' ')
		.replace(/[\u2018\u2019\u02bc]/g, "'")
		.replace(/[\u201c\u201d]/g, '"')
		.normalize('NFC')
		.toLowerCase();
}

/**
 * Reads the placeholders of a message: `##name##` on one line, with any name that is not blank. Case does
 * not matter. A single `##` and `## ##` are text, and so is everything from an expression.
 *
 * @param headings the known names. Only those that begin or end with `#` or contain `##` make a
 *   difference: `##Order ###` has the name "Order #" if there is one.
 * @throws Refusal `INVALID_PARAMETER` for a placeholder whose name has an expression in it
 */
export function parseTemplate(
	stretches: readonly Stretch[],
	headings: readonly string[] = [],
): Template {
	const skeleton = new Skeleton(stretches);
	const { typed } = skeleton;
	const parts: Array<string | Placeholder> = [];
	const names = new Set<string>();
	if (typed.includes('##')) {
		const search = placeholdersOf(typed, headings);
		for (let found = search.exec(typed); found !== null; found = search.exec(typed)) {
			const [written] = found;
			const name = variableName(written.slice(2, -2));
			if (name === '') {
				// Its end may begin a placeholder: `## ##name##`.
				search.lastIndex -= 2;
				continue;
			}
			const text = skeleton.textUntil(found.index);
			if (text !== '') parts.push(text);
			if (skeleton.skip(written.length)) throw nameFromExpression(written);
			parts.push({ name, written });
			names.add(name);
		}
	}
	const rest = skeleton.textUntil(typed.length);
	if (rest !== '') parts.push(rest);
	return { parts, names: [...names] };
}

/** The most places in a message where a placeholder may be incomplete. */
const MOST_INCOMPLETE = 100;

/**
 * Refuses what the author meant as a placeholder and everybody would read: a known name with `##` on one side
 * only, or with wide signs (`＃`).
 *
 * @param headings the known names
 * @throws Refusal `MISSING_VARIABLE`
 */
export function refuseIncomplete(
	stretches: readonly Stretch[],
	headings: readonly string[],
	what = 'message',
): void {
	const typed = stretches.map(({ text, isTyped }) => (isTyped ? text : GIVEN)).join('');
	if (headings.length === 0 || !/##|\uff03/.test(typed)) return;
	const rest = typed.replace(placeholdersOf(typed, headings), (written) =>
		variableName(written.slice(2, -2)) === '' ? written : GIVEN,
	);
	const text = variableName(rest.replace(/\uff03/g, '#'));
	const names = headings.map(variableName).filter((name) => name !== '');
	const signs = [...text.matchAll(/##/g)].slice(0, MOST_INCOMPLETE);
	for (const { index } of signs) {
		const [before, after] = [text.slice(0, index).trimEnd(), text.slice(index + 2).trimStart()];
		const name = names.find((each) => startsWithName(after, each) || endsWithName(before, each));
		if (name === undefined) continue;
		const shown = `##${oneLine(name, LONGEST_SHOWN)}##`;
		throw new Refusal(
			'MISSING_VARIABLE',
			`The ${what} seems to have an incomplete placeholder: "${oneLine(name, LONGEST_SHOWN)}" with ## on one side only`,
			`Write ${shown} on one line, with two # on both sides, or remove the signs.`,
		);
	}
}

function startsWithName(text: string, name: string): boolean {
	return text.startsWith(name) && !/^[\p{L}\p{M}\p{N}]/u.test(text.slice(name.length));
}

function endsWithName(text: string, name: string): boolean {
	return text.endsWith(name) && !/[\p{L}\p{M}\p{N}]$/u.test(text.slice(0, -name.length));
}

/**
 * The text of a template with its variables filled in. Values are inserted unchanged.
 *
 * @param variables values by name, as `variableName` returns it
 * @param what the kind of text, for errors
 * @throws Refusal `MISSING_VARIABLE` for a placeholder without a value, or with a blank one
 */
export function fillTemplate(
	{ parts }: Template,
	variables: ReadonlyMap<string, string>,
	what = 'message',
): string {
	let filled = '';
	for (const part of parts) {
		filled += typeof part === 'string' ? part : valueOf(part, variables, what);
	}
	return filled;
}

/** Changes the texts of a template, not its placeholders. */
export function changeTexts(
	{ parts, names }: Template,
	change: (text: string) => string,
): Template {
	return { parts: parts.map((part) => (typeof part === 'string' ? change(part) : part)), names };
}

/** A placeholder as errors show it. */
export function showPlaceholder(written: string): string {
	return oneLine(written, LONGEST_SHOWN);
}

/** Replaces what an expression returned; its offset distinguishes it from the same character, typed. */
const GIVEN = '\ufffc';

/** The typed text, which is searched for placeholders, and the expressions' values to put back. */
class Skeleton {
	readonly typed: string;

	private readonly given: Array<{ at: number; text: string }> = [];

	private done = 0;

	private taken = 0;

	constructor(stretches: readonly Stretch[]) {
		let typed = '';
		for (const { text, isTyped } of stretches) {
			if (!isTyped) this.given.push({ at: typed.length, text });
			typed += isTyped ? text : GIVEN;
		}
		this.typed = typed;
	}

	/** The text from the end of the last one, with the expressions' values put back. */
	textUntil(end: number): string {
		let text = '';
		for (let next = this.given[this.taken]; next !== undefined && next.at < end; ) {
			text += this.typed.slice(this.done, next.at) + next.text;
			this.done = next.at + 1;
			next = this.given[++this.taken];
		}
		text += this.typed.slice(this.done, end);
		this.done = end;
		return text;
	}

	/** Skips so many units. @returns whether some of them came from an expression */
	skip(length: number): boolean {
		this.done += length;
		return (this.given[this.taken]?.at ?? Infinity) < this.done;
	}
}

function placeholdersOf(typed: string, headings: readonly string[]): RegExp {
	const odd = headings.map(variableName).filter(isOdd);
	const message = odd.length === 0 ? '' : variableName(typed);
	const alternatives = odd
		.filter((name) => name.length <= LONGEST_NAME && has(message, name))
		.sort((one, other) => other.length - one.length)
		.map((name) => `##[ \\u00a0]*${name.split(' ').map(escaped).join('[ \\u00a0]*')}[ \\u00a0]*##`);
	if (alternatives.length === 0) return new RegExp(PLACEHOLDER);
	return new RegExp([...alternatives, PLACEHOLDER.source].join('|'), 'giu');
}

/** Whether `PLACEHOLDER` alone would not find the whole name. */
function isOdd(name: string): boolean {
	return name.startsWith('#') || name.endsWith('#') || name.includes('##');
}

/** Whether a message may contain the name: most headings of a file are not in it. */
function has(message: string, name: string): boolean {
	return message.replace(/ /g, '').includes(name.replace(/ /g, ''));
}

function escaped(text: string): string {
	return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

function valueOf(
	{ name, written }: Placeholder,
	variables: ReadonlyMap<string, string>,
	what: string,
): string {
	const value = variables.get(name);
	const nothing = value === undefined || isBlankText(value) ? '' : wordForNothing(value);
	if (value !== undefined && nothing === null) return value;
	const shown = showPlaceholder(written);
	const found = nothing ? `its value is "${nothing}"` : 'there is no value for it';
	throw new Refusal(
		'MISSING_VARIABLE',
		`The ${what} has ${shown}, but ${found}`,
		`Give every recipient a value for "${oneLine(name, LONGEST_SHOWN)}", or remove ${shown} from the ${what}.`,
	);
}

function nameFromExpression(written: string): Refusal {
	return new Refusal(
		'INVALID_PARAMETER',
		`The name in ${showPlaceholder(written.replaceAll(GIVEN, '{{ … }}'))} comes from an expression`,
		'Type the name between the ## signs. To choose between names, put whole placeholders into the expression, e.g. {{ $json.vip ? "##first name##" : "##name##" }}.',
	);
}
