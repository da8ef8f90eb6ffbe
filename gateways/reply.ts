/**
 * What a gateway answered to a send, once somebody has read it.
 *
 * - `accepted`: the gateway said that it took the message.
 * - `rejected`: the gateway refused it, so it was certainly not sent.
 * - `unknown`: nobody can tell. It may have been sent, so it must never be sent again blindly.
 */
export type SendReply = AcceptedReply | FailedReply;

/** The gateway took the message. */
export interface AcceptedReply {
	outcome: 'accepted';
	/** The gateway's own id of the message, where it gives one. A string, always: ids exceed 2^53. */
	messageId: string | null;
	/** The gateway's own word for the message's status, untouched. */
	status: string | null;
	statusDescription: string | null;
	/** What only this gateway gives, under the names of the public contract. */
	extra?: Record<string, string | null>;
	/** The reply as parsed, for users who turn "Simplify" off. */
	response: unknown;
}

/** The gateway refused the message, or its answer does not say what became of it. */
export interface FailedReply {
	outcome: 'rejected' | 'unknown';
	problem: Problem;
	/** Whether the account was refused, so that no other message would fare better. */
	fatal?: boolean;
	messageId?: string | null;
	status?: string | null;
	statusDescription?: string | null;
	/** What only this gateway gives, as with an accepted message. */
	extra?: Record<string, string | null>;
	response?: unknown;
}

/**
 * A question (a list, a message, the check of a code) that the gateway did not answer as asked.
 * Nothing was sent or changed by it.
 */
export class ReadFailure extends Error {
	constructor(
		readonly problem: Problem,
		/** The gateway's reply as parsed, where it could be read. */
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

/** A gateway's answer as it came over the wire. */
export interface HttpReply {
	status: number;
	text: string;
}

/**
 * HTTP statuses by which a web server says that it did not carry out the request at all
 * (RFC 9110, section 15.5). 408 and 409 are left out: both can come after work was done.
 */
const REFUSED_BY_HTTP = new Set([
	400, 401, 403, 404, 405, 406, 407, 410, 411, 413, 414, 415, 421, 426, 429, 431,
]);

/** What to do when a gateway gets too many sends; only these have options for it. */
const SEND_SLOWER = 'Lower Concurrency or set Requests per Second in the options.';

/**
 * The outcome of a send whose answer is not what the gateway documents.
 *
 * @param gateway the gateway's display name, for the text
 * @param reply the answer
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
 * The failure of a question whose answer is not what the gateway documents; its texts say nothing
 * of messages. The parameters are those of `unreadableReply`.
 *
 * @param response the answer as parsed, where it could be read
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
 * Why the test of a credential cannot tell, in a few sentences. The parameters are those of
 * `unreadableReply`.
 *
 * @param check what to check when something else than the gateway seems to answer
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
	const { status } = reply;
	const code = `HTTP_${status}`;
	if (status === 401 || status === 403) {
		return {
			refused: true,
			problem: {
				code,
				message: `${gateway} refused the credentials (HTTP ${status})`,
				hint: 'Open the credential, check its values and press Save; n8n tests it then.',
			},
		};
	}
	if (status === 429) {
		return {
			refused: true,
			problem: {
				code,
				message: `${gateway} is receiving too many requests (HTTP 429)`,
				hint: 'Try again later.',
			},
		};
	}
	if (status === 407) {
		return {
			refused: true,
			problem: {
				code,
				message: 'The proxy requires authentication (HTTP 407)',
				hint: 'Check the proxy’s username and password in n8n’s environment (HTTPS_PROXY).',
			},
		};
	}
	if (REFUSED_BY_HTTP.has(status)) {
		return {
			refused: true,
			problem: {
				code,
				message: `The server did not accept the request (HTTP ${status})`,
				hint: `Check the Base URL in the credential: the server there does not answer like ${gateway}.`,
			},
		};
	}
	const html = /^\s*<(?:!doctype\s+html|html)/i.test(reply.text.slice(0, 1000));
	return {
		refused: false,
		problem: {
			code: 'UNREADABLE_REPLY',
			message: `${gateway} sent ${html ? 'an HTML page' : 'an unreadable response'} (HTTP ${status}, ${expected} was expected)`,
			hint: 'If this keeps happening, check the Base URL in the credential and any proxy in between.',
		},
	};
}

/** A refusal. */
export function rejectedReply(problem: Problem): FailedReply {
	return { outcome: 'rejected', problem };
}

/** An answer, or the lack of one, that leaves open whether the message was sent. */
export function unknownReply(problem: Problem): FailedReply {
	return { outcome: 'unknown', problem };
}
