import type { IDisplayOptions, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { Gateway } from '../../runtime/operation';

type Show = NonNullable<IDisplayOptions['show']>;

/** A field that is shown only in these cases, in addition to its own conditions. */
export function when(show: Show, field: INodeProperties): INodeProperties {
	return { ...field, displayOptions: { show: { ...show, ...field.displayOptions?.show } } };
}

/**
 * The properties of a gateway's node: its resources, the operations of each, and each operation's
 * own fields.
 */
export function propertiesOf({ resources, usual }: Gateway): INodeProperties[] {
	const all = Object.entries(resources);
	const choices = all.map(([value, { name, description }]) => ({ name, value, description }));
	const properties = [choice('Resource', 'resource', choices, usual)];
	for (const [resource, { operations, usual: usualOperation }] of all) {
		const listed = Object.entries(operations).map(([value, { name, action, description }]) => ({
			name,
			value,
			action,
			description,
		}));
		const field = choice('Operation', 'operation', listed, usualOperation);
		properties.push(when({ resource: [resource] }, field));
	}
	for (const [resource, { operations }] of all) {
		for (const [operation, { fields }] of Object.entries(operations)) {
			const show = { resource: [resource], operation: [operation] };
			properties.push(...fields.map((field) => when(show, field)));
		}
	}
	return properties;
}

/** From this many entries on, n8n wants a list to be in alphabetical order. */
const SORTED_FROM = 5;

function sorted(options: INodePropertyOptions[]): INodePropertyOptions[] {
	// Not localeCompare: its first use takes n8n's start 20 ms.
	return options.sort((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1));
}

/** A list in its own order, which is the order of n8n's list of actions, too: the usual one first. */
function choice(
	displayName: string,
	name: string,
	options: INodePropertyOptions[],
	usual: string,
): INodeProperties {
	return {
		displayName,
		name,
		type: 'options',
		noDataExpression: true,
		options: options.length < SORTED_FROM ? options : sorted(options),
		default: usual,
	};
}
