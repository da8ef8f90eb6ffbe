import type { INodeProperties } from 'n8n-workflow';

/** The program that a message belongs to. */
export const programIdField: INodeProperties = {
	displayName: 'Program ID',
	name: 'programId',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. 12345',
	description:
		'The ID of your Text to Join program. Open the program in the SMS Campaign Manager: the ID is in the URL.',
};

/** mGage refuses more than 160 characters unless this is on. */
export const allowLongMessagesOption: INodeProperties = {
	displayName: 'Allow Long Messages',
	name: 'allowLongMessages',
	type: 'boolean',
	default: true,
	description: 'Whether to allow texts longer than 160 characters. They are billed per part.',
};
