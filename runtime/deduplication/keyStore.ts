import { randomUUID } from 'crypto';
import { sleep, type IExecuteFunctions } from 'n8n-workflow';
import { elapsed } from '../../http/clock';
import type { MessageKey } from './messageKey';

/**
 * The most entries that n8n keeps for a node; each key has two, and each call that claims keys adds
 * one. n8n stores them in one row that is read and written whole: 200,000 keys are about 11 MB.
 */
const MAX_ENTRIES = 500_000;
/** How many entries are removed at once: n8n searches all entries for each one, blocking the process. */
const FORGET_AT_ONCE = 500;

/**
 * How long to wait before a claim is checked again, in milliseconds, in addition to twice the time of a
 * call: longer than another process needs between reading and writing.
 */
const PAUSE = 20;
/** The longest wait for a claim, in milliseconds: the machine may have slept during a call. */
const LONGEST_PAUSE = 30_000;

/**
 * Entries of a row that was created after keys included numbers, so it has no key without one. Checking
 * an entry records it, so a row without them gets the first one, which is removed at once. A run that
 * is killed in between leaves it behind; the second entry shows that.
 */
const NUMBERED = ['all keys have numbers', 'all keys have numbers, certainly'] as const;

const HOW = { mode: 'entries', maxEntries: MAX_ENTRIES } as const;

/** The state of a key in n8n's store. */
export type KeyState =
	/** It was not there; this run has just recorded it. */
	| 'new'
	/** Its message was sent, or may have been, and that was reported. */
	| 'sent'
	/** A run recorded it but was interrupted before it recorded an outcome. */
	| 'begun'
	/** Another run is sending its message right now. */
	| 'running';

/** State shared by all runs of one node in this process. */
interface NodeState {
	runs: number;
	/** The last call to the store. Calls run one after the other, as n8n reads and writes in two steps. */
	last: Promise<unknown>;
	/** The keys whose messages are being sent. */
	running: Set<string>;
}

const nodes = new Map<string, NodeState>();

/** Keys that were recorded in one call. */
interface Claim {
	/** The name of its own entry. */
	name: string;
	keys: readonly MessageKey[];
	/** The earlier state of each key, by the key's text. */
	states: Map<string, KeyState>;
	/** When it was recorded, by `elapsed`; null if just now. */
	recorded: number | null;
}

/**
 * The deduplication keys of one node, in n8n's own database: they outlive restarts, and all workers
 * see the same ones.
 *
 * A key has two entries there. One is recorded before its request is sent, the other when its outcome
 * is known. A key with only the first one belongs to a run that was killed: its message may have been
 * sent.
 *
 * Runs in one process take turns. n8n has no lock between processes: if two write within the same
 * milliseconds, one overwrites the other. So each claim has its own entry and is checked again before
 * anything is sent: if its entry is gone, the keys that are there belong to the other process. Whoever
 * overwrites our entries also overwrites the entry of our last claim. So each call checks that one, and
 * if it is gone, records again what may be lost.
 */
export class KeyStore {
	lastCall = 0;

	lastClaim = 0;

	private readonly id: string;

	private readonly state: NodeState;

	/** All entries of this run that must stay. */
	private readonly recorded = new Set<string>();

	/** The keys whose first entry stays without a second one. */
	private readonly left = new Set<string>();

	/** The keys whose second entry the next call writes. */
	private pending: string[] = [];

	/** What the last claim wrote besides its own entry. */
	private last: { sent: readonly string[]; begun: readonly string[] } = { sent: [], begun: [] };

	/** The entry of the last claim. */
	private witness: string | undefined;

	/** Whether another process has ever overwritten entries of this run. */
	private hasLost = false;

	/** A claim that is recorded but not checked again yet. */
	private open: Claim | undefined;

	/** Keys that this run has claimed: no other run may send their messages. */
	private readonly own = new Set<string>();

	/** Distinguishes this run's claims from others. */
	private readonly run = randomUUID();

	private claims = 0;

	/** Whether the row may have keys without numbers, as earlier versions recorded them. */
	private row: 'unknown' | 'assumed without' | 'without' | 'with' = 'unknown';

	/** Settles when the last claim has ended. */
	private lastStates: Promise<unknown> = Promise.resolve();

	constructor(private readonly context: IExecuteFunctions) {
		this.id = `${context.getWorkflow().id ?? ''} ${context.getNode().id}`;
		this.state = nodes.get(this.id) ?? { runs: 0, last: Promise.resolve(), running: new Set() };
		this.state.runs++;
		nodes.set(this.id, this.state);
	}

	/**
	 * Records keys whose messages are about to be sent, unless they are there already.
	 *
	 * @param keys each once
	 * @param next called right before the keys are checked again: returns the keys to record in the same
	 *   call. They are claimed by passing the same list afterward.
	 * @returns the earlier state of each key, by its text
	 * @throws what n8n throws when its store cannot be used, e.g. in a workflow that is not saved
	 */
	async claim(
		keys: readonly MessageKey[],
		next: () => readonly MessageKey[] = () => [],
	): Promise<Map<string, KeyState>> {
		const states = this.claimKeys(keys, next);
		this.lastStates = states.catch(() => undefined);
		return await states;
	}

	private async claimKeys(
		keys: readonly MessageKey[],
		next: () => readonly MessageKey[],
	): Promise<Map<string, KeyState>> {
		const started = elapsed();
		if (this.open?.keys !== keys) await this.inTurn(() => this.recordClaim(keys, []));
		const states = await this.confirm(next);
		this.lastClaim = elapsed() - started;
		return states;
	}

	/** Checks the open claim again, as often as needed. */
	private async confirm(next: () => readonly MessageKey[]): Promise<Map<string, KeyState>> {
		const { open: claim } = this;
		if (claim === undefined) return new Map();
		const { name, states } = claim;
		let mine = claim.keys.filter(({ text }) => states.get(text) === 'new');
		let earlier = earlierForms(mine);
		for (let isFirst = true; mine.length > 0; isFirst = false) {
			await sleep(this.pauseSince(isFirst ? claim.recorded : null));
			const entries = [name, ...mine.map(({ text }) => begun(text)), ...this.marks(earlier)];
			const more = isFirst ? next() : [];
			const [seen, old] = await this.inTurn(async () => {
				const found =
					more.length > 0 ? await this.recordClaim(more, entries) : await this.record(entries);
				return [found, await this.findEarlier(earlier, found)];
			});
			for (const [text, state] of old) states.set(text, state);
			earlier = new Map();
			if (seen.has(name)) break;
			this.hasLost = true;
			for (const { text } of mine) {
				if (!seen.has(begun(text))) continue;
				states.set(text, 'running');
				this.giveUp(text);
			}
			mine = mine.filter(({ text }) => states.get(text) === 'new');
			// What was written with this claim is gone too.
			if (more.length === 0) this.pending.push(...this.last.sent);
		}
		if (this.open === claim) this.open = undefined;
		return states;
	}

	/** How long to wait before a claim is checked again, in milliseconds. */
	private pauseSince(recorded: number | null): number {
		const pause = Math.min(this.lastCall * 2 + PAUSE, LONGEST_PAUSE);
		return recorded === null ? pause : Math.max(pause - (elapsed() - recorded), 0);
	}

	/**
	 * Records the keys of a new claim, which is then open, and the outcomes of earlier messages.
	 *
	 * @param also other entries to check in the same call
	 * @returns the entries that were there already
	 */
	private async recordClaim(
		keys: readonly MessageKey[],
		also: readonly string[],
	): Promise<Set<unknown>> {
		const name = `claim ${this.run} ${String(this.claims++)}`;
		const states = new Map<string, KeyState>();
		const free: string[] = [];
		for (const { text } of keys) {
			if (this.state.running.has(text)) states.set(text, 'running');
			else free.push(text);
		}
		const marks = await this.marksOfClaim(keys);
		// Messages that finish meanwhile are for the next call.
		const { pending, witness, last } = this;
		this.pending = [];
		const isWitnessIn = witness === undefined || also.includes(witness);
		const seen = await this.record([
			...marks,
			...(isWitnessIn ? [] : [witness]),
			...also,
			...pending.map(sent),
			name,
			...free.map(begun),
		]);
		if (witness !== undefined && !seen.has(witness)) {
			this.hasLost = true;
			// Keys without their claim look like another process's. While a claim is checked, `confirm`
			// records its keys again, together with it.
			if (isWitnessIn) this.pending.push(...last.sent);
			else await this.record([...last.sent.map(sent), ...last.begun.map(begun)]);
		}
		await this.learnRow(marks, seen);
		for (const key of pending) {
			// From now on other runs find its outcome in the store.
			this.state.running.delete(key);
			this.own.delete(key);
		}
		const mine = free.filter((key) => !seen.has(begun(key)));
		for (const key of mine) {
			states.set(key, 'new');
			this.take(key);
		}
		this.witness = name;
		this.last = { sent: pending, begun: mine };
		const old = free.filter((key) => seen.has(begun(key)));
		for (const [key, state] of await this.statesInStore(old)) states.set(key, state);
		this.open = { name, keys, states, recorded: also.length > 0 ? elapsed() : null };
		return seen;
	}

	/** Entries to check with a new claim, to learn whether the row has keys without numbers. */
	private async marksOfClaim(keys: readonly MessageKey[]): Promise<readonly string[]> {
		if (this.row === 'unknown' && (await this.isEmpty())) this.row = 'without';
		if (this.row === 'without') return NUMBERED;
		return this.row === 'unknown' && earlierForms(keys).size > 0 ? NUMBERED.slice(0, 1) : [];
	}

	/** Learns from the entries that were there whether the row has keys without numbers. */
	private async learnRow(marks: readonly string[], seen: ReadonlySet<unknown>): Promise<void> {
		if (this.row !== 'unknown' || marks.length === 0) return;
		this.row = seen.has(NUMBERED[0]) ? 'assumed without' : 'with';
		if (this.row === 'with') await this.remove(NUMBERED.slice(0, 1));
	}

	/**
	 * The states of keys that other runs have recorded. Checking an entry records it, so an interrupted run is
	 * reported once.
	 */
	private async statesInStore(keys: string[]): Promise<Array<[key: string, state: KeyState]>> {
		if (keys.length === 0) return [];
		const told = await this.record(keys.map(sent));
		return keys.map((key) => [key, told.has(sent(key)) ? 'sent' : 'begun']);
	}

	/** Keeps a key that this run has recorded from all others. */
	private take(key: string): void {
		this.state.running.add(key);
		this.own.add(key);
		this.recorded.add(begun(key));
	}

	private async isEmpty(): Promise<boolean> {
		return (await this.context.helpers.getProcessedDataCount('node', HOW)) === 0;
	}

	/** Other entries to check when a claim is checked again. */
	private marks(earlier: ReadonlyMap<string, string>): string[] {
		if (this.row === 'assumed without') return NUMBERED.slice(1);
		if (this.row !== 'with') return [];
		return [...earlier.keys()].flatMap((key) => [begun(key), numbered(key)]);
	}

	/**
	 * Looks for keys without a number, as earlier versions recorded them. It is not known for which number
	 * such a key was, and it must block only one message, or no other number would get its own. So it
	 * counts for the first message with this key.
	 *
	 * @param earlier the texts of keys by their earlier form
	 * @param seen the keys and marks that were there already
	 * @returns the states of the keys that were found, by their text
	 */
	private async findEarlier(
		earlier: ReadonlyMap<string, string>,
		seen: ReadonlySet<unknown>,
	): Promise<Array<[text: string, state: KeyState]>> {
		let marked = seen;
		if (this.row === 'assumed without') {
			this.row = seen.has(NUMBERED[1]) ? 'without' : 'with';
			if (this.row === 'with') {
				await this.remove([...NUMBERED]);
				if (earlier.size > 0) marked = await this.record(this.marks(earlier));
			}
		}
		if (this.row !== 'with') return [];
		// Checking an earlier form records it; the mark distinguishes that from an older entry.
		const old = [...earlier].filter(
			([key]) => marked.has(begun(key)) && !marked.has(numbered(key)),
		);
		if (old.length === 0) return [];
		const told = await this.record(old.map(([key]) => sent(key)));
		return old.map(([key, text]) => {
			this.keep(text);
			return [text, told.has(sent(key)) ? 'sent' : 'begun'];
		});
	}

	/** Leaves a key to another process that recorded it at the same moment. */
	private giveUp(key: string): void {
		this.state.running.delete(key);
		this.own.delete(key);
		this.recorded.delete(begun(key));
	}

	/** Records that a key's message was sent, or may have been: no run may send it again. */
	keep(key: string): void {
		this.recorded.add(sent(key));
		this.pending.push(key);
	}

	/** Records that a key's outcome was not reported: the next run must report it. */
	leave(key: string): void {
		this.left.add(key);
	}

	/**
	 * Ends the run: records again what may have been lost, and removes the keys that it claimed but
	 * neither kept nor left, because their messages were certainly not sent.
	 *
	 * @throws what n8n throws when its store cannot be used
	 */
	async end(): Promise<void> {
		// A run may be stopped while it claims keys that it will not use.
		await this.lastStates;
		try {
			// Another process may have claimed them.
			await this.confirm(() => []);
			const isReleased = (key: string) => !this.recorded.has(sent(key)) && !this.left.has(key);
			const released = [...this.own].filter(isReleased).map(begun);
			for (const entry of released) this.recorded.delete(entry);
			if (this.recorded.size === 0 && released.length === 0) return;
			await this.inTurn(async () => {
				if (this.recorded.size > 0) await this.recordEnds();
				for (let from = 0; from < released.length; from += FORGET_AT_ONCE) {
					await this.remove(released.slice(from, from + FORGET_AT_ONCE));
				}
			});
		} finally {
			for (const key of this.own) this.state.running.delete(key);
			if (--this.state.runs === 0) nodes.delete(this.id);
		}
	}

	private async recordEnds(): Promise<void> {
		if (!this.hasLost && this.witness !== undefined) {
			const seen = await this.record([this.witness, ...this.pending.map(sent)]);
			if (seen.has(this.witness)) return;
		}
		await this.record([...this.recorded]);
	}

	/**
	 * Retries once: if two processes record the first keys of a node, both try to create its row, and one
	 * of them fails.
	 *
	 * @returns the entries that were there already
	 */
	private async record(entries: string[]): Promise<Set<unknown>> {
		const ask = () => this.context.helpers.checkProcessedAndRecord(entries, 'node', HOW);
		const { processed } = await ask().catch(async () => {
			await sleep(PAUSE);
			return await ask();
		});
		return new Set<unknown>(processed);
	}

	private async remove(entries: string[]): Promise<void> {
		await this.context.helpers.removeProcessed(entries, 'node', HOW);
	}

	/** Waits until other runs of this process have finished using the store. */
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

/** Marks a key without a number that was checked after keys included numbers. */
function numbered(key: string): string {
	return `numbered ${key}`;
}

/** The texts of keys by their earlier form; if several keys share it, the first. */
function earlierForms(keys: readonly MessageKey[]): Map<string, string> {
	const forms = new Map<string, string>();
	for (const { text, earlier } of keys) {
		if (earlier !== null && !forms.has(earlier)) forms.set(earlier, text);
	}
	return forms;
}
