import type { INodeProperties } from 'n8n-workflow';
import { optionsField, timeoutOption } from './options';

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

/** The options of a query. */
export function queryOptions(own: INodeProperties[] = []): INodeProperties {
	return optionsField([
		...own,
		timeoutOption('How long to wait for each response from the gateway, in milliseconds'),
	]);
}
