import { fromField, messageField, toField } from '../../../shared/descriptions/message';
import { sendOptions, simplifyField } from '../../../shared/descriptions/options';
import type { SendOperation } from '../../../../runtime/operation';
import { carrierNameField } from '../../descriptions';
import { directMessages } from './makeMessage';

/** Sends one text through a carrier that the user chooses: `tools/sendSMS`. */
export const send: SendOperation = {
	kind: 'send',
	name: 'Send',
	action: 'Send an SMS',
	description: 'Send a text through the recipient’s carrier',
	fields: [carrierNameField, fromField, toField, messageField, simplifyField, sendOptions()],

	prepare(item) {
		const to = item.phoneNumber('to');
		return directMessages(item)(to, item.message());
	},
};
