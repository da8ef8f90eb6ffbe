import type { Batch } from '../plan/batches';
import { elapsed } from '../../http/clock';
import { heldBackByStore, interrupted, STOPPED } from '../../http/failures';
import { isFailure, type Settled } from '../output/outcome';
import type { KeyState } from './keyStore';
import type { MessageKey } from './messageKey';
import type { Planned } from '../plan/planned';

/** How many keys may always be recorded in one call. */
const MANY = 1000;
/** The share of the time that the store may take: if it is slow, keys are recorded further ahead. */
const SHARE_OF_TIME = 0.25;

/** Returns the requests of a run, one after the other. */
export interface BatchSource {
	/** The next request; undefined when there are no more. */
	next(): Promise<Batch | undefined>;
	/** Reports the outcomes of its messages; undefined if it was not sent. */
	settled(batch: Batch, outcomes: readonly Settled[] | undefined): void;
}

/** The requests of a run without deduplication keys. */
export function plainSource(batches: Iterable<Batch>): BatchSource {
	const waiting = batches[Symbol.iterator]();
	return {
		next: () => {
			const next = waiting.next();
			return Promise.resolve(next.done === true ? undefined : next.value);
		},
		settled: () => undefined,
	};
}

/** What the claims need of the store: see `KeyStore`. */
export interface Keys {
	/** How long the last call to the store took, in milliseconds; a claim needs two. */
	readonly lastCall: number;
	/** How long the last claim took, in milliseconds. */
	readonly lastClaim: number;
	claim(
		keys: readonly MessageKey[],
		next: () => readonly MessageKey[],
	): Promise<Map<string, KeyState>>;
	keep(key: string): void;
	leave(key: string): void;
}

/** Requests whose keys are claimed together. */
interface Chunk {
	batches: Batch[];
	/** The messages to send: the first of each key. */
	places: number[];
	keys: MessageKey[];
}

/**
 * Returns the requests of a run whose messages have deduplication keys: each only after its keys are in
 * n8n's store, and without the messages whose keys were there before.
 *
 * A run that is killed leaves keys that are recorded but not sent, and they look like those whose
 * requests were running. So keys are recorded in small chunks, shortly before their requests. The cost
 * of a call grows with the store, so the chunks are larger if it is slow. If requests wait for the
 * store, one call checks a chunk again and records the next.
 */
export class ClaimedBatches implements BatchSource {
	private readonly waiting: Iterator<Batch>;

	private readonly ready: Batch[] = [];

	private readyMessages = 0;

	/** The first place of each key in this run. */
	private readonly places = new Map<string, number>();

	private claiming: Promise<void> | undefined;

	/** The chunk whose keys are recorded but not checked again yet. */
	private begun: Chunk | undefined;

	/** How many callers wait for a request. */
	private asking = 0;

	private isEmpty = false;

	/** The fewest messages to claim in the next call to the store. */
	private chunk = 0;

	/** The most that it may be. */
	private readonly mostAtOnce: number;

	private sent = 0;

	private startedAt = 0;

	/**
	 * @param largest the most messages of a request
	 * @param settle called for each message that is not sent
	 * @param concurrency how many requests run at once
	 * @param fail called when the store cannot be used: nothing more must be sent
	 */
	constructor(
		batches: Iterable<Batch>,
		largest: number,
		private readonly messages: readonly Planned[],
		private readonly keys: Keys,
		private readonly concurrency: number,
		private readonly settle: (place: number, settled: Settled) => void,
		private readonly fail: () => void,
	) {
		this.waiting = batches[Symbol.iterator]();
		this.mostAtOnce = Math.max(MANY, 2 * concurrency * largest);
	}

	async next(): Promise<Batch | undefined> {
		this.asking++;
		while (this.ready.length === 0 && this.hasMore()) await this.claimMore();
		this.asking--;
		const batch = this.ready.shift();
		if (batch === undefined) return undefined;
		this.readyMessages -= batch.places.length;
		// Early enough for the requests that will be needed while the store is busy.
		if (this.readyMessages < this.sentDuring(this.keys.lastClaim * 1.5)) void this.claimMore();
		return batch;
	}

	settled(batch: Batch, outcomes: readonly Settled[] | undefined): void {
		this.sent += batch.places.length;
		for (const [index, place] of batch.places.entries()) {
			const key = this.keyOf(place);
			const result = outcomes?.[index]?.result;
			if (key === null || result === undefined || result.outcome === 'rejected') continue;
			// It may be sent later.
			if (result.outcome === 'skipped') continue;
			// n8n drops the output of a stopped node, so nobody was told of this message.
			if (isFailure(result) && result.problem.code === STOPPED) this.keys.leave(key.text);
			else this.keys.keep(key.text);
		}
	}

	/** Claims the next chunk; concurrent callers wait for the same one. */
	private claimMore(): Promise<void> {
		this.claiming ??= this.claimChunk().finally(() => {
			this.claiming = undefined;
		});
		return this.claiming;
	}

	private hasMore(): boolean {
		return this.claiming !== undefined || this.begun !== undefined || !this.isEmpty;
	}

	private async claimChunk(): Promise<void> {
		const { batches, places: wanted, keys } = this.begun ?? this.takeChunk();
		this.begun = undefined;
		if (batches.length === 0) return;
		let states = new Map<string, KeyState>();
		try {
			if (keys.length > 0) states = await this.keys.claim(keys, () => this.beginNext());
		} catch {
			for (const place of wanted) this.settle(place, { result: heldBackByStore(), reply: null });
			this.isEmpty = true;
			this.begun = undefined;
			this.fail();
			return;
		}
		this.startedAt ||= elapsed();
		const mine = new Set(
			wanted.filter((place) => {
				const key = this.keyOf(place);
				const state = key === null ? 'new' : states.get(key.text);
				if (state !== undefined && state !== 'new') this.settle(place, settledBefore(state));
				return state === 'new';
			}),
		);
		for (const batch of batches) {
			const places = batch.places.filter((place) => mine.has(place));
			if (places.length === 0) continue;
			this.ready.push(places.length === batch.places.length ? batch : batch.only(mine));
			this.readyMessages += places.length;
		}
		// If everything was sent before, a larger chunk carries no risk.
		const wish = mine.size === 0 ? wanted.length * 2 : this.affordable();
		this.chunk = Math.min(wish, this.mostAtOnce);
	}

	/** The keys to record while checking the previous ones; none if nobody waits for them. */
	private beginNext(): readonly MessageKey[] {
		if (this.asking === 0) return [];
		this.begun = this.takeChunk();
		return this.begun.keys;
	}

	private takeChunk(): Chunk {
		const batches = this.takeBatches();
		const places = batches.flatMap((batch) =>
			batch.places.filter((place) => this.isFirstOfItsKey(place)),
		);
		const keys = places.map((place) => this.keyOf(place)).filter((key) => key !== null);
		return { batches, places, keys };
	}

	/** The next requests: at least as many as run at once, and as many messages as a chunk. */
	private takeBatches(): Batch[] {
		const batches: Batch[] = [];
		for (let messages = 0; batches.length < this.concurrency || messages < this.chunk; ) {
			const next = this.waiting.next();
			if (next.done === true) {
				this.isEmpty = true;
				break;
			}
			const { value } = next;
			batches.push(value);
			messages += value.places.length;
		}
		return batches;
	}

	/** How many messages the store can claim without taking more than its share of the time. */
	private affordable(): number {
		return this.sentDuring((this.keys.lastCall * 2) / SHARE_OF_TIME);
	}

	/** How many messages are sent in this time (milliseconds), at the rate so far. */
	private sentDuring(time: number): number {
		const since = elapsed() - this.startedAt;
		return this.startedAt === 0 || since <= 0 ? 0 : (this.sent / since) * time;
	}

	private isFirstOfItsKey(place: number): boolean {
		const key = this.keyOf(place);
		if (key === null) return true;
		const first = this.places.get(key.text);
		if (first === undefined) {
			this.places.set(key.text, place);
			return true;
		}
		this.settle(place, skipped('An earlier message of this run has the same deduplication key'));
		return false;
	}

	private keyOf(place: number): MessageKey | null {
		return this.messages[place]?.key ?? null;
	}
}

function settledBefore(state: Exclude<KeyState, 'new'>): Settled {
	if (state === 'begun') return { result: interrupted(), reply: null };
	return skipped(
		state === 'running'
			? 'Another run is sending the message with this deduplication key right now'
			: 'A message with this deduplication key was sent before',
	);
}

function skipped(statusDescription: string): Settled {
	return {
		result: { outcome: 'skipped', skipReason: 'duplicate', statusDescription },
		reply: null,
	};
}

/**
 * Decides when a run must end because the account is refused. Before any message was accepted, at the
 * first refusal; later only after 10 in a row, because a single one can have other reasons.
 */
export class FatalAnswers {
	private anyAccepted = false;

	private inARow = 0;

	/** @returns the failure that ends the run; null if it continues */
	of(outcomes: readonly Settled[]): Extract<Settled['result'], { problem: unknown }> | null {
		for (const { result } of outcomes) {
			if (isFailure(result) && result.fatal === true) {
				this.inARow++;
				if (!this.anyAccepted || this.inARow >= 10) return result;
			} else {
				this.inARow = 0;
				this.anyAccepted ||= result.outcome === 'accepted';
			}
		}
		return null;
	}
}
