import JSZip from 'jszip';

import { createSandbox, type Sandbox } from '../../sandbox/server';
import { rawRow, rawWorkbook, read, workbookOf } from '../messages/files';
import { sendMessageCentral, type Reply } from './client';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const MEGABYTE = 1_000_000;
/** What a file may take besides what it has itself, in bytes; the collector takes its time. */
const MOST_MEMORY = 600 * MEGABYTE;

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await createSandbox();
});
afterAll(() => sandbox.close());

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
		'a sheet that unpacks to 400 MB',
		() => rawWorkbook('', { 'xl/worksheets/sheet1.xml': spaces(400) }),
	],
	['a part of 400 MB that nobody needs', () => rawWorkbook(heading, { 'xl/media/a': spaces(400) })],
	[
		'a sheet of 400 MB that says it has 100 bytes',
		async () => lyingAboutSizes(await rawWorkbook('', { 'xl/worksheets/sheet1.xml': spaces(400) })),
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

/** Those that are refused before they are opened, and why. */
const BOUNDED: Record<string, string> = {
	'a sheet that unpacks to 400 MB': 'when unpacked',
	'a part of 400 MB that nobody needs': 'when unpacked',
	'a sheet of 400 MB that says it has 100 bytes': 'file: expected',
	'twenty thousand parts': 'at most 1000 parts',
	'2 million rows': 'when unpacked',
};

describe.each(HOSTILE)('%s', (label, make) => {
	it('is refused by the sandbox, which lives on', async () => {
		const content = await make();
		const before = process.memoryUsage().rss;
		const reply = await upload(content);
		expect(reply.status).toBe(400);
		if (label in BOUNDED) expect(reply.body).toContain(BOUNDED[label]);
		expect(process.memoryUsage().rss - before).toBeLessThan(MOST_MEMORY);
		expect('polluted' in {}).toBe(false);
		expect((await sendMessageCentral(sandbox)).status).toBe(200);
	}, 60_000);

	it('is refused by the node’s own reader', async () => {
		const content = await make();
		const before = process.memoryUsage().rss;
		await expect(read(content)).rejects.toMatchObject({ name: 'Refusal' });
		expect(process.memoryUsage().rss - before).toBeLessThan(MOST_MEMORY);
	}, 60_000);
});

it('a workbook of an ordinary kind is read all the same', async () => {
	const content = await workbookOf([
		['Country', 'Mobile'],
		['91', '9876543210'],
	]);
	expect((await upload(content)).status).toBe(200);
	expect(await read(content)).toHaveLength(1);
});
