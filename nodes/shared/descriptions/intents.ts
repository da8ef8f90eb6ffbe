import type { INodeProperties } from 'n8n-workflow';
import { meaningOf } from '../../../messages/intent';

/** Which incoming messages start a workflow, by what they mean. */
export const intentsField: INodeProperties = {
	displayName: 'Intents',
	name: 'intents',
	type: 'multiOptions',
	options: [
		{ name: 'Help', value: 'help', description: 'HELP and similar words' },
		{ name: 'Opt In', value: 'optIn', description: 'START and similar words' },
		{
			name: 'Opt Out',
			value: 'optOut',
			description: 'STOP and similar words, also those that are only probable',
		},
		{ name: 'Other', value: 'other', description: 'Everything else' },
	],
	default: [],
	description: 'The incoming messages that start the workflow. Leave empty for all.',
};

/** The chosen values of the field, which may be an expression: a list, or a text with commas. */
export function chosenIntents(value: unknown): string[] {
	const list = typeof value === 'string' ? value.split(',').map((each) => each.trim()) : value;
	return Array.isArray(list) ? list.map(String).filter((each) => each !== '') : [];
}

/** Whether a message starts the workflow. @param intents the wanted ones; empty for all */
export function isWantedIntent(text: string | null, intents: readonly string[]): boolean {
	return intents.length === 0 || intents.includes(meaningOf(text).intent ?? 'other');
}
