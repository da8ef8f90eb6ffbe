import { Poster, type Post, type PostResult } from './poster';
import { bytesOf } from '../server/budget';
import { elapsed, wallClock } from '../server/clock';

/** One attempt to post a callback. */
export interface CallbackAttempt {
	/** ISO 8601, UTC. */
	at: string;
	/** Null if there was no answer. */
	status: number | null;
	/** The error if there was no answer: `ECONNREFUSED`, `ECONNRESET`, `timeout` ... */
	error?: string;
	/** The start of the answer's text in one line, without secrets; absent if it has none. */
	reply?: string;
	ms: number;
}

export interface QueueOptions {
	readonly callbackConcurrency: number;
	readonly callbackAttempts: number;
	readonly callbackTimeout: number;
}

/** A callback to post; the queue records its attempts in `log`. */
export interface Job {
	/** Absent after it was canceled. */
	post?: Post;
	/** Each job waits until the one before it in the same lane is done. */
	readonly lane?: string;
	readonly log: { attempts: CallbackAttempt[]; done: boolean };
	/** Called with the number of bytes by which the log has grown. */
	readonly grow: (bytes: number) => void;
	/** Called after each attempt, when it is in the log. */
	readonly changed: () => void;
	/** Called when the post is no longer needed. */
	readonly sent: () => void;
}

/** The approximate size of an attempt, in bytes. */
const ATTEMPT_BYTES = 150;

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5000;

/** Posts a limited number of callbacks at a time, and retries those that may succeed later. */
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

	/** Resolves when nothing is queued, in flight or waiting for a retry. */
	settled(): Promise<void> {
		if (this.unfinished.size === 0) return Promise.resolve();
		return new Promise((resolve) => this.listeners.push(resolve));
	}

	/** Drops one callback; later ones in its lane no longer wait for it. */
	cancel(job: Job): void {
		if (!this.unfinished.delete(job)) return;
		job.post = undefined;
		this.tellIfSettled();
	}

	/** Drops everything queued and aborts everything in flight. */
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
			job.grow(ATTEMPT_BYTES + ('reply' in result ? bytesOf(result.reply) : 0));
			job.changed();
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

	/** Starts the next job in the lane of a finished one. */
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

/** No answer, a server error or too many requests are retried; a refusal is final. */
function isWorthAnother(result: PostResult): boolean {
	return !('status' in result) || result.status >= 500 || result.status === 429;
}
