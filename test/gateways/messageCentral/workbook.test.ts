import { inflateRawSync } from 'node:zlib';
import { Workbook } from 'exceljs';
import { writeWorkbook, type WorkbookRow } from '../../../gateways/messageCentral/workbook';

const row = (...values: string[]): WorkbookRow => ({
	countryCode: '91',
	nationalNumber: '0012345678',
	values,
});

/** The cells as exceljs reads them. */
async function cellsOf(bytes: Uint8Array) {
	const workbook = new Workbook();
	await workbook.xlsx.load(Buffer.from(bytes) as unknown as ArrayBuffer);
	const sheet = workbook.worksheets[0];
	const rows: { value: unknown; numFmt: string }[][] = [];
	sheet?.eachRow((each) => {
		const cells: { value: unknown; numFmt: string }[] = [];
		each.eachCell({ includeEmpty: true }, ({ value, numFmt }) => cells.push({ value, numFmt }));
		rows.push(cells);
	});
	return rows;
}
const valuesOf = async (bytes: Uint8Array) =>
	(await cellsOf(bytes)).map((cells) => cells.map(({ value }) => value));

/** A file of a ZIP, found by its name in the central directory. */
function unzip(bytes: Uint8Array, name: string): string {
	const zip = Buffer.from(bytes);
	const entry = zip.lastIndexOf(name) - 46;
	const start = zip.readUInt32LE(entry + 42);
	const content = start + 30 + zip.readUInt16LE(start + 26) + zip.readUInt16LE(start + 28);
	return inflateRawSync(zip.subarray(content, content + zip.readUInt32LE(entry + 20))).toString();
}

describe('the workbook of a personalised send', () => {
	it('is the vendor’s sample', async () => {
		const amit = { countryCode: '91', nationalNumber: '12345678901' };
		const bytes = await writeWorkbook([
			{ ...amit, values: ['Amit', '$35', 'DISOUNT20'] },
			{ ...amit, nationalNumber: '23456789012', values: ['Kunal', '$60', 'DISOUNT20'] },
		]);
		expect(await valuesOf(bytes)).toEqual([
			['Country', 'Mobile', 'Var1', 'Var2', 'Var3'],
			['91', '12345678901', 'Amit', '$35', 'DISOUNT20'],
			['91', '23456789012', 'Kunal', '$60', 'DISOUNT20'],
		]);
	});

	// The same values were read by Python's openpyxl from a file of ours.
	it('has a text in every cell, as it was given', async () => {
		const values = [
			'007',
			'=1+1',
			'+1',
			'1e3',
			'TRUE',
			'2026-01-01',
			' Á ₹ 😀 ',
			'_x0041_ _x005F_x0042_',
			'<a>&amp;"\'',
			'a\nb\tc',
			'',
			'__proto__',
			'x'.repeat(32_767),
		];
		const cells = await cellsOf(await writeWorkbook([row(...values)]));
		expect(cells[1]?.map(({ value }) => value)).toEqual(['91', '0012345678', ...values]);
		for (const each of cells.flat()) {
			expect(typeof each.value).toBe('string');
			expect(each.numFmt).toBe('@');
		}
	});

	it('has texts for any other reader too', async () => {
		const bytes = await writeWorkbook([row('=1+1', ' a\r\nb\rc ', '_x0041_')]);
		const sheet = unzip(bytes, 'xl/worksheets/sheet1.xml');
		expect(sheet.match(/<c [^>]*>/g)?.every((cell) => cell.includes(' t="s"'))).toBe(true);
		expect(sheet).not.toContain('<f>');
		const strings = unzip(bytes, 'xl/sharedStrings.xml');
		expect(strings).toContain('<t xml:space="preserve"> a\nb\nc </t>');
		expect(strings).toContain('<t>_x005F_x0041_</t>');
	});

	it('fills up rows with fewer values, and needs none', async () => {
		expect(await valuesOf(await writeWorkbook([row(), row('a', 'b'), row('c')]))).toEqual([
			['Country', 'Mobile', 'Var1', 'Var2'],
			['91', '0012345678', '', ''],
			['91', '0012345678', 'a', 'b'],
			['91', '0012345678', 'c', ''],
		]);
		expect(await valuesOf(await writeWorkbook([row()]))).toEqual([
			['Country', 'Mobile'],
			['91', '0012345678'],
		]);
	});

	it('is the same for the same rows, whatever the time', async () => {
		const first = await writeWorkbook([row('a'), row('b')]);
		jest.useFakeTimers({
			now: new Date('2044-04-04T04:04:04Z'),
			doNotFake: ['nextTick', 'setImmediate'],
		});
		try {
			expect(Buffer.compare(await writeWorkbook([row('a'), row('b')]), first)).toBe(0);
		} finally {
			jest.useRealTimers();
		}
		expect(Buffer.compare(await writeWorkbook([row('a'), row('c')]), first)).not.toBe(0);
	});

	it('is compressed', async () => {
		const rows = Array.from({ length: 1000 }, (_, index) => row(`Name ${index}`, 'DISCOUNT20'));
		expect((await writeWorkbook(rows)).length).toBeLessThan(60_000);
	});

	it.each([
		['no row', [], 'MISSING_NUMBER', ''],
		['a bell', [row('a'), row('secret\u0007')], 'INVALID_VALUE', 'A value'],
		['a form feed', [row('secret\f')], 'INVALID_VALUE', 'A value'],
		['a delete', [row('secret\u007f')], 'INVALID_VALUE', 'A value'],
		['a character that is none', [row('secret\uffff')], 'INVALID_VALUE', 'A value'],
		['half an emoji', [row('secret\ud83c')], 'BROKEN_TEXT', 'half of a character'],
		['too long a value', [row('secret'.repeat(6000))], 'VALUE_TOO_LONG', '36000'],
		[
			'a control character in a number',
			[{ ...row(), nationalNumber: '1\u0000' }],
			'INVALID_VALUE',
			'A value',
		],
	])('refuses %s', async (_label, rows, code, words) => {
		const refusal = await writeWorkbook(rows).catch((error: unknown) => error);
		expect(refusal).toMatchObject({ name: 'Refusal', code });
		expect((refusal as Error).message).toContain(words);
		expect((refusal as Error).message).not.toContain('secret');
	});
});
