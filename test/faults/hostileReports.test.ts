import { readExport } from '../../gateways/mGage/export';
import type { MessageRecord } from '../../gateways/messangi/messages';
import { readMessangiReport } from '../../gateways/messangi/report';
import { ReadFailure } from '../../gateways/reply';
import type { ReportRow } from '../../gateways/report/reportRow';
import { matchReport, type SoughtMessage } from '../../runtime/reconcile/match';
import { n8nBreaks } from '../../runtime/send/pace';
import { expectBounded } from './hostile';

/*
 * Reports of what was sent, whose rows cost more than their bytes: read, and compared with what is looked
 * for. See `hostile.ts` for the bounds.
 */

const breaks = () => n8nBreaks().pause;

const list = <Each>(count: number, make: (index: number) => Each): Each[] =>
	Array.from({ length: count }, (_, index) => make(index));

const json = (count: number) => list(count, (index) => `"a${index}":"1"`).join(',');
const attributes = (count: number) => list(count, (index) => `a${index}="1"`).join(' ');
const headings = (count: number) =>
	['from', 'to', ...list(count, (index) => `c${index}`)].join(',');

/** A message with 48 fields, around what could be its recipients. */
const inJson = (inner: string) => `{"from":"1","to":"2",${json(46)},${inner}}`;
const inXml = (inner: string) => `<m from="1" to="2" ${attributes(46)}>${inner}</m>`;

describe('exports of mGage', () => {
	// How many messages they have; none are unreadable.
	const rows: Record<string, [count: number | null, make: () => string]> = {
		'JSON, fields of a message for each of many': [
			null,
			() => inJson(`"r":[${'{},'.repeat(249_000)}{}]`),
		],
		'JSON, the same by names': [
			null,
			() => inJson(list(100_000, (index) => `"r${index}":{}`).join(',')),
		],
		'JSON, the same by few names': [
			null,
			() => inJson(list(9000, (index) => `"r${index}":{"b":"1"}`).join(',')),
		],
		'JSON, recipients of a message': [
			4000,
			() => inJson(`"r":[${'{"b":"1"},'.repeat(3999)}{"b":"1"}]`),
		],
		'JSON, a message of many fields': [null, () => `{"from":"1","to":"2",${json(120_000)}}`],
		'JSON, a message with a long list': [
			1,
			() => `{"from":"1","to":"2","x":[${'"1",'.repeat(240_000)}"1"]}`,
		],
		'JSON, lists in lists': [null, () => '['.repeat(900_000) + ']'.repeat(900_000)],
		'JSON, empty objects': [null, () => `[${'{},'.repeat(660_000)}{}]`],
		'JSON, a long text': [
			1,
			() => JSON.stringify({ from: '1', to: '2', text: 'x'.repeat(1_900_000) }),
		],
		'XML, fields of a message for each of many': [null, () => inXml('<r b="1"/>'.repeat(240_000))],
		'XML, the same for each of some': [
			200,
			() => `<l>${inXml('<r/>'.repeat(900)).repeat(200)}</l>`,
		],
		'XML, small messages': [
			150_000,
			() => `<l>${'<m from="1" to="2" text="x"/>'.repeat(150_000)}</l>`,
		],
		'CSV, lines': [null, () => `from,to\n${'1,2\n'.repeat(2_000_000)}`],
		'CSV, lines that end as on old computers': [null, () => `from,to\r${'1,2\r'.repeat(500_000)}`],
		'CSV, as many lines as are read': [99_000, () => `from,to\n${'1,2\n'.repeat(99_000)}`],
		'CSV, columns': [null, () => `${headings(198)}\n${`${'1,'.repeat(199)}1\n`.repeat(25_000)}`],
		'CSV, as many values as are read': [
			3700,
			() => `${headings(198)}\n${`${'1,'.repeat(199)}1\n`.repeat(3700)}`,
		],
		'CSV, quotation marks': [null, () => `from,to\n${'"'.repeat(9_000_000)}`],
	};
	it.each(Object.entries(rows))('%s', async (name, [count, make]) => {
		const text = make();
		const { value, error } = await expectBounded({ kind: 'exports', name, size: text.length }, () =>
			readExport({ status: 200, text }, 'MT', breaks()),
		);
		if (count === null) expect(error).toBeInstanceOf(ReadFailure);
		else expect(value).toHaveLength(count);
	});
});

const row = (index: number, more: Partial<ReportRow> = {}): ReportRow => ({
	messageId: null,
	to: '13056708084',
	from: '1',
	text: `x${index}`,
	at: 1e12 + ((index * 7919) % 500_000),
	hasZone: true,
	reply: {
		outcome: 'accepted',
		messageId: '1',
		status: null,
		statusDescription: null,
		response: {},
	},
	...more,
});

const message = (index: number, more: Partial<SoughtMessage> = {}): SoughtMessage => ({
	digits: '13056708084',
	from: '1',
	text: `y${index}`,
	messageId: null,
	at: 1e12 + index,
	window: 600_000,
	...more,
});

describe('reports in which messages are looked for', () => {
	type Case = () => [SoughtMessage[], ReportRow[]];
	const long = 'é '.repeat(2_000_000);
	const rows: Record<string, Case> = {
		'rows of one number': () => [
			list(1000, (each) => message(each)),
			list(200_000, (each) => row(each)),
		],
		'rows without a time zone': () => [
			list(1000, (each) => message(each)),
			list(200_000, (each) => row(each, { hasZone: false })),
		],
		'rows without texts': () => [
			list(1000, (each) => message(each)),
			list(200_000, (each) => row(each, { text: null })),
		],
		'masked numbers': () => [
			list(1000, (each) => message(each)),
			list(200_000, (each) => row(each, { to: '1305***' })),
		],
		'one ID': () => [
			list(2000, (each) => message(each, { messageId: 'm' })),
			list(200_000, (each) => row(each, { messageId: 'm' })),
		],
		'a long text in the report': () => [[message(1)], [row(1, { text: long })]],
		'a long message': () => [[message(1, { text: long })], [row(1)]],
		'long texts of parts': () => [
			list(20, () => message(1, { text: 'a'.repeat(30_000) })),
			list(60, (each) => row(each, { text: `${'a'.repeat(9500)}b${'a'.repeat(9500)}` })),
		],
		'a long number': () => [[message(1)], [row(1, { to: '1 '.repeat(5_000_000) })]],
		'a long sender': () => [
			[message(1, { from: 'A'.repeat(1e7) })],
			[row(1, { from: 'B'.repeat(1e7) })],
		],
	};
	it.each(Object.entries(rows))('%s', async (name, make) => {
		const [messages, report] = make();
		const size = JSON.stringify([messages, report]).length;
		const { value, error } = await expectBounded({ kind: 'reports', name, size }, () =>
			matchReport(messages, report, breaks()),
		);
		expect(error).toBeUndefined();
		expect(value).toHaveLength(messages.length);
	});

	it('pages of Messangi', async () => {
		const record = (index: number): MessageRecord =>
			({
				...{ messageId: `m${index}`, to: '13056708084', from: '1', text: 'x', response: {} },
				...{ status: 'SENT_TO_CARRIER', statusDescription: null },
				...{
					date: '2026-03-01 10:00:00',
					timezone: index % 2 === 0 ? 'America/New_York' : `A/${index}`,
				},
			}) as MessageRecord;
		const [pages, pageSize] = [100, 1000];
		const records = pages * pageSize;
		const page = (number: number) => ({
			records,
			messages:
				number < 1 || number > pages
					? []
					: list(pageSize, (index) => record((number - 1) * pageSize + index)),
		});
		const { value } = await expectBounded(
			{ kind: 'reports', name: 'pages of Messangi', size: JSON.stringify(page(1)).length * pages },
			() =>
				readMessangiReport(
					async (number) => {
						await new Promise(setImmediate);
						return page(number);
					},
					pageSize,
					breaks(),
				),
		);
		expect(value?.rows).toHaveLength(records);
	});
});
