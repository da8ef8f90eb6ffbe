import { Breaks } from '../breaks';
import { readPhoneNumber, readPhoneNumberOf, type PhoneNumber } from '../phoneNumber';
import { oneLine } from '../oneLine';
import { showWritten, type Listed, type RowProblem } from '../recipients';
import { attempt, Refusal } from '../refusal';
import { variableName } from '../template';
import { unwrap } from '../writtenNumber';
import {
	LONGEST_HEADING,
	LONGEST_NUMBER,
	MOST_BAD_ROWS,
	MOST_ROWS,
	pastBound,
	shown,
} from './bounds';
import { errorOf, unwrapText } from './cellTexts';
import { cellsOf, isBlank, type Cell, type CellFault, type Sheet, type SheetRow } from './sheet';

/** How to read a file of recipients. */
export interface RowOptions {
	/** An ISO 3166 code for numbers without country code, or empty. */
	defaultCountry: string;
	/** The names of the variables that the message uses, or a function that finds them in the headings. */
	placeholders: readonly string[] | ((headings: readonly string[]) => readonly string[]);
	/** Lets other work run; called every few milliseconds. */
	pause?: () => Promise<void>;
}

/** UTF-16 units; a longer value is a mistake in the file, such as a missing quotation mark. */
const LONGEST_VALUE = 1_000;
/** UTF-16 units up to which a value is processed: spaces around it may make it longer. */
const LONGEST_LOOKED_AT = 2 * LONGEST_VALUE;

/** Control characters except line breaks, and replacement characters: a text message cannot show them. */
// eslint-disable-next-line no-control-regex -- they are what is looked for
const UNSENDABLE = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\ufffd-\uffff]|\p{Cs}/u;

/**
 * Makes recipients from a table. The first row has the headings: "Country" and "Mobile" are the number; all
 * other columns are variables named by their heading. Case, order and spaces of the headings do not matter.
 *
 * A hidden row is a problem, not a recipient: only the user knows whether a filter hides people who must not
 * get the message. Hidden columns are read.
 *
 * The rows are removed from the sheet, so that none is kept in memory twice.
 *
 * @throws Refusal when the table cannot be used at all
 */
export async function readRows(sheet: Sheet, options: RowOptions): Promise<Listed[]> {
	const rows = sheet.rows.reverse();
	const last = rows[0];
	const first = rows.pop();
	if (first === undefined || last === undefined) throw noRows();
	const columns = readColumns(first, options.placeholders);
	if (rows.length === 0) throw noRows();
	const breaks = new Breaks(options.pause);
	const merged = await mergedRows(sheet, columns, last.row, breaks);
	const reader = new RowReader(columns, merged, sheet, options);
	const listed: Listed[] = [];
	let bad = 0;
	let firstProblem: RowProblem | undefined;
	for (let row = rows.pop(); row !== undefined; row = rows.pop()) {
		if (breaks.isDue) await breaks.take();
		const each = reader.read(row);
		if (each.problems !== null) {
			firstProblem ??= each.problems[0];
			if (++bad > MOST_BAD_ROWS) throw tooManyBad(firstProblem);
		}
		listed.push(each);
	}
	return listed;
}

interface Column {
	index: number;
	/** As in the file. */
	heading: string;
	/** Its name in the message. */
	name: string;
	isUsed: boolean;
}

interface Columns {
	mobile: Column;
	country: Column | undefined;
	variables: Column[];
	/** Cells in a row, up to the last heading. */
	count: number;
}

function readColumns(row: SheetRow, placeholders: RowOptions['placeholders']): Columns {
	const columns = new Map<string, Column>();
	for (const [index, cell] of cellsOf(row).entries()) {
		const written = cell === undefined ? '' : textOf(cell).trim();
		if (written.length > LONGEST_HEADING) throw longHeading(index);
		const heading = unwrapText(written);
		const key = keyOf(heading);
		if (key === '') continue;
		const twin = columns.get(key);
		if (twin !== undefined) throw twoColumns(twin.heading, heading);
		columns.set(key, { index, heading, name: variableName(heading), isUsed: false });
	}
	const found = [...columns.values()].map(({ heading }) => heading);
	const missing: string[] = [];
	const names = typeof placeholders === 'function' ? placeholders(found) : placeholders;
	for (const placeholder of names) {
		const column = columns.get(keyOf(placeholder));
		if (column === undefined) missing.push(placeholder);
		else Object.assign(column, { isUsed: true, name: variableName(placeholder) });
	}
	const mobile = columns.get('mobile');
	const country = columns.get('country');
	if (mobile === undefined) throw noMobile(found);
	if (missing.length > 0) throw noVariables(missing, found);
	const variables = [...columns.values()].filter(
		(column) => (column !== mobile && column !== country) || column.isUsed,
	);
	const last = Math.max(...[...columns.values()].map(({ index }) => index));
	return { mobile, country, variables, count: last + 1 };
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

	constructor(
		private readonly columns: Columns,
		/** By row, 1 if the country's cell is merged with one of another row. */
		private readonly merged: Uint8Array,
		private readonly sheet: Sheet,
		private readonly options: RowOptions,
	) {}

	read(row: SheetRow): Listed {
		this.row = row.row;
		this.problems = [];
		const cells = cellsOf(row);
		this.checkShape(row.hidden, cells);
		const number = this.readNumber(cells);
		const variables = this.readVariables(cells);
		const { problems } = this;
		if (number !== null && problems.length === 0)
			return { recipient: { number, variables, row: row.row }, problems: null };
		const cell = cells[this.columns.mobile.index];
		const written = cell === undefined ? '' : showWritten(writtenOf(cell));
		return { recipient: null, written: number?.e164 ?? written, row: row.row, problems };
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

	private readNumber(cells: SheetRow['cells']): PhoneNumber | null {
		const { mobile, country } = this.columns;
		const written = this.readMobile(cells[mobile.index]);
		const place = country === undefined ? '' : this.readCountry(country, cells[country.index]);
		if (written === null || place === null) return null;
		const number = attempt(() =>
			place === ''
				? readPhoneNumber(written, this.options.defaultCountry)
				: readPhoneNumberOf(written, place),
		);
		if (!(number instanceof Refusal)) return number;
		this.add(number.code === 'INVALID_COUNTRY' ? (country ?? mobile) : mobile, number);
		return null;
	}

	/** What is written for the number, or null. */
	private readMobile(cell: Cell | undefined): string | number | null {
		const { mobile } = this.columns;
		if (typeof cell === 'object' && 'code' in cell) return this.add(mobile, cell);
		if (typeof cell === 'object') return cell.number;
		const written = cell?.trim() ?? '';
		if (written.length > LONGEST_NUMBER) {
			return this.add(mobile, {
				code: 'INVALID_NUMBER',
				message: `"${oneLine(written, 40)}" has more than ${LONGEST_NUMBER} characters`,
				hint: 'Enter one phone number per row.',
			});
		}
		const text = unwrap(unwrapText(written));
		const error = errorOf(text);
		if (error !== undefined) return this.add(mobile, error);
		if (text.replace(/\p{Cf}/gu, '') !== '') return text;
		return this.add(mobile, {
			code: 'EMPTY_NUMBER',
			message: 'the phone number is empty',
			hint: 'Fill it in, or delete the row.',
		});
	}

	/** The country as written, empty if there is none, or null after a problem. */
	private readCountry(column: Column, cell: Cell | undefined): string | null {
		if (typeof cell === 'object' && 'code' in cell) return this.add(column, cell);
		const written = cell === undefined ? '' : writtenOf(cell);
		if (written.length > LONGEST_NUMBER) {
			return this.add(column, {
				code: 'INVALID_COUNTRY',
				message: `"${oneLine(written, 40)}" has more than ${LONGEST_NUMBER} characters`,
				hint: 'Write the country as a calling code, e.g. 91, or as two letters, e.g. IN.',
			});
		}
		const text = unwrap(unwrapText(written));
		const error = errorOf(text);
		if (error !== undefined) return this.add(column, error);
		if (text === '' && this.merged[this.row] === 1) {
			return this.add(column, {
				code: 'MERGED_CELL',
				message: 'the cell is merged with others, so it has no country of its own',
				hint: 'Unmerge the cells, and fill in the country in each row.',
			});
		}
		return text;
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
	private add(
		column: Column | null,
		{ code, message, hint }: { code: string; message: string; hint: string },
	): null {
		const heading = column === null ? '' : oneLine(column.heading, 64);
		const place = column === null ? `Row ${this.row}` : `Row ${this.row}, column "${heading}"`;
		const { row } = this;
		this.problems.push({ row, column: heading, code, message: `${place}: ${message}`, hint });
		return null;
	}
}

/** What a cell shows; empty for a fault. */
function textOf(cell: Cell): string {
	if (typeof cell === 'string') return cell;
	return 'number' in cell && typeof cell.shown === 'string' ? cell.shown : '';
}

/**
 * The value for a message. A text that is too long for one is not processed, because many cells may share it.
 */
function valueOf(cell: Cell): string {
	const text = textOf(cell);
	if (text.length > LONGEST_LOOKED_AT) return text;
	const value = text.trim().replace(/\r\n?/g, '\n');
	return typeof cell === 'string' ? unwrapText(value) : value;
}

/** The content of a cell: all digits of a number, whatever the cell shows. */
function writtenOf(cell: Cell): string {
	return typeof cell === 'object' && 'number' in cell ? String(cell.number) : textOf(cell).trim();
}

function faultOf(cell: Cell): CellFault | undefined {
	if (typeof cell === 'string') return undefined;
	if ('code' in cell) return cell;
	return typeof cell.shown === 'string' ? undefined : cell.shown;
}

function faultOfValue(value: string): { code: string; message: string; hint: string } | undefined {
	if (value === '') {
		return {
			code: 'EMPTY_VARIABLE',
			message: 'the value is empty, but the message needs it',
			hint: 'Fill it in, or delete the row.',
		};
	}
	if (value.length > LONGEST_VALUE) {
		return {
			code: 'LONG_VALUE',
			message: `the value has ${value.length} characters, and the limit is ${LONGEST_VALUE}`,
			hint: 'Shorten it. In a CSV file, a quotation mark may be missing at the end of a value.',
		};
	}
	const error = errorOf(value);
	if (error !== undefined) return error;
	if (UNSENDABLE.test(value)) {
		return {
			code: 'BROKEN_TEXT',
			message: 'the value has characters that cannot be displayed',
			hint: 'Enter it again. Common causes are tabs and text saved in another encoding.',
		};
	}
	return undefined;
}

/** By row, 1 if the country's cell is merged with one of another row. */
async function mergedRows(
	{ merged }: Sheet,
	{ country }: Columns,
	last: number,
	breaks: Breaks,
): Promise<Uint8Array> {
	const rows = new Uint8Array(Math.min(last, MOST_ROWS) + 1);
	if (country === undefined) return rows;
	/** How many ranges begin at a row, minus those that ended before it. */
	const begun = new Int32Array(rows.length + 1);
	for (const { top, bottom, left, right } of merged) {
		if (breaks.isDue) await breaks.take();
		if (left > country.index || country.index > right || top >= rows.length || bottom < top)
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
	return rows;
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

function noMobile(found: readonly string[]): Refusal {
	return new Refusal(
		'MISSING_COLUMN',
		`The file has no column "Mobile". ${listHeadings(found)}`,
		'Put the heading "Mobile" above the phone numbers, in the first row.',
	);
}

function noVariables(missing: readonly string[], found: readonly string[]): Refusal {
	const names = missing.map((name) => `##${oneLine(name, 64)}##`);
	const last = names.pop() ?? '';
	const list = names.length === 0 ? last : `${names.join(', ')} and ${last}`;
	return new Refusal(
		'MISSING_COLUMN',
		`The message uses ${list}, but the file has no such ${missing.length === 1 ? 'column' : 'columns'}. ${listHeadings(found)}`,
		'Add the columns to the file, or correct the names in the message.',
	);
}

function twoColumns(one: string, other: string): Refusal {
	const [first, second] = [oneLine(one, 64), oneLine(other, 64)];
	const names = one === other ? `"${first}" twice` : `both "${first}" and "${second}"`;
	return new Refusal(
		'DUPLICATE_COLUMN',
		`The file has the column ${names}`,
		'Give each column its own heading. Case and spaces make no difference.',
	);
}

function listHeadings(found: readonly string[]): string {
	const shown = found.slice(0, 20).map((heading) => `"${oneLine(heading, 40)}"`);
	const more = found.length > shown.length ? ` and ${found.length - shown.length} more` : '';
	return `Its headings are: ${shown.join(', ')}${more}`;
}
