import type { Execution, ExecutionItem } from '../../tools/n8n/execution';
import type { WorkflowFile } from '../../tools/n8n/rest';
import type { GatewayName } from '../../sandbox/gateways/names';
import { GATEWAY_NAMES, GATEWAYS } from '../../sandbox/gateways/registry';
import { PROFILES } from '../profiles';
import { PACKAGE_NAME } from './names';

export const TRIGGER = 'Start';
export const SEND = 'Send';

/** The nodes of this package, by their profiles. */
export type GatewayNode = GatewayName;

interface SendNode {
	type: GatewayNode;
	/** The package that it comes from; the main one by default. */
	from?: string;
	parameters: Record<string, unknown>;
	/** What the node does with an item that fails; n8n stops by default. */
	onError?: 'continueRegularOutput' | 'continueErrorOutput';
	/** n8n's own nodes before it and behind it. */
	before?: OtherNode[];
	behind?: OtherNode[];
}

/** A node of n8n's own. */
export interface OtherNode {
	name: string;
	/** Without n8n's prefix. */
	type: string;
	typeVersion: number;
	parameters: Record<string, unknown>;
	credentials?: Record<string, { id: string; name: string }>;
	onError?: SendNode['onError'];
}

/** The credential of each of our nodes: its type, and the name it is saved under. */
export const CREDENTIALS = Object.fromEntries(
	GATEWAY_NAMES.map((name) => {
		const { displayName, credential } = GATEWAYS[name];
		return [name, [credential.type, `${displayName} account`] as const];
	}),
) as Record<GatewayNode, readonly [type: string, name: string]>;

/** A workflow that gives items to one of our nodes. */
export function workflowOf(
	name: string,
	{ type, from = PACKAGE_NAME, parameters, onError, before = [], behind = [] }: SendNode,
	items: Record<string, unknown>[] = [{}],
): WorkflowFile {
	const [credentialType, credentialName] = CREDENTIALS[type];
	const sender = {
		name: SEND,
		type: `${from}.${PROFILES[type].gateway}`,
		typeVersion: 1,
		parameters,
		...(onError === undefined ? {} : { onError }),
		// By name, as in a workflow that comes from another n8n.
		credentials: { [credentialType]: { id: 'elsewhere', name: credentialName } },
	};
	return chainOf(name, [...before.map(ofN8n), sender, ...behind.map(ofN8n)], items);
}

/** A workflow that gives items to nodes of n8n's own. */
export function workflowOfOthers(
	name: string,
	nodes: OtherNode[],
	items: Record<string, unknown>[] = [{}],
): WorkflowFile {
	return chainOf(name, nodes.map(ofN8n), items);
}

/** Items, and the nodes that they go through one after another. */
function chainOf(name: string, nodes: OtherNode[], items: Record<string, unknown>[]): WorkflowFile {
	const jsonOutput = JSON.stringify({ items });
	const start = [
		{ name: TRIGGER, type: 'manualTrigger', typeVersion: 1, parameters: {} },
		{ name: 'Data', type: 'set', typeVersion: 3.4, parameters: { mode: 'raw', jsonOutput } },
		{
			name: 'Items',
			type: 'splitOut',
			typeVersion: 1,
			parameters: { fieldToSplitOut: 'items', options: {} },
		},
	];
	const chain = [...start.map(ofN8n), ...nodes];
	return {
		name,
		nodes: chain.map((node, index) => ({ ...node, position: [index * 200, 0] })),
		connections: linksBetween(chain.map((node) => node.name)),
		settings: { executionOrder: 'v1' },
	};
}

const ofN8n = (node: OtherNode) => ({ ...node, type: `n8n-nodes-base.${node.type}` });

/** Each node to the next one. */
function linksBetween(names: string[]): Record<string, unknown> {
	const links = names.slice(1).map((node) => ({ main: [[{ node, type: 'main', index: 0 }]] }));
	return Object.fromEntries(links.map((link, index) => [names[index] ?? '', link]));
}

/** Makes one file of all items, with n8n's own writer. */
export function convertToFile(operation: 'xlsx' | 'csv'): OtherNode {
	const parameters = { operation, binaryPropertyName: 'data', options: {} };
	return { name: 'File', type: 'convertToFile', typeVersion: 1.1, parameters };
}

/** Lets items pass that have an outcome. */
export function filterByOutcome(type: 'filter' | 'if', outcome: string): OtherNode {
	const operator = { type: 'string', operation: 'equals', name: 'filter.operator.equals' };
	const condition = { id: 'outcome', leftValue: '={{ $json.outcome }}', rightValue: outcome };
	const conditions = {
		options: { caseSensitive: true, leftValue: '', typeValidation: 'strict', version: 2 },
		conditions: [{ ...condition, operator }],
		combinator: 'and',
	};
	return { name: 'Sorted', type, typeVersion: 2.2, parameters: { conditions, options: {} } };
}

/** The JSON that a node put out. */
export function outputs(execution: Execution, node = SEND, output = 0): Record<string, unknown>[] {
	return execution.items(node, output).map(({ json }) => json);
}

/** The places of the items from which the items of an output come. */
export function origins(items: ExecutionItem[]): unknown[] {
	return items.map(({ pairedItem }) => (pairedItem as { item?: unknown } | undefined)?.item);
}
