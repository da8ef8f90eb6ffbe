import { join } from 'node:path';
import { WorkflowExecute } from 'n8n-core';
import {
	createEmptyRunExecutionData,
	Workflow,
	type ICredentialType,
	type INode,
	type INodeExecutionData,
	type INodeParameters,
	type INodeType,
} from 'n8n-workflow';
import { z } from 'zod';
import { GATEWAY_NAMES, GATEWAYS } from '../../sandbox/gateways/registry';
import type { GatewayName } from '../../sandbox/gateways/names';
import { EngineCredentials, engineData, nodeTypesOf, startNode } from '../n8n/engine';
import type { WorkflowFile } from '../n8n/rest';
import { sandboxCredentials } from '../n8n/sandbox-credentials';
import { PACKAGE_NAME, ROOT } from '../root';
import { type DemoMessage, Row } from './report';

/*
 * The first messages of the demo, while n8n is still being installed: n8n's engine runs our nodes in
 * this process.
 */

/** Where the engine begins; the contacts are pinned to it. */
const START = 'Start';

const Contact = z
	.object({ name: z.string(), phone: z.string(), gateway: z.string() })
	.passthrough();

type Contact = z.infer<typeof Contact>;

/** Loads a class of this package from its source, as n8n loads it from the built package. */
function load(folder: string, name: string, kind: 'node' | 'credentials'): unknown {
	// eslint-disable-next-line @typescript-eslint/no-require-imports -- a file for each gateway
	const file = require(join(ROOT, folder, `${name}.${kind}.ts`)) as Record<
		string,
		new () => unknown
	>;
	const Loaded = file[name];
	if (Loaded === undefined) throw new Error(`${folder}/${name}.${kind}.ts has no class ${name}`);
	return new Loaded();
}

const capitalized = (name: string) => `${name.charAt(0).toUpperCase()}${name.slice(1)}`;

function nodeOf(gateway: GatewayName): INodeType {
	const name = capitalized(gateway);
	return load(join('nodes', name), name, 'node') as INodeType;
}

function credentialTypes(): Map<string, ICredentialType> {
	return new Map(
		GATEWAY_NAMES.map((gateway) => {
			const { type } = GATEWAYS[gateway].credential;
			return [type, load('credentials', capitalized(type), 'credentials') as ICredentialType];
		}),
	);
}

/** The contacts in the CRM workflow, as its first node has them. */
export function contactsOf({ nodes }: WorkflowFile): Contact[] {
	const crm = nodes.find(({ name }) => name === 'CRM');
	const { jsonOutput } = z.object({ jsonOutput: z.string() }).parse(crm?.parameters);
	return z.object({ contacts: z.array(Contact) }).parse(JSON.parse(jsonOutput)).contacts;
}

/**
 * Sends to the contacts of the CRM workflow, each through the node of their gateway.
 *
 * @throws Error when a node fails
 */
export async function sendFirstMessages(
	workflow: WorkflowFile,
	sandboxUrl: string,
): Promise<DemoMessage[]> {
	const given = sandboxCredentials(sandboxUrl).map(({ type, data }) => [type, data] as const);
	const types = credentialTypes();
	const credentials = new EngineCredentials(
		Object.fromEntries(given.filter(([type]) => types.has(type))) as ConstructorParameters<
			typeof EngineCredentials
		>[0],
		types,
	);
	const contacts = contactsOf(workflow);
	const messages: DemoMessage[] = [];
	for (const gateway of GATEWAY_NAMES) {
		const node = workflow.nodes.find(({ type }) => type === `${PACKAGE_NAME}.${gateway}`);
		if (node === undefined) continue;
		const own = contacts.filter((contact) => contact.gateway === node.name);
		const items = await runNode(gateway, node.parameters as INodeParameters, own, credentials);
		for (const { json, pairedItem } of items) {
			const { item } = z.object({ item: z.number() }).parse(pairedItem);
			messages.push(Row.parse({ ...own[item], ...json }));
		}
	}
	return messages;
}

/** Runs one node in n8n's engine, with the contacts as its items. */
async function runNode(
	gateway: GatewayName,
	parameters: INodeParameters,
	contacts: readonly Contact[],
	credentials: EngineCredentials,
): Promise<INodeExecutionData[]> {
	const type = `${PACKAGE_NAME}.${gateway}`;
	const { displayName, credential } = GATEWAYS[gateway];
	const loaded = new Map<string, INodeType>([
		['start', startNode],
		[type, nodeOf(gateway)],
	]);
	const shared = { typeVersion: 1, position: [0, 0] } satisfies Partial<INode>;
	const node: INode = {
		...{ ...shared, id: 'node', name: displayName, type, parameters },
		credentials: { [credential.type]: { id: '1', name: displayName } },
	};
	const workflow = new Workflow({
		id: 'first-messages',
		nodes: [{ ...shared, id: 'start', name: START, type: 'start', parameters: {} }, node],
		connections: { [START]: { main: [[{ node: node.name, type: 'main', index: 0 }]] } },
		active: false,
		nodeTypes: nodeTypesOf(loaded),
	});
	const execution = new WorkflowExecute(
		engineData(credentials, gateway),
		'manual',
		createEmptyRunExecutionData(),
	);
	const run = await execution.run({
		workflow,
		startNode: workflow.getNode(START) ?? undefined,
		pinData: { [START]: contacts.map((json) => ({ json: json as INodeExecutionData['json'] })) },
	});
	const { error, runData } = run.data.resultData;
	if (error !== undefined) throw new Error(`${displayName}: ${error.message}`);
	return runData[node.name]?.[0]?.data?.main?.[0] ?? [];
}
