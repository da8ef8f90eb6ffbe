import type { INodeProperties } from 'n8n-workflow';
import { when } from '../properties';
import { messageField, toField } from './message';
import { sendOptions } from './options';

/** The recipients of a bulk send, and the message for each. */
export function bulkFields(): INodeProperties[] {
	return [
		{
			displayName: 'Recipient Source',
			name: 'recipientSource',
			type: 'options',
			options: [
				{
					name: 'File',
					value: 'file',
					description: 'An .xlsx or .csv file in the input item',
				},
				{
					name: 'Items',
					value: 'items',
					description: 'Each input item is a recipient',
				},
				{
					name: 'List',
					value: 'list',
					description: 'Phone numbers in one field',
				},
			],
			default: 'items',
		},
		when({ recipientSource: ['items'] }, toField),
		{
			displayName: 'Recipients',
			name: 'recipients',
			type: 'string',
			typeOptions: { rows: 4 },
			required: true,
			default: '',
			placeholder: 'e.g. +1 305 670 8084, +1 213 555 1234',
			description:
				'Phone numbers separated by commas, semicolons or line breaks, or an expression that returns an array',
			displayOptions: { show: { recipientSource: ['list'] } },
		},
		{
			displayName: 'Input Binary Field',
			name: 'binaryPropertyName',
			type: 'string',
			required: true,
			default: 'data',
			placeholder: 'e.g. data',
			hint: 'The input field with the .xlsx or .csv file. Its first row has the headings, and one column has the phone numbers.',
			description:
				'The file needs a column with phone numbers, e.g. Mobile, and can have Country (e.g. 91), in any order. Other columns are variables named by their headings. If the item has only one file, data finds it in any field.',
			displayOptions: { show: { recipientSource: ['file'] } },
		},
		{
			...messageField,
			placeholder: 'e.g. Hello ##name##, your table is ready',
			description:
				'The text to send. Write ##name## to insert that column or variable for each recipient. Placeholders in values from expressions are not replaced.',
		},
		{
			displayName: 'Variables',
			name: 'variables',
			type: 'fixedCollection',
			typeOptions: { multipleValues: true },
			placeholder: 'Add variable',
			default: {},
			description: 'Values for the placeholders in the message',
			options: [
				{
					displayName: 'Variable',
					name: 'variable',
					values: [
						{
							displayName: 'Name',
							name: 'name',
							type: 'string',
							default: '',
							placeholder: 'e.g. name',
							description: 'The name between the ## signs in the message',
						},
						{
							displayName: 'Value',
							name: 'value',
							type: 'string',
							default: '',
							placeholder: 'e.g. {{ $json.firstName }}',
							description: 'Value for this item’s recipient',
						},
					],
				},
			],
			displayOptions: { show: { recipientSource: ['items'] } },
		},
		{
			displayName: 'Invalid Recipients',
			name: 'invalidRecipients',
			type: 'options',
			options: [
				{
					name: 'Stop and Send Nothing',
					value: 'stop',
					description: 'List everything that is wrong and send nothing',
				},
				{
					name: 'Skip Invalid Rows',
					value: 'skip',
					description: 'Send to the others and return the invalid ones as "rejected"',
				},
			],
			default: 'stop',
			description:
				'What to do if a number is invalid, a value is missing, or a row appears twice. All recipients are checked before the first message is sent.',
		},
		{
			displayName: 'Consent Missing',
			name: 'notSaid',
			type: 'options',
			noDataExpression: true,
			options: [
				{
					name: 'Leave Out',
					value: 'leaveOut',
					description: 'Return them as "skipped"',
				},
				{
					name: 'Send (Not Marketing)',
					value: 'send',
					description: 'Send to them, because the message needs no consent',
				},
			],
			default: 'leaveOut',
			description:
				'What to do with recipients who say neither yes nor no in a column or field about consent to texts. Those who opted out are always left out.',
			displayOptions: { show: { recipientSource: ['file', 'items'] } },
		},
	];
}

/** The options of a bulk send, together with those of one gateway. */
export function bulkOptions(own: INodeProperties[] = []): INodeProperties {
	return sendOptions([...own, templateFromDataOption, ...listOptions()]);
}

const templateFromDataOption: INodeProperties = {
	displayName: 'Message Is a Template From Data',
	name: 'templateFromData',
	type: 'boolean',
	default: true,
	description:
		'Whether Message is a single expression that returns a template with ##name## in it, e.g. from a table. Use it only with templates you trust: they can insert any column or variable.',
};

/** What the columns of a file, or the fields of the items, are. */
function listOptions(): INodeProperties[] {
	return [
		{
			displayName: 'Phone Number Column',
			name: 'phoneColumn',
			type: 'string',
			default: '',
			placeholder: 'e.g. Mobile Phone',
			description:
				'The heading of the column with the phone numbers. Without it, the node finds the column by its heading.',
			displayOptions: { show: { '/recipientSource': ['file'] } },
		},
		{
			displayName: 'Country Column',
			name: 'countryColumn',
			type: 'string',
			default: '',
			placeholder: 'e.g. Country Code',
			description:
				'The heading of the column with the country of each number. Without it, the node finds the column by its heading.',
			displayOptions: { show: { '/recipientSource': ['file'] } },
		},
		{
			displayName: 'Opt-Out Field',
			name: 'optOutField',
			type: 'string',
			noDataExpression: true,
			default: '',
			placeholder: 'e.g. sms_opt_out',
			description:
				'The name of the item’s field that says who opted out. Their numbers are left out in all items.',
			displayOptions: { show: { '/recipientSource': ['items'] } },
		},
	];
}
