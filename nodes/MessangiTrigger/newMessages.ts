import { createHash, randomUUID } from 'crypto';

/** How many messages are remembered. */
export const REMEMBERED = 1000;
/** This many known messages in a row mean that they have not moved. */
const ENOUGH = 10;
/** This many unknown messages in a row are older than all known ones. */
const PAST = 200;
/** How many of the oldest known messages are compared to find where they end. */
const TAIL = 20;

/** What a poll stores for the next one. */
export interface Memory {
	/** What was asked for; a different question starts over. */
	question: string;
	/** The newest messages so far, newest first, as short hashes. */
	known: string[];
	/** The gateway's count of messages; missing in memories of the first version. */
	records?: number | null;
	/** Whether the known ones were all messages. */
	isComplete?: boolean;
	/** Known messages that later were missing among the others: they may come back. */
	gone?: string[];
	/** Differs for each memory. */
	id?: string;
}

/** The newest messages of a list, as far as they were read. */
export interface Newest {
	/** The messages' identities, newest first. Equal messages have equal identities. */
	identities: readonly string[];
	/** The gateway's count of messages; null when it gives none. */
	records: number | null;
	/** Whether these are all. */
	isWhole: boolean;
}

/** What a poll found. */
export interface Found {
	/** The places of the new messages in the list, oldest first. */
	places: number[];
	memory: Memory;
}

/** The first memory of a list: none of its messages is new. */
export function begin(question: string, { identities, records, isWhole }: Newest): Memory {
	return {
		question,
		known: identities.slice(0, REMEMBERED).map(markOf),
		records,
		isComplete: isWhole && identities.length <= REMEMBERED,
		id: randomUUID(),
	};
}

/**
 * Finds the messages of a list that are not known yet, while the list is read piece by piece.
 *
 * Messages have no IDs and may be equal in every field, so their places count: if the gateway's count
 * has grown by n, the first n messages are new and the known ones follow in their order. Then nothing
 * else has to be read. If that does not fit (messages arrived late and are behind newer ones, or old
 * ones were deleted), the list is read until all known messages are passed, and every message that is
 * not known is new.
 */
export class Comparison {
	private readonly known: string[];

	private readonly marks: string[] = [];

	/** How often each known message has not been found yet. */
	private readonly missing: Map<string, number>;

	private matched = 0;

	/** How many messages in a row at the end are not known. */
	private strangers = 0;

	/** Places before this one cannot be where the known ones begin. */
	private nextFront = 0;

	constructor(private readonly memory: Memory) {
		this.known = [...memory.known];
		this.missing = occurrencesOf(this.known);
	}

	/**
	 * @param list what has been read so far; it only grows
	 * @returns null when more of it has to be read
	 */
	look(list: Newest): Found | null {
		this.read(list.identities);
		if (list.isWhole && list.identities.length === 0) return { places: [], memory: this.memory };
		const { memory, marks, known } = this;
		const arrived = difference(list.records, memory.records);
		const front = this.frontOf(arrived);
		if (front !== null) {
			const isSame = front === 0 && list.records === memory.records;
			if (isSame) return { places: [], memory };
			const all = [...marks.slice(0, front), ...known];
			const isComplete = memory.isComplete === true && all.length <= REMEMBERED;
			const places = Array.from({ length: front }, (_, place) => place);
			return this.found(places, all, list.records, isComplete, memory.gone ?? []);
		}
		return this.isDeepEnough(list, arrived) ? this.findAnywhere(list, arrived) : null;
	}

	/** How many messages are before the known ones, if those are unchanged. */
	private frontOf(arrived: number | null): number | null {
		const { marks, known, memory } = this;
		const isAt = (place: number) => {
			const common = Math.min(marks.length - place, known.length);
			if (common < Math.min(ENOUGH, known.length) || common <= 0) return false;
			for (let index = 0; index < common; index++) {
				if (marks[place + index] !== known[index]) return false;
			}
			return true;
		};
		if (arrived !== null && arrived >= 0 && isAt(arrived)) return arrived;
		if (memory.isComplete === true && arrived === null) return null;
		// If old ones were deleted meanwhile, more may have arrived than the count shows.
		this.nextFront = Math.max(this.nextFront, arrived ?? 0);
		for (; this.nextFront + ENOUGH <= marks.length; this.nextFront++) {
			if (isAt(this.nextFront)) {
				const compared = marks.slice(this.nextFront, this.nextFront + known.length);
				return new Set(compared).size >= ENOUGH ? this.nextFront : null;
			}
		}
		return null;
	}

	/** Whether all known messages have been read, or must have been. */
	private isDeepEnough({ isWhole }: Newest, arrived: number | null): boolean {
		if (isWhole) return true;
		if (this.memory.isComplete === true || this.matched === 0) return false;
		if (this.marks.length < this.known.length + Math.max(0, arrived ?? 0)) return false;
		return this.matched === this.known.length || this.strangers >= PAST;
	}

	/** Finds unknown messages anywhere among those that are no older than the known ones. */
	private findAnywhere({ records, isWhole }: Newest, arrived: number | null): Found {
		const { marks, known, memory } = this;
		const end = this.endOfKnown(isWhole, arrived);
		const missing = occurrencesOf(known);
		const places: number[] = [];
		// Of equal messages, the older ones are known.
		for (let place = end - 1; place >= 0; place--) {
			if (!takeFrom(missing, marks[place] ?? '')) places.push(place);
		}
		const all = marks.slice(0, end);
		const isComplete = isWhole && end === marks.length && all.length <= REMEMBERED;
		if (places.length === end && known.length > 0) {
			// None of the known messages is there. They may come back.
			all.push(...known);
			return this.found(places.reverse(), all, records, false, memory.gone ?? []);
		}
		const { lost, isCutOff } = lostOf(known, missing);
		const gone = [...lost, ...(memory.gone ?? [])];
		return this.found(places.reverse(), all, records, isComplete && !isCutOff, gone);
	}

	/** How many of the messages read are no older than the oldest known one. */
	private endOfKnown(isWhole: boolean, arrived: number | null): number {
		const { marks, known, memory } = this;
		if (memory.isComplete === true && isWhole) return marks.length;
		const most = Math.min(TAIL, known.length);
		const commonAt = (end: number) => {
			let common = 0;
			while (common < most && common < end) {
				if (marks[end - 1 - common] !== known[known.length - 1 - common]) break;
				common++;
			}
			return common;
		};
		const few = Math.min(3, known.length);
		const expected = arrived === null || arrived < 0 ? null : known.length + arrived;
		if (expected !== null && expected <= marks.length && commonAt(expected) >= few) return expected;
		let best = { end: 0, common: 0 };
		for (let end = 1; end <= marks.length; end++) {
			const common = commonAt(end);
			if (common > best.common) best = { end, common };
		}
		if (best.common >= few) return best.end;
		const left = occurrencesOf(known);
		let end = marks.length;
		let last = 0;
		for (const [place, mark] of marks.entries()) if (takeFrom(left, mark)) last = place + 1;
		if (last > 0) end = last;
		return end;
	}

	/** @param places newest first */
	private found(
		places: number[],
		all: string[],
		records: number | null,
		isComplete: boolean,
		gone: string[],
	): Found {
		const returning = occurrencesOf(gone);
		const fresh = [...places].reverse().filter((place) => !takeFrom(returning, all[place] ?? ''));
		const stillGone = gone.filter((mark) => takeFrom(returning, mark)).slice(0, REMEMBERED);
		const memory: Memory = {
			question: this.memory.question,
			known: all.slice(0, REMEMBERED),
			records,
			isComplete,
			id: randomUUID(),
		};
		if (stillGone.length > 0) memory.gone = stillGone;
		return { places: fresh, memory };
	}

	/** Takes the messages that were read since the last call. */
	private read(identities: readonly string[]): void {
		for (let index = this.marks.length; index < identities.length; index++) {
			const identity = identities[index] ?? '';
			if (this.memory.records === undefined) this.translate(identity);
			const mark = markOf(identity);
			this.marks.push(mark);
			if (takeFrom(this.missing, mark)) {
				this.matched++;
				this.strangers = 0;
			} else {
				this.strangers++;
			}
		}
	}

	/** The first version numbered equal messages, so their hashes differed. */
	private translate(identity: string): void {
		const mark = markOf(identity);
		for (let ordinal = 1; ; ordinal++) {
			const old = hashOf(`${ordinal} ${identity}`);
			if (!takeFrom(this.missing, old)) return;
			this.known[this.known.indexOf(old)] = mark;
			this.missing.set(mark, (this.missing.get(mark) ?? 0) + 1);
		}
	}
}

/**
 * The known messages that were not found. Those at the very end are left out: they were deleted
 * because they are old.
 */
function lostOf(
	known: readonly string[],
	missing: Map<string, number>,
): { lost: string[]; isCutOff: boolean } {
	const lost: string[] = [];
	let isBehind = true;
	let isCutOff = false;
	for (const mark of [...known].reverse()) {
		const isLost = takeFrom(missing, mark);
		if (!isLost) isBehind = false;
		else if (isBehind) isCutOff = true;
		else lost.push(mark);
	}
	return { lost: lost.reverse(), isCutOff };
}

function occurrencesOf(marks: readonly string[]): Map<string, number> {
	const counts = new Map<string, number>();
	for (const mark of marks) counts.set(mark, (counts.get(mark) ?? 0) + 1);
	return counts;
}

/** @returns whether there was one left */
function takeFrom(counts: Map<string, number>, mark: string): boolean {
	const left = counts.get(mark) ?? 0;
	if (left > 0) counts.set(mark, left - 1);
	return left > 0;
}

function difference(now: number | null, before: number | null | undefined): number | null {
	return now === null || before === null || before === undefined ? null : now - before;
}

/** A short hash, the same as the first version's for the first of equal messages. */
function markOf(identity: string): string {
	return hashOf(`0 ${identity}`);
}

function hashOf(text: string): string {
	return createHash('sha256').update(text).digest('base64url').slice(0, 16);
}
