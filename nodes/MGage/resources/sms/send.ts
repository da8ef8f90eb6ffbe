import { fromField, messageField, toField } from '../../../shared/descriptions/message';
import { sendOptions, simplifyField } from '../../../shared/descriptions/options';
import type { SendOperation } from '../../../../runtime/operation';
import { allowLongMessagesOption, programIdField } from '../../descriptions';
import { mGageMessages } from './makeMessage';

/**
 * Sends one text to one number: `POST /api/gateway`. Items with the same text and settings share
 * requests.
 */
export const send: SendOperation = {
	kind: 'send',
	name: 'Send',
	action: 'Send an SMS',
	description: 'Send a text to a phone number',
	fields: [
		fromField,
		programIdField,
		toField,
		messageField,
		simplifyField,
		sendOptions([
			allowLongMessagesOption,
			{
				displayName: 'Combine',
				name: 'combine',
				type: 'boolean',
				default: true,
				description:
					'Whether to send items with the same text and settings together, up to 250 numbers per request. This is much faster, and the outcomes are still reported for each item.',
			},
		]),
	],

	prepare(item) {
		const to = item.phoneNumber('to');
		const message = mGageMessages(item, item.optionFlag('combine', true));
		return message(to, item.message());
	},
};
