import type { INodeProperties } from 'n8n-workflow';
import { USUAL_THANKS, USUAL_TITLE } from '../../../runtime/wait/question';
import { messageField, toField } from './message';
import { waitOptions } from './options';

/*
 * The fields of Send and Wait for Response. Their names are those of n8n's own nodes: n8n turns every
 * node that has them into a human review step for AI agents.
 */

/**
 * The recipient, the question, and how to answer it.
 *
 * @param own the options of this gateway
 */
export function waitFields(own: INodeProperties[] = []): INodeProperties[] {
	return [
		toField,
		{
			...messageField,
			placeholder: 'e.g. May we ship order 4711?',
			hint: 'A link of about 150 characters is added, so the message has two parts or more',
			description:
				'The text to send. The response link is added at the end, or where you write ##link##. Set WEBHOOK_URL in n8n to an address that phones can open.',
		},
		{
			displayName: 'Response Type',
			name: 'responseType',
			type: 'options',
			default: 'approval',
			options: [
				{
					name: 'Approval',
					value: 'approval',
					description: 'The linked page has buttons to approve or decline',
				},
				{
					name: 'Free Text',
					value: 'freeText',
					description: 'The linked page has a text field',
				},
			],
		},
		{
			displayName: 'Approval Options',
			name: 'approvalOptions',
			type: 'fixedCollection',
			placeholder: 'Add option',
			default: {},
			options: [
				{
					displayName: 'Values',
					name: 'values',
					values: [
						{
							displayName: 'Type of Approval',
							name: 'approvalType',
							type: 'options',
							default: 'single',
							options: [
								{ name: 'Approve Only', value: 'single' },
								{ name: 'Approve and Disapprove', value: 'double' },
							],
						},
						{
							displayName: 'Approve Button Label',
							name: 'approveLabel',
							type: 'string',
							default: 'Approve',
							displayOptions: { show: { approvalType: ['single', 'double'] } },
						},
						{
							displayName: 'Disapprove Button Label',
							name: 'disapproveLabel',
							type: 'string',
							default: 'Decline',
							displayOptions: { show: { approvalType: ['double'] } },
						},
					],
				},
			],
			displayOptions: { show: { responseType: ['approval'] } },
		},
		waitOptions([...own, ...pageOptions, limitWaitTime]),
	];
}

const pageOptions: INodeProperties[] = [
	{
		displayName: 'Response Form Button Label',
		name: 'responseFormButtonLabel',
		type: 'string',
		default: 'Submit',
		description: 'The label of the button below the text field',
	},
	{
		displayName: 'Response Form Description',
		name: 'responseFormDescription',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '',
		description: 'Text above the buttons or the text field. Defaults to the message.',
	},
	{
		displayName: 'Response Form Title',
		name: 'responseFormTitle',
		type: 'string',
		default: USUAL_TITLE,
		description:
			'The heading of the page. After the answer it is "Thank you", unless you set another one here.',
	},
	{
		displayName: 'Thank-You Text',
		name: 'formSubmittedText',
		type: 'string',
		default: USUAL_THANKS,
		description: 'Text on the page after the recipient answers',
	},
];

const limitWaitTime: INodeProperties = {
	displayName: 'Limit Wait Time',
	name: 'limitWaitTime',
	type: 'fixedCollection',
	default: { values: { limitType: 'afterTimeInterval', resumeAmount: 45, resumeUnit: 'minutes' } },
	description: 'How long to wait before the workflow continues without a response',
	options: [
		{
			displayName: 'Values',
			name: 'values',
			values: [
				{
					displayName: 'Limit Type',
					name: 'limitType',
					type: 'options',
					default: 'afterTimeInterval',
					options: [
						{
							name: 'After Time Interval',
							value: 'afterTimeInterval',
							description: 'Wait this long after sending',
						},
						{
							name: 'At Specified Time',
							value: 'atSpecifiedTime',
							description: 'Wait until this date and time',
						},
					],
				},
				{
					displayName: 'Amount',
					name: 'resumeAmount',
					type: 'number',
					typeOptions: { minValue: 0, numberPrecision: 2 },
					default: 1,
					description: 'How many minutes, hours or days',
					displayOptions: { show: { limitType: ['afterTimeInterval'] } },
				},
				{
					displayName: 'Unit',
					name: 'resumeUnit',
					type: 'options',
					default: 'hours',
					options: [
						{ name: 'Minutes', value: 'minutes' },
						{ name: 'Hours', value: 'hours' },
						{ name: 'Days', value: 'days' },
					],
					displayOptions: { show: { limitType: ['afterTimeInterval'] } },
				},
				{
					displayName: 'Max Date and Time',
					name: 'maxDateAndTime',
					type: 'dateTime',
					default: '',
					description:
						'When to stop waiting. Without a time zone, the workflow’s time zone is used.',
					displayOptions: { show: { limitType: ['atSpecifiedTime'] } },
				},
			],
		},
	],
};
