import { deliveryReport, unknownEvent, type CallbackEvent } from '../callbacks/event';
import { extraOf, handset, wordOf } from '../callbacks/fields';
import { readRecords, type CallbackCall, type CallbackRecord } from '../callbacks/body';
import { meaningOf, SMPP_STATUSES } from '../callbacks/statuses';

/**
 * Reads Message Central's callbacks: delivery reports as JSON. Source: the vendor's page "API de SMS",
 * which shows one call and names five statuses. Assumed: several reports come as a list.
 *
 * @throws UnreadableCallback
 */
export function readCallback(call: CallbackCall): CallbackEvent[] {
	return readRecords(call, { secrets: ['apiKey'] }).map(readReport);
}

function readReport({ fields, raw }: CallbackRecord): CallbackEvent {
	const gatewayStatus = wordOf(fields, 'status');
	const messageId = wordOf(fields, 'messageId');
	const mobile = wordOf(fields, 'mobile');
	if (gatewayStatus === null || (messageId === null && mobile === null)) return unknownEvent(raw);
	return deliveryReport(
		{
			messageId,
			// In the sample, the number has its country code, and there is no country field.
			to: handset(mobile, wordOf(fields, 'countryCode')),
			gatewayStatus,
			errorCode: wordOf(fields, 'errorCode'),
			submittedAt: wordOf(fields, 'submitDate'),
			doneAt: wordOf(fields, 'doneDate'),
			extra: extraOf(fields, { clientId: 'clientId', countryCode: 'countryCode' }),
		},
		meaningOf(SMPP_STATUSES, gatewayStatus),
		raw,
	);
}
