import { ListReading, type PageAnswer } from '../../gateways/messangi/pages';
import { within } from '../../http/body';
import { elapsed } from '../../http/clock';
import { begin, Comparison, REMEMBERED, type Memory } from './newMessages';

/**
 * How long a poll may take, in milliseconds. n8n polls every minute at most, and starts the next poll
 * whether or not this one has ended.
 */
export const POLL_TIME = 50_000;
/** With less time left than this, in milliseconds, no further page is asked for. */
const LEAST_TIME = 500;
/**
 * How long n8n may need to store what a poll gave, in milliseconds. A poll that begins meanwhile may
 * get the memory from before.
 */
const STORING_TIME = 10_000;
/** How long a list that was read in part is kept, and what is known of a node's polls, in milliseconds. */
const KEPT = 24 * 60 * 60 * 1000;

/** What a poll works with. */
export interface Poll<Message> {
	/** The node, and the workflow it is in. */
	node: string;
	/** What is asked for, e.g. the filters; another question begins anew. */
	question: string;
	/** What n8n keeps for the node. */
	memory: Memory | undefined;
	/** How many messages a page has. */
	pageSize: number;
	/** What tells messages apart. */
	identity(message: Message): string;
	/**
	 * Asks for a page of the list, newest messages first.
	 *
	 * @param timeLeft milliseconds until nobody waits for the answer any more
	 */
	ask(page: number, timeLeft: number): Promise<PageAnswer<Message>>;
	/** How long the poll may take, in milliseconds. */
	time: number;
}

/** What a poll gives: new messages, oldest first, and what n8n is to keep with them. */
export interface Polled<Message> {
	messages: Message[];
	memory: Memory;
}

/** A list that was read in part, and what it is compared with. */
interface Unfinished {
	reading: ListReading<unknown>;
	comparison: Comparison | null;
	/** The memory that it began with. */
	memory: string | undefined;
}

/** What this process knows of the polls of a node. */
interface NodeState {
	usedAt: number;
	/** The poll that is under way, and when it has ended for certain. */
	running: { until: number } | null;
	unfinished: Unfinished | null;
	/** Where the list began, until n8n hands it over. */
	begun: Memory | null;
	/** The memory that the last new messages were found with, and until when n8n may still store its successor. */
	given: { memory: string | undefined; until: number } | null;
}

const states = new Map<string, NodeState>();

/**
 * Finds what came in since the last poll; the first one only finds where the list begins.
 *
 * n8n starts polls by the clock, also while one is under way: the later one finds nothing then, and
 * what there is comes with the next. When its time is over, a poll keeps the pages that it has read,
 * in this process only, and the next one goes on with them. Nothing counts as given out but by the
 * memory that n8n hands over: what it threw away is found again.
 *
 * @returns null when there is nothing to tell and nothing to remember
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

/** The state of a node's polls; those that were not used for long are forgotten. */
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
			// Of a long list, a part is enough to begin with.
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
			// The next poll asks for this page again.
			if (pages > 0 && end - elapsed() < LEAST_TIME) return null;
			throw error;
		});
		if (answer === null) continue;
		pages++;
		// A list that cannot be read is not gone on with.
		state.unfinished = null;
		reading.take(answer);
		state.unfinished = unfinished;
	}
}

/** The list that the last poll read in part; a new one where there is none, or where it is another's. */
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
