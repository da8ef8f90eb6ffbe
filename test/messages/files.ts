import { Workbook, type CellValue, type Worksheet } from 'exceljs';
import { archiveOf } from '../faults/archive';
import { readRecipientFile } from '../../messages/recipientFile';
import type { RowOptions } from '../../messages/file/rows';
import { LeftOutNumbers, type LeftOut } from '../../messages/lists/consent';
import type { Understood } from '../../messages/lists/understood';
import { leftOutOf, type Listed } from '../../messages/recipients';
import { Refusal } from '../../messages/refusal';

/** A file that is read; the rest of the options has what most tests need. */
export async function read(
	content: string | Uint8Array,
	{ country = '', names = [] as string[], name = '', mimeType = '' } = {},
): Promise<Listed[]> {
	const bytes = typeof content === 'string' ? Buffer.from(content) : content;
	const options = { defaultCountry: country, placeholders: names };
	return (await readRecipientFile({ bytes, name, mimeType }, options)).listed;
}

/** What a list with consent says. */
export interface ListReading {
	/** The numbers that would be sent to. */
	sent: string[];
	/** The rows that are left out, by reason. */
	leftOut: { row: number | null; reason: LeftOut['reason'] }[];
	/** The codes of the other rows' problems. */
	problems: string[];
	understood: Understood | null;
	/** The code of the refusal or question about the whole file. */
	refused: string | null;
}

/** Reads files as a run with all of them does. */
export async function readLists(
	files: readonly { content: string | Uint8Array; name?: string }[],
	options: Partial<RowOptions> = {},
): Promise<ListReading> {
	const numbers = new LeftOutNumbers();
	const reading: ListReading = {
		sent: [],
		leftOut: [],
		problems: [],
		understood: null,
		refused: null,
	};
	const all: Listed[] = [];
	for (const { content, name = 'people.csv' } of files) {
		const bytes = typeof content === 'string' ? Buffer.from(content) : content;
		const more = { defaultCountry: '', placeholders: [], leftOut: numbers, ...options };
		try {
			const { listed, understood } = await readRecipientFile({ bytes, name, mimeType: '' }, more);
			reading.understood ??= understood;
			for (const each of listed) all.push(each);
		} catch (error) {
			if (!(error instanceof Refusal)) throw error;
			return { ...reading, refused: error.code };
		}
	}
	for (const each of all) {
		const leftOut = leftOutOf(each, numbers);
		const row = each.recipient === null ? each.row : each.recipient.row;
		if (leftOut !== undefined) reading.leftOut.push({ row, reason: leftOut.reason });
		else if (each.recipient === null) reading.problems.push(each.problems[0]?.code ?? '');
		else reading.sent.push(each.recipient.number.e164);
	}
	return reading;
}

/** E.164 numbers, and the codes of problems. */
export function summaryOf(listed: readonly Listed[]): string[] {
	return listed.map((each) =>
		each.recipient === null
			? each.problems.map(({ code }) => code).join(' ')
			: each.recipient.number.e164,
	);
}

/** The values of one variable, or the codes of problems. */
export function valuesOf(listed: readonly Listed[], name: string): (string | undefined)[] {
	return listed.map((each) =>
		each.recipient === null
			? each.problems.map(({ code }) => code).join(' ')
			: each.recipient.variables.get(name),
	);
}

/** The rows that they come from. */
export function rowsOf(listed: readonly Listed[]): (number | null)[] {
	return listed.map((each) => (each.recipient === null ? each.row : each.recipient.row));
}

/** A workbook as exceljs writes it. */
export async function workbookOf(
	rows: CellValue[][],
	change: (sheet: Worksheet, workbook: Workbook) => void = () => undefined,
): Promise<Uint8Array> {
	const workbook = new Workbook();
	const sheet = workbook.addWorksheet('Recipients');
	for (const row of rows) sheet.addRow(row);
	change(sheet, workbook);
	return new Uint8Array(await workbook.xlsx.writeBuffer());
}

const TYPES = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';

/** The parts of the smallest workbook; each can be replaced, added to, or left out (null). */
export async function rawWorkbook(
	sheetData: string,
	changes: Record<string, string | Uint8Array | null> = {},
	compression: 'STORE' | 'DEFLATE' = 'DEFLATE',
): Promise<Uint8Array> {
	const parts: Record<string, string | Uint8Array | null> = {
		'[Content_Types].xml': '<Types/>',
		'_rels/.rels': `<Relationships><Relationship Id="rId1" Type="${TYPES}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		'xl/workbook.xml': `<workbook ${MAIN} xmlns:r="${TYPES}"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="rId1" Type="${TYPES}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
		'xl/worksheets/sheet1.xml': `<worksheet ${MAIN}><sheetData>${sheetData}</sheetData></worksheet>`,
		...changes,
	};
	const isStored = compression === 'STORE';
	const entries = Object.entries(parts).flatMap(([name, content]) =>
		content === null ? [] : [{ name, content, isStored }],
	);
	return await Promise.resolve(archiveOf(entries));
}

/** A row of texts, as a program without shared strings writes it. */
export function rawRow(...texts: string[]): string {
	const cells = texts.map((text) => `<c t="inlineStr"><is><t>${text}</t></is></c>`);
	return `<row>${cells.join('')}</row>`;
}
