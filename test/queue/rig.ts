import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { createSandbox, type Sandbox } from '../../sandbox/server/server';
import type { Execution } from '../../tools/n8n/execution';
import { freePort } from '../../tools/n8n/free-port';
import { N8n } from '../../tools/n8n/process';
import { N8nRest, newOwner, type WorkflowFile } from '../../tools/n8n/rest';
import { sandboxCredentials } from '../../tools/n8n/sandbox-credentials';
import { type Compose, type ComposeService, readCompose } from '../../tools/queue/compose';
import { askPostgres } from '../../tools/queue/postgres';
import { TRIGGER } from '../n8n/workflows';

const OWNER = newOwner('owner@example.com');

const Server = z.object({ port: z.number(), version: z.string() });

/** What `npm run test:queue` prepares before it starts Jest. */
const Prepared = z.object({
	folder: z.string(),
	/** The package, installed as the compose file does it. */
	nodes: z.string(),
	install: z.object({ node: z.string(), script: z.string() }),
	values: z.record(z.string()),
	redis: Server,
	postgres: Server.extend({ psql: z.string(), log: z.string() }),
});

/** Where things are: the only settings that the tests have in place of those of the compose file. */
export const PLACES = [
	'DB_POSTGRESDB_HOST',
	'DB_POSTGRESDB_PORT',
	'QUEUE_BULL_REDIS_HOST',
	'QUEUE_BULL_REDIS_PORT',
	'N8N_WEBHOOK_URL',
] as const;

/**
 * How soon n8n takes note of a dead worker; by itself after 60 to 120 seconds. In milliseconds.
 * These come on top of what the compose file says.
 */
export const SOONER = {
	QUEUE_WORKER_LOCK_DURATION: '6000',
	QUEUE_WORKER_LOCK_RENEW_TIME: '1500',
	QUEUE_WORKER_STALLED_INTERVAL: '3000',
};

function readPrepared(): z.infer<typeof Prepared> {
	const text = process.env.SMS_GATEWAYS_TEST_QUEUE;
	if (text === undefined) throw new Error('These tests need a prepared set-up: npm run test:queue');
	return Prepared.parse(JSON.parse(text));
}

/** Waits for something that comes by itself. */
export async function until(what: string, isSo: () => boolean, timeoutMs = 60_000): Promise<void> {
	const deadline = Date.now() + timeoutMs;
	while (!isSo()) {
		if (Date.now() > deadline) throw new Error(`${what}: not within ${timeoutMs / 1000} s.`);
		await sleep(5);
	}
}

/** n8n in queue mode as `deploy/` describes it, the packed package in each process, and a sandbox. */
export class QueueRig {
	readonly prepared = readPrepared();

	readonly compose: Compose = readCompose(this.prepared.values);

	private parts:
		| { main: N8n; workers: N8n[]; webhook: N8n; rest: N8nRest; sandbox: Sandbox }
		| undefined;

	async start(): Promise<void> {
		const { main, worker, webhook } = this.compose.services;
		const mainPort = await freePort();
		const make = (name: string, service: ComposeService, port?: number) =>
			this.makeN8n(name, service, mainPort, port);
		const replicas = worker.deploy?.replicas ?? 1;
		const parts = {
			main: await make('main', main, mainPort),
			workers: await Promise.all(
				Array.from({ length: replicas }, (_, index) => make(`worker-${index + 1}`, worker)),
			),
			webhook: await make('webhook', webhook),
			rest: new N8nRest(`http://localhost:${mainPort}`),
			sandbox: await createSandbox({ deliveryTime: 200 }),
		};
		this.parts = parts;
		// It brings the database up to date; the others wait for that, as in the compose file.
		await parts.main.start();
		await Promise.all(parts.workers.map((each) => each.start()));
		await this.rest.createOwner(OWNER);
		for (const credential of sandboxCredentials(this.sandbox.url)) {
			await this.rest.createCredential(credential);
		}
	}

	async stop(): Promise<void> {
		if (this.parts === undefined) return;
		const { main, workers, webhook, sandbox } = this.parts;
		await Promise.all([...workers, webhook, main].map((each) => each.stop()));
		await sandbox.close();
	}

	get main(): N8n {
		return this.started.main;
	}

	get workers(): N8n[] {
		return this.started.workers;
	}

	/** Takes calls beside main; a test that needs it starts it. */
	get webhook(): N8n {
		return this.started.webhook;
	}

	get rest(): N8nRest {
		return this.started.rest;
	}

	get sandbox(): Sandbox {
		return this.started.sandbox;
	}

	/** Imports a workflow and runs it as a person would. */
	async run(workflow: WorkflowFile): Promise<Execution> {
		const id = await this.rest.createWorkflow(workflow);
		return await this.rest.runWorkflow(id, TRIGGER);
	}

	/** The workers that took on a run, by their own word; more than one: it was run again. */
	workersOf(executionId: string): N8n[] {
		const line = new RegExp(`Worker started execution ${executionId} \\(job`, 'g');
		return this.workers.flatMap((each) => (each.log().match(line) ?? []).map(() => each));
	}

	/** How many runs of a workflow there are, by status. */
	async statusesOf(workflowId: string): Promise<Record<string, number>> {
		const runs = `SELECT status, COUNT(*) AS runs FROM execution_entity WHERE "workflowId" = '${workflowId}' GROUP BY status`;
		const answer = await this.query(
			`SELECT COALESCE(json_object_agg(status, runs), '{}') FROM (${runs}) AS s`,
		);
		return z.record(z.number()).parse(JSON.parse(answer));
	}

	/** What PostgreSQL answers to a question with one value. */
	async query(sql: string): Promise<string> {
		return await askPostgres(this.prepared.postgres, this.compose.services.postgres, sql);
	}

	private async makeN8n(
		name: string,
		service: ComposeService,
		mainPort: number,
		port?: number,
	): Promise<N8n> {
		const { folder, nodes, install, redis, postgres } = this.prepared;
		const userFolder = join(folder, name);
		mkdirSync(join(userFolder, '.n8n'), { recursive: true });
		cpSync(nodes, join(userFolder, '.n8n', 'nodes'), { recursive: true });
		const places: Record<(typeof PLACES)[number], string> = {
			DB_POSTGRESDB_HOST: '127.0.0.1',
			DB_POSTGRESDB_PORT: String(postgres.port),
			QUEUE_BULL_REDIS_HOST: '127.0.0.1',
			QUEUE_BULL_REDIS_PORT: String(redis.port),
			N8N_WEBHOOK_URL: `http://localhost:${mainPort}/`,
		};
		return new N8n({
			install,
			userFolder,
			port: port ?? (await freePort()),
			brokerPort: await freePort(),
			command: z.enum(['start', 'worker', 'webhook']).parse(service.command),
			environment: { ...service.environment, ...places, ...SOONER },
		});
	}

	private get started(): NonNullable<QueueRig['parts']> {
		if (this.parts === undefined) throw new Error('n8n is not started.');
		return this.parts;
	}
}
