import {
	send as sendRequest,
	type Channel,
	type MessageType,
} from '../../../../gateways/messageCentral/request';
import { readSend } from '../../../../gateways/messageCentral/response';
import { messageField, sendOptions, simplifyField, toField } from '../../../runtime/fields';
import type { Operation } from '../../../runtime/operation';

const showOnlyForSend = { resource: ['sms'], operation: ['send'] };

/** Sends one text to one number: `POST /verification/v3/send`. */
export const send: Operation = {
	fields: [
		{
			displayName: 'Channel',
			name: 'channel',
			type: 'options',
			options: [
				{ name: 'RCS', value: 'RCS' },
				{ name: 'Silent Authentication', value: 'SAUTH' },
				{ name: 'SMS', value: 'SMS' },
				{ name: 'WhatsApp', value: 'WHATSAPP' },
			],
			default: 'SMS',
			displayOptions: { show: showOnlyForSend },
		},
		{
			displayName: 'Sender ID',
			name: 'senderId',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. UTOMOB',
			description: 'The sender that Message Central gave you',
			displayOptions: { show: showOnlyForSend },
		},
		toField(showOnlyForSend),
		messageField(showOnlyForSend),
		{
			displayName: 'Message Type',
			name: 'messageType',
			type: 'options',
			options: [
				{ name: 'OTP', value: 'OTP', description: 'A one-time password' },
				{ name: 'Promotional', value: 'PROMOTIONAL', description: 'Advertising' },
				{
					name: 'Transaction',
					value: 'TRANSACTION',
					description: 'Something that the recipient waits for, e.g. a reminder',
				},
			],
			default: 'TRANSACTION',
			displayOptions: { show: showOnlyForSend },
		},
		simplifyField(showOnlyForSend),
		sendOptions(showOnlyForSend, [
			{
				displayName: 'Entity ID',
				name: 'entityId',
				type: 'string',
				default: '',
				description:
					'The entity ID of your brand. It goes together with Template ID, or leave both empty.',
			},
			{
				displayName: 'Template ID',
				name: 'templateId',
				type: 'string',
				default: '',
				description:
					'The ID of your approved template. Needed, together with Entity ID, when the template is not registered with Message Central.',
			},
		]),
	],

	prepare(item) {
		const to = item.phoneNumber('to');
		const senderId = item.requiredText('senderId', 'Sender ID');
		const text = item.requiredText('message', 'Message');
		const request = sendRequest({
			channel: item.oneOf<Channel>('channel', 'Channel', ['SMS', 'RCS', 'WHATSAPP', 'SAUTH']),
			senderId,
			countryCode: to.countryCode,
			nationalNumber: to.nationalNumber,
			text,
			messageType: item.oneOf<MessageType>('messageType', 'Message Type', [
				'TRANSACTION',
				'PROMOTIONAL',
				'OTP',
			]),
			templateId: item.optionText('templateId'),
			entityId: item.optionText('entityId'),
		});
		return { to: to.e164, from: senderId, text, request, read: readSend };
	},
};
