import { createHash } from 'crypto';

/** How many messages are looked at first, and how many are remembered. */
const FIRST_LOOK = 100;
const REMEMBERED = 1000;

/** What a poll remembers for the next. */
export interface Memory {
	/** What was asked for; another question begins anew. */
	question: string;
	/** The newest messages so far, newest first, as short hashes. */
	known: string[];
}

/** What a poll found. */
export interface Found<Message> {
	/** New messages, oldest first. */
	messages: Message[];
	memory: Memory;
}

/**
 * The messages that are newer than those remembered. Without a memory there are none: the first
 * poll only remembers where the list begins.
 *
 * @param question what is asked for, e.g. the filters
 * @param newest gives that many of the newest messages, newest first
 * @param identity what tells messages apart
 */
export async function findNew<Message>(
	memory: Memory | undefined,
	question: string,
	newest: (count: number) => Promise<Message[]>,
	identity: (message: Message) => string,
): Promise<Found<Message>> {
	if (memory?.question !== question) {
		const messages = await newest(REMEMBERED);
		return { messages: [], memory: { question, known: marksOf(messages, identity) } };
	}
	const known = new Set(memory.known);
	for (let count = FIRST_LOOK; ; count *= 4) {
		const messages = await newest(count);
		const marks = marksOf(messages, identity);
		const firstKnown = marks.findIndex((mark) => known.has(mark));
		// Without a known one among them, there may be more new ones behind them.
		if (firstKnown === -1 && messages.length === count) continue;
		// What is older than all that is remembered is not new; what stands between may have come late.
		const age = [...marks].reverse().findIndex((mark) => known.has(mark));
		const end = age === -1 ? marks.length : marks.length - age;
		const isNew = (mark: string, index: number) => index < end && !known.has(mark);
		const fresh = messages.filter((_, index) => isNew(marks[index] ?? '', index));
		return {
			messages: fresh.reverse(),
			memory: {
				question,
				known: [...marks.filter(isNew), ...memory.known].slice(0, REMEMBERED),
			},
		};
	}
}

/** A short hash for each; messages that are alike in all are told apart by counting from the oldest. */
function marksOf<Message>(messages: Message[], identity: (message: Message) => string): string[] {
	const counts = new Map<string, number>();
	const marks: string[] = [];
	for (const message of [...messages].reverse()) {
		const own = identity(message);
		const ordinal = counts.get(own) ?? 0;
		counts.set(own, ordinal + 1);
		marks.push(createHash('sha256').update(`${ordinal} ${own}`).digest('base64url').slice(0, 16));
	}
	return marks.reverse();
}
