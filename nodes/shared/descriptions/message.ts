import type { INodeProperties } from 'n8n-workflow';

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
