import type { GatewayName } from '../../gateways/names';
import type { Change, Entry } from '../protocol';

/** The entries about one phone number, oldest first. */
export interface Conversation {
	readonly number: string;
	readonly entries: readonly Entry[];
	readonly last: Entry;
}

/** Which entries are shown. */
export interface Filter {
	readonly text: string;
	readonly gateway: GatewayName | '';
	readonly kind: Kind;
}

export type Kind = 'all' | 'sent' | 'received' | 'refused' | 'undelivered';

/** All entries by phone number, and their searchable texts. */
export class Entries {
	/** By their ids, oldest first. */
	private readonly all = new Map<number, Entry>();
	private readonly texts = new Map<number, string>();
	private latest: Entry | undefined;
	private readonly byNumber = new Map<string, Entry[]>();
	private readonly byMessageId = new Map<string, Entry>();

	/** When the last one-time password of all expires, in milliseconds since 1970. */
	codesUntil = 0;

	get size(): number {
		return this.all.size;
	}

	get last(): Entry | undefined {
		return this.latest;
	}

	add(entries: readonly Entry[]): void {
		for (const entry of entries) {
			this.all.set(entry.id, entry);
			this.texts.set(entry.id, textOf(entry));
			this.latest = entry;
			if (entry.lifetime !== undefined) {
				this.codesUntil = Math.max(this.codesUntil, entry.at + entry.lifetime);
			}
			if (entry.messageId !== undefined) this.byMessageId.set(entry.messageId, entry);
			const same = this.byNumber.get(entry.number);
			if (same === undefined) this.byNumber.set(entry.number, [entry]);
			else same.push(entry);
		}
	}

	/** Sets the status of a message; entries are replaced, never changed. */
	setStatus(messageId: string, status: Entry['status']): void {
		const old = this.byMessageId.get(messageId);
		if (old !== undefined && status !== undefined) this.replace({ ...old, status });
	}

	change(changes: readonly Change[]): void {
		for (const change of changes) {
			const old = this.all.get(change.id);
			if (old !== undefined) this.replace({ ...old, ...change });
		}
	}

	/** Returns the entry that is gone now. */
	delete(id: number): Entry | undefined {
		const entry = this.all.get(id);
		if (entry === undefined) return undefined;
		this.all.delete(id);
		this.texts.delete(id);
		if (entry.messageId !== undefined) this.byMessageId.delete(entry.messageId);
		const left = this.byNumber.get(entry.number)?.filter((each) => each.id !== id) ?? [];
		if (left.length === 0) this.byNumber.delete(entry.number);
		else this.byNumber.set(entry.number, left);
		return entry;
	}

	has(number: string): boolean {
		return this.byNumber.has(number);
	}

	private replace(entry: Entry): void {
		this.all.set(entry.id, entry);
		if (entry.messageId !== undefined) this.byMessageId.set(entry.messageId, entry);
		const same = this.byNumber.get(entry.number) ?? [];
		same[placeOf(entry.id, same)] = entry;
	}

	/** Drops the entries with lower ids than this one. */
	dropBefore(oldest: number): void {
		const numbers = new Set<string>();
		for (const [id, { number, messageId }] of this.all) {
			if (id >= oldest) break;
			this.all.delete(id);
			this.texts.delete(id);
			if (messageId !== undefined) this.byMessageId.delete(messageId);
			numbers.add(number);
		}
		for (const number of numbers) {
			const left = this.byNumber.get(number)?.filter(({ id }) => id >= oldest) ?? [];
			if (left.length === 0) this.byNumber.delete(number);
			else this.byNumber.set(number, left);
		}
	}

	clear(): void {
		this.all.clear();
		this.texts.clear();
		this.latest = undefined;
		this.codesUntil = 0;
		this.byNumber.clear();
		this.byMessageId.clear();
	}

	/** The conversations with entries that match the filter, latest first. */
	find(filter: Filter): Conversation[] {
		const groups = isOpen(filter) ? this.byNumber : this.groupsOf(filter);
		const found: Conversation[] = [];
		for (const [number, entries] of groups) {
			const last = entries.at(-1);
			if (last !== undefined) found.push({ number, entries, last });
		}
		return found.sort((a, b) => b.last.id - a.last.id);
	}

	private groupsOf(filter: Filter): Map<string, Entry[]> {
		const groups = new Map<string, Entry[]>();
		const wanted = filter.text.trim().toLowerCase();
		// A number can be typed with or without punctuation.
		const digits = /^[+\d][\d ()./-]*$/.test(wanted) ? wanted.replace(/\D/g, '') : wanted;
		this.all.forEach((entry, id) => {
			if (filter.gateway !== '' && entry.gateway !== filter.gateway) return;
			if (!isOfKind(entry, filter.kind)) return;
			const text = this.texts.get(id) ?? '';
			if (!text.includes(wanted) && !(digits !== '' && text.includes(digits))) return;
			const same = groups.get(entry.number);
			if (same === undefined) groups.set(entry.number, [entry]);
			else same.push(entry);
		});
		return groups;
	}
}

/** The place of an entry among others in the order of their ids: there can be thousands. */
function placeOf(id: number, entries: readonly Entry[]): number {
	let [low, high] = [0, entries.length - 1];
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((entries[middle]?.id ?? id) < id) low = middle + 1;
		else high = middle;
	}
	return low;
}

/** Whether a filter matches everything. */
export function isOpen({ text, gateway, kind }: Filter): boolean {
	return text.trim() === '' && gateway === '' && kind === 'all';
}

function isOfKind(entry: Entry, kind: Kind): boolean {
	switch (kind) {
		case 'all':
			return true;
		case 'refused':
			return entry.outcome === 'refused' || entry.disturbed !== undefined;
		case 'undelivered':
			return entry.status === 'failed' || entry.status === 'expired';
		default:
			return entry.kind === kind;
	}
}

function textOf(entry: Entry): string {
	const { number, other, text, gateway, operation, messageId, because, disturbed } = entry;
	return [number, other, text, gateway, operation, messageId, because, disturbed]
		.filter((part) => part !== undefined)
		.join('\n')
		.toLowerCase();
}
