import {
	bytesOf,
	bytesOfFields,
	excerptOf,
	OBJECT_BYTES,
	type Budget,
	type Bundle,
} from './budget';
import type { Attempt } from './gateway';
import type { LoggedCallback } from '../callbacks';
import type { CallbackOutcome, Change, CodeEnd, Entry, Events, Targets } from '../inbox/protocol';
import type { HandsetMessage } from './message';
import type { MessageStatus, StoredMessage } from './message';
import { measure } from './parts';
import type { LoggedRequest } from './store';

/** The approximate size of an entry without its texts, and the most entries returned at once. */
const ENTRY_CHARACTERS = 400;
const MOST_CHARACTERS = 1_000_000;

/** Called with every event of the page. */
export type JournalListener = <Name extends keyof Events>(name: Name, event: Events[Name]) => void;

/** What can change after a message was accepted. */
type Early = Partial<Pick<Entry, 'status' | 'callback' | 'codeEnd'>>;

/** The result of a request. */
export interface Done {
	readonly request: LoggedRequest;
	readonly bundle: Bundle;
	readonly attempt: Attempt;
	readonly accepted: readonly StoredMessage[];
	/** Whether it simulated incoming messages, which already have entries. */
	readonly hasReceived: boolean;
}

/** One entry for each message or call, oldest first. */
export class Journal {
	private readonly entries = new Map<number, Entry>();
	private lastId = 0;
	private readonly byMessageId = new Map<string, number>();
	/** What is known of messages whose requests are not answered yet. */
	private readonly early = new Map<string, Early>();
	private readonly handsets = new WeakMap<HandsetMessage, number>();
	private readonly listeners = new Set<JournalListener>();

	constructor(private readonly budget: Budget) {
		budget.onDrop(() => {
			if (this.listeners.size > 0) this.tell('dropped', this.dropped());
		});
	}

	/** The id of the latest entry; 0 if there was none. */
	get latest(): number {
		return this.lastId;
	}

	/** The id of the oldest entry that is kept; one more than the latest if none is. */
	get oldest(): number {
		const [first] = this.entries.keys();
		return first ?? this.lastId + 1;
	}

	/** What was dropped, for the page; null if nothing was. */
	dropped(): Events['dropped'] | null {
		const { dropped, limitBytes } = this.budget.state();
		if (dropped === null) return null;
		const { messages, incoming, requests, since } = dropped;
		return { messages: messages + incoming, requests, since, limitBytes, oldest: this.oldest };
	}

	/** All entries that are kept, oldest first. Not copies. */
	all(): readonly Entry[] {
		return [...this.entries.values()];
	}

	/** Entries after one id and up to another, as many as a page should get at once. Not copies. */
	between(after: number, upTo: number): readonly Entry[] {
		const entries: Entry[] = [];
		let characters = 0;
		for (let id = Math.max(after + 1, this.oldest); id <= upTo; id++) {
			const entry = this.entries.get(id);
			if (entry === undefined) continue;
			entries.push(entry);
			characters += ENTRY_CHARACTERS + entry.text.length + (entry.because?.length ?? 0);
			if (characters > MOST_CHARACTERS) break;
		}
		return entries;
	}

	/** Adds a listener; returns a function that removes it. */
	subscribe(listener: JournalListener): () => void {
		this.listeners.add(listener);
		return () => void this.listeners.delete(listener);
	}

	/** Adds the entries of a finished request. */
	record({ request, bundle, attempt, accepted, hasReceived }: Done): void {
		const entries: Omit<Entry, 'id'>[] = accepted.map((message) => sent(request, message));
		const { refusedBecause, disturbed } = request;
		if (refusedBecause !== undefined || (disturbed !== undefined && accepted.length === 0)) {
			const reached = new Set(accepted.map(({ to }) => to));
			const missed = [...new Set(attempt.numbers)].filter((number) => !reached.has(number));
			const reasons = reasonsIn(refusedBecause ?? '');
			for (const number of missed.length === 0 && accepted.length === 0 ? [''] : missed) {
				entries.push(notSent(request, attempt, number, reasons));
			}
		} else if (accepted.length === 0 && !hasReceived) {
			entries.push(notSent(request, attempt, '', new Map()));
		}
		this.add(entries, bundle);
	}

	/** Adds incoming messages from phones, which a request may have simulated. */
	receive(messages: readonly HandsetMessage[], bundle: Bundle, request?: LoggedRequest): void {
		messages.forEach((message, at) => this.handsets.set(message, this.lastId + 1 + at));
		this.add(
			messages.map((message) => ({
				kind: 'received',
				gateway: message.gateway,
				operation: request === undefined ? 'handset' : 'simulated by a request',
				number: digitsOf(message.from),
				other: message.to,
				text: message.text,
				at: new Date(message.date).getTime(),
				...measure(message.text),
				outcome: 'received',
				...(request === undefined ? {} : { requestId: request.id }),
				details: { carrier: message.carrier, keyword: message.keyword, ...message.details },
			})),
			bundle,
		);
	}

	/** Records a status that was set by hand. */
	setStatus(messageId: string, status: MessageStatus): void {
		this.note(messageId, { status });
		this.tell('status', { messageId, status });
	}

	/** Records what a callback about a kept message got back. */
	setCallback(callback: LoggedCallback, incoming?: HandsetMessage): void {
		const outcome = outcomeOf(callback);
		if (callback.messageId !== undefined) this.change(callback.messageId, { callback: outcome });
		const id = incoming === undefined ? undefined : this.handsets.get(incoming);
		if (id === undefined || !this.merge(id, { callback: outcome })) return;
		this.tell('changed', [{ id, callback: outcome }]);
	}

	/** Reports that there was a callback about no entry. */
	noticeCallback(): void {
		this.tell('changed', []);
	}

	/** Records that the one-time password of a message was used or expired by a call. */
	endCode(messageId: string, codeEnd: CodeEnd): void {
		this.change(messageId, { codeEnd });
	}

	/** What can change in these entries, as it is now. */
	changesOf(ids: readonly number[]): readonly Change[] {
		return ids.flatMap((id) => {
			const entry = this.entries.get(id);
			if (entry === undefined) return [];
			return [{ id, callback: entry.callback, codeEnd: entry.codeEnd }];
		});
	}

	/** Deletes an entry and returns it; undefined if there is none. */
	delete(id: number): Entry | undefined {
		const entry = this.entries.get(id);
		if (entry === undefined) return undefined;
		this.entries.delete(id);
		if (entry.messageId !== undefined) this.byMessageId.delete(entry.messageId);
		this.tell('deleted', { id });
		return entry;
	}

	/** Whether an entry is about this incoming message. */
	isAbout(id: number, message: HandsetMessage): boolean {
		return this.handsets.get(message) === id;
	}

	/** Reports the callback URLs. */
	setTargets(targets: Targets): void {
		this.tell('targets', targets);
	}

	/** Reports the number of waiting faults. */
	setFaults(waiting: number): void {
		this.tell('faults', { waiting });
	}

	reset(): void {
		this.entries.clear();
		this.lastId = 0;
		this.byMessageId.clear();
		this.early.clear();
		this.tell('reset', null);
	}

	private add(added: readonly Omit<Entry, 'id'>[], bundle: Bundle): void {
		if (added.length === 0) return;
		const [first] = added;
		// All entries of a refused request share one text, and no message has it.
		let bytes = first?.kind === 'call' ? bytesOf(first.text, first.because) : 0;
		const entries = added.map((given) => {
			const entry: Entry = { id: ++this.lastId, ...shortened(given) };
			const early = this.early.get(entry.messageId ?? '');
			this.early.delete(entry.messageId ?? '');
			const complete = early === undefined ? entry : { ...entry, ...early };
			this.entries.set(entry.id, complete);
			if (entry.messageId !== undefined) this.byMessageId.set(entry.messageId, entry.id);
			bytes += weightOf(entry, given);
			return complete;
		});
		const forget = (): void => {
			for (const { id, messageId } of entries) {
				this.entries.delete(id);
				if (messageId !== undefined) this.byMessageId.delete(messageId);
			}
		};
		this.budget.add(bundle, bytes, { kind: 'entries', count: entries.length, forget });
		this.tell('entries', entries);
	}

	/** Records a change of a message, and reports it if its entry is there. */
	private change(messageId: string, what: Early): void {
		const id = this.note(messageId, what);
		if (id !== undefined) this.tell('changed', [{ id, ...what }]);
	}

	/** Returns the entry's id; undefined if its request is not answered yet. */
	private note(messageId: string, what: Early): number | undefined {
		const id = this.byMessageId.get(messageId);
		if (id !== undefined && this.merge(id, what)) return id;
		this.early.set(messageId, { ...this.early.get(messageId), ...what });
		return undefined;
	}

	private merge(id: number, what: Early): boolean {
		const entry = this.entries.get(id);
		if (entry !== undefined) this.entries.set(id, { ...entry, ...what });
		return entry !== undefined;
	}

	private tell<Name extends keyof Events>(name: Name, event: Events[Name]): void {
		for (const listener of [...this.listeners]) listener(name, event);
	}
}

function sent(request: LoggedRequest, message: StoredMessage): Omit<Entry, 'id'> {
	const { gateway, operation, id, to, from, text, acceptedAt, details, lifetime, end } = message;
	return {
		kind: 'sent',
		gateway,
		operation,
		number: digitsOf(to),
		other: from,
		text,
		at: new Date(acceptedAt).getTime(),
		...measure(text),
		messageId: id,
		outcome: 'accepted',
		...(request.disturbed === undefined ? {} : { disturbed: request.disturbed }),
		requestId: request.id,
		details,
		...(lifetime === undefined ? {} : { lifetime }),
		...(end === undefined ? {} : { end }),
	};
}

function outcomeOf({ attempts, done, proof, url }: LoggedCallback): CallbackOutcome {
	const { status = null, error } = attempts.at(-1) ?? {};
	const why = error === undefined ? {} : { error };
	return { status, ...why, attempts: attempts.length, done, proof, url };
}

function notSent(
	request: LoggedRequest,
	attempt: Attempt,
	number: string,
	reasons: ReadonlyMap<string, string>,
): Omit<Entry, 'id'> {
	const { gateway, refusedBecause, disturbed } = request;
	const { operation, from, text } = attempt;
	let outcome: Entry['outcome'] = 'answered';
	if (disturbed !== undefined) outcome = 'disturbed';
	if (refusedBecause !== undefined) outcome = 'refused';
	return {
		kind: 'call',
		gateway,
		operation,
		number: digitsOf(number),
		other: from,
		text,
		at: new Date(request.at).getTime(),
		...measure(text),
		outcome,
		...(refusedBecause === undefined ? {} : { because: reasons.get(number) ?? refusedBecause }),
		...(disturbed === undefined ? {} : { disturbed }),
		requestId: request.id,
		details: {},
	};
}

/** The reasons of a bulk request by the number at their end; other reasons have none. */
function reasonsIn(because: string): ReadonlyMap<string, string> {
	const reasons = new Map<string, string>();
	for (const reason of because.split('; ')) {
		const [, number] = /"([^"]+)"$/.exec(reason) ?? [];
		if (number !== undefined && !reasons.has(number)) reasons.set(number, reason);
	}
	return reasons;
}

/** More characters than a message can have. */
const LONGEST_TEXT = 20_000;

/** An entry for the page, with long texts cut. */
function shortened(entry: Omit<Entry, 'id'>): Omit<Entry, 'id'> {
	const { text, details, because } = entry;
	const values = Object.entries(details);
	if (text.length <= LONGEST_TEXT && (because?.length ?? 0) <= LONGEST_TEXT) {
		if (values.every(([, value]) => value.length <= LONGEST_TEXT)) return entry;
	}
	return {
		...entry,
		text: excerptOf(text, LONGEST_TEXT),
		...(because === undefined ? {} : { because: excerptOf(because, LONGEST_TEXT) }),
		details: Object.fromEntries(
			values.map(([name, value]) => [name, excerptOf(value, LONGEST_TEXT)]),
		),
	};
}

/** The approximate size of an entry, in bytes: it shares most texts with its message or request. */
function weightOf({ number, text, because, details }: Entry, given: Omit<Entry, 'id'>): number {
	const own = text === given.text ? bytesOf(number) : bytesOf(number, text, because);
	return OBJECT_BYTES + own + (details === given.details ? 0 : bytesOfFields(details));
}

/** A number as the key of its conversation, regardless of its punctuation. */
function digitsOf(number: string): string {
	return number.replace(/^\+/, '');
}
