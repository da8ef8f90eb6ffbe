import type { WorkflowFile } from '../../../tools/n8n/rest';
import { PACKAGE_PREFIX } from '../../n8n/names';

/** A node of ours, as it is saved. */
export interface OwnNode {
	/** Its name in the package, without n8n's prefix. */
	type: string;
	/** What it is called on the canvas. */
	name: string;
	parameters?: Record<string, unknown>;
	/** The type of the credential and the name of the one that is chosen. */
	credential?: readonly [type: string, name: string];
}

/** A node that sends one message. */
export const SEND = {
	type: 'messangi',
	name: 'Messangi',
	credential: ['messangiApi', 'Messangi account'],
	parameters: {
		resource: 'sms',
		operation: 'send',
		carrier: { __rl: true, mode: 'name', value: 'Movistar' },
		from: '19893653744',
		to: '+1 305 670 8084',
		message: 'Your table is ready.',
	},
} as const;

/** A workflow with one node of ours, and before it, unless it is a trigger, n8n's manual one. */
export function workflowWith({ type, name, parameters = {}, credential }: OwnNode): WorkflowFile {
	const node = {
		id: `node-${type}`,
		name,
		type: `${PACKAGE_PREFIX}${type}`,
		typeVersion: 1,
		position: [240, 0],
		parameters,
		...(credential && {
			credentials: { [credential[0]]: { id: 'elsewhere', name: credential[1] } },
		}),
	};
	const start = {
		id: 'node-start',
		name: 'Start',
		type: 'n8n-nodes-base.manualTrigger',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
	};
	const isTrigger = type.endsWith('Trigger');
	return {
		name: `${name} in the editor`,
		nodes: isTrigger ? [node] : [start, node],
		connections: isTrigger ? {} : { Start: { main: [[{ node: name, type: 'main', index: 0 }]] } },
		settings: { executionOrder: 'v1' },
	};
}
