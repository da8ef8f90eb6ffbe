import { randomUUID } from 'crypto';
import { sleep, type IExecuteFunctions } from 'n8n-workflow';
import { elapsed } from '../../http/clock';
import type { MessageKey } from './messageKey';

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

/**
 * Stand in a row that was begun when keys had numbers: it has none without. An entry that is asked for
 * is recorded, so a row without them gets the first, and loses it again at once. A run that is killed
 * in between leaves it behind; the second one tells that.
 */
const NUMBERED = ['all keys have numbers', 'all keys have numbers, certainly'] as const;

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

/** Keys that were recorded in one call. */
interface Claim {
	/** Its own entry. */
	name: string;
	keys: readonly MessageKey[];
	/** What stood there before, by the key's text. */
	states: Map<string, KeyState>;
	/** When it was recorded, by `elapsed`; null where that is just now. */
	recorded: number | null;
}

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
 * are the other's. Whoever overwrites anything of ours overwrites the entry of our last claim, too; so
 * each call asks for that one, and what may be lost is recorded again where it is gone.
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

	/** What the last claim wrote beside its entry. */
	private last: { sent: readonly string[]; begun: readonly string[] } = { sent: [], begun: [] };

	/** The entry of the last claim. */
	private witness: string | undefined;

	/** Whether another process has ever overwritten entries of this run. */
	private hasLost = false;

	/** A claim that is recorded and was not looked at again. */
	private open: Claim | undefined;

	/** Keys that this run has claimed, and whose messages nobody else may send. */
	private readonly own = new Set<string>();

	/** What tells the claims of this run from those of others. */
	private readonly run = randomUUID();

	private claims = 0;

	/** Whether there may be keys without numbers in the row, as earlier versions recorded them. */
	private row: 'unknown' | 'assumed without' | 'without' | 'with' = 'unknown';

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
	 * @param next asked right before the keys are looked at again: gives those that come next, if they
	 *   are to be recorded in the same call. They are claimed by handing in the same list afterwards.
	 * @returns what stood there before, by the key's text
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

	/** Looks at the open claim again, as often as it takes. */
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
			// What was written with this claim is gone, too.
			if (more.length === 0) this.pending.push(...this.last.sent);
		}
		if (this.open === claim) this.open = undefined;
		return states;
	}

	/** How long to wait before a claim is looked at again, in milliseconds. */
	private pauseSince(recorded: number | null): number {
		const pause = Math.min(this.lastCall * 2 + PAUSE, LONGEST_PAUSE);
		return recorded === null ? pause : Math.max(pause - (elapsed() - recorded), 0);
	}

	/**
	 * Records the keys of a new claim, which is open then, and what became of messages before.
	 *
	 * @param also what else is asked for in the same call
	 * @returns the entries that stood there already
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
		if (this.row === 'unknown' && (await this.isEmpty())) this.row = 'without';
		const marks =
			this.row === 'without'
				? NUMBERED
				: this.row === 'unknown' && earlierForms(keys).size > 0
					? NUMBERED.slice(0, 1)
					: [];
		// Messages that come to their end meanwhile are for the next call.
		const { pending, witness, last } = this;
		this.pending = [];
		const seen = await this.record([
			...marks,
			...(witness === undefined || also.includes(witness) ? [] : [witness]),
			...also,
			...pending.map(sent),
			name,
			...free.map(begun),
		]);
		if (witness !== undefined && !seen.has(witness)) {
			this.hasLost = true;
			await this.record([...last.sent.map(sent), ...last.begun.map(begun)]);
		}
		if (this.row === 'unknown' && marks.length > 0) {
			this.row = seen.has(NUMBERED[0]) ? 'assumed without' : 'with';
			if (this.row === 'with') await this.remove(NUMBERED.slice(0, 1));
		}
		for (const key of pending) {
			// From now on other runs see in the store what became of it.
			this.state.running.delete(key);
			this.own.delete(key);
		}
		const old: string[] = [];
		const mine: string[] = [];
		for (const key of free) {
			if (seen.has(begun(key))) {
				old.push(key);
				continue;
			}
			states.set(key, 'new');
			this.state.running.add(key);
			this.own.add(key);
			this.recorded.add(begun(key));
			mine.push(key);
		}
		this.witness = name;
		this.last = { sent: pending, begun: mine };
		if (old.length > 0) {
			// Whoever asks for an entry records it: a run that was interrupted is told of once.
			const told = await this.record(old.map(sent));
			for (const key of old) states.set(key, told.has(sent(key)) ? 'sent' : 'begun');
		}
		this.open = { name, keys, states, recorded: also.length > 0 ? elapsed() : null };
		return seen;
	}

	private async isEmpty(): Promise<boolean> {
		return (await this.context.helpers.getProcessedDataCount('node', HOW)) === 0;
	}

	/** What else is asked for when a claim is looked at once more. */
	private marks(earlier: ReadonlyMap<string, string>): string[] {
		if (this.row === 'assumed without') return NUMBERED.slice(1);
		if (this.row !== 'with') return [];
		return [...earlier.keys()].flatMap((key) => [begun(key), numbered(key)]);
	}

	/**
	 * Looks for keys as earlier versions recorded them, without the number. Nobody can tell whose such
	 * a key was, and it has to count for one message only, or it would keep all other numbers from
	 * getting theirs: it counts for the first message with this key that asks.
	 *
	 * @param earlier the texts of keys by their earlier form
	 * @param seen what stood there of the keys and marks
	 * @returns what is known of the keys that were found, by their text
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
		// Whoever looks for an earlier form records it: the mark tells that from what stood there before.
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
		try {
			// Another process may have them.
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

	private async remove(entries: string[]): Promise<void> {
		await this.context.helpers.removeProcessed(entries, 'node', HOW);
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

/** Says of a key without a number that it was looked for since keys have numbers. */
function numbered(key: string): string {
	return `numbered ${key}`;
}

/** The texts of keys by their earlier form; of several keys with the same one, the first. */
function earlierForms(keys: readonly MessageKey[]): Map<string, string> {
	const forms = new Map<string, string>();
	for (const { text, earlier } of keys) {
		if (earlier !== null && !forms.has(earlier)) forms.set(earlier, text);
	}
	return forms;
}
