import { excerpt } from '../../secrets/excerpt';
import {
	rejectedReply,
	unknownReply,
	unreadableProbe,
	unreadableReply,
	type FailedReply,
	type HttpReply,
	type SendReply,
} from '../../reply';
import { lookUp } from '../../table';
import { isRecord, readJson, textOf } from '../../wire/json';
import { UNCLEAR_STATUS_HINT } from '../statuses';
import { ACCOUNT_STATUSES, HTTP_PROBLEMS, UNCLEAR_REPLIES, UNCLEAR_STATUSES } from './errors';
import { ELASTIC_STATUSES } from './statuses';

/*
 * The newer platform's replies to a send:
 *
 *   { "meta": { "timestamp": 1760000000000, "transactionId": "5b0d4f0e-…" },
 *     "data": { "id": "9f1c", "status": "ACCEPTED", "from": "12345", "to": "+573001234567",
 *               "text": "Hola", "type": "MT", "date": "2026-01-02T03:04:05.117592194Z" } }
 *
 * or, as a client in use read it at first:
 *
 *   { "status": "REJECTED", "messageId": "", "description": "…" }
 *
 * Assumed: the first is right, and the second is read if there is no `data` with an ID or a status.
 */

/** The longest status that is quoted, in characters. */
const LONGEST_WORD = 100;
/** The most entries of a list of errors that are looked at. */
const MOST_ERRORS = 10;

/** What a reply says of the message, in either shape. */
interface Said {
	messageId: string | null;
	/** The gateway's word, unchanged. */
	status: string | null;
	statusDescription: string | null;
	extra: { transactionId: string | null; date: string | null };
	response: unknown;
}

/**
 * The reply to a send. Accepted only if HTTP says so, the status is one of a message being sent or
 * delivered, and there is an ID.
 */
export function readSend(reply: HttpReply): SendReply {
	const body = readJson(reply.text);
	const { status: http } = reply;
	if (!isRecord(body)) return unreadableReply('Messangi', reply, 'JSON');
	const said = readSaid(body);
	const { status, messageId } = said;
	const known = ELASTIC_STATUSES.find(status);
	const { outcome } = known?.entry ?? {};
	const isSuccess = http >= 200 && http < 300;
	const isRefusal = http >= 400 && http < 500 && !UNCLEAR_STATUSES.has(http);

	if (known?.entry.words && outcome === 'rejected' && (isSuccess || isRefusal)) {
		const { words, fatal } = known.entry;
		const problem = { code: known.word, hint: words.hint, message: told(words.message, body) };
		return { ...said, ...rejectedReply(problem), fatal };
	}
	if (isRefusal) {
		// A message with an ID and a good word was accepted, whatever HTTP says.
		if (outcome === 'accepted' && messageId !== null) return unclear(reply, said, body);
		return { ...said, ...refusedByHttp(http, body) };
	}
	if (!isSuccess) return unclear(reply, said, body);
	if (outcome === 'accepted') {
		if (messageId !== null) return { outcome: 'accepted', ...said };
		return { ...said, ...unknownReply({ code: 'NO_ID', ...words('NO_ID') }) };
	}
	if (status === null) {
		const nothing = said.messageId === null && said.extra.transactionId === null;
		if (nothing)
			return { ...unreadableReply('Messangi', reply, 'a message with a status'), ...said };
		return { ...said, ...unknownReply({ code: 'NO_STATUS', ...words('NO_STATUS') }) };
	}
	const word = excerpt(status, LONGEST_WORD);
	return {
		...said,
		...unknownReply({
			code: known?.word ?? word,
			message: told(`Messangi gave the message the status "${word}"`, body),
			hint: UNCLEAR_STATUS_HINT,
		}),
	};
}

/** Whether a reply refuses the token, so that nothing was carried out. */
export function deniesToken({ status }: HttpReply): boolean {
	return ACCOUNT_STATUSES.has(status);
}

/**
 * Whether a key is right, from the reply to `probeRequest()`. Its content is not published, so only the
 * status counts. Assumed: a wrong key gets 401 or 403 before anything else is looked at.
 *
 * @returns null when it is, or what to tell the user
 */
export function readProbe(reply: HttpReply): string | null {
	if (deniesToken(reply)) {
		return `Messangi refused the API key (HTTP ${reply.status}). Check that it has not expired or been revoked: in Messangi’s web platform, under Preferences, API.`;
	}
	const isSuccess = reply.status >= 200 && reply.status < 300;
	const body = isSuccess ? readJson(reply.text) : undefined;
	if (typeof body === 'object' && body !== null) return null;
	if (reply.status === 404) {
		return 'Messangi was reached, but it has no list of senders (HTTP 404), so the API key could not be tested. Check the Base URL, and send a message to yourself.';
	}
	return unreadableProbe('Messangi', reply, 'JSON');
}

function readSaid(whole: Record<string, unknown>): Said {
	const data = isRecord(whole.data) ? whole.data : {};
	const meta = isRecord(whole.meta) ? whole.meta : {};
	const isNested = idOf(data.id) !== null || wordOf(data.status) !== null;
	const transactionId = textOf(meta.transactionId) || null;
	const extra = { transactionId, date: textOf(data.date) || null };
	const description = textOf(isNested ? data.description : whole.description);
	return {
		messageId: idOf(isNested ? data.id : whole.messageId),
		status: wordOf(isNested ? data.status : whole.status),
		statusDescription: (description && excerpt(description)) || null,
		extra,
		response: whole,
	};
}

function idOf(value: unknown): string | null {
	return textOf(value)?.trim() || null;
}

function wordOf(value: unknown): string | null {
	return (typeof value === 'string' && value.trim()) || null;
}

function refusedByHttp(http: number, body: Record<string, unknown>): FailedReply {
	const code = `HTTP_${http}`;
	const { message, hint } = lookUp(HTTP_PROBLEMS, code) ?? {
		message: 'Messangi refused the message',
		hint: 'Check the sender, the number and the text.',
	};
	const problem = {
		code,
		message: told(`${message} (HTTP ${http})`, body),
		hint: `${hint} The message was not sent.`,
	};
	return { ...rejectedReply(problem), fatal: ACCOUNT_STATUSES.has(http) };
}

/** The outcome of an HTTP status that does not say whether the request was carried out. */
function unclear(reply: HttpReply, said: Said, body: Record<string, unknown>): FailedReply {
	const { status: http } = reply;
	return {
		...said,
		...unknownReply({
			code: `HTTP_${http}`,
			message: told(`Messangi answered with HTTP ${http}`, body),
			hint: 'The message may have been sent: check with Messangi before sending it again.',
		}),
	};
}

/** The table's words for a code of our own. */
function words(code: keyof typeof UNCLEAR_REPLIES): { message: string; hint: string } {
	return UNCLEAR_REPLIES[code] ?? { message: 'Messangi’s reply is unclear', hint: '' };
}

/** Our words and the gateway's details. */
function told(ours: string, body: Record<string, unknown>): string {
	const details = detailsIn(body);
	return details === '' ? ours : `${ours}: ${details}`;
}

/**
 * What a reply says of an error, without secrets. Assumed: it is in one of these places; nothing is
 * published.
 */
function detailsIn(body: Record<string, unknown>): string {
	const [error, meta, data] = [body.error, body.meta, body.data].map((each) =>
		isRecord(each) ? each : {},
	);
	const errors = Array.isArray(body.errors) ? (body.errors as unknown[]) : [];
	const listed = errors.slice(0, MOST_ERRORS).map((each) => (isRecord(each) ? each.message : each));
	const places = [
		...[body.message, body.description, body.error, error?.message, error?.description],
		...listed,
		...[data?.description, data?.message, meta?.message, meta?.description, meta?.error],
	];
	const found = places.find((each) => typeof each === 'string' && each.trim() !== '');
	return typeof found === 'string' ? excerpt(found) : '';
}
