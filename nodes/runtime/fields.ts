import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

/** For which resource and operation a field is shown. */
export type Show = NonNullable<IDisplayOptions['show']>;

/** Who gets the message. */
export function toField(show: Show): INodeProperties {
	return {
		displayName: 'To',
		name: 'to',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. +1 305 670 8084',
		description:
			'The phone number with its country code, written in any usual way. Numbers without one need "Default Country" in the options.',
		displayOptions: { show },
	};
}

/** What is sent. */
export function messageField(show: Show): INodeProperties {
	return {
		displayName: 'Message',
		name: 'message',
		type: 'string',
		typeOptions: { rows: 3 },
		required: true,
		default: '',
		placeholder: 'e.g. Your table is ready',
		description:
			'The text. Plain letters fit 160 characters into one part; a text with emoji or other scripts fits 70.',
		displayOptions: { show },
	};
}

/** A short or long code that the message comes from. */
export function fromField(show: Show): INodeProperties {
	return {
		displayName: 'From',
		name: 'from',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. 87767',
		description: 'The short code or long code that the message comes from',
		displayOptions: { show },
	};
}

/** Lean output, or everything the gateway said. */
export function simplifyField(show: Show): INodeProperties {
	return {
		displayName: 'Simplify',
		name: 'simplify',
		type: 'boolean',
		default: true,
		description: 'Whether to return a simplified version of the response instead of the raw data',
		displayOptions: { show },
	};
}

/** The options that all sends share, with those of one operation among them, in order. */
export function sendOptions(show: Show, own: INodeProperties[] = []): INodeProperties {
	const options: INodeProperties[] = [
		...own,
		{
			displayName: 'Concurrency',
			name: 'concurrency',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 200 },
			default: 10,
			description: 'How many requests run at once. The value of the first item counts for the run.',
		},
		{
			displayName: 'Default Country',
			name: 'defaultCountry',
			type: 'string',
			default: '',
			placeholder: 'e.g. US',
			description:
				'The country, in two letters, of phone numbers that are written without a country code',
		},
		{
			displayName: 'Requests per Second',
			name: 'requestsPerSecond',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 0,
			description:
				'How many requests start in a second at most; 0 sets no limit. The value of the first item counts for the run.',
		},
		{
			displayName: 'Timeout',
			name: 'timeout',
			type: 'number',
			typeOptions: { minValue: 100 },
			default: 30000,
			description:
				'How long to wait for the gateway’s answer, in milliseconds. A message without an answer has the outcome "unknown": it may have been sent, so it is not sent again.',
		},
	];
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: options.sort((a, b) => a.displayName.localeCompare(b.displayName)),
		displayOptions: { show },
	};
}
