import type { GatewayName } from '../../sandbox/gateways/names';
import { ACCOUNTS } from '../../sandbox/server/server';
import type { CredentialInput, WorkflowFile } from '../n8n/rest';
import { credentialOf } from '../n8n/sandbox-credentials';
import { PACKAGE_NAME } from '../root';

export const START = 'Start';

/** A node of a workflow, with the full name of its type. */
export interface BenchNode {
	name: string;
	type: string;
	typeVersion: number;
	parameters: Record<string, unknown>;
	/** The type and the name of the credential; n8n finds it by name. */
	credential?: [type: string, name: string];
	/** Whether it runs for the first item only. */
	executeOnce?: boolean;
}

const n8nNode = (
	name: string,
	type: string,
	typeVersion: number,
	parameters: Record<string, unknown>,
): BenchNode => ({ name, type: `n8n-nodes-base.${type}`, typeVersion, parameters });

/** The node of a gateway. */
export function ourNode(gateway: GatewayName, parameters: Record<string, unknown>): BenchNode {
	const { type, name } = credentialOf(gateway);
	return {
		name: 'Send',
		type: `${PACKAGE_NAME}.${gateway}`,
		typeVersion: 1,
		parameters,
		credential: [type, name],
	};
}

/** The parameters of our Messangi node for sending each item's text to its number. */
export function textsOfTheirOwn<Options>(options: Options) {
	return {
		resource: 'sms',
		operation: 'send',
		carrier: { __rl: true, mode: 'name', value: 'Movistar' },
		from: '19893653744',
		to: '={{ $json.to }}',
		message: '={{ $json.text }}',
		options,
	};
}

/** n8n's HTTP Request node as the editor adds it. */
export function httpRequest(parameters: Record<string, unknown>): BenchNode {
	return n8nNode('Request', 'httpRequest', 4.2, { options: {}, ...parameters });
}

/** Query parameters in the format of the HTTP Request node's fields. */
export function pairs(values: Record<string, string>): { parameters: object[] } {
	return { parameters: Object.entries(values).map(([name, value]) => ({ name, value })) };
}

/**
 * Makes items: `fields` is the content of each, in which `i` is its number from 0.
 */
export function itemsOf(count: number, fields: string): BenchNode[] {
	if (count === 1)
		return [
			n8nNode('Items', 'set', 3.4, {
				mode: 'raw',
				jsonOutput: `={{ (() => { const i = 0; return ${fields}; })() }}`,
			}),
		];
	const items = `Array.from({ length: ${String(count)} }, (_, i) => (${fields}))`;
	return [
		n8nNode('Data', 'set', 3.4, { mode: 'raw', jsonOutput: `={{ { items: ${items} } }}` }),
		n8nNode('Items', 'splitOut', 1, { fieldToSplitOut: 'items', options: {} }),
	];
}

/** Makes one file of all items with n8n's writer. */
export function fileOf(operation: 'csv' | 'xlsx'): BenchNode {
	return n8nNode('File', 'convertToFile', 1.1, {
		operation,
		binaryPropertyName: 'data',
		options: {},
	});
}

/** Parses the XML in the field `data` of each item. */
export function readXml(): BenchNode {
	return n8nNode('XML', 'xml', 1, { dataPropertyName: 'data', options: {} });
}

/** An item for each entry of a list. */
export function splitOut(fieldToSplitOut: string): BenchNode {
	return n8nNode('Split', 'splitOut', 1, { fieldToSplitOut, options: {} });
}

/** A workflow that runs nodes one after the other. */
export function chain(name: string, nodes: BenchNode[]): WorkflowFile {
	const all = [n8nNode(START, 'manualTrigger', 1, {}), ...nodes];
	return workflow(name, all);
}

/** A workflow in which each node is linked to the next. */
export function workflow(name: string, nodes: BenchNode[]): WorkflowFile {
	return {
		name,
		nodes: nodes.map(({ credential, ...node }, index) => ({
			...node,
			position: [index * 200, 0],
			...(credential && {
				credentials: { [credential[0]]: { id: 'elsewhere', name: credential[1] } },
			}),
		})),
		connections: Object.fromEntries(
			nodes
				.slice(1)
				.map((node, index) => [
					nodes[index]?.name ?? '',
					{ main: [[{ node: node.name, type: 'main', index: 0 }]] },
				]),
		),
		settings: { executionOrder: 'v1' },
	};
}

/** The credentials of n8n's own nodes. */
export const OWN_CREDENTIALS: CredentialInput[] = [
	{
		name: 'Basic account',
		type: 'httpBasicAuth',
		data: { user: ACCOUNTS.mGage.username, password: ACCOUNTS.mGage.password },
	},
	{
		name: 'Header account',
		type: 'httpHeaderAuth',
		data: { name: 'x-callback-secret', value: 'callback-secret-of-the-benchmark' },
	},
	{
		name: 'Callback account',
		type: 'smsGatewayCallbackApi',
		data: {
			method: 'header',
			name: 'x-callback-secret',
			secret: 'callback-secret-of-the-benchmark',
		},
	},
];
