import { wallClock } from './clock';
import { maskText } from './secrets';

/** What the sandbox keeps; `entries` are the inbox's lines. */
export type KeptKind = 'requests' | 'messages' | 'incoming' | 'callbacks' | 'entries';

/** What was dropped to stay within the limit. */
export type Dropped = Record<KeptKind, number> & {
	/** When the first and the latest was dropped: ISO 8601, UTC. */
	since: string;
	until: string;
};

/** How much is kept. */
export interface JournalState {
	/** Approximate: what JavaScript itself needs is estimated. */
	bytes: number;
	limitBytes: number;
	/** Null if nothing was. */
	dropped: Dropped | null;
}

/** Something that is kept, with a function that drops it. */
interface Part {
	readonly kind: KeptKind;
	readonly count: number;
	readonly forget: () => void;
}

/** Things that are dropped together, e.g. a request and its messages. */
export class Bundle {
	bytes = 0;
	parts: Part[] = [];
	state: 'new' | 'kept' | 'dropped' = 'new';
}

/** The number of empty places at the front at which the queue is compacted. */
const MOST_GAPS = 4096;

/** Keeps the sandbox's journal within a number of bytes: the oldest bundle is dropped first. */
export class Budget {
	private queue: Bundle[] = [];
	private first = 0;
	private total = 0;
	private dropped: Dropped | null = null;
	private readonly listeners = new Set<() => void>();

	/** @param limit in bytes, for all bundles */
	constructor(private readonly limit: number) {}

	/** Adds something, and drops what exceeds the limit: even this, if it is larger than the limit. */
	add(bundle: Bundle, bytes: number, part: Part): void {
		if (bundle.state === 'dropped') {
			this.forget(part);
			this.tell();
			return;
		}
		if (bundle.state === 'new') {
			bundle.state = 'kept';
			this.queue.push(bundle);
		}
		bundle.parts.push(part);
		this.grow(bundle, bytes);
	}

	/** Records that a bundle has grown or, with a negative number, shrunk. */
	grow(bundle: Bundle, bytes: number): void {
		if (bundle.state !== 'kept') return;
		bundle.bytes += bytes;
		this.total += bytes;
		if (this.total <= this.limit) return;
		while (this.total > this.limit) this.dropFirst();
		this.tell();
	}

	state(): JournalState {
		const dropped = this.dropped === null ? null : { ...this.dropped };
		return { bytes: this.total, limitBytes: this.limit, dropped };
	}

	/** Calls the listener whenever something was dropped. Returns a function that removes it. */
	onDrop(listener: () => void): () => void {
		this.listeners.add(listener);
		return () => void this.listeners.delete(listener);
	}

	/** Resets the count, when everything has already been dropped. */
	reset(): void {
		for (const bundle of this.queue) {
			bundle.state = 'new';
			bundle.bytes = 0;
			bundle.parts = [];
		}
		this.queue = [];
		this.first = 0;
		this.total = 0;
		this.dropped = null;
	}

	private dropFirst(): void {
		const bundle = this.queue[this.first++];
		if (bundle === undefined) return;
		if (this.first > MOST_GAPS && this.first * 2 > this.queue.length) {
			this.queue = this.queue.slice(this.first);
			this.first = 0;
		}
		this.total -= bundle.bytes;
		bundle.state = 'dropped';
		for (const part of bundle.parts) this.forget(part);
		bundle.parts = [];
	}

	private forget({ kind, count, forget }: Part): void {
		forget();
		const now = new Date(wallClock()).toISOString();
		const none = { requests: 0, messages: 0, incoming: 0, callbacks: 0, entries: 0, since: now };
		this.dropped ??= { ...none, until: now };
		this.dropped[kind] += count;
		this.dropped.until = now;
	}

	private tell(): void {
		for (const listener of [...this.listeners]) listener();
	}
}

/** The approximate size of an object with a few fields, without its texts, in bytes. */
export const OBJECT_BYTES = 300;

/** The approximate size of these texts, in bytes. */
export function bytesOf(...texts: readonly (string | undefined)[]): number {
	let bytes = 0;
	// Each text has a header.
	for (const text of texts) if (text !== undefined) bytes += 24 + Buffer.byteLength(text);
	return bytes;
}

/** The same for an object's values. */
export function bytesOfFields(fields: Readonly<Record<string, string>>): number {
	let bytes = 0;
	// Objects share their names.
	for (const value of Object.values(fields)) bytes += 32 + bytesOf(value);
	return bytes;
}

/** The most codes, tokens or numbers that are kept. */
const MOST_KNOWN = 100_000;
/** The longest number that is kept, in characters; no phone number is longer. */
const LONGEST_NUMBER = 100;

/** Whether this can be a number, so that it is worth keeping. */
export function isKept(number: string): boolean {
	return number.length <= LONGEST_NUMBER;
}

/** Drops the oldest entries of a map or a set. */
export function forgetOldest(known: Map<string, unknown> | Set<string>): void {
	for (const name of known.keys()) {
		if (known.size <= MOST_KNOWN) return;
		known.delete(name);
	}
}

/** How much is kept of a long text, in characters. */
const MOST_KEPT = 65_536;
/** More characters that are masked before the text is cut, so that no secret is cut in two. */
const LONGEST_SECRET = 4096;

/** The text or, if it is too long, its start with secrets masked. */
export function excerptOf(text: string, most = MOST_KEPT): string {
	if (text.length <= most) return text;
	// The first parameter of a form has no `&` before it.
	const masked = maskText(`&${text.slice(0, most + LONGEST_SECRET)}`).slice(1, most + 1);
	// A slice keeps the whole text in memory; this makes a copy.
	return Buffer.from(masked).toString();
}
