import { setTimeout as sleep } from 'node:timers/promises';
import { callHttp } from '../../tools/n8n/http';
import { PROFILES } from '../profiles';
import type { Rig } from './rig';
import { SEND, workflowOf, type GatewayNode } from './workflows';

/** What a gateway's node needs to ask something, with changes. */
export function questionOf(
	type: GatewayNode,
	{ options, ...changes }: Record<string, unknown> = {},
): Record<string, unknown> {
	const { send, longMessages } = PROFILES[type];
	return {
		...send,
		operation: 'sendAndWait',
		...changes,
		options: { ...longMessages, ...(options as object | undefined) },
	};
}

/** A question that somebody has been asked. */
export interface Asked {
	executionId: string;
	/** The link that stood in the message. */
	link: string;
	/** The message without it. */
	text: string;
}

let workflows = 0;

/**
 * Publishes a workflow that asks whoever calls it to be asked, calls it, and reads the link where a
 * recipient would: in the message.
 */
export async function ask(
	rig: Rig,
	type: GatewayNode,
	parameters: Record<string, unknown> = {},
	body: Record<string, unknown> = { order: 4711 },
): Promise<Asked> {
	const path = `ask-${String(++workflows)}`;
	const workflow = workflowOf(`Ask ${String(workflows)}`, {
		type,
		parameters: questionOf(type, parameters),
		behind: [{ name: 'After', type: 'noOp', typeVersion: 1, parameters: {} }],
	});
	const nodes = workflow.nodes.filter(
		({ name }) => name !== 'Start' && name !== 'Data' && name !== 'Items',
	);
	nodes.unshift({
		name: 'Called',
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		webhookId: path,
		position: [0, 0],
		parameters: { path, httpMethod: 'POST', options: {} },
	});
	const id = await rig.rest.createWorkflow({
		...workflow,
		nodes,
		connections: {
			Called: { main: [[{ node: SEND, type: 'main', index: 0 }]] },
			[SEND]: workflow.connections[SEND],
		},
	});
	await rig.rest.activate(id);
	const known = rig.sandbox.messages().length;
	await inTime('the workflow is served', async () => {
		const { status } = await callHttp(
			`${rig.n8n.url.replace('localhost', '127.0.0.1')}/webhook/${path}`,
			{
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify(body),
			},
		);
		return status === 200;
	});
	await inTime('the message is sent', () => Promise.resolve(rig.sandbox.messages().length > known));
	const text = rig.sandbox.messages().at(-1)?.text ?? '';
	const link = linkIn(text);
	const executionId = /webhook-waiting\/(\d+)\//.exec(link)?.[1] ?? '';
	await inTime('n8n has put it aside', async () => {
		return (await rig.statusOf(executionId)).status === 'waiting';
	});
	return {
		executionId,
		link,
		text: text.replace(link, '').trim(),
	};
}

/** The link that stands in a message. Early n8n 2 signs the host's name too, so it stays as it is. */
export function linkIn(text: string): string {
	return /\bhttps?:\/\/[^/\s]+\/webhook-waiting\/\S+/.exec(text)?.[0] ?? '';
}

/** Sends the form of the page. */
export async function post(link: string, answer: string) {
	return await callHttp(link, {
		method: 'POST',
		headers: { 'content-type': 'application/x-www-form-urlencoded' },
		body: new URLSearchParams({ answer }).toString(),
	});
}

/** Waits for something that nobody tells of. */
export async function inTime(
	what: string,
	isSo: () => Promise<boolean>,
	timeoutMs = 30_000,
): Promise<void> {
	const deadline = Date.now() + timeoutMs;
	while (!(await isSo())) {
		if (Date.now() > deadline) throw new Error(`It did not happen in time: ${what}`);
		await sleep(100);
	}
}
