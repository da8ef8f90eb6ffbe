import type { Attempt } from './gateway';
import type { Entry, Events } from './inbox/protocol';
import type { IncomingMessage } from './incoming';
import type { MessageStatus, StoredMessage } from './message';
import { measure } from './parts';
import type { LoggedRequest } from './store';

/** Hears what happens, by the names of the page's events. */
export type JournalListener = <Name extends keyof Events>(name: Name, event: Events[Name]) => void;

/** What a request did, once that is known. */
export interface Done {
	readonly request: LoggedRequest;
	readonly attempt: Attempt;
	readonly accepted: readonly StoredMessage[];
	/** Whether it let messages come in: they have entries already. */
	readonly hasReceived: boolean;
}

/** Everything that happened, one entry for each message or call, in the order in which it did. */
export class Journal {
	private entries: Entry[] = [];
	private readonly byMessageId = new Map<string, number>();
	/** Of messages put somewhere, be it before the request that made them was answered. */
	private readonly statuses = new Map<string, MessageStatus>();
	private readonly listeners = new Set<JournalListener>();

	/** All entries so far. Not copies. */
	all(): readonly Entry[] {
		return this.entries;
	}

	/** Returns what ends it. */
	subscribe(listener: JournalListener): () => void {
		this.listeners.add(listener);
		return () => void this.listeners.delete(listener);
	}

	/** A request has come to its end. */
	record({ request, attempt, accepted, hasReceived }: Done): void {
		const entries: Omit<Entry, 'id'>[] = accepted.map((message) => sent(request, message));
		const { refusedBecause, disturbed } = request;
		if (refusedBecause !== undefined || (disturbed !== undefined && accepted.length === 0)) {
			const reached = new Set(accepted.map(({ to }) => to));
			const missed = [...new Set(attempt.numbers)].filter((number) => !reached.has(number));
			for (const number of missed.length === 0 && accepted.length === 0 ? [''] : missed) {
				entries.push(notSent(request, attempt, number));
			}
		} else if (accepted.length === 0 && !hasReceived) {
			entries.push(notSent(request, attempt, ''));
		}
		this.add(entries);
	}

	/** Messages have come in from handsets, maybe by a request. */
	receive(messages: readonly IncomingMessage[], request?: LoggedRequest): void {
		this.add(
			messages.map((message) => ({
				kind: 'received',
				gateway: message.gateway,
				operation: request === undefined ? 'handset' : 'fired by a request',
				number: digitsOf(message.from),
				other: message.to,
				text: message.text,
				at: new Date(message.date).getTime(),
				...measure(message.text),
				outcome: 'received',
				...(request === undefined ? {} : { requestId: request.id }),
				details: { carrier: message.carrier, keyword: message.keyword, ...message.details },
			})),
		);
	}

	/** A message was put to a status, where it stays. */
	setStatus(messageId: string, status: MessageStatus): void {
		this.statuses.set(messageId, status);
		const at = this.byMessageId.get(messageId);
		const entry = at === undefined ? undefined : this.entries[at];
		if (at !== undefined && entry !== undefined) this.entries[at] = { ...entry, status };
		this.tell('status', { messageId, status });
	}

	/** So many faults wait now. */
	setFaults(waiting: number): void {
		this.tell('faults', { waiting });
	}

	reset(): void {
		this.entries = [];
		this.byMessageId.clear();
		this.statuses.clear();
		this.tell('reset', null);
	}

	private add(added: readonly Omit<Entry, 'id'>[]): void {
		if (added.length === 0) return;
		const entries = added.map((entry, at) => {
			const status = this.statuses.get(entry.messageId ?? '');
			const id = this.entries.length + at + 1;
			return { id, ...entry, ...(status === undefined ? {} : { status }) };
		});
		for (const entry of entries) {
			if (entry.messageId !== undefined) this.byMessageId.set(entry.messageId, this.entries.length);
			this.entries.push(entry);
		}
		this.tell('entries', entries);
	}

	private tell<Name extends keyof Events>(name: Name, event: Events[Name]): void {
		for (const listener of [...this.listeners]) listener(name, event);
	}
}

function sent(request: LoggedRequest, message: StoredMessage): Omit<Entry, 'id'> {
	const { gateway, operation, id, to, from, text, acceptedAt, details } = message;
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
	};
}

function notSent(request: LoggedRequest, attempt: Attempt, number: string): Omit<Entry, 'id'> {
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
		...(refusedBecause === undefined ? {} : { because: reasonFor(number, refusedBecause) }),
		...(disturbed === undefined ? {} : { disturbed }),
		requestId: request.id,
		details: {},
	};
}

/** Of a bulk request's reasons the one that names this number; all of them where none does. */
function reasonFor(number: string, because: string): string {
	const own = because.split('; ').find((each) => number !== '' && each.endsWith(`"${number}"`));
	return own ?? because;
}

/** A number as the key of its conversation, however it was written. */
function digitsOf(number: string): string {
	return number.replace(/^\+/, '');
}
