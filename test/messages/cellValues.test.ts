import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unwrapText } from '../../messages/file/cellTexts';
import { rawRow, rawWorkbook, read, summaryOf, valuesOf } from './files';

const MOBILE = '+13055550101';

function fixture(name: string): Uint8Array {
	return readFileSync(join(__dirname, '../fixtures', name));
}

/** Parts of a workbook beside its sheet, with the elements that a test needs. */
function parts({ workbook = '', formats = [] as string[], texts = [] as string[] }) {
	const types = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
	const escaped = (text: string) =>
		text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');
	const own = formats.map(
		(format, index) => `<numFmt numFmtId="${164 + index}" formatCode="${escaped(format)}"/>`,
	);
	const styles = formats.map((_, index) => `<xf numFmtId="${164 + index}"/>`);
	return {
		'xl/workbook.xml': `<workbook xmlns:r="${types}"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets>${workbook}</workbook>`,
		'xl/styles.xml': `<styleSheet><numFmts>${own.join('')}</numFmts><cellXfs><xf numFmtId="0"/>${styles.join('')}</cellXfs></styleSheet>`,
		'xl/sharedStrings.xml': `<sst>${texts.map((text) => `<si><t>${escaped(text)}</t></si>`).join('')}</sst>`,
		'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="rId1" Type="${types}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${types}/styles" Target="styles.xml"/><Relationship Id="rId3" Type="${types}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
	};
}

/** A sheet of a heading "Value" beside "Mobile", and rows that each have one more cell. */
function sheetOf(...cells: string[]): string {
	const mobile = `<c t="inlineStr"><is><t>${MOBILE}</t></is></c>`;
	return rawRow('Mobile', 'Value') + cells.map((cell) => `<row>${mobile}${cell}</row>`).join('');
}

/** What a message shows of a workbook's column "Value", or the codes of problems. */
async function shownIn(workbook: Promise<Uint8Array>): Promise<(string | undefined)[]> {
	return valuesOf(await read(await workbook, { names: ['value'] }), 'value');
}

describe('cells that hold nothing', () => {
	const texts = ['Hello Mobile', 'x'];

	it.each([
		{ label: 'no text', cell: '<c t="s"><v></v></c>', shows: 'EMPTY_VARIABLE' },
		{ label: 'no text, closed at once', cell: '<c t="s"><v/></c>', shows: 'EMPTY_VARIABLE' },
		{ label: 'a blank text', cell: '<c t="s"><v> </v></c>', shows: 'EMPTY_VARIABLE' },
		{ label: 'a text without a value', cell: '<c t="s"/>', shows: 'EMPTY_VARIABLE' },
		{ label: 'the first text', cell: '<c t="s"><v>0</v></c>', shows: 'Hello Mobile' },
		{ label: 'a text with blanks', cell: '<c t="s"><v> 1\n</v></c>', shows: 'x' },
		{ label: 'no truth', cell: '<c t="b"><v></v></c>', shows: 'EMPTY_VARIABLE' },
		{ label: 'a blank truth', cell: '<c t="b"><v> </v></c>', shows: 'EMPTY_VARIABLE' },
		{ label: 'a truth in words', cell: '<c t="b"><v>TRUE</v></c>', shows: 'TRUE' },
		{ label: 'a falsehood', cell: '<c t="b"><v>0</v></c>', shows: 'FALSE' },
		{ label: 'a truth that is none', cell: '<c t="b"><v>2</v></c>', shows: 'CELL_FORMAT' },
		{ label: 'no error', cell: '<c t="e"><v></v></c>', shows: 'EMPTY_VARIABLE' },
		{ label: 'a blank error', cell: '<c t="e"><v> </v></c>', shows: 'EMPTY_VARIABLE' },
		{ label: 'no number', cell: '<c t="n"><v></v></c>', shows: 'EMPTY_VARIABLE' },
		{ label: 'a blank number', cell: '<c><v>\n</v></c>', shows: 'EMPTY_VARIABLE' },
		{ label: 'no date', cell: '<c t="d"><v/></c>', shows: 'EMPTY_VARIABLE' },
		{ label: 'no text of its own', cell: '<c t="inlineStr"/>', shows: 'EMPTY_VARIABLE' },
	])('$label: $shows', async ({ cell, shows }) => {
		expect(await shownIn(rawWorkbook(sheetOf(cell), parts({ texts })))).toEqual([shows]);
	});

	it.each(['-1', '1.5', 'NaN', '2', '1e0', '0x1', 'x', '-0'])(
		'never shows another text for the text %s',
		async (place) => {
			const cell = `<c t="s"><v>${place}</v></c>`;
			await expect(shownIn(rawWorkbook(sheetOf(cell), parts({ texts })))).rejects.toMatchObject({
				code: 'UNREADABLE_FILE',
			});
		},
	);

	it('reads the file in which it was found', async () => {
		const listed = await read(fixture('empty-shared-string-cell.xlsx'), { names: ['name'] });
		expect(summaryOf(listed)).toEqual(['EMPTY_VARIABLE']);
	});
});

describe('formulas that nobody has calculated', () => {
	const DUE = '<calcPr calcId="124519" fullCalcOnLoad="1"/>';
	const DONE = '<calcPr calcId="191029"/>';
	const PHP = '<calcPr calcId="999999" calcMode="auto" calcCompleted="0" fullCalcOnLoad="1"/>';
	const formula = (value: string, type = '', f = '<f>SUM(2,3)</f>') =>
		`<c${type === '' ? '' : ` t="${type}"`}>${f}${value}</c>`;

	it.each([
		// Programs that write a 0 before any result, and how they say so.
		{ label: 'XlsxWriter', workbook: DUE, cell: formula('<v>0</v>'), shows: 'NOT_CALCULATED' },
		{
			label: 'a shared formula',
			workbook: DUE,
			cell: formula('<v>0</v>', '', '<f t="shared" si="0"/>'),
			shows: 'NOT_CALCULATED',
		},
		{
			label: 'an array formula',
			workbook: DUE,
			cell: formula('<v>0</v>', '', '<f t="array" ref="B2">A</f>'),
			shows: 'NOT_CALCULATED',
		},
		{
			label: 'a date of 0',
			workbook: DUE,
			cell: '<c s="1"><f>TODAY()</f><v>0</v></c>',
			shows: 'NOT_CALCULATED',
		},
		{ label: 'blanks', workbook: DUE, cell: formula('<v> 0 </v>'), shows: 'NOT_CALCULATED' },
		{ label: 'decimals', workbook: DUE, cell: formula('<v>0.0</v>'), shows: 'NOT_CALCULATED' },
		{ label: 'a minus', workbook: DUE, cell: formula('<v>-0</v>'), shows: 'NOT_CALCULATED' },
		{
			label: 'PhpSpreadsheet',
			workbook: PHP,
			cell: formula('<v>0</v>', 'str'),
			shows: 'NOT_CALCULATED',
		},
		{ label: 'no text', workbook: DUE, cell: formula('<v></v>', 'str'), shows: 'NOT_CALCULATED' },
		{ label: 'openpyxl', workbook: DUE, cell: formula(''), shows: 'NOT_CALCULATED' },
		{ label: 'openpyxl, closed', workbook: DUE, cell: formula('<v/>'), shows: 'NOT_CALCULATED' },
		{ label: 'caxlsx', workbook: '', cell: formula('', 'str'), shows: 'NOT_CALCULATED' },
		{ label: 'a blank result', workbook: DONE, cell: formula('<v> </v>'), shows: 'NOT_CALCULATED' },
		{ label: 'a blank truth', workbook: DONE, cell: formula('<v/>', 'b'), shows: 'NOT_CALCULATED' },
		{
			label: 'a text of nothing',
			workbook: DONE,
			cell: formula('<v/>', 's'),
			shows: 'NOT_CALCULATED',
		},
		{
			label: 'true in words',
			workbook: '<calcPr fullCalcOnLoad="true"/>',
			cell: formula('<v>0</v>'),
			shows: 'NOT_CALCULATED',
		},
		{
			label: 'always calculated',
			workbook: '<calcPr calcId="0" forceFullCalc="1"/>',
			cell: formula('<v>0</v>'),
			shows: 'NOT_CALCULATED',
		},
		{
			label: 'not completed',
			workbook: '<calcPr calcId="0" calcCompleted="0"/>',
			cell: formula('<v>0</v>'),
			shows: 'NOT_CALCULATED',
		},
		{
			label: 'Apache POI, streamed',
			workbook: '',
			cell: formula('<v>0.0</v>', 'n'),
			shows: 'NOT_CALCULATED',
		},
		// Results.
		{ label: 'Excel', workbook: DONE, cell: formula('<v>0</v>'), shows: '0' },
		{ label: 'Google Sheets', workbook: '<calcPr/>', cell: formula('<v>0.0</v>'), shows: '0' },
		{ label: 'no word of it', workbook: '', cell: formula('<v>0</v>'), shows: '0' },
		{
			label: 'calculated before it was written',
			workbook: '<calcPr calcId="999999" calcCompleted="1" fullCalcOnLoad="0" forceFullCalc="0"/>',
			cell: formula('<v>0</v>'),
			shows: '0',
		},
		{ label: 'a result given', workbook: DUE, cell: formula('<v>5</v>'), shows: '5' },
		{
			label: 'a text given',
			workbook: DUE,
			cell: formula('<v>Ms Ana</v>', 'str'),
			shows: 'Ms Ana',
		},
		{ label: 'a truth given', workbook: DUE, cell: formula('<v>0</v>', 'b'), shows: 'FALSE' },
		{
			label: 'an error given',
			workbook: DUE,
			cell: formula('<v>#N/A</v>', 'e'),
			shows: 'CELL_ERROR',
		},
		{ label: 'a 0 that somebody typed', workbook: DUE, cell: '<c><v>0</v></c>', shows: '0' },
		{
			label: 'a text 0 that somebody typed',
			workbook: DUE,
			cell: '<c t="str"><v>0</v></c>',
			shows: '0',
		},
		{
			label: 'an empty text',
			workbook: DONE,
			cell: formula('<v></v>', 'str'),
			shows: 'EMPTY_VARIABLE',
		},
	])('$label: $cell is $shows', async ({ workbook, cell, shows }) => {
		const changes = parts({ workbook, formats: ['yyyy-mm-dd'] });
		expect(await shownIn(rawWorkbook(sheetOf(cell), changes))).toEqual([shows]);
	});

	it('sees the other cells of an array, which have no formula', async () => {
		const cells = [
			'<c r="B2"><f t="array" ref="B2:B4">A</f><v>0</v></c>',
			'<c r="B3"><v>0</v></c>',
		];
		const more = ['<c r="B4"><v>7</v></c>', '<c r="B5"><v>0</v></c>'];
		const workbook = rawWorkbook(sheetOf(...cells, ...more), parts({ workbook: DUE }));
		expect(await shownIn(workbook)).toEqual(['NOT_CALCULATED', 'NOT_CALCULATED', '7', '0']);
	});

	it.each([
		{ end: '<sheetCalcPr fullCalcOnLoad="true"/>', shows: ['NOT_CALCULATED', '5', '0'] },
		{ end: '<sheetCalcPr fullCalcOnLoad="0"/>', shows: ['0', '5', '0'] },
	])('hears it from the sheet, behind its rows: $end', async ({ end, shows }) => {
		const rows = sheetOf(formula('<v>0</v>'), formula('<v>5</v>'), '<c><v>0</v></c>');
		const changes = {
			...parts({ workbook: DONE }),
			'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${rows}</sheetData>${end}</worksheet>`,
		};
		expect(await shownIn(rawWorkbook('', changes))).toEqual(shows);
	});

	it('refuses a phone number, and leaves columns alone that the message does not use', async () => {
		const rows = rawRow('Mobile', 'X') + `<row>${formula('<v>0</v>')}<c><v>1</v></c></row>`;
		const bytes = await rawWorkbook(rows, parts({ workbook: DUE }));
		expect(summaryOf(await read(bytes))).toEqual(['NOT_CALCULATED']);
		const unused = await rawWorkbook(sheetOf(formula('<v>0</v>')), parts({ workbook: DUE }));
		expect(summaryOf(await read(unused))).toEqual([MOBILE]);
	});

	it('reads the file in which it was found', async () => {
		const bytes = fixture('formula-without-result-xlsxwriter.xlsx');
		const listed = await read(bytes, { names: ['greeting', 'total'] });
		expect(summaryOf(listed)).toEqual(['NOT_CALCULATED NOT_CALCULATED']);
	});
});

describe('words for errors that are texts', () => {
	const ERRORS = [
		...['#N/A', '#REF!', '#VALUE!', '#DIV/0!', '#NAME?', '#NULL!', '#NUM!', '#GETTING_DATA'],
		...['#SPILL!', '#CALC!', '#FIELD!', '#BLOCKED!', '#UNKNOWN!', '#CONNECT!', '#BUSY!', '#ERROR!'],
		...['#n/a', '#Ref!', 'Err:502', 'Err:508', 'err:522', 'Fehler:502', 'Błąd:504', 'Loading...'],
		...[
			'#NV',
			'#BEZUG!',
			'#WERT!',
			'#ZAHL!',
			'#ÜBERLAUF!',
			'#VALEUR!',
			'#NOM?',
			'#NOMBRE!',
			'#NUL!',
		],
		...[
			'#¡VALOR!',
			'#¡DIV/0!',
			'#¿NOMBRE?',
			'#¡REF!',
			'#¡DESBORDAMIENTO!',
			'#N/D',
			'#NÚM!',
			'#RIF!',
		],
		...['#WAARDE!', '#DEEL/0!', '#N/B', '#VÆRDI!', '#I/T', '#SAKNAS!', '#DIVISION/0!', '#PUUTTUU!'],
		...['#ARG!', '#ADR!', '#HODNOTA!', '#NENÍ_K_DISPOZICI', '#HIÁNYZIK', '#ZÉRÓOSZTÓ!', '#VREDN!'],
		...[
			'#ЗНАЧ!',
			'#ССЫЛКА!',
			'#Н/Д',
			'#ДЕЛ/0!',
			'#ДІЛЕННЯ/0!',
			'#YOK',
			'#SAYI/0!',
			'#Δ/Υ',
			'#ΤΙΜΗ!',
		],
		...['###', '########', '="#N/A"'],
	];
	const TEXTS = [
		...[
			'#REF! in a sentence',
			'see #N/A',
			'N/A',
			'NAME?',
			'#NAME',
			'#WIN',
			'#SALE',
			'#1',
			'#',
			'##',
		],
		...['Err: 5', 'Error: 404', 'Err:5021', 'Loading dock', 'REF!', '# REF!', '#12/0', '#family!'],
	];

	it.each(ERRORS)('%s is an error', async (text) => {
		const value = `"${text.replaceAll('"', '""')}"`;
		const file = `Country,Mobile,Value\n,${MOBILE},${value}\n,${value},x\n${value},${MOBILE},x\n`;
		const listed = await read(file, { names: ['value'] });
		expect(summaryOf(listed)).toEqual(['CELL_ERROR', 'CELL_ERROR', 'CELL_ERROR']);
		// In a column that the message does not use it is nobody's trouble.
		expect(summaryOf(await read(`Mobile,Value\n${MOBILE},${value}\n`))).toEqual([MOBILE]);
	});

	it.each(TEXTS)('%s is a text', async (text) => {
		const listed = await read(`Mobile,Value\n${MOBILE},${text}\n`, { names: ['value'] });
		expect(valuesOf(listed, 'value')).toEqual([text]);
	});

	it.each([
		'<c t="inlineStr"><is><t>#REF!</t></is></c>',
		'<c t="str"><v>#NV</v></c>',
		'<c t="s"><v>0</v></c>',
	])('finds them in a workbook: %s', async (cell) => {
		const changes = parts({ texts: ['#¡VALOR!'] });
		expect(await shownIn(rawWorkbook(sheetOf(cell), changes))).toEqual(['CELL_ERROR']);
	});

	it('reads the file in which it was found', async () => {
		const listed = await read(fixture('error-values.csv'), { names: ['name', 'amount'] });
		expect(summaryOf(listed)).toEqual(['CELL_ERROR CELL_ERROR']);
		expect(listed[0]?.problems?.[1]?.message).toBe(
			'Row 2, column "Amount": the cell shows the error #REF!',
		);
	});
});

describe('dates with words, in their own language', () => {
	/** 1 March 2024, a Friday, at 14:30. */
	const DAY = 45352 + 14.5 / 24;

	it.each([
		// Found in files.
		{ format: '[$-C0A]d "de" mmmm "de" yyyy;@', shows: '1 de marzo de 2024' },
		{ format: '[$-540A]d "de" mmmm "de" yyyy', shows: '1 de marzo de 2024' },
		{ format: '[$-580A]d mmmm', shows: '1 marzo' },
		{ format: '[$-FC19]dd mmmm yyyy "г."', shows: '01 марта 2024 г.' },
		{ format: '[$-FC22]d mmmm yyyy" р."', shows: '1 березня 2024 р.' },
		{ format: '[$-43E]dddd, d mmmm', shows: 'Jumaat, 1 Mac' },
		{ format: '[$-429]d mmmm', shows: '1 مارس' },
		// Names alone, and names beside their day.
		{ format: '[$-419]mmmm yyyy', shows: 'март 2024' },
		{ format: '[$-419]d mmmm', shows: '1 марта' },
		{ format: '[$-405]mmmm yyyy', shows: 'březen 2024' },
		{ format: '[$-405]d. mmmm', shows: '1. března' },
		{ format: '[$-415]d mmmm', shows: '1 marca' },
		{ format: '[$-40B]d. mmmm', shows: '1. maaliskuuta' },
		{ format: '[$-403]d "de" mmmm', shows: '1 de març' },
		// Ways of writing a language.
		{ format: '[$-409]d mmmm', shows: '1 March' },
		{ format: '[$-4009]ddd d mmm', shows: 'Fri 1 Mar' },
		{ format: '[$-es-MX]d mmmm', shows: '1 marzo' },
		{ format: '[$-pt_BR]d mmmm', shows: '1 março' },
		{ format: '[$-de-DE,1]d. mmmm', shows: '1. März' },
		{ format: '[$-de]d. mmmm', shows: '1. März' },
		{ format: '[$-fa]d mmmm', shows: '1 مارس' },
		{ format: '[$-bg-BG]d mmmm', shows: '1 март' },
		{ format: '[$-cs-CZ]d. mmmm', shows: '1. března' },
		{ format: '[$-sr-Latn-RS]d. mmmm', shows: '1. mart' },
		{ format: '[$-sr-Cyrl-RS]d. mmmm', shows: '1. март' },
		{ format: '[$-101040C]d mmmm', shows: '1 mars' },
		{ format: '[$-241A]d. mmmm', shows: '1. mart' },
		{ format: '[$-C1A]d. mmmm', shows: '1. март' },
		{ format: '[$-416]dddd', shows: 'sexta-feira' },
		{ format: '[$-410]ddd d mmm', shows: 'ven 1 mar' },
		{ format: '[$-41F]dd mmmm yyyy dddd', shows: '01 Mart 2024 Cuma' },
		{ format: '[$-421]d mmmm', shows: '1 Maret' },
		{ format: '[$-42A]d mmmm', shows: '1 tháng 3' },
		{ format: '[$-439]d mmmm', shows: '1 मार्च' },
		{ format: '[$-411]mmmm', shows: '3月' },
		{ format: '[$-804]dddd', shows: '星期五' },
		{ format: '[$-404]mmmm', shows: '3月' },
		{ format: '[$-412]dddd', shows: '금요일' },
		{ format: '[$-41E]d mmmm yyyy', shows: '1 มีนาคม 2024' },
		{ format: '[$-80A]h:mm AM/PM', shows: '2:30 p.m.' },
		{ format: '[$-411]AM/PM h:mm', shows: '午後 2:30' },
		// No words: any language will do.
		{ format: '[$-1000]d/m/yyyy', shows: '1/3/2024' },
		{ format: '[$-xx-YY]dd.mm.yyyy', shows: '01.03.2024' },
		{ format: '[$-47C]h:mm', shows: '14:30' },
		{ format: '[$-2000401]d/m', shows: '1/3' },
		// No language: English, unless the words beside the names are not.
		{ format: 'd mmmm yyyy', shows: '1 March 2024' },
		{ format: '"Due "mmmm d', shows: 'Due March 1' },
		{ format: '[$-0]d mmmm', shows: '1 March' },
		{ format: 'd "de" mmmm "de" yyyy', shows: 'CELL_FORMAT' },
		{ format: 'd\\ \\d\\e\\ mmmm', shows: 'CELL_FORMAT' },
		{ format: 'd mmmm yyyy "г."', shows: 'CELL_FORMAT' },
		{ format: 'd "de" mm', shows: '1 de 03' },
		// What each computer's settings have: with the year first.
		{ format: '[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy', shows: '2024-03-01' },
		{ format: '[$-x-sysdate]dddd, mmmm dd, yyyy', shows: '2024-03-01' },
		{ format: '[$-F400]h:mm:ss\\ AM/PM', shows: '14:30:00' },
		{ format: '[$-x-systime]h:mm:ss AM/PM', shows: '14:30:00' },
		// Languages that nobody knows, or Intl does not have, or two at once.
		{ format: '[$-1000]d mmmm', shows: 'CELL_FORMAT' },
		{ format: '[$-400]d mmmm', shows: 'CELL_FORMAT' },
		{ format: '[$-47C]d mmmm', shows: 'CELL_FORMAT' },
		{ format: '[$-7C1A]d mmmm', shows: 'CELL_FORMAT' },
		{ format: '[$-xx-YY]d mmmm', shows: 'CELL_FORMAT' },
		{ format: '[$-xx]h:mm AM/PM', shows: 'CELL_FORMAT' },
		{ format: '[>9][$-40A]d mmmm;[$-407]d mmmm', shows: 'CELL_FORMAT' },
		{ format: '[$-804]上午/下午h"时"mm"分"', shows: 'CELL_FORMAT' },
		// Other calendars.
		{ format: '[$-107041E]d mmmm yyyy', shows: 'CELL_FORMAT' },
		{ format: '[$-1060401]d/m/yyyy', shows: 'CELL_FORMAT' },
		{ format: '[$-th-TH,D00]d/m/yyyy', shows: '1/3/2024' },
		{ format: '[$-th-TH,D07041E]d/m/yyyy', shows: 'CELL_FORMAT' },
		{ format: '[$-th-TH,107]d/m/yyyy', shows: 'CELL_FORMAT' },
		{ format: '[$-ja-JP-x-gannen,80]d/m/yyyy', shows: 'CELL_FORMAT' },
	])('$format: $shows', async ({ format, shows }) => {
		const cell = `<c s="1"><v>${DAY}</v></c>`;
		const [found] = await shownIn(rawWorkbook(sheetOf(cell), parts({ formats: [format] })));
		expect(found?.replace('p. m.', 'p.m.')).toBe(shows);
	});

	it('shows no English in any language that Windows has a number for', async () => {
		const ids = Array.from({ length: 0x93 }, (_, low) => low).flatMap((low) =>
			Array.from({ length: 32 }, (_, high) => (high * 0x400 + low).toString(16).toUpperCase()),
		);
		const formats = ids.map((id) => `[$-${id}]d mmmm, dddd`);
		const cells = ids.map((_, index) => `<c s="${index + 1}"><v>45352</v></c>`);
		const found = await shownIn(rawWorkbook(sheetOf(...cells), parts({ formats })));
		const english = ids.filter((_, index) => /March|Friday/.test(found[index] ?? ''));
		// The low ten bits of all kinds of English are 9; none at all is the format's own.
		expect(english.filter((id) => parseInt(id, 16) % 0x400 !== 9)).toEqual(['0']);
		const shown = found.filter((text) => text !== 'CELL_FORMAT');
		expect(shown.length).toBeGreaterThan(3_000);
	});

	it('reads the file in which it was found', async () => {
		const listed = await read(fixture('spanish-date-xlsxwriter.xlsx'), {
			names: ['fecha', 'data'],
		});
		expect(valuesOf(listed, 'fecha')).toEqual(['1 de marzo de 2024']);
		expect(valuesOf(listed, 'data')).toEqual(['01 марта 2024 г.']);
	});
});

describe('dates and times as ISO 8601 writes them', () => {
	const formats = ['dd/mm/yyyy', 'h:mm', 'yyyy-mm-dd hh:mm:ss', '[h]:mm', '0'];

	it.each([
		{ written: '2024-03-01', style: 1, shows: '01/03/2024' },
		{ written: '2024-03-01T10:00:00Z', style: 3, shows: '2024-03-01 10:00:00' },
		{ written: '2024-03-01T10:00:00+02:00', style: 3, shows: '2024-03-01 10:00:00' },
		{ written: '2024-03-01T23:30:00-0500', style: 3, shows: '2024-03-01 23:30:00' },
		{ written: '2024-03-01T10:00:00.250', style: 3, shows: '2024-03-01 10:00:00' },
		{ written: '2024-03-01T10:30', style: 3, shows: '2024-03-01 10:30:00' },
		{ written: '2024-03-01 10:30:00', style: 3, shows: '2024-03-01 10:30:00' },
		{ written: '2024-03-01Z', style: 1, shows: '01/03/2024' },
		{ written: '2024-03-01-05:00', style: 1, shows: '01/03/2024' },
		{ written: '2024-03-01T24:00:00', style: 1, shows: '02/03/2024' },
		{ written: ' 2024-03-01 ', style: 1, shows: '01/03/2024' },
		{ written: '1900-01-01', style: 1, shows: '01/01/1900' },
		{ written: '10:30:00', style: 2, shows: '10:30' },
		{ written: 'T10:30', style: 2, shows: '10:30' },
		{ written: '10:30:00Z', style: 2, shows: '10:30' },
		{ written: 'PT1H', style: 4, shows: '1:00' },
		{ written: 'PT36H15M', style: 4, shows: '36:15' },
		{ written: 'P1DT2H', style: 4, shows: '26:00' },
		{ written: 'P0Y0M0DT1H30M0.0S', style: 4, shows: '1:30' },
		{ written: 'P1W', style: 4, shows: '168:00' },
		// No format of their own.
		{ written: '2024-03-01', style: 0, shows: '2024-03-01' },
		{ written: '2024-03-01T10:30', style: 0, shows: '2024-03-01 10:30' },
		{ written: '2024-03-01T10:30:00Z', style: 0, shows: '2024-03-01 10:30:00' },
		{ written: '14:30:00', style: 0, shows: '14:30:00' },
		{ written: 'PT90M', style: 0, shows: '1:30:00' },
		{ written: '2024-03-01', style: 5, shows: '45352' },
		// Not to be read.
		...[
			'2024-02-30',
			'2024-13-01',
			'24-03-01',
			'2024-03-01T25:00',
			'10:60',
			'10',
			'P1M',
			'P1Y',
			'P',
			'PT',
		]
			.concat([
				'tomorrow',
				'01/03/2024',
				'2024-W09',
				'2024-03',
				'-PT1H',
				'12024-03-01',
				'2024-03-01T',
			])
			.map((written) => ({ written, style: 3, shows: 'CELL_FORMAT' })),
		{ written: '1800-01-01', style: 1, shows: 'CELL_FORMAT' },
	])('$written in style $style: $shows', async ({ written, style, shows }) => {
		const cell = `<c t="d" s="${style}"><v>${written}</v></c>`;
		const bytes = rawWorkbook(sheetOf(cell), parts({ formats }));
		expect(await shownIn(bytes)).toEqual([shows]);
		// One in a column that the message does not use is nobody's trouble.
		expect(summaryOf(await read(await bytes))).toEqual([MOBILE]);
	});

	it('counts from 1904 where the workbook does', async () => {
		const cells = ['<c t="d" s="1"><v>2024-03-01</v></c>', '<c t="d" s="2"><v>10:30:00</v></c>'];
		const changes = parts({ workbook: '<workbookPr date1904="1"/>', formats });
		expect(await shownIn(rawWorkbook(sheetOf(...cells), changes))).toEqual(['01/03/2024', '10:30']);
	});

	it('reads the file in which it was found', async () => {
		const bytes = fixture('iso-time-openpyxl.xlsx');
		expect(summaryOf(await read(bytes, { names: ['name'] }))).toEqual([MOBILE, '+13055550102']);
		const listed = await read(bytes, { names: ['time'] });
		expect(valuesOf(listed, 'time')).toEqual(['14:30:00', 'EMPTY_VARIABLE']);
	});
});

describe('values that programs wrap to keep them', () => {
	const ROWS = [
		{ written: '="00123"', means: '00123' },
		{ written: '= "00123"', means: '00123' },
		{ written: '=" 00123 "', means: '00123' },
		{ written: '=”00123”', means: '00123' },
		{ written: '=“00123”', means: '00123' },
		{ written: '="a""b"', means: 'a"b' },
		{ written: '="say “hi”"', means: 'say “hi”' },
		{ written: '="#1"', means: '#1' },
		{ written: "'00123", means: '00123' },
		{ written: '’00123', means: '00123' },
		{ written: "'+34 600", means: '+34 600' },
		{ written: "'=1+1", means: '=1+1' },
		{ written: "'-5", means: '-5' },
		{ written: "'@ana", means: '@ana' },
		{ written: "'1/2", means: '1/2' },
		{ written: "'.5", means: '.5' },
		{ written: "'2024-03-01", means: '2024-03-01' },
		{ written: `'="00123"`, means: '00123' },
		{ written: `="'00123"`, means: '00123' },
		// Texts as they are.
		...[
			...["'s-Hertogenbosch", "O'Brien", "'tis", "'t Hooft", "'n Boer", "'90s night", "'00s", "'"],
			...["''", "'2024 Edition'", '‘1984’', '=1+1', '="a"&"b"', '="a"b"', '="', '=', '"quoted"'],
			...['=SUM("a")', '=”a', "5' 10", "'Ana"],
		].map((written) => ({ written, means: written })),
	];

	it.each(ROWS)('$written is $means', async ({ written, means }) => {
		expect(unwrapText(written)).toBe(means);
		const quoted = `"${written.replaceAll('"', '""')}"`;
		const listed = await read(`Mobile,Value\n${MOBILE},${quoted}\n`, { names: ['value'] });
		expect(valuesOf(listed, 'value')).toEqual([means]);
		const cell = `<c t="inlineStr"><is><t>${written.replaceAll('&', '&amp;')}</t></is></c>`;
		expect(await shownIn(rawWorkbook(sheetOf(cell)))).toEqual([means]);
	});

	it.each([
		{ label: 'quoted', file: `"=""Mobile""";"=""Country"""\n"=""13055550101""";"=""1"""` },
		{ label: 'as Excel reads them, too', file: '="Mobile";="Country"\n="13055550101";="1"' },
		{
			label: 'with a delimiter inside',
			file: '="Mobile",="Country",="A,B"\n="13055550101",="1",="c,d"',
		},
		{ label: 'with apostrophes', file: "'Mobile,'Country\n'13055550101,'1" },
		{
			label: 'with a line that names the delimiter',
			file: 'sep=;\n="Mobile";="Country"\n="13055550101";="1"',
		},
	])('reads headings, numbers and countries, $label', async ({ file }) => {
		expect(summaryOf(await read(file))).toEqual([MOBILE]);
	});

	it.each([
		{ heading: '"=""00123"""', name: '00123' },
		{ heading: '="00123"', name: '00123' },
		{ heading: "'00123", name: '00123' },
		{ heading: "'Name", name: 'name' },
		{ heading: '"=""Full """"nick"""" name"""', name: 'full "nick" name' },
	])('finds ##$name## under the heading $heading', async ({ heading, name }) => {
		const listed = await read(`Mobile,${heading}\n${MOBILE},x`, { names: [name] });
		expect(valuesOf(listed, name)).toEqual(['x']);
	});

	it.each([
		{ label: 'a formula of two texts', file: `Mobile,V\n${MOBILE},="a"&"b"` },
		{ label: 'a quotation mark that is not closed', file: `Mobile,V\n${MOBILE},="a\n` },
	])('refuses a CSV file with $label outside of quotation marks', async ({ file }) => {
		await expect(read(file)).rejects.toMatchObject({ code: 'BROKEN_CSV' });
	});

	it('takes an empty one for nothing', async () => {
		const listed = await read(`Mobile,V\n${MOBILE},=""\n${MOBILE},"="""""`, { names: ['v'] });
		expect(summaryOf(listed)).toEqual(['EMPTY_VARIABLE', 'EMPTY_VARIABLE']);
	});

	it('reads the file in which it was found', async () => {
		const listed = await read(fixture('excel-text-formula.csv'), { names: ['code'] });
		expect(summaryOf(listed)).toEqual([MOBILE]);
		expect(valuesOf(listed, 'code')).toEqual(['00123']);
	});
});

describe('rows that nobody sees', () => {
	it.each([
		{ label: 'hidden', row: 'hidden="1"', isHidden: true },
		{ label: 'hidden, in words', row: 'hidden="true"', isHidden: true },
		{ label: 'without height', row: 'ht="0" customHeight="1"', isHidden: true },
		{ label: 'without height, by itself', row: 'ht="0"', isHidden: true },
		{ label: 'without height, in decimals', row: 'ht="0.0" customHeight="true"', isHidden: true },
		{ label: 'in a group that is closed', row: 'outlineLevel="1" hidden="1"', isHidden: true },
		{ label: 'where rows have no height', row: '', format: 'defaultRowHeight="0"', isHidden: true },
		{ label: 'below a closed group', row: 'collapsed="1"', isHidden: false },
		{ label: 'of a height', row: 'ht="15" customHeight="1"', isHidden: false },
		{ label: 'of a height that is none', row: 'ht=""', isHidden: false },
		{
			label: 'of a height where rows have none',
			row: 'ht="15" customHeight="1"',
			format: 'defaultRowHeight="0" customHeight="1" zeroHeight="1"',
			isHidden: false,
		},
		// Only rows that are not written out are hidden by this: XlsxWriter's "hide_unused_rows".
		{ label: 'used', row: '', format: 'defaultRowHeight="15" zeroHeight="1"', isHidden: false },
		{ label: 'not used', row: 'hidden="1"', format: 'zeroHeight="1"', isHidden: true },
	])('$label: $isHidden', async ({ row, format = '', isHidden }) => {
		const cell = `<c t="inlineStr"><is><t>${MOBILE}</t></is></c>`;
		const rows = `${rawRow('Mobile')}<row ${row}>${cell}</row>`;
		const sheet = `<worksheet><sheetFormatPr ${format}/><sheetData>${rows}</sheetData></worksheet>`;
		const bytes = await rawWorkbook('', { 'xl/worksheets/sheet1.xml': sheet });
		expect(summaryOf(await read(bytes))).toEqual([isHidden ? 'HIDDEN_ROW' : MOBILE]);
	});

	it.each(['hidden="1"', 'width="0" customWidth="1"'])('reads a column with %s', async (column) => {
		const sheet = `<worksheet><cols><col min="1" max="2" ${column}/></cols><sheetData>${sheetOf('<c><v>5</v></c>')}</sheetData></worksheet>`;
		expect(await shownIn(rawWorkbook('', { 'xl/worksheets/sheet1.xml': sheet }))).toEqual(['5']);
	});
});
