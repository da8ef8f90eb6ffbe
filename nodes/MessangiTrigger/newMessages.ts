import { createHash, randomUUID } from 'crypto';

/** How many messages are remembered. */
export const REMEMBERED = 1000;
/** So many known messages in a row are where they were. */
const ENOUGH = 10;
/** So many messages in a row that are not known are older than all that are. */
const PAST = 200;
/** How many of the oldest known messages are compared to find where they end. */
const TAIL = 20;

/** What a poll remembers for the next. */
export interface Memory {
	/** What was asked for; another question begins anew. */
	question: string;
	/** The newest messages so far, newest first, as short hashes. */
	known: string[];
	/** How many messages the gateway said there were; missing in memories of the first version. */
	records?: number | null;
	/** Whether the known ones were all that there were. */
	isComplete?: boolean;
	/** Messages that were known and then missing among the others: they may come back. */
	gone?: string[];
	/** Tells this memory from those before and after it. */
	id?: string;
}

/** The newest messages of a list, as far as they were read. */
export interface Newest {
	/** What tells messages apart, newest first. Messages that are alike have the same. */
	identities: readonly string[];
	/** How many messages there are by the gateway's count; null when it does not say. */
	records: number | null;
	/** Whether these are all. */
	isWhole: boolean;
}

/** What a poll found. */
export interface Found {
	/** Where the new messages stand in the list, oldest first. */
	places: number[];
	memory: Memory;
}

/** Remembers where a list begins: none of its messages is new. */
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
 * Messages have no ids, and may be alike in all they hold. So it is their places that count: as many
 * have arrived as the gateway's count has grown by, and behind them those stand that are known, in
 * their order. Then nothing else has to be read. If that does not fit (messages came late and stand
 * behind newer ones, or old ones were deleted), the list is read until all that is known is behind
 * it, and what it holds more than is known is new.
 */
export class Comparison {
	private readonly known: string[];

	private readonly marks: string[] = [];

	/** How often each of the known ones was not met yet. */
	private readonly missing: Map<string, number>;

	private matched = 0;

	/** How many messages at the end are not known. */
	private strangers = 0;

	/** Places before this one cannot be where the known ones begin. */
	private nextFront = 0;

	constructor(private readonly memory: Memory) {
		this.known = [...memory.known];
		this.missing = occurrencesOf(this.known);
	}

	/**
	 * @param list what was read until now; it only ever grows
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

	/** How many messages stand before the known ones, where those are as they were. */
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
		// More may have arrived than the count tells, where old ones were deleted meanwhile.
		this.nextFront = Math.max(this.nextFront, arrived ?? 0);
		for (; this.nextFront + ENOUGH <= marks.length; this.nextFront++) {
			if (isAt(this.nextFront)) {
				const compared = marks.slice(this.nextFront, this.nextFront + known.length);
				return new Set(compared).size >= ENOUGH ? this.nextFront : null;
			}
		}
		return null;
	}

	/** Whether all that is known was read, or must have been. */
	private isDeepEnough({ isWhole }: Newest, arrived: number | null): boolean {
		if (isWhole) return true;
		if (this.memory.isComplete === true || this.matched === 0) return false;
		if (this.marks.length < this.known.length + Math.max(0, arrived ?? 0)) return false;
		return this.matched === this.known.length || this.strangers >= PAST;
	}

	/** What is not known, wherever it stands among the messages that are no older than the known. */
	private findAnywhere({ records, isWhole }: Newest, arrived: number | null): Found {
		const { marks, known, memory } = this;
		const end = this.endOfKnown(isWhole, arrived);
		const missing = occurrencesOf(known);
		const places: number[] = [];
		// Of messages that are alike, the older ones are known.
		for (let place = end - 1; place >= 0; place--) {
			if (!takeFrom(missing, marks[place] ?? '')) places.push(place);
		}
		const all = marks.slice(0, end);
		const isComplete = isWhole && end === marks.length && all.length <= REMEMBERED;
		if (places.length === end && known.length > 0) {
			// Nothing is known any more. It may come back.
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

	/** Takes what was read since the last look. */
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

	/** The first version gave messages that are alike different hashes, by counting them. */
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
 * The known messages that were not met. Those at the very end are left out: they were deleted because
 * they are old.
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

/** A short hash; as the first version made it for the first of messages that are alike. */
function markOf(identity: string): string {
	return hashOf(`0 ${identity}`);
}

function hashOf(text: string): string {
	return createHash('sha256').update(text).digest('base64url').slice(0, 16);
}
