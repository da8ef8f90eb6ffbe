import type { INodeProperties } from 'n8n-workflow';
import { toField } from './message';
import { simplifyField } from './options';
import { queryOptions } from './queries';

/**
 * The fields of an operation that looks for messages in a report. By default they take the output of a send.
 *
 * @param own the gateway's own fields, which come first, and options
 */
export function reconcileFields({
	fields = [],
	options = [],
}: {
	fields?: INodeProperties[];
	options?: INodeProperties[];
}): INodeProperties[] {
	return [
		...fields,
		{
			...toField,
			default: '={{ $json.to }}',
			description: 'The number that the message was sent to, as in the output of the send',
		},
		{
			displayName: 'Sent At',
			name: 'sentAt',
			type: 'string',
			default: '={{ $json.sentAt }}',
			placeholder: 'e.g. 2026-03-01T14:00:00.123Z',
			description: 'When it was sent: the sentAt in the output of the send',
		},
		{
			displayName: 'From',
			name: 'from',
			type: 'string',
			default: '={{ $json.from }}',
			placeholder: 'e.g. 87767',
			description: 'The sender. Leave empty to accept any.',
		},
		{
			displayName: 'Message',
			name: 'message',
			type: 'string',
			typeOptions: { rows: 3 },
			default: '',
			placeholder: 'e.g. Your table is ready',
			description:
				'The text as it was sent. If it is empty, any message to the number at that time counts as this one.',
		},
		{
			displayName: 'Message ID',
			name: 'messageId',
			type: 'string',
			default: '={{ $json.messageId }}',
			placeholder: 'e.g. -8174720676710228700',
			description: 'The messageId in the output of the send, if it has one',
		},
		simplifyField,
		queryOptions([
			...options,
			{
				displayName: 'Default Country',
				name: 'defaultCountry',
				type: 'string',
				default: '',
				placeholder: 'e.g. US',
				description: 'The country of numbers without a country code, as two letters',
			},
			{
				displayName: 'Settle (Minutes)',
				name: 'settle',
				type: 'number',
				typeOptions: { minValue: 0, maxValue: 1440 },
				default: 5,
				description:
					'How long a message may take to appear in the report. If it is missing before then, it may still appear.',
			},
			{
				displayName: 'When Missing',
				name: 'whenMissing',
				type: 'options',
				options: [
					{
						name: 'Rejected',
						value: 'rejected',
						description: 'It was not sent. Choose this only if the report has all messages.',
					},
					{ name: 'Unknown', value: 'unknown', description: 'Leave the outcome open' },
				],
				default: 'unknown',
				description:
					'The outcome of a message that is still not in the report after the Settle time',
			},
			{
				displayName: 'Window (Minutes)',
				name: 'window',
				type: 'number',
				typeOptions: { minValue: 0, maxValue: 1440 },
				default: 10,
				description: 'How far the time in the report may be from Sent At, before and after',
			},
		]),
	];
}
