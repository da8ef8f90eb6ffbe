import type { Cell, Row, Worksheet } from 'exceljs';
import type { JSZipObject } from 'jszip';

import { parseMultipart } from '../multipart';
import { LONGEST_TEXT } from '../parts';
import type { Recipient, Recipients } from './recipients';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

export function isMultipart(contentType: string): boolean {
	return /^multipart\/form-data *(;|$)/i.test(contentType);
}

/**
 * Recipients of a personalised bulk send: a form with the single part `file`, an .xlsx as in the
 * sample of the vendor's page. What the page does not say is decided strictly here, so that a
 * client that passes here passes with any reader: cells are text, and headings are as in the sample.
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
	const tooLarge = await whyTooLarge(file.content);
	if (tooLarge !== undefined) return { because: `file: ${tooLarge}` };
	const sheet = await readSheet(file.content);
	return sheet === undefined
		? { because: 'file: expected a workbook, got something else' }
		: readRows(sheet, message);
}

/** Of all parts together, decompressed, in bytes: 50,000 recipients have about 15 MB. */
const MOST_UNPACKED = 30_000_000;
const MOST_PARTS = 1000;
/** Of all texts together, in characters: a thousand for each of 50,000 recipients. */
const MOST_TEXT = 50_000_000;

/**
 * Why a workbook must not be opened. exceljs decompresses all of it into objects, about ten times
 * its size, so a few kilobytes could take the whole memory. Here each part is decompressed first, in
 * pieces that nobody keeps: what the archive says of its sizes may be a lie.
 */
async function whyTooLarge(content: Buffer): Promise<string | undefined> {
	const { default: JSZip } = await import('jszip');
	try {
		const archive = await JSZip.loadAsync(content);
		const parts = Object.values(archive.files);
		if (parts.length > MOST_PARTS) return `expected at most ${MOST_PARTS} parts, got more`;
		let left = MOST_UNPACKED;
		for (const part of parts) {
			if (!part.dir) left -= await sizeOf(part, left);
			if (left >= 0) continue;
			return `expected at most ${MOST_UNPACKED / 1_000_000} MB when unpacked, got more`;
		}
		return undefined;
	} catch {
		return 'expected a workbook, got something else';
	}
}

/** Documented by JSZip, but missing in its types. */
interface Streamed {
	internalStream(type: 'uint8array'): {
		on(event: 'data', listener: (piece: Uint8Array) => void): void;
		on(event: 'error', listener: (error: Error) => void): void;
		on(event: 'end', listener: () => void): void;
		pause(): void;
		resume(): void;
	};
}

/** A part's size in bytes as it comes out; what is beyond `most` is not waited for. */
function sizeOf(part: JSZipObject, most: number): Promise<number> {
	return new Promise((resolve, reject) => {
		let size = 0;
		const stream = (part as unknown as Streamed).internalStream('uint8array');
		stream.on('data', (piece) => {
			size += piece.length;
			if (size <= most) return;
			stream.pause();
			resolve(size);
		});
		stream.on('error', reject);
		stream.on('end', () => {
			resolve(size);
		});
		stream.resume();
	});
}

async function readSheet(content: Buffer): Promise<Worksheet | undefined> {
	// Only here: reading workbooks is a library of its own, and most requests have none.
	const { default: exceljs } = await import('exceljs');
	const workbook = new exceljs.Workbook();
	try {
		await workbook.xlsx.load(content as unknown as ArrayBuffer);
	} catch {
		return undefined;
	}
	return workbook.worksheets[0];
}

/** A cell that is not what it has to be; its message is the sentence for the reply. */
class BadCell extends Error {
	constructor({ address }: Pick<Cell, 'address'>, what: string) {
		super(`file: cell ${address}: ${what}`);
	}
}

function readRows(sheet: Worksheet, message: string): Recipients {
	try {
		const columns = readHeadings(sheet.getRow(1));
		const recipients: Recipient[] = [];
		let left = MOST_TEXT;
		// Skips rows without any content, which editors leave at the end.
		sheet.eachRow((row, number) => {
			if (number === 1) return;
			const recipient = readRow(row, columns, message);
			left -= recipient.text.length;
			if (left < 0)
				throw new BadCell({ address: `row ${number}` }, 'expected texts of 50 MB at most');
			recipients.push(recipient);
		});
		if (recipients.length > 0) return { recipients };
		return { because: 'file: expected a recipient below the headings, got none' };
	} catch (error) {
		if (error instanceof BadCell) return { because: error.message };
		throw error;
	}
}

/** `Country | Mobile | Var1 | Var2 ...`: the number of columns. */
function readHeadings(row: Row): number {
	const columns = Math.max(2, lastColumn(row));
	for (let column = 1; column <= columns; column++) {
		const cell = row.getCell(column);
		const expected = ['Country', 'Mobile'][column - 1] ?? `Var${column - 2}`;
		const got = textOf(cell);
		if (got !== expected) throw new BadCell(cell, `expected "${expected}", got "${got}"`);
	}
	return columns;
}

function readRow(row: Row, columns: number, message: string): Recipient {
	const last = lastColumn(row);
	if (last > columns) {
		throw new BadCell(row.getCell(last), 'expected nothing without a heading');
	}
	const [countryCode = '', mobileNumber = '', ...values] = Array.from(
		{ length: columns },
		(_, at) => textOf(row.getCell(at + 1)),
	);
	if (!/^[1-9]\d{0,2}$/.test(countryCode)) {
		throw new BadCell(row.getCell(1), `expected a country code, got "${countryCode}"`);
	}
	if (!/^\d{4,14}$/.test(mobileNumber)) {
		throw new BadCell(row.getCell(2), `expected a national number, got "${mobileNumber}"`);
	}
	const variables = Object.fromEntries(values.map((value, at) => [`var${at + 1}`, value]));
	// The page's `##var##` for the first variable is taken for a slip of its translation (assumed).
	const text = message.replace(/##(\w+)##/g, (placeholder, name: string) => {
		const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
		if (value === undefined || value === '') {
			const where = `row ${row.number}`;
			throw new BadCell({ address: where }, `expected a value for ${placeholder}, got nothing`);
		}
		return value;
	});
	if (text.length > LONGEST_TEXT) {
		const where = `row ${row.number}`;
		throw new BadCell({ address: where }, `expected a text of at most ${LONGEST_TEXT} characters`);
	}
	return { countryCode, mobileNumber, text, variables };
}

/** The last column with content: cells that are merely formatted do not count. */
function lastColumn(row: Row): number {
	let last = 0;
	row.eachCell((_cell, column) => {
		last = column;
	});
	return last;
}

/** The text in a cell; an empty cell holds the empty one. */
function textOf(cell: Cell): string {
	const { value } = cell;
	if (value === null || value === undefined) return '';
	if (typeof value === 'string') return value;
	const kind = cell.formula ? 'a formula' : 'another kind of cell';
	throw new BadCell(cell, `expected a text, got ${typeof value === 'number' ? 'a number' : kind}`);
}
