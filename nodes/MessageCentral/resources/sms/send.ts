import {
	messageField,
	sendOptions,
	simplifyField,
	toField,
} from '../../../shared/descriptions/sends';
import type { SendOperation } from '../../../../runtime/operation';
import { channelField, messageTypeField, senderIdField, templateOptions } from '../../descriptions';
import { textMessages } from './makeMessage';

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
