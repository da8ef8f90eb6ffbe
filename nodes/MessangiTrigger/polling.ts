import { ListReading, type PageAnswer } from '../../gateways/messangi/pages';
import { within } from '../../http/body';
import { elapsed } from '../../http/clock';
import { begin, Comparison, REMEMBERED, type Memory } from './newMessages';

/**
 * How long a poll may take, in milliseconds. n8n polls every minute at most, and starts the next poll
 * whether or not this one has ended.
 */
export const POLL_TIME = 50_000;
/** With less time left than this, in milliseconds, no further page is requested. */
const LEAST_TIME = 500;
/**
 * How long n8n may need to store a poll's result, in milliseconds. A poll that starts meanwhile may get
 * the earlier memory.
 */
const STORING_TIME = 10_000;
/** How long the state of a node's polls is kept, in milliseconds. */
const KEPT = 24 * 60 * 60 * 1000;

/** What a poll works with. */
export interface Poll<Message> {
	/** The node, and the workflow it is in. */
	node: string;
	/** What is asked for, e.g. the filters; a different question starts over. */
	question: string;
	/** What n8n stores for the node. */
	memory: Memory | undefined;
	/** How many messages a page has. */
	pageSize: number;
	/** A text that is equal for equal messages. */
	identity(message: Message): string;
	/**
	 * Requests a page of the list, newest messages first.
	 *
	 * @param timeLeft milliseconds until nobody waits for the response
	 */
	ask(page: number, timeLeft: number): Promise<PageAnswer<Message>>;
	/** How long the poll may take, in milliseconds. */
	time: number;
}

/** The result of a poll: new messages, oldest first, and what n8n should store. */
export interface Polled<Message> {
	messages: Message[];
	memory: Memory;
}

/** A list that was read in part, and what it is compared with. */
interface Unfinished {
	reading: ListReading<unknown>;
	comparison: Comparison | null;
	/** The memory that it started with. */
	memory: string | undefined;
}

/** What this process knows of the polls of a node. */
interface NodeState {
	usedAt: number;
	/** The running poll, and when it will certainly have ended. */
	running: { until: number } | null;
	unfinished: Unfinished | null;
	/** The first memory, until n8n passes it back. */
	begun: Memory | null;
	/** The memory that the last new messages were found with, and until when n8n may still be storing the next. */
	given: { memory: string | undefined; until: number } | null;
}

const states = new Map<string, NodeState>();

/**
 * Finds the messages that arrived since the last poll; the first poll only finds the list's beginning.
 *
 * n8n starts polls by the clock, even while one is running: then the later one returns nothing, and
 * the messages come with the next. When its time is up, a poll keeps the pages that it has read, in
 * this process only, and the next one continues from them. Only the memory that n8n passes in says
 * which messages were returned: what n8n threw away is found again.
 *
 * @returns null when there is nothing to return and nothing to store
 * @throws what `ask` throws; ReadFailure when the list cannot be read; BrokenAnswer when no page was
 *   answered in time
 */
export async function poll<Message>(options: Poll<Message>): Promise<Polled<Message> | null> {
	const state = stateOf(`${options.node} ${options.question}`);
	const now = elapsed();
	if (state.running !== null && now < state.running.until) return null;
	const { memory: kept } = options;
	const own = kept?.question === options.question ? kept : null;
	if (own !== null) state.begun = null;
	const memory = own ?? state.begun;
	const { given } = state;
	if (memory !== null && given !== null && given.memory === memory.id && now < given.until) {
		return null;
	}
	const running = { until: now + 2 * options.time };
	state.running = running;
	try {
		const polled = await readNew(options, state, memory, now + options.time);
		if (polled !== null && polled.messages.length > 0) {
			state.given = { memory: memory?.id, until: elapsed() + STORING_TIME };
		}
		return polled;
	} finally {
		if (state.running === running) state.running = null;
	}
}

/** The state of a node's polls. States that were not used for a day are dropped. */
function stateOf(key: string): NodeState {
	const now = elapsed();
	for (const [other, { usedAt }] of states) if (now - usedAt > KEPT) states.delete(other);
	let state = states.get(key);
	if (state === undefined) {
		state = { usedAt: now, running: null, unfinished: null, begun: null, given: null };
		states.set(key, state);
	}
	state.usedAt = now;
	return state;
}

async function readNew<Message>(
	options: Poll<Message>,
	state: NodeState,
	memory: Memory | null,
	end: number,
): Promise<Polled<Message> | null> {
	const unfinished = goOn(options, state, memory);
	const { comparison } = unfinished;
	const reading = unfinished.reading as ListReading<Message>;
	let pages = 0;
	for (;;) {
		const newest = {
			identities: reading.list.identities,
			records: reading.list.recordsAtFront,
			isWhole: reading.wanted === null && reading.list.isWhole,
		};
		const timeLeft = end - elapsed();
		const isOver = timeLeft < LEAST_TIME;
		if (comparison === null) {
			// A part of a long list is enough to start from.
			if (reading.wanted === null || (isOver && newest.identities.length > 0)) {
				state.unfinished = null;
				state.begun = begin(options.question, newest);
				return { messages: [], memory: state.begun };
			}
		} else {
			const found = comparison.look(newest);
			if (found !== null) {
				state.unfinished = null;
				const messages = found.places.map((place) => reading.list.messages[place] as Message);
				return { messages, memory: found.memory };
			}
		}
		if (reading.wanted === null || (isOver && pages > 0)) return null;
		const time = Math.max(Math.ceil(timeLeft), 1);
		const asked = within(time, options.ask(reading.wanted, time));
		const answer = await asked.catch((error: unknown) => {
			// The next poll requests this page again.
			if (pages > 0 && end - elapsed() < LEAST_TIME) return null;
			throw error;
		});
		if (answer === null) continue;
		pages++;
		// A list that cannot be read is dropped.
		state.unfinished = null;
		reading.take(answer);
		state.unfinished = unfinished;
	}
}

/** The list that the last poll read in part; a new one if there is none for this memory. */
function goOn<Message>(
	{ identity, pageSize }: Poll<Message>,
	state: NodeState,
	memory: Memory | null,
): Unfinished {
	const { unfinished } = state;
	if (unfinished !== null && unfinished.memory === memory?.id) return unfinished;
	const limit = memory === null ? REMEMBERED : Infinity;
	state.unfinished = {
		reading: new ListReading<Message>({
			identity,
			pageSize,
			limit,
			order: 'desc',
		}) as ListReading<unknown>,
		comparison: memory === null ? null : new Comparison(memory),
		memory: memory?.id,
	};
	return state.unfinished;
}
