import { sendMtRequest, sendSmsRequest } from '../../../../gateways/messangi/request';
import { readSendMt, readSendSms } from '../../../../gateways/messangi/response';
import type { MakeMessage } from '../../../../runtime/operation';
import type { ItemParameters } from '../../../../runtime/input/parameters';

/**
 * Reads an item's settings for `tools/sendSMS`.
 *
 * @throws Refusal when one is missing
 */
export function directMessages(item: ItemParameters): MakeMessage {
	const from = item.requiredText('from', 'From');
	const carrier = item.requiredText('carrier', 'Carrier');
	return (number, text) => ({
		to: number.e164,
		from,
		text,
		request: sendSmsRequest({ carrier, from, to: number.digits, text }),
		read: readSendSms,
	});
}

/**
 * Reads an item's settings for `sendMT`.
 *
 * @param flags passed to a job at Messangi; may be empty
 * @throws Refusal when one is missing
 */
export function campaignMessages(item: ItemParameters, flags: string): MakeMessage {
	const from = item.requiredText('from', 'From');
	const carrier = item.text('carrier');
	return (number, text) => ({
		to: number.e164,
		from,
		text,
		request: sendMtRequest({ from, carrier, to: number.digits, text, flags }),
		read: readSendMt,
	});
}
