import type { INodeProperties } from 'n8n-workflow';
import { when } from '../properties';

/** Who gets the message. */
export const toField: INodeProperties = {
	displayName: 'To',
	name: 'to',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. +1 305 670 8084',
	description:
		'The phone number with its country code, in any common format. For numbers without a country code, set "Default Country" in the options.',
};

/** The phone that an incoming message comes from. */
export const handsetField: INodeProperties = {
	displayName: 'From',
	name: 'from',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. +1 305 670 8084',
	description:
		'The phone number that the message comes from, with its country code, in any common format. For numbers without a country code, set "Default Country" in the options.',
};

/** The text of the message. */
export const messageField: INodeProperties = {
	displayName: 'Message',
	name: 'message',
	type: 'string',
	typeOptions: { rows: 3 },
	required: true,
	default: '',
	placeholder: 'e.g. Your table is ready',
	description:
		'The text to send. One part holds 160 characters, or 70 if the text has emoji or other characters outside GSM-7.',
};

/** A short or long code that the message comes from. */
export const fromField: INodeProperties = {
	displayName: 'From',
	name: 'from',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. 87767',
	description: 'The short code or long code to send from',
};

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

/** Whether the output is simplified or has the gateway's whole reply. */
export const simplifyField: INodeProperties = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
};

/** All results, or only up to a limit. */
export const limitFields: INodeProperties[] = [
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		description: 'Max number of results to return',
		displayOptions: { show: { returnAll: [false] } },
	},
];

/** The options that all sends share, together with those of one operation. */
export function sendOptions(own: INodeProperties[] = []): INodeProperties {
	return options([...own, ...dispatchOptions(), ...textOptions()]);
}

/** The options of a bulk send, together with those of one gateway. */
export function bulkOptions(own: INodeProperties[] = []): INodeProperties {
	return sendOptions([...own, templateFromDataOption, ...listOptions()]);
}

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

/** The options of a send whose text the gateway writes, or of an incoming message. */
export function plainSendOptions(own: INodeProperties[] = []): INodeProperties {
	return options([...own, ...dispatchOptions()]);
}

/** The options of a message that waits for a response. */
export function waitOptions(own: INodeProperties[]): INodeProperties {
	return options([...own, ...messageOptions(), ...textOptions()]);
}

/** The options of a query. */
export function queryOptions(own: INodeProperties[] = []): INodeProperties {
	return options([
		...own,
		timeoutOption('How long to wait for each response from the gateway, in milliseconds'),
	]);
}

/**
 * A collection of options. A switch among them is on as soon as it is added, so its default is true.
 * n8n stores what was added even if it is the default, and adds nothing automatically: saved workflows keep
 * what they have.
 */
function options(list: INodeProperties[]): INodeProperties {
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: list.sort((a, b) => (a.displayName < b.displayName ? -1 : 1)),
	};
}

/** The options of a message whose text is known before it is sent. */
function textOptions(): INodeProperties[] {
	return [smartEncodingOption, ...recipientOptions(), ...budgetOptions()];
}

/** Who must not get a message, and when it may be sent. */
export function recipientOptions(): INodeProperties[] {
	return [
		{
			displayName: 'Do Not Send To',
			name: 'doNotSend',
			type: 'string',
			typeOptions: { rows: 2 },
			default: '',
			placeholder: "e.g. {{ $('Opt-outs').all() }}",
			description:
				'Numbers that must not get a message, separated by commas, semicolons or line breaks, or an expression that returns an array of numbers or of items with a field such as phone, to, number or mobile. Their messages are skipped. Read once for all items.',
		},
		{
			displayName: 'Sending Hours',
			name: 'sendingHours',
			type: 'fixedCollection',
			default: { hours: { from: '09:00', to: '20:00', days: [1, 2, 3, 4, 5, 6, 7], timeZone: '' } },
			placeholder: 'Add hours',
			description:
				'When messages may be sent, by the recipient’s clock. Outside of these hours, a message is skipped, and its output has sendAt: the first time at which it may be sent. Holidays and daily limits are not checked.',
			options: [
				{
					displayName: 'Hours',
					name: 'hours',
					values: [
						{
							displayName: 'From',
							name: 'from',
							type: 'string',
							default: '09:00',
							placeholder: 'e.g. 09:00',
							description: 'The first minute in which messages may be sent, as HH:mm',
						},
						{
							displayName: 'To',
							name: 'to',
							type: 'string',
							default: '20:00',
							placeholder: 'e.g. 20:00',
							description:
								'From this minute on, no messages may be sent. It must be later than From, because the hours cannot cross midnight.',
						},
						{
							displayName: 'Days',
							name: 'days',
							type: 'multiOptions',
							options: DAYS.map((name, index) => ({ name, value: index + 1 })),
							default: [1, 2, 3, 4, 5, 6, 7],
							description: 'The days on which messages may be sent',
						},
						{
							displayName: 'Time Zone',
							name: 'timeZone',
							type: 'string',
							default: '',
							placeholder: 'e.g. {{ $json.timeZone }}',
							description:
								'The recipient’s time zone, e.g. America/New_York. If empty, it comes from the number: if the number has several, the hours must be open in each.',
						},
					],
				},
			],
		},
	];
}

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** What a run may cost, by the user's own price. */
function budgetOptions(): INodeProperties[] {
	return [
		{
			displayName: 'Max Parts',
			name: 'maxParts',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 1,
			description:
				'The most parts that a message may have; 0 means no limit. If a message is longer, nothing is sent. Set it if an AI model writes the text: Max Recipients counts messages, however long they are.',
		},
		{
			displayName: 'Price per Part',
			name: 'pricePerPart',
			type: 'number',
			typeOptions: { minValue: 0, numberPrecision: 6 },
			default: 0,
			placeholder: 'e.g. 0.0075',
			description:
				'What you pay for one part, in any currency. The output and the preview then say what the messages cost.',
		},
		{
			displayName: 'Max Cost',
			name: 'maxCost',
			type: 'number',
			noDataExpression: true,
			typeOptions: { minValue: 0, numberPrecision: 6 },
			default: 0,
			description:
				'The most that one run may cost, by Price per Part; 0 means no limit. If the messages cost more, none of them is sent. Expressions are not allowed.',
		},
	];
}

const templateFromDataOption: INodeProperties = {
	displayName: 'Message Is a Template From Data',
	name: 'templateFromData',
	type: 'boolean',
	default: true,
	description:
		'Whether Message is a single expression that returns a template with ##name## in it, e.g. from a table. Use it only with templates you trust: they can insert any column or variable.',
};

const smartEncodingOption: INodeProperties = {
	displayName: 'Smart Encoding',
	name: 'smartEncoding',
	type: 'boolean',
	default: true,
	description:
		'Whether to replace typographic characters (curly quotes, long dashes) with plain ones if that makes the message cheaper',
};

function timeoutOption(description: string): INodeProperties {
	return {
		displayName: 'Timeout',
		name: 'timeout',
		type: 'number',
		typeOptions: { minValue: 100 },
		default: 30000,
		description,
	};
}

function dispatchOptions(): INodeProperties[] {
	return [
		...messageOptions(),
		{
			displayName: 'Concurrency',
			name: 'concurrency',
			type: 'number',
			typeOptions: { minValue: 0, maxValue: 200 },
			default: 10,
			description:
				'How many requests to run at once. For thousands of messages, try 0: the node then finds out how many the gateway can handle, up to 40. Uses the first item’s value.',
		},
		{
			displayName: 'Requests per Second',
			name: 'requestsPerSecond',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 0,
			description:
				'The most requests to start per second; 0 means no limit. Uses the first item’s value.',
		},
	];
}

/** The options of one message as well as of many. */
function messageOptions(): INodeProperties[] {
	return [
		{
			displayName: 'Deduplication Key',
			name: 'deduplicationKey',
			builderHint: {
				propertyHint:
					'Set it whenever the same event can reach the workflow twice. Build it from IDs that every item has; the recipient’s number is added automatically. The workflow must be saved.',
			},
			type: 'string',
			default: '',
			placeholder: 'e.g. {{ $json.appointmentId }} {{ $json.date }}',
			description:
				'A unique ID for this message, e.g. the appointment’s ID and date. A message whose key was used for the same number before is skipped, in later runs too. A fixed key sends each number only one message ever. In bulk sends, ##name## inserts the recipient’s own value.',
		},
		{
			displayName: 'Default Country',
			name: 'defaultCountry',
			type: 'string',
			default: '',
			placeholder: 'e.g. US',
			description:
				'The country of numbers without a country code, as two letters. Numbers that could also belong to another country are rejected.',
		},
		{
			displayName: 'Max Recipients',
			name: 'maxRecipients',
			builderHint: {
				propertyHint:
					'Set it if data or a model decides how many messages are sent. A number, never an expression. A model cannot change it.',
			},
			type: 'number',
			noDataExpression: true,
			typeOptions: { minValue: 0 },
			default: 10,
			description:
				'The most messages per workflow execution, in which the calls of a sub-workflow count together; 0 means no limit. If there are more, none of them is sent. As an AI model’s tool, the limit is 10 unless you set it here; where calls have no execution (MCP Server Trigger, Agents), it applies per hour. Expressions are not allowed.',
		},
		{
			displayName: 'Preview (Send Nothing)',
			name: 'preview',
			builderHint: {
				propertyHint:
					'Turn it on while the workflow is being built, and off once the user agrees to send.',
			},
			type: 'boolean',
			default: true,
			description:
				'Whether to send nothing and return what would be sent: the text, its encoding and parts, and the number of requests',
		},
		timeoutOption(
			'How long to wait for the gateway’s response, in milliseconds. A message without a response has the outcome "unknown": it may have been sent, so it is not resent.',
		),
	];
}
