import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { createSandbox, type Sandbox } from '../../sandbox/server/server';
import { addCommunityPackage } from '../../tools/n8n/community-package';
import type { Execution } from '../../tools/n8n/execution';
import { freePort } from '../../tools/n8n/free-port';
import { N8n } from '../../tools/n8n/process';
import { type CredentialInput, N8nRest, newOwner, type WorkflowFile } from '../../tools/n8n/rest';
import { sandboxCredentials } from '../../tools/n8n/sandbox-credentials';
import { ALL_PROFILES } from '../profiles';
import { storedAddresses, storedExecutions, storedStatus, storedStatuses } from './database';
import { askEditor } from './editor';
import { secretsKept } from './kept';
import { PACKAGE_NAME, PACKAGE_PREFIX } from './names';
import { readPrepared } from './prepared';
import { hasFeature } from './since';
import { TRIGGER } from './workflows';

/** Who owns the n8n of the tests. */
export const OWNER = newOwner('owner@example.com');

const Carriers = z.object({
	data: z.object({ results: z.array(z.object({ name: z.string(), value: z.string() })) }),
});

/** The modules of n8n that tests need and that it does not load by itself. */
const modulesNeeded = (): Record<string, string> =>
	hasFeature('agents outside of workflows') ? { N8N_ENABLED_MODULES: 'agents' } : {};

/** A credential that n8n keeps. */
export type SavedCredential = CredentialInput & { id: string };

/** A real n8n with packed packages in it, a sandbox, and all that has come out of n8n so far. */
export class Rig {
	/** Everything that n8n has told us: the place to look for what it must never tell. */
	readonly heard: { what: string; text: string }[] = [];

	/** The tokens that n8n has fetched from the gateways. */
	readonly tokens = new Set<string>();

	/** What a test has put into service, and has to take out of it, or the next one finds it there. */
	readonly inService = new Set<{ end(): Promise<void> }>();

	/** PINs and one-time passwords that are long enough to be found, and what may hold them. */
	readonly codes = new Map<string, string[]>();

	private parts: { folder: string; n8n: N8n; rest: N8nRest; sandbox: Sandbox } | undefined;

	private readonly saved = new Map<string, SavedCredential>();

	/**
	 * @param packages those that are installed
	 * @param environment settings of n8n beside those of all tests
	 */
	constructor(
		private readonly packages: readonly string[] = [PACKAGE_NAME],
		private readonly environment: Readonly<Record<string, string>> = {},
	) {}

	async start(): Promise<void> {
		const { tarballs, install } = readPrepared();
		const folder = mkdtempSync(join(tmpdir(), 'sms-gateways-n8n-test-'));
		for (const name of this.packages) addCommunityPackage(tarballs[name] ?? '', folder, name);
		const ports = { port: await freePort(), brokerPort: await freePort() };
		const environment = { ...modulesNeeded(), ...this.environment };
		const n8n = new N8n({ install, userFolder: folder, ...ports, environment });
		const rest = new N8nRest(n8n.url);
		this.parts = { folder, n8n, rest, sandbox: await createSandbox() };
		await n8n.start();
		await rest.createOwner(OWNER);
		for (const credential of sandboxCredentials(this.sandbox.url)) {
			await this.saveCredential(credential);
		}
	}

	async stop(): Promise<void> {
		if (this.parts === undefined) return;
		const { folder, n8n, sandbox } = this.parts;
		await n8n.stop();
		await sandbox.close();
		rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
	}

	/** Takes out of service what a test that failed has left there. */
	async endServices(): Promise<void> {
		for (const service of this.inService) {
			this.inService.delete(service);
			await service.end();
		}
	}

	/** Stops n8n, starts it again on the same data, and logs in. */
	async restart(meanwhile: () => void = () => undefined): Promise<void> {
		await this.n8n.stop();
		meanwhile();
		await this.n8n.start();
		await this.rest.logIn(OWNER);
	}

	get n8n(): N8n {
		return this.started.n8n;
	}

	get rest(): N8nRest {
		return this.started.rest;
	}

	get sandbox(): Sandbox {
		return this.started.sandbox;
	}

	/** All runs of a workflow that ended well, oldest first. */
	async executionsOf(workflowId: string): Promise<Execution[]> {
		return await storedExecutions(readPrepared().install.node, this.started.folder, workflowId);
	}

	/** How a run stands in n8n's database. */
	async statusOf(executionId: string): ReturnType<typeof storedStatus> {
		return await storedStatus(readPrepared().install.node, this.started.folder, executionId);
	}

	/** How many runs of a workflow there are, by status. */
	async statusesOf(workflowId: string): Promise<Record<string, number>> {
		return await storedStatuses(readPrepared().install.node, this.started.folder, workflowId);
	}

	/** How many addresses n8n has for a workflow's triggers. */
	async addressesOf(workflowId: string): Promise<number> {
		return await storedAddresses(readPrepared().install.node, this.started.folder, workflowId);
	}

	/** Looks for secrets in all that n8n has kept until now. */
	async secretsKept(secrets: readonly string[]): Promise<{ rows: number; found: string[] }> {
		return await secretsKept(readPrepared().install.node, this.started.folder, secrets);
	}

	/** Saves a credential; workflows find it by its name. */
	async saveCredential(credential: CredentialInput): Promise<void> {
		const before = this.saved.get(credential.type);
		// Of two with one name, a workflow would get either.
		const isThere = before?.name === credential.name;
		if (isThere) await this.rest.updateCredential(before.id, credential);
		const id = isThere ? before.id : await this.rest.createCredential(credential);
		this.saved.set(credential.type, { id, ...credential });
	}

	/** The saved credential of a type. */
	credential(type: string): SavedCredential {
		const credential = this.saved.get(type);
		if (credential === undefined) throw new Error(`There is no credential of the type ${type}.`);
		return credential;
	}

	/** Imports a workflow and runs it as a person would. */
	async run(workflow: WorkflowFile, trigger = TRIGGER): Promise<Execution> {
		const id = await this.rest.createWorkflow(workflow);
		const execution = await this.rest.runWorkflow(id, trigger);
		this.heard.push({ what: `the execution of "${workflow.name}"`, text: execution.raw });
		for (const { headers } of this.sandbox.requests()) {
			for (const { token } of ALL_PROFILES) {
				const sent = token && headers[token.header];
				if (sent !== undefined) this.tokens.add(sent.replace(/^Bearer /, ''));
			}
		}
		return execution;
	}

	/** Tests a credential as its dialog does. */
	async test(
		type: string,
		changes: Record<string, unknown> = {},
	): Promise<{ status: string; message: string }> {
		const { id, name, data } = this.credential(type);
		const credential = { name, type, data: { ...data, ...changes } };
		const answer = await this.rest.testCredential(id, credential);
		this.heard.push({ what: `the test of ${type}`, text: JSON.stringify(answer) });
		return answer;
	}

	/** What the editor offers in the list of the field "Carrier". */
	async searchCarriers(filter?: string): Promise<{ name: string; value: string }[]> {
		const { id, name } = this.credential('messangiApi');
		const path = '/rest/dynamic-node-parameters/resource-locator-results';
		const answer = await askEditor(this.n8n.url, OWNER, path, {
			path: 'parameters.carrier',
			nodeTypeAndVersion: { name: `${PACKAGE_PREFIX}messangi`, version: 1 },
			currentNodeParameters: { resource: 'sms', operation: 'send' },
			methodName: 'searchCarriers',
			credentials: { messangiApi: { id, name } },
			filter,
		});
		this.heard.push({ what: 'the list of carriers', text: answer });
		return Carriers.parse(JSON.parse(answer)).data.results;
	}

	private get started(): NonNullable<Rig['parts']> {
		if (this.parts === undefined) throw new Error('n8n is not started.');
		return this.parts;
	}
}
