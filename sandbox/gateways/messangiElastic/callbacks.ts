import { randomUUID } from 'node:crypto';

import {
	JSON_TYPE,
	type CallbackContent,
	type CallbackFields,
	type Report,
} from '../../server/gateway';
import { isMessageStatus, type HandsetMessage, type MessageStatus } from '../../server/message';
import { OWNER } from './replies';

/** QUEUE, SENT and DELIVRD are from the vendor's pages; UNDELIV and EXPIRED are SMPP's (assumed). */
const WORDS: Readonly<Record<MessageStatus, string>> = {
	accepted: 'QUEUE',
	sent: 'SENT',
	delivered: 'DELIVRD',
	failed: 'UNDELIV',
	expired: 'EXPIRED',
};

/** The same the other way around: any other last word means that the message failed. */
export function statusOf(word: string): MessageStatus {
	return word === WORDS.expired ? 'expired' : 'failed';
}

/** What the sandbox remembers of a message for its callbacks. */
export interface Remembered {
	readonly externalId: string;
	readonly callback: string;
	/** Its last status instead of DELIVRD. */
	readonly end?: string;
}

/** The fields of the vendor's page "Callback URL (MT)". */
export function report(
	{ message, status, at, fields }: Report,
	{ externalId, callback, end }: Remembered,
): CallbackContent {
	const time = withoutMilliseconds(at);
	const word = isMessageStatus(status) ? WORDS[status] : status;
	return json({
		date: time,
		externalId,
		callback,
		from: message.from,
		id: message.id,
		to: message.to,
		message: message.text,
		username: OWNER,
		timestamp: time,
		status: end !== undefined && status === statusOf(end) ? end : word,
		...fields,
	});
}

/** The fields of the vendor's page "Callback URL (MO)". */
export function notice(
	{ from, to, text, date }: HandsetMessage,
	fields?: CallbackFields,
): CallbackContent {
	return json({
		owner: OWNER,
		date: withoutMilliseconds(new Date(date)),
		processId: PROCESS_ID,
		origin: to,
		externalId: '',
		callback: '',
		connection: 'SMS',
		id: randomUUID(),
		text,
		user: `+${from.replace(/^\+/, '')}`,
		extraInfo: null,
		...fields,
	});
}

/** The source of its messages, which is the sandbox's own. */
const PROCESS_ID = 123;

/** All dates end in Z, says the page; its sample has whole seconds. */
function withoutMilliseconds(time: Date): string {
	return time.toISOString().replace(/\.\d+Z$/, 'Z');
}

function json(content: CallbackFields): CallbackContent {
	return { contentType: JSON_TYPE, body: JSON.stringify(content) };
}
