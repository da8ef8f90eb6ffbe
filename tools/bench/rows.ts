import { spreadOf, type Spread } from './figures';

/** One line of the table: one way to do a job, over all of its runs. */
export interface Row {
	/** E.g. "our node". */
	how: string;
	/** How long the job itself took, in milliseconds; in n8n, its own `executionTime` of the nodes. */
	jobMs: Spread;
	/** The whole execution, in milliseconds; null where there is none. */
	wholeMs: Spread | null;
	requests: number | null;
	/** The greatest number of connections at once. */
	connections: number | null;
	/** The most memory of the process in bytes, and how much more that is than before the run. */
	peakBytes: Spread | null;
	addedBytes: Spread | null;
	/** What became of the messages of all runs that were not stopped: how many have each outcome. */
	outcomes: Record<string, number>;
	/** How many runs a failure stopped. */
	stopped: number;
}

/** What one run gave. */
export interface Sample {
	jobMs: number;
	wholeMs: number | null;
	requests: number | null;
	connections: number | null;
	peakBytes: number | null;
	beforeBytes: number | null;
	outcomes?: Record<string, number>;
	isStopped?: boolean;
}

/** @param samples one at least */
export function rowOf(how: string, samples: readonly Sample[]): Row {
	const numbers = (pick: (sample: Sample) => number | null): number[] =>
		samples.map(pick).filter((each) => each !== null);
	const spread = (pick: (sample: Sample) => number | null): Spread | null => {
		const values = numbers(pick);
		return values.length === 0 ? null : spreadOf(values);
	};
	const greatest = (pick: (sample: Sample) => number | null): number | null => {
		const values = numbers(pick);
		return values.length === 0 ? null : Math.max(...values);
	};
	const outcomes: Record<string, number> = {};
	for (const sample of samples) {
		for (const [outcome, count] of Object.entries(sample.outcomes ?? {})) {
			outcomes[outcome] = (outcomes[outcome] ?? 0) + count;
		}
	}
	return {
		how,
		jobMs: spreadOf(samples.map(({ jobMs }) => jobMs)),
		wholeMs: spread(({ wholeMs }) => wholeMs),
		requests: greatest(({ requests }) => requests),
		connections: greatest(({ connections }) => connections),
		peakBytes: spread(({ peakBytes }) => peakBytes),
		addedBytes: spread(({ peakBytes, beforeBytes }) =>
			peakBytes === null || beforeBytes === null ? null : Math.max(0, peakBytes - beforeBytes),
		),
		outcomes,
		stopped: samples.filter(({ isStopped }) => isStopped).length,
	};
}
