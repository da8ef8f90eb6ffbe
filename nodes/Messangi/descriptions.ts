import type { INodeProperties } from 'n8n-workflow';

/** The recipient's carrier by name: any, or one of those seen lately. */
export const carrierNameField: INodeProperties = {
	displayName: 'Carrier',
	name: 'carrier',
	type: 'resourceLocator',
	default: { mode: 'name', value: '' },
	description:
		'The recipient’s mobile carrier, spelled exactly as Messangi spells it (case matters)',
	modes: [
		{
			displayName: 'By Name',
			name: 'name',
			type: 'string',
			placeholder: 'e.g. Movistar',
			hint: 'Spelled exactly as Messangi spells it, e.g. Movistar',
		},
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Choose a carrier...',
			hint: 'The list has only carriers of your latest incoming messages. For any other, use "By Name".',
			typeOptions: { searchListMethod: 'searchCarriers', searchable: true },
		},
	],
};

/** The recipient's carrier by ID; the campaign manager can choose it itself. */
export const carrierIdField: INodeProperties = {
	displayName: 'Carrier ID',
	name: 'carrier',
	type: 'string',
	default: '',
	placeholder: 'e.g. 12',
	description:
		'The ID (not the name) of the recipient’s mobile carrier, from Messangi’s support. Leave empty to let the campaign manager choose.',
};

/** Passed to a job at Messangi. */
export const flagsOption: INodeProperties = {
	displayName: 'Flags',
	name: 'flags',
	type: 'string',
	default: '',
	description: 'Messangi flags. Set them only if Messangi told you to.',
};

/** How many results a page of a list holds. */
export const pageSizeOption: INodeProperties = {
	displayName: 'Page Size',
	name: 'pageSize',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 1000 },
	default: 100,
	description: 'The number of results per request',
};

/** The filters of a list, as Messangi's search string has them. */
export const carrierFilter: INodeProperties = {
	displayName: 'Carrier',
	name: 'carrier',
	type: 'string',
	default: '',
	placeholder: 'e.g. movistar',
	description: 'The name of the mobile carrier. Separate several with commas.',
};

export const fromFilter: INodeProperties = {
	displayName: 'From',
	name: 'from',
	type: 'string',
	default: '',
	placeholder: 'e.g. 13056708084',
	description: 'The number that sent the message. Separate several with commas.',
};

export const keywordFilter: INodeProperties = {
	displayName: 'Keyword',
	name: 'keyword',
	type: 'string',
	default: '',
	placeholder: 'e.g. ^STOP.*',
	description: 'A regular expression (Java syntax) that the keyword must match',
};

export const toFilter: INodeProperties = {
	displayName: 'To',
	name: 'to',
	type: 'string',
	default: '',
	placeholder: 'e.g. 19893143924',
	description: 'The number that received the message. Separate several with commas.',
};

const orderFilter: INodeProperties = {
	displayName: 'Order',
	name: 'order',
	type: 'options',
	options: [
		{ name: 'Gateway Default', value: '' },
		{ name: 'Newest First', value: 'desc' },
		{ name: 'Oldest First', value: 'asc' },
	],
	default: '',
	description: 'The order of the messages',
};

/** The filters that all lists have, and one of this list. */
export function filtersField(own: INodeProperties): INodeProperties {
	const filters = [own, carrierFilter, fromFilter, orderFilter, toFilter];
	return {
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add filter',
		default: {},
		options: filters.sort((a, b) => (a.displayName < b.displayName ? -1 : 1)),
	};
}
