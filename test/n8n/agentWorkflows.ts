import { z } from 'zod';
import { callHttp } from '../../tools/n8n/http';
import type { WorkflowFile } from '../../tools/n8n/rest';
import { PROFILES } from '../profiles';
import { type LanguageModel, startLanguageModel, type ToolCall } from './languageModel';
import { PACKAGE_PREFIX } from './names';
import { inTime } from './questions';
import type { Rig } from './rig';
import { CREDENTIALS, SEND, TRIGGER } from './workflows';

/*
 * Where a model calls our nodes: AI Agent, MCP Server Trigger, and n8n's Agents.
 */

export const AGENT = 'AI Agent';
/** The name of the model's credential. */
export const MODEL_ACCOUNT = 'Model of the callers';
/** Whom the messages of tools go to. */
export const TO = '+919876543210';

const [CREDENTIAL_TYPE, CREDENTIAL_NAME] = CREDENTIALS.messageCentral;
export const CREDENTIAL = { [CREDENTIAL_TYPE]: { id: 'elsewhere', name: CREDENTIAL_NAME } };

const WithId = z.object({ id: z.string() }).passthrough();
const WithHash = z.object({ configHash: z.string().nullable() });

type Node = Record<string, unknown> & { name: string };

let names = 0;

/** What the tests of a `describe` have in common. */
export interface ModelTests {
	/** There is none before the first test. Its script and requests are empty before each. */
	model: LanguageModel;
	/** The ids of workflows to take out of service after a test. */
	published: string[];
}

/** A model with its credential for the tests of a `describe`, and an empty sandbox before each. */
export function modelForTests(rig: Rig, apiKey: string): ModelTests {
	const tests = { published: [] } as Partial<ModelTests> as ModelTests;
	beforeAll(async () => {
		tests.model = await startLanguageModel(apiKey);
		const data = { apiKey, url: tests.model.url, header: false };
		await rig.saveCredential({ name: MODEL_ACCOUNT, type: 'openAiApi', data });
	});
	afterAll(() => tests.model.close());
	beforeEach(() => {
		rig.sandbox.reset();
		tests.model.requests.length = 0;
		tests.model.script = [];
		tests.published = [];
	});
	afterEach(async () => {
		for (const id of tests.published) await rig.rest.deactivate(id);
	});
	return tests;
}

/** A name, or a part of an address, that no other test has. */
export function newName(what: string): string {
	return `${what} ${String(++names)}`;
}

/** The parameters of a node that sends a text: by default the one that a model writes. */
export function sendParameters(options: object, fromModel = true): Record<string, unknown> {
	return {
		...PROFILES.messageCentral.send,
		to: TO,
		message: fromModel ? "={{ $fromAI('message', 'The text', 'string') }}" : 'Hello',
		options,
	};
}

/** A node that sends a text as a model's tool. */
export function toolNode(
	options: object,
	changes: Record<string, unknown> = {},
): Node & { parameters: Record<string, unknown> } {
	return {
		id: newName('send').replace(' ', '-'),
		name: SEND,
		type: `${PACKAGE_PREFIX}messageCentralTool`,
		typeVersion: 1,
		parameters: { ...sendParameters(options), toolDescription: 'Sends a text', ...changes },
		credentials: CREDENTIAL,
	};
}

/** What a model says that uses the tool as often as there are inputs. */
export function callsOf(inputs: readonly object[]): { calls: ToolCall[] } {
	return {
		calls: inputs.map((input) => ({ tool: SEND, input: input as Record<string, unknown> })),
	};
}

const BY_HAND: Node = {
	name: TRIGGER,
	type: 'n8n-nodes-base.manualTrigger',
	typeVersion: 1,
	parameters: {},
};

/** A webhook that answers when the workflow has finished. */
export function webhookTrigger(path: string): Node {
	return {
		name: TRIGGER,
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		webhookId: path,
		parameters: { path, httpMethod: 'POST', responseMode: 'lastNode', options: {} },
	};
}

/** An agent and its model. */
export function agentNodes(text: string, account: string, version = 3.1): Node[] {
	return [
		{
			name: AGENT,
			type: '@n8n/n8n-nodes-langchain.agent',
			typeVersion: version,
			parameters: { promptType: 'define', text, options: {} },
		},
		{
			name: 'Model',
			type: '@n8n/n8n-nodes-langchain.lmChatOpenAi',
			typeVersion: 1.3,
			parameters: {
				model: { __rl: true, mode: 'id', value: 'gpt-5-mini' },
				responsesApiEnabled: false,
				options: {},
			},
			credentials: { openAiApi: { id: 'elsewhere', name: account } },
		},
	];
}

/** A workflow in which a model has tools; each is the tool of the one before it, the first the agent's. */
export function agentWorkflow(
	tools: readonly Node[],
	{ version = 3.1, trigger = BY_HAND }: { version?: number; trigger?: Node } = {},
): WorkflowFile {
	const nodes = [trigger, ...agentNodes('Tell everybody.', MODEL_ACCOUNT, version), ...tools];
	const to = (node: string, kind: string) => ({ [kind]: [[{ node, type: kind, index: 0 }]] });
	const chain = tools.map(({ name }, index) => [
		name,
		to(index === 0 ? AGENT : String(tools[index - 1]?.name), 'ai_tool'),
	]);
	return {
		name: newName('Caller'),
		nodes: nodes.map((node, index) => ({ ...node, position: [index * 200, 0] })),
		connections: {
			[TRIGGER]: to(AGENT, 'main'),
			Model: to(AGENT, 'ai_languageModel'),
			...(Object.fromEntries(chain) as Record<string, object>),
		},
		settings: { executionOrder: 'v1' },
	};
}

/** The address of n8n by its number: the name may have two. */
export function addressOf(rig: Rig): string {
	return rig.n8n.url.replace('localhost', '127.0.0.1');
}

/** Puts a tool into service for MCP clients; resolves with the workflow and the address. */
export async function serveTool(
	rig: Rig,
	tool: Record<string, unknown>,
): Promise<{ workflow: string; url: URL }> {
	const path = newName('sms').replace(' ', '-');
	const nodes = [
		{
			id: `mcp-${path}`,
			name: 'MCP Server Trigger',
			type: '@n8n/n8n-nodes-langchain.mcpTrigger',
			typeVersion: 2,
			webhookId: path,
			position: [0, 0],
			parameters: { path },
		},
		{ ...tool, position: [0, 200] },
	];
	const workflow = await rig.rest.createWorkflow({
		name: `MCP ${path}`,
		nodes,
		connections: {
			[SEND]: { ai_tool: [[{ node: 'MCP Server Trigger', type: 'ai_tool', index: 0 }]] },
		},
		settings: { executionOrder: 'v1' },
	});
	await rig.rest.activate(workflow);
	const url = `${addressOf(rig)}/mcp/${path}`;
	await inTime('n8n serves it', async () => {
		return (await callHttp(url, { method: 'DELETE' })).status !== 404;
	});
	return { workflow, url: new URL(url) };
}

/** Makes an agent of n8n's Agents that has a tool; resolves with its address. */
export async function makeAgentWith(rig: Rig, tool: object): Promise<string> {
	const { id: project } = WithId.parse(await rig.rest.call('GET', '/rest/projects/personal'));
	const base = `/rest/projects/${project}/agents/v2`;
	const name = newName('Agent');
	const { id } = WithId.parse(await rig.rest.call('POST', `${base}/`, { name }));
	const { configHash } = WithHash.parse(await rig.rest.call('GET', `${base}/${id}/config`));
	await rig.rest.call('PUT', `${base}/${id}/config`, {
		baseConfigHash: configHash,
		config: {
			name,
			model: 'openai/gpt-5-mini',
			credential: rig.credential('openAiApi').id,
			instructions: 'Tell everybody.',
			tools: [{ name: SEND, description: 'Sends a text', ...tool }],
		},
	});
	return `${base}/${id}`;
}
