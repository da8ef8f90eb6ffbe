import { ReadFailure } from '../reply';
import { lookUp } from '../table';
import { CALL_FAULTS } from './errors';
import type { IncomingMessage, MessagePage, MessageRecord } from './messages';

/** The first page. Assumed: no vendor's page says where counting begins, so 0 is asked for too. */
const FIRST_PAGE = 1;
/**
 * How many pages in a row may lead no further before the gateway is taken to answer the same page
 * for any number.
 */
const PAGES_WITHOUT_NEWS = 3;
/**
 * With fewer different messages than this, two pages that are alike may still be two: messages
 * without a date repeat themselves.
 */
const TELLING = 10;
/** How often the first two pages are asked for while a whole page arrives in between. */
const MOST_ATTEMPTS = 100;
/** At how many places a page is looked for among messages that are alike. */
const TRIES = 100;
/** More pages are asked for by no run: a gateway that always has another one must have an end. */
const MAX_PAGES = 100_000;

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

/** A list, and how to ask for one of its pages. */
export interface PagesToRead<Each> extends ListToRead<Each> {
	/**
	 * Asks for one page. A `ReadFailure` with the gateway's own ERROR can mean that there is no such
	 * page; every other error ends the reading.
	 */
	page(number: number): Promise<MessagePage<Each>>;
}

/** A page, or the gateway's fault, which can mean that there is no such page. */
export type PageAnswer<Each> = MessagePage<Each> | ReadFailure;

/**
 * Reads a list of Messangi's, page by page: see `Reading`.
 *
 * @returns at most `limit` messages, and how many the gateway says there are: if it says more than
 *   were read, it gave no more
 * @throws ReadFailure when the list has more than 100,000 pages; and whatever `page` throws
 */
export async function readPages<Each>(
	options: PagesToRead<Each>,
): Promise<{ messages: Each[]; records: number | null }> {
	const reading = new Reading(options);
	while (reading.wanted !== null) {
		reading.take(await askForPage(() => options.page(reading.wanted ?? FIRST_PAGE)));
	}
	const { messages, records } = reading;
	return {
		messages: messages.length > options.limit ? messages.slice(0, options.limit) : messages,
		records,
	};
}

/** A page, or the gateway's fault where that can mean that there is no such page. */
export async function askForPage<Each>(
	ask: () => Promise<MessagePage<Each>>,
): Promise<PageAnswer<Each>> {
	try {
		return await ask();
	} catch (error) {
		if (error instanceof ReadFailure && lookUp(CALL_FAULTS, error.problem.code)) return error;
		// eslint-disable-next-line @n8n/community-nodes/require-node-api-error -- no n8n here
		throw error;
	}
}

/** What tells one incoming message from another: all that it holds, because it has no id. */
export function identityOfIncoming(message: IncomingMessage): string {
	const { text, from, to, encoding, keyword, carrier, sendDate } = message;
	return JSON.stringify([text, from, to, encoding, keyword, carrier, sendDate]);
}

/** What tells one sent message from another: its id, or all that it holds where it has none. */
export function identityOfRecord(record: MessageRecord): string {
	if (record.messageId) return record.messageId;
	return JSON.stringify({ ...record, response: undefined });
}

/**
 * A list as far as it was read. It says which page it needs next (`wanted`), and takes what came for
 * it (`take`); so it can be put aside between two pages, for as long as one likes.
 *
 * Nobody says whether pages are counted from 0 or from 1, how large they may be, and what comes
 * for a page that does not exist. And messages arrive while the list is read: those at its end are
 * read as well, while those at its front (`order=desc`) move all others on, so that a page begins
 * with what the page before ended with. How far is told by the count that comes with each page, so
 * messages that are alike stay as many as they are. Where it tells nothing, or what cannot be, the
 * page is looked for among the messages before it.
 *
 * The result has the gateway's order, and begins with the first page as it was when it was read.
 */
export class Reading<Each> {
	/** All that was read. */
	readonly messages: Each[] = [];

	/** Their identities. */
	readonly identities: string[] = [];

	/** How many messages the gateway last said there are. */
	records: number | null = null;

	/** How many messages it said there were when the first page was read. */
	recordsAtFront: number | null = null;

	/** Whether the list was read to its end, as far as anybody can tell. */
	isWhole = false;

	/** The number of the page to ask for; null when no more are needed. */
	wanted: number | null = null;

	private readonly steps: Generator<number, void, PageAnswer<Each>>;

	/** Where each identity stands. */
	private readonly places = new Map<string, number[]>();

	private pages = 0;

	/** The most messages that a page had. */
	private longest = 0;

	/** The page before, and what the gateway's count was with it. */
	private previous: string[] = [];

	private previousRecords: number | null = null;

	/** How many messages before the end of what was read the next page begins, if no more arrive. */
	private ahead = 0;

	private pagesWithoutNews = 0;

	/** The number of the first page. */
	private front = FIRST_PAGE;

	/** Whether messages arrive at the front and move the others on; null before anybody knows. */
	private isShifting: boolean | null;

	/** Whether pages that are alike were found to be different ones. */
	private mayRepeat = false;

	private isOver = false;

	constructor(private readonly options: ListToRead<Each>) {
		this.isShifting = options.order ? options.order === 'desc' : null;
		this.steps = this.read();
		this.goOn(this.steps.next());
	}

	/**
	 * Takes what came for the page that was wanted.
	 *
	 * @throws ReadFailure when the list has more than 100,000 pages, or the fault is no lack of a page
	 */
	take(answer: PageAnswer<Each>): void {
		this.goOn(this.steps.next(answer));
	}

	private goOn({ value, done }: IteratorResult<number, void>): void {
		this.wanted = done === true ? null : (value as number);
	}

	private *read(): Generator<number, void, PageAnswer<Each>> {
		const frontFailure = yield* this.readFront();
		for (let number = FIRST_PAGE + 1; !this.isOver; number++) {
			if (number > MAX_PAGES) {
				throw new ReadFailure({
					code: 'TOO_MANY_PAGES',
					message: `The list has more than ${MAX_PAGES.toLocaleString('en-US')} pages`,
					hint: 'Narrow it by filters or dates, or set a limit.',
				});
			}
			yield* this.readNext(number);
		}
		yield* this.checkFront(frontFailure);
	}

	/**
	 * Page 1, and page 0 if there may be one. With pages counted from 0, page 1 is the second: it is
	 * asked for again after page 0, because messages may have arrived between the two.
	 *
	 * @returns the gateway's fault when it was asked for page 0
	 */
	private *readFront(): Generator<number, ReadFailure | null, PageAnswer<Each>> {
		const first = yield FIRST_PAGE;
		const isFailure = first instanceof ReadFailure;
		if (!isFailure && holdsAll(first)) {
			this.add(first);
			return null;
		}
		const zeroth = yield FIRST_PAGE - 1;
		if (zeroth instanceof ReadFailure || zeroth.messages.length === 0) {
			if (!isFailure) this.add(first);
			// An empty list has no page 1 where counting begins at 0.
			else if (!(zeroth instanceof ReadFailure) && holdsAll(zeroth)) this.add(zeroth);
			else throw first;
			return zeroth instanceof ReadFailure ? zeroth : null;
		}
		this.front = FIRST_PAGE - 1;
		yield* this.readFromZero(zeroth);
		return null;
	}

	/** Page 0, and page 1 unless it is the same one: a gateway that counts from 1 may give it for both. */
	private *readFromZero(zeroth: MessagePage<Each>): Generator<number, void, PageAnswer<Each>> {
		let front = zeroth;
		for (let attempt = 1; ; attempt++) {
			if (holdsAll(front) || front.messages.length >= this.options.limit) {
				this.add(front);
				return;
			}
			const next = yield FIRST_PAGE;
			if (next instanceof ReadFailure) {
				this.add(front);
				this.endAt(next);
				return;
			}
			const isSame = yield* this.isSamePage(front, next);
			if (isSame !== null || attempt === MOST_ATTEMPTS) {
				this.add(front);
				if (isSame === true) this.pagesWithoutNews++;
				else yield* this.addNext(next);
				return;
			}
			const again = yield FIRST_PAGE - 1;
			if (!(again instanceof ReadFailure)) front = again;
		}
	}

	private *readNext(number: number): Generator<number, void, PageAnswer<Each>> {
		const page = yield number;
		if (page instanceof ReadFailure) {
			this.endAt(page);
			return;
		}
		yield* this.addNext(page);
	}

	/**
	 * Behind its last message the gateway may have no page to give.
	 *
	 * @throws ReadFailure when there should be one
	 */
	private endAt(failure: ReadFailure): void {
		if (this.records === null || this.pages * this.longest < this.records) throw failure;
		this.isOver = true;
		this.isWhole = true;
	}

	/**
	 * Page 0 once more, if the gateway answered it with a fault and messages are missing: then the
	 * fault may have been just that, and not the lack of such a page.
	 *
	 * @throws ReadFailure when page 0 does exist
	 */
	private *checkFront(frontFailure: ReadFailure | null): Generator<number, void, PageAnswer<Each>> {
		if (frontFailure === null || this.records === null) return;
		if (this.holdsList() || this.messages.length >= this.options.limit) return;
		const zeroth = yield FIRST_PAGE - 1;
		if (!(zeroth instanceof ReadFailure) && zeroth.messages.length > 0) throw frontFailure;
	}

	/** Finds out where messages arrive, once some have: whether the first page is another one now. */
	private *learnOrder(page: MessagePage<Each>): Generator<number, void, PageAnswer<Each>> {
		const arrived = difference(page.records, this.previousRecords) ?? 0;
		if (this.isShifting !== null || arrived <= 0) return;
		const front = yield this.front;
		this.isShifting =
			front instanceof ReadFailure ||
			!this.identitiesOf(front).every((each, index) => each === this.identities[index]);
	}

	/**
	 * Whether two answers, for page 0 and then for page 1, are one page.
	 *
	 * @returns null when so much arrived between the two that nobody can tell
	 */
	private *isSamePage(
		zeroth: MessagePage<Each>,
		first: MessagePage<Each>,
	): Generator<number, boolean | null, PageAnswer<Each>> {
		const own = this.identitiesOf(zeroth);
		const other = this.identitiesOf(first);
		const arrived = difference(first.records, zeroth.records);
		const isMovedBy = (count: number) =>
			count < other.length && other.slice(count).every((each, index) => each === own[index]);
		const isAlike =
			arrived !== null && arrived >= 0
				? isMovedBy(arrived) || isMovedBy(0)
				: other.some((_, count) => isMovedBy(count));
		if (!isAlike && arrived !== null && arrived >= other.length) return null;
		if (!isAlike || first.records === null || new Set(other).size >= TELLING) return isAlike;
		// So few different messages may be the same on two pages. The last page tells: counted from 0,
		// it has a lower number.
		const last = yield* this.askNearEnd(first.records, own.length, 0);
		return !(last instanceof ReadFailure) && last.messages.length > 0;
	}

	/** Adds a page behind others, once it is sure that it is not the page before once more. */
	private *addNext(page: MessagePage<Each>): Generator<number, void, PageAnswer<Each>> {
		const own = this.identitiesOf(page);
		yield* this.learnOrder(page);
		const arrived = difference(page.records, this.previousRecords);
		const isExpected = arrived === null || (arrived > 0 && this.isShifting === true);
		if (!isExpected && !this.mayRepeat && isSame(own, this.previous)) {
			if (new Set(own).size < TELLING) {
				// Behind the last page there is nothing, unless the gateway gives one page for any number.
				const behind = yield* this.askNearEnd(page.records ?? 0, own.length, 1);
				this.mayRepeat = behind instanceof ReadFailure || !isSame(this.identitiesOf(behind), own);
			}
			if (!this.mayRepeat) {
				this.isOver = this.isWhole = true;
				return;
			}
		}
		this.add(page);
	}

	/** The last page where counting begins at 1, or one so many pages behind it. */
	private *askNearEnd(
		records: number,
		pageSize: number,
		behind: number,
	): Generator<number, PageAnswer<Each>, PageAnswer<Each>> {
		const pages = (count: number) => Math.ceil(count / Math.max(1, pageSize)) + behind;
		let number = pages(records);
		for (;;) {
			const answer = yield number;
			// More may have arrived meanwhile.
			if (answer instanceof ReadFailure || pages(answer.records ?? 0) <= number) return answer;
			number = pages(answer.records ?? 0);
		}
	}

	private add(page: MessagePage<Each>): void {
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
		this.isOver = this.isWhole || this.messages.length >= this.options.limit;
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
	private holdsList(): boolean {
		const all = this.isShifting === true ? this.recordsAtFront : this.records;
		return this.messages.length >= (all ?? Infinity);
	}

	/** As many messages as have arrived, so many more may be repeated: they move the others on. */
	private allowedWithoutNews(length: number): number {
		const arrived = Math.max(0, (this.records ?? 0) - (this.recordsAtFront ?? 0));
		const step = Math.max(1, Math.min(length, this.options.pageSize));
		return PAGES_WITHOUT_NEWS + Math.ceil(arrived / step);
	}

	private identitiesOf({ messages }: MessagePage<Each>): string[] {
		return messages.map((each) => this.options.identity(each));
	}
}

function isSame(one: string[], other: string[]): boolean {
	return one.length === other.length && one.every((each, index) => each === other[index]);
}

function difference(now: number | null, before: number | null): number | null {
	return now === null || before === null ? null : now - before;
}

/** Whether a page is the whole list, and so the first page, wherever counting begins. */
function holdsAll({ records, messages }: MessagePage<unknown>): boolean {
	return records !== null && messages.length >= records;
}
