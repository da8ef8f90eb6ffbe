import { spreadOf } from '../../tools/bench/figures';
import { targetsOf, type Results } from '../../tools/bench/report';
import { rowOf, type Row, type Sample } from '../../tools/bench/rows';
import {
	HTTP_REQUEST,
	OURS,
	oursAt,
	scenariosFor,
	type Scenario,
} from '../../tools/bench/scenarios';

/* What the benchmark makes of its figures; the figures themselves are no matter of tests. */

test.each([
	[[5], { min: 5, median: 5, max: 5 }],
	[[9, 1, 5], { min: 1, median: 5, max: 9 }],
	[[4, 1, 3, 2], { min: 1, median: 2.5, max: 4 }],
])('the spread of %j', (values, expected) => {
	expect(spreadOf(values)).toEqual(expected);
});

const row = (ms: number, requests = 1, connections = 1): Row =>
	rowOf('a way', [
		{ jobMs: ms, wholeMs: ms, requests, connections, peakBytes: 3e6, beforeBytes: 1e6 },
	]);

test('a row has the spread of its runs, and the greatest number of requests and connections', () => {
	const samples = [1, 2, 3].map((n) => ({
		jobMs: n,
		wholeMs: null,
		requests: n * 10,
		connections: n,
		peakBytes: n * 100,
		beforeBytes: 50,
	}));
	expect(rowOf('a way', samples)).toEqual({
		how: 'a way',
		jobMs: { min: 1, median: 2, max: 3 },
		wholeMs: null,
		requests: 30,
		connections: 3,
		peakBytes: { min: 100, median: 200, max: 300 },
		addedBytes: { min: 50, median: 150, max: 250 },
		outcomes: {},
		stopped: 0,
	});
});

test('a row tells how many runs were stopped, and what became of the messages of all', () => {
	const sample = {
		jobMs: 1,
		wholeMs: 1,
		requests: 1,
		connections: 1,
		peakBytes: 1,
		beforeBytes: 1,
	};
	const samples: Sample[] = [
		{ ...sample, outcomes: { accepted: 3, unknown: 1 } },
		{ ...sample, outcomes: { accepted: 4 } },
		{ ...sample, isStopped: true },
	];
	expect(rowOf('a way', samples)).toMatchObject({
		outcomes: { accepted: 7, unknown: 1 },
		stopped: 1,
	});
});

describe('a target', () => {
	let scenarios: Scenario[];
	beforeAll(async () => {
		scenarios = await scenariosFor({ http: 'http://localhost', https: 'https://localhost' }, 1);
	});
	const resultsOf = (name: string, rows: Record<string, Row>): Results => {
		const scenario = scenarios.find((each) => each.name === name);
		if (scenario === undefined) throw new Error(`There is no scenario ${name}.`);
		const named = Object.entries(rows).map(([how, each]) => ({ ...each, how }));
		return {
			scenarios: [{ scenario, rows: named, loop: null, costPerRequest: 0.5 }],
			trigger: null,
			ownWork: [],
			ownSends: null,
			loading: null,
		};
	};
	const whetherMet = (name: string, rows: Record<string, Row>) =>
		targetsOf(resultsOf(name, rows)).map(({ met }) => met);

	// 1.3 times 1,000 messages x 50 ms / 50 at once, and 1,000 x 0.5 ms.
	test.each([
		['met', 1799, 50, true],
		['missed by its time', 1801, 50, false],
		['missed by its connections', 1799, 51, false],
	])('of Messangi is %s', (_, ms, connections, met) => {
		const rows = { [OURS]: row(ms, 1000, connections), [HTTP_REQUEST]: row(1) };
		expect(whetherMet('messangi-1k', rows)).toEqual([met]);
	});

	test.each([
		['mgage-10k', 40, 20, true],
		['mgage-10k', 41, 20, false],
		['mgage-10k', 40, 19, false],
		// One request more than sends: that for the token.
		['message-central-10k', 11, 20, true],
		['message-central-10k', 12, 20, false],
	])('of %s with %d requests, %d times as fast, is met: %p', (name, requests, times, met) => {
		const rows = { [OURS]: row(1000, requests), [HTTP_REQUEST]: row(1000 * times) };
		expect(whetherMet(name, rows)).toEqual([met]);
	});

	test.each([
		['at the limits', 1000, 1500, 40, [true, true]],
		['too slow at 200 at once', 1001, 1500, 40, [false, true]],
		['too slow by itself', 1000, 1501, 40, [true, false]],
		['with too many connections', 1000, 1500, 41, [true, false]],
	])('of messages of their own, %s', (_, at200, automatic, connections, met) => {
		const rows = {
			[HTTP_REQUEST]: row(1000),
			[oursAt(200)]: row(at200),
			[oursAt(0)]: row(automatic, 1, connections),
		};
		expect(whetherMet('own-3k', rows)).toEqual(met);
		// Where the gateway is far away or n8n has another database, it is a figure only.
		expect(whetherMet('own-3k-far', rows)).toEqual([]);
		expect(whetherMet('own-3k-postgres', rows)).toEqual([]);
	});

	const all = { accepted: 9000 };
	const lost = { accepted: 8999, unknown: 1 };
	test.each([
		['stand-in-a', 'at the limit', 1300, all, 0, true],
		['stand-in-a', 'too slow', 1301, all, 0, false],
		['stand-in-a', 'with a message lost', 1300, lost, 0, false],
		['stand-in-g', 'with a run that stopped', 1300, all, 1, false],
		['stand-in-d', 'with a message lost', 9000, lost, 0, true],
		['stand-in-d', 'with a run that stopped', 1000, all, 1, false],
		['stand-in-c', 'with a run that stopped', 1000, all, 1, false],
	])('of %s, %s', (name, _, ms, outcomes, stopped, met) => {
		const rows = {
			[oursAt(0)]: { ...row(ms), outcomes, stopped },
			[oursAt(10)]: row(2000),
			[oursAt(20)]: row(1000),
			// What stops is quick, and no measure.
			[oursAt(40)]: { ...row(1), stopped: 3 },
		};
		expect(whetherMet(name, rows)).toEqual([met]);
	});

	test('none is there for what was not measured', () => {
		expect(whetherMet('own-3k', { [oursAt(200)]: row(1) })).toEqual([]);
		expect(whetherMet('stand-in-a', { [oursAt(20)]: row(1) })).toEqual([]);
	});
});
