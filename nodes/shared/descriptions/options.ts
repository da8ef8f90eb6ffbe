import type { INodeProperties } from 'n8n-workflow';
import { budgetOptions, recipientOptions } from './rules';

/** Whether the output is simplified or has the gateway's whole reply. */
export const simplifyField: INodeProperties = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
};

/** The options that all sends share, together with those of one operation. */
export function sendOptions(own: INodeProperties[] = []): INodeProperties {
	return optionsField([...own, ...dispatchOptions(), ...textOptions()]);
}

/** The options of a send whose text the gateway writes, or of an incoming message. */
export function plainSendOptions(own: INodeProperties[] = []): INodeProperties {
	return optionsField([...own, ...dispatchOptions()]);
}

/** The options of a message that waits for a response. */
export function waitOptions(own: INodeProperties[]): INodeProperties {
	return optionsField([...own, ...messageOptions(), ...textOptions()]);
}

/**
 * A collection of options. A switch among them is on as soon as it is added, so its default is true.
 * n8n stores what was added even if it is the default, and adds nothing automatically: saved workflows keep
 * what they have.
 */
export function optionsField(list: INodeProperties[]): INodeProperties {
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

const smartEncodingOption: INodeProperties = {
	displayName: 'Smart Encoding',
	name: 'smartEncoding',
	type: 'boolean',
	default: true,
	description:
		'Whether to replace typographic characters (curly quotes, long dashes) with plain ones if that makes the message cheaper',
};

/** The options of a send, which may be one of many. */
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

export function timeoutOption(description: string): INodeProperties {
	return {
		displayName: 'Timeout',
		name: 'timeout',
		type: 'number',
		typeOptions: { minValue: 100 },
		default: 30000,
		description,
	};
}
