import { wallClock } from './clock';
import { maskText } from './secrets';

/** What the sandbox keeps of what happened; `entries` are the inbox's lines. */
export type KeptKind = 'requests' | 'messages' | 'incoming' | 'callbacks' | 'entries';

/** What is not there any more, to stay within the limit. */
export type Dropped = Record<KeptKind, number> & {
	/** When the first of it was dropped, and when the latest: ISO 8601, UTC. */
	since: string;
	until: string;
};

/** How much is kept. */
export interface JournalState {
	/** About; what JavaScript itself needs is estimated. */
	bytes: number;
	limitBytes: number;
	/** Null as long as nothing was. */
	dropped: Dropped | null;
}

/** Something that was kept, and how to forget it. */
interface Part {
	readonly kind: KeptKind;
	readonly count: number;
	readonly forget: () => void;
}

/** What belongs together and is dropped together, e.g. a request and the messages it led to. */
export class Bundle {
	bytes = 0;
	parts: Part[] = [];
	state: 'new' | 'kept' | 'dropped' = 'new';
}

/** Queue places that are empty before the queue is moved up. */
const MOST_GAPS = 4096;

/** Keeps the sandbox's journal within a number of bytes: the oldest bundle goes first. */
export class Budget {
	private queue: Bundle[] = [];
	private first = 0;
	private total = 0;
	private dropped: Dropped | null = null;
	private readonly listeners = new Set<() => void>();

	/** @param limit in bytes, for all bundles together */
	constructor(private readonly limit: number) {}

	/** Notes what was kept, and drops what is too much: this itself, if it is larger than the limit. */
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

	/** Notes that a bundle has become larger or, with a number below 0, smaller. */
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

	/** Calls the listener whenever something was dropped. Returns what ends that. */
	onDrop(listener: () => void): () => void {
		this.listeners.add(listener);
		return () => void this.listeners.delete(listener);
	}

	/** For when all that was kept is forgotten already. What is added later counts anew. */
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

/** About what JavaScript needs for an object with a handful of fields beside its texts, in bytes. */
export const OBJECT_BYTES = 300;

/** About how many bytes these texts take. */
export function bytesOf(...texts: readonly (string | undefined)[]): number {
	let bytes = 0;
	// Each has a header of its own.
	for (const text of texts) if (text !== undefined) bytes += 24 + Buffer.byteLength(text);
	return bytes;
}

/** The same for the names and values of an object. */
export function bytesOfFields(fields: Readonly<Record<string, string>>): number {
	let bytes = 0;
	// Names are shared by all objects that have them.
	for (const value of Object.values(fields)) bytes += 32 + bytesOf(value);
	return bytes;
}

/** Codes or tokens that are known at one moment. */
const MOST_KNOWN = 100_000;

/** Forgets the oldest of a map that only grows otherwise. */
export function forgetOldest(known: Map<string, unknown>): void {
	for (const name of known.keys()) {
		if (known.size <= MOST_KNOWN) return;
		known.delete(name);
	}
}

/** The longest start that is kept of what is not kept whole, in characters. */
const MOST_KEPT = 65_536;
/** Characters behind it that are looked at, so that the end cuts no secret in two. */
const LONGEST_SECRET = 4096;

/** The start of a text, if it is too long to be kept whole: then with all secrets masked. */
export function excerptOf(text: string, most = MOST_KEPT): string {
	if (text.length <= most) return text;
	// In front of the first parameter of a form stands no `&`.
	const masked = maskText(`&${text.slice(0, most + LONGEST_SECRET)}`).slice(1, most + 1);
	// A slice keeps the whole text in memory; this is a text of its own.
	return Buffer.from(masked).toString();
}
