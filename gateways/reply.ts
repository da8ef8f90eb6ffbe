/**
 * A gateway's reply to a send, as read.
 *
 * - `accepted`: the gateway said that it accepted the message.
 * - `rejected`: the gateway refused it, so it was certainly not sent.
 * - `unknown`: it may have been sent, so it must never be resent automatically.
 */
export type SendReply = AcceptedReply | FailedReply;

/** The gateway accepted the message. */
export interface AcceptedReply {
	outcome: 'accepted';
	/** The gateway's ID of the message, if it gives one. Always a string: IDs exceed 2^53. */
	messageId: string | null;
	/** The gateway's word for the message's status, unchanged. */
	status: string | null;
	statusDescription: string | null;
	/** Values of this gateway only, under the names of the public contract. */
	extra?: Record<string, string | number | null>;
	/** The reply as parsed, for users who turn "Simplify" off. */
	response: unknown;
}

/** The gateway refused the message, or its reply does not tell the outcome. */
export interface FailedReply {
	outcome: 'rejected' | 'unknown';
	problem: Problem;
	/** Whether the account was refused, so that other messages would be refused too. */
	fatal?: boolean;
	messageId?: string | null;
	status?: string | null;
	statusDescription?: string | null;
	/** Values of this gateway only, as with an accepted message. */
	extra?: Record<string, string | number | null>;
	response?: unknown;
}

/**
 * A query (a list, a message, the check of a code) that failed. It sent and changed nothing.
 */
export class ReadFailure extends Error {
	constructor(
		readonly problem: Problem,
		/** The gateway's reply as parsed, if it could be read. */
		readonly response?: unknown,
	) {
		super(problem.message);
		this.name = 'ReadFailure';
	}
}

/** What went wrong, in the user's words: what happened, and what to do about it. */
export interface Problem {
	/** The gateway's own code, or one of ours in capitals. */
	code: string;
	/** What happened, as one sentence. */
	message: string;
	/** What to do about it. */
	hint: string;
}

/** A gateway's reply, unparsed. */
export interface HttpReply {
	status: number;
	text: string;
}

/**
 * HTTP statuses that mean that a web server did not carry out the request at all (RFC 9110, section
 * 15.5). 408 and 409 are left out: both can come after work was done.
 */
const REFUSED_BY_HTTP = new Set([
	400, 401, 403, 404, 405, 406, 407, 410, 411, 413, 414, 415, 421, 426, 429, 431,
]);

/** What to do if a gateway gets too many sends; queries have no options for it. */
const SEND_SLOWER = 'Lower Concurrency or set Requests per Second in the options.';

/**
 * The outcome of a send whose reply is not what the gateway documents.
 *
 * @param gateway the gateway's display name, for the text
 * @param reply the reply
 * @param expected what was expected instead, e.g. "XML"
 */
export function unreadableReply(gateway: string, reply: HttpReply, expected: string): FailedReply {
	const { refused, problem } = whyUnreadable(gateway, reply, expected);
	const fatal = reply.status === 401 || reply.status === 403;
	const advice = reply.status === 429 ? SEND_SLOWER : problem.hint;
	return refused
		? { ...rejectedReply({ ...problem, hint: `${advice} The message was not sent.` }), fatal }
		: unknownReply({
				...problem,
				hint: `The message may have been sent: check with the gateway before sending it again. ${problem.hint}`,
			});
}

/**
 * The failure of a query whose reply is not what the gateway documents; its texts do not mention a
 * message. The parameters are those of `unreadableReply`.
 *
 * @param response the reply as parsed, if it could be read
 */
export function unreadableAnswer(
	gateway: string,
	reply: HttpReply,
	expected: string,
	response?: unknown,
): ReadFailure {
	return new ReadFailure(whyUnreadable(gateway, reply, expected).problem, response);
}

/**
 * Why the test of a credential has no result, in a few sentences. The parameters are those of
 * `unreadableReply`.
 *
 * @param check what to check if something other than the gateway seems to answer
 */
export function unreadableProbe(
	gateway: string,
	reply: HttpReply,
	expected: string,
	check = 'Check the Base URL.',
): string {
	const { code, message, hint } = whyUnreadable(gateway, reply, expected).problem;
	return `${message}. ${code === 'UNREADABLE_REPLY' ? check : hint}`;
}

function whyUnreadable(
	gateway: string,
	reply: HttpReply,
	expected: string,
): {
	/** Whether the request was certainly not carried out. */
	refused: boolean;
	problem: Problem;
} {
	const refusal = refusalByHttp(gateway, reply.status);
	if (refusal !== null) return { refused: true, problem: refusal };
	const html = /^\s*<(?:!doctype\s+html|html)/i.test(reply.text.slice(0, 1000));
	return {
		refused: false,
		problem: {
			code: 'UNREADABLE_REPLY',
			message: `${gateway} returned ${html ? 'an HTML page' : 'a response'} that cannot be read (HTTP ${reply.status}, ${expected} was expected)`,
			hint: 'If this keeps happening, check the Base URL in the credential and any proxy in between.',
		},
	};
}

/** What went wrong if a status alone says that the request was not carried out; otherwise null. */
function refusalByHttp(gateway: string, status: number): Problem | null {
	const code = `HTTP_${status}`;
	if (status === 401 || status === 403) {
		return {
			code,
			message: `${gateway} refused the credentials (HTTP ${status})`,
			hint: 'Open the credential, check its values and press Save; n8n tests it then.',
		};
	}
	if (status === 429) {
		return {
			code,
			message: `${gateway} is receiving too many requests (HTTP 429)`,
			hint: 'Try again later.',
		};
	}
	if (status === 407) {
		return {
			code,
			message: 'The proxy requires authentication (HTTP 407)',
			hint: 'Check the proxy’s username and password in n8n’s environment (HTTPS_PROXY).',
		};
	}
	if (!REFUSED_BY_HTTP.has(status)) return null;
	return {
		code,
		message: `The server did not accept the request (HTTP ${status})`,
		hint: `Check the Base URL in the credential: the server there does not answer like ${gateway}.`,
	};
}

/** A refusal. */
export function rejectedReply(problem: Problem): FailedReply {
	return { outcome: 'rejected', problem };
}

/** A reply, or a missing one, that does not tell whether the message was sent. */
export function unknownReply(problem: Problem): FailedReply {
	return { outcome: 'unknown', problem };
}
