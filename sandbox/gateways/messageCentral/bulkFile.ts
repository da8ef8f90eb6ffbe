import { Breaks } from '../../../messages/breaks';
import { Refusal } from '../../../messages/refusal';
import { parseMultipart } from '../../server/multipart';
import { LONGEST_TEXT } from '../../server/parts';
import type { Addressee, Recipients } from './recipients';
import { readFirstSheet, type Row } from './workbook';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

export function isMultipart(contentType: string): boolean {
	return /^multipart\/form-data *(;|$)/i.test(contentType);
}

/**
 * Recipients of a personalized bulk send: a form with the single part `file`, an .xlsx as in the
 * sample of the vendor's page. Where the page says nothing, this is strict, so that a client that
 * passes here passes with any reader: cells are text, and headings are as in the sample.
 */
export async function readRecipients(
	contentType: string,
	body: Buffer,
	message: string,
): Promise<Recipients> {
	const form = parseMultipart(contentType, body);
	if ('unreadable' in form) return { because: form.unreadable };
	const [file, ...others] = form.parts;
	if (file?.name !== 'file' || others.length > 0) {
		const got = form.parts.map(({ name }) => `"${name}"`).join(', ');
		return { because: `body: expected a single part named "file", got ${got || 'none'}` };
	}
	if (!/.\.xlsx$/.test(file.filename ?? '')) {
		return { because: `file: expected a name with .xlsx at its end, got "${file.filename ?? ''}"` };
	}
	if (file.contentType !== XLSX) {
		return { because: `file: expected the type ${XLSX}, got ${file.contentType ?? 'none'}` };
	}
	let rows: readonly Row[];
	try {
		rows = await readFirstSheet(file.content);
	} catch (error) {
		const bound = error instanceof Refusal ? `one: ${error.message}` : 'something else';
		return { because: `file: expected a workbook, got ${bound}` };
	}
	return await readRows(rows, message);
}

/** A wrong cell; its message goes into the reply. */
class BadCell extends Error {
	constructor(place: string, what: string) {
		super(`file: ${place}: ${what}`);
	}
}

/** The sandbox's own limits: the page has none. */
const MOST_VARIABLES = 100;
/** UTF-16 units of a value. */
const LONGEST_VALUE = LONGEST_TEXT;
/** UTF-16 units of all messages and values together, because rows may share texts. */
const MOST_TEXT = 50_000_000;

async function readRows(rows: readonly Row[], message: string): Promise<Recipients> {
	const [first, ...others] = rows;
	const isHeaded = first?.number === 1;
	const breaks = new Breaks(() => new Promise((resolve) => setImmediate(resolve)));
	const recipients: Addressee[] = [];
	let characters = 0;
	try {
		const columns = readHeadings(isHeaded ? first : { number: 1, cells: new Map() });
		for (const row of isHeaded ? others : rows) {
			if (breaks.isDue) await breaks.take();
			const recipient = readRow(row, columns, message);
			characters += recipient.text.length;
			for (const value of Object.values(recipient.variables ?? {})) characters += value.length;
			if (characters > MOST_TEXT)
				return {
					because: `file: expected at most ${MOST_TEXT} characters in all messages and values`,
				};
			recipients.push(recipient);
		}
		if (recipients.length > 0) return { recipients };
		return { because: 'file: expected a recipient below the headings, got none' };
	} catch (error) {
		if (error instanceof BadCell) return { because: error.message };
		throw error;
	}
}

/** The number of columns: `Country | Mobile | Var1 | Var2 ...`. */
function readHeadings(row: Row): number {
	const columns = Math.max(2, lastColumn(row));
	if (columns > MOST_VARIABLES + 2)
		throw new BadCell(addressOf(row, columns), `expected at most ${MOST_VARIABLES} variables`);
	for (let column = 1; column <= columns; column++) {
		const expected = ['Country', 'Mobile'][column - 1] ?? `Var${column - 2}`;
		const got = textOf(row, column);
		if (got === expected) continue;
		throw new BadCell(addressOf(row, column), `expected "${expected}", got "${got.slice(0, 100)}"`);
	}
	return columns;
}

function readRow(row: Row, columns: number, message: string): Addressee {
	const last = lastColumn(row);
	if (last > columns) throw new BadCell(addressOf(row, last), 'expected nothing without a heading');
	const [countryCode = '', mobileNumber = '', ...values] = Array.from(
		{ length: columns },
		(_, at) => textOf(row, at + 1),
	);
	if (!/^[1-9]\d{0,2}$/.test(countryCode)) {
		const got = countryCode.slice(0, 100);
		throw new BadCell(addressOf(row, 1), `expected a country code, got "${got}"`);
	}
	if (!/^\d{4,14}$/.test(mobileNumber)) {
		const got = mobileNumber.slice(0, 100);
		throw new BadCell(addressOf(row, 2), `expected a national number, got "${got}"`);
	}
	const long = values.findIndex((value) => value.length > LONGEST_VALUE);
	if (long >= 0)
		throw new BadCell(addressOf(row, long + 3), `expected at most ${LONGEST_VALUE} characters`);
	const variables = Object.fromEntries(values.map((value, at) => [`var${at + 1}`, value]));
	// The page's `##var##` for the first variable is probably a mistake of its translation (assumed).
	let filled = message.length;
	const checkLength = () => {
		if (filled > LONGEST_TEXT) {
			const most = `expected a text of at most ${LONGEST_TEXT} characters`;
			throw new BadCell(`row ${row.number}`, most);
		}
	};
	checkLength();
	const text = message.replace(/##(\w+)##/g, (placeholder, name: string) => {
		const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
		if (value === undefined || value === '') {
			const missing = placeholder.slice(0, 100);
			throw new BadCell(`row ${row.number}`, `expected a value for ${missing}, got nothing`);
		}
		filled += value.length;
		checkLength();
		return value;
	});
	return { countryCode, mobileNumber, text, variables };
}

/** The last column that is not empty. */
function lastColumn({ cells }: Row): number {
	return Math.max(0, ...cells.keys());
}

/** The text in a cell; empty for an empty cell. */
function textOf(row: Row, column: number): string {
	const content = row.cells.get(column) ?? '';
	if (typeof content === 'string') return content;
	throw new BadCell(addressOf(row, column), `expected a text, got ${content.kind}`);
}

/** A cell as spreadsheet programs name it: `cell C7`. */
function addressOf({ number }: Row, column: number): string {
	let letters = '';
	for (let left = column; left > 0; left = Math.floor((left - 1) / 26))
		letters = String.fromCharCode(65 + ((left - 1) % 26)) + letters;
	return `cell ${letters}${number}`;
}
