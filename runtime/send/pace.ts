import { sleep } from 'n8n-workflow';
import { Breaks } from '../../messages/breaks';
import { elapsed } from '../../http/clock';
import type { Concurrency, Permit } from './concurrency';

/** How often a wait checks whether the execution was stopped, in milliseconds. */
const LOOK_AROUND = 200;

/**
 * The time over which concurrent requests start, and the longest time between two of them for that
 * reason, in milliseconds. If they all start at once, they compete for the processor, finish together,
 * and the processor idles in between: 100 requests, 10 at once, took a sixth longer.
 */
const SPREAD = { all: 30, each: 3 };

/** Decides when the next request may be sent: a limited number per second, none during a rest. */
export class Pace {
	private nextTurn = 0;

	private restingUntil = 0;

	/**
	 * @param requestsPerSecond 0 for no limit
	 * @param concurrency how many requests may run at once
	 * @param isOver whether the run has ended, which ends every wait
	 */
	constructor(
		private readonly requestsPerSecond: number,
		private readonly concurrency: Concurrency,
		private readonly isOver: () => boolean,
	) {}

	/**
	 * Waits until a request may be sent.
	 *
	 * @returns false when the run has ended
	 */
	async turn(): Promise<boolean> {
		const now = elapsed();
		const turn = Math.max(now, this.nextTurn);
		this.nextTurn = turn + this.interval;
		for (;;) {
			if (this.isOver()) return false;
			const wait = Math.max(turn, this.restingUntil) - elapsed();
			if (wait <= 0) return true;
			await sleep(Math.min(wait, LOOK_AROUND));
		}
	}

	/** Milliseconds between two requests. */
	private get interval(): number {
		const spacing = Math.min(SPREAD.all / this.concurrency.now, SPREAD.each);
		if (this.requestsPerSecond <= 0) return spacing;
		return Math.max(1000 / this.requestsPerSecond, spacing);
	}

	/** Holds back all further requests for a while, because the gateway asked for it. */
	rest(milliseconds: number): void {
		this.restingUntil = Math.max(this.restingUntil, elapsed() + milliseconds);
	}
}

/** Breaks that let the rest of n8n run. */
export function n8nBreaks(): Breaks {
	return new Breaks(() => sleep(0));
}

/**
 * Runs a task for each of many, a limited number at once, started in their order. Each task handles its
 * own failures.
 *
 * @param next returns the next one; undefined when there are no more
 * @param bounds how many there are at most, and how many run at once
 * @param mayStart called before each task; once it returns false, no more are started, and the running
 *   ones are awaited
 */
export async function runBounded<Each>(
	next: () => Promise<Each | undefined>,
	bounds: { count: number; concurrency: Concurrency },
	mayStart: () => boolean,
	task: (each: Each, permit: Permit) => Promise<void>,
): Promise<void> {
	const { count, concurrency } = bounds;
	const worker = async () => {
		while (mayStart()) {
			const permit = await concurrency.take();
			try {
				const each = mayStart() ? await next() : undefined;
				if (each === undefined) return;
				await task(each, permit);
			} finally {
				concurrency.give();
			}
		}
	};
	await Promise.all(Array.from({ length: Math.min(concurrency.most, count) }, worker));
}
