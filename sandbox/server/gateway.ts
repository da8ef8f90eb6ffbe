import type { GatewayName } from '../gateways/names';
import type { CodeEnd } from '../inbox/protocol';
import type { HandsetMessage, NewIncoming } from './message';
import type { AcceptedMessage, StoredMessage } from './message';

/** A request as received: nothing is decoded or normalized. */
export interface ReceivedRequest {
	readonly method: string;
	/** Path and query after the gateway's prefix, one character per byte. */
	readonly target: string;
	/** Names in lower case. */
	readonly headers: Readonly<Record<string, string>>;
	readonly body: Buffer;
}

/** A gateway's answer, and its effects. */
export interface Answer {
	readonly status: number;
	readonly contentType: string;
	readonly body: string;
	readonly headers?: Readonly<Record<string, string>>;
	readonly accepted?: readonly AcceptedMessage[];
	/** Incoming messages that this request simulates. */
	readonly received?: readonly Omit<NewIncoming, 'gateway'>[];
	/** The check that failed, in words, without passwords, keys or tokens. */
	readonly refusedBecause?: string;
	readonly tokenIssued?: boolean;
}

/** A gateway's own messages, oldest first. */
export interface Archive {
	outgoing(): readonly StoredMessage[];
	incoming(): readonly HandsetMessage[];
	/** Records that the one-time password of a message was used or expired by a call. */
	endCode(messageId: string, end: CodeEnd): void;
}

/** The body of a callback. */
export interface CallbackContent {
	readonly contentType: string;
	readonly body: string;
}

/** Fields of a callback to add or replace. Null removes one from a form. */
export type CallbackFields = Readonly<Record<string, string | number | null>>;

/** A new status of a message. */
export interface Report {
	readonly message: Pick<StoredMessage, 'id' | 'to' | 'from' | 'text' | 'acceptedAt'>;
	/** One of the sandbox's words, or the gateway's own. */
	readonly status: string;
	readonly at: Date;
	readonly fields?: CallbackFields;
}

/** The purpose of a request as far as it can be read, also for refused ones. */
export interface Attempt {
	/** The operation of an accepted message, or the name of the call. */
	readonly operation: string;
	/** The phone numbers, with country codes. */
	readonly numbers: readonly string[];
	/** The sender or the short code. */
	readonly from: string;
	readonly text: string;
}

/**
 * One gateway of the sandbox. It answers and returns what it accepted; the server stores, counts,
 * waits and applies faults.
 */
export interface StandIn {
	readonly name: GatewayName;
	handle(request: ReceivedRequest): Answer | Promise<Answer>;
	/** Whether this gateway has `code`. */
	knowsCode(code: string): boolean;
	/** Whether the replies of this URL have the gateway's codes. Absent: all do. */
	isCoded?(target: string): boolean;
	/** The reply with `code`; `accepted` is the result of the request, if any. */
	answerCode(code: string, request: ReceivedRequest, accepted: readonly AcceptedMessage[]): Answer;
	/** The callbacks for a new status of a message. */
	report(report: Report): CallbackContent;
	/** The callbacks for an incoming message, in order. Absent: none. */
	notice?(message: HandsetMessage, fields?: CallbackFields): readonly CallbackContent[];
	/** The purpose of a request, for display. `handle` decides what it does. */
	describe(request: ReceivedRequest): Attempt;
	/** Masks the secrets in this gateway's paths. Secrets in queries are masked for all gateways. */
	maskPath?(path: string): string;
	/** Expires every token issued so far. */
	expireTokens?(): void;
	reset?(): void;
}

export const TEXT = 'text/plain; charset=utf-8';
export const JSON_TYPE = 'application/json';
export const FORM_TYPE = 'application/x-www-form-urlencoded';

/** A callback as a form: UTF-8, spaces as `+`. */
export function form(fields: CallbackFields, others: CallbackFields = {}): CallbackContent {
	const pairs = Object.entries({ ...fields, ...others }).flatMap(([name, value]) =>
		value === null ? [] : [[name, String(value)] as [string, string]],
	);
	return { contentType: FORM_TYPE, body: new URLSearchParams(pairs).toString() };
}

/** For a URL that is not on the vendor's page. */
export function unknownPath(what: string): Answer {
	return { status: 404, contentType: TEXT, body: `${what}\n`, refusedBecause: what };
}

/** For a known URL with a wrong HTTP method. */
export function wrongMethod(expected: string, got: string): Answer {
	const what = `HTTP method: expected ${expected}, got ${got}`;
	return {
		status: 405,
		contentType: TEXT,
		headers: { allow: expected },
		body: `${what}\n`,
		refusedBecause: what,
	};
}
