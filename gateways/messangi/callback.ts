import {
	deliveryReport,
	incomingEvent,
	unknownEvent,
	type Attachment,
	type CallbackEvent,
} from '../callbacks/event';
import { extraOf, handset, wordOf, writtenIn } from '../callbacks/fields';
import {
	readRecords,
	type CallbackCall,
	type CallbackRecord,
	type Fields,
} from '../callbacks/body';
import { isRecord, textOf } from '../wire/json';
import { isWord } from '../wordTable';
import { meaningOf } from '../callbacks/statuses';
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
	// Only incoming messages of the newer platform have a process, and a user who wrote. Assumed: a
	// status, even an empty one, makes any other call a delivery report, although the page of the type
	// SMS is headed "Incoming SMS".
	const isForwarded = fields.has('processid') || (type === null && isOfNewer(fields));
	const isIncoming = isReceived || isForwarded || !fields.has('status');
	return isIncoming ? readIncoming({ fields, raw }) : readReport({ fields, raw });
}

/** Whether these are the fields of an incoming message of the newer platform. */
function isOfNewer(fields: Fields): boolean {
	return fields.has('origin') || (fields.has('user') && fields.has('text'));
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
				contactName,
				attachments,
			},
		},
		raw,
	);
}

/**
 * The sender's name and the files of a WhatsApp message. Only seen in use.
 *
 * @param raw the event, unparsed
 */
function readExtraInfo(raw: unknown): {
	contactName: string | null;
	attachments: Attachment[] | null;
} {
	const entry = isRecord(raw)
		? Object.entries(raw).find(([name]) => name.toLowerCase() === 'extrainfo')
		: undefined;
	const info = isRecord(entry?.[1]) ? entry[1] : {};
	const [contact] = recordsIn(info.contacts);
	const profile = isRecord(contact?.profile) ? contact.profile : {};
	const attachments = recordsIn(info.attachments).map((each) => ({
		fileName: textOf(each.fileName),
		url: textOf(each.url),
		caption: textOf(each.caption),
	}));
	return {
		contactName: textOf(profile.name),
		attachments: attachments.length === 0 ? null : attachments,
	};
}

function recordsIn(value: unknown): Record<string, unknown>[] {
	return (Array.isArray(value) ? (value as unknown[]) : []).filter((each) => isRecord(each));
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
				messageBody: writtenIn(fields, 'MESSAGE_BODY', 'message', 'text'),
			},
		},
		meaningOf(STATUSES, gatewayStatus),
		raw,
	);
}
