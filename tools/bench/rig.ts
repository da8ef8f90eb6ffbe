import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { parse } from 'flatted';
import { z } from 'zod';
import { onEnd, temporaryFolder } from '../cleanup';
import { addCommunityPackage } from '../n8n/community-package';
import { freePort } from '../n8n/free-port';
import type { N8nInstall } from '../n8n/install';
import { N8n } from '../n8n/process';
import { N8nRest, newOwner, RestError, type WorkflowFile } from '../n8n/rest';
import { sandboxCredentials } from '../n8n/sandbox-credentials';
import { PACKAGE_NAME } from '../root';
import { OWN_CREDENTIALS, START } from './workflow';

const OWNER = newOwner('owner@example.com');
/** The time limit of a run, in milliseconds. */
const LONGEST_RUN = 900_000;
/** The interval for asking n8n whether a run has ended, in milliseconds: each answer costs time. */
const LOOK_EVERY = 300;

const Stored = z.object({
	status: z.string(),
	startedAt: z.string(),
	stoppedAt: z.string(),
	data: z.string(),
});

interface NodeRun {
	executionTime: number;
	error?: { message: string };
	data?: { main?: ({ json: Record<string, unknown> }[] | null)[] };
}

/** The measurements of one run. */
export interface Measured {
	/** The error that stopped it, if any. */
	error: string | null;
	/** n8n's own `executionTime` of the nodes that do the job, in milliseconds. */
	nodeMs: number;
	/** From the start of the execution to its end, in milliseconds. */
	wholeMs: number;
	/** The peak memory of n8n's process during the run, and its memory before; null if unknown. */
	peakBytes: number | null;
	beforeBytes: number | null;
	/** The output of the last node. */
	items: Record<string, unknown>[];
}

/** A new n8n for one side of a scenario. */
export class Rig {
	private constructor(
		private readonly folder: string,
		readonly n8n: N8n,
		readonly rest: N8nRest,
	) {}

	/**
	 * @param tarball the packed package; null for an n8n without it
	 * @param gatewayUrl the base URL of the credentials; null for an n8n without an owner
	 * @param environment n8n's settings besides its defaults
	 */
	static async start(
		install: N8nInstall,
		tarball: string | null,
		gatewayUrl: string | null,
		environment: Record<string, string> = {},
	): Promise<Rig> {
		const folder = temporaryFolder('bench');
		const ports = { port: await freePort(), brokerPort: await freePort() };
		const n8n = new N8n({ install, userFolder: folder, ...ports, lookEvery: 10, environment });
		const rest = new N8nRest(n8n.url);
		onEnd(() => n8n.stop());
		if (tarball !== null) addCommunityPackage(tarball, folder, PACKAGE_NAME);
		await n8n.start();
		const rig = new Rig(folder, n8n, rest);
		if (gatewayUrl !== null) {
			await rest.createOwner(OWNER);
			for (const each of [...sandboxCredentials(gatewayUrl), ...OWN_CREDENTIALS]) {
				await rest.createCredential(each);
			}
		}
		return rig;
	}

	/** Restarts n8n with the same data; returns the milliseconds of the start. */
	async restart(): Promise<number> {
		await this.n8n.stop();
		const begun = performance.now();
		await this.n8n.start();
		return performance.now() - begun;
	}

	async stop(): Promise<void> {
		await this.n8n.stop();
		rmSync(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
	}

	/**
	 * Runs a saved workflow.
	 *
	 * @param nodes the nodes that do the job, in order
	 */
	async run(id: string, nodes: string[]): Promise<Measured> {
		const beforeBytes = this.restartPeak();
		const execution = await this.rest.startWorkflow(id, START);
		await this.ended(id, execution);
		const peakBytes = this.peakBytes();
		const stored = Stored.parse(await this.rest.storedExecution(execution));
		const { resultData } = parse(stored.data) as {
			resultData: { runData: Record<string, NodeRun[]>; error?: { message: string } };
		};
		const runs = nodes.map((name) => {
			const run = resultData.runData[name]?.[0];
			if (run === undefined) throw new Error(`The node "${name}" did not run.`);
			return run;
		});
		const { status } = stored;
		return {
			error: status === 'success' ? null : `${status}: ${resultData.error?.message ?? ''}`,
			nodeMs: runs.reduce((sum, { executionTime }) => sum + executionTime, 0),
			wholeMs: Date.parse(stored.stoppedAt) - Date.parse(stored.startedAt),
			peakBytes,
			beforeBytes,
			items: (runs.at(-1)?.data?.main?.[0] ?? []).map(({ json }) => json),
		};
	}

	/** Saves a workflow; resolves with its id. */
	async save(workflow: WorkflowFile): Promise<string> {
		return await this.rest.createWorkflow(workflow);
	}

	/** The peak memory (resident set) since `restartPeak`, in bytes. Linux only. */
	peakBytes(): number | null {
		return this.memory('VmHWM');
	}

	/** Resets the peak memory; returns the current memory. */
	restartPeak(): number | null {
		const file = `/proc/${String(this.n8n.pid)}/clear_refs`;
		// 5: "reset the peak resident set size", see proc(5).
		if (existsSync(file)) writeFileSync(file, '5');
		return this.memory('VmRSS');
	}

	private memory(name: 'VmHWM' | 'VmRSS'): number | null {
		const file = `/proc/${String(this.n8n.pid)}/status`;
		if (!existsSync(file)) return null;
		const kilobytes = new RegExp(`^${name}:\\s*(\\d+) kB`, 'm').exec(
			readFileSync(file, 'utf8'),
		)?.[1];
		return kilobytes === undefined ? null : Number(kilobytes) * 1024;
	}

	private async ended(workflow: string, execution: string): Promise<void> {
		const deadline = performance.now() + LONGEST_RUN;
		while (!(await this.hasEnded(workflow, execution))) {
			if (!this.n8n.isRunning()) throw new Error('n8n ended while it ran the workflow.');
			if (performance.now() > deadline) throw new Error('The run did not finish in time.');
			await sleep(LOOK_EVERY);
		}
	}

	private async hasEnded(workflow: string, execution: string): Promise<boolean> {
		try {
			return (await this.rest.executionsOf(workflow)).includes(execution);
		} catch (error) {
			// n8n answers this while it is too busy for its database.
			if (error instanceof RestError && error.status === 503) return false;
			throw error;
		}
	}
}
