import { setTimeout as sleep } from 'node:timers/promises';
import { callHttp } from '../n8n/http';
import { PACKAGE_NAME } from '../root';
import { runJob, type Job } from './jobs';
import { Rig } from './rig';
import { rowOf, type Row, type Sample } from './rows';
import type { Bench } from './sends';
import { workflow, type BenchNode } from './workflow';

const CONNECTIONS = 50;
const SECRET = { 'x-callback-secret': 'callback-secret-of-the-benchmark' };
/** Message Central's delivery report, as its page shows it. */
const REPORT = JSON.stringify({
	apiKey: null,
	clientId: null,
	messageId: 'a2e87214-d18c-4a2e-b7f4-802c4465a9b9',
	status: 'DELIVRD',
	errorCode: 0,
	countryCode: null,
	mobile: '919999999999',
	submitDate: '2023-11-02 13:59:18',
	doneDate: '2023-11-02 13:59:22',
});

/** Both answer at once and check the same secret in a header. */
const OURS: BenchNode & { webhookId: string } = {
	name: 'Callback',
	type: `${PACKAGE_NAME}.smsGatewayTrigger`,
	typeVersion: 1,
	webhookId: 'bench-ours',
	parameters: { gateway: 'messageCentral', options: {} },
	credential: ['smsGatewayCallbackApi', 'Callback account'],
};
const WEBHOOK: BenchNode & { webhookId: string } = {
	name: 'Callback',
	type: 'n8n-nodes-base.webhook',
	typeVersion: 2,
	webhookId: 'bench-webhook',
	parameters: {
		httpMethod: 'POST',
		path: 'bench-webhook',
		authentication: 'headerAuth',
		responseMode: 'onReceived',
		options: {},
	},
	credential: ['httpHeaderAuth', 'Header account'],
};

/**
 * n8n prepares its isolate for expressions before each call of a webhook, except for its own Webhook
 * node with fixed values only. This disables the exception.
 */
const NO_SHORTCUT = { N8N_EXPRESSION_ENGINE_ALLOW_WEBHOOK_ISOLATE_SKIP: 'false' };

/** The trigger's lines of the table. */
export interface TriggerResult {
	count: number;
	ours: Row;
	/** n8n's Webhook node, treated like any other trigger. */
	webhook: Row;
	/** The same with the shortcut that n8n has for this node alone. */
	shortcut: Row;
	loop: Row;
}

/** Sends callbacks to our trigger, to n8n's Webhook node, and to the light gateway. */
export async function runTrigger(bench: Bench, count: number): Promise<TriggerResult> {
	const ours = await runOne(
		bench,
		'SMS Gateway Trigger',
		OURS,
		'/webhook/bench-ours/callback',
		count,
	);
	const path = '/webhook/bench-webhook';
	const webhook = await runOne(bench, 'Webhook node', WEBHOOK, path, count, NO_SHORTCUT);
	const shortcut = await runOne(bench, 'Webhook node, with its shortcut', WEBHOOK, path, count);
	const samples: Sample[] = [];
	for (let run = 0; run < bench.runs; run++) {
		await bench.gateway.set({ latency: 0 });
		const { ms, peakBytes } = await runJob(
			bench.install.node,
			jobOf(`${bench.gateway.urls.http}/callback`, count),
		);
		const { most } = await bench.gateway.counts();
		const memory = { peakBytes, beforeBytes: null };
		samples.push({
			jobMs: ms,
			wholeMs: null,
			requests: count,
			connections: most.connections,
			...memory,
		});
	}
	return { count, ours, webhook, shortcut, loop: rowOf('bare server', samples) };
}

async function runOne(
	{ install, tarball, gateway, runs, detail }: Bench,
	how: string,
	node: BenchNode,
	path: string,
	count: number,
	environment: Record<string, string> = {},
): Promise<Row> {
	detail(`trigger, ${how}: starting n8n`);
	const rig = await Rig.start(install, tarball, gateway.urls.http, environment);
	const url = `${rig.n8n.url.replace('localhost', '127.0.0.1')}${path}`;
	const samples: Sample[] = [];
	try {
		await rig.rest.activate(await rig.save(workflow(how, [node])));
		await served(url);
		for (let run = 1; run <= runs; run++) {
			detail(`trigger, ${how}: run ${run} of ${runs}`);
			const beforeBytes = rig.restartPeak();
			const { ms } = await runJob(install.node, jobOf(url, count));
			samples.push({
				jobMs: ms,
				wholeMs: null,
				requests: count,
				connections: CONNECTIONS,
				peakBytes: rig.peakBytes(),
				beforeBytes,
			});
			// The executions that the calls started take a little longer.
			await sleep(3000);
		}
	} finally {
		await rig.stop();
	}
	return rowOf(how, samples);
}

function jobOf(url: string, requests: number): Job {
	return {
		method: 'POST',
		url,
		headers: { ...SECRET, 'content-type': 'application/json' },
		body: REPORT,
		keepAlive: true,
		requests,
		concurrency: CONNECTIONS,
	};
}

/** It takes a moment until n8n serves the URL. */
async function served(url: string): Promise<void> {
	for (let look = 0; look < 100; look++) {
		const { status } = await callHttp(url, { method: 'POST' });
		if (status !== 404) return;
		await sleep(100);
	}
	throw new Error(`n8n does not serve ${url}.`);
}
