import { once } from 'node:events';
import { start } from './control';

/** A job of the bare loop. */
export interface Job {
	method: string;
	/** `{n}` is replaced with the number of the request, from 1. */
	url: string;
	headers: Record<string, string>;
	/** The headers of each request. */
	body?: string;
	/** Whether connections are reused. */
	keepAlive?: boolean;
	/** The certificate to trust over HTTPS, as PEM. */
	ca?: string;
	requests: number;
	/** The most requests at once. */
	concurrency: number;
}

/** The result of a job. */
export interface JobResult {
	ms: number;
	/** The peak memory of its process, in bytes. */
	peakBytes: number;
}

/**
 * Runs a job in a separate process.
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
