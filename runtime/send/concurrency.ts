/** The most requests at once that a user can ask for. */
const MOST_AT_ONCE = 200;

/**
 * How many requests run at once where the node finds that out: at first, at most, more at a time. So
 * many can be refused before the node knows.
 */
const AUTOMATIC = { first: 10, most: 40, step: 2 };

/** By how much the latency may grow before no more are added, and before they are halved. */
const SLOWER = { held: 1.5, halved: 2 };

/**
 * By how much the latency of the quickest round grows with each round after it: a gateway that has
 * become slower by itself is not to be held for one that has too many requests.
 */
const FADES = 1.03;

/**
 * The share of its time for which this process may be at work before answers wait for it: then they
 * come late because of the process, and fewer requests at once would not be answered sooner.
 */
const BUSY = 0.7;

/** Leave to run one request. */
export interface Permit {
	/** Whether more run now than where nothing is set: the node wants to know whether that goes. */
	readonly isProbe: boolean;
	/** Grows each time that fewer are to run. */
	readonly generation: number;
}

/**
 * How many requests run at once: as many as the user says, or as many as the gateway takes.
 *
 * That is found out by additive increase and multiplicative decrease, as in TCP (RFC 5681): a few more
 * after each round of requests that came back as quickly as before; half as many when the gateway has
 * too much to do, and never again as many as were too many.
 */
export class Concurrency {
	/** The most that there can be. */
	readonly most: number;

	private limit: number;

	private readonly isAutomatic: boolean;

	private readonly waiting: Array<() => void> = [];

	private running = 0;

	private generation = 0;

	/** The most that did no harm so far. */
	private ceiling = AUTOMATIC.most;

	/** Latencies since the last change, in milliseconds. */
	private round: number[] = [];

	/** The latency of the quickest round, in milliseconds; it fades. */
	private quickest = Infinity;

	/** What was halved for its latency alone, for one round: fewer may be as slow. */
	private halved: { limit: number; ceiling: number } | null = null;

	/**
	 * @param wanted how many at once; 0 for as many as the gateway takes
	 * @param workSince the share of its time for which this process was at work since it was last asked
	 */
	constructor(
		wanted: number,
		private readonly workSince = ownWork(),
	) {
		this.isAutomatic = wanted === 0;
		this.limit = this.isAutomatic ? AUTOMATIC.first : Math.min(Math.max(wanted, 1), MOST_AT_ONCE);
		this.most = this.isAutomatic ? AUTOMATIC.most : this.limit;
	}

	/** How many may run now. */
	get now(): number {
		return this.limit;
	}

	/** Waits until one more may run; it has to be given back. */
	async take(): Promise<Permit> {
		while (this.running >= this.limit) {
			await new Promise<void>((resume) => this.waiting.push(resume));
		}
		this.running++;
		const isProbe = this.isAutomatic && this.running > AUTOMATIC.first;
		return { isProbe, generation: this.generation };
	}

	/** Lets another one run. */
	give(): void {
		this.running--;
		this.resume();
	}

	/**
	 * Takes note of an answer.
	 *
	 * @param latency milliseconds
	 */
	answered(permit: Permit, latency: number): void {
		if (!this.isAutomatic || permit.generation < this.generation) return;
		this.round.push(latency);
		if (this.round.length >= this.limit) this.endRound(lowerQuartileOf(this.round));
	}

	/** Takes note that the gateway had too much to do: 429, 503, no answer in time, a connection cut. */
	overloaded(permit: Permit): void {
		if (!this.isAutomatic || permit.generation < this.generation) return;
		this.halved = null;
		this.ceiling = Math.max(1, this.limit - 1);
		this.change(Math.ceil(this.limit / 2));
	}

	private endRound(latency: number): void {
		const { halved, limit } = this;
		const isBusy = this.workSince() > BUSY;
		this.halved = null;
		if (halved !== null && latency > this.quickest * SLOWER.held) {
			// It is not for the requests at once that the gateway has become slower.
			this.quickest = latency;
			this.ceiling = halved.ceiling;
			this.change(halved.limit);
			return;
		}
		this.quickest = Math.min(this.quickest * FADES, latency);
		if (latency > this.quickest * SLOWER.halved && limit > AUTOMATIC.first && !isBusy) {
			this.halved = { limit, ceiling: this.ceiling };
			this.ceiling = limit - 1;
			this.change(Math.max(AUTOMATIC.first, Math.ceil(limit / 2)));
			return;
		}
		const mayGrow = latency <= this.quickest * SLOWER.held;
		this.change(mayGrow ? Math.min(limit + AUTOMATIC.step, this.ceiling) : limit);
	}

	private change(limit: number): void {
		this.round = [];
		// What is under way says nothing of fewer at once.
		if (limit < this.limit) this.generation++;
		this.limit = limit;
		this.resume();
	}

	private resume(): void {
		const free = Math.max(0, this.limit - this.running);
		for (const resume of this.waiting.splice(0, free)) resume();
	}
}

/** Tells how busy this process was since it was last asked, from 0 to 1. */
function ownWork(): () => number {
	let last = performance.eventLoopUtilization();
	return () => {
		const now = performance.eventLoopUtilization();
		const { utilization } = performance.eventLoopUtilization(now, last);
		last = now;
		return utilization;
	};
}

/**
 * The latency of a round. Answers that come back together wait for each other in this process, and
 * that says nothing of the gateway; where requests wait there, the quick ones wait, too.
 */
function lowerQuartileOf(values: readonly number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.floor(sorted.length / 4)] ?? 0;
}
