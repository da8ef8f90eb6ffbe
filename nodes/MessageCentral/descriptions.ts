import type { INodeProperties } from 'n8n-workflow';
import type { Channel, MessageType } from '../../gateways/messageCentral/request';
import type { ItemParameters } from '../../runtime/input/parameters';

const CHANNELS: readonly Channel[] = ['SMS', 'RCS', 'WHATSAPP', 'SAUTH'];
const MESSAGE_TYPES: readonly MessageType[] = ['TRANSACTION', 'PROMOTIONAL', 'OTP'];

/** How the message is sent. */
export const channelField: INodeProperties = {
	displayName: 'Channel',
	name: 'channel',
	type: 'options',
	options: [
		{
			name: 'RCS',
			value: 'RCS',
			description: 'Message Central must enable your account for it first',
		},
		{ name: 'Silent Authentication', value: 'SAUTH' },
		{ name: 'SMS', value: 'SMS' },
		{
			name: 'WhatsApp',
			value: 'WHATSAPP',
			description:
				'For one-time passwords only. Other texts need WhatsApp Now, a different Message Central API.',
		},
	],
	default: 'SMS',
	description:
		'How to send the message. Your account must be set up for the channel. Verify a code on the channel it was sent on.',
};

/** @throws Refusal for any other value */
export function readChannel(item: ItemParameters): Channel {
	return item.oneOf('channel', 'Channel', CHANNELS);
}

/** Who the message comes from. */
export const senderIdField: INodeProperties = {
	displayName: 'Sender ID',
	name: 'senderId',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. MYSHOP',
	description:
		'The sender that recipients see, as Message Central registered it for you. UTOMOB works only with the console’s demo text.',
};

/** What the text is for. */
export const messageTypeField: INodeProperties = {
	displayName: 'Message Type',
	name: 'messageType',
	type: 'options',
	options: [
		{ name: 'OTP', value: 'OTP', description: 'A one-time password' },
		{ name: 'Promotional', value: 'PROMOTIONAL', description: 'Advertising' },
		{
			name: 'Transaction',
			value: 'TRANSACTION',
			description: 'A message that the recipient expects, e.g. a reminder',
		},
	],
	default: 'TRANSACTION',
};

/** The template that a text was approved as. */
export const templateOptions: INodeProperties[] = [
	{
		displayName: 'Entity ID',
		name: 'entityId',
		type: 'string',
		default: '',
		description: 'The entity ID of your brand. Fill in both this and Template ID, or neither.',
	},
	{
		displayName: 'Template ID',
		name: 'templateId',
		type: 'string',
		default: '',
		description:
			'The ID of your approved template. Required, together with Entity ID, if the template is not registered with Message Central.',
	},
];

/** What all texts through Message Central have in common. */
export interface TextSettings {
	channel: Channel;
	senderId: string;
	messageType: MessageType;
	templateId: string;
	entityId: string;
}

/** @throws Refusal when one is missing or wrong */
export function readTextSettings(item: ItemParameters): TextSettings {
	return {
		channel: readChannel(item),
		senderId: item.requiredText('senderId', 'Sender ID'),
		messageType: item.oneOf('messageType', 'Message Type', MESSAGE_TYPES),
		templateId: item.optionText('templateId'),
		entityId: item.optionText('entityId'),
	};
}
