import { messageField, toField } from '../../../shared/descriptions/message';
import { sendOptions, simplifyField } from '../../../shared/descriptions/options';
import type { SendOperation } from '../../../../runtime/operation';
import { channelField, messageTypeField, senderIdField, templateOptions } from '../../descriptions';
import { messageCentralMessages } from './makeMessage';

/** Sends one text to one number: `POST /verification/v3/send`. */
export const send: SendOperation = {
	kind: 'send',
	name: 'Send',
	action: 'Send an SMS',
	description: 'Send a text to a phone number',
	fields: [
		channelField,
		senderIdField,
		toField,
		messageField,
		messageTypeField,
		simplifyField,
		sendOptions(templateOptions),
	],

	prepare(item) {
		const to = item.phoneNumber('to');
		return messageCentralMessages(item)(to, item.message());
	},
};
