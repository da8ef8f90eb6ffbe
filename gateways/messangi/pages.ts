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
/** More pages are asked for by no run: a gateway that always has another one must have an end. */
const MAX_PAGES = 100_000;

/** What a list is read with. */
export interface PagesToRead<Each> {
	/**
	 * Asks for one page. A `ReadFailure` with the gateway's own ERROR can mean that there is no such
	 * page; every other error ends the reading.
	 */
	page(number: number): Promise<MessagePage<Each>>;
	/** What tells messages apart; two of one page are two, even if they are alike. */
	identity(each: Each): string;
	/** How many messages a page was asked to have; the gateway may give fewer. */
	pageSize: number;
	/** How many messages are wanted; Infinity for all. */
	limit: number;
}

/**
 * Reads a list of Messangi's, page by page.
 *
 * Nobody says whether pages are counted from 0 or from 1, how large they may be, and what comes
 * for a page that does not exist. And messages arrive while the list is read: those at its end are
 * read as well, while those at its front (`order=desc`) move all others on, so that a page begins
 * with what the page before ended with. So a message is known by what it holds, and stands once in
 * the result, in the gateway's order.
 *
 * @returns at most `limit` messages, and how many the gateway says there are: if it says more than
 *   were read, it gave no more
 * @throws ReadFailure when the list has more than 100,000 pages; and whatever `page` throws
 */
export async function readPages<Each>(
	options: PagesToRead<Each>,
): Promise<{ messages: Each[]; records: number | null }> {
	const reading = new Reading(options);
	await reading.readFirst();
	for (let number = FIRST_PAGE + 1; !reading.isOver; number++) {
		if (number > MAX_PAGES) {
			throw new ReadFailure({
				code: 'TOO_MANY_PAGES',
				message: `The list has more than ${MAX_PAGES.toLocaleString('en-US')} pages`,
				hint: 'Narrow it by filters or dates, or set a limit.',
			});
		}
		await reading.readNext(number);
	}
	await reading.checkFront();
	return { messages: reading.messages(), records: reading.records };
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

/** A message among its neighbours; the ring is closed by an anchor that holds none. */
interface Link<Each> {
	each: Each | undefined;
	previous: Link<Each>;
	next: Link<Each>;
}

class Reading<Each> {
	/** How many messages the gateway last said there are. */
	records: number | null = null;

	isOver = false;

	private readonly known = new Map<string, Link<Each>>();

	/** Stands before the first message and after the last. */
	private readonly anchor: Link<Each>;

	/** The pages as they came, from the first one on. */
	private pages: Array<MessagePage<Each>> = [];

	private pagesWithoutNews = 0;

	/** How many messages the gateway first said there are. */
	private recordsAtStart: number | null = null;

	/** The gateway's fault when it was asked for page 0. */
	private frontFailure: ReadFailure | null = null;

	constructor(private readonly options: PagesToRead<Each>) {
		const anchor: Partial<Link<Each>> = { each: undefined };
		anchor.previous = anchor.next = anchor as Link<Each>;
		this.anchor = anchor as Link<Each>;
	}

	/**
	 * Page 1, and page 0 if there may be one. With pages counted from 0, page 1 is the second: it is
	 * asked for again after page 0, because messages may have arrived between the two.
	 */
	async readFirst(): Promise<void> {
		const first = await this.ask(FIRST_PAGE);
		if (!(first instanceof ReadFailure) && holdsAll(first)) {
			this.add(first);
			return;
		}
		const zeroth = await this.ask(FIRST_PAGE - 1);
		if (zeroth instanceof ReadFailure || zeroth.messages.length === 0) {
			if (zeroth instanceof ReadFailure) this.frontFailure = zeroth;
			if (!(first instanceof ReadFailure)) this.add(first);
			// An empty list has no page 1 where counting begins at 0.
			else if (!(zeroth instanceof ReadFailure) && holdsAll(zeroth)) this.add(zeroth);
			else throw first;
			return;
		}
		this.add(zeroth);
		if (this.isOver) return;
		await this.readNext(FIRST_PAGE);
		// A gateway that counts from 1 may give its first page for page 0.
		if (this.pagesWithoutNews > 0) this.pages.shift();
	}

	async readNext(number: number): Promise<void> {
		const page = await this.ask(number);
		if (page instanceof ReadFailure) {
			// Behind its last message the gateway may have no page to give.
			if (this.records === null || this.startOfNext() < this.records) throw page;
			this.isOver = true;
			return;
		}
		this.add(page);
	}

	/**
	 * Page 0 once more, if the gateway answered it with a fault and messages are missing: then the
	 * fault may have been just that, and not the lack of such a page.
	 *
	 * @throws ReadFailure when page 0 does exist
	 */
	async checkFront(): Promise<void> {
		const { frontFailure, records, known, options } = this;
		if (frontFailure === null || records === null) return;
		if (known.size >= records || known.size >= options.limit) return;
		const zeroth = await this.ask(FIRST_PAGE - 1);
		if (!(zeroth instanceof ReadFailure) && zeroth.messages.length > 0) throw frontFailure;
	}

	/** All that was read, in the gateway's order. */
	messages(): Each[] {
		const messages: Each[] = [];
		const { limit } = this.options;
		if (this.isUndisturbed()) {
			for (const page of this.pages) for (const each of page.messages) messages.push(each);
		} else {
			for (let link = this.anchor.next; link !== this.anchor; link = link.next) {
				messages.push(link.each as Each);
			}
		}
		return messages.length > limit ? messages.slice(0, limit) : messages;
	}

	/**
	 * Whether the pages, one after the other, are the list: its length stayed the same, and is
	 * theirs. Then two messages that are alike are two, on whatever pages they stand.
	 */
	private isUndisturbed(): boolean {
		const length = this.pages.reduce((sum, { messages }) => sum + messages.length, 0);
		return this.pages.every(({ records }) => records === length);
	}

	/** How many messages stand before the page after those that were read. */
	private startOfNext(): number {
		const longest = this.pages.reduce((most, page) => Math.max(most, page.messages.length), 0);
		return this.pages.length * longest;
	}

	/** A page, or the gateway's fault, which can mean that there is no such page. */
	private async ask(number: number): Promise<MessagePage<Each> | ReadFailure> {
		try {
			return await this.options.page(number);
		} catch (error) {
			if (error instanceof ReadFailure && lookUp(CALL_FAULTS, error.problem.code)) return error;
			// eslint-disable-next-line @n8n/community-nodes/require-node-api-error -- no n8n here
			throw error;
		}
	}

	private add(page: MessagePage<Each>): void {
		const { messages } = page;
		this.pages.push(page);
		this.records = page.records ?? this.records;
		this.recordsAtStart ??= page.records;
		if (this.merge(messages)) this.pagesWithoutNews = 0;
		else this.pagesWithoutNews++;
		this.isOver =
			messages.length === 0 ||
			this.known.size >= (this.records ?? Infinity) ||
			this.known.size >= this.options.limit ||
			this.pagesWithoutNews >= this.allowedWithoutNews(messages.length);
	}

	/** As many messages as have arrived, so many more may be repeated: they move the others on. */
	private allowedWithoutNews(length: number): number {
		const arrived = Math.max(0, (this.records ?? 0) - (this.recordsAtStart ?? 0));
		const step = Math.max(1, Math.min(length, this.options.pageSize));
		return PAGES_WITHOUT_NEWS + Math.ceil(arrived / step);
	}

	/**
	 * Puts a page's messages where they belong: those that are known stay where they are; new ones
	 * before a known one have arrived at the front meanwhile, and stand right before it; all others
	 * follow at the end.
	 *
	 * @returns whether any followed at the end
	 */
	private merge(messages: Each[]): boolean {
		const counts = new Map<string, number>();
		let unplaced: Array<[key: string, each: Each]> = [];
		for (const each of messages) {
			const identity = this.options.identity(each);
			const count = counts.get(identity) ?? 0;
			counts.set(identity, count + 1);
			// A page does not overlap itself: twins on it are two messages.
			const key = `${identity}#${count}`;
			const link = this.known.get(key);
			if (link === undefined) {
				unplaced.push([key, each]);
			} else if (unplaced.length > 0) {
				this.insert(unplaced, link);
				unplaced = [];
			}
		}
		this.insert(unplaced, this.anchor);
		return unplaced.length > 0;
	}

	private insert(messages: Array<[key: string, each: Each]>, next: Link<Each>): void {
		for (const [key, each] of messages) {
			const link: Link<Each> = { each, previous: next.previous, next };
			next.previous.next = link;
			next.previous = link;
			this.known.set(key, link);
		}
	}
}

/** Whether a page is the whole list, and so the first page, wherever counting begins. */
function holdsAll({ records, messages }: MessagePage<unknown>): boolean {
	return records !== null && messages.length >= records;
}
