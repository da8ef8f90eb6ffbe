import { spreadOf, type Spread } from './figures';

/** One line of the table: all runs of one way to do a job. */
export interface Row {
	/** E.g. "our node". */
	how: string;
	/** The time of the job, in milliseconds; in n8n, the nodes' `executionTime`. */
	jobMs: Spread;
	/** The time of the whole execution, in milliseconds; null if there is none. */
	wholeMs: Spread | null;
	requests: number | null;
	/** The highest number of connections at once. */
	connections: number | null;
	/** The peak memory of the process in bytes, and its increase over the memory before the run. */
	peakBytes: Spread | null;
	addedBytes: Spread | null;
	/** The number of messages by outcome, in all runs that were not stopped. */
	outcomes: Record<string, number>;
	/** The number of runs that a failure stopped. */
	stopped: number;
}

/** The result of one run. */
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

/** @param samples at least one */
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
