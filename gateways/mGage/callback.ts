import {
	deliveryReport,
	incomingEvent,
	unknownEvent,
	type CallbackEvent,
} from '../callbacks/event';
import { extraOf, handset, wordOf, writtenIn } from '../callbacks/fields';
import { readRecords, type CallbackCall, type CallbackRecord } from '../callbacks/body';
import { FAILED, meaningOf } from '../callbacks/statuses';
import { lookUp } from '../table';
import { RECEIPT_CODES, RECEIPT_WORDS } from './statuses';

/** Fields that a receipt does not have. */
const OF_INCOMING = ['message', 'message_orig', 'a2w_mo_ref_id'];

/**
 * Reads mGage's callbacks: forms. Incoming messages are as the vendor documents them, receipts as seen
 * in use. It is not documented whether sends through the Gateway API produce receipts.
 *
 * @throws UnreadableCallback
 */
export function readCallback(call: CallbackCall): CallbackEvent[] {
	return readRecords(call).map((record) =>
		OF_INCOMING.some((name) => record.fields.has(name))
			? readIncoming(record)
			: readReceipt(record),
	);
}

function readIncoming({ fields, raw }: CallbackRecord): CallbackEvent {
	const from = wordOf(fields, 'device_address');
	if (from === null) return unknownEvent(raw);
	return incomingEvent(
		{
			messageId: wordOf(fields, 'message_id'),
			from: handset(from, wordOf(fields, 'country_code')),
			to: wordOf(fields, 'inbound_address'),
			text: writtenIn(fields, 'message', 'message_orig'),
			extra: {
				...extraOf(fields, {
					messageSubId: 'message_subid',
					carrier: 'carrier',
					router: 'router',
					channel: 'channel',
					status: 'status',
					statusCode: 'status_code',
					countryCode: 'country_code',
					a2wMoRefId: 'a2w_mo_ref_id',
				}),
				messageOrig: writtenIn(fields, 'message_orig'),
			},
		},
		raw,
	);
}

function readReceipt({ fields, raw }: CallbackRecord): CallbackEvent {
	const messageId = wordOf(fields, 'message_id');
	const status = wordOf(fields, 'status');
	const code = wordOf(fields, 'status_code');
	const isNamed = messageId !== null || wordOf(fields, 'client_message_id') !== null;
	if (!isNamed || (status === null && code === null)) return unknownEvent(raw);
	const meaning = lookUp(RECEIPT_CODES, plainCode(code)) ?? meaningOf(RECEIPT_WORDS, status);
	return deliveryReport(
		{
			messageId,
			to: handset(wordOf(fields, 'device_address'), wordOf(fields, 'country_code')),
			from: wordOf(fields, 'inbound_address'),
			gatewayStatus: status ?? code,
			// The code of a delivered message is not an error code.
			errorCode: meaning === FAILED ? code : null,
			extra: extraOf(fields, {
				messageSubId: 'message_subid',
				clientMessageId: 'client_message_id',
				statusCode: 'status_code',
				carrier: 'carrier',
				router: 'router',
				channel: 'channel',
				countryCode: 'country_code',
			}),
		},
		meaning,
		raw,
	);
}

/** Without leading zeros. */
function plainCode(code: string | null): string {
	return (code ?? '').replace(/^0+(?=\d)/, '');
}
