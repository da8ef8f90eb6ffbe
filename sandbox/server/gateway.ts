import type { GatewayName } from '../gateways/names';
import type { HandsetMessage, NewIncoming } from './message';
import type { AcceptedMessage, StoredMessage } from './message';

/** A request as it stood on the wire: nothing decoded, nothing normalised. */
export interface ReceivedRequest {
	readonly method: string;
	/** Path and query behind the gateway's prefix, one character per byte received. */
	readonly target: string;
	/** Names in lower case. */
	readonly headers: Readonly<Record<string, string>>;
	readonly body: Buffer;
}

/** What a gateway answers, and what it did besides answering. */
export interface Answer {
	readonly status: number;
	readonly contentType: string;
	readonly body: string;
	readonly headers?: Readonly<Record<string, string>>;
	readonly accepted?: readonly AcceptedMessage[];
	/** Messages that this request let come in, as if a handset had sent them. */
	readonly received?: readonly Omit<NewIncoming, 'gateway'>[];
	/** Which check failed, in words; never holds a password, a key or a token. */
	readonly refusedBecause?: string;
	readonly tokenIssued?: boolean;
}

/** What a gateway may look up: its own messages, in the order in which they came. */
export interface Archive {
	outgoing(): readonly StoredMessage[];
	incoming(): readonly HandsetMessage[];
}

/** The body of a callback. */
export interface CallbackContent {
	readonly contentType: string;
	readonly body: string;
}

/** Fields of a callback that are to be others, or further ones. Null leaves one out of a form. */
export type CallbackFields = Readonly<Record<string, string | number | null>>;

/** A status that a message has reached. */
export interface Report {
	readonly message: Pick<StoredMessage, 'id' | 'to' | 'from' | 'text' | 'acceptedAt'>;
	/** One of this sandbox's words or, in any other word, the gateway's own. */
	readonly status: string;
	readonly at: Date;
	readonly fields?: CallbackFields;
}

/** What a request was to do, as far as it can be read: also for those that are refused. */
export interface Attempt {
	/** The name that an accepted message would have, or the call's own. */
	readonly operation: string;
	/** The handsets it is about, with their country codes. */
	readonly numbers: readonly string[];
	/** The sender or the short code. */
	readonly from: string;
	readonly text: string;
}

/**
 * One gateway of the sandbox. It answers and says what it accepted; storing, counting, waiting and
 * misbehaving on command are the server's business.
 */
export interface StandIn {
	readonly name: GatewayName;
	handle(request: ReceivedRequest): Answer | Promise<Answer>;
	/** Whether `code` can be an answer of this gateway. */
	knowsCode(code: string): boolean;
	/** Whether the replies of this URL carry the gateway's codes. Absent: all do. */
	isCoded?(target: string): boolean;
	/** The reply that carries `code`; `accepted` is what the request really led to, if anything. */
	answerCode(code: string, request: ReceivedRequest, accepted: readonly AcceptedMessage[]): Answer;
	/** What the gateway posts when a message has reached a status. */
	report(report: Report): CallbackContent;
	/** What it posts when a message has come in, in this order. Absent: nothing. */
	notice?(message: HandsetMessage, fields?: CallbackFields): readonly CallbackContent[];
	/** What a request was to do. For people: whether it does that is for `handle` to say. */
	describe(request: ReceivedRequest): Attempt;
	/** Hides the secrets this gateway has in its paths. Secrets in the query are hidden for all. */
	maskPath?(path: string): string;
	/** Makes every token issued so far a refused one. */
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

/** For a URL no vendor page knows. */
export function unknownPath(what: string): Answer {
	return { status: 404, contentType: TEXT, body: `${what}\n`, refusedBecause: what };
}

/** For a known URL called with another HTTP method than the vendor's page says. */
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
