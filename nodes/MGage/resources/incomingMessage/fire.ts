import { externalMoRequest } from '../../../../gateways/mGage/request';
import { readExternalMo } from '../../../../gateways/mGage/response';
import { handsetField, messageField } from '../../../shared/descriptions/message';
import { plainSendOptions, simplifyField } from '../../../shared/descriptions/options';
import type { SendOperation } from '../../../../runtime/operation';

/** Simulates an incoming message: `POST /api/externalMO`. */
export const fire: SendOperation = {
	kind: 'send',
	name: 'Simulate Incoming Message',
	action: 'Simulate an incoming message',
	description: 'Make mGage process a text as if a phone had sent it',
	fields: [
		{
			displayName: 'Campaign ID',
			name: 'campaignId',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. 12345',
			description:
				'The ID of the program that receives the message. It must be a Multi-step program.',
		},
		handsetField,
		{
			displayName: 'To',
			name: 'to',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. 87767',
			description:
				'The short code or long code that the message goes to, with or without its country, e.g. US-87767',
		},
		{
			...messageField,
			placeholder: 'e.g. JOIN',
			description: 'The text that the phone sends',
		},
		simplifyField,
		plainSendOptions(),
	],

	prepare(item) {
		const from = item.phoneNumber('from');
		const to = item.requiredText('to', 'To').trim();
		const request = externalMoRequest({
			campaignId: item.requiredText('campaignId', 'Campaign ID'),
			from: from.digits,
			to,
			text: item.requiredText('message', 'Message'),
		});
		const { e164 } = from;
		return { to, from: e164, handset: e164, text: null, request, read: readExternalMo };
	},
};
