import {
	deliveryReport,
	extraOf,
	handset,
	incomingMessage,
	readRecords,
	unknownEvent,
	wordOf,
	writtenIn,
	type CallbackCall,
	type CallbackEvent,
	type CallbackRecord,
} from '../callback';
import {
	DELIVERED,
	EXPIRED,
	FAILED,
	meaningOf,
	PENDING,
	REJECTED,
	SMPP_STATUSES,
	type StatusMeaning,
} from '../statuses';

/**
 * Messangi's words for the state of a message, with underscores for blanks. Sources: the vendor's
 * page "Message's Status", and "SMS Status" for the newer platform. The lists are open.
 */
export const STATUSES: Record<string, StatusMeaning> = {
	...SMPP_STATUSES,
	// Under way. A carrier that took it, or a device that it was sent to, is no proof of arrival.
	SENT: PENDING,
	SENDING: PENDING,
	PENDING,
	SENT_TO_CARRIER: PENDING,
	DELIVERED_TO_CARRIER: PENDING,
	SENT_TO_DEVICE: PENDING,
	ACCEPTD: PENDING,
	BUFFRED: PENDING,
	QUEUE: PENDING,
	DEQUEUED: PENDING,
	/** Some parts of a long message have no state yet. */
	INCOMPLETE: PENDING,
	/** The page says that delivery is usually tried again. */
	CARRIER_GATEWAY_ERROR: PENDING,

	DELIVERED_TO_DEVICE: DELIVERED,
	READ: DELIVERED,
	DELIVRD: DELIVERED,

	EXPIRED,

	UNDELIVERED: FAILED,
	UNDELIV: FAILED,
	UNREACHABLE: FAILED,
	NOT_SENT: FAILED,
	DELETED: FAILED,
	/** No more attempts are made. */
	EXHAUSTED: FAILED,
	/** The page asks the customer to send it again. */
	INTERNAL_ERROR: FAILED,

	REJECTD: REJECTED,
	BAD_FROM: REJECTED,
	BAD_TO: REJECTED,
	BAD_ADDRESS: REJECTED,
	BAD_ENCODING: REJECTED,
	'BAD_CARRIER/FROM': REJECTED,
	BAD_TIMEZONE: REJECTED,
	NOT_ENOUGH_FUNDS: REJECTED,
	INVALID_ROUTING: REJECTED,
	INVALID_TEMPLATE_ID: REJECTED,
	INVALID_TEMPLATE_PARAMETERS: REJECTED,
	INVALID_TEMPLATE_TYPE: REJECTED,
	TEMPLATE_NOT_SUPPORTED: REJECTED,
	CODE_NOT_ALLOWED: REJECTED,
	BLACKLISTED: REJECTED,
	SEGMENTS_EXCEEDED: REJECTED,
};

/**
 * What Messangi calls back with: forms, or JSON from the newer platform. Sources: the vendor's
 * documentation of callbacks, and its pages "Callback URL (MT)" and "Callback URL (MO)"; the form
 * of `mobile` and `mo` is seen in use only.
 *
 * The newer platform names the address that it calls, which may hold the secret.
 *
 * @throws UnreadableCallback
 */
export function readCallback(call: CallbackCall): CallbackEvent[] {
	return readRecords(call, { secrets: ['callback'], charsetField: 'encoding' }).map(readEvent);
}

function readEvent({ fields, raw }: CallbackRecord): CallbackEvent {
	const type = wordOf(fields, 'TYPE')?.toUpperCase() ?? null;
	// PUSH, EMAIL and FACEBOOK are no messages of ours.
	if (type !== null && type !== 'SMS' && type !== 'MO_MESSAGE') return unknownEvent(raw);
	// Only the forwarding of incoming messages has a process. Assumed: a status, even an empty one,
	// makes a call of the type SMS a delivery report, although its page is headed "Incoming SMS".
	const isIncoming = type === 'MO_MESSAGE' || fields.has('processid') || !fields.has('status');
	return isIncoming ? readIncoming({ fields, raw }) : readReport({ fields, raw });
}

function readIncoming({ fields, raw }: CallbackRecord): CallbackEvent {
	const from = wordOf(fields, 'FROM', 'mobile');
	const text = writtenIn(fields, 'TEXT', 'MESSAGE_BODY', 'message', 'mo');
	if (from === null || text === null) return unknownEvent(raw);
	return incomingMessage(
		{
			messageId: wordOf(fields, 'MESSANGI_ID', 'id'),
			from: handset(from),
			to: wordOf(fields, 'TO', 'origin'),
			text,
			extra: extraOf(fields, {
				encoding: 'ENCODING',
				externalId: 'externalId',
				owner: 'owner',
				processId: 'processId',
				date: 'date',
				timestamp: 'timestamp',
			}),
		},
		raw,
	);
}

function readReport({ fields, raw }: CallbackRecord): CallbackEvent {
	const messageId = wordOf(fields, 'MESSANGI_ID', 'id');
	const to = wordOf(fields, 'TO');
	if (messageId === null && to === null) return unknownEvent(raw);
	const gatewayStatus = wordOf(fields, 'STATUS');
	return deliveryReport(
		{
			messageId,
			to: handset(to),
			from: wordOf(fields, 'FROM'),
			gatewayStatus,
			// "Date when the API receives the MT message status", in UTC; `timestamp` is the call's.
			doneAt: wordOf(fields, 'date'),
			extra: {
				...extraOf(fields, {
					clientId: 'CLIENT_ID',
					externalId: 'externalId',
					username: 'username',
					timestamp: 'timestamp',
				}),
				messageBody: writtenIn(fields, 'MESSAGE_BODY', 'message', 'text'),
			},
		},
		meaningOf(STATUSES, gatewayStatus),
		raw,
	);
}
