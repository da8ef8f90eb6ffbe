import type { Worksheet } from 'exceljs';
import { Refusal } from '../../messages/refusal';
import { refuseBrokenUnicode } from '../request';

/** One recipient of a personalized send. */
export interface WorkbookRow {
	/** The country code, e.g. `91`. */
	countryCode: string;
	/** The number without its country code. */
	nationalNumber: string;
	/** The values of `##var1##`, `##var2##` ... */
	values: string[];
}

/** The columns before the variables. Source: the vendor's page, "formato de archivo". */
const HEADINGS = ['Country', 'Mobile'];
/** The most characters of a cell. Source: Microsoft's "Excel specifications and limits". */
const MAX_CELL_LENGTH = 32_767;
/** Written instead of the current time, so that the same rows make the same file. */
const EPOCH = new Date(Date.UTC(2000, 0, 1));
/** The format "Text". One object for all cells: exceljs processes each new object again. */
const TEXT = { numFmt: '@' };
/** Characters that XML 1.0 does not allow (section 2.2), and DEL, which exceljs would drop. */
// eslint-disable-next-line no-control-regex -- control characters are what it looks for
const UNFIT = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]/;

/** The workbook that is being written, if any. */
let busy: Promise<unknown> = Promise.resolve();

/**
 * The `.xlsx` of a personalized send: the headings Country, Mobile, Var1, Var2 ..., then a row for each
 * recipient. Every cell is text, so that leading zeros are kept and `=1+1` is not a formula. Line
 * breaks become `\n`. The same rows make the same bytes.
 *
 * Workbooks are written one after the other, so that the first is sent while the next is written.
 *
 * @throws Refusal for a value that a workbook cannot hold, see `checkWorkbookRows`
 */
export async function writeWorkbook(rows: readonly WorkbookRow[]): Promise<Uint8Array> {
	checkWorkbookRows(rows);
	const written = busy.then(() => write(rows));
	busy = written.then(
		() => undefined,
		() => undefined,
	);
	return await written;
}

async function write(rows: readonly WorkbookRow[]): Promise<Uint8Array> {
	const { Workbook } = await import('../../libraries/spreadsheet');
	const workbook = new Workbook();
	workbook.created = EPOCH;
	workbook.modified = EPOCH;
	const sheet = workbook.addWorksheet('Recipients');
	const variables = rows.reduce((most, { values }) => Math.max(most, values.length), 0);
	const headings = [...HEADINGS];
	for (let index = 1; index <= variables; index++) headings.push(`Var${index}`);
	sheet.columns = headings.map(() => ({ width: 20 }));
	addRow(sheet, headings);
	for (const { countryCode, nationalNumber, values } of rows) {
		const cells = [countryCode, nationalNumber, ...values];
		while (cells.length < headings.length) cells.push('');
		addRow(sheet, cells.map(escaped));
	}
	const bytes = new Uint8Array(await workbook.xlsx.writeBuffer());
	fixDates(bytes);
	return bytes;
}

function addRow(sheet: Worksheet, cells: string[]): void {
	const row = sheet.addRow(cells);
	for (let column = 1; column <= cells.length; column++) row.getCell(column).style = TEXT;
}

/**
 * @throws Refusal when there is no row, or a value has a control character, half of an emoji, or more
 *   characters than a cell can hold; the error does not repeat it
 */
export function checkWorkbookRows(rows: readonly WorkbookRow[]): void {
	if (rows.length === 0) {
		throw new Refusal('MISSING_NUMBER', 'There is no recipient', 'Fill in the recipients.');
	}
	for (const { countryCode, nationalNumber, values } of rows) {
		for (const value of [countryCode, nationalNumber, ...values]) {
			refuseBrokenUnicode(value);
			if (UNFIT.test(value)) {
				throw new Refusal(
					'INVALID_VALUE',
					'A value has a control character, which a workbook cannot store',
					'Remove it, e.g. with value.replace(/[\\x00-\\x1f\\x7f]/g, " ").',
				);
			}
			if (value.length > MAX_CELL_LENGTH) {
				throw new Refusal(
					'VALUE_TOO_LONG',
					`A value has ${value.length} characters, but a cell can hold only ${MAX_CELL_LENGTH}`,
					'Shorten it.',
				);
			}
		}
	}
}

/**
 * Escapes the underscore of texts such as `_x0041_`, which readers of workbooks take for the character
 * with that number (ECMA-376, part 1, section 22.9.2.19).
 */
function escaped(text: string): string {
	return text.replace(/\r\n?/g, '\n').replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_');
}

/** January 1, 1980, the earliest date in a ZIP, in its format. */
const ZIP_EPOCH = 0x00210000;

/**
 * Sets the time of every file of a ZIP, which its writer takes from the clock. Source: PKWARE's
 * APPNOTE, sections 4.3.7, 4.3.12 and 4.3.16.
 *
 * @param zip one without a comment, changed in place
 */
function fixDates(zip: Uint8Array): void {
	const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
	const end = zip.byteLength - 22;
	const count = view.getUint16(end + 10, true);
	let entry = view.getUint32(end + 16, true);
	for (let index = 0; index < count; index++) {
		view.setUint32(entry + 12, ZIP_EPOCH, true);
		view.setUint32(view.getUint32(entry + 42, true) + 10, ZIP_EPOCH, true);
		const [name, extra, comment] = [28, 30, 32].map((at) => view.getUint16(entry + at, true));
		entry += 46 + (name ?? 0) + (extra ?? 0) + (comment ?? 0);
	}
}
