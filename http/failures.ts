import {
	ReadFailure,
	rejectedReply,
	unknownReply,
	type FailedReply,
	type Problem,
} from '../gateways/reply';
import { lookUp } from '../gateways/table';
import { Refusal } from '../messages/refusal';

/** Details from the error of a failed request. */
interface Traces {
	/** The code of Node.js or the HTTP client, e.g. `ECONNREFUSED`. */
	code: string;
	/** The system call that failed, if any. */
	syscall: string;
	name: string;
	message: string;
	description: string;
	isHttp: boolean;
	/** Whether Node.js says that the connection ended before the handshake of TLS did. */
	isHandshake: boolean;
}

const CHECK_FIRST =
	'The message may have been sent: check with the gateway before sending it again.';
/** The code of messages that were interrupted or not sent because the user stopped the execution. */
export const STOPPED = 'STOPPED';

const NOTHING_SENT = 'The message was not sent.';
const TRY_LATER = 'Try again later.';
const FIX_ADDRESS = 'Fix it in the credential.';
const LONGER_TIMEOUT = 'If the gateway is slow, increase "Timeout" in the options.';

/** Failures that happen before the first byte of a request is sent. */
const NEVER_CONNECTED: Record<string, string> = {
	ECONNREFUSED: 'The gateway’s server refused the connection',
	ENOTFOUND: 'The gateway’s host name was not found',
	EAI_AGAIN: 'The gateway’s host name could not be looked up just now',
	EHOSTUNREACH: 'The gateway’s server cannot be reached',
	ENETUNREACH: 'The gateway’s network cannot be reached',
	EADDRNOTAVAIL: 'This machine has no address or port left for a connection',
	ERR_SSL_WRONG_VERSION_NUMBER: 'The gateway’s server does not speak HTTPS at this address',
	ERR_INVALID_URL: 'The gateway’s address cannot be used',
};

type Words = Omit<Problem, 'code'>;

const CHECK_CLOCK =
	'Check the date and time of this machine. If they are right, the server’s operator must renew the certificate.';
const TRUST_ISSUER =
	'Check the Base URL in the credential. If a proxy or firewall in your network signs certificates, make n8n trust it: set NODE_EXTRA_CA_CERTS in n8n’s environment to its certificate.';

/** Problems of a certificate by their codes of Node.js. It is checked before the request is sent. */
const CERTIFICATE_PROBLEMS: Record<string, Words> = {
	CERT_HAS_EXPIRED: {
		message: 'The certificate of the gateway’s server has expired',
		hint: CHECK_CLOCK,
	},
	CERT_NOT_YET_VALID: {
		message: 'The certificate of the gateway’s server is not valid yet',
		hint: CHECK_CLOCK,
	},
	DEPTH_ZERO_SELF_SIGNED_CERT: {
		message: 'The certificate of the gateway’s server is self-signed',
		hint: TRUST_ISSUER,
	},
	SELF_SIGNED_CERT_IN_CHAIN: {
		message: 'The certificate of the gateway’s server has an unknown issuer',
		hint: TRUST_ISSUER,
	},
	ERR_TLS_CERT_ALTNAME_INVALID: {
		message: 'The certificate of the gateway’s server is for another host',
		hint: 'Check the host name in the credential’s Base URL: a different server answers there.',
	},
};

/** The other codes of Node.js for an invalid certificate (section "X509 certificate error codes"). */
const CERTIFICATE_CODE =
	/^(?:CERT|CRL|UNABLE_TO|ERROR_IN|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED)(?:_|$)/;
const CERTIFICATE_FAILS: Words = {
	message: 'The certificate of the gateway’s server cannot be verified',
	hint: TRUST_ISSUER,
};

/** n8n's own errors before any request, e.g. no credential, or an address that its policy forbids. */
const BEFORE_REQUEST =
	/^(?:NodeOperationError|UserError|OperationalError|ApplicationError|ExpressionError|Credential\w*Error|Ssrf\w*Error)$/;

/**
 * The outcome of a message whose request failed without a response. `rejected` only if it was
 * certainly not sent, otherwise `unknown`.
 *
 * Only known words of the error are passed on: it contains the request's URL, headers and body, and
 * with them keys and passwords.
 *
 * @param timeout milliseconds
 * @param addressHint what to add if the server refuses the connection
 */
export function failureOf(error: unknown, timeout: number, addressHint?: string): FailedReply {
	const traces = tracesOf(error);
	const { code, name, message } = traces;
	if (error instanceof Refusal) {
		return rejectedReply({ code: error.code, message, hint: error.hint });
	}
	if (name === 'SignInError') {
		const hint = `${traces.description} ${NOTHING_SENT}`;
		return { ...rejectedReply({ code: 'SIGN_IN_FAILED', message, hint }), fatal: true };
	}
	if (name === 'AddressError') {
		const hint = `${FIX_ADDRESS} ${NOTHING_SENT}`;
		return rejectedReply({ code: 'INVALID_ADDRESS', message, hint });
	}
	const noConnection = whyNoConnection(traces);
	if (noConnection !== null) {
		const more = addressHint !== undefined && isTurnedAway(traces) ? ` ${addressHint}` : '';
		const hint = `${noConnection.hint}${more} ${NOTHING_SENT}`;
		return rejectedReply({ code, message: noConnection.message, hint });
	}
	if (code === 'ERR_CANCELED') {
		return unknownReply({
			code: STOPPED,
			message: 'The execution was stopped while this message was being sent',
			hint: CHECK_FIRST,
		});
	}
	if (code === 'ECONNABORTED' || code === 'ETIMEDOUT' || code === 'ESOCKETTIMEDOUT') {
		return unknownReply({
			code: 'NO_ANSWER',
			message: `The gateway did not answer within ${timeout / 1000} seconds`,
			hint: `${CHECK_FIRST} ${LONGER_TIMEOUT}`,
		});
	}
	if (code === 'EPROTO') {
		return unknownReply({
			code,
			message: 'The encrypted connection to the gateway failed',
			hint: `${CHECK_FIRST} Check the Base URL in the credential: this also happens if the server does not speak HTTPS.`,
		});
	}
	if (traces.isHttp) {
		return unknownReply({
			code: 'CONNECTION_CUT',
			message: 'The connection was lost before the gateway answered',
			hint: CHECK_FIRST,
		});
	}
	if (BEFORE_REQUEST.test(name)) {
		return rejectedReply({ code: 'NOT_SENT', message, hint: NOTHING_SENT });
	}
	return unknownReply({
		code: 'UNEXPECTED',
		message: 'The request failed for an unknown reason',
		hint: CHECK_FIRST,
	});
}

/** Why there was no connection to send the request on; null if there was one, or may have been. */
function whyNoConnection({ code, syscall, isHandshake }: Traces): Words | null {
	const certificate =
		lookUp(CERTIFICATE_PROBLEMS, code) ?? (CERTIFICATE_CODE.test(code) ? CERTIFICATE_FAILS : null);
	if (certificate !== null) return certificate;
	const message = lookUp(NEVER_CONNECTED, code) ?? failedStep(code, syscall, isHandshake);
	if (message === null) return null;
	return {
		message,
		hint: 'Check the Base URL in the credential and this machine’s network connection.',
	};
}

/** Whether a server or its firewall probably blocks this machine. */
function isTurnedAway({ code, syscall, isHandshake }: Traces): boolean {
	return code === 'ECONNREFUSED' || isHandshake || (code === 'ETIMEDOUT' && syscall === 'connect');
}

/** The step before the request that failed, if Node.js names it. */
function failedStep(code: string, syscall: string, isHandshake: boolean): string | null {
	if (isHandshake) return 'The gateway’s server closed the connection before it was encrypted';
	if (syscall === 'getaddrinfo') return 'The gateway’s host name could not be looked up';
	if (syscall !== 'connect') return null;
	return code === 'ETIMEDOUT'
		? 'The connection to the gateway’s server timed out'
		: 'The gateway’s server cannot be reached';
}

/** A message that was not sent, because the execution was stopped first. */
export function stoppedBefore(): FailedReply {
	return rejectedReply({
		code: STOPPED,
		message: 'The execution was stopped before this message was sent',
		hint: `${NOTHING_SENT} Run the workflow again for the items with this code.`,
	});
}

/** A message that was not sent, because the gateway had refused the account. */
export function notTried({ message, code }: Problem): FailedReply {
	return rejectedReply({
		code: 'NOT_TRIED',
		message: `Not tried, because the gateway refused the account: ${message}`,
		hint: `${NOTHING_SENT} Fix the first failure (code ${code}), then run the workflow again.`,
	});
}

/** A message whose deduplication key could not be recorded. */
export function heldBackByStore(): FailedReply {
	return rejectedReply({
		code: 'KEYS_NOT_STORED',
		message: 'The deduplication key could not be stored in n8n’s database',
		hint: `${NOTHING_SENT} Save the workflow first. If it is saved, check n8n’s database and log.`,
	});
}

/** A message with a deduplication key that n8n runs outside of a workflow, so it can store none. */
export function heldBackWithoutStore(): FailedReply {
	return rejectedReply({
		code: 'KEYS_NOT_STORED',
		message: 'n8n runs this tool outside of a workflow, where it cannot store deduplication keys',
		hint: `${NOTHING_SENT} Put the node into a workflow that starts with "When Executed by Another Workflow". Set "Max Recipients" in its options, because a node in such a workflow has no limit otherwise. Publish the workflow, and give it to the agent as its tool in place of the node. Or remove "Deduplication Key" from the tool’s options.`,
	});
}

/** A message that an earlier run was about to send when it was killed. */
export function interrupted(): FailedReply {
	return unknownReply({
		code: 'INTERRUPTED',
		message: 'An earlier run was interrupted while it was sending this message',
		hint: `${CHECK_FIRST} Its deduplication key now counts as sent. To send it again, give it another key.`,
	});
}

/** Whether a request may have failed because the gateway was overloaded. */
export function mayBeOverload({ outcome, problem: { code } }: FailedReply): boolean {
	return PASSING.has(code) || (outcome === 'unknown' && code !== STOPPED);
}

/** Why a query got no response. */
export interface QuestionFailure {
	problem: Problem;
	/** Whether a retry may help. */
	mayPass: boolean;
}

/** The problem of an error of ours; null for any other error. */
export function knownProblemOf(error: unknown): Problem | null {
	if (error instanceof ReadFailure) return error.problem;
	if (!(error instanceof Refusal)) return null;
	const { code, message, hint } = error;
	return { code, message, hint };
}

/** Why an item could not be read, from an error of ours or of n8n. */
export function problemOf(error: unknown): Problem {
	return (
		knownProblemOf(error) ?? {
			code: 'INVALID_PARAMETER',
			message: (error as Error).message,
			hint: 'Check the fields and expressions of the node.',
		}
	);
}

/** Connection failures that may be temporary. */
const PASSING = new Set(['ECONNREFUSED', 'ECONNRESET', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/**
 * Why a query got no response. It sends no message, so the texts do not mention one.
 *
 * @param timeout milliseconds
 */
export function questionFailureOf(
	error: unknown,
	timeout: number,
	addressHint?: string,
): QuestionFailure {
	const { outcome, problem } = failureOf(error, timeout, addressHint);
	if (problem.code === STOPPED) {
		const stopped = { code: problem.code, message: 'The execution was stopped', hint: '' };
		return { problem: stopped, mayPass: false };
	}
	const hint = problem.hint.replace(CHECK_FIRST, '').replace(NOTHING_SENT, '').trim();
	return {
		problem: { ...problem, hint: hint || TRY_LATER },
		mayPass: outcome === 'unknown' || PASSING.has(problem.code),
	};
}

/** The same where there are no options, and so no "Timeout". */
export function withoutOptions(problem: Problem): Problem {
	const hint = problem.hint.replace(LONGER_TIMEOUT, '').trim();
	return { ...problem, hint: hint || TRY_LATER };
}

/** In a few sentences, why a server could not be reached; where there are no options. */
export function describeFailure(error: unknown, timeout: number, addressHint?: string): string {
	const { problem } = questionFailureOf(error, timeout, addressHint);
	const { code, message, hint } = withoutOptions(problem);
	// The user has the credential open, and the sentence ends with a URL.
	return code === 'INVALID_ADDRESS' ? message : `${message}. ${hint}`.trim();
}

/** n8n wraps the HTTP client's error; the innermost error that has a trace counts. */
function tracesOf(error: unknown): Traces {
	const traces: Traces = {
		code: '',
		syscall: '',
		name: '',
		message: '',
		description: '',
		isHttp: false,
		isHandshake: false,
	};
	let current: unknown = error;
	for (let depth = 0; depth < 5 && typeof current === 'object' && current !== null; depth++) {
		const { code, syscall, name, message, description, isAxiosError, cause } = current as Record<
			string,
			unknown
		>;
		if (typeof code === 'string' && traces.code === '') traces.code = code;
		if (typeof syscall === 'string') traces.syscall = syscall;
		if (/before secure TLS connection was established$/.test(String(message)))
			traces.isHandshake = true;
		if (isAxiosError === true || /^(?:AxiosError|CanceledError|BrokenAnswer)$/.test(String(name)))
			traces.isHttp = true;
		// NodeOperationError is made of a plain Error, which says no more.
		const isPlain = name === 'Error' && traces.name !== '';
		if (typeof name === 'string' && name !== 'NodeApiError' && !isPlain && !traces.isHttp) {
			traces.name = name;
			traces.message = typeof message === 'string' ? message : '';
			traces.description = typeof description === 'string' ? description : '';
		}
		current = cause;
	}
	return traces;
}
