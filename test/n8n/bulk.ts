import { rawWorkbook } from '../messages/files';
import { GATEWAYS, PROFILES } from '../profiles';
import type { Rig } from './rig';
import { hintsOf } from './stored';
import {
	convertToFile,
	filterByOutcome,
	type GatewayNode,
	origins,
	type OtherNode,
	outputs,
	SEND,
	workflowOf,
} from './workflows';

/** A sheet in which a number is a number, a text looks like a formula, and columns stand anyhow. */
const SHEET = [
	{ 'name ': 'Ana', Mobile: 3056708084, COUNTRY: '1', Time: '5 pm', note: 1 },
	{ 'name ': 'Łukasz 😀', Mobile: '+34 612 34 56 78', COUNTRY: '', Time: '6, "sharp"', note: 2 },
	{ 'name ': '=A1', Mobile: '9876543210', COUNTRY: '+91', Time: '007', note: null },
	{ 'name ': 'Two\nlines', Mobile: 9876543211, COUNTRY: 91, Time: 'a;b', note: null },
];
const TEMPLATE = 'Hello ##name##, ##Time##';
const SHEET_SENT = [
	'13056708084 Hello Ana, 5 pm',
	'34612345678 Hello Łukasz 😀, 6, "sharp"',
	'919876543210 Hello =A1, 007',
	'919876543211 Hello Two\nlines, a;b',
];

/** Small files that held n8n for a minute, or filled its memory. */
const HOSTILE_FILES = [
	{
		name: 'a workbook of 20 million elements that are not closed',
		make: () =>
			rawWorkbook('', { 'xl/worksheets/sheet1.xml': `<worksheet>${'<a>'.repeat(20_000_000)}` }),
		refusal: 'more than 100 times its size',
	},
	{
		name: 'a workbook of 6 million of them',
		make: () =>
			rawWorkbook('', { 'xl/worksheets/sheet1.xml': `<worksheet>${'<a>'.repeat(6_000_000)}` }),
		refusal: 'deeper than 100 levels',
	},
	{
		name: 'a CSV file with a heading of 200,000 blanks',
		make: () => Buffer.from(`Mobile${' '.repeat(200_000)}x,Name\n+13056708084,Ana\n`),
		refusal: 'a heading of more than 1,000 characters in column 1',
	},
];

/** n8n's own: makes a file of what an item has in Base64. */
const FROM_BASE64: OtherNode = {
	name: 'File',
	type: 'convertToFile',
	typeVersion: 1.1,
	parameters: {
		operation: 'toBinary',
		sourceProperty: 'content',
		binaryPropertyName: 'data',
		options: {},
	},
};

/** Asks n8n again and again, and says how long it took to answer at the longest, in milliseconds. */
function watchAnswers(url: string): { stop: () => Promise<number> } {
	const end = new AbortController();
	let longest = 0;
	const asking = (async () => {
		while (!end.signal.aborted) {
			const since = performance.now();
			await (await fetch(url)).text();
			longest = Math.max(longest, performance.now() - since);
			await new Promise((resolve) => setTimeout(resolve, 50));
		}
	})();
	return {
		stop: async () => {
			end.abort();
			await asking;
			return longest;
		},
	};
}

/** Three recipients, and two between them that are none. */
const MIXED = [
	{ Mobile: '+91 98765 43210', Name: 'Ana' },
	{ Mobile: '12', Name: 'Ben' },
	{ Mobile: '+91 98765 43211', Name: 'Cem' },
	{ Mobile: '+91 98765 43212', Name: '' },
	{ Mobile: '+91 98765 43213', Name: 'Eva' },
];

/** One text to many recipients, through all gateways. */
export function describeBulk(rig: Rig): void {
	const run = (
		type: GatewayNode,
		name: string,
		parameters: Record<string, unknown>,
		items?: Record<string, unknown>[],
		more: Partial<Parameters<typeof workflowOf>[1]> = {},
	) => {
		// One at a time, so that the sandbox's order is that of the recipients.
		const settings = { ...PROFILES[type].bulk, options: { concurrency: 1 } };
		const node = { resource: 'sms', operation: 'sendBulk', ...settings, ...parameters };
		return rig.run(workflowOf(`${type}: ${name}`, { type, parameters: node, ...more }, items));
	};

	const sent = () => rig.sandbox.messages().map(({ to, text }) => `${to} ${text}`);

	const FROM_FILE = { recipientSource: 'file', binaryPropertyName: 'data', message: 'Hi ##name##' };

	beforeEach(() => {
		rig.sandbox.reset();
	});

	describe.each(GATEWAYS)('a bulk send through %s', (type) => {
		test.each(['xlsx', 'csv'] as const)('reads the .%s file that n8n writes', async (format) => {
			const execution = await run(
				type,
				`a .${format} file`,
				{ ...FROM_FILE, message: TEMPLATE },
				SHEET,
				{ before: [convertToFile(format)] },
			);
			expect(execution.error).toBeUndefined();
			expect(sent()).toEqual(SHEET_SENT);
			expect(outputs(execution).map(({ outcome, to }) => [outcome, to])).toEqual(
				SHEET_SENT.map((line) => ['accepted', `+${line.split(' ')[0] ?? ''}`]),
			);
			// n8n's item is the file, so all are linked to it, and `row` tells them apart.
			expect(origins(execution.items(SEND))).toEqual([0, 0, 0, 0]);
			expect(outputs(execution)[0]?.row).toBe(2);
		});

		test.each([
			['a text', '+1 305 670 8084; +34 612 34 56 78,\n0091 98765 43210'],
			['an array', '={{ $json.numbers }}'],
		])('reads a list that is %s', async (label, recipients) => {
			const numbers = ['+13056708084', '+34 612345678', 919876543210];
			const parameters = { recipientSource: 'list', recipients, message: 'Hello' };
			const execution = await run(type, `a list, ${label}`, parameters, [{ numbers }]);
			expect(execution.error).toBeUndefined();
			expect(sent()).toEqual(['13056708084 Hello', '34612345678 Hello', '919876543210 Hello']);
			expect(origins(execution.items(SEND))).toEqual([0, 0, 0]);
		});

		test('stops for a recipient that is wrong, names it, and sends nothing', async () => {
			const execution = await run(type, 'stop', FROM_FILE, MIXED, {
				before: [convertToFile('xlsx')],
			});
			expect(execution.status).toBe('error');
			expect(execution.error?.message).toBe('2 of 5 recipients are invalid');
			expect(execution.error?.description).toMatch(/- Row 3, column "Mobile".*"12"/);
			expect(execution.error?.description).toMatch(/- Row 5, column "Name"/);
			expect(rig.sandbox.stats().requests).toBe(0);
		});

		test('skips it where that is wanted, and n8n keeps the counts as a hint', async () => {
			const execution = await run(
				type,
				'skip',
				{ ...FROM_FILE, invalidRecipients: 'skip' },
				MIXED,
				{ before: [convertToFile('xlsx')], behind: [filterByOutcome('filter', 'rejected')] },
			);
			expect(execution.status).toBe('success');
			expect(sent()).toEqual(['919876543210 Hi Ana', '919876543211 Hi Cem', '919876543213 Hi Eva']);
			expect(outputs(execution).map(({ outcome, row }) => [outcome, row])).toEqual([
				['accepted', 2],
				['rejected', 3],
				['accepted', 4],
				['rejected', 5],
				['accepted', 6],
			]);
			// What a node behind it makes of the outcomes.
			expect(outputs(execution, 'Sorted')).toMatchObject([
				{ row: 3, to: '12', error: { code: 'INVALID_NUMBER' } },
				{ row: 5, error: { code: 'EMPTY_VARIABLE' } },
			]);
			const requests = PROFILES[type].sharesRequests === 'with all' ? '1 request' : '3 requests';
			expect(hintsOf(execution)).toEqual([
				{
					type: 'warning',
					location: 'outputPane',
					message: `5 messages: 3 accepted, 2 rejected, 0 unknown. It took ${requests} for 3 parts.`,
				},
			]);
		});

		test('previews what would be sent, and sends nothing', async () => {
			const execution = await run(
				type,
				'preview',
				{ ...FROM_FILE, message: TEMPLATE, options: { preview: true } },
				SHEET,
				{ before: [convertToFile('csv')] },
			);
			expect(rig.sandbox.requests()).toEqual([]);
			const requests = PROFILES[type].sharesRequests === 'with all' ? 1 : 4;
			expect(outputs(execution)).toMatchObject(
				SHEET_SENT.map((line, index) => ({
					outcome: 'preview',
					messageId: null,
					to: `+${line.slice(0, line.indexOf(' '))}`,
					text: line.slice(line.indexOf(' ') + 1),
					encoding: index === 1 ? 'UCS-2' : 'GSM-7',
					parts: 1,
					requests,
				})),
			);
			expect(hintsOf(execution)).toEqual([
				{
					type: 'info',
					location: 'outputPane',
					message: `Preview: 4 would be sent, 0 rejected. Nothing was sent. It would take ${requests === 1 ? '1 request' : '4 requests'} for 4 parts.`,
				},
			]);
		});
	});

	describe('a bulk send', () => {
		const HOSTILE = [
			{ Mobile: '+91 98765 43210', Name: '##Pin##', Pin: '1111' },
			{ Mobile: '+91 98765 43211', Name: '##nope##', Pin: '2222' },
			{ Mobile: '+91 98765 43212', Name: 'Ana ##var2##', Pin: '3333' },
		];

		test.each(GATEWAYS)('through %s sends a name that looks like a placeholder', async (type) => {
			const expected = HOSTILE.map(
				({ Mobile, Name }) => `${Mobile.replace(/\D/g, '')} Hi ${Name}, welcome`,
			);
			const file = await run(
				type,
				'hostile names in a file',
				{ ...FROM_FILE, message: 'Hi ##Name##, welcome' },
				HOSTILE,
				{ before: [convertToFile('xlsx')] },
			);
			expect(file.error).toBeUndefined();
			expect(sent().sort()).toEqual(expected);
			rig.sandbox.reset();
			for (const message of [
				'=Hi {{ $json.Name }}, welcome',
				'=Hi {{ $json.Name + ", welcome" }}',
				'={{ $json.Pin ? "Hi ##Name##, welcome" : "Hi" }}',
			]) {
				const items = await run(
					type,
					`hostile names in items: ${message}`,
					{
						recipientSource: 'items',
						to: '={{ $json.Mobile }}',
						message,
						variables: {
							variable: ['Name', 'Pin'].map((name) => ({ name, value: `={{ $json.${name} }}` })),
						},
					},
					HOSTILE,
				);
				expect(items.error).toBeUndefined();
				expect(sent().sort()).toEqual(expected);
				rig.sandbox.reset();
			}
		});

		test('takes a template from data only where that is wanted', async () => {
			const send = (options: Record<string, unknown>) =>
				run(
					'mGage',
					`a template from data, ${JSON.stringify(options)}`,
					{
						recipientSource: 'items',
						to: '={{ $json.Mobile }}',
						message: '={{ $json.template }}',
						variables: { variable: [{ name: 'name', value: '={{ $json.Name }}' }] },
						options: { concurrency: 1, ...options },
					},
					HOSTILE.map((item) => ({ ...item, template: 'Hi ##name##' })),
				);
			const refused = await send({});
			expect(refused.status).toBe('error');
			expect(JSON.stringify(refused.error)).toContain('Message Is a Template From Data');
			expect(rig.sandbox.requests()).toEqual([]);
			expect((await send({ templateFromData: true })).error).toBeUndefined();
			expect(sent()).toEqual(
				HOSTILE.map(({ Mobile, Name }) => `${Mobile.replace(/\D/g, '')} Hi ${Name}`),
			);
		});

		test('tells a number that n8n’s own CSV writer has shortened, and reads it from .xlsx', async () => {
			const items = [{ Mobile: 919876543210 }];
			const parameters = { ...FROM_FILE, message: 'Hello' };
			const csv = await run('mGage', 'shortened', parameters, items, {
				before: [convertToFile('csv')],
			});
			expect(csv.error?.message).toMatch(/9\.19877E\+11/);
			expect(rig.sandbox.stats().requests).toBe(0);
			await run('mGage', 'whole', parameters, items, { before: [convertToFile('xlsx')] });
			expect(sent()).toEqual(['919876543210 Hello']);
		});

		test.each(HOSTILE_FILES)('refuses $name, and n8n answers meanwhile', async (file) => {
			const content = Buffer.from(await file.make()).toString('base64');
			const watch = watchAnswers(`${rig.n8n.url}/healthz`);
			const execution = await run('mGage', file.name, FROM_FILE, [{ content }], {
				before: [FROM_BASE64],
			});
			const longest = await watch.stop();
			expect(execution.error?.message).toContain(file.refusal);
			expect(rig.sandbox.stats().requests).toBe(0);
			// One that held n8n took minutes, or ended it. Evaluating the content takes n8n a while.
			expect(longest).toBeLessThan(5_000);
		});

		test('is sorted by an If node behind it', async () => {
			rig.sandbox.refuseNumbers({ '12135550001': 111 });
			const recipients = '+12135550000, +12135550001, +12135550002';
			const parameters = { recipientSource: 'list', recipients, message: 'Hello' };
			const execution = await run('mGage', 'If', parameters, undefined, {
				behind: [filterByOutcome('if', 'accepted')],
			});
			expect(outputs(execution, 'Sorted', 0).map(({ to }) => to)).toEqual([
				'+12135550000',
				'+12135550002',
			]);
			expect(outputs(execution, 'Sorted', 1)).toMatchObject([
				{ to: '+12135550001', outcome: 'rejected', error: { code: '111' } },
			]);
		});

		test('of which nothing was accepted stops the workflow', async () => {
			rig.sandbox.failNext({ count: 10, code: 'NOT_ENOUGH_FUNDS' });
			const parameters = { recipientSource: 'items', to: '={{ $json.Mobile }}', message: 'Hi' };
			const items = MIXED.filter(({ Mobile }) => Mobile !== '12');
			const execution = await run('messangi', 'nothing', parameters, items);
			expect(execution.status).toBe('error');
			expect(execution.error?.message).toBe('The Messangi account is out of credit');
			expect(execution.error?.description).toContain('0 accepted, 4 rejected, 0 unknown');
		});
	});
}
