import { gateway } from '../../../../gateways/mgage/request';
import { readGateway } from '../../../../gateways/mgage/response';
import { unreadableReply } from '../../../../gateways/reply';
import {
	fromField,
	messageField,
	sendOptions,
	simplifyField,
	toField,
} from '../../../runtime/fields';
import type { Operation } from '../../../runtime/operation';

const showOnlyForSend = { resource: ['sms'], operation: ['send'] };

/** Sends one text to one number: `POST /api/gateway`. */
export const send: Operation = {
	fields: [
		fromField(showOnlyForSend),
		{
			displayName: 'Program ID',
			name: 'programId',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. 12345',
			description:
				'The ID of your Text to Join program. It stands in the address when you open the program in the SMS Campaign Manager.',
			displayOptions: { show: showOnlyForSend },
		},
		toField(showOnlyForSend),
		messageField(showOnlyForSend),
		simplifyField(showOnlyForSend),
		sendOptions(showOnlyForSend, [
			{
				displayName: 'Allow Long Messages',
				name: 'allowLongMessages',
				type: 'boolean',
				default: false,
				description:
					'Whether the text may be longer than 160 characters. It is then billed by part.',
			},
		]),
	],

	prepare(item) {
		const to = item.phoneNumber('to');
		const from = item.requiredText('from', 'From');
		const programId = item.requiredText('programId', 'Program ID');
		const text = item.requiredText('message', 'Message');
		return {
			to: to.e164,
			from,
			text,
			request: gateway({
				from,
				programId,
				to: [to.digits],
				text,
				allowLongMessages: item.optionFlag('allowLongMessages'),
			}),
			read: (reply) =>
				readGateway(reply, [to.digits])[0] ?? unreadableReply('mGage', reply, 'a status code'),
		};
	},
};
