import type { LeftOut, LeftOutNumbers } from './lists/consent';
import { isBlankText } from './missing';
import { checkDefaultCountry, readPhoneNumber, type PhoneNumber } from './phoneNumber';
import { attempt, Refusal } from './refusal';

/** A recipient of a bulk send. */
export interface Recipient {
	number: PhoneNumber;
	/** Values for the placeholders of the message, by name as `variableName` returns it. */
	variables: ReadonlyMap<string, string>;
	/** The row's number as a spreadsheet program shows it, including the headings; null without one. */
	row: number | null;
}

/** Why a recipient of a list or a file cannot be used. */
export interface RowProblem {
	row: number | null;
	/** The column's heading as in the file; empty if the problem is not in a single column. */
	column: string;
	/** A word in capitals that a workflow can test for. */
	code: string;
	message: string;
	hint: string;
}

/**
 * An entry of a list or a row of a file: a recipient, or everything that is wrong with it. `written` is
 * its number, in E.164 if the number is valid. With `leftOut`, its own words say that it must not get the message.
 */
export type Listed = (
	| { recipient: Recipient; problems: null }
	| { recipient: null; written: string; row: number | null; problems: RowProblem[] }
) & { leftOut?: LeftOut };

/**
 * Why an entry is left out: by its own words, or by those of another entry of its number.
 *
 * @param numbers all numbers that are left out so far
 */
export function leftOutOf(listed: Listed, numbers: LeftOutNumbers): LeftOut | undefined {
	const to = listed.recipient === null ? listed.written : listed.recipient.number.e164;
	const byNumber = numbers.of(to);
	return listed.leftOut?.reason === 'optedOut' ? listed.leftOut : (byNumber ?? listed.leftOut);
}

/** The longest part of an entry that an output shows. */
const LONGEST_SHOWN = 100;

const NO_VARIABLES: ReadonlyMap<string, string> = new Map();

/** The longest list as text and as JSON, which is parsed in one go, in UTF-16 units. */
const MOST_CHARACTERS = { text: 25_000_000, json: 1_500_000 };
/** The most entries of a list. */
const MOST_ENTRIES = 250_000;
/** The most entries that are not phone numbers: each has its own problem in the output. */
const MOST_PROBLEMS = 50_000;

/** Between entries: commas, semicolons, tabs and line breaks, including those of other scripts. */
const SEPARATORS = /[,;\t\r\n\u2028\u2029，；、،؛]{1,1000}/g;

const HOW_TO_LIST = 'Separate the numbers with commas, semicolons or line breaks, or use an array.';

/**
 * Reads a list of phone numbers: text separated by commas, semicolons, tabs or line breaks, an array of
 * texts and numbers, or such an array as JSON. Empty entries are ignored.
 *
 * @param input from the user or an expression
 * @param defaultCountry an ISO 3166 code for numbers without country code, or empty
 * @param pause lets other work run; called every few entries
 * @param most the most entries, if fewer than a list can have
 * @returns the entries in their order; an invalid phone number becomes a problem
 * @throws Refusal `NO_RECIPIENTS`, `INVALID_RECIPIENTS` for no list at all, `TOO_MANY_RECIPIENTS`, or
 *   `INVALID_COUNTRY`
 */
export async function readRecipientList(
	input: unknown,
	defaultCountry: string,
	pause: () => Promise<void>,
	most = Infinity,
): Promise<Listed[]> {
	checkDefaultCountry(defaultCountry);
	const listed: Listed[] = [];
	let looked = 0;
	let problems = 0;
	for (const entry of entriesOf(input)) {
		if (++looked % ENTRIES_PER_PAUSE === 0) await pause();
		if (isEmptyEntry(entry)) continue;
		if (listed.length === MOST_ENTRIES) throw tooMany(`${shownCount(MOST_ENTRIES)} entries`);
		if (listed.length >= most) throw tooMany(`${shownCount(most)} entries`);
		const read = readEntry(entry, listed.length + 1, defaultCountry);
		listed.push(read);
		if (read.recipient === null && ++problems > MOST_PROBLEMS) {
			throw new Refusal(
				'INVALID_RECIPIENTS',
				`More than ${shownCount(MOST_PROBLEMS)} entries of the list are not phone numbers`,
				HOW_TO_LIST,
			);
		}
	}
	if (listed.length === 0)
		throw new Refusal('NO_RECIPIENTS', 'The list of recipients is empty', HOW_TO_LIST);
	return listed;
}

/** How many entries are read before other work may run: about a millisecond. */
const ENTRIES_PER_PAUSE = 16;

function tooMany(what: string): Refusal {
	return new Refusal(
		'TOO_MANY_RECIPIENTS',
		`The list of recipients has more than ${what}`,
		'Split it into several lists, or use a file.',
	);
}

function shownCount(count: number): string {
	return count.toLocaleString('en-US');
}

/** What was written, short enough for an output. */
export function showWritten(text: string): string {
	return text.length <= LONGEST_SHOWN ? text : `${text.slice(0, LONGEST_SHOWN)}…`;
}

/**
 * The entries of a list: of a text, of an array, or of an array as JSON.
 *
 * @throws Refusal `INVALID_RECIPIENTS` for no list at all, or `TOO_MANY_RECIPIENTS`
 */
export function entriesOf(input: unknown): Iterable<unknown> {
	if (input === null || input === undefined) return [];
	if (Array.isArray(input)) return input;
	if (typeof input === 'number') return [input];
	if (typeof input !== 'string')
		throw new Refusal('INVALID_RECIPIENTS', 'The recipients are not a list', HOW_TO_LIST);
	const isJson = input.trimStart().startsWith('[');
	const most = isJson ? MOST_CHARACTERS.json : MOST_CHARACTERS.text;
	if (input.length > most) throw tooMany(`${shownCount(most)} characters`);
	return isJson ? fromJson(input) : fromText(input);
}

/** No pattern matches a whole entry, because millions of characters can overflow the stack of the engine. */
function* fromText(text: string): Iterable<string> {
	let start = 0;
	for (const { 0: separators, index } of text.matchAll(SEPARATORS)) {
		if (index > start) yield text.slice(start, index);
		start = index + separators.length;
	}
	if (start < text.length) yield text.slice(start);
}

function fromJson(text: string): readonly unknown[] {
	try {
		// JSON that begins with a bracket is an array.
		return JSON.parse(text) as unknown[];
	} catch {
		throw notJson();
	}
}

function notJson(): Refusal {
	return new Refusal(
		'INVALID_RECIPIENTS',
		'The recipients begin with [ but are not a valid JSON array',
		'Put each number in quotation marks, e.g. ["+13056708084", "+34612345678"], or remove the brackets.',
	);
}

/** Whether an entry has nothing in it. */
export function isEmptyEntry(entry: unknown): boolean {
	return entry === null || entry === undefined || (typeof entry === 'string' && isBlankText(entry));
}

/** What is written in an entry; empty for what is neither text nor a number. */
export function textOfEntry(entry: unknown): string {
	return typeof entry === 'string' || typeof entry === 'number' ? String(entry) : '';
}

function readEntry(entry: unknown, position: number, defaultCountry: string): Listed {
	const number = attempt(() => readPhoneNumber(entry, defaultCountry));
	if (!(number instanceof Refusal))
		return { recipient: { number, variables: NO_VARIABLES, row: null }, problems: null };
	const written = textOfEntry(entry);
	const problem: RowProblem = {
		row: null,
		column: '',
		code: number.code,
		message: `Recipient ${position}: ${number.message}`,
		hint: number.hint,
	};
	return { recipient: null, written: showWritten(written.trim()), row: null, problems: [problem] };
}
