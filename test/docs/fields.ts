import type {
	INodeProperties,
	INodePropertyCollection,
	INodePropertyOptions,
	INodeTypeDescription,
} from 'n8n-workflow';

/** An operation as the editor shows it. */
export interface ShownOperation {
	/** E.g. "SMS / Send". */
	title: string;
	fields: INodeProperties[];
}

/** All operations of a node, with the fields that each shows. */
export function operationsOf({ properties }: INodeTypeDescription): ShownOperation[] {
	const choices = (field: INodeProperties) => (field.options ?? []) as INodePropertyOptions[];
	const resources = properties.filter(({ name }) => name === 'resource').flatMap(choices);
	return resources.flatMap((resource) =>
		properties
			.filter((field) => field.name === 'operation' && isShown(field, 'resource', resource.value))
			.flatMap(choices)
			.map((operation) => ({
				title: `${resource.name} / ${operation.name}`,
				fields: properties.filter(
					(field) =>
						isShown(field, 'resource', resource.value) &&
						isShown(field, 'operation', operation.value),
				),
			})),
	);
}

/** The names of fields and of what is inside of them, as the editor shows them. */
export function namesOf(fields: INodeProperties[]): Set<string> {
	return new Set(visible(fields).map(({ displayName }) => displayName));
}

/** The names of what can be chosen in fields. */
export function choicesOf(fields: INodeProperties[]): Set<string> {
	return new Set(
		visible(fields)
			.filter(({ type }) => type === 'options' || type === 'multiOptions')
			.flatMap(({ options = [] }) => options as INodePropertyOptions[])
			.map(({ name }) => name),
	);
}

function isShown({ displayOptions }: INodeProperties, name: string, value: unknown): boolean {
	const shown: readonly unknown[] = displayOptions?.show?.[name] ?? [];
	return shown.includes(value);
}

function visible(fields: INodeProperties[]): INodeProperties[] {
	return fields
		.filter(({ type }) => type !== 'hidden' && type !== 'notice')
		.flatMap((field) => [field, ...visible(inside(field))]);
}

function inside({ type, options = [] }: INodeProperties): INodeProperties[] {
	if (type === 'collection') return options as INodeProperties[];
	if (type !== 'fixedCollection') return [];
	return (options as INodePropertyCollection[]).flatMap(({ displayName, values }) => [
		{ displayName, name: '', type: 'collection', default: {} },
		...values,
	]);
}
