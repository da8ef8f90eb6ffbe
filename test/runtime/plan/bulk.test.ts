import type { INodeParameters } from 'n8n-workflow';
import { Workbook } from 'exceljs';
import { GATEWAYS, PROFILES } from '../../profiles';
import { file, outputs, runNode, type NodeRun } from '../engine';
import { credentialsFor } from '../credentials';
import { sandboxForTests } from '../../sandbox/forTests';

const sandbox = sandboxForTests();

const bulk = (
	node: NodeRun['node'],
	parameters: NodeRun['parameters'],
	more: Partial<NodeRun> = {},
) =>
	runNode({
		node,
		credentials: credentialsFor(sandbox),
		parameters: {
			...{ resource: 'sms', operation: 'sendBulk', ...PROFILES[node].bulk, ...parameters },
			// One at a time, so that the sandbox's order is that of the recipients.
			options: { concurrency: 1, ...(parameters.options as INodeParameters | undefined) },
		},
		...more,
	});

const sent = () => sandbox.messages().map(({ to, text }) => `${to} ${text}`);

async function workbook(rows: unknown[][], change?: (book: Workbook) => void): Promise<Buffer> {
	const book = new Workbook();
	book.addWorksheet('Recipients').addRows(rows);
	change?.(book);
	return Buffer.from(await book.xlsx.writeBuffer());
}

describe.each(GATEWAYS)('%s: the recipients come from', (node) => {
	const expected = [
		'13056708084 Hello Ana, 5 pm',
		'34612345678 Hello Łukasz 😀, 6 pm',
		'919876543210 Hello =A1, 007',
	];

	it('the items', async () => {
		const items = [
			{ phone: '+1 305 670 8084', name: 'Ana', time: '5 pm' },
			{ phone: '+34 612 34 56 78', name: 'Łukasz 😀', time: '6 pm' },
			{ phone: '0091 98765 43210', name: '=A1', time: '007' },
		];
		const result = await bulk(
			node,
			{
				recipientSource: 'items',
				to: '={{ $json.phone }}',
				message: 'Hello ##name##, ##Time##',
				variables: {
					variable: [
						{ name: 'Name', value: '={{ $json.name }}' },
						{ name: 'time', value: '={{ $json.time }}' },
					],
				},
			},
			{ items },
		);
		expect(result.error).toBeUndefined();
		expect(outputs(result).map(({ outcome, to }) => [outcome, to])).toEqual([
			['accepted', '+13056708084'],
			['accepted', '+34612345678'],
			['accepted', '+919876543210'],
		]);
		expect(result.items.map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 1 },
			{ item: 2 },
		]);
		expect(sent()).toEqual(expected);
	});

	it('a workbook', async () => {
		const bytes = await workbook([
			['time', 'Mobile', 'NAME', 'Country', 'unused'],
			['5 pm', 3056708084, 'Ana', 1, '#'],
			[],
			['6 pm', '+34 612 34 56 78', 'Łukasz 😀', null],
			['007', '9876543210', '=A1', '+91'],
		]);
		const result = await bulk(
			node,
			{
				recipientSource: 'file',
				binaryPropertyName: 'data',
				message: 'Hello ##name##, ##Time##',
			},
			{ items: [{}], files: [file('people.xlsx', bytes)] },
		);
		expect(result.error).toBeUndefined();
		expect(outputs(result).map(({ outcome, row }) => [outcome, row])).toEqual([
			['accepted', 2],
			['accepted', 4],
			['accepted', 5],
		]);
		expect(result.items.map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 0 },
			{ item: 0 },
		]);
		expect(sent()).toEqual(expected);
	});

	it('a CSV file', async () => {
		const csv =
			'\ufeffMobile;Name;Time\r\n"+1 (305) 670-8084";Ana;5 pm\r\n+34612345678;"Łukasz 😀";6 pm\r\n919876543210;=A1;007\r\n';
		const result = await bulk(
			node,
			{
				recipientSource: 'file',
				binaryPropertyName: 'data',
				message: 'Hello ##name##, ##Time##',
			},
			{ items: [{}], files: [file('people.csv', csv, 'text/csv')] },
		);
		expect(result.error).toBeUndefined();
		expect(sent()).toEqual(expected);
	});

	it.each([
		['a text', '+1 305 670 8084; +34 612 34 56 78,\n0091 98765 43210'],
		['an array', '={{ ["+13056708084", "+34 612345678", 919876543210] }}'],
	])('a list as %s', async (_label, recipients) => {
		const result = await bulk(node, { recipientSource: 'list', recipients, message: 'Hello' });
		expect(result.error).toBeUndefined();
		expect(sent()).toEqual(['13056708084 Hello', '34612345678 Hello', '919876543210 Hello']);
		expect(outputs(result).map(({ to }) => to)).toEqual([
			'+13056708084',
			'+34612345678',
			'+919876543210',
		]);
	});
});

describe('a sheet with 20 kinds of bad rows', () => {
	const LONG = 'x'.repeat(5000);
	/** The cells of a row, and what is wrong with it; nothing for a good one. */
	const ROWS: [cells: unknown[], code: string, text: RegExp][] = [
		[['91', '9876500001', 'Good', 'a'], '', /^$/],
		[['91', '', 'No number', 'a'], 'EMPTY_NUMBER', /column "Mobile"/],
		[['91', '12', 'Too short', 'a'], 'INVALID_NUMBER', /"12"/],
		[['91', 'call me', 'No digits', 'a'], 'INVALID_NUMBER', /"call me"/],
		[['91', '98765000041234567', 'Too long', 'a'], 'INVALID_NUMBER', /column "Mobile"/],
		[[null, '9.19877E+11', 'Shortened by a spreadsheet', 'a'], 'SHORTENED_NUMBER', /9\.19877E\+11/],
		[[null, 919877000000, 'Shortened and read again', 'a'], 'SHORTENED_NUMBER', /919877000000/],
		[['91', 98765000.5, 'A fraction', 'a'], 'INVALID_NUMBER', /98765000\.5/],
		[['XX', '9876500009', 'No country', 'a'], 'INVALID_COUNTRY', /column "Country".*"XX"/],
		[['91', '+13056708084', 'Another country', 'a'], 'COUNTRY_MISMATCH', /column "Mobile"/],
		[[null, '9876500011', 'Country code missing', 'a'], 'INVALID_NUMBER', /9876500011/],
		[['91', '9876500012', '', 'a'], 'EMPTY_VARIABLE', /column "Name"/],
		[['91', '9876500013', 'No value', null], 'EMPTY_VARIABLE', /column "Amount"/],
		[['91', '9876500014', 'Blank value', '   '], 'EMPTY_VARIABLE', /column "Amount"/],
		[['91', '9876500015', { error: '#N/A' }, 'a'], 'CELL_ERROR', /#N\/A/],
		[['91', '9876500016', { formula: 'A1' }, 'a'], 'NOT_CALCULATED', /column "Name"/],
		[['91', '9876500017', LONG, 'a'], 'LONG_VALUE', /column "Name"/],
		[['91', '9876500001', 'Good', 'a'], 'DUPLICATE', /Row 2/],
		[['91', '9876500019', 'Hidden', 'a'], 'HIDDEN_ROW', /hidden/i],
		[['91', { error: '#REF!' }, 'Broken number', 'a'], 'CELL_ERROR', /column "Mobile"/],
		[['91', '', '', ''], 'EMPTY_NUMBER', /column "Mobile".*column "Name".*column "Amount"/],
		[['91', '9876500022', 'Half \ud83d', 'a'], 'BROKEN_TEXT', /column "Name"/],
		[['91', '9876500023', 'Good too', 'a'], '', /^$/],
		[['91', '9876500001', 'Good, and other', 'a'], '', /^$/],
		[['IN', '0091 98765 00025', '=1+1', '007'], '', /^$/],
	];
	const bad = ROWS.flatMap(([, code, text], index) =>
		code === '' ? [] : [{ row: index + 2, code, text }],
	);
	const good = ROWS.flatMap(([cells, code], index) =>
		code === '' ? [{ row: index + 2, name: String(cells[2]), amount: String(cells[3]) }] : [],
	);
	const parameters = {
		recipientSource: 'file',
		binaryPropertyName: 'sheet',
		message: 'Hi ##name##: ##amount##',
	};
	const sheet = async () => {
		const bytes = await workbook(
			[['Country', 'Mobile', 'Name', 'Amount'], ...ROWS.map(([cells]) => cells)],
			(book) => {
				const row = book.worksheets[0]?.getRow(20);
				if (row !== undefined) row.hidden = true;
			},
		);
		return [{ sheet: file('people.xlsx', bytes).data }] as NodeRun['files'];
	};

	it('has 20 kinds at least', () => {
		expect(bad.length).toBeGreaterThanOrEqual(20);
		expect(good).toHaveLength(4);
	});

	it.each(GATEWAYS)('%s: with "stop" each is named, and nothing is sent', async (node) => {
		const result = await bulk(node, parameters, { items: [{}], files: await sheet() });
		expect(sandbox.stats().requests).toBe(0);
		expect(result.error?.message).toBe(`${bad.length} of ${ROWS.length} recipients are invalid`);
		const lines = result.error?.description?.split('<br>\n') ?? [];
		for (const { row, text } of bad) {
			const line = lines.filter((each) => each.startsWith(`- Row ${row}`));
			expect(line).toHaveLength(1);
			expect(line[0]).toMatch(text);
		}
		expect(lines.filter((line) => line.startsWith('- Row'))).toHaveLength(bad.length);
	});

	it.each(GATEWAYS)('%s: with "skip" exactly the good ones are sent', async (node) => {
		const result = await bulk(
			node,
			{ ...parameters, invalidRecipients: 'skip' },
			{ items: [{}], files: await sheet() },
		);
		expect(result.error).toBeUndefined();
		expect(sandbox.messages().map(({ text }) => text)).toEqual(
			good.map(({ name, amount }) => `Hi ${name}: ${amount}`),
		);
		const json = outputs(result);
		expect(json.map(({ row }) => row)).toEqual(ROWS.map((_, index) => index + 2));
		expect(json.filter(({ outcome }) => outcome === 'accepted').map(({ row }) => row)).toEqual(
			good.map(({ row }) => row),
		);
		const failed = json.filter(({ outcome }) => outcome === 'rejected');
		// The number of a row whose value is missing is E.164 all the same.
		expect(json[11]).toMatchObject({ row: 13, to: '+919876500012' });
		expect(failed.map(({ row, error }) => [row, (error as { code: string }).code])).toEqual(
			bad.map(({ row, code }) => [row, code]),
		);
		expect(result.hints[0]).toMatch(
			new RegExp(
				`^${ROWS.length} messages: 4 accepted, ${bad.length} rejected, 0 unknown\\. It took`,
			),
		);
	});

	it('with "stop" and a node that continues, every row says why nothing was sent', async () => {
		const result = await bulk('mGage', parameters, {
			items: [{}],
			files: await sheet(),
			onError: 'continueRegularOutput',
		});
		expect(sandbox.stats().requests).toBe(0);
		const json = outputs(result);
		expect(json).toHaveLength(ROWS.length);
		expect(json.every(({ outcome }) => outcome === 'rejected')).toBe(true);
		expect(
			json
				.filter(({ error }) => (error as { code: string }).code === 'HELD_BACK')
				.map(({ row }) => row),
		).toEqual(good.map(({ row }) => row));
	});
});

describe('a file that cannot be used at all', () => {
	const parameters = { recipientSource: 'file', message: 'Hi ##name##' };
	it.each([
		['no file', undefined, /has no file/],
		['an empty one', file('a.csv', ''), /empty/],
		['one without a column for numbers', file('a.csv', 'Name\nAna\n'), /Mobile/],
		['one without a column for a variable', file('a.csv', 'Mobile\n+13056708084\n'), /name/i],
		['one with headings only', file('a.csv', 'Mobile,Name\n'), /no recipients/],
		['a picture', file('a.png', '\x89PNG\r\n\x1a\n', 'image/png'), /neither|cannot/],
		[
			'a workbook that is none',
			file('a.xlsx', 'PK\x03\x04 nothing'),
			/cannot be read|damaged|workbook/i,
		],
		['a heading twice', file('a.csv', 'Mobile,Name,name\n+13056708084,a,b\n'), /heading|column/i],
	])('%s', async (_label, data, text) => {
		const result = await bulk('mGage', parameters, {
			items: [{}],
			...(data && { files: [data] }),
		});
		expect(result.error?.message).toMatch(text);
		expect(sandbox.stats().requests).toBe(0);
	});
});

describe('recipients that come twice', () => {
	const list = { recipientSource: 'list', message: 'Hello' };

	it('in a list are refused', async () => {
		const result = await bulk('mGage', { ...list, recipients: '+13056708084,(1) 305-670-8084' });
		expect(result.error?.message).toBe(
			'Recipient 2: the same text already goes to +13056708084 (Recipient 1)',
		);
		expect(sandbox.stats().requests).toBe(0);
	});

	it('because the list comes with every item are refused too', async () => {
		const items = [{}, {}, {}];
		const result = await bulk('mGage', { ...list, recipients: '+13056708084' }, { items });
		expect(result.error?.message).toMatch(/already/);
		expect(sandbox.stats().requests).toBe(0);
		const skipped = await bulk(
			'mGage',
			{ ...list, recipients: '+13056708084', invalidRecipients: 'skip' },
			{ items },
		);
		expect(outputs(skipped).map(({ outcome }) => outcome)).toEqual([
			'accepted',
			'rejected',
			'rejected',
		]);
		expect(sandbox.messages()).toHaveLength(1);
	});

	it('among the items are sent, as the user asks for each', async () => {
		const result = await bulk(
			'mGage',
			{ recipientSource: 'items', to: '+13056708084', message: 'Hello' },
			{ items: [{}, {}] },
		);
		expect(outputs(result).map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted']);
		expect(sandbox.messages()).toHaveLength(2);
	});
});

describe('failures', () => {
	const items = Array.from({ length: 4 }, (_, index) => ({ phone: `+1213555000${index}` }));
	const parameters = { recipientSource: 'items', to: '={{ $json.phone }}', message: 'Hello' };

	it('are told by recipient, and do not stop the run', async () => {
		sandbox.refuseNumbers({ '12135550001': 111 });
		const result = await bulk('mGage', parameters, { items });
		expect(result.error).toBeUndefined();
		expect(outputs(result).map(({ outcome }) => outcome)).toEqual([
			'accepted',
			'rejected',
			'accepted',
			'accepted',
		]);
		expect(result.hints).toEqual([
			'4 messages: 3 accepted, 1 rejected, 0 unknown. It took 1 request for 3 parts.',
		]);
	});

	it('stop the node only when nothing at all was accepted', async () => {
		sandbox.failNext({ count: 10, code: 'NOT_ENOUGH_FUNDS' });
		const result = await bulk('messangi', parameters, { items });
		expect(result.error?.message).toBe('The Messangi account is out of credit');
		expect(result.error?.description).toContain(
			'No message was accepted: 0 accepted, 4 rejected, 0 unknown.',
		);
		sandbox.reset();
		sandbox.failNext({ count: 3, skip: 1, code: 'NOT_ENOUGH_FUNDS' });
		const partly = await bulk(
			'messangi',
			{ ...parameters, options: { concurrency: 1 } },
			{ items, onError: 'continueErrorOutput' },
		);
		expect(outputs(partly)).toHaveLength(1);
		expect(partly.errorItems).toHaveLength(3);
	});

	it('of an item with a wrong setting name the item', async () => {
		const result = await bulk(
			'mGage',
			{ ...parameters, programId: '={{ $itemIndex === 2 ? "" : "12345" }}' },
			{ items },
		);
		expect(result.error?.message).toBe('"Program ID" is empty');
		expect(result.error?.context.itemIndex).toBe(2);
	});
});

describe('smart encoding', () => {
	const message = `“Don’t” – ${'x'.repeat(80)}`;

	it.each([
		[true, `"Don't" - ${'x'.repeat(80)}`, 'GSM-7', 1],
		[false, message, 'UCS-2', 2],
	])('%s', async (smartEncoding, text, encoding, parts) => {
		const result = await bulk('mGage', {
			recipientSource: 'list',
			recipients: '+13056708084',
			message,
			options: { smartEncoding },
		});
		expect(outputs(result)).toMatchObject([{ encoding, parts }]);
		expect(sandbox.messages().map((each) => each.text)).toEqual([text]);
	});

	it('applies to a message and its values by recipient, where it saves parts', async () => {
		const csv = `Mobile,Name\n+919876543210,“Ana” ${'x'.repeat(70)}\n+919876543211,“Ю” ${'x'.repeat(70)}\n`;
		const result = await bulk(
			'messageCentral',
			{
				recipientSource: 'file',
				message: '“Hi” ##name##',
				options: { smartEncoding: true },
			},
			{ items: [{}], files: [file('a.csv', csv)] },
		);
		expect(result.error).toBeUndefined();
		expect(sandbox.messages().map(({ text }) => text)).toEqual([
			`"Hi" "Ana" ${'x'.repeat(70)}`,
			`“Hi” “Ю” ${'x'.repeat(70)}`,
		]);
	});
});
