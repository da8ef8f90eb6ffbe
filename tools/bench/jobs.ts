import { once } from 'node:events';
import { start } from './control';

/** What the bare loop does. */
export interface Job {
	method: string;
	/** `{n}` stands for the number of the request, from 1 on. */
	url: string;
	headers: Record<string, string>;
	/** Of each request. */
	body?: string;
	/** Whether its connections are used again. */
	keepAlive?: boolean;
	/** The certificate that is trusted over HTTPS, as PEM. */
	ca?: string;
	requests: number;
	/** The most requests at once. */
	concurrency: number;
}

/** How a job went. */
export interface JobResult {
	ms: number;
	/** The most memory of its process, in bytes. */
	peakBytes: number;
}

/**
 * Runs a job in a process of its own.
 *
 * @param node the program that runs it
 */
export async function runJob(node: string, job: Job): Promise<JobResult> {
	const child = start('loop.ts', node);
	await once(child, 'message');
	const done = once(child, 'message') as Promise<[JobResult | { failure: string }]>;
	child.send(job);
	const [result] = await done;
	child.disconnect();
	if ('failure' in result) throw new Error(`The bare loop failed: ${result.failure}`);
	return result;
}
