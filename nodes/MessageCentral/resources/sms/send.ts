import { messageField, sendOptions, simplifyField, toField } from '../../../runtime/fields';
import type { SendOperation } from '../../../runtime/operation';
import { channelField, messageTypeField, senderIdField, templateOptions } from '../../fields';
import { textMessages } from './textMessage';

const showOnlyForSend = { resource: ['sms'], operation: ['send'] };

/** Sends one text to one number: `POST /verification/v3/send`. */
export const send: SendOperation = {
	kind: 'send',
	fields: [
		channelField(showOnlyForSend),
		senderIdField(showOnlyForSend),
		toField(showOnlyForSend),
		messageField(showOnlyForSend),
		messageTypeField(showOnlyForSend),
		simplifyField(showOnlyForSend),
		sendOptions(showOnlyForSend, templateOptions),
	],

	prepare(item) {
		const to = item.phoneNumber('to');
		return textMessages(item)(to, item.message());
	},
};
