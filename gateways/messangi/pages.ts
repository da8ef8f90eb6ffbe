import { ReadFailure } from '../reply';
import { lookUp } from '../table';
import { CALL_FAULTS } from './errors';
import type { IncomingMessage, MessagePage, MessageRecord } from './messages';
import { difference, isSame, ReadMessages, type ListToRead } from './readMessages';

/** The first page. Assumed: no vendor's page says where counting begins, so 0 is asked for too. */
const FIRST_PAGE = 1;
/**
 * With fewer different messages than this, two pages that are alike may still be two: messages
 * without a date repeat themselves.
 */
const TELLING = 10;
/** How often the first two pages are asked for while a whole page arrives in between. */
const MOST_ATTEMPTS = 100;
/** More pages are asked for by no run: a gateway that always has another one must have an end. */
const MAX_PAGES = 100_000;

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
 * Reads a list of Messangi's, page by page: see `ListReading`.
 *
 * @returns at most `limit` messages, and how many the gateway says there are: if it says more than
 *   were read, it gave no more
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
 * for a page that does not exist. And messages arrive while the list is read: see `ReadMessages`.
 *
 * The result has the gateway's order, and begins with the first page as it was when it was read.
 */
export class ListReading<Each> {
	/** What was read of the list so far. */
	readonly list: ReadMessages<Each>;

	/** The number of the page to ask for; null when no more are needed. */
	wanted: number | null = null;

	private readonly steps: Generator<number, void, PageAnswer<Each>>;

	/** The number of the first page. */
	private front = FIRST_PAGE;

	/** Whether pages that are alike were found to be different ones. */
	private mayRepeat = false;

	constructor(private readonly options: ListToRead<Each>) {
		this.list = new ReadMessages(options);
		this.steps = this.readList();
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
	 * Page 1, and page 0 if there may be one. With pages counted from 0, page 1 is the second: it is
	 * asked for again after page 0, because messages may have arrived between the two.
	 *
	 * @returns the gateway's fault when it was asked for page 0
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
			// An empty list has no page 1 where counting begins at 0.
			else if (!(zeroth instanceof ReadFailure) && holdsAll(zeroth)) this.list.add(zeroth);
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
	 * Behind its last message the gateway may have no page to give.
	 *
	 * @throws ReadFailure when there should be one
	 */
	private endAt(failure: ReadFailure): void {
		if (!this.list.hasRoomForAll) throw failure;
		this.list.isWhole = true;
	}

	/**
	 * Page 0 once more, if the gateway answered it with a fault and messages are missing: then the
	 * fault may have been just that, and not the lack of such a page.
	 *
	 * @throws ReadFailure when page 0 does exist
	 */
	private *checkFront(frontFailure: ReadFailure | null): Generator<number, void, PageAnswer<Each>> {
		if (frontFailure === null || this.list.records === null) return;
		if (this.list.holdsList() || this.list.messages.length >= this.options.limit) return;
		const zeroth = yield FIRST_PAGE - 1;
		if (!(zeroth instanceof ReadFailure) && zeroth.messages.length > 0) throw frontFailure;
	}

	/** Finds out where messages arrive, once some have: whether the first page is another one now. */
	private *learnOrder(page: MessagePage<Each>): Generator<number, void, PageAnswer<Each>> {
		const arrived = this.list.arrivedBefore(page) ?? 0;
		if (this.list.isShifting !== null || arrived <= 0) return;
		const front = yield this.front;
		this.list.isShifting =
			front instanceof ReadFailure ||
			!this.list.identitiesOf(front).every((each, index) => each === this.list.identities[index]);
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
		// So few different messages may be the same on two pages. The last page tells: counted from 0,
		// it has a lower number.
		const last = yield* this.askNearEnd(first.records, own.length, 0);
		return !(last instanceof ReadFailure) && last.messages.length > 0;
	}

	/** Adds a page behind others, once it is sure that it is not the page before once more. */
	private *addNext(page: MessagePage<Each>): Generator<number, void, PageAnswer<Each>> {
		const own = this.list.identitiesOf(page);
		yield* this.learnOrder(page);
		const arrived = this.list.arrivedBefore(page);
		const isExpected = arrived === null || (arrived > 0 && this.list.isShifting === true);
		if (!isExpected && !this.mayRepeat && isSame(own, this.list.previous)) {
			if (new Set(own).size < TELLING) {
				// Behind the last page there is nothing, unless the gateway gives one page for any number.
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
}

/** Whether a page is the whole list, and so the first page, wherever counting begins. */
function holdsAll({ records, messages }: MessagePage<unknown>): boolean {
	return records !== null && messages.length >= records;
}
