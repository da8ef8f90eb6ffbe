/** The most requests at once that a user can ask for. */
const MOST_AT_ONCE = 200;

/**
 * Concurrent requests in automatic mode: at first, at most, and by how many it grows. A gateway may
 * refuse as many before the node notices.
 */
const AUTOMATIC = { first: 10, most: 40, step: 2 };

/** By what factor the latency may grow before the limit stops growing, and before it is halved. */
const SLOWER = { held: 1.5, halved: 2 };

/**
 * By what factor the quickest round's latency grows with each later round: a gateway that becomes slower
 * for other reasons is not overloaded.
 */
const FADES = 1.03;

/**
 * How busy this process may be (0 to 1) before responses wait for it. Then they are late because of the
 * process, and fewer concurrent requests would not help.
 */
const BUSY = 0.7;

/** Permission to run one request. */
export interface Permit {
	/** Whether more requests run now than by default, to test whether the gateway can handle it. */
	readonly isProbe: boolean;
	/** Grows each time the limit is lowered. */
	readonly generation: number;
}

/**
 * How many requests run at once: as many as the user sets, or as many as the gateway can handle.
 *
 * The latter is found by additive increase and multiplicative decrease, as in TCP (RFC 5681): a few
 * more after each round of requests that was as quick as before; half as many when the gateway is
 * overloaded, and never again as many as were too many.
 */
export class Concurrency {
	/** The highest possible limit. */
	readonly most: number;

	private limit: number;

	private readonly isAutomatic: boolean;

	private readonly waiting: Array<() => void> = [];

	private running = 0;

	private generation = 0;

	/** The highest limit that may still be tried. */
	private ceiling = AUTOMATIC.most;

	/** Latencies since the last change, in milliseconds. */
	private round: number[] = [];

	/** The latency of the quickest round, in milliseconds; see `FADES`. */
	private quickest = Infinity;

	/** The limit and ceiling before they were lowered because of latency alone, for one round. */
	private halved: { limit: number; ceiling: number } | null = null;

	/**
	 * @param wanted how many at once; 0 for as many as the gateway can handle
	 * @param workSince how busy this process was since the last call, from 0 to 1
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

	/** Waits until one more may run; call `give` afterward. */
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
	 * Records a response.
	 *
	 * @param latency milliseconds
	 */
	answered(permit: Permit, latency: number): void {
		if (!this.isAutomatic || permit.generation < this.generation) return;
		this.round.push(latency);
		if (this.round.length >= this.limit) this.endRound(lowerQuartileOf(this.round));
	}

	/** Records that the gateway was overloaded: 429, 503, no response in time, a lost connection. */
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
			// Fewer concurrent requests did not help, so they are not why the gateway became slower.
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
		// Running requests say nothing about the lower limit.
		if (limit < this.limit) this.generation++;
		this.limit = limit;
		this.resume();
	}

	private resume(): void {
		const free = Math.max(0, this.limit - this.running);
		for (const resume of this.waiting.splice(0, free)) resume();
	}
}

/** Returns how busy this process was since the last call, from 0 to 1. */
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
 * The latency of a round. Responses that arrive together wait for each other in this process, which
 * says nothing about the gateway. If requests wait at the gateway, the quick ones wait too.
 */
function lowerQuartileOf(values: readonly number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.floor(sorted.length / 4)] ?? 0;
}
