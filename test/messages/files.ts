import { Workbook, type CellValue, type Worksheet } from 'exceljs';
import { archiveOf } from '../faults/archive';
import { readRecipientFile } from '../../messages/recipientFile';
import type { Listed } from '../../messages/recipients';

/** A file that is read; the rest of the options has what most tests need. */
export async function read(
	content: string | Uint8Array,
	{ country = '', names = [] as string[], name = '', mimeType = '' } = {},
): Promise<Listed[]> {
	const bytes = typeof content === 'string' ? Buffer.from(content) : content;
	const options = { defaultCountry: country, placeholders: names };
	return (await readRecipientFile({ bytes, name, mimeType }, options)).listed;
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
