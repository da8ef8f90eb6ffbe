import JSZip from 'jszip';

import { Refusal } from '../../messages/refusal';
import { rawRow, rawWorkbook, read, workbookOf } from '../messages/files';
import { sendMessageCentral, type Reply } from '../sandbox/client';
import { sandboxForTests } from '../sandbox/forTests';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const MEGABYTE = 1_000_000;
/** What a file may take besides what it has itself, in bytes; the collector takes its time. */
const MOST_MEMORY = 600 * MEGABYTE;

const sandbox = sandboxForTests();

function upload(content: Uint8Array): Promise<Reply> {
	const body = Buffer.concat([
		Buffer.from(
			`--b\r\ncontent-disposition: form-data; name="file"; filename="r.xlsx"\r\ncontent-type: ${XLSX}\r\n\r\n`,
		),
		content,
		Buffer.from('\r\n--b--\r\n'),
	]);
	return sendMessageCentral(
		sandbox,
		{ countryCode: undefined, mobileNumber: undefined, message: 'Hi' },
		{
			method: 'POST',
			body,
			headers: {
				authToken: 'sandbox-long-lived-auth-token',
				'content-type': 'multipart/form-data; boundary=b',
			},
		},
	);
}

const row = (...texts: string[]) => rawRow(...texts);
const heading = row('Country', 'Mobile');

/** A part that unpacks to very much. */
const spaces = (megabytes: number) => Buffer.alloc(megabytes * MEGABYTE, 32);

/** The sizes that the archive's directory gives for its parts, made small. */
function lyingAboutSizes(workbook: Uint8Array): Buffer {
	const bytes = Buffer.from(workbook);
	for (let at = bytes.indexOf('PK\x01\x02'); at !== -1; at = bytes.indexOf('PK\x01\x02', at + 4))
		bytes.writeUInt32LE(100, at + 24);
	return bytes;
}

const HOSTILE: [label: string, make: () => Promise<Uint8Array>][] = [
	[
		'a sheet that unpacks to 310 MB',
		() => rawWorkbook('', { 'xl/worksheets/sheet1.xml': spaces(310) }),
	],
	['a part of 310 MB that nobody needs', () => rawWorkbook(heading, { 'xl/media/a': spaces(310) })],
	[
		'a sheet of 310 MB that says it has 100 bytes',
		async () => lyingAboutSizes(await rawWorkbook('', { 'xl/worksheets/sheet1.xml': spaces(310) })),
	],
	[
		'twenty thousand parts',
		() =>
			rawWorkbook(
				heading,
				Object.fromEntries(Array.from({ length: 20_000 }, (_, each) => [`x/${each}`, 'a'])),
				'STORE',
			),
	],
	['2 million rows', () => rawWorkbook(heading + '<row><c><v>1</v></c></row>'.repeat(2_000_000))],
	[
		'20 million elements that are not closed',
		() => rawWorkbook('', { 'xl/worksheets/sheet1.xml': '<a>'.repeat(20_000_000) }),
	],
	[
		'five million elements that are not closed',
		() => rawWorkbook('', { 'xl/worksheets/sheet1.xml': '<a>'.repeat(5_000_000) }),
	],
	['a million cells in a row', () => rawWorkbook(`<row>${'<c/>'.repeat(1_000_000)}</row>`)],
	['a cell in another row', () => rawWorkbook('<row r="5"/><row r="4"><c/></row>')],
	['a cell of a long name', () => rawWorkbook(`<row><c r="A${'1'.repeat(200_000)}"/></row>`)],
	[
		'a number of many digits',
		() => rawWorkbook(row('Country', 'Mobile') + row('1', `1${'0'.repeat(200_000)}1`)),
	],
	[
		'cells that share a long text',
		() =>
			rawWorkbook(
				`<row>${'<c t="s"><v>0</v></c>'.repeat(3)}</row>`.repeat(10_000),
				sharedTexts('x'.repeat(240_000)),
			),
	],
	['300 headings', () => rawWorkbook(row('Country', 'Mobile', ...Array<string>(300).fill('Var1')))],
	[
		'a bomb of entities',
		() =>
			rawWorkbook('', {
				'xl/worksheets/sheet1.xml': `<!DOCTYPE w [<!ENTITY a "${'a'.repeat(1000)}"><!ENTITY b "${'&a;'.repeat(1000)}"><!ENTITY c "${'&b;'.repeat(1000)}">]><worksheet><sheetData><row><c t="inlineStr"><is><t>&c;</t></is></c></row></sheetData></worksheet>`,
			}),
	],
	['headings called __proto__', () => rawWorkbook(row('__proto__', 'constructor') + row('a', 'b'))],
	[
		'an archive in an archive',
		async () =>
			await new JSZip().file('a.zip', await rawWorkbook('')).generateAsync({ type: 'uint8array' }),
	],
	['parts that leave the archive', () => rawWorkbook(heading, { '../../../tmp/evil': 'x' })],
	['no archive at all', () => Promise.resolve(Buffer.from('PK\x03\x04 nothing'))],
];

/** Texts that cells share, related to the workbook. */
function sharedTexts(text: string): Record<string, string> {
	return {
		'xl/sharedStrings.xml': `<sst><si><t>${text}</t></si></sst>`,
		'xl/_rels/workbook.xml.rels':
			'<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="x/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
	};
}

/** Those that are refused before they are opened, and why. */
const BOUNDED: Record<string, string> = {
	'a sheet that unpacks to 310 MB': 'more than 300 MB when it is decompressed',
	'a part of 310 MB that nobody needs': 'more than 300 MB when it is decompressed',
	'a sheet of 310 MB that says it has 100 bytes': 'file: expected',
	'twenty thousand parts': 'more than 10,000 parts',
	'2 million rows': 'more than 100 times its size',
	'20 million elements that are not closed': 'more than 100 times its size',
	'five million elements that are not closed': 'deeper than 100 levels',
	'300 headings': 'at most 100 variables',
	'a number of many digits': 'expected a national number',
	'cells that share a long text': 'cell A1: expected',
};

describe.each(HOSTILE)('%s', (label, make) => {
	let content: Uint8Array;
	beforeAll(async () => {
		content = await make();
	}, 60_000);

	it('is refused by the sandbox, which lives on', async () => {
		const before = process.memoryUsage().rss;
		const reply = await upload(content);
		expect(reply.status).toBe(400);
		if (label in BOUNDED) expect(reply.body).toContain(BOUNDED[label]);
		expect(process.memoryUsage().rss - before).toBeLessThan(MOST_MEMORY);
		expect('polluted' in {}).toBe(false);
		expect((await sendMessageCentral(sandbox)).status).toBe(200);
	}, 60_000);

	it('is refused by the node’s own reader', async () => {
		const before = process.memoryUsage().rss;
		const listed = await read(content).catch((error: unknown) => error);
		expect(process.memoryUsage().rss - before).toBeLessThan(MOST_MEMORY);
		// The whole file, or its only row.
		if (listed instanceof Refusal) return;
		expect(listed).toEqual([expect.objectContaining({ recipient: null })]);
	}, 60_000);
});

/** They are no trouble to the nodes' own reader, which passes over them. */
it.each([
	['merged cells', '<mergeCells><mergeCell ref="A5:XFD1048576"/></mergeCells>'],
	[
		'a validation',
		'<dataValidations><dataValidation sqref="A1:XFD1048576"><formula1>1</formula1></dataValidation></dataValidations>',
	],
	['a condition', '<conditionalFormatting sqref="A1:XFD1048576"/>'],
])(
	'%s of all cells of a sheet take no time',
	async (_, element) => {
		const part = `<worksheet><sheetData>${heading}${row('91', '9876543210')}</sheetData>${element}</worksheet>`;
		const content = await rawWorkbook('', { 'xl/worksheets/sheet1.xml': part });
		expect((await upload(content)).status).toBe(200);
		expect(await read(content)).toHaveLength(1);
	},
	5_000,
);

it('a workbook of an ordinary kind is read all the same', async () => {
	const content = await workbookOf([
		['Country', 'Mobile'],
		['91', '9876543210'],
	]);
	expect((await upload(content)).status).toBe(200);
	expect(await read(content)).toHaveLength(1);
});
