import type { ReportRow } from '../../../gateways/report/reportRow';
import { matchReport, type SoughtMessage } from '../../../runtime/reconcile/match';
import { pairs } from '../../../runtime/reconcile/pairs';

const MINUTE = 60_000;

const message = (at: number, more: Partial<SoughtMessage> = {}): SoughtMessage => ({
	digits: '13056708084',
	from: '555',
	text: 'Hello',
	messageId: null,
	at,
	window: 10 * MINUTE,
	...more,
});

const row = (at: number, more: Partial<ReportRow> = {}): ReportRow => ({
	messageId: null,
	to: '13056708084',
	from: '555',
	text: 'Hello',
	at,
	hasZone: true,
	reply: {
		outcome: 'accepted',
		messageId: null,
		status: 'SENT',
		statusDescription: null,
		response: undefined,
	},
	...more,
});

describe('a text in the report', () => {
	const TABLE = 'Your table is ready, see you at eight';

	it.each([
		['the same', TABLE, TABLE, 'found'],
		['in other case, with other quotes', 'Your “table” is ready', 'your "table" is READY', 'found'],
		['without accents', 'Mañana a las 9, señor', 'Manana a las 9, senor', 'found'],
		['with question marks', 'Mañana 😀 a las 9, señor', 'Ma?ana ? a las 9, se?or', 'found'],
		['with a hyphen for a dash', 'From 9–5, Monday — Friday', 'From 9-5, Monday - Friday', 'found'],
		['cut in a word', `${TABLE} in the garden`, TABLE.slice(0, -2), 'found'],
		['with a footer', TABLE, `${TABLE}. Reply STOP to opt out`, 'found'],
		['with a footer in Spanish', TABLE, `${TABLE} Para salir responda BAJA`, 'found'],
		['in Cyrillic, the same', 'Ваш заказ 12 готов', 'ваш заказ 12 готов!', 'found'],
		// Others to the same number may have them: nobody can say what became of this one.
		['that is whole, and shorter', `${TABLE} in the garden`, TABLE, 'unclear'],
		['that goes on', TABLE, `${TABLE} in the garden`, 'unclear'],
		['with another code', 'Your code is 1234', 'Your code is 1235', 'unclear'],
		['with another amount', 'Pay $5.00 now', 'Pay $500 now', 'unclear'],
		['with another sign', 'It is -5 degrees', 'It is 5 degrees', 'unclear'],
		['in Cyrillic, another', 'Ваш код 12', 'Ваш заказ 12', 'unclear'],
		['in Chinese, another', '你的验证码是 12', '你的订单号是 12', 'unclear'],
		['in Cyrillic, all replaced', 'Ваш код 12', '??? ??? 12', 'unclear'],
		['of another emoji', '😀', '😡', 'unclear'],
	] as const)('%s', async (_label, text, reported, kind) => {
		const found = await matchReport([message(0, { text })], [row(1, { text: reported })], () =>
			Promise.resolve(),
		);
		expect(found.map((each) => each.kind)).toEqual([kind]);
	});
});

const numberOf = (index: number) => `1305${String(5_000_000 + index)}`;

/** Runs it; it must not hold the process. */
async function timed(messages: SoughtMessage[], rows: ReportRow[]) {
	let longest = 0;
	const begun = performance.now();
	let since = begun;
	let usage = process.cpuUsage();
	const matches = await matchReport(messages, rows, async () => {
		const { user, system } = process.cpuUsage(usage);
		// The processor's time, too: others may work beside it.
		longest = Math.max(longest, Math.min(performance.now() - since, (user + system) / 1000));
		await Promise.resolve();
		since = performance.now();
		usage = process.cpuUsage();
	});
	// A machine may be five times slower.
	expect(longest).toBeLessThan(500);
	return { matches, whole: performance.now() - begun };
}

// A machine may be five times slower than the one on which these take about a second.
const MOST_SECONDS = 20;

describe('10,000 messages against 100,000 rows', () => {
	const messages = Array.from({ length: 10_000 }, (_, index) =>
		message(index * 10, { digits: numberOf(index) }),
	);

	it('of different numbers', async () => {
		const rows = Array.from({ length: 100_000 }, (_, index) =>
			row(index, { to: numberOf(index), messageId: String(index) }),
		).reverse();
		const { matches, whole } = await timed(messages, rows);
		expect(matches.every(({ kind }) => kind === 'found')).toBe(true);
		expect(matches.map(({ rows: [place] }) => rows[place ?? -1]?.messageId)).toEqual(
			messages.map((_, index) => String(index)),
		);
		expect(whole).toBeLessThan(MOST_SECONDS * 1000);
	});

	it('all of one number and text: no row twice', async () => {
		const same = messages.map(({ at }) => message(at));
		const rows = Array.from({ length: 100_000 }, (_, index) => row(index));
		const { matches, whole } = await timed(same, rows);
		expect(matches.filter(({ kind }) => kind === 'found')).toHaveLength(10_000);
		expect(new Set(matches.flatMap((match) => match.rows)).size).toBe(10_000);
		expect(whole).toBeLessThan(MOST_SECONDS * 1000);
	});

	it('all of one number with other texts: nothing is found, and nothing is called missing', async () => {
		const same = messages.map(({ at }, index) => message(at, { text: `One ${index}` }));
		const rows = Array.from({ length: 100_000 }, (_, index) =>
			row(index, { text: `Two ${index}` }),
		);
		const { matches, whole } = await timed(same, rows);
		expect(new Set(matches.map(({ kind }) => kind))).toEqual(new Set(['unclear']));
		expect(whole).toBeLessThan(MOST_SECONDS * 1000);
	});

	it('some of them long, of one number, with parts of other messages', async () => {
		const text = 'x'.repeat(400);
		const same = messages
			.slice(0, 2000)
			.map(({ at }, index) => message(at, { text: `${index}${text}` }));
		const rows = Array.from({ length: 20_000 }, (_, index) =>
			row(index, { text: `y${index}${'y'.repeat(150)}` }),
		);
		const { matches, whole } = await timed(same, rows);
		expect(matches.filter(({ kind }) => kind === 'found')).toEqual([]);
		expect(whole).toBeLessThan(MOST_SECONDS * 1000);
	});
});

it('does not depend on the order of messages and rows', async () => {
	const messages = [0, 300, 320, 900].map((second) => message(second * 1000));
	const rows = [310, 5, 1400, 305].map((second) => row(second * 1000));
	const { matches } = await timed(messages, rows);
	const found = matches.map(({ rows: [place] }) => rows[place ?? -1]?.at);
	const { matches: turned } = await timed([...messages].reverse(), [...rows].reverse());
	const other = [...rows].reverse();
	expect(turned.reverse().map(({ rows: [place] }) => other[place ?? -1]?.at)).toEqual(found);
	expect(found).toEqual([5000, 305_000, 310_000, 1_400_000]);
});

describe('pairs', () => {
	const noPause = async () => {
		await Promise.resolve();
	};
	const at = (moments: number[]) => moments.map((each) => ({ at: each }));
	const within = (window: number) => ({
		isInTime: (one: { at: number }, other: { at: number }) => Math.abs(one.at - other.at) <= window,
		isAlike: () => true,
	});

	it.each([
		['the nearest', [0, 10], [1, 11], 10, [0, 1]],
		['the nearest, if only one is there', [0, 10], [11], 20, [undefined, 0]],
		['as many as possible before the nearest', [0, 10], [9, 19], 10, [0, 1]],
		['none out of reach', [0], [11], 10, [undefined]],
		['none without rows', [0], [], 10, [undefined]],
	] as const)('%s', async (_label, messages, rows, window, expected) => {
		expect(await pairs(at([...messages]), at([...rows]), within(window), noPause)).toEqual(
			expected,
		);
	});

	it('are as many in a large group', async () => {
		const messages = at(Array.from({ length: 200 }, (_, index) => index * 10));
		const rows = at(Array.from({ length: 200 }, (_, index) => index * 10 + 9));
		expect(new Set(await pairs(messages, rows, within(9), noPause)).size).toBe(200);
	});
});
