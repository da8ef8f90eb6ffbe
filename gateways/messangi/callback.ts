import {
	deliveryReport,
	incomingEvent,
	unknownEvent,
	type CallbackEvent,
} from '../callbacks/event';
import { extraOf, handset, wordOf, writtenIn } from '../callbacks/fields';
import { readRecords, type CallbackCall, type CallbackRecord } from '../callbacks/body';
import { isWord } from '../wordTable';
import { meaningOf } from '../callbacks/statuses';
import {
	calledAddress,
	isForwarded,
	isOfNewer,
	isWithoutStatus,
	readExtraInfo,
} from './elastic/callback';
import { STATUSES } from './statuses';

/**
 * Reads Messangi's callbacks: forms, or JSON from the newer platform. Sources: the vendor's documentation
 * of callbacks, and its pages "Callback URL (MT)" and "Callback URL (MO)"; the form with `mobile` and
 * `mo` was only seen in use.
 *
 * The newer platform includes the URL that it calls, which may contain the secret.
 *
 * @throws UnreadableCallback
 */
export function readCallback(call: CallbackCall): CallbackEvent[] {
	return readRecords(call, { secrets: ['callback'], charsetField: 'encoding' }).map(readEvent);
}

function readEvent({ fields, raw }: CallbackRecord): CallbackEvent {
	const type = wordOf(fields, 'TYPE');
	const isReceived = isWord(type, 'MO_MESSAGE') || isWord(type, 'MO');
	const isOfText = isReceived || isWord(type, 'SMS') || isWord(type, 'MT');
	// PUSH, EMAIL and FACEBOOK are not text messages.
	if (type !== null && !isOfText) return unknownEvent(raw);
	// Assumed: a status, even an empty one, makes any call but the newer platform's incoming message a
	// delivery report, although the page of the type SMS is headed "Incoming SMS".
	const isNewer = isForwarded(fields, type);
	if (!isReceived && !isNewer && isWithoutStatus(fields)) return unknownEvent(raw);
	const isIncoming = isReceived || isNewer || !fields.has('status');
	return isIncoming ? readIncoming({ fields, raw }) : readReport({ fields, raw });
}

function readIncoming({ fields, raw }: CallbackRecord): CallbackEvent {
	const names = ['FROM', 'mobile', 'user'];
	const from = wordOf(fields, ...(isOfNewer(fields) ? names.reverse() : names));
	const { contactName, attachments } = readExtraInfo(raw);
	const caption = attachments === null ? null : (attachments[0]?.caption ?? '');
	const text = writtenIn(fields, 'TEXT', 'MESSAGE_BODY', 'message', 'mo') ?? caption;
	if (from === null || text === null) return unknownEvent(raw);
	return incomingEvent(
		{
			messageId: wordOf(fields, 'MESSANGI_ID', 'id'),
			from: handset(from),
			to: wordOf(fields, 'TO', 'origin'),
			text,
			extra: {
				...extraOf(fields, {
					encoding: 'ENCODING',
					externalId: 'externalId',
					owner: 'owner',
					processId: 'processId',
					connection: 'connection',
					date: 'date',
					timestamp: 'timestamp',
				}),
				callback: calledAddress(fields),
				contactName,
				attachments,
			},
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
			// "Date when the API receives the MT message status", in UTC; `timestamp` is that of the call.
			doneAt: wordOf(fields, 'date'),
			extra: {
				...extraOf(fields, {
					clientId: 'CLIENT_ID',
					externalId: 'externalId',
					username: 'username',
					timestamp: 'timestamp',
				}),
				callback: calledAddress(fields),
				messageBody: writtenIn(fields, 'MESSAGE_BODY', 'message', 'text'),
			},
		},
		meaningOf(STATUSES, gatewayStatus),
		raw,
	);
}
