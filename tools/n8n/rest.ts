import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { Execution } from './execution';
import { callHttp } from './http';

/** The login of an owner. */
export interface Owner {
	email: string;
	password: string;
}

/**
 * An owner with a random password: 128 bits, and what n8n's password rules require. A page in the
 * browser can send requests to an n8n on this machine, so its password must not be known.
 */
export function newOwner(email: string): Owner {
	return { email, password: `${randomBytes(16).toString('base64url')}-A1` };
}

/** A credential as its dialog saves it. */
export interface CredentialInput {
	name: string;
	type: string;
	data: Record<string, unknown>;
}

/** A workflow as n8n exports it. */
export interface WorkflowFile {
	name: string;
	nodes: Record<string, unknown>[];
	connections: Record<string, unknown>;
	[key: string]: unknown;
}

const Answer = z.object({ data: z.unknown() });
const WithId = z.object({ id: z.string() });
const TestResult = z.object({ status: z.string(), message: z.string() });
const Started = z.object({ executionId: z.coerce.string() });
const WithStatus = z.object({ status: z.string() });
const WithVersion = z.object({ versionId: z.string() });
const ExecutionList = z.object({
	results: z.array(z.object({ id: z.coerce.string(), status: z.string() })),
});

const ONGOING = ['new', 'running', 'waiting'];

/** n8n refused a call of its editor API. */
export class RestError extends Error {
	constructor(
		method: string,
		path: string,
		readonly status: number,
		readonly body: string,
	) {
		super(`n8n answered ${method} ${path} with HTTP ${String(status)}: ${body.slice(0, 500)}`);
	}
}

/** Does what a person does in n8n's editor, through the editor's own API. */
export class N8nRest {
	private cookie = '';

	constructor(private readonly url: string) {}

	/** Creates the owner of a new n8n and logs in. */
	async createOwner({ email, password }: Owner): Promise<void> {
		const name = { firstName: 'Demo', lastName: 'Owner' };
		await this.call('POST', '/rest/owner/setup', { email, password, ...name });
	}

	/** Logs in. */
	async logIn({ email, password }: Owner): Promise<void> {
		await this.call('POST', '/rest/login', { emailOrLdapLoginId: email, password });
	}

	/** Creates a credential; resolves with its id. */
	async createCredential(credential: CredentialInput): Promise<string> {
		return WithId.parse(await this.call('POST', '/rest/credentials', credential)).id;
	}

	/** Changes the data of a credential. */
	async updateCredential(id: string, credential: CredentialInput): Promise<void> {
		await this.call('PATCH', `/rest/credentials/${id}`, credential);
	}

	/** Deletes a credential, even if it is in use. */
	async deleteCredential(id: string): Promise<void> {
		await this.call('DELETE', `/rest/credentials/${id}`);
	}

	/** Like "Retry" in the dialog of a saved credential, with the given data in its fields. */
	async testCredential(
		id: string,
		credential: CredentialInput,
	): Promise<z.infer<typeof TestResult>> {
		const body = { credentials: { id, ...credential } };
		return TestResult.parse(await this.call('POST', '/rest/credentials/test', body));
	}

	/** Imports a workflow; resolves with its id. */
	async createWorkflow(workflow: WorkflowFile): Promise<string> {
		// The editor sends it, and early n8n 2 does not save a workflow without it.
		const body = { active: false, ...workflow };
		return WithId.parse(await this.call('POST', '/rest/workflows', body)).id;
	}

	/** A saved workflow. */
	async workflow(id: string): Promise<unknown> {
		return await this.call('GET', `/rest/workflows/${id}`);
	}

	/** Like "Execute workflow"; waits for the end. */
	async runWorkflow(id: string, trigger: string, timeoutMs = 60_000): Promise<Execution> {
		return await this.ended(await this.startWorkflow(id, trigger), timeoutMs);
	}

	/** Like "Execute workflow"; resolves with the id of the run. */
	async startWorkflow(id: string, trigger: string): Promise<string> {
		const path = `/rest/workflows/${id}/run`;
		// The editor of early n8n 2 sends the workflow along; later ones ignore it.
		const workflowData = await this.workflow(id);
		const body = { workflowData, triggerToStartFrom: { name: trigger } };
		return Started.parse(await this.call('POST', path, body)).executionId;
	}

	/** Like "Stop" during a run. */
	async stopExecution(id: string): Promise<void> {
		await this.call('POST', `/rest/executions/${id}/stop`, {});
	}

	/** Waits for the end of a run. */
	async ended(executionId: string, timeoutMs = 60_000): Promise<Execution> {
		const deadline = performance.now() + timeoutMs;
		for (;;) {
			// n8n 2.20 answers 500 as long as it has no data of the run.
			const answer = await this.storedExecution(executionId).catch((error: unknown) => {
				if (error instanceof RestError && error.status === 500) return { status: 'new' };
				throw error;
			});
			if (!ONGOING.includes(WithStatus.parse(answer).status)) return new Execution(answer);
			if (performance.now() > deadline) {
				throw new Error(`The run did not end within ${String(timeoutMs / 1000)} s.`);
			}
			await sleep(100);
		}
	}

	/** Publishes (activates) a workflow: from now on its triggers start it. */
	async activate(id: string): Promise<void> {
		const { versionId } = WithVersion.parse(await this.workflow(id));
		await this.call('POST', `/rest/workflows/${id}/activate`, { versionId });
	}

	/** Deactivates a workflow. */
	async deactivate(id: string): Promise<void> {
		await this.call('POST', `/rest/workflows/${id}/deactivate`, {});
	}

	/** The ids of a workflow's finished runs, oldest first. */
	async executionsOf(id: string): Promise<string[]> {
		const filter = encodeURIComponent(JSON.stringify({ workflowId: id }));
		const ended: string[] = [];
		// n8n returns at most 100 at once, latest first.
		for (let before = ''; ; ) {
			const path = `/rest/executions?limit=100&filter=${filter}${before}`;
			const { results } = ExecutionList.parse(await this.call('GET', path));
			for (const { id: run, status } of results) if (!ONGOING.includes(status)) ended.push(run);
			const last = results.at(-1);
			if (last === undefined || results.length < 100) return ended.reverse();
			before = `&lastId=${last.id}`;
		}
	}

	/** A run as n8n serves it. */
	async storedExecution(id: string): Promise<unknown> {
		return await this.call('GET', `/rest/executions/${id}`);
	}

	/** A finished run. */
	async execution(id: string): Promise<Execution> {
		return new Execution(await this.call('GET', `/rest/executions/${id}`));
	}

	/** The descriptions of all node types or credential types, as the editor gets them. */
	async types(kind: 'nodes' | 'credentials'): Promise<{ name: string; [key: string]: unknown }[]> {
		const body = await this.request('GET', `/types/${kind}.json`);
		return z.array(z.object({ name: z.string() }).passthrough()).parse(JSON.parse(body));
	}

	/** A file that n8n serves, such as an icon. */
	async file(path: string): Promise<string> {
		return await this.request('GET', `/${path.replace(/^\//, '')}`);
	}

	/** Another call; resolves with the data of the answer. */
	async call(method: string, path: string, body?: unknown): Promise<unknown> {
		return Answer.parse(JSON.parse(await this.request(method, path, body))).data;
	}

	/** Another call; resolves with the answer as it is. */
	async request(method: string, path: string, body?: unknown): Promise<string> {
		const answer = await callHttp(`${this.url.replace('localhost', '127.0.0.1')}${path}`, {
			method,
			headers: {
				'content-type': 'application/json',
				'browser-id': 'n8n-nodes-sms-gateways',
				cookie: this.cookie,
			},
			body: body === undefined ? undefined : JSON.stringify(body),
		});
		const cookies = (answer.headers['set-cookie'] ?? []).map((cookie) => cookie.split(';')[0]);
		if (cookies.length > 0) this.cookie = cookies.join('; ');
		if (answer.status < 400) return answer.body;
		throw new RestError(method, path, answer.status, answer.body);
	}
}
