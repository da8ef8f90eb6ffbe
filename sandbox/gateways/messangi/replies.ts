import type { GatewayCode } from '../../inbox/protocol';
import { wallClock } from '../../server/clock';
import type { Answer } from '../../server/gateway';
import { isMessageStatus, type MessageStatus } from '../../server/message';
import { element, textElement } from '../../server/xml';
import type { Values } from './method';

/** Descriptions of the vendor's page on response basics. */
export const DESCRIPTIONS: Readonly<Record<string, string>> = {
	OK: 'Completed',
	BAD_SIGNATURE: 'Invalid signature, access denied',
	ERROR: 'Internal error, please report this to support@messangi.com',
};

/**
 * Failures to choose from: of a call, then of a message. The words are the vendor's; it publishes no
 * meanings for those of messages.
 */
export const FAILURES: readonly GatewayCode[] = [
	{ code: 'ERROR', meaning: 'Internal error' },
	{ code: 'BAD_SIGNATURE', meaning: 'Invalid signature' },
	{ code: 'BAD_TO', meaning: 'Recipient refused' },
	{ code: 'BAD_FROM', meaning: 'Sender refused' },
	{ code: 'BAD_ENCODING', meaning: 'Encoding refused' },
	{ code: 'BAD_CARRIER/FROM', meaning: 'Carrier and sender do not match' },
	{ code: 'BAD ADDRESS', meaning: 'Address refused' },
	{ code: 'NOT_ENOUGH_FUNDS', meaning: 'Not enough credit' },
	{ code: 'UNREACHABLE', meaning: 'Phone not reachable' },
	{ code: 'NOT_SENT', meaning: 'Not sent' },
	{ code: 'UNDELIVERED', meaning: 'Not delivered' },
	{ code: 'REJECTD', meaning: 'Rejected' },
	{ code: 'EXPIRED', meaning: 'Expired' },
	{ code: 'CARRIER GATEWAY ERROR', meaning: "Error at the carrier's gateway" },
	{ code: 'INVALID ROUTING', meaning: 'No route to the recipient' },
];

/** The zone of the vendor's sample reply. */
export const TIME_ZONE = 'America/Caracas';
export const CLIENT_ID = 'sandbox-client';

/** Words of the vendor's page on message statuses. Their order is assumed. */
const STATUS_WORDS: Readonly<Record<MessageStatus, string>> = {
	accepted: 'SENT_TO_CARRIER',
	sent: 'DELIVERED_TO_CARRIER',
	delivered: 'DELIVERED_TO_DEVICE',
	failed: 'UNDELIVERED',
	expired: 'EXPIRED',
};

/** The vendor's word for one of the sandbox's; other words are the vendor's already. */
export function wordOf(status: string): string {
	return isMessageStatus(status) ? STATUS_WORDS[status] : status;
}

/** A whole document. Always HTTP 200, as the vendor documents no other status. */
export function document(body: string): Answer {
	return { status: 200, contentType: 'text/xml;charset=UTF-8', body };
}

/** The fixed part of every reply, followed by the result. */
export function callAnswer(
	input: string,
	status: string,
	description?: string,
	result = '',
): Answer {
	return document(
		element(
			'response',
			textElement('input', input),
			textElement('status', status),
			textElement('description', description ?? DESCRIPTIONS[status] ?? status),
			result,
		),
	);
}

/** The reply to a successful call, with its result. */
export function okAnswer(input: string, ...result: readonly string[]): Answer {
	return callAnswer(
		input,
		'OK',
		undefined,
		result.length === 0 ? '' : element('result', ...result),
	);
}

export function refuseCall(input: string, because: string): Answer {
	return { ...callAnswer(input, 'ERROR', because), refusedBecause: because };
}

/** The reply of `sendSMS`: a successful call, and a message with its own status. */
export function messageAnswer(status: string, values: Values, id: string): Answer {
	const shown = (name: string): string => values.text(name) ?? values.raw(name);
	const message = element(
		'message',
		textElement('id', id),
		textElement('carrier', shown('carrier')),
		textElement('from', shown('from')),
		textElement('to', shown('mobileNumber')),
		textElement('text', shown('text')),
		textElement('status', status),
		textElement('statusDescription', describe(status)),
		textElement('encoding', 'UTF-8'),
		textElement('date', caracasTime(new Date(wallClock()))),
		textElement('timezone', TIME_ZONE),
		textElement('clientId', CLIENT_ID),
	);
	return okAnswer('sendSMS', element('messages', message));
}

/** `SENT_TO_CARRIER` is "Sent to Carrier" in the vendor's sample. */
export function describe(status: string): string {
	if (status === 'SENT_TO_CARRIER') return 'Sent to Carrier';
	const words = status.toLowerCase().replaceAll('_', ' ');
	return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The documented pattern `yyyy-MM-dd'T'HH:mm:ss.SSSZZ`, in the sample's time zone. */
export function caracasTime(time: Date): string {
	const shifted = new Date(time.getTime() - 4 * 60 * 60 * 1000);
	return shifted.toISOString().replace('Z', '-04:00');
}
