import type { IDataObject } from 'n8n-workflow';
import { credentialsFor } from '../credentials';
import { type NodeRun, outputs, runNode } from '../engine';
import { ReportServer, type ReportSetting } from './reportServer';

/*
 * What became of messages, by Messangi's report. The expected outcomes are written down by hand from the
 * rules in docs/never-twice.md.
 */

const server = new ReportServer();
beforeAll(() => server.start());
afterAll(() => server.stop());
beforeEach(() => {
	server.setting = { rows: [] };
	server.asked = [];
});

/** An hour ago: everything has settled. */
const THEN = Math.floor(Date.now() / 1000) * 1000 - 3_600_000;
const PHONE = '13056708084';
const SENDER = '19893653744';
const TEXT = 'Your table is ready';

/** An item: a message that was sent so many seconds after `THEN`. */
const item = (seconds: number, more: IDataObject = {}): IDataObject => ({
	to: `+${PHONE}`,
	from: SENDER,
	message: TEXT,
	messageId: null,
	sentAt: new Date(THEN + seconds * 1000).toISOString(),
	...more,
});

/** A row of the report, so many seconds after `THEN`. */
function row(seconds: number, more: Record<string, string> = {}): ReportSetting['rows'][number] {
	const at = THEN + seconds * 1000;
	const date = new Date(at).toISOString().replace('Z', '+00:00');
	const fields = { id: String(seconds), from: SENDER, to: PHONE, text: TEXT, status: 'SENT', date };
	return { at, fields: { ...fields, ...more } };
}

/** The date of a row on a clock that is so many minutes ahead of UTC, with its offset or without. */
function dateAt(seconds: number, minutes: number, offset: string): Record<string, string> {
	const local = new Date(THEN + seconds * 1000 + minutes * 60_000).toISOString();
	return { date: local.replace('Z', offset) };
}

async function run(
	items: IDataObject[],
	options: IDataObject = {},
	more: IDataObject = {},
	onError?: NodeRun['onError'],
) {
	const result = await runNode({
		node: 'messangi',
		credentials: credentialsFor({ url: server.url }),
		items,
		parameters: {
			resource: 'sms',
			operation: 'reconcile',
			to: '={{ $json.to }}',
			sentAt: '={{ $json.sentAt }}',
			from: '={{ $json.from }}',
			message: '={{ $json.message }}',
			messageId: '={{ $json.messageId }}',
			options: options as never,
			...(more as object),
		},
		onError,
	});
	if (result.error) throw result.error;
	return outputs(result);
}

/** What came out: outcome, found, and the ID or the code of the error. */
const told = (json: IDataObject[]) =>
	json.map(({ outcome, found, messageId, error }) => [
		outcome,
		found,
		(error as { code: string } | undefined)?.code ?? messageId,
	]);

const A153 = 'A'.repeat(153);
const B153 = 'B'.repeat(153);
const LONG = `${A153}${B153}and the end`;

interface Case {
	label: string;
	items: IDataObject[];
	report: ReportSetting;
	options?: IDataObject;
	expected: unknown[][];
}

const CASES: Case[] = [
	{
		label: 'a message that was sent',
		items: [item(0)],
		report: { rows: [row(2)] },
		expected: [['accepted', true, '2']],
	},
	{
		label: 'a message that was not',
		items: [item(0)],
		report: { rows: [row(2, { to: '13056708085' })] },
		expected: [['unknown', false, 'NOT_IN_REPORT']],
	},
	{
		label: 'the same, where missing is rejected',
		items: [item(0)],
		report: { rows: [] },
		options: { whenMissing: 'rejected' },
		expected: [['rejected', false, 'NOT_IN_REPORT']],
	},
	{
		label: 'a message that the carrier rejected',
		items: [item(0)],
		report: { rows: [row(2, { status: 'REJECTD' })] },
		expected: [['rejected', true, 'REJECTD']],
	},
	{
		label: 'a status that nobody knows',
		items: [item(0)],
		report: { rows: [row(2, { status: 'ODD' })] },
		expected: [['unknown', true, 'ODD']],
	},
	{
		label: 'the same text twice to one number, and both were sent',
		items: [item(0), item(60)],
		report: { rows: [row(1), row(61)] },
		expected: [
			['accepted', true, '1'],
			['accepted', true, '61'],
		],
	},
	{
		label: 'the same text twice to one number, and the second was sent',
		items: [item(0), item(60)],
		report: { rows: [row(61)] },
		expected: [
			['unknown', false, 'NOT_IN_REPORT'],
			['accepted', true, '61'],
		],
	},
	{
		label: 'a duplicate within a second, and one was sent: never the same row twice',
		items: [item(0), item(0.4)],
		report: { rows: [row(0.5)] },
		expected: [
			['unknown', false, 'NOT_IN_REPORT'],
			['accepted', true, '0.5'],
		],
	},
	{
		label: 'a duplicate within a second, and both were sent, in the other order',
		items: [item(0), item(0.4)],
		report: { rows: [row(0.5), row(0.1)] },
		expected: [
			['accepted', true, '0.1'],
			['accepted', true, '0.5'],
		],
	},
	{
		label: 'late rows: the nearest one of the second message is needed by the first',
		items: [item(0), item(300)],
		report: { rows: [row(290), row(890)] },
		expected: [
			['accepted', true, '290'],
			['accepted', true, '890'],
		],
	},
	{
		label: 'a message of three parts, in three rows',
		items: [item(0, { message: LONG })],
		report: {
			rows: [row(1, { text: A153 }), row(2, { text: B153 }), row(3, { text: 'and the end' })],
		},
		expected: [['accepted', true, '1']],
	},
	{
		label: 'three parts in the other order, with spaces lost at their ends',
		items: [item(0, { message: `${A153} ${B153} and the end` })],
		report: {
			rows: [row(3, { text: 'and the end' }), row(2, { text: B153 }), row(1, { text: A153 })],
		},
		expected: [['accepted', true, '1']],
	},
	{
		label: 'three parts, of which the middle one is missing',
		items: [item(0, { message: LONG })],
		report: { rows: [row(1, { text: A153 }), row(3, { text: 'and the end' })] },
		options: { whenMissing: 'rejected' },
		expected: [['unknown', true, 'PARTS_MISSING']],
	},
	{
		label: 'three parts, of which one was rejected',
		items: [item(0, { message: LONG })],
		report: {
			rows: [
				row(1, { text: A153 }),
				row(2, { text: B153, status: 'REJECTD' }),
				row(3, { text: 'and the end' }),
			],
		},
		expected: [['unknown', true, 'PARTS_DIFFER']],
	},
	{
		label: 'a report that cuts long texts',
		items: [item(0, { message: LONG })],
		report: { rows: [row(1, { text: LONG.slice(0, 100) })] },
		expected: [['accepted', true, '1']],
	},
	{
		label: 'a report that is late: three minutes after the send',
		items: [item(3420)],
		report: { rows: [] },
		options: { whenMissing: 'rejected' },
		expected: [['unknown', null, 'NOT_YET_IN_REPORT']],
	},
	{
		label: 'a report that is late, and has the message by now',
		items: [item(3420)],
		report: { rows: [row(3421)] },
		expected: [['accepted', true, '3421']],
	},
	{
		label: 'a report that is cut short by an error on its second page',
		items: [item(0), item(1, { to: '+13056708085' })],
		report: { rows: [row(0), row(1, { to: '13056708085' })], pageSize: 1, failingPage: 2 },
		options: { whenMissing: 'rejected' },
		expected: [
			['accepted', true, '0'],
			['unknown', null, 'REPORT_CUT_SHORT'],
		],
	},
	{
		label: 'a report that counts more than it gives out',
		items: [item(0)],
		report: { rows: [row(2, { to: '13056708085' })], records: '2' },
		options: { whenMissing: 'rejected' },
		expected: [['unknown', null, 'REPORT_CUT_SHORT']],
	},
	{
		label: 'a report without a count, read to an empty page',
		items: [item(0)],
		report: { rows: [row(2, { to: '13056708085' })], records: '' },
		options: { whenMissing: 'rejected' },
		expected: [['rejected', false, 'NOT_IN_REPORT']],
	},
	{
		label: 'a report with the newest first, on several pages',
		items: [item(0), item(60, { to: '+13056708085' }), item(120, { to: '+13056708086' })],
		report: {
			rows: [row(121, { to: '13056708086' }), row(61, { to: '13056708085' }), row(1)],
			pageSize: 1,
		},
		expected: [
			['accepted', true, '1'],
			['accepted', true, '61'],
			['accepted', true, '121'],
		],
	},
	{
		label: 'a Mexican number with the old 1 in the report',
		items: [item(0, { to: '+525512345678' })],
		report: { rows: [row(2, { to: '5215512345678' })] },
		expected: [['accepted', true, '2']],
	},
	{
		label: 'a number without its country code in the report',
		items: [item(0)],
		report: { rows: [row(2, { to: '3056708084' })] },
		options: { whenMissing: 'rejected' },
		expected: [['unknown', null, 'UNCLEAR_IN_REPORT']],
	},
	{
		label: 'a masked number in the report',
		items: [item(0)],
		report: { rows: [row(2, { to: '1305670****' })] },
		options: { whenMissing: 'rejected' },
		expected: [['unknown', null, 'UNCLEAR_IN_REPORT']],
	},
	{
		label: 'dates of another time zone, with their offset',
		items: [item(0)],
		report: { rows: [row(2, dateAt(2, -270, '-04:30'))] },
		expected: [['accepted', true, '2']],
	},
	{
		label: 'dates without an offset, next to their zone',
		items: [item(0)],
		report: { rows: [row(2, { ...dateAt(2, -300, ''), timezone: 'America/Bogota' })] },
		expected: [['accepted', true, '2']],
	},
	{
		label: 'dates in a zone that nobody gives',
		items: [item(0)],
		report: { rows: [row(2, dateAt(2, 330, ''))] },
		options: { whenMissing: 'rejected' },
		expected: [['accepted', true, '2']],
	},
	{
		label: 'the same message four hours earlier, which is another one',
		items: [item(0)],
		report: { rows: [row(0, dateAt(-14_400, 0, 'Z'))] },
		expected: [['unknown', false, 'NOT_IN_REPORT']],
	},
	{
		label: 'another text to the same number in the same minute',
		items: [item(0)],
		report: { rows: [row(2, { text: 'Something else entirely' })] },
		options: { whenMissing: 'rejected' },
		expected: [['unknown', null, 'UNCLEAR_IN_REPORT']],
	},
	{
		label: 'another text that belongs to another item',
		items: [item(0), item(1, { message: 'Something else entirely' })],
		report: { rows: [row(2, { text: 'Something else entirely' })] },
		options: { whenMissing: 'rejected' },
		expected: [
			['rejected', false, 'NOT_IN_REPORT'],
			['accepted', true, '2'],
		],
	},
	{
		label: 'accents that the report replaces',
		items: [item(0, { message: '¿Está listo? Mañana a las 9' })],
		report: { rows: [row(2, { text: '?Esta listo? Manana a las 9' })] },
		expected: [['accepted', true, '2']],
	},
	{
		label: 'another sender',
		items: [item(0)],
		report: { rows: [row(2, { from: '555' })] },
		options: { whenMissing: 'rejected' },
		expected: [['unknown', null, 'UNCLEAR_IN_REPORT']],
	},
	{
		label: 'a message whose text nobody gives',
		items: [item(0, { message: '' })],
		report: { rows: [row(2)] },
		expected: [['accepted', true, '2']],
	},
	{
		label: 'an ID counts more than the time',
		items: [item(0), item(1, { messageId: '0.5' })],
		report: { rows: [row(0.5), row(300)] },
		expected: [
			['accepted', true, '300'],
			['accepted', true, '0.5'],
		],
	},
	{
		label: 'a message that never left',
		items: [item(0, { sentAt: null })],
		report: { rows: [row(0)] },
		expected: [['unknown', null, 'NO_MOMENT']],
	},
	{
		label: 'a message whose moment is in the future',
		items: [item(7 * 86_400), item(0)],
		report: { rows: [] },
		options: { whenMissing: 'rejected' },
		expected: [
			['unknown', null, 'MOMENT_IN_FUTURE'],
			['rejected', false, 'NOT_IN_REPORT'],
		],
	},
	{
		label: 'messages that other gateways sent, which nobody may send again',
		items: [
			item(0, { gateway: 'mGage', outcome: 'unknown' }),
			item(0, { gateway: 'messangi', outcome: 'unknown' }),
			item(0, { gateway: 'a field of the user’s own', to: '+13056708085' }),
		],
		report: { rows: [] },
		options: { whenMissing: 'rejected' },
		expected: [
			['unknown', null, 'OTHER_GATEWAY'],
			['rejected', false, 'NOT_IN_REPORT'],
			['rejected', false, 'NOT_IN_REPORT'],
		],
	},
];

it.each(CASES)('$label', async ({ items, report, options, expected }) => {
	server.setting = report;
	expect(told(await run(items, options))).toEqual(expected);
});

describe('the report', () => {
	it('is asked for once, over the time in which the items were sent, with the window around it', async () => {
		const items = [item(100), item(0), item(50)];
		server.setting = { rows: [row(0), row(50), row(100)] };
		await run(items, { window: 2 });
		expect(server.asked.filter(({ page }) => page === 1)).toEqual([
			{ start: THEN - 120_000, end: THEN + 220_000, page: 1 },
		]);
	});

	it('is asked for twice, where the items are days apart', async () => {
		server.setting = { rows: [row(0), row(-172_800)] };
		const json = await run([item(0), item(-172_800)]);
		expect(told(json).map(([, found]) => found)).toEqual([true, true]);
		expect(server.asked.filter(({ page }) => page === 1)).toHaveLength(2);
	});

	it('says how long to wait', async () => {
		const [json] = await run([item(3420)]);
		expect(json?.waitSeconds).toBeGreaterThan(60);
		expect(json?.waitSeconds).toBeLessThanOrEqual(120);
		expect(json?.error).toMatchObject({ hint: 'Look it up again in 2 minutes.' });
	});

	it('gives the fields of a send, and the row with Simplify off', async () => {
		server.setting = { rows: [row(2, { statusDescription: 'Sent' })] };
		expect(await run([item(0)], {}, { simplify: false })).toEqual([
			{
				gateway: 'messangi',
				outcome: 'accepted',
				messageId: '2',
				to: '+13056708084',
				from: SENDER,
				status: 'SENT',
				statusDescription: 'Sent',
				sentAt: item(0).sentAt,
				encoding: 'GSM-7',
				parts: 1,
				found: true,
				response: expect.objectContaining({ id: '2', text: TEXT }) as unknown,
			},
		]);
	});

	it('gives an item that cannot be read, if the node continues, as a message whose fate nobody knows', async () => {
		const items = [item(0, { sentAt: 'yesterday' }), item(0)];
		const json = await run(items, {}, {}, 'continueRegularOutput');
		expect(json).toMatchObject([
			{
				gateway: 'messangi',
				outcome: 'unknown',
				found: null,
				error: { code: 'INVALID_PARAMETER' },
			},
			{ gateway: 'messangi', outcome: 'unknown', found: false },
		]);
	});

	it('stops the run where nothing of it can be read', async () => {
		server.setting = { rows: [], failingPage: 1 };
		await expect(run([item(0)])).rejects.toMatchObject({
			message: 'Messangi refused the signature',
		});
	});
});
