import type { MessagePage } from './messages';

/**
 * How many pages in a row may lead no further before the gateway is taken to answer the same page
 * for any number.
 */
const PAGES_WITHOUT_NEWS = 3;
/** At how many places a page is looked for among messages that are alike. */
const TRIES = 100;

/** What a list is read with. */
export interface ListToRead<Each> {
	/** What tells messages apart; messages that are alike are counted. */
	identity(each: Each): string;
	/** How many messages a page was asked to have; the gateway may give fewer. */
	pageSize: number;
	/** How many messages are wanted; Infinity for all. */
	limit: number;
	/** How the gateway was asked to sort; empty where it was not. */
	order?: 'asc' | 'desc' | '';
}

/**
 * The messages of a list as far as it was read, page by page.
 *
 * Messages arrive while the list is read: those at its end are read as well, while those at its front
 * (`order=desc`) move all others on, so that a page begins with what the page before ended with. How
 * far is told by the count that comes with each page, so messages that are alike stay as many as they
 * are. Where it tells nothing, or what cannot be, the page is looked for among the messages before it.
 */
export class ReadMessages<Each> {
	/** All that was read, in the gateway's order. */
	readonly messages: Each[] = [];

	/** Their identities. */
	readonly identities: string[] = [];

	/** How many messages the gateway last said there are. */
	records: number | null = null;

	/** How many messages it said there were when the first page was read. */
	recordsAtFront: number | null = null;

	/** Whether messages arrive at the front and move the others on; null before anybody knows. */
	isShifting: boolean | null;

	/** Whether the list was read to its end, as far as anybody can tell. */
	isWhole = false;

	/** The identities of the page before, and what the gateway's count was with it. */
	previous: string[] = [];

	previousRecords: number | null = null;

	/** How many pages in a row led no further. */
	pagesWithoutNews = 0;

	private pages = 0;

	/** The most messages that a page had. */
	private longest = 0;

	/** Where each identity stands. */
	private readonly places = new Map<string, number[]>();

	/** How many messages before the end of what was read the next page begins, if no more arrive. */
	private ahead = 0;

	constructor(private readonly options: ListToRead<Each>) {
		this.isShifting = options.order ? options.order === 'desc' : null;
	}

	/** Whether as many were read as are wanted, or as there are. */
	get isEnough(): boolean {
		return this.isWhole || this.messages.length >= this.options.limit;
	}

	/** Whether the pages that were read would have room for all messages. */
	get hasRoomForAll(): boolean {
		return this.records !== null && this.pages * this.longest >= this.records;
	}

	/** How many messages have arrived since the page before; null where the counts do not tell. */
	arrivedBefore(page: MessagePage<Each>): number | null {
		return difference(page.records, this.previousRecords);
	}

	/** What tells the messages of a page apart. */
	identitiesOf({ messages }: MessagePage<Each>): string[] {
		return messages.map((each) => this.options.identity(each));
	}

	/** Adds the next page, without what was read of it before. */
	add(page: MessagePage<Each>): void {
		const own = this.identitiesOf(page);
		const overlap = this.pages === 0 ? 0 : this.overlapOf(own, page.records);
		for (let index = overlap; index < own.length; index++) {
			const identity = own[index] as string;
			const places = this.places.get(identity);
			if (places === undefined) this.places.set(identity, [this.messages.length]);
			else places.push(this.messages.length);
			this.messages.push(page.messages[index] as Each);
			this.identities.push(identity);
		}
		this.ahead = Math.max(0, overlap - own.length);
		this.pages++;
		this.longest = Math.max(this.longest, own.length);
		if (this.pages === 1) this.recordsAtFront = page.records;
		this.records = page.records ?? this.records;
		this.previous = own;
		this.previousRecords = page.records;
		if (overlap < own.length) this.pagesWithoutNews = 0;
		else this.pagesWithoutNews++;
		this.isWhole =
			own.length === 0 ||
			this.holdsList() ||
			this.pagesWithoutNews >= this.allowedWithoutNews(own.length);
	}

	/** How many of a page's messages were read before: they end what was read until now. */
	private overlapOf(own: string[], records: number | null): number {
		const arrived = difference(records, this.previousRecords);
		if (arrived !== null && arrived >= 0) {
			const expected = this.isShifting === true ? this.ahead + arrived : 0;
			if (expected === 0 || this.fits(own, expected) !== false) return expected;
		}
		return this.searchOverlap(own);
	}

	/** The same by what the page holds: the smallest number that fits. */
	private searchOverlap(own: string[]): number {
		const places = this.places.get(own[0] ?? '') ?? [];
		for (let index = places.length - 1; index >= Math.max(0, places.length - TRIES); index--) {
			const count = this.identities.length - (places[index] as number);
			if (this.fits(own, count) === true) return count;
		}
		// What was read may begin within the page: what stands before it there has arrived since.
		const first = this.identities[0];
		for (let at = own.indexOf(first ?? '', 1); at > 0; at = own.indexOf(first ?? '', at + 1)) {
			const count = this.identities.length + at;
			if (this.fits(own, count) === true) return count;
		}
		return 0;
	}

	/**
	 * Whether a page can begin so many messages before the end of what was read. What it has before
	 * the beginning of that has arrived since.
	 *
	 * @returns undefined when they have nothing in common, so that nobody can tell
	 */
	private fits(own: string[], count: number): boolean | undefined {
		const start = this.identities.length - count;
		const from = Math.max(0, -start);
		const to = Math.min(own.length, count);
		for (let index = from; index < to; index++) {
			if (own[index] !== this.identities[start + index]) return false;
		}
		return from < to ? true : undefined;
	}

	/** Whether as many were read as the gateway says there are, or were when the reading began. */
	holdsList(): boolean {
		const all = this.isShifting === true ? this.recordsAtFront : this.records;
		return this.messages.length >= (all ?? Infinity);
	}

	/** As many messages as have arrived, so many more may be repeated: they move the others on. */
	private allowedWithoutNews(length: number): number {
		const arrived = Math.max(0, (this.records ?? 0) - (this.recordsAtFront ?? 0));
		const step = Math.max(1, Math.min(length, this.options.pageSize));
		return PAGES_WITHOUT_NEWS + Math.ceil(arrived / step);
	}
}

/** Whether two pages hold the same messages, by their identities. */
export function isSame(one: string[], other: string[]): boolean {
	return one.length === other.length && one.every((each, index) => each === other[index]);
}

/** How much a count has grown; null where one of the two is unknown. */
export function difference(now: number | null, before: number | null): number | null {
	return now === null || before === null ? null : now - before;
}
