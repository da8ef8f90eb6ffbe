import { Breaks } from '../breaks';
import { oneLine } from '../oneLine';
import { looksLikeCallingCode } from '../phoneNumber';
import {
	chooseCountry,
	chooseNumbers,
	consentColumns,
	decideByValues,
	differentNumbers,
	listHeadings,
	twoColumns,
	undecided,
	type Column,
	type ColumnValues,
	type ConsentColumn,
	type CountryColumns,
	type NumberColumns,
} from '../lists/columns';
import { countryOf } from '../lists/countries';
import {
	isStatusWord,
	verdictOfChannels,
	type LeftOut,
	type LeftOutNumbers,
} from '../lists/consent';
import { meaningOf } from '../lists/headings';
import { RowConsent } from '../lists/rowConsent';
import { numbersWritten, RowNumbers, type Report } from '../lists/rowNumber';
import { Understanding, type Understood } from '../lists/understood';
import { showWritten, type Listed, type RowProblem } from '../recipients';
import { Refusal } from '../refusal';
import { variableName } from '../template';
import { LONGEST_HEADING, MOST_BAD_ROWS, MOST_ROWS, pastBound, shown } from './bounds';
import { unwrapText } from './cellTexts';
import { cellsOf, isBlank, type Sheet, type SheetRow } from './sheet';
import { faultOf, faultOfValue, textOf, unwrapped, valueOf, writtenOf } from './values';

/** How to read a file of recipients. */
export interface RowOptions {
	/** An ISO 3166 code for numbers without country code, or empty. */
	defaultCountry: string;
	/** The names of the variables that the message uses, or a function that finds them in the headings. */
	placeholders: readonly string[] | ((headings: readonly string[]) => readonly string[]);
	/** The headings of the columns with the number and the country, if the user chose them. */
	phoneColumn?: string;
	countryColumn?: string;
	/** Whether recipients are sent to who said neither yes nor no; by default, they are left out. */
	sendsNotSaid?: boolean;
	/** Gets the numbers that are left out, for all rows of a run. */
	leftOut?: LeftOutNumbers;
	/** Lets other work run; called every few milliseconds. */
	pause?: () => Promise<void>;
}

/** The recipients of a file, and what its columns were taken for. */
export interface FileRecipients {
	listed: Listed[];
	understood: Understood;
}

/**
 * Makes recipients from a table. The first row has the headings: they say which columns are the number, its
 * country and consent; all other columns are variables named by their heading. Case, order and spaces of the
 * headings do not matter.
 *
 * A hidden row is a problem, not a recipient: only the user knows whether a filter hides people who must not
 * get the message. Hidden columns are read.
 *
 * The rows are removed from the sheet, so that none is kept in memory twice.
 *
 * @throws Refusal when the table cannot be used at all, and Question if only the user can say how
 */
export async function readRows(sheet: Sheet, options: RowOptions): Promise<FileRecipients> {
	const rows = sheet.rows.reverse();
	const last = rows[0];
	const first = rows.pop();
	if (first === undefined || last === undefined) throw noRows();
	const breaks = new Breaks(options.pause);
	const columns = await readColumns(first, rows, options, breaks);
	if (rows.length === 0) throw noRows();
	const merged = await mergedRows(sheet, columns, last.row, breaks);
	const reader = new RowReader(columns, merged, sheet, options);
	const listed: Listed[] = [];
	let bad = 0;
	let firstProblem: RowProblem | undefined;
	for (let row = rows.pop(); row !== undefined; row = rows.pop()) {
		if (breaks.isDue) await breaks.take();
		const each = reader.read(row);
		if (each.problems !== null && each.leftOut === undefined) {
			firstProblem ??= each.problems[0];
			if (++bad > MOST_BAD_ROWS) throw tooManyBad(firstProblem);
		}
		listed.push(each);
	}
	return { listed, understood: reader.end() };
}

interface Columns {
	numbers: NumberColumns;
	country: CountryColumns;
	consent: ConsentColumn[];
	variables: Column[];
	all: readonly Column[];
	/** Cells in a row, up to the last heading. */
	count: number;
}

async function readColumns(
	row: SheetRow,
	rows: readonly SheetRow[],
	{ placeholders, phoneColumn = '', countryColumn = '' }: RowOptions,
	breaks: Breaks,
): Promise<Columns> {
	const all = readHeadings(row);
	const headings = all.map(({ heading }) => heading);
	const names = typeof placeholders === 'function' ? placeholders(headings) : placeholders;
	const missing: string[] = [];
	for (const placeholder of names) {
		const [column, twin] = all.filter(({ key }) => key === keyOf(placeholder));
		if (column === undefined) missing.push(placeholder);
		else if (twin !== undefined) throw twoColumns(column, twin);
		else Object.assign(column, { isUsed: true, name: variableName(placeholder) });
	}
	const values = await readValues(undecided(all), rows, breaks);
	const countryChoice = choiceOf(countryColumn);
	decideByValues(all, values, countryChoice?.key);
	const numbers = chooseNumbers(all, choiceOf(phoneColumn));
	const country = chooseCountry(all, countryChoice, values);
	const consent = consentColumns(all, values);
	if (missing.length > 0) throw noVariables(missing, all);
	const own = new Set<Column | undefined>([...numbers.columns, country.beside]);
	const variables = all.filter((column) => !own.has(column) || column.isUsed);
	const count = Math.max(...all.map(({ index }) => index)) + 1;
	return { numbers, country, consent, variables, all, count };
}

function readHeadings(row: SheetRow): Column[] {
	const columns: Column[] = [];
	for (const [index, cell] of cellsOf(row).entries()) {
		const written = cell === undefined ? '' : textOf(cell).trim();
		if (written.length > LONGEST_HEADING) throw longHeading(index);
		const heading = unwrapText(written);
		const key = keyOf(heading);
		if (key === '') continue;
		const name = variableName(heading);
		columns.push({ index, heading, key, name, isUsed: false, meaning: meaningOf(heading) });
	}
	return columns;
}

function choiceOf(written: string): { key: string; written: string } | null {
	return written.trim() === '' ? null : { key: keyOf(unwrapText(written.trim())), written };
}

/** An amount, a count other than 0 and 1, or a time; not a date. */
const COUNT = /^(?![01]$)\d{1,15}(?:[.,:]\d{1,6}){0,2}$/;

function isCountry(text: string): boolean {
	return /^[A-Z]{2}$/i.test(text) || looksLikeCallingCode(text) || countryOf(text) !== null;
}

/** Looks at the values of columns whose headings do not say what they are. */
async function readValues(
	columns: readonly Column[],
	rows: readonly SheetRow[],
	breaks: Breaks,
): Promise<Map<Column, ColumnValues>> {
	const found = new Map<Column, ColumnValues>();
	const none = {
		numeric: 0,
		international: 0,
		national: 0,
		letters: 0,
		filled: 0,
		counts: 0,
		countries: 0,
		areStatus: true,
		areChannels: true,
	};
	for (const column of columns) found.set(column, { ...none });
	if (columns.length === 0) return found;
	for (const row of rows) {
		if (breaks.isDue) await breaks.take();
		const cells = cellsOf(row);
		for (const [{ index, meaning }, values] of found) {
			const cell = cells[index];
			if (cell === undefined) continue;
			const text = unwrapped(writtenOf(cell));
			const isFault = typeof cell === 'object' && 'code' in cell;
			if (text === '' && !isFault) continue;
			values.filled++;
			if (/^\s*(?:\+|00)\d/.test(text)) values.international++;
			else if (/^0\d/.test(text)) values.national++;
			if (looksLikeCallingCode(text)) values.numeric++;
			else if (/\p{L}/u.test(text)) values.letters++;
			values.areStatus &&= isStatusWord(text);
			values.areChannels &&= verdictOfChannels(text) !== null;
			if (COUNT.test(text)) values.counts++;
			if (meaning?.kind === 'perhapsCountry' && isCountry(text)) values.countries++;
		}
	}
	return found;
}

/**
 * The key of a heading; equal headings have the same key: `Var 1` is `var1`, and `'Name` is `name`, because
 * some programs put an apostrophe before every value.
 */
export function keyOf(heading: string): string {
	return variableName(heading).replace(/ /g, '').replace(/^'/, '');
}

class RowReader {
	private row = 0;

	private problems: RowProblem[] = [];

	private readonly numbers: RowNumbers;

	private readonly consent: RowConsent;

	private readonly understanding: Understanding;

	constructor(
		private readonly columns: Columns,
		/** For each column that must have its own values: by row, 1 if its cell is merged with another row's. */
		private readonly merged: ReadonlyMap<Column, Uint8Array>,
		private readonly sheet: Sheet,
		private readonly options: RowOptions,
	) {
		const { numbers, country, consent, all } = columns;
		const isMerged = (row: number) =>
			country.beside !== undefined && merged.get(country.beside)?.[row] === 1;
		this.numbers = new RowNumbers(numbers, country, options.defaultCountry, isMerged);
		this.consent = new RowConsent(consent, options.sendsNotSaid !== true);
		this.understanding = new Understanding(numbers, country, consent, all);
	}

	read(row: SheetRow): Listed {
		this.row = row.row;
		this.problems = [];
		const cells = cellsOf(row);
		this.checkShape(row.hidden, cells);
		const found = this.numbers.read(row.row, cells, this.add);
		const leftOut = this.leftOut(cells, found?.number.number.e164);
		const variables = this.readVariables(cells);
		this.understanding.add(found, cells);
		const { problems } = this;
		const own = leftOut === undefined ? {} : { leftOut };
		if (found !== null && problems.length === 0) {
			const { number } = found.number;
			return { recipient: { number, variables, row: row.row }, problems: null, ...own };
		}
		const written = showWritten(numbersWritten(this.columns.numbers, cells)[0] ?? '');
		const shown = found?.number.number.e164 ?? written;
		return { recipient: null, written: shown, row: row.row, problems, ...own };
	}

	/**
	 * What was understood, after the last row.
	 *
	 * @throws Question if the rows leave open which number is meant, or who opted out
	 */
	end(): Understood {
		this.consent.refuseUnknown();
		const { differing, examples } = this.numbers;
		if (differing > 0) throw differentNumbers(this.columns.numbers.columns, differing, examples);
		return this.understanding.end();
	}

	/** Why the row's own words leave its recipient out, recorded for all rows of its number. */
	private leftOut(cells: SheetRow['cells'], e164: string | undefined): LeftOut | undefined {
		const { numbers: columns } = this.columns;
		const leftOut =
			this.consent.read(this.row, (column) => this.consentText(column, cells)) ??
			(e164 === undefined
				? this.consent.readNumbers(this.row, columns.columns[0], numbersWritten(columns, cells))
				: undefined);
		if (leftOut === undefined) return undefined;
		const { leftOut: numbers } = this.options;
		if (e164 !== undefined) numbers?.add(e164, leftOut);
		// Who opted out did so with all of their phones.
		const isAll = leftOut.reason === 'optedOut' || e164 === undefined;
		const written = isAll ? numbersWritten(columns, cells) : [];
		for (const text of written) numbers?.addUnread(text, leftOut);
		return leftOut;
	}

	private consentText(column: Column, cells: SheetRow['cells']): string | null {
		const cell = cells[column.index];
		if (isBlank(cell)) return this.merged.get(column)?.[this.row] === 1 ? null : '';
		if (cell === undefined || (typeof cell === 'object' && 'code' in cell)) return null;
		return typeof cell === 'string' ? cell : textOf(cell) || writtenOf(cell);
	}

	private checkShape(hidden: boolean, cells: SheetRow['cells']): void {
		if (hidden) {
			this.add(null, {
				code: 'HIDDEN_ROW',
				message: 'the row is hidden, by hand or by a filter',
				hint: 'Unhide the row if it should get the message, or delete it.',
			});
		}
		let count = cells.length;
		while (count > 0 && isBlank(cells[count - 1])) count--;
		// In a workbook, these are notes next to the table.
		if (count > this.columns.count && this.sheet.isDelimited) {
			this.add(null, {
				code: 'RAGGED_ROW',
				message: `the row has ${count} values, but there are headings for ${this.columns.count}`,
				hint: 'Put values that contain the separator in quotation marks.',
			});
		}
	}

	private readVariables(cells: SheetRow['cells']): ReadonlyMap<string, string> {
		const variables = new Map<string, string>();
		for (const column of this.columns.variables) {
			const cell = cells[column.index] ?? '';
			const value = valueOf(cell);
			variables.set(column.name, value);
			const fault = column.isUsed ? (faultOf(cell) ?? faultOfValue(value)) : undefined;
			if (fault !== undefined) this.add(column, fault);
		}
		return variables;
	}

	/** Returns null, so that a reader can return its result. */
	private readonly add: Report = (column, { code, message, hint }) => {
		const heading = column === null ? '' : oneLine(column.heading, 64);
		const place = column === null ? `Row ${this.row}` : `Row ${this.row}, column "${heading}"`;
		const { row } = this;
		this.problems.push({ row, column: heading, code, message: `${place}: ${message}`, hint });
		return null;
	};
}

/**
 * For the columns with the country and consent: by row, 1 if the cell is merged with one of another row. Then a
 * blank cell does not say that there is no value.
 */
async function mergedRows(
	{ merged }: Sheet,
	{ country, consent }: Columns,
	last: number,
	breaks: Breaks,
): Promise<Map<Column, Uint8Array>> {
	const found = new Map<Column, Uint8Array>();
	if (merged.length === 0) return found;
	const columns = [country.beside, ...consent.map(({ column }) => column)];
	for (const column of columns) {
		if (column === undefined) continue;
		const rows = new Uint8Array(Math.min(last, MOST_ROWS) + 1);
		/** How many ranges begin at a row, minus those that ended before it. */
		const begun = new Int32Array(rows.length + 1);
		for (const { top, bottom, left, right } of merged) {
			if (breaks.isDue) await breaks.take();
			if (left > column.index || column.index > right || top >= rows.length || bottom < top)
				continue;
			begun[top] = (begun[top] ?? 0) + 1;
			const end = Math.min(bottom + 1, rows.length);
			begun[end] = (begun[end] ?? 0) - 1;
		}
		let ranges = 0;
		for (let row = 0; row < rows.length; row++) {
			ranges += begun[row] ?? 0;
			if (ranges > 0) rows[row] = 1;
		}
		found.set(column, rows);
	}
	return found;
}

function longHeading(column: number): Refusal {
	return pastBound(
		`has a heading of more than ${shown(LONGEST_HEADING)} characters in column ${column + 1}`,
		'file',
	);
}

function tooManyBad(first: RowProblem | undefined): Refusal {
	return new Refusal(
		'UNREADABLE_FILE',
		`More than ${shown(MOST_BAD_ROWS)} rows of the file cannot be used. ${first?.message ?? ''}`,
		first?.hint ?? '',
	);
}

function noRows(): Refusal {
	return new Refusal(
		'NO_ROWS',
		'The file has no recipients',
		'The first row must have the headings, at least "Mobile". Each row below it is a recipient.',
	);
}

function noVariables(missing: readonly string[], found: readonly Column[]): Refusal {
	const names = missing.map((name) => `##${oneLine(name, 64)}##`);
	const last = names.pop() ?? '';
	const list = names.length === 0 ? last : `${names.join(', ')} and ${last}`;
	return new Refusal(
		'MISSING_COLUMN',
		`The message uses ${list}, but the file has no such ${missing.length === 1 ? 'column' : 'columns'}. ${listHeadings(found)}`,
		'Add the columns to the file, or correct the names in the message.',
	);
}
