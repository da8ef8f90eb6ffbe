import type { GatewayName } from '../../accounts';
import type { Entry } from '../protocol';

/** The entries about one handset, oldest first. */
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

/** All entries by the numbers that they are about, and what can be found in them. */
export class Entries {
	private all: Entry[] = [];
	private readonly texts: string[] = [];
	private readonly byNumber = new Map<string, Entry[]>();
	private readonly byMessageId = new Map<string, Entry>();

	get size(): number {
		return this.all.length;
	}

	get last(): Entry | undefined {
		return this.all.at(-1);
	}

	add(entries: readonly Entry[]): void {
		for (const entry of entries) {
			this.all.push(entry);
			this.texts.push(textOf(entry));
			if (entry.messageId !== undefined) this.byMessageId.set(entry.messageId, entry);
			const same = this.byNumber.get(entry.number);
			if (same === undefined) this.byNumber.set(entry.number, [entry]);
			else same.push(entry);
		}
	}

	/** Puts a message to a status; entries are replaced, never changed. */
	setStatus(messageId: string, status: Entry['status']): void {
		const old = this.byMessageId.get(messageId);
		if (old === undefined || status === undefined) return;
		const entry: Entry = { ...old, status };
		this.byMessageId.set(messageId, entry);
		this.all[old.id - 1] = entry;
		const same = this.byNumber.get(old.number) ?? [];
		same[same.indexOf(old)] = entry;
	}

	clear(): void {
		this.all = [];
		this.texts.length = 0;
		this.byNumber.clear();
		this.byMessageId.clear();
	}

	/** The conversations that hold what the filter lets through, the latest first. */
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
		// A number is found however it is typed.
		const digits = /^[+\d][\d ()./-]*$/.test(wanted) ? wanted.replace(/\D/g, '') : wanted;
		this.all.forEach((entry, at) => {
			if (filter.gateway !== '' && entry.gateway !== filter.gateway) return;
			if (!isOfKind(entry, filter.kind)) return;
			const text = this.texts[at] ?? '';
			if (!text.includes(wanted) && !(digits !== '' && text.includes(digits))) return;
			const same = groups.get(entry.number);
			if (same === undefined) groups.set(entry.number, [entry]);
			else same.push(entry);
		});
		return groups;
	}
}

/** Whether a filter lets everything through. */
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
