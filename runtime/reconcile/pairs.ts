import { sorted } from './sorted';

/** How many pairs of a group are compared with each other; in a larger group, each takes the first that fits. */
const MOST_PAIRS = 4000;
/** How many rows of a larger group are tried for a message. */
const MOST_TRIES = 50;

/** What has a moment, in milliseconds since 1970. */
interface Timed {
	at: number;
}

/** What makes a row a message's. */
export interface Fit<Message, Row> {
	/** Whether their moments allow it. */
	isInTime(message: Message, row: Row): boolean;
	/** Whether everything else does. */
	isAlike(message: Message, row: Row): boolean;
}

/**
 * Pairs messages with the rows of a report: each row for one message, as many pairs as possible, and among
 * them the nearest in time first. The result does not depend on the order of the input.
 *
 * With as many pairs as possible, a message counts as missing only if the report cannot be explained in any
 * other way.
 *
 * @param pause lets other work run; called often
 * @returns the row of each message, by its place; undefined for messages without one
 */
export async function pairs<Message extends Timed, Row extends Timed>(
	messages: readonly Message[],
	rows: readonly Row[],
	fit: Fit<Message, Row>,
	pause: () => Promise<void>,
): Promise<Array<number | undefined>> {
	return messages.length * rows.length <= MOST_PAIRS
		? allPairs(messages, rows, fit)
		: await firstPairs(messages, rows, fit, pause);
}

function allPairs<Message extends Timed, Row extends Timed>(
	messages: readonly Message[],
	rows: readonly Row[],
	fit: Fit<Message, Row>,
): Array<number | undefined> {
	const candidates: Array<{ message: number; row: number; distance: number }> = [];
	const rowsOf: number[][] = messages.map(() => []);
	for (const [message, each] of messages.entries()) {
		for (const [row, other] of rows.entries()) {
			if (!fit.isInTime(each, other) || !fit.isAlike(each, other)) continue;
			candidates.push({ message, row, distance: Math.abs(each.at - other.at) });
		}
	}
	candidates.sort((a, b) => a.distance - b.distance || a.message - b.message || a.row - b.row);
	const rowOf = new Array<number | undefined>(messages.length).fill(undefined);
	const messageOf = new Array<number | undefined>(rows.length).fill(undefined);
	for (const { message, row } of candidates) {
		rowsOf[message]?.push(row);
		if (rowOf[message] !== undefined || messageOf[row] !== undefined) continue;
		rowOf[message] = row;
		messageOf[row] = message;
	}
	// More pairs by moving others to their second choice (Kuhn's algorithm).
	for (let message = 0; message < messages.length; message++) {
		if (rowOf[message] === undefined) move(message, new Set(), { rowsOf, rowOf, messageOf });
	}
	return rowOf;
}

interface Assignment {
	rowsOf: readonly number[][];
	rowOf: Array<number | undefined>;
	messageOf: Array<number | undefined>;
}

function move(message: number, tried: Set<number>, state: Assignment): boolean {
	for (const row of state.rowsOf[message] ?? []) {
		if (tried.has(row)) continue;
		tried.add(row);
		const owner = state.messageOf[row];
		if (owner !== undefined && !move(owner, tried, state)) continue;
		state.rowOf[message] = row;
		state.messageOf[row] = message;
		return true;
	}
	return false;
}

/** In the order of time, each takes the first row that fits: as many pairs as possible, in linear time. */
async function firstPairs<Message extends Timed, Row extends Timed>(
	messages: readonly Message[],
	rows: readonly Row[],
	fit: Fit<Message, Row>,
	pause: () => Promise<void>,
): Promise<Array<number | undefined>> {
	const inTime = (all: readonly Timed[]) =>
		sorted([...all.keys()], (a, b) => (all[a]?.at ?? 0) - (all[b]?.at ?? 0) || a - b, pause);
	const order = await inTime(rows);
	const rowOf = new Array<number | undefined>(messages.length).fill(undefined);
	const taken = new Set<number>();
	let from = 0;
	for (const [index, place] of (await inTime(messages)).entries()) {
		if (index % 20 === 0) await pause();
		const message = messages[place] as Message;
		const isPast = (row: Row) => row.at < message.at && !fit.isInTime(message, row);
		// A row that is too early for this message is too early for all that follow.
		while (from < order.length && (taken.has(from) || isPast(rows[order[from] as number] as Row))) {
			from++;
		}
		const last = Math.min(order.length, from + MOST_TRIES);
		for (let next = from; next < last; next++) {
			const row = rows[order[next] as number] as Row;
			if (taken.has(next) || !fit.isInTime(message, row) || !fit.isAlike(message, row)) continue;
			taken.add(next);
			rowOf[place] = order[next];
			break;
		}
	}
	return rowOf;
}
