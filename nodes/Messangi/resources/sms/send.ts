import {
	fromField,
	messageField,
	sendOptions,
	simplifyField,
	toField,
} from '../../../shared/descriptions/sends';
import type { SendOperation } from '../../../../runtime/operation';
import { carrierNameField } from '../../descriptions';
import { directMessages } from './makeMessage';

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
		return directMessages(item)(to, item.message());
	},
};
