import { sendSms } from '../../../../gateways/messangi/request';
import { readSendSms } from '../../../../gateways/messangi/response';
import {
	fromField,
	messageField,
	sendOptions,
	simplifyField,
	toField,
} from '../../../runtime/fields';
import type { SendOperation } from '../../../runtime/operation';
import { carrierNameField } from '../../fields';

const showOnlyForSend = { resource: ['sms'], operation: ['send'] };

/** Sends one text through a carrier that the user names: `tools/sendSMS`. */
export const send: SendOperation = {
	kind: 'send',
	fields: [
		carrierNameField(showOnlyForSend),
		fromField(showOnlyForSend),
		toField(showOnlyForSend),
		messageField(showOnlyForSend),
		simplifyField(showOnlyForSend),
		sendOptions(showOnlyForSend),
	],

	prepare(item) {
		const to = item.phoneNumber('to');
		const from = item.requiredText('from', 'From');
		const text = item.message();
		const carrier = item.requiredText('carrier', 'Carrier');
		return {
			to: to.e164,
			from,
			text,
			request: sendSms({ carrier, from, to: to.digits, text }),
			read: readSendSms,
		};
	},
};
