import { PIN_LENGTHS, sendPinRequest } from '../../../../gateways/messangi/request';
import { readSendPin } from '../../../../gateways/messangi/response';
import { fromField, messageField, toField } from '../../../shared/descriptions/message';
import { sendOptions, simplifyField } from '../../../shared/descriptions/options';
import type { SendOperation } from '../../../../runtime/operation';
import { carrierNameField } from '../../descriptions';

/** Sends a PIN that Messangi generates: `tools/sendSMSPinMobileNumberConfirm`. */
export const send: SendOperation = {
	kind: 'send',
	name: 'Send',
	action: 'Send a PIN',
	description: 'Generate a PIN, text it and return it',
	fields: [
		carrierNameField,
		fromField,
		toField,
		{
			...messageField,
			placeholder: 'e.g. Your code for Example Inc.',
			description: 'The text to send with the PIN. Messangi adds the PIN to it.',
		},
		{
			displayName: 'PIN Length',
			name: 'pinLength',
			type: 'number',
			typeOptions: { minValue: PIN_LENGTHS.shortest, maxValue: PIN_LENGTHS.longest },
			default: 6,
			description: 'The number of digits in the PIN',
		},
		simplifyField,
		sendOptions(),
	],

	prepare(item) {
		const to = item.phoneNumber('to');
		const from = item.requiredText('from', 'From');
		const text = item.message();
		const request = sendPinRequest({
			carrier: item.requiredText('carrier', 'Carrier'),
			from,
			to: to.digits,
			text,
			length: item.wholeNumber(
				'pinLength',
				'PIN Length',
				PIN_LENGTHS.shortest,
				PIN_LENGTHS.longest,
			),
		});
		return { to: to.e164, from, text, request, read: readSendPin };
	},
};
