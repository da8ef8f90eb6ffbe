import type { WorkflowFile } from '../../scripts/n8n/rest';
import { PACKAGE_PREFIX } from './names';

export const TRIGGER = 'Start';
export const SEND = 'Send';

interface SendNode {
	/** The name of the node type within the package. */
	type: 'messangi' | 'mGage' | 'messageCentral';
	parameters: Record<string, unknown>;
	/** What the node does with an item that fails; n8n stops by default. */
	onError?: 'continueRegularOutput' | 'continueErrorOutput';
}

const CREDENTIALS = {
	messangi: ['messangiApi', 'Messangi account'],
	mGage: ['mGageApi', 'mGage account'],
	messageCentral: ['messageCentralApi', 'Message Central account'],
} as const;

const link = (node: string) => ({ main: [[{ node, type: 'main', index: 0 }]] });

/** A workflow that gives items to one of our nodes. */
export function workflowOf(
	name: string,
	{ type, parameters, onError }: SendNode,
	items: Record<string, unknown>[] = [{}],
): WorkflowFile {
	const [credentialType, credentialName] = CREDENTIALS[type];
	const jsonOutput = JSON.stringify({ items });
	return {
		name,
		nodes: [
			{
				name: TRIGGER,
				type: 'n8n-nodes-base.manualTrigger',
				typeVersion: 1,
				position: [0, 0],
				parameters: {},
			},
			{
				name: 'Data',
				type: 'n8n-nodes-base.set',
				typeVersion: 3.4,
				position: [200, 0],
				parameters: { mode: 'raw', jsonOutput, options: {} },
			},
			{
				name: 'Items',
				type: 'n8n-nodes-base.splitOut',
				typeVersion: 1,
				position: [400, 0],
				parameters: { fieldToSplitOut: 'items', options: {} },
			},
			{
				name: SEND,
				type: `${PACKAGE_PREFIX}${type}`,
				typeVersion: 1,
				position: [600, 0],
				parameters,
				...(onError === undefined ? {} : { onError }),
				// By name, as in a workflow that comes from another n8n.
				credentials: { [credentialType]: { id: 'elsewhere', name: credentialName } },
			},
		],
		connections: { [TRIGGER]: link('Data'), Data: link('Items'), Items: link(SEND) },
		settings: { executionOrder: 'v1' },
	};
}
