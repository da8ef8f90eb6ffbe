import type { SendOperation } from '../../../../../runtime/operation';
import { messageField, toField } from '../../../../shared/descriptions/message';
import { sendOptions, simplifyField } from '../../../../shared/descriptions/options';
import { senderField } from '../../descriptions';
import { elasticMessages } from './makeMessage';

/** Sends one text to one number: `POST /raven/v2/messages`. */
export const send: SendOperation = {
	kind: 'send',
	name: 'Send',
	action: 'Send an SMS',
	description: 'Send a text to a phone number',
	fields: [senderField, toField, messageField, simplifyField, sendOptions()],

	prepare(item) {
		const to = item.phoneNumber('to');
		return elasticMessages(item)(to, item.message());
	},
};
