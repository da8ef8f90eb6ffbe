import { ReadFailure } from '../reply';
import { lookUp } from '../table';
import { CALL_FAULTS } from './errors';
import type { IncomingMessage, MessagePage, MessageRecord } from './messages';
import { difference, isSame, ReadMessages, type ListToRead } from './readMessages';

/** The first page. Assumed: the vendor does not say where numbering starts, so page 0 is requested too. */
const FIRST_PAGE = 1;
/**
 * With fewer different messages than this, two equal pages may still be different ones: messages without
 * a date repeat.
 */
const TELLING = 10;
/** How often the first two pages are requested while a whole page arrives in between. */
const MOST_ATTEMPTS = 100;
/** The most pages that are requested, because a gateway might always return another one. */
const MAX_PAGES = 100_000;

/** A list, and how to ask for one of its pages. */
export interface PagesToRead<Each> extends ListToRead<Each> {
	/**
	 * Requests one page. A `ReadFailure` with the gateway's ERROR can mean that there is no such page;
	 * every other error ends the reading.
	 */
	page(number: number): Promise<MessagePage<Each>>;
}

/** A page, or the gateway's error, which can mean that there is no such page. */
export type PageAnswer<Each> = MessagePage<Each> | ReadFailure;

/**
 * Reads a list of Messangi, page by page: see `ListReading`.
 *
 * @returns at most `limit` messages, and the gateway's count: if that is higher than what was read, the
 *   gateway returned no more
 * @throws ReadFailure when the list has more than 100,000 pages; and whatever `page` throws
 */
export async function readPages<Each>(
	options: PagesToRead<Each>,
): Promise<{ messages: Each[]; records: number | null }> {
	const reading = new ListReading(options);
	while (reading.wanted !== null) {
		reading.take(await askForPage(() => options.page(reading.wanted ?? FIRST_PAGE)));
	}
	const { messages, records } = reading.list;
	return {
		messages: messages.length > options.limit ? messages.slice(0, options.limit) : messages,
		records,
	};
}

/** Returns a page, or the gateway's error if it can mean that there is no such page. */
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

/** The identity of an incoming message: all of its fields, because it has no ID. */
export function identityOfIncoming(message: IncomingMessage): string {
	const { text, from, to, encoding, keyword, carrier, sendDate } = message;
	return JSON.stringify([text, from, to, encoding, keyword, carrier, sendDate]);
}

/** The identity of a sent message: its ID, or all of its fields if it has none. */
export function identityOfRecord(record: MessageRecord): string {
	if (record.messageId) return record.messageId;
	return JSON.stringify({ ...record, response: undefined });
}

/**
 * A list that is being read. It says which page it needs next (`wanted`) and takes the result (`take`),
 * so the reading can pause between two pages.
 *
 * It is not documented whether pages are numbered from 0 or 1, how large they may be, and what the
 * gateway returns for a page that does not exist. Messages may arrive meanwhile: see `ReadMessages`.
 *
 * The result is in the gateway's order, and begins with the first page as it was when it was read.
 */
export class ListReading<Each> {
	/** The part of the list that was read so far. */
	readonly list: ReadMessages<Each>;

	/** The number of the page to request; null when no more are needed. */
	wanted: number | null = null;

	private readonly steps: Generator<number, void, PageAnswer<Each>>;

	/** The number of the first page. */
	private front = FIRST_PAGE;

	/** Whether equal pages were found to be different ones. */
	private mayRepeat = false;

	constructor(private readonly options: ListToRead<Each>) {
		this.list = new ReadMessages(options);
		this.steps = this.readList();
		this.goOn(this.steps.next());
	}

	/**
	 * Takes the result for the wanted page.
	 *
	 * @throws ReadFailure when the list has more than 100,000 pages, or the error is not a missing page
	 */
	take(answer: PageAnswer<Each>): void {
		this.goOn(this.steps.next(answer));
	}

	private goOn({ value, done }: IteratorResult<number, void>): void {
		this.wanted = done === true ? null : (value as number);
	}

	private *readList(): Generator<number, void, PageAnswer<Each>> {
		const frontFailure = yield* this.readFront();
		for (let number = FIRST_PAGE + 1; !this.list.isEnough; number++) {
			if (number > MAX_PAGES) {
				throw new ReadFailure({
					code: 'TOO_MANY_PAGES',
					message: `The list has more than ${MAX_PAGES.toLocaleString('en-US')} pages`,
					hint: 'Narrow it with filters or dates, or set a limit.',
				});
			}
			yield* this.readNext(number);
		}
		yield* this.checkFront(frontFailure);
	}

	/**
	 * Reads page 1, and page 0 if there may be one. If pages are numbered from 0, page 1 is the second and
	 * is requested again after page 0, because messages may have arrived in between.
	 *
	 * @returns the gateway's error for page 0, if any
	 */
	private *readFront(): Generator<number, ReadFailure | null, PageAnswer<Each>> {
		const first = yield FIRST_PAGE;
		const isFailure = first instanceof ReadFailure;
		if (!isFailure && holdsAll(first)) {
			this.list.add(first);
			return null;
		}
		const zeroth = yield FIRST_PAGE - 1;
		if (zeroth instanceof ReadFailure || zeroth.messages.length === 0) {
			if (!isFailure) this.list.add(first);
			// If pages are numbered from 0, an empty list has no page 1.
			else if (!(zeroth instanceof ReadFailure) && holdsAll(zeroth)) this.list.add(zeroth);
			else throw first;
			return zeroth instanceof ReadFailure ? zeroth : null;
		}
		this.front = FIRST_PAGE - 1;
		yield* this.readFromZero(zeroth);
		return null;
	}

	/** Page 0, and page 1 unless it is the same: a gateway that numbers from 1 may return it for both. */
	private *readFromZero(zeroth: MessagePage<Each>): Generator<number, void, PageAnswer<Each>> {
		let front = zeroth;
		for (let attempt = 1; ; attempt++) {
			if (holdsAll(front) || front.messages.length >= this.options.limit) {
				this.list.add(front);
				return;
			}
			const next = yield FIRST_PAGE;
			if (next instanceof ReadFailure) {
				this.list.add(front);
				this.endAt(next);
				return;
			}
			const isSame = yield* this.isSamePage(front, next);
			if (isSame !== null || attempt === MOST_ATTEMPTS) {
				this.list.add(front);
				if (isSame === true) this.list.pagesWithoutNews++;
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
	 * Ends the list at a missing page.
	 *
	 * @throws ReadFailure when there should be one
	 */
	private endAt(failure: ReadFailure): void {
		if (!this.list.hasRoomForAll) throw failure;
		this.list.isWhole = true;
	}

	/**
	 * Requests page 0 again, if it failed and messages are missing: then the failure may have been an error
	 * and not a missing page.
	 *
	 * @throws ReadFailure when page 0 does exist
	 */
	private *checkFront(frontFailure: ReadFailure | null): Generator<number, void, PageAnswer<Each>> {
		if (frontFailure === null || this.list.records === null) return;
		if (this.list.holdsList() || this.list.messages.length >= this.options.limit) return;
		const zeroth = yield FIRST_PAGE - 1;
		if (!(zeroth instanceof ReadFailure) && zeroth.messages.length > 0) throw frontFailure;
	}

	/** Finds out where new messages are inserted, once some arrived: whether the first page has changed. */
	private *learnOrder(page: MessagePage<Each>): Generator<number, void, PageAnswer<Each>> {
		const arrived = this.list.arrivedBefore(page) ?? 0;
		if (this.list.isShifting !== null || arrived <= 0) return;
		const front = yield this.front;
		this.list.isShifting =
			front instanceof ReadFailure ||
			!this.list.identitiesOf(front).every((each, index) => each === this.list.identities[index]);
	}

	/**
	 * Whether the results for page 0 and then page 1 are the same page.
	 *
	 * @returns null when too many messages arrived in between to tell
	 */
	private *isSamePage(
		zeroth: MessagePage<Each>,
		first: MessagePage<Each>,
	): Generator<number, boolean | null, PageAnswer<Each>> {
		const own = this.list.identitiesOf(zeroth);
		const other = this.list.identitiesOf(first);
		const arrived = difference(first.records, zeroth.records);
		const isMovedBy = (count: number) =>
			count < other.length && other.slice(count).every((each, index) => each === own[index]);
		const isAlike =
			arrived !== null && arrived >= 0
				? isMovedBy(arrived) || isMovedBy(0)
				: other.some((_, count) => isMovedBy(count));
		if (!isAlike && arrived !== null && arrived >= other.length) return null;
		if (!isAlike || first.records === null || new Set(other).size >= TELLING) return isAlike;
		// So few different messages may be equal on two pages. The last page shows it: if pages are
		// numbered from 0, it has a lower number.
		const last = yield* this.askNearEnd(first.records, own.length, 0);
		return !(last instanceof ReadFailure) && last.messages.length > 0;
	}

	/** Adds a page after others, unless it is the previous page again. */
	private *addNext(page: MessagePage<Each>): Generator<number, void, PageAnswer<Each>> {
		const own = this.list.identitiesOf(page);
		yield* this.learnOrder(page);
		const arrived = this.list.arrivedBefore(page);
		const isExpected = arrived === null || (arrived > 0 && this.list.isShifting === true);
		if (!isExpected && !this.mayRepeat && isSame(own, this.list.previous)) {
			if (new Set(own).size < TELLING) {
				// After the last page there is nothing, unless the gateway returns one page for any number.
				const behind = yield* this.askNearEnd(page.records ?? 0, own.length, 1);
				this.mayRepeat =
					behind instanceof ReadFailure || !isSame(this.list.identitiesOf(behind), own);
			}
			if (!this.mayRepeat) {
				this.list.isWhole = true;
				return;
			}
		}
		this.list.add(page);
	}

	/** Requests the last page, if pages are numbered from 1, or a page so many pages after it. */
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
}

/** Whether a page is the whole list, and so the first page in any numbering. */
function holdsAll({ records, messages }: MessagePage<unknown>): boolean {
	return records !== null && messages.length >= records;
}
