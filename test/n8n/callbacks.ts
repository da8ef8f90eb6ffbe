import { setTimeout as sleep } from 'node:timers/promises';
import type { GatewayName } from '../../sandbox/gateways/names';
import { callHttp } from '../../tools/n8n/http';
import type { WorkflowFile } from '../../tools/n8n/rest';
import { PACKAGE_PREFIX } from './names';
import type { Rig } from './rig';

/** The node that gateways call. */
export const TRIGGER = 'Callback';

/** With what a gateway proves itself. */
export const SECRET = 'callback-secret-of-the-test';

type Json = Record<string, unknown>;

/** The credential of all triggers. */
export function callbackSecret() {
	const data = { method: 'query', name: 'secret', secret: SECRET };
	return { name: 'Callback secret', type: 'smsGatewayCallbackApi', data };
}

/** A workflow that a gateway's calls start. */
export function triggerWorkflow(
	gateway: GatewayName,
	parameters: Json = {},
	id: string = gateway,
): WorkflowFile {
	return {
		name: `Callbacks of ${id}`,
		nodes: [
			{
				name: TRIGGER,
				type: `${PACKAGE_PREFIX}smsGatewayTrigger`,
				typeVersion: 1,
				position: [0, 0],
				webhookId: `callbacks-${id}`.toLowerCase(),
				parameters: { gateway, ...parameters },
				credentials: { smsGatewayCallbackApi: { id: 'elsewhere', name: 'Callback secret' } },
			},
		],
		connections: {},
		settings: { executionOrder: 'v1' },
	};
}

/** Where n8n serves the calls of such a workflow. */
export function urlOf(n8nUrl: string, id: string): string {
	return `${n8nUrl}/webhook/callbacks-${id}`.toLowerCase() + '/callback';
}

/** Waits until n8n serves an address: activating a workflow answers before. */
export async function served(url: string): Promise<void> {
	for (let look = 0; look < 300; look++) {
		if ((await callHttp(url, { method: 'POST' })).status !== 404) return;
		await sleep(100);
	}
	throw new Error(`n8n does not serve ${url}.`);
}

/** Where `saveSecret` was called. */
const haveSecret = new WeakSet<Rig>();

/** Workflows that gateways start, and what they were started with. */
export class Callbacks {
	constructor(private readonly rig: Rig) {}

	/** Where a workflow of `triggerWorkflow` is called. */
	urlOf(id: string): string {
		return urlOf(this.rig.n8n.url, id);
	}

	/** Saves the credential by which the calls prove themselves, once. */
	async saveSecret(): Promise<void> {
		if (haveSecret.has(this.rig)) return;
		haveSecret.add(this.rig);
		await this.rig.saveCredential(callbackSecret());
	}

	/** Publishes a workflow; resolves with its id. */
	async publish(workflow: WorkflowFile): Promise<string> {
		const id = await this.rig.rest.createWorkflow(workflow);
		await this.rig.rest.activate(id);
		return id;
	}

	/** Waits until n8n serves the address. */
	async served(id: string): Promise<void> {
		await served(this.urlOf(id));
	}

	/** The items with which a workflow was started so far, once there are that many runs. */
	async startedWith(id: string, runs: number, patience = 60_000): Promise<Json[]> {
		let executions = await this.rig.executionsOf(id);
		for (let waited = 0; executions.length < runs && waited < patience; waited += 200) {
			await sleep(200);
			executions = await this.rig.executionsOf(id);
		}
		const items: Json[] = [];
		for (const execution of executions) {
			this.rig.heard.push({ what: `run ${execution.id} of a trigger`, text: execution.raw });
			items.push(...execution.items(TRIGGER).map(({ json }) => json));
		}
		return items;
	}
}
