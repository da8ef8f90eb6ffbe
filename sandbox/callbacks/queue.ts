import { Poster, type Post, type PostResult } from './poster';
import { elapsed, wallClock } from '../server/clock';

/** One try to post a callback. */
export interface CallbackAttempt {
	/** ISO 8601, UTC. */
	at: string;
	/** Null where no answer came. */
	status: number | null;
	/** What came instead of an answer: `ECONNREFUSED`, `ECONNRESET`, `timeout` ... */
	error?: string;
	ms: number;
}

export interface QueueOptions {
	readonly callbackConcurrency: number;
	readonly callbackAttempts: number;
	readonly callbackTimeout: number;
}

/** A callback to be posted; the queue notes in `log` what becomes of it. */
export interface Job {
	/** Absent once it was cancelled. */
	post?: Post;
	/** Of the jobs in one lane each waits until the one before it is done. */
	readonly lane?: string;
	readonly log: { attempts: CallbackAttempt[]; done: boolean };
	/** Is told of the bytes that the log has come to take. */
	readonly grow: (bytes: number) => void;
	/** Is told that the post is not needed any more. */
	readonly sent: () => void;
}

/** About what an attempt takes, in bytes. */
const ATTEMPT_BYTES = 150;

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5000;

/** Posts callbacks, so many at a time, and again where the receiver may come to its senses. */
export class CallbackQueue {
	private readonly poster: Poster;
	private ready: Job[] = [];
	private readonly lanes = new Map<string, Job[]>();
	private readonly unfinished = new Set<Job>();
	private readonly pauses = new Set<NodeJS.Timeout>();
	private listeners: (() => void)[] = [];
	private underWay = 0;

	constructor(private readonly options: QueueOptions) {
		this.poster = new Poster(options.callbackTimeout);
	}

	add(job: Job): void {
		this.unfinished.add(job);
		const { lane } = job;
		const before = lane === undefined ? undefined : this.lanes.get(lane);
		if (before !== undefined) {
			before.push(job);
			return;
		}
		if (lane !== undefined) this.lanes.set(lane, []);
		this.start(job);
	}

	/** Resolves when nothing is queued, under way or waiting to be tried again. */
	settled(): Promise<void> {
		if (this.unfinished.size === 0) return Promise.resolve();
		return new Promise((resolve) => this.listeners.push(resolve));
	}

	/** Drops one callback; later ones in its lane need not wait for it any more. */
	cancel(job: Job): void {
		if (!this.unfinished.delete(job)) return;
		job.post = undefined;
		this.tellIfSettled();
	}

	/** Drops all that is queued and cuts all that is under way. */
	clear(): void {
		for (const pause of this.pauses) clearTimeout(pause);
		this.pauses.clear();
		this.ready = [];
		this.lanes.clear();
		this.unfinished.clear();
		this.poster.cut();
		this.tellIfSettled();
	}

	private start(job: Job): void {
		this.ready.push(job);
		this.fill();
	}

	private fill(): void {
		while (this.underWay < this.options.callbackConcurrency) {
			const job = this.ready.shift();
			if (job === undefined) return;
			if (job.post === undefined) this.startNext(job);
			else void this.attempt(job, job.post);
		}
	}

	private async attempt(job: Job, post: Post): Promise<void> {
		this.underWay++;
		const at = new Date(wallClock()).toISOString();
		const start = elapsed();
		const result = await this.poster.post(post);
		this.underWay--;
		if (this.unfinished.has(job)) {
			const { attempts } = job.log;
			const given = 'status' in result ? result : { status: null, ...result };
			attempts.push({ at, ...given, ms: Math.round(elapsed() - start) });
			const again = isWorthAnother(result) && attempts.length < this.options.callbackAttempts;
			if (again) this.pause(job, attempts.length);
			else this.finish(job);
			job.grow(ATTEMPT_BYTES);
		} else if (job.post === undefined) {
			this.startNext(job);
		}
		this.fill();
	}

	private pause(job: Job, attempts: number): void {
		const ms = Math.min(FIRST_PAUSE_MS * 2 ** (attempts - 1), LONGEST_PAUSE_MS);
		const pause = setTimeout(() => {
			this.pauses.delete(pause);
			this.start(job);
		}, ms).unref();
		this.pauses.add(pause);
	}

	private finish(job: Job): void {
		job.log.done = true;
		this.unfinished.delete(job);
		job.sent();
		this.startNext(job);
		this.tellIfSettled();
	}

	/** Makes ready what waits in the lane of a job that is over. */
	private startNext({ lane }: Job): void {
		if (lane === undefined) return;
		const next = this.lanes.get(lane)?.shift();
		if (next === undefined) this.lanes.delete(lane);
		else this.ready.push(next);
	}

	private tellIfSettled(): void {
		if (this.unfinished.size > 0) return;
		for (const tell of this.listeners.splice(0)) tell();
	}
}

/** No answer, a fault of the receiver's, or too many at once. What it refuses stays refused. */
function isWorthAnother(result: PostResult): boolean {
	return !('status' in result) || result.status >= 500 || result.status === 429;
}
