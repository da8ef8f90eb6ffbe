import { excerpt } from '../secrets/excerpt';
import { isRecord, readJson, textOf } from '../wire/json';
import {
	ReadFailure,
	rejectedReply,
	unknownReply,
	unreadableAnswer,
	unreadableProbe,
	unreadableReply,
	type FailedReply,
	type HttpReply,
	type SendReply,
} from '../reply';
import { Shown } from '../secrets/shown';
import { isWord } from '../wordTable';
import { lookUp } from '../table';
import {
	ACCOUNT_CODES,
	ADDRESS_HINT,
	CODE_PROBLEMS,
	NOT_VERIFIED,
	SERVER_CODES,
	STILL_LIVE_CODE,
	SUCCESS_CODE,
	TOKEN_CODES,
	UNKNOWN_CODE_HINT,
	VERIFICATION_PROBLEMS,
} from './errors';

/** The result of checking a code. */
export interface Verification {
	/** True only if the gateway said so explicitly. */
	verified: boolean;
	/** Why it is not, e.g. `wrongCode` or `expired`; null when it is. */
	reason: string | null;
	/** The gateway's own code. */
	code: string;
	verificationId: string | null;
	/** The gateway's own word for the verification's status. */
	status: string | null;
	/** The gateway's message, without digits: it might repeat the code. */
	message: string | null;
	/** The reply as parsed. */
	response: unknown;
}

/** The parts of a reply; all replies have the same structure. */
interface Body {
	/** The outer code. */
	outer: string | null;
	/** The code in `data`. */
	inner: string | null;
	/** The gateway's word for it, e.g. `SUCCESS`. */
	message: string | null;
	errorMessage: string;
	data: Record<string, unknown>;
	whole: Record<string, unknown>;
}

/** The longest code or word that is taken from a reply, in characters. */
const LONGEST_WORD = 100;

/**
 * The reply to a single send. Success is both codes 200 and no error message. Errors come with HTTP 200
 * as well as other statuses, so the body counts.
 */
export function readSend(reply: HttpReply): SendReply {
	const body = readJsonBody(reply.text);
	if (body === null) return unreadable(reply, 'JSON');
	if (codesOf(body).length === 0) return withoutCode(reply, body);
	return isSuccess(body) ? acceptedReply(body) : failed(body);
}

/**
 * The reply to a send to many; no example is published. Assumed: success is an outer code 200 and no
 * error message.
 */
export function readBulk(reply: HttpReply): SendReply {
	const body = readJsonBody(reply.text);
	if (body === null) return unreadable(reply, 'JSON');
	if (body.outer === null) return withoutCode(reply, body);
	if (isSuccess(body)) return acceptedReply(body);
	if (body.outer !== SUCCESS_CODE) return failed(body);
	// An error in a success may be about one of many; the outcome of the others is unknown.
	const code = decisiveCode(body);
	const known = lookUp(CODE_PROBLEMS, code) ?? lookUp(SERVER_CODES, code);
	const words = known?.message ?? `Message Central answered with code ${code}`;
	const problem = {
		code,
		message: told(words, body),
		hint: 'Some of the messages may have been sent: check in the console before sending them again.',
	};
	return { ...factsOf(body), ...unknownReply(problem) };
}

/**
 * The reply to an OTP: like that of a single send. While a code sent to the same number is valid, there
 * is no new one, and the reply names the valid one. Source: the vendor's code list, 506.
 */
export function readSendOtp(reply: HttpReply): SendReply {
	const body = readJsonBody(reply.text);
	const result = readSend(reply);
	if (body === null) return result;
	const timeoutSeconds = secondsOf(body);
	if (result.outcome === 'accepted') {
		return { ...result, extra: { ...result.extra, timeoutSeconds } };
	}
	if (result.problem.code !== STILL_LIVE_CODE) return result;
	const verificationId = textOf(body.data.verificationId);
	const timeout = textOf(body.data.timeout);
	const wait =
		timeoutSeconds === null ? 'Wait until it expires' : `Wait ${Math.ceil(timeoutSeconds)} seconds`;
	const known = verificationId === null ? '' : ' with the verificationId of this reply';
	return {
		...result,
		messageId: null,
		problem: { ...result.problem, hint: `${wait}, or verify the code that was sent${known}.` },
		extra: { verificationId, timeout, timeoutSeconds },
	};
}

/** For how long a code is valid, in seconds; null if the reply does not say so in a usable way. */
function secondsOf({ data }: Body): number | null {
	const seconds = Number(textOf(data.timeout) ?? NaN);
	return seconds > 0 && seconds < 1e6 ? seconds : null;
}

/**
 * The reply to the check of a code. A wrong or expired code is a result, not an error. Source: the
 * vendor's code list.
 *
 * @throws ReadFailure when the reply does not tell whether the code is right; its texts quote nothing of
 *   the reply, which might repeat the code
 */
export function readVerification(reply: HttpReply): Verification {
	const body = readJsonBody(reply.text);
	if (body === null) throw unreadableAnswer('Message Central', reply, 'JSON');
	const codes = codesOf(body);
	if (codes.length === 0) {
		throw unreadableAnswer('Message Central', reply, 'a response code', body.whole);
	}
	const { data } = body;
	const status = textOf(data.verificationStatus);
	const code = decisiveCode(body);
	const verification = {
		code,
		verificationId: textOf(data.verificationId),
		status,
		message: body.message && withoutDigits(body.message),
		response: body.whole,
	};
	const reason = lookUp(NOT_VERIFIED, code);
	if (reason !== undefined) return { ...verification, verified: false, reason };
	if (code !== SUCCESS_CODE) throw new ReadFailure(verificationProblem(code), body.whole);
	if (reply.status >= 300) {
		throw unreadableAnswer('Message Central', reply, 'a success', body.whole);
	}
	const verified =
		isSuccess(body) && body.outer === SUCCESS_CODE && isWord(status, 'VERIFICATION_COMPLETED');
	return { ...verification, verified, reason: verified ? null : 'notCompleted' };
}

/**
 * Whether a token is right, from the reply to `probeRequest()`.
 *
 * @returns null when it is, or what to tell the user
 */
export function readProbe(reply: HttpReply): string | null {
	if (deniesToken(reply)) {
		const what = reply.status < 400 ? 'in its reply' : `HTTP ${reply.status}`;
		const hint = reply.status === 403 ? ` ${ADDRESS_HINT}` : '';
		return `Message Central refused the auth token (${what}). Copy it again from the console.${hint}`;
	}
	if (isRecord(readJson(reply.text))) return null;
	return unreadableProbe('Message Central', reply, 'JSON');
}

/** The outcome of a send whose reply is not what the vendor documents. */
function unreadable(reply: HttpReply, expected: string): FailedReply {
	const failed = unreadableReply('Message Central', reply, expected);
	if (reply.status !== 403) return failed;
	const { problem } = failed;
	return { ...failed, problem: { ...problem, hint: `${problem.hint} ${ADDRESS_HINT}` } };
}

function readJsonBody(text: string): Body | null {
	const whole = readJson(text);
	if (!isRecord(whole)) return null;
	const data = isRecord(whole.data) ? whole.data : {};
	const outer = wordOf(whole.responseCode);
	return {
		outer: tokenCodeIn(outer) ?? outer ?? tokenCodeIn(wordOf(whole.status)),
		inner: tokenCodeIn(wordOf(data.responseCode)) ?? wordOf(data.responseCode),
		message: textOf(whole.message),
		errorMessage: errorIn(data.errorMessage) || errorIn(whole.errorMessage) || errorIn(whole.error),
		data,
		whole,
	};
}

/** The code of a refused token in a word such as `401` or `401 UNAUTHORIZED`. */
function tokenCodeIn(word: string | null): string | null {
	const code = /^\d+(?=$|[\s_-])/.exec(word ?? '')?.[0] ?? '';
	return TOKEN_CODES.has(code) ? code : null;
}

/**
 * Whether a reply refuses the token in its body, so that nothing was carried out. The HTTP status is
 * then usually 200. Source: only seen in use.
 */
export function refusesToken(reply: HttpReply): boolean {
	if (reply.status >= 400) return false;
	const body = readJsonBody(reply.text);
	return body !== null && isTokenRefused(body);
}

/** Whether a reply refuses the token, by its HTTP status or in its body. */
export function deniesToken(reply: HttpReply): boolean {
	return TOKEN_CODES.has(String(reply.status)) || refusesToken(reply);
}

/** A code 401 or 403, and no message ID. */
function isTokenRefused(body: Body): boolean {
	const codes = codesOf(body);
	const { messageId } = factsOf(body);
	return codes.length > 0 && messageId === null && codes.every((code) => TOKEN_CODES.has(code));
}

function errorIn(error: unknown): string {
	if (error === null || error === undefined || error === false) return '';
	return excerpt(textOf(error) ?? 'an error that is not text');
}

function wordOf(value: unknown): string | null {
	const text = textOf(value)?.trim() ?? '';
	// With a control character it is a different word, which is shown as JSON writes it.
	return excerpt(/\p{Cc}/u.test(text) ? JSON.stringify(text) : text, LONGEST_WORD) || null;
}

function codesOf({ outer, inner }: Body): string[] {
	return [outer, inner].filter((each) => each !== null);
}

function isSuccess(body: Body): boolean {
	const isWordOfFailure = FAILURE.test(body.message ?? '');
	return (
		codesOf(body).every((each) => each === SUCCESS_CODE) &&
		body.errorMessage === '' &&
		!isWordOfFailure
	);
}

/** A message that contradicts a code of success. */
const FAILURE = /^\W*(?:fail(?:ed|ure)?|error|rejected|invalid)\b/i;

/** The code that is not success, or else that of success. */
function decisiveCode(body: Body): string {
	return codesOf(body).find((each) => each !== SUCCESS_CODE) ?? SUCCESS_CODE;
}

/** What a send's reply says of the message, whatever its outcome. */
function factsOf({ data, message, errorMessage, whole }: Body) {
	return {
		messageId: textOf(data.transactionId) || textOf(data.verificationId) || null,
		status: message && new Shown().text(message),
		statusDescription: errorMessage || null,
		response: whole,
	};
}

function acceptedReply(body: Body): SendReply {
	const { data } = body;
	return {
		outcome: 'accepted',
		...factsOf(body),
		extra: {
			verificationId: textOf(data.verificationId),
			transactionId: textOf(data.transactionId),
			timeout: textOf(data.timeout),
		},
	};
}

function failed(body: Body): FailedReply {
	const code = decisiveCode(body);
	const refused = lookUp(CODE_PROBLEMS, code);
	const isContradiction = TOKEN_CODES.has(code) && !isTokenRefused(body);
	if (refused === undefined || isContradiction) return unclear(body);
	return {
		...factsOf(body),
		...rejectedReply({ code, message: told(refused.message, body), hint: refused.hint }),
		fatal: ACCOUNT_CODES.has(code),
	};
}

function unclear(body: Body): FailedReply {
	const code = decisiveCode(body);
	const fault = lookUp(SERVER_CODES, code);
	const word = body.message ? ` (${excerpt(body.message, LONGEST_WORD)})` : '';
	const message = fault?.message ?? `Message Central answered with code ${code}${word}`;
	return {
		...factsOf(body),
		...unknownReply({
			code,
			message: told(message, body),
			hint: fault?.hint ?? UNKNOWN_CODE_HINT,
		}),
	};
}

function withoutCode(reply: HttpReply, body: Body): FailedReply {
	return {
		...unreadable(reply, 'a response code'),
		response: body.whole,
	};
}

/** Our words and the gateway's details, unless those are only the name of its code. */
function told(words: string, { message, errorMessage }: Body): string {
	const sentence = message !== null && !/^[A-Z_]*$/.test(message) ? excerpt(message) : '';
	const details = errorMessage || sentence;
	return details === '' ? words : `${words}: ${details}`;
}

function verificationProblem(code: string) {
	// It might be the user's code, which has four digits or more.
	const shown = code.replace(/\d{4,}/g, '…');
	const words = lookUp(VERIFICATION_PROBLEMS, code) ??
		lookUp(CODE_PROBLEMS, code) ?? {
			message: `Message Central answered with code ${shown}`,
			hint: 'This code is not documented: do not treat the user’s code as correct.',
		};
	return { code: shown, ...words };
}

function withoutDigits(text: string): string {
	return excerpt(text).replace(/\d+/g, '…');
}
