import type { INodeProperties } from 'n8n-workflow';

/** The recipient's operator by its name: one of those seen so far, or any other. */
export const carrierNameField: INodeProperties = {
	displayName: 'Carrier',
	name: 'carrier',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	description:
		'The mobile operator of the recipient, written exactly as Messangi names it (case matters)',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Choose a carrier...',
			typeOptions: { searchListMethod: 'searchCarriers', searchable: true },
		},
		{ displayName: 'By Name', name: 'name', type: 'string', placeholder: 'e.g. Movistar' },
	],
};

/** The recipient's operator by its ID; the campaign manager can choose it itself. */
export const carrierIdField: INodeProperties = {
	displayName: 'Carrier ID',
	name: 'carrier',
	type: 'string',
	default: '',
	placeholder: 'e.g. 12',
	description:
		'The ID (not the name) of the recipient’s mobile operator, which Messangi’s support can tell you. Empty lets the campaign manager choose.',
};

/** Handed to a job at Messangi's. */
export const flagsOption: INodeProperties = {
	displayName: 'Flags',
	name: 'flags',
	type: 'string',
	default: '',
	description: 'Flags for a job at Messangi’s; only what Messangi told you to send',
};

/** How many results a page of a list holds. */
export const pageSizeOption: INodeProperties = {
	displayName: 'Page Size',
	name: 'pageSize',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 1000 },
	default: 100,
	description: 'How many results each request asks for',
};

/** What narrows a list, in the words of Messangi's search string. */
export const carrierFilter: INodeProperties = {
	displayName: 'Carrier',
	name: 'carrier',
	type: 'string',
	default: '',
	placeholder: 'e.g. movistar',
	description: 'The name of the mobile operator; several with commas between them',
};

export const fromFilter: INodeProperties = {
	displayName: 'From',
	name: 'from',
	type: 'string',
	default: '',
	placeholder: 'e.g. 13056708084',
	description: 'Who sent the message; several with commas between them',
};

export const keywordFilter: INodeProperties = {
	displayName: 'Keyword',
	name: 'keyword',
	type: 'string',
	default: '',
	placeholder: 'e.g. ^STOP.*',
	description: 'A regular expression (in Java’s form) that the keyword matches',
};

export const toFilter: INodeProperties = {
	displayName: 'To',
	name: 'to',
	type: 'string',
	default: '',
	placeholder: 'e.g. 19893143924',
	description: 'Who received the message; several with commas between them',
};

const orderFilter: INodeProperties = {
	displayName: 'Order',
	name: 'order',
	type: 'options',
	options: [
		{ name: 'As the Gateway Gives Them', value: '' },
		{ name: 'Newest First', value: 'desc' },
		{ name: 'Oldest First', value: 'asc' },
	],
	default: '',
	description: 'In which order the messages come out',
};

/** The filters that all lists have, with one of the list's own. */
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
