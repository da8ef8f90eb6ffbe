import { form, type CallbackContent, type CallbackFields, type Report } from '../../server/gateway';
import type { HandsetMessage } from '../../server/message';
import { isMessageStatus, type MessageStatus } from '../../server/message';
import { splitIntoParts } from '../../server/parts';

/** Codes by their published groups. Of the texts, only "Carrier Success" is published. */
export const CODES: Readonly<Record<MessageStatus, string>> = {
	accepted: '5',
	sent: '10',
	delivered: '200',
	failed: '250',
	expired: '260',
};
export const TEXTS: Readonly<Record<string, string>> = {
	5: 'Accepted',
	10: 'Sent to Carrier',
	200: 'Carrier Success',
	250: 'Carrier Failure',
	260: 'Expired',
};

/** Fields of every callback, as in the samples that users of the platform quote from its guide. */
const PLATFORM = { channel: 'sms', router: 'MMX' };

/**
 * Fields in alphabetical order, as in those samples. It is not documented whether messages of the
 * Gateway API get receipts; a long message gets one here (assumed).
 */
export function report({ message, status, fields }: Report): CallbackContent {
	const code = isMessageStatus(status) ? CODES[status] : status;
	return form(
		{
			carrier: 'tmobile',
			channel: PLATFORM.channel,
			// The Gateway API has no parameter for it.
			client_message_id: '',
			device_address: message.to,
			inbound_address: message.from,
			message_id: message.id,
			message_subid: '0',
			router: PLATFORM.router,
			smscid: `sandbox-${message.id}`,
			status: TEXTS[code] ?? '',
			status_code: code,
		},
		fields,
	);
}

/** One callback for each part of the message, counted from 0: a single part has the number 0. */
export function notices(
	{ from, to, text, carrier }: HandsetMessage,
	id: string,
	fields?: CallbackFields,
): readonly CallbackContent[] {
	return splitIntoParts(text).map((part, at) =>
		form(
			{
				a2w_mo_ref_id: id,
				carrier,
				channel: PLATFORM.channel,
				country_code: countryCodeOf(from),
				device_address: from,
				inbound_address: to,
				message: part,
				message_id: id,
				message_orig: part,
				message_subid: String(at),
				router: PLATFORM.router,
				status: 'MO Success',
				status_code: '100',
			},
			fields,
		),
	);
}

/** The platform covers the US and the UK. */
function countryCodeOf(number: string): string {
	return /^(?:1|44)/.exec(number)?.[0] ?? '';
}
