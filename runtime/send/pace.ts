import { sleep } from 'n8n-workflow';
import { Breaks } from '../../messages/breaks';
import { elapsed } from '../../http/clock';
import type { Concurrency, Permit } from './concurrency';

/** How often a wait looks whether the execution was stopped, in milliseconds. */
const LOOK_AROUND = 200;

/**
 * The time over which as many requests begin as may run at once, and the longest time between two
 * of them for that reason, in milliseconds. Begun all in one moment, they would share the
 * processor, leave together and come back together, and the processor would idle in between: 100
 * requests, 10 at once, took a sixth longer.
 */
const SPREAD = { all: 30, each: 3 };

/** Decides when the next request may go out: so many a second, and none while the gateway rests. */
export class Pace {
	private nextTurn = 0;

	private restingUntil = 0;

	/**
	 * @param requestsPerSecond 0 for no limit
	 * @param concurrency how many requests may run at once
	 * @param isOver ends every wait: nothing more is to be sent
	 */
	constructor(
		private readonly requestsPerSecond: number,
		private readonly concurrency: Concurrency,
		private readonly isOver: () => boolean,
	) {}

	/**
	 * Waits until a request may go out.
	 *
	 * @returns false when nothing more is to be sent
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

	/** Holds every further request back for a while: the gateway has asked for it. */
	rest(milliseconds: number): void {
		this.restingUntil = Math.max(this.restingUntil, elapsed() + milliseconds);
	}
}

/** Breaks in which the rest of n8n has its turn. */
export function n8nBreaks(): Breaks {
	return new Breaks(() => sleep(0));
}

/**
 * Runs a task for each of many, a bounded number of them at once, begun in their order. Each task
 * deals with its own failures.
 *
 * @param next gives the next one; nothing when there are no more
 * @param bounds how many there are at most, and how many run at once
 * @param mayStart asked before each further task; once it says no, no more are started, and those
 *   under way are waited for
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
