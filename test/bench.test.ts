import { spreadOf } from '../bench/figures';
import { targetsOf, type Results } from '../bench/report';
import { rowOf, type Row } from '../bench/rows';
import { scenariosFor } from '../bench/scenarios';

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
	});
});

describe('a target', () => {
	const resultsOf = async (name: string, ours: Row, httpRequest: Row): Promise<Results> => {
		const scenario = (await scenariosFor('http://localhost', 1)).find((each) => each.name === name);
		if (scenario === undefined) throw new Error(`There is no scenario ${name}.`);
		return {
			scenarios: [{ scenario, ours, httpRequest, loop: null, costPerRequest: 0.5 }],
			trigger: null,
			ownWork: [],
			loading: null,
		};
	};

	// 1.3 times 1,000 messages x 50 ms / 50 at once, and 1,000 x 0.5 ms.
	test.each([
		['met', 1799, 50, true],
		['missed by its time', 1801, 50, false],
		['missed by its connections', 1799, 51, false],
	])('of Messangi is %s', async (_, ms, connections, met) => {
		const results = await resultsOf('messangi-1k', row(ms, 1000, connections), row(1));
		expect(targetsOf(results).map((target) => target.met)).toEqual([met]);
	});

	test.each([
		['mgage-10k', 40, 20, true],
		['mgage-10k', 41, 20, false],
		['mgage-10k', 40, 19, false],
		// One request more than sends: that for the token.
		['message-central-10k', 11, 20, true],
		['message-central-10k', 12, 20, false],
	])('of %s with %d requests, %d times as fast, is met: %p', async (name, requests, times, met) => {
		const results = await resultsOf(name, row(1000, requests), row(1000 * times));
		expect(targetsOf(results).map((target) => target.met)).toEqual([met]);
	});
});
