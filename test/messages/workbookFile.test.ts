import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CellValue, Worksheet } from 'exceljs';
import fc from 'fast-check';
import JSZip from 'jszip';
import { readRecipientFile } from '../../messages/recipientFile';
import { Refusal } from '../../messages/refusal';
import { rawRow, rawWorkbook, read, rowsOf, summaryOf, valuesOf, workbookOf } from './files';
import { FUZZ_TIMES } from '../fuzzing';

const INDIA = '+919877012345';
const US = '+13056708084';
const HEADINGS = ['Country', 'Mobile', 'Name'];

/** One recipient with one value, in a cell of a given format. */
async function shown(value: CellValue, numFmt?: string, date1904 = false): Promise<string> {
	const bytes = await workbookOf([['Mobile', 'Value'], [INDIA]], (sheet, workbook) => {
		workbook.properties.date1904 = date1904;
		const cell = sheet.getCell('B2');
		cell.value = value;
		if (numFmt !== undefined) cell.numFmt = numFmt;
	});
	const [first] = valuesOf(await read(bytes, { names: ['value'] }), 'value');
	return first ?? '';
}

describe('workbooks of recipients', () => {
	it.each<[string, CellValue[][], string[]]>([
		['texts', [HEADINGS, ['91', '9877012345', 'x']], [INDIA]],
		['numbers', [HEADINGS, [91, 9877012345, 'x'], [1, 13056708084, 'y']], [INDIA, US]],
		['numbers with the country’s code', [HEADINGS, ['IN', 919877012345, 'x']], [INDIA]],
		[
			'headings in another order',
			[
				['name', ' MOBILE ', 'country'],
				['x', 9877012345, 'in'],
			],
			[INDIA],
		],
		['blank rows', [[], ['', null], HEADINGS, [], [91, 9877012345, 'x'], [], []], [INDIA]],
		['notes beside the table', [HEADINGS, [91, 9877012345, 'x', null, 'a note']], [INDIA]],
		['a fraction', [HEADINGS, [91, 9877012345.5, 'x']], ['INVALID_NUMBER']],
		['a negative number', [HEADINGS, [91, -9877012345, 'x']], ['INVALID_NUMBER']],
		['too large a number', [HEADINGS, [91, 9.19877012345e20, 'x']], ['INVALID_NUMBER']],
		['shortened, and saved as a number', [HEADINGS, ['', 919877000000, 'x']], ['SHORTENED_NUMBER']],
		['shortened, and saved as a text', [HEADINGS, ['', '9.19877E+11', 'x']], ['SHORTENED_NUMBER']],
		['no number', [HEADINGS, [91, null, 'x']], ['EMPTY_NUMBER']],
		[
			'an error',
			[HEADINGS, [{ error: '#N/A' }, { error: '#REF!' }, 'x']],
			['CELL_ERROR CELL_ERROR'],
		],
		['true', [HEADINGS, [true, true, 'x']], ['INVALID_COUNTRY']],
		['a formula', [HEADINGS, [91, { formula: '1+1', result: 9877012345 }, 'x']], [INDIA]],
		[
			'a formula of a text',
			[HEADINGS, [91, { formula: 'A1', result: '9877012345' }, 'x']],
			[INDIA],
		],
		['a formula that never ran', [HEADINGS, [91, { formula: '1+1' }, 'x']], ['NOT_CALCULATED']],
		['a link', [HEADINGS, ['', { text: INDIA, hyperlink: 'tel:+919877012345' }, 'x']], [INDIA]],
	])('%s', async (_, rows, expected) => {
		expect(summaryOf(await read(await workbookOf(rows)))).toEqual(expected);
	});

	it('reads the digits of a number, whatever is shown of it', async () => {
		for (const numFmt of [
			'0.00E+00',
			'#,##0',
			'"+"0',
			'[<=9999999]###-####;(###) ###-####',
			';;;',
		]) {
			const rows = [HEADINGS, [91, 919877012345, 'x']];
			const bytes = await workbookOf(rows, (sheet) => {
				sheet.getCell('B2').numFmt = numFmt;
			});
			expect(summaryOf(await read(bytes))).toEqual([INDIA]);
		}
	});

	it('gives each row the number that a spreadsheet program shows', async () => {
		const bytes = await workbookOf([
			[],
			HEADINGS,
			[],
			[91, 9877012345, 'x'],
			['', '', ''],
			['', 1],
		]);
		expect(rowsOf(await read(bytes))).toEqual([4, 6]);
	});

	it.each<[string, (sheet: Worksheet) => void, string[]]>([
		['a hidden row', (sheet) => (sheet.getRow(2).hidden = true), ['HIDDEN_ROW', US]],
		['a hidden column', (sheet) => (sheet.getColumn(2).hidden = true), [INDIA, US]],
		[
			'countries merged',
			(sheet) => {
				sheet.mergeCells('A2:A3');
			},
			[INDIA, 'MERGED_CELL'],
		],
		[
			'numbers merged',
			(sheet) => {
				sheet.mergeCells('B2:B3');
			},
			[INDIA, 'EMPTY_NUMBER'],
		],
		[
			'names merged',
			(sheet) => {
				sheet.mergeCells('C2:C3');
			},
			[INDIA, 'EMPTY_VARIABLE'],
		],
	])('%s', async (_, change, expected) => {
		const rows = [HEADINGS, [91, 9877012345, 'x'], [1, 3056708084, 'y']];
		expect(summaryOf(await read(await workbookOf(rows, change), { names: ['name'] }))).toEqual(
			expected,
		);
	});

	it('takes the first sheet that is visible and not empty', async () => {
		const bytes = await workbookOf([HEADINGS, [91, 9877012345, 'hidden']], (sheet, workbook) => {
			sheet.state = 'hidden';
			workbook.addWorksheet('empty');
			workbook.addWorksheet('right').addRows([HEADINGS, [1, 3056708084, 'x']]);
			workbook.addWorksheet('later').addRows([HEADINGS, [91, 9877012345, 'y']]);
		});
		expect(summaryOf(await read(bytes))).toEqual([US]);
	});

	it('reads a workbook that LibreOffice made', async () => {
		const bytes = readFileSync(join(__dirname, '../fixtures/libreoffice.xlsx'));
		const names = ['due', 'amount', 'paid', 'share', 'total'];
		const listed = await read(bytes, { names });
		expect(summaryOf(listed)).toEqual([INDIA, 'CELL_ERROR', '+919877012346']);
		expect(listed[0]?.recipient?.variables).toEqual(
			new Map([
				['name', 'Asha'],
				['due', '2024-03-01'],
				['amount', '1234.5'],
				['paid', 'TRUE'],
				['share', '25.00%'],
				['total', '2469'],
			]),
		);
		expect(valuesOf(listed, 'total')[2]).toBe('0.1 INR');
	});
});

describe('values of cells, as they are shown', () => {
	// Numbers, dates and times with a format: compared with what LibreOffice 7.4 in English shows,
	// in its HTML export. General is ours: the digits that are there, without an exponent.
	it.each<[CellValue, string | undefined, string]>([
		['text', undefined, 'text'],
		[' text\r\nwith lines ', undefined, 'text\nwith lines'],
		['=1+1', undefined, '=1+1'],
		['007', undefined, '007'],
		['Bob', '"Mr. "@', 'Mr. Bob'],
		['x', '_-@_-', 'x'],
		[{ richText: [{ text: 'Ra', font: { bold: true } }, { text: 'vi' }] }, undefined, 'Ravi'],
		[{ text: 'link', hyperlink: 'https://example.org/' }, undefined, 'link'],
		[true, undefined, 'TRUE'],
		[false, undefined, 'FALSE'],
		[{ formula: 'A1&A2', result: 'both' }, undefined, 'both'],
		[{ formula: '1/4', result: 0.25 }, '0%', '25%'],
		[{ formula: 'NA()', result: { error: '#N/A' } }, undefined, 'CELL_ERROR'],
		[{ error: '#DIV/0!' }, undefined, 'CELL_ERROR'],
		[{ formula: '1+1' }, undefined, 'NOT_CALCULATED'],
		[null, undefined, 'EMPTY_VARIABLE'],
		['x'.repeat(1_001), undefined, 'LONG_VALUE'],
		// General: plain digits.
		[5, undefined, '5'],
		[-5.5, undefined, '-5.5'],
		[0, undefined, '0'],
		[0.1 + 0.2, undefined, '0.3'],
		[123456789012, undefined, '123456789012'],
		[999999999999999, undefined, '999999999999999'],
		[1e15, undefined, 'SHORTENED_VALUE'],
		[1234567890123456, '0', 'SHORTENED_VALUE'],
		[0.00001234, undefined, '0.00001234'],
		[1e-10, undefined, '0.0000000001'],
		[123456789012.5, undefined, '123456789012.5'],
		[123, '@', '123'],
		// Numbers.
		[1234567.5, '"$"#,##0', '$1,234,568'],
		[1234567.891, '#,##0.00', '1,234,567.89'],
		[1234.5, '#,##0.00 "€"', '1,234.50 €'],
		[1234.5, '_-* #,##0.00 [$€-407]_-', '1,234.50 €'],
		[1234.5, '[$₹-4009]\\ #,##0.00', '₹ 1,234.50'],
		[1234567, '[>=10000000]##\\,##\\,##\\,##0;[>=100000]##\\,##\\,##0;##,##0', '12,34,567'],
		[0.256, '0%', '26%'],
		[0.12345, '0.000%', '12.345%'],
		[1.005, '0.00', '1.01'],
		[2.675, '0.00', '2.68'],
		[-1.005, '0.00', '-1.01'],
		[0.5, '0', '1'],
		[2.5, '0', '3'],
		[42, '00000', '00042'],
		[3056708084, '[<=9999999]###\\-####;(###) ###\\-####', '(305) 670-8084'],
		[-1234, '#,##0;[Red]-#,##0', '-1,234'],
		[-99, '#,##0_);(#,##0)', '(99)'],
		[12345678, '0.0,,"M"', '12.3M'],
		[12345, '0.00E+00', '1.23E+04'],
		[1.25, '# ?/?', '1 1/4'],
		[5, ';;;', 'EMPTY_VARIABLE'],
		[5, 'bad[', 'CELL_FORMAT'],
		[5, `0${'"x"'.repeat(100)}`, 'CELL_FORMAT'],
		// Dates and times.
		[45352, 'dd/mm/yyyy', '01/03/2024'],
		[45352, 'd-mmm-yy', '1-Mar-24'],
		[45352, 'mmm d, yyyy', 'Mar 1, 2024'],
		[45352, 'ddd dd mmm', 'Fri 01 Mar'],
		[45000, '[$-407]dddd, d. mmmm yyyy', 'Mittwoch, 15. März 2023'],
		[45000, '"Due "dd.mm.', 'Due 15.03.'],
		[45000.5, 'm/d/yyyy h:mm AM/PM', '3/15/2023 12:00 PM'],
		[0.75, 'h:mm AM/PM', '6:00 PM'],
		[1.5, '[h]:mm', '36:00'],
		[0.1, '[mm]:ss', '144:00'],
		[0.6, 'hh"h"mm', '14h24'],
		[0.000123, 's.00', '10.63'],
		[45000.999999, 'yyyy-mm-dd hh:mm:ss', '2023-03-16 00:00:00'],
		[45000.4999999, 'yyyy-mm-dd hh:mm', '2023-03-15 11:59'],
		[0.99999999, 'hh:mm', '23:59'],
		[-5, 'dd/mm/yyyy', 'CELL_FORMAT'],
		[45000, '[$-411]ggge"年"m"月"d"日"', 'CELL_FORMAT'],
		[new Date('2024-03-01T00:00:00Z'), 'dd/mm/yyyy', '01/03/2024'],
		// The formats 14 and 22, by exceljs' names: as a computer's settings have it, so with the year first, which nobody misreads.
		[new Date('2024-03-01T00:00:00Z'), 'mm-dd-yy', '2024-03-01'],
		[new Date('2024-03-01T09:30:00Z'), 'm/d/yy "h":mm', '2024-03-01 09:30'],
	])('%j as %s', async (value, numFmt, expected) => {
		expect(await shown(value, numFmt)).toBe(expected);
	});

	it('reads the dates of old Macs', async () => {
		const date = new Date('2024-03-01T00:00:00Z');
		expect(await shown(date, 'dd/mm/yyyy', true)).toBe('01/03/2024');
		expect(await shown(1.5, '[h]:mm', true)).toBe('36:00');
	});
});

describe('workbooks of other programs', () => {
	const STYLES = `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd\\.mm\\.yyyy"/></numFmts>
		<cellStyleXfs><xf numFmtId="9"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/>
		<xf numFmtId="22"/><xf numFmtId="44"/></cellXfs><dxfs><dxf><numFmt numFmtId="164" formatCode="0"/></dxf></dxfs></styleSheet>`;
	const RELATIONS = 'http://purl.oclc.org/ooxml/officeDocument/relationships';
	const withStyles = {
		'xl/styles.xml': STYLES,
		'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="rId1" Type="${RELATIONS}/worksheet" Target="/xl/worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${RELATIONS}/styles" Target="../xl/./styles.xml"/></Relationships>`,
	};
	const head = rawRow('Mobile', 'Value');

	it.each<[string, string, Record<string, string | null>, string]>([
		['a date of the strict form', '<c t="d" s="1"><v>2024-03-01</v></c>', withStyles, '01.03.2024'],
		[
			'a time of the strict form',
			'<c t="d" s="2"><v>2024-03-01T09:30:00Z</v></c>',
			withStyles,
			'2024-03-01 09:30',
		],
		['a format of the computer', '<c s="3"><v>5</v></c>', withStyles, 'CELL_FORMAT'],
		['a style that is none', '<c s="9"><v>5</v></c>', withStyles, 'CELL_FORMAT'],
		['a style without styles', '<c s="9"><v>5</v></c>', {}, '5'],
		[
			'characters that XML lacks',
			'<c t="str"><v>a_x000D__x000A_b_x005F_x0041_</v></c>',
			{},
			'a\nb_x0041_',
		],
		['entities', '<c t="str"><v>a &amp; &lt;b&gt; &#x20ac;</v></c>', {}, 'a & <b> €'],
		['a bell', '<c t="str"><v>a_x0007_</v></c>', {}, 'BROKEN_TEXT'],
		[
			'pronunciation',
			'<c t="inlineStr"><is><r><t>東京</t></r><rPh sb="0" eb="2"><t>トウキョウ</t></rPh></is></c>',
			{},
			'東京',
		],
		['an empty text of a formula', '<c t="str"><f>""</f><v></v></c>', {}, 'EMPTY_VARIABLE'],
		['a formula without its value', '<c><f>1+1</f><v/></c>', {}, 'NOT_CALCULATED'],
		['an empty cell', '<c><v/></c>', {}, 'EMPTY_VARIABLE'],
		['a number with an exponent', '<c><v>1.5E1</v></c>', {}, '15'],
		['true', '<c t="b"><v>1</v></c>', {}, 'TRUE'],
	])('%s', async (_, cell, changes, expected) => {
		const row = `<row r="3"><c r="A3" t="inlineStr"><is><t>${INDIA}</t></is></c>${cell}</row>`;
		const bytes = await rawWorkbook(head + row, changes);
		expect(valuesOf(await read(bytes, { names: ['value'] }), 'value')).toEqual([expected]);
	});

	it('reads names with prefixes, backslashes, and parts that are not compressed', async () => {
		const sheet = `<x:worksheet xmlns:x="m"><x:sheetData>${(head + rawRow(INDIA, 'x')).replace(/<(\/?)/g, '<$1x:')}</x:sheetData></x:worksheet>`;
		const changes = {
			'xl/worksheets/sheet1.xml': null,
			'xl\\worksheets\\Sheet1.xml': sheet,
		};
		expect(summaryOf(await read(await rawWorkbook('', changes, 'STORE')))).toEqual([INDIA]);
	});

	it('reads archives that write their sizes with 64 bits', async () => {
		const bytes = Buffer.from(await rawWorkbook(head + rawRow(INDIA, 'x')));
		const entry = bytes.lastIndexOf('PK\u0001\u0002');
		const nameEnd = entry + 46 + bytes.readUInt16LE(entry + 28);
		const extra = Buffer.alloc(4 + 3 * 8);
		extra.writeUInt16LE(1, 0);
		extra.writeUInt16LE(3 * 8, 2);
		for (const [index, place] of [24, 20, 42].entries()) {
			extra.writeBigUInt64LE(BigInt(bytes.readUInt32LE(entry + place)), 4 + index * 8);
			bytes.writeUInt32LE(0xffffffff, entry + place);
		}
		const other = Buffer.from([0x99, 0x99, 1, 0, 0]);
		const withExtra = (...fields: Buffer[]) => {
			const added = Buffer.concat(fields);
			bytes.writeUInt16LE(added.length, entry + 30);
			return Buffer.concat([bytes.subarray(0, nameEnd), added, bytes.subarray(nameEnd)]);
		};
		expect(summaryOf(await read(withExtra(other, extra)))).toEqual([INDIA]);
		await expect(read(withExtra(other))).rejects.toMatchObject({ code: 'UNREADABLE_FILE' });
	});

	it('passes over sheets that hold nothing but a chart', async () => {
		const bytes = await rawWorkbook(head + rawRow(INDIA, 'x'), {
			'xl/workbook.xml': `<workbook xmlns:r="r"><sheets><sheet name="C" sheetId="2" r:id="rId2"/><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>`,
			'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="rId2" Type="x/chartsheet" Target="chart.xml"/><Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
		});
		expect(summaryOf(await read(bytes))).toEqual([INDIA]);
	});
});

/** As the archive's directory writes it. */
function sizeOf(size: number): Buffer {
	const bytes = Buffer.alloc(4);
	bytes.writeUInt32LE(size);
	return bytes;
}

describe('files that are no workbooks, or hostile', () => {
	// Node.js threw where nobody could catch it, and that fails whatever test is under way.
	it('leaves nothing behind that is refused half-way', async () => {
		for (let round = 0; round < 60; round++) {
			const before = '<a/>'.repeat(round * 2000);
			const sheet = `<worksheet>${before}${'<b>'.repeat(200)}${'<c/>'.repeat(500_000)}`;
			const content = await rawWorkbook('', { 'xl/worksheets/sheet1.xml': sheet });
			const pause = () => new Promise<void>((resolve) => setTimeout(resolve, round % 3));
			const file = { bytes: content, name: '', mimeType: '' };
			await expect(
				readRecipientFile(file, { defaultCountry: '', placeholders: [], pause }),
			).rejects.toThrow(/deeper than 100 levels/);
		}
	});

	const table = rawRow('Mobile') + rawRow(INDIA);

	it.each<[string, () => Promise<Uint8Array>, string]>([
		[
			'a zip of something else',
			async () => await new JSZip().file('a.txt', 'x').generateAsync({ type: 'uint8array' }),
			'UNSUPPORTED_FILE',
		],
		[
			'an OpenDocument',
			async () =>
				await new JSZip()
					.file('mimetype', 'x')
					.file('content.xml', 'x')
					.generateAsync({ type: 'uint8array' }),
			'UNSUPPORTED_FILE',
		],
		['a binary workbook', () => rawWorkbook(table, { 'xl/workbook.bin': 'x' }), 'UNSUPPORTED_FILE'],
		[
			'a text document',
			() => rawWorkbook(table, { '_rels/.rels': '<Relationships/>' }),
			'UNSUPPORTED_FILE',
		],
		[
			'the beginning of a zip',
			() => Promise.resolve(Buffer.from('PK\u0003\u0004')),
			'UNREADABLE_FILE',
		],
		[
			'a stored sheet with another digit in it',
			async () => {
				const bytes = Buffer.from(await rawWorkbook(table, {}, 'STORE'));
				const place = bytes.indexOf(INDIA) + INDIA.length - 1;
				bytes[place] = (bytes[place] ?? 0) ^ 1;
				return bytes;
			},
			'UNREADABLE_FILE',
		],
		['half a workbook', async () => (await rawWorkbook(table)).slice(0, 700), 'UNREADABLE_FILE'],
		[
			'a missing sheet',
			() => rawWorkbook(table, { 'xl/worksheets/sheet1.xml': null }),
			'UNREADABLE_FILE',
		],
		[
			'half a sheet',
			() => rawWorkbook(table, { 'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${table}` }),
			'UNREADABLE_FILE',
		],
		[
			'a sheet in Latin-1',
			() =>
				rawWorkbook(table, {
					'xl/worksheets/sheet1.xml': Buffer.from('<a>é</a>', 'latin1') as unknown as string,
				}),
			'UNREADABLE_FILE',
		],
		[
			'a DTD',
			() =>
				rawWorkbook(table, {
					'xl/worksheets/sheet1.xml': `<!DOCTYPE a><worksheet><sheetData>${table}</sheetData></worksheet>`,
				}),
			'UNREADABLE_FILE',
		],
		[
			'an entity of its own',
			() =>
				rawWorkbook('', {
					'xl/worksheets/sheet1.xml': `<!DOCTYPE a [<!ENTITY b "${INDIA}">]><worksheet><sheetData>${rawRow('Mobile')}${rawRow('&b;')}</sheetData></worksheet>`,
				}),
			'UNREADABLE_FILE',
		],
		[
			'a text that is nowhere',
			() => rawWorkbook(`${table}<row><c t="s"><v>7</v></c></row>`),
			'UNREADABLE_FILE',
		],
		[
			'a number that is none',
			() => rawWorkbook(`${table}<row><c><v>abc</v></c></row>`),
			'UNREADABLE_FILE',
		],
		[
			'rows out of order',
			() => rawWorkbook(`<row r="5"><c><v>1</v></c></row><row r="4"><c><v>1</v></c></row>`),
			'UNREADABLE_FILE',
		],
		[
			'a cell twice',
			() => rawWorkbook(`<row><c r="A1"><v>1</v></c><c r="A1"><v>1</v></c></row>`),
			'UNREADABLE_FILE',
		],
		[
			'a cell without a place',
			() => rawWorkbook(`<row><c r="?"><v>1</v></c></row>`),
			'UNREADABLE_FILE',
		],
		[
			'a row behind the last',
			() => rawWorkbook(`<row r="1048577"><c><v>1</v></c></row>`),
			'TOO_MANY_ROWS',
		],
		[
			'too many headings',
			() => rawWorkbook(`<row><c r="A1"><v>1</v></c><c r="ZZ1"><v>1</v></c></row>`),
			'TOO_MANY_COLUMNS',
		],
		[
			'nothing visible',
			() =>
				rawWorkbook(table, {
					'xl/workbook.xml':
						'<workbook xmlns:r="r"><sheets><sheet state="veryHidden" r:id="rId1"/></sheets></workbook>',
				}),
			'NO_ROWS',
		],
		['headings alone', () => rawWorkbook(rawRow('Mobile')), 'NO_ROWS'],
	])('%s', async (_, make, code) => {
		await expect(read(await make())).rejects.toMatchObject({ name: 'Refusal', code });
	});

	it('does not decompress what is too large, whatever the archive says of it', async () => {
		// 60 MB of spaces, in 60 kB.
		const huge = Buffer.alloc(60_000_000, ' ');
		const bytes = Buffer.from(await rawWorkbook(table, { 'xl/worksheets/sheet1.xml': huge }));
		expect(bytes.length).toBeLessThan(100_000);
		const directory = bytes.lastIndexOf(sizeOf(huge.length));
		bytes.set(sizeOf(400_000_000), directory);
		await expect(read(bytes)).rejects.toMatchObject({ code: 'UNREADABLE_FILE' });

		bytes.set(sizeOf(5_000), directory);
		const before = process.memoryUsage().rss;
		await expect(read(bytes)).rejects.toMatchObject({ code: 'UNREADABLE_FILE' });
		expect(process.memoryUsage().rss - before).toBeLessThan(60_000_000);
	});

	it('has an outcome for any damage', async () => {
		const whole = await workbookOf([
			HEADINGS,
			[91, 9877012345, 'x'],
			[1, '3056708084', new Date(0)],
		]);
		const stored = await rawWorkbook(table, {}, 'STORE');
		const damage = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), {
			maxLength: 20,
		});
		await fc.assert(
			fc.asyncProperty(fc.boolean(), damage, fc.nat(), async (isStored, changes, cut) => {
				const bytes = Buffer.from(isStored ? stored : whole);
				for (const [place, byte] of changes) bytes[place % bytes.length] = byte;
				const part = cut % 3 === 0 ? bytes.subarray(0, cut % bytes.length) : bytes;
				try {
					await read(part);
				} catch (error) {
					expect(error).toBeInstanceOf(Refusal);
				}
			}),
			{ numRuns: 150 * FUZZ_TIMES },
		);
	});
});
