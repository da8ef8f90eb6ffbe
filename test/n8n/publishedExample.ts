import { setTimeout as sleep } from 'node:timers/promises';
import type { GatewayName } from '../../sandbox/gateways/names';
import { readExample } from '../../tools/n8n/examples';
import type { Execution } from '../../tools/n8n/execution';
import { callHttp } from '../../tools/n8n/http';
import type { WorkflowFile } from '../../tools/n8n/rest';
import { SANDBOX_CALLBACK_SECRET } from '../../tools/n8n/sandbox-credentials';
import type { Rig } from './rig';

const WAIT_MS = 30_000;

/** A workflow of `examples/` in service, so that its triggers start it. */
export class PublishedExample {
	private constructor(
		private readonly rig: Rig,
		readonly id: string,
		readonly workflow: WorkflowFile,
	) {}

	/**
	 * Imports and activates it.
	 *
	 * @param as its id in n8n, where that has to be another one
	 * @param edit what a person changes in it first
	 */
	static async publish(
		rig: Rig,
		fileName: string,
		as?: string,
		edit: (workflow: WorkflowFile) => WorkflowFile = (workflow) => workflow,
	): Promise<PublishedExample> {
		const workflow = edit(readExample(fileName));
		if (as !== undefined) workflow.id = as;
		for (const node of workflow.nodes) {
			// A schedule that comes due meanwhile would be one more run.
			if (node.type === 'n8n-nodes-base.scheduleTrigger') {
				node.parameters = {
					rule: { interval: [{ field: 'cronExpression', expression: '0 0 29 2 *' }] },
				};
			}
		}
		const id = await rig.rest.createWorkflow(workflow);
		const example = new PublishedExample(rig, id, workflow);
		rig.inService.add(example);
		await example.activate();
		return example;
	}

	/** Activates it. */
	async activate(): Promise<void> {
		await this.rig.rest.activate(this.id);
	}

	/** Lets a gateway of the sandbox call the node "SMS Gateway Trigger", once n8n serves it. */
	async receiveFrom(gateway: GatewayName): Promise<void> {
		const node = this.workflow.nodes.find(({ name }) => name === 'SMS Gateway Trigger');
		const url = await this.serve(`webhook/${String(node?.webhookId)}/callback`);
		this.rig.sandbox.setCallback(gateway, { url, secret: SANDBOX_CALLBACK_SECRET });
	}

	/** The address of a path, once n8n answers there. */
	async serve(path: string, method = 'POST'): Promise<string> {
		const url = `${this.rig.n8n.url}/${path}`;
		// Nothing is started by this: what is posted to wants a secret first.
		await until(`${path} is served`, async () => (await callHttp(url, { method })).status !== 404);
		return url;
	}

	/** Presses "Execute workflow". */
	async run(trigger: string): Promise<Execution> {
		return this.hear(await this.rig.rest.runWorkflow(this.id, trigger));
	}

	/** All runs so far, once there are that many and `isDone` says so, oldest first. */
	async runs(
		count: number,
		isDone: (runs: Execution[]) => boolean = () => true,
	): Promise<Execution[]> {
		let runs: Execution[] = [];
		await until(`${String(count)} runs of "${this.workflow.name}"`, async () => {
			const ids = await this.rig.rest.executionsOf(this.id);
			if (ids.length < count) return false;
			runs = await Promise.all(ids.map((id) => this.rig.rest.execution(id)));
			return isDone(runs);
		});
		return runs.map((run) => this.hear(run));
	}

	/**
	 * Takes it out of service. n8n answers before it has done so; asking at the address meanwhile would let n8n keep
	 * the address in its cache for good.
	 */
	async end(): Promise<void> {
		await this.rig.rest.deactivate(this.id);
		await until(`n8n has no address of "${this.workflow.name}"`, async () => {
			return (await this.rig.addressesOf(this.id)) === 0;
		});
		this.rig.inService.delete(this);
	}

	private hear(execution: Execution): Execution {
		const what = `the execution ${execution.id} of "${this.workflow.name}"`;
		this.rig.heard.push({ what, text: execution.raw });
		return execution;
	}
}

/** Asks until the answer is yes. */
export async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
	const deadline = Date.now() + WAIT_MS;
	while (!(await isSo())) {
		if (Date.now() > deadline) throw new Error(`Waited in vain until ${what}.`);
		await sleep(100);
	}
}
