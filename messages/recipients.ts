import { checkDefaultCountry, readPhoneNumber, type PhoneNumber } from './phoneNumber';
import { attempt, Refusal } from './refusal';

/** Someone who gets a message of a bulk send. */
export interface Recipient {
	number: PhoneNumber;
	/** Values for the placeholders of the message, by the names that `variableName` makes. */
	variables: ReadonlyMap<string, string>;
	/** The row's number as a spreadsheet program shows it, the headings counted; null without one. */
	row: number | null;
}

/** Why a recipient of a list or a file cannot be used. */
export interface RowProblem {
	row: number | null;
	/** The column's heading as the file writes it; empty when it is no single column's fault. */
	column: string;
	/** A word in capitals that a workflow can test for. */
	code: string;
	message: string;
	hint: string;
}

/**
 * An entry of a list or a row of a file: a recipient, or everything that is wrong with it. What was
 * written for its number is E.164 where the number is not among that.
 */
export type Listed =
	| { recipient: Recipient; problems: null }
	| { recipient: null; written: string; row: number | null; problems: RowProblem[] };

/** The longest stretch of an entry that is shown again in a report. */
const LONGEST_SHOWN = 100;

const NO_VARIABLES: ReadonlyMap<string, string> = new Map();

/** Commas and semicolons of the scripts that have their own, too. */
const SEPARATORS = /[,;\t\r\n\u2028\u2029，；、،؛]/;

const HOW_TO_LIST =
	'Write the numbers split by commas, semicolons or lines, or give a list (array) of them.';

/**
 * Reads a list of phone numbers: a text that is split by comma, semicolon, tab or line, an array
 * of texts and numbers, or such an array as JSON. Empty entries do not count.
 *
 * @param input what the user or an expression gave
 * @param defaultCountry an ISO 3166 code for numbers without country code, or empty
 * @returns the entries in their order; what cannot be a phone number is a problem of its own
 * @throws Refusal `NO_RECIPIENTS`, `INVALID_RECIPIENTS` for no list at all, or `INVALID_COUNTRY`
 */
export function readRecipientList(input: unknown, defaultCountry: string): Listed[] {
	checkDefaultCountry(defaultCountry);
	const entries = splitEntries(input).filter((entry) => !isEmpty(entry));
	if (entries.length === 0)
		throw new Refusal('NO_RECIPIENTS', 'The list of recipients is empty', HOW_TO_LIST);
	return entries.map((entry, index) => readEntry(entry, index + 1, defaultCountry));
}

/** What was written, short enough for a report. */
export function showWritten(text: string): string {
	return text.length <= LONGEST_SHOWN ? text : `${text.slice(0, LONGEST_SHOWN)}…`;
}

function splitEntries(input: unknown): readonly unknown[] {
	if (input === null || input === undefined) return [];
	if (Array.isArray(input)) return input;
	if (typeof input === 'number') return [input];
	if (typeof input !== 'string')
		throw new Refusal('INVALID_RECIPIENTS', 'The recipients are not a list', HOW_TO_LIST);
	return input.trimStart().startsWith('[') ? splitJson(input) : input.split(SEPARATORS);
}

function splitJson(text: string): readonly unknown[] {
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
		'The recipients begin with [ as a JSON array does, but they are none',
		'Put each number into quotation marks, e.g. ["+13056708084", "+34612345678"], or leave the brackets out.',
	);
}

function isEmpty(entry: unknown): boolean {
	return (
		entry === null ||
		entry === undefined ||
		(typeof entry === 'string' && entry.replace(/\p{Cf}/gu, '').trim() === '')
	);
}

function readEntry(entry: unknown, position: number, defaultCountry: string): Listed {
	const number = attempt(() => readPhoneNumber(entry, defaultCountry));
	if (!(number instanceof Refusal))
		return { recipient: { number, variables: NO_VARIABLES, row: null }, problems: null };
	const written = typeof entry === 'string' || typeof entry === 'number' ? String(entry) : '';
	const problem: RowProblem = {
		row: null,
		column: '',
		code: number.code,
		message: `Recipient ${position}: ${number.message}`,
		hint: number.hint,
	};
	return { recipient: null, written: showWritten(written.trim()), row: null, problems: [problem] };
}
