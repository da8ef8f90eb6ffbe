import {
	fireMessageJsonRequest,
	fireMessagePostRequest,
} from '../../../../gateways/messangi/request';
import { readFire } from '../../../../gateways/messangi/response';
import { handsetField, messageField } from '../../../shared/descriptions/message';
import { plainSendOptions, simplifyField } from '../../../shared/descriptions/options';
import type { SendOperation } from '../../../../runtime/operation';

/**
 * Simulates an incoming message to a short code: `fireMessage` as POST. The names in the event can
 * differ by account, so the whole JSON can be given instead.
 */
export const firePost: SendOperation = {
	kind: 'send',
	name: 'Simulate Incoming Message to a Short Code',
	action: 'Simulate an incoming message to a short code',
	description:
		'Make Messangi process a text to a short code, or your own event, as if a phone had sent it',
	fields: [
		{ ...handsetField, required: false },
		{
			displayName: 'To',
			name: 'to',
			type: 'string',
			default: '',
			placeholder: 'e.g. 87767',
			description: 'The short code that the message goes to',
		},
		{
			...messageField,
			required: false,
			placeholder: 'e.g. JOIN',
			description: 'The text that the phone sends',
		},
		{
			displayName: 'Event JSON',
			name: 'eventJson',
			type: 'json',
			default: '',
			placeholder: 'e.g. {"event": {"fld-val-list": {"keyword_value": "JOIN"}}}',
			description:
				'The whole event, sent instead of From, To and Message. Use it if your account needs other field names.',
		},
		simplifyField,
		plainSendOptions(),
	],

	prepare(item) {
		const eventJson = item.json('eventJson');
		if (eventJson.trim() !== '') {
			const request = fireMessageJsonRequest(eventJson);
			return { to: '', from: '', text: null, request, read: readFire };
		}
		const from = item.phoneNumber('from');
		const to = item.requiredText('to', 'To').trim();
		const text = item.requiredText('message', 'Message');
		const request = fireMessagePostRequest({ from: from.digits, to, text });
		const { e164 } = from;
		return { to, from: e164, handset: e164, text: null, request, read: readFire };
	},
};
