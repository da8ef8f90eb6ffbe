import { randomUUID } from 'crypto';
import { sleep, type IExecuteFunctions } from 'n8n-workflow';
import { elapsed } from './clock';

/**
 * The most entries that n8n keeps for a node; each key has two, and each call that claims keys one.
 * It holds them in one row that is read and written whole: 200,000 keys are about 11 MB.
 */
const MAX_ENTRIES = 500_000;
/** How many entries are taken out at once: n8n looks for each among all, and nothing else runs meanwhile. */
const FORGET_AT_ONCE = 500;

/**
 * How long a claim stands in the store before it is looked at again, in milliseconds, beside twice
 * the time of a call: longer than another process needs between its reading and its writing.
 */
const PAUSE = 20;
/** A claim is never waited for longer than this, in milliseconds: the machine may have slept during a call. */
const LONGEST_PAUSE = 30_000;

const HOW = { mode: 'entries', maxEntries: MAX_ENTRIES } as const;

/** What stands in n8n's store for a key. */
export type KeyState =
	/** Nothing, until this run recorded it just now. */
	| 'new'
	/** Its message was sent, or may have been, and somebody was told. */
	| 'sent'
	/** A run recorded it, and never said what became of its message: it was interrupted. */
	| 'begun'
	/** Another run is sending its message at this moment. */
	| 'running';

/** What all runs of one node in this process share. */
interface NodeState {
	runs: number;
	/** The end of the last call to the store: n8n reads and writes in two steps. */
	last: Promise<unknown>;
	/** The keys whose messages are under way. */
	running: Set<string>;
}

const nodes = new Map<string, NodeState>();

/**
 * The deduplication keys of one node, in n8n's own database: they outlive restarts, and all workers
 * see the same ones.
 *
 * A key has two entries there. One is recorded before its request goes out, the other when it is
 * known what became of it. A key with the first one only belongs to a run that was killed: its
 * message may have been sent.
 *
 * Runs in one process take turns. n8n has no lock between processes: of two that write in the same
 * milliseconds, one overwrites what the other wrote. So each claim has an entry of its own and is
 * looked at once more before anything is sent: where that entry is gone, the keys that stand there
 * are the other's. And what was recorded lately is recorded again with each call.
 */
export class KeyStore {
	lastCall = 0;

	lastClaim = 0;

	private readonly id: string;

	private readonly state: NodeState;

	/** All entries of this run that are to stay. */
	private readonly recorded = new Set<string>();

	/** Those of them that stay as they are. */
	private readonly left = new Set<string>();

	/** The keys whose ends the next call writes. */
	private pending: string[] = [];

	/** The entries that the last call wrote. */
	private previous: string[] = [];

	/** Keys that this run has claimed, and whose messages nobody else may send. */
	private readonly own = new Set<string>();

	/** What tells the claims of this run from those of others. */
	private readonly run = randomUUID();

	private claims = 0;

	/** The end of the last claim, whatever it was. */
	private lastStates: Promise<unknown> = Promise.resolve();

	constructor(private readonly context: IExecuteFunctions) {
		this.id = `${context.getWorkflow().id ?? ''} ${context.getNode().id}`;
		this.state = nodes.get(this.id) ?? { runs: 0, last: Promise.resolve(), running: new Set() };
		this.state.runs++;
		nodes.set(this.id, this.state);
	}

	/**
	 * Records keys whose messages are about to be sent, unless they stand there already.
	 *
	 * @param keys each once
	 * @returns what stood there before, by key
	 * @throws what n8n throws when its store cannot be used, e.g. in a workflow that is not saved
	 */
	async claim(keys: readonly string[]): Promise<Map<string, KeyState>> {
		const states = this.claimKeys(keys);
		this.lastStates = states.catch(() => undefined);
		return await states;
	}

	private async claimKeys(keys: readonly string[]): Promise<Map<string, KeyState>> {
		const started = elapsed();
		const claim = `claim ${this.run} ${String(this.claims++)}`;
		const states = await this.inTurn(() => this.recordClaim(claim, keys));
		let mine = keys.filter((key) => states.get(key) === 'new');
		while (mine.length > 0) {
			await sleep(Math.min(this.lastCall * 2 + PAUSE, LONGEST_PAUSE));
			const seen = await this.inTurn(() => this.record([claim, ...mine.map(begun)]));
			if (seen.has(claim)) break;
			const lost = mine.filter((key) => seen.has(begun(key)));
			for (const key of lost) {
				states.set(key, 'running');
				this.giveUp(key);
			}
			mine = mine.filter((key) => !seen.has(begun(key)));
		}
		this.lastClaim = elapsed() - started;
		return states;
	}

	private async recordClaim(
		claim: string,
		keys: readonly string[],
	): Promise<Map<string, KeyState>> {
		const states = new Map<string, KeyState>();
		const free: string[] = [];
		for (const key of keys) {
			if (this.state.running.has(key)) states.set(key, 'running');
			else free.push(key);
		}
		// Messages that come to their end meanwhile are for the next call.
		const { pending, previous } = this;
		this.pending = [];
		const seen = await this.record([...previous, ...pending.map(sent), claim, ...free.map(begun)]);
		for (const key of pending) {
			// From now on other runs see in the store what became of it.
			this.state.running.delete(key);
			this.own.delete(key);
		}
		this.previous = pending.map(sent);
		const old: string[] = [];
		for (const key of free) {
			if (seen.has(begun(key))) {
				old.push(key);
				continue;
			}
			states.set(key, 'new');
			this.state.running.add(key);
			this.own.add(key);
			this.recorded.add(begun(key));
			this.previous.push(begun(key));
		}
		if (old.length > 0) {
			// Whoever asks for an entry records it: a run that was interrupted is told of once.
			const told = await this.record(old.map(sent));
			for (const key of old) states.set(key, told.has(sent(key)) ? 'sent' : 'begun');
		}
		return states;
	}

	/** Leaves a key to another process, which has recorded it in the same moment. */
	private giveUp(key: string): void {
		this.state.running.delete(key);
		this.own.delete(key);
		this.recorded.delete(begun(key));
	}

	/** The message of a key was sent, or may have been: no run is to send it again. */
	keep(key: string): void {
		this.recorded.add(sent(key));
		this.pending.push(key);
	}

	/** Nobody was told what became of the message of a key: the next run is to tell. */
	leave(key: string): void {
		this.left.add(key);
	}

	/**
	 * Ends the run: records once more what may have been lost, and forgets the keys that it claimed
	 * and neither kept nor left, because their messages were certainly not sent.
	 *
	 * @throws what n8n throws when its store cannot be used
	 */
	async end(): Promise<void> {
		// A run may be stopped while it claims keys that it is not going to use.
		await this.lastStates;
		const isReleased = (key: string) => !this.recorded.has(sent(key)) && !this.left.has(key);
		const released = [...this.own].filter(isReleased).map(begun);
		for (const entry of released) this.recorded.delete(entry);
		try {
			if (this.recorded.size === 0 && released.length === 0) return;
			await this.inTurn(async () => {
				if (this.recorded.size > 0) await this.record([...this.recorded]);
				for (let from = 0; from < released.length; from += FORGET_AT_ONCE) {
					const entries = released.slice(from, from + FORGET_AT_ONCE);
					await this.context.helpers.removeProcessed(entries, 'node', HOW);
				}
			});
		} finally {
			for (const key of this.own) this.state.running.delete(key);
			if (--this.state.runs === 0) nodes.delete(this.id);
		}
	}

	/**
	 * Tries once more where it fails: two processes that record the first keys of a node both want to
	 * create its row, and n8n tells one of them that it exists.
	 *
	 * @returns the entries that stood there already
	 */
	private async record(entries: string[]): Promise<Set<unknown>> {
		const ask = () => this.context.helpers.checkProcessedAndRecord(entries, 'node', HOW);
		const { processed } = await ask().catch(async () => {
			await sleep(PAUSE);
			return await ask();
		});
		return new Set<unknown>(processed);
	}

	/** Waits for the other runs of this process that use the store. */
	private async inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
		const turn = this.state.last.then(async () => {
			const started = elapsed();
			const result = await work();
			this.lastCall = elapsed() - started;
			return result;
		});
		this.state.last = turn.catch(() => undefined);
		return await turn;
	}
}

function begun(key: string): string {
	return `begun ${key}`;
}

function sent(key: string): string {
	return `sent ${key}`;
}
