import { randomUUID } from 'node:crypto';

import type { GatewayCode } from '../../inbox/protocol';
import { wallClock } from '../../server/clock';
import { JSON_TYPE, type Answer } from '../../server/gateway';

/**
 * The words by which the newer platform refuses a message, from the vendor's pages on statuses. UNDELIV
 * to REJECTED and UNKNOWN are assumed.
 */
const REFUSALS: Readonly<Record<string, string>> = {
	CODE_NOT_ALLOWED: 'Sender not activated',
	BLACKLISTED: 'Number on the block list',
	SEGMENTS_EXCEEDED: 'Too many parts',
	EXHAUSTED: 'Retry limit reached',
	INVALID_ROUTING: 'No route to the number',
	UNDELIV: 'Not delivered',
	DELETED: 'Deleted',
	EXPIRED: 'Expired',
	REJECTD: 'Rejected by the carrier',
	REJECTED: 'Rejected',
	UNKNOWN: 'Unknown',
};

/** The failures to choose from. */
export const FAILURES: readonly GatewayCode[] = Object.entries(REFUSALS).map(([code, meaning]) => ({
	code,
	meaning,
}));

/** The words for a message that is being sent or was delivered, from the same pages. */
const SUCCESSES: readonly string[] = [
	...['ACCEPTED', 'QUEUE', 'DEQUEUED', 'INCOMPLETE', 'SENT', 'ENROUTE', 'ACCEPTD', 'DELIVRD'],
];

/** Whether this is one of the vendor's words. */
export function isWord(code: string): boolean {
	return code in REFUSALS || SUCCESSES.includes(code);
}

/** What a reply says of a message. */
export interface Message {
	readonly id: string;
	readonly status: string;
	readonly from: string;
	readonly to: string;
	readonly text: string;
}

/** The reply to a send, as in the vendor's example of another call and in clients in use. */
export function messageAnswer({ id, status, from, to, text }: Message): Answer {
	return json(200, {
		...frame(),
		data: { id, status, from, to: `+${to}`, text, type: 'MT', owner: OWNER, date: nanoseconds() },
	});
}

/** The same in the shape that a client in use read at first. */
export function flatAnswer({ id, status }: Message, description = ''): Answer {
	return json(200, { status, messageId: id, ...(description && { description }) });
}

/** The account's senders. Assumed: the shape is not published. */
export function connectionsAnswer(codes: readonly string[]): Answer {
	return json(200, { ...frame(), data: codes.map((code) => ({ code, connection: 'SMS' })) });
}

/** A refusal. Assumed: the body's shape is not published. */
export function refuse(status: number, because: string): Answer {
	return { ...json(status, { ...frame(), message: because }), refusedBecause: because };
}

/** The owner of the account's messages, which is the sandbox's own. */
export const OWNER = 'sandbox';

function frame(): { readonly meta: Readonly<Record<string, unknown>> } {
	return { meta: { timestamp: wallClock(), transactionId: randomUUID() } };
}

/** The time as in the sample, with nine digits after the point. */
function nanoseconds(): string {
	return new Date(wallClock()).toISOString().replace('Z', '000000Z');
}

function json(status: number, content: unknown): Answer {
	return { status, contentType: JSON_TYPE, body: JSON.stringify(content) };
}
