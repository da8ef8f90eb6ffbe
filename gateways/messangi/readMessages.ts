import type { MessagePage } from './messages';

/**
 * How many pages in a row may bring no new messages before the gateway is assumed to return the same page
 * for any number.
 */
const PAGES_WITHOUT_NEWS = 3;
/** At how many places a page is searched among equal messages. */
const TRIES = 100;

/** How to read a list. */
export interface ListToRead<Each> {
	/** A text that is equal for equal messages, which are counted. */
	identity(each: Each): string;
	/** The requested number of messages per page; the gateway may return fewer. */
	pageSize: number;
	/** The most messages to read; Infinity for all. */
	limit: number;
	/** The requested order; empty if none was requested. */
	order?: 'asc' | 'desc' | '';
}

/**
 * The messages of a list that were read so far, page by page.
 *
 * Messages may arrive meanwhile. At the end of the list they are simply read too. At its front
 * (`order=desc`) they shift all others, so that a page begins with the last messages of the previous
 * page. The count on each page tells by how many, so that equal messages keep their number. If the count
 * is missing or impossible, the page is searched among the messages before it.
 */
export class ReadMessages<Each> {
	/** All messages read, in the gateway's order. */
	readonly messages: Each[] = [];

	/** Their identities. */
	readonly identities: string[] = [];

	/** The gateway's last count of messages. */
	records: number | null = null;

	/** The gateway's count when the first page was read. */
	recordsAtFront: number | null = null;

	/** Whether messages arrive at the front and shift the others; null if not known yet. */
	isShifting: boolean | null;

	/** Whether the list was probably read to its end. */
	isWhole = false;

	/** The identities of the previous page, and the gateway's count on it. */
	previous: string[] = [];

	previousRecords: number | null = null;

	/** How many pages in a row brought no new messages. */
	pagesWithoutNews = 0;

	private pages = 0;

	/** The most messages on a page so far. */
	private longest = 0;

	/** The places of each identity. */
	private readonly places = new Map<string, number[]>();

	/** How many already read messages the next page begins with, if no more arrive. */
	private ahead = 0;

	constructor(private readonly options: ListToRead<Each>) {
		this.isShifting = options.order ? options.order === 'desc' : null;
	}

	/** Whether enough messages, or all, were read. */
	get isEnough(): boolean {
		return this.isWhole || this.messages.length >= this.options.limit;
	}

	/** Whether the pages read so far have room for all messages. */
	get hasRoomForAll(): boolean {
		return this.records !== null && this.pages * this.longest >= this.records;
	}

	/** How many messages arrived since the previous page; null if the counts do not tell. */
	arrivedBefore(page: MessagePage<Each>): number | null {
		return difference(page.records, this.previousRecords);
	}

	/** The identities of a page's messages. */
	identitiesOf({ messages }: MessagePage<Each>): string[] {
		return messages.map((each) => this.options.identity(each));
	}

	/** Adds the next page, without messages that were already read. */
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

	/** How many of a page's messages were already read: those at the end of what was read. */
	private overlapOf(own: string[], records: number | null): number {
		const arrived = difference(records, this.previousRecords);
		if (arrived !== null && arrived >= 0) {
			const expected = this.isShifting === true ? this.ahead + arrived : 0;
			if (expected === 0 || this.fits(own, expected) !== false) return expected;
		}
		return this.searchOverlap(own);
	}

	/** The same by comparing messages: the smallest number that fits. */
	private searchOverlap(own: string[]): number {
		const places = this.places.get(own[0] ?? '') ?? [];
		for (let index = places.length - 1; index >= Math.max(0, places.length - TRIES); index--) {
			const count = this.identities.length - (places[index] as number);
			if (this.fits(own, count) === true) return count;
		}
		// What was read may begin within the page: messages before that have arrived since.
		const first = this.identities[0];
		for (let at = own.indexOf(first ?? '', 1); at > 0; at = own.indexOf(first ?? '', at + 1)) {
			const count = this.identities.length + at;
			if (this.fits(own, count) === true) return count;
		}
		return 0;
	}

	/**
	 * Whether a page can begin so many messages before the end of what was read. Messages that it has before
	 * the beginning of that have arrived since.
	 *
	 * @returns undefined when they have no messages in common to compare
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

	/** Whether as many were read as the gateway counts, or counted when the reading began. */
	holdsList(): boolean {
		const all = this.isShifting === true ? this.recordsAtFront : this.records;
		return this.messages.length >= (all ?? Infinity);
	}

	/** New messages shift the others, so as many more may be repeated. */
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
