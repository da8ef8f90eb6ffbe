import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { count, recordCost } from './tally';

/*
 * What hostile input costs: time, memory, and the longest stretch in which nothing else of the
 * process had a turn. For files, texts, callbacks, replies and templates alike: make relatives of an
 * attack (deeper, more, again, longer) and hand each to `expectBounded`.
 */

/** What reading one input has cost. */
export interface Cost {
	/** Milliseconds of processor time, all threads together. */
	ms: number;
	/**
	 * Bytes of memory more than before, at the most: heap and buffers without garbage. It is looked at
	 * whenever others have a turn, and at the end.
	 */
	bytes: number;
	/** Bytes of the process more than before, at the most, garbage included. */
	rss: number;
	/**
	 * The longest hold of the event loop in milliseconds: the least of what `monitorEventLoopDelay`
	 * of `perf_hooks` saw, and of the wall clock and the processor time of the longest stretch. On a
	 * busy machine the clock alone counts what other processes took.
	 */
	longestHold: number;
}

/** What was measured, and what the run gave or threw. */
export interface Measured<Value> extends Cost {
	value: Value | undefined;
	error: unknown;
}

/** What no input may go beyond. */
export interface Bounds {
	/** The longest hold of the event loop, in milliseconds. */
	hold: number;
	/** Milliseconds for each MB of the input; a smaller input may take as long. */
	msPerMegabyte: number;
	/** Bytes of memory for each byte of the input. */
	bytesPerByte: number;
	/** Bytes that any input may take: libraries loaded once, tables of a fixed size, noise. */
	baseBytes: number;
}

/** A stretch of 100 ms is what is meant; machines of half the speed get it in twice the time. */
const BOUNDS: Bounds = {
	hold: 200,
	msPerMegabyte: 10_000,
	bytesPerByte: 20,
	baseBytes: 32_000_000,
};

/** How often an input is tried before it counts as too dear: other processes disturb. */
const TRIES = 3;

/**
 * Of so many inputs that are alike, only some are tried in each run, always the same: all where
 * `SMS_GATEWAYS_LONG_TESTS` is set.
 *
 * @param every how many stand for one that is tried
 */
export function sampleOf<Row>(rows: readonly Row[], every: number): Row[] {
	return process.env.SMS_GATEWAYS_LONG_TESTS
		? [...rows]
		: rows.filter((_, at) => at % every === rows.length % every);
}

/** Bytes below which an input is a small one. */
const SMALL = 1_000_000;

/** Bytes of possible garbage after which it is collected, to see what is left. */
const GARBAGE = 16_000_000;

/**
 * Runs something, and says what it has cost. What it throws is given back as well.
 *
 * @param size bytes of the input
 */
export async function measure<Value>(
	run: () => Value | Promise<Value>,
	size = Infinity,
): Promise<Measured<Value>> {
	const watch = new Watch(size < SMALL);
	let value: Value | undefined;
	let error: unknown;
	await watch.begin();
	try {
		value = await run();
	} catch (thrown) {
		error = thrown;
	}
	return { ...(await watch.end()), value, error };
}

/**
 * Runs something on hostile input, and fails where it takes more than it may. An input that goes
 * beyond a bound is tried again, and each figure counts at its best.
 *
 * @param kind what the input is for, e.g. `files`
 * @param size bytes of the input; of a compressed one, decompressed
 */
export async function expectBounded<Value>(
	{ kind, name, size }: { kind: string; name: string; size: number },
	run: () => Value | Promise<Value>,
	bounds: Partial<Bounds> = {},
): Promise<Measured<Value>> {
	const most = { ...BOUNDS, ...bounds };
	let measured = await measure(run, size);
	for (let tried = 1; tried < TRIES && complaintsOf(measured, size, most).length > 0; tried++) {
		const again = await measure(run, size);
		const [one, other] = [measured, again];
		measured = {
			...again,
			ms: Math.min(one.ms, other.ms),
			bytes: Math.min(one.bytes, other.bytes),
			rss: Math.min(one.rss, other.rss),
			longestHold: Math.min(one.longestHold, other.longestHold),
		};
	}
	const { ms, bytes, rss, longestHold } = measured;
	recordCost({ kind, name, size, ms, bytes, rss, longestHold });
	count('hostile inputs x bounds', { node: kind, name }, kind, 1);
	const complaints = complaintsOf(measured, size, most);
	if (complaints.length > 0) throw new Error(`${kind}, ${name}: ${complaints.join('; ')}`);
	return measured;
}

function complaintsOf(cost: Cost, size: number, bounds: Bounds): string[] {
	const mostMs = bounds.msPerMegabyte * Math.max(1, size / 1e6);
	const mostBytes = bounds.baseBytes + bounds.bytesPerByte * size;
	const complaints: string[] = [];
	const add = (what: string, value: number, most: number, unit: string) => {
		if (value > most)
			complaints.push(`${what} ${Math.round(value)} ${unit}, ${Math.round(most)} at most`);
	};
	add('held the event loop for', cost.longestHold, bounds.hold, 'ms');
	add('took', cost.ms, mostMs, 'ms');
	add('took', cost.bytes / 1e6, mostBytes / 1e6, 'MB of memory');
	return complaints;
}

/** Looks, at each turn that it gets, at the memory and at how long the turn took to come. */
class Watch {
	private readonly delays = monitorEventLoopDelay({ resolution: 1 });

	private readonly start: { bytes: number; rss: number; cpu: number };

	/** Bytes in use when garbage was collected last. */
	private collected = 0;

	private readonly most = { bytes: 0, rss: 0, stretch: 0 };

	/** Milliseconds that this class itself took. */
	private own = 0;

	private turn: { cpu: number; wall: number };

	private timer: NodeJS.Immediate | undefined;

	/** @param isSmall whether so little comes in that old garbage does not hide what it takes */
	constructor(isSmall: boolean) {
		// To collect all of it takes longer than most inputs do.
		collectGarbage(isSmall ? { type: 'minor' } : undefined);
		this.start = { bytes: bytesInUse(), rss: process.memoryUsage.rss(), cpu: processorTime() };
		this.turn = { cpu: this.start.cpu, wall: performance.now() };
	}

	async begin(): Promise<void> {
		this.delays.enable();
		await pause();
		this.look();
	}

	async end(): Promise<Cost> {
		clearImmediate(this.timer);
		this.look();
		clearImmediate(this.timer);
		const ms = processorTime() - this.start.cpu - this.own;
		// The histogram has a hold only once its timer has run again.
		await pause();
		this.delays.disable();
		const { bytes, rss, stretch } = this.most;
		return { ms, bytes, rss, longestHold: Math.min(this.delays.max / 1e6, stretch) };
	}

	private readonly look = (): void => {
		const cpu = processorTime();
		const stretch = Math.min(cpu - this.turn.cpu, performance.now() - this.turn.wall);
		this.most.stretch = Math.max(this.most.stretch, stretch);
		this.weigh();
		this.turn = { cpu: processorTime(), wall: performance.now() };
		this.own += this.turn.cpu - cpu;
		this.timer = setImmediate(this.look);
	};

	private weigh(): void {
		const { most, start } = this;
		most.rss = Math.max(most.rss, process.memoryUsage.rss() - start.rss);
		let more = bytesInUse() - start.bytes;
		if (more > most.bytes && more - this.collected > GARBAGE) {
			collectGarbage();
			more = bytesInUse() - start.bytes;
			this.collected = more;
		}
		most.bytes = Math.max(most.bytes, more);
	}
}

let collect: ((options?: { type: 'minor' }) => void) | undefined;

/** Collects garbage. V8 is told to offer that, so that Node.js needs no flag of its own. */
function collectGarbage(options?: { type: 'minor' }): void {
	if (collect === undefined) {
		setFlagsFromString('--expose-gc');
		collect = runInNewContext('gc') as NonNullable<typeof collect>;
	}
	collect(options);
}

function bytesInUse(): number {
	const { heapUsed, external } = process.memoryUsage();
	return heapUsed + external;
}

/** Milliseconds. */
function processorTime(): number {
	const { user, system } = process.cpuUsage();
	return (user + system) / 1000;
}

/** Long enough for timers of a millisecond. */
function pause(): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, 5));
}
