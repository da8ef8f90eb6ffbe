// The limit of the machine: only requests, a limited number at once. Each has its own connection, like
// in n8n, unless the job says otherwise.
import { Agent, request } from 'node:http';
import { request as requestSecurely } from 'node:https';
import { performance } from 'node:perf_hooks';
import type { Job } from './jobs';

function send(
	url: string,
	{ method, headers, body, ca }: Job,
	agent: Agent | false,
): Promise<void> {
	return new Promise((resolve, reject) => {
		const ask = ca === undefined ? request : requestSecurely;
		const call = ask(url, { method, agent, headers, ca }, (response) => {
			const { statusCode = 0 } = response;
			if (statusCode >= 300) reject(new Error(`HTTP ${String(statusCode)} from ${url}`));
			response.resume().on('end', resolve).on('error', reject);
		});
		call.on('error', reject).end(body);
	});
}

async function run(job: Job): Promise<number> {
	const agent = job.keepAlive ? new Agent({ keepAlive: true, maxSockets: job.concurrency }) : false;
	const begun = performance.now();
	let begunRequests = 0;
	const worker = async () => {
		while (begunRequests < job.requests) {
			begunRequests++;
			await send(job.url.replace('{n}', String(begunRequests)), job, agent);
		}
	};
	await Promise.all(Array.from({ length: Math.min(job.concurrency, job.requests) }, worker));
	return performance.now() - begun;
}

process.on('message', (job: Job) => {
	run(job).then(
		(ms) => process.send?.({ ms, peakBytes: process.resourceUsage().maxRSS * 1024 }),
		(error: unknown) => process.send?.({ failure: String(error) }),
	);
});
process.on('disconnect', () => {
	process.exit();
});
process.send?.('ready');
