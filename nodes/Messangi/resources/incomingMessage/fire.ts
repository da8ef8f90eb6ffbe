import { fireMessageRequest } from '../../../../gateways/messangi/request';
import { readFire } from '../../../../gateways/messangi/response';
import { handsetField, messageField } from '../../../shared/descriptions/message';
import { plainSendOptions, simplifyField } from '../../../shared/descriptions/options';
import type { SendOperation } from '../../../../runtime/operation';

/** Simulates an incoming message: `fireMessage` as GET. */
export const fire: SendOperation = {
	kind: 'send',
	name: 'Simulate Incoming Message',
	action: 'Simulate an incoming message',
	description: 'Make Messangi process a text as if a phone had sent it',
	fields: [
		handsetField,
		{
			...messageField,
			placeholder: 'e.g. JOIN',
			description: 'The text that the phone sends. Its keyword decides which campaign answers.',
		},
		simplifyField,
		plainSendOptions(),
	],

	prepare(item) {
		const from = item.phoneNumber('from');
		const request = fireMessageRequest({
			from: from.digits,
			text: item.requiredText('message', 'Message'),
		});
		const { e164 } = from;
		return { to: '', from: e164, handset: e164, text: null, request, read: readFire };
	},
};
