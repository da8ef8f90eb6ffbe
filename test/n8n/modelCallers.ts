import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { z } from 'zod';
import { callHttp } from '../../tools/n8n/http';
import {
	addressOf,
	agentWorkflow,
	callsOf,
	CREDENTIAL,
	makeAgentWith,
	modelForTests,
	newName,
	sendParameters,
	serveTool,
	TO,
	toolNode,
	webhookTrigger,
} from './agentWorkflows';
import { PACKAGE_PREFIX } from './names';
import { inTime, linkIn, post, questionOf } from './questions';
import type { Rig } from './rig';
import { describeWith } from './since';
import { CREDENTIALS, outputs, SEND, TRIGGER, workflowOf } from './workflows';

const API_KEY = 'key-of-the-model-90ef';
/** More than a tool may send if its options say nothing. */
const CALLS = 13;

/** The options of the node. */
const OPTIONS = {
	'not set': {},
	'limit 10': { maxRecipients: 10 },
	'limit 1': { maxRecipients: 1 },
	'no limit': { maxRecipients: 0 },
	'a key': { maxRecipients: 0, deduplicationKey: 'order 4711' },
} as const;
type Setting = keyof typeof OPTIONS;
const SETTINGS = Object.keys(OPTIONS) as Setting[];

/** What a setting gives: how many were sent, and what became of the others. */
type Row = Record<Setting, [sent: number, others: string]>;

const LIMITED: Row = {
	'not set': [10, 'TOO_MANY_RECIPIENTS'],
	'limit 10': [10, 'TOO_MANY_RECIPIENTS'],
	'limit 1': [1, 'TOO_MANY_RECIPIENTS'],
	'no limit': [CALLS, ''],
	'a key': [1, 'skipped'],
};
/** All items are in one run, so all are refused together. */
const AT_ONCE: Row = {
	...LIMITED,
	'not set': [CALLS, ''],
	'limit 10': [0, 'TOO_MANY_RECIPIENTS'],
	'limit 1': [0, 'TOO_MANY_RECIPIENTS'],
};
/** The node is no tool, so nothing is limited that the options do not limit. */
const CALLED: Row = { ...LIMITED, 'not set': [CALLS, ''] };

const Sent = z.object({
	outcome: z.string(),
	error: z.object({ code: z.string(), message: z.string(), hint: z.string() }).optional(),
});
const Sents = z.array(Sent);
const WithText = z.object({ text: z.string() }).passthrough();

const [CREDENTIAL_TYPE] = CREDENTIALS.messageCentral;

/** What calls our nodes, and how many messages go out. */
export function describeModelCallers(rig: Rig): void {
	describe('who calls a node, and what Max Recipients lets through (callers)', () => {
		const tests = modelForTests(rig, API_KEY);

		const calls = (input: (text: string) => object, count = CALLS) =>
			callsOf(Array.from({ length: count }, (_, index) => input(`Hello ${String(index)}`)));
		const withText = (message: string) => ({ message });

		/** Expects of the outcomes what the row says, and that as many messages arrived. */
		const check = (outcomes: readonly z.infer<typeof Sent>[], [sent, others]: Row[Setting]) => {
			const accepted = outcomes.filter(({ outcome }) => outcome === 'accepted');
			const rest = outcomes.filter(({ outcome }) => outcome !== 'accepted');
			expect({
				calls: outcomes.length,
				sent: accepted.length,
				arrived: rig.sandbox.messages().length,
				others: [...new Set(rest.map(({ outcome, error }) => error?.code ?? outcome))],
			}).toEqual({ calls: CALLS, sent, arrived: sent, others: others === '' ? [] : [others] });
			return rest[0]?.error;
		};

		/** What the model was told by its tool, call by call. */
		const told = () =>
			(tests.model.requests.at(-1)?.messages ?? [])
				.filter(({ role }) => role === 'tool')
				.map(({ content }) => content);

		const called = {
			name: 'Called',
			type: 'n8n-nodes-base.executeWorkflowTrigger',
			typeVersion: 1.1,
			position: [0, 0],
			parameters: { inputSource: 'passthrough' },
		};
		/** Publishes a workflow of one node that others can call; resolves with its id. */
		const publish = async (name: string, node: Record<string, unknown>) => {
			const id = await rig.rest.createWorkflow({
				name,
				nodes: [called, { ...node, name: SEND, position: [200, 0] }],
				connections: { Called: { main: [[{ node: SEND, type: 'main', index: 0 }]] } },
				settings: { executionOrder: 'v1' },
			});
			// n8n runs only a published workflow as a tool.
			await rig.rest.activate(id);
			tests.published.push(id);
			return id;
		};
		const sender = (setting: Setting) =>
			publish(`Sub ${setting}`, {
				id: newName('send').replace(' ', '-'),
				type: `${PACKAGE_PREFIX}messageCentral`,
				typeVersion: 1,
				parameters: sendParameters(OPTIONS[setting], false),
				credentials: CREDENTIAL,
				onError: 'continueRegularOutput',
			});
		const caller = (workflow: string) => ({
			type: 'n8n-nodes-base.executeWorkflow',
			typeVersion: 1.2,
			parameters: {
				workflowId: { __rl: true, mode: 'id', value: workflow },
				workflowInputs: { mappingMode: 'defineBelow', value: {}, schema: [] },
				mode: 'each',
				options: { waitForSubWorkflow: true },
			},
		});
		const toolFor = (workflow: string) => ({
			name: SEND,
			type: '@n8n/n8n-nodes-langchain.toolWorkflow',
			typeVersion: 2.2,
			parameters: {
				description: 'Sends a text',
				workflowId: { __rl: true, mode: 'id', value: workflow },
				workflowInputs: { mappingMode: 'defineBelow', value: {}, schema: [] },
			},
		});
		const Responses = z.array(z.object({ response: z.unknown() }).passthrough());

		test.each(SETTINGS)('a person who runs it, %s', async (setting) => {
			const parameters = sendParameters(OPTIONS[setting], false);
			const items = Array.from({ length: CALLS }, () => ({}));
			const workflow = workflowOf(
				`By hand, ${setting}`,
				{ type: 'messageCentral', parameters, onError: 'continueRegularOutput' },
				items,
			);
			check(Sents.parse(outputs(await rig.run(workflow))), AT_ONCE[setting]);
		});

		test.each(SETTINGS)('an AI Agent, %s', async (setting) => {
			tests.model.script = [() => calls(withText), () => ({ text: 'Done' })];
			const execution = await rig.run(agentWorkflow([toolNode(OPTIONS[setting])]));
			expect(execution.error).toBeUndefined();
			const outcomes = told().flatMap((text) => Sents.parse(JSON.parse(String(text))));
			const error = check(outcomes, LIMITED[setting]);
			if (error !== undefined) expect(error.message).toMatch(/^Max Recipients allows \d+ per exec/);
		});

		describe('an AI Agent in production', () => {
			/** Publishes a workflow that a webhook starts; resolves with what starts it. */
			const publishAgent = async (setting: Setting) => {
				const path = newName('agent').replace(' ', '-');
				const trigger = webhookTrigger(path);
				const workflow = agentWorkflow([toolNode(OPTIONS[setting])], { trigger });
				const id = await rig.rest.createWorkflow(workflow);
				await rig.rest.activate(id);
				tests.published.push(id);
				return async (count: number) => {
					tests.model.script = [() => calls(withText, count), () => ({ text: 'Done' })];
					await inTime('the agent has answered', async () => {
						const url = `${addressOf(rig)}/webhook/${path}`;
						const { status, body } = await callHttp(url, { method: 'POST' });
						if (status === 404) return false;
						expect({ status, body }).toEqual({ status: 200, body: '{"output":"Done"}' });
						return true;
					});
					return told().flatMap((text) => Sents.parse(JSON.parse(String(text))));
				};
			};

			test.each(SETTINGS)('one call of its webhook, %s', async (setting) => {
				const call = await publishAgent(setting);
				const error = check(await call(CALLS), LIMITED[setting]);
				if (error !== undefined)
					expect(error.message).toMatch(/^Max Recipients allows \d+ per exec/);
			});

			test('a call of its webhook for each message, limit 1: each counts alone', async () => {
				const call = await publishAgent('limit 1');
				const outcomes: z.infer<typeof Sent>[] = [];
				for (let count = 0; count < CALLS; count++) outcomes.push(...(await call(1)));
				check(outcomes, [CALLS, '']);
			});
		});

		describe('an MCP client', () => {
			/** A workflow with n8n's MCP Server Trigger; resolves with its address. */
			const serve = async (tool: Record<string, unknown>): Promise<URL> => {
				const { workflow, url } = await serveTool(rig, tool);
				tests.published.push(workflow);
				return url;
			};

			/** Calls the tool in one session. */
			const callTimes = async (url: URL, count: number) => {
				const client = new Client({ name: 'test', version: '1.0.0' });
				await client.connect(new StreamableHTTPClientTransport(url));
				const outcomes: z.infer<typeof Sent>[] = [];
				try {
					const { tools } = await client.listTools();
					expect(tools.map(({ name }) => name)).toEqual([SEND]);
					for (let call = 0; call < count; call++) {
						const answer = await client.callTool({
							name: SEND,
							arguments: withText(`Hello ${String(call)}`),
						});
						const [content] = z.array(WithText).parse(answer.content);
						const json: unknown = JSON.parse(content?.text ?? '');
						outcomes.push(...Sents.parse(Array.isArray(json) ? json : [json]));
					}
				} finally {
					await client.close();
				}
				rig.heard.push({ what: 'what an MCP client was told', text: JSON.stringify(outcomes) });
				return outcomes;
			};

			test.each(SETTINGS)('in two sessions, %s', async (setting) => {
				const url = await serve(toolNode(OPTIONS[setting]));
				const outcomes = [...(await callTimes(url, 7)), ...(await callTimes(url, CALLS - 7))];
				const error = check(outcomes, LIMITED[setting]);
				if (error === undefined) return;
				expect(error.message).toMatch(/^Max Recipients allows \d+ per hour, but there is 1 here, /);
				expect(error.hint).toMatch(/what this node sent in the last hour\. Try again in 60 /);
			});

			test('in two sessions, of a sub-workflow, limit 1', async () => {
				const url = await serve(toolFor(await sender('limit 1')));
				const outcomes = [...(await callTimes(url, 7)), ...(await callTimes(url, CALLS - 7))];
				const error = check(outcomes, LIMITED['limit 1']);
				expect(error?.message).toMatch(/^Max Recipients allows 1 per hour, but there is 1 here, /);
				expect(error?.hint).toMatch(/outside of an execution called this workflow, /);
			});
		});

		describeWith('agents outside of workflows', 'an agent of n8n’s Agents', () => {
			/** Sets up an agent with our node as its tool. */
			const makeAgent = async (options: object) => {
				// Counted by account, so that each test has one of its own.
				const { type, data } = rig.credential(CREDENTIAL_TYPE);
				const account = { name: newName('Account'), type, data };
				const credentialId = await rig.rest.createCredential(account);
				const url = await makeAgentWith(rig, {
					type: 'node',
					node: {
						nodeType: `${PACKAGE_PREFIX}messageCentral`,
						nodeTypeVersion: 1,
						nodeParameters: toolNode(options).parameters,
						credentials: { [type]: { id: credentialId, name: account.name } },
					},
				});
				return { url, credentialId };
			};

			/** What the tool said in a conversation of one message. */
			const chat = async (url: string, count: number) => {
				tests.model.requests.length = 0;
				tests.model.script = [
					() => calls(withText, count),
					() => ({ text: 'Done' }),
					...Array.from({ length: 5 }, () => () => ({ text: 'A title' })),
				];
				const stream = await rig.rest.request('POST', `${url}/chat`, {
					message: 'Tell everybody.',
				});
				rig.heard.push({ what: 'what an agent streamed', text: stream });
				const last = tests.model.requests.find(({ messages }) =>
					messages.some(({ role }) => role === 'tool'),
				);
				if (last === undefined) throw new Error(`The tool was not used: ${stream}`);
				return last.messages
					.filter(({ role }) => role === 'tool')
					.map(({ content }) => {
						const { data } = z
							.object({ data: z.array(z.object({ json: Sent })) })
							.parse(JSON.parse(String(content)));
						return data[0]?.json ?? { outcome: 'nothing' };
					});
			};

			test.each([
				['as somebody tries it: each call counts alone', false, CALLS],
				['published: the hour counts', true, 1],
			])('with a sub-workflow that has limit 1, %s', async (_label, isPublished, sent) => {
				const workflowId = await sender('limit 1');
				const url = await makeAgentWith(rig, {
					type: 'workflow',
					workflowId,
					workflow: 'Sub limit 1',
				});
				const results = () =>
					(
						tests.model.requests
							.map(({ messages }) => messages.filter(({ role }) => role === 'tool'))
							.find((messages) => messages.length > 0) ?? []
					).map(({ content }) => String(content));
				tests.model.script = [
					() => calls(() => ({})),
					...Array.from({ length: 50 }, () => () => ({ text: 'Done' })),
				];
				try {
					if (isPublished) {
						await rig.rest.call('POST', `${url}/tasks`, {
							name: 'Tell',
							objective: 'Tell everybody.',
							cronExpression: '*/20 * * * * *',
						});
						await rig.rest.call('POST', `${url}/publish`, {});
					} else {
						await rig.rest.request('POST', `${url}/chat`, { message: 'Tell everybody.' });
					}
					const isDone = () => Promise.resolve(results().length === CALLS);
					await inTime('the agent has called', isDone, 120_000);
					if (isPublished) await rig.rest.call('POST', `${url}/unpublish`);
					const refused = results().filter((text) => text.includes('Max Recipients allows 1 per'));
					expect(rig.sandbox.messages()).toHaveLength(sent);
					expect(refused).toHaveLength(CALLS - sent);
					for (const text of refused) expect(text).toContain('per hour');
				} finally {
					await rig.rest.call('DELETE', url);
				}
			});

			test.each(SETTINGS)('in two conversations, %s', async (setting) => {
				const { url, credentialId } = await makeAgent(OPTIONS[setting]);
				try {
					const outcomes = [...(await chat(url, 7)), ...(await chat(url, CALLS - 7))];
					const row = setting === 'a key' ? ([0, 'KEYS_NOT_STORED'] as const) : LIMITED[setting];
					const error = check(outcomes, [...row]);
					if (error?.code === 'KEYS_NOT_STORED') {
						expect(error.hint).toMatch(/"When Executed by Another Workflow"/);
					} else if (error !== undefined) {
						expect(error.message).toMatch(/^Max Recipients allows \d+ per hour, /);
						expect(error.hint).toMatch(/all tools of this type with the same credential/);
					}
				} finally {
					await rig.rest.call('DELETE', url);
					await rig.rest.deleteCredential(credentialId);
				}
			});
		});

		describe('a sub-workflow', () => {
			/** Lets an agent call the workflow; resolves with what it was told. */
			const letAgentCall = async (workflow: string, version?: number) => {
				tests.model.script = [() => calls(() => ({})), () => ({ text: 'Done' })];
				const execution = await rig.run(agentWorkflow([toolFor(workflow)], { version }));
				expect(execution.error).toBeUndefined();
				return told().map((text) => JSON.parse(String(text)) as unknown);
			};

			test.each(SETTINGS)('that is an agent’s tool, %s', async (setting) => {
				const answers = await letAgentCall(await sender(setting));
				const outcomes = answers.flatMap((json) => Sents.parse(Responses.parse(json)));
				const error = check(outcomes, CALLED[setting]);
				if (error === undefined) return;
				expect(error.message).toMatch(
					/^Max Recipients allows \d+ per execution, but there is 1 here/,
				);
				expect(error.hint).toMatch(
					/Execution \d+ called this workflow, and all of its calls count/,
				);
			});

			test('that an agent’s tool calls, limit 1', async () => {
				const answers = await letAgentCall(
					await publish('Between', caller(await sender('limit 1'))),
				);
				expect(answers).toHaveLength(CALLS);
				expect(rig.sandbox.messages()).toHaveLength(1);
			});

			test.each(SETTINGS)('called for each of 13 items, %s', async (setting) => {
				const workflow = await sender(setting);
				const items = Array.from({ length: CALLS }, () => ({}));
				const run = workflowOf(
					`Loop ${setting}`,
					{ type: 'messageCentral', parameters: {}, onError: 'continueRegularOutput' },
					items,
				);
				const nodes = run.nodes.map((node) =>
					node.name === SEND ? { ...node, ...caller(workflow), credentials: undefined } : node,
				);
				check(Sents.parse(outputs(await rig.run({ ...run, nodes }))), CALLED[setting]);
			});
		});

		describeWith('steps for human approval', 'a step for human review', () => {
			test.each<[Setting, asked: number]>([
				['not set', 10],
				['limit 10', 10],
				['limit 1', 1],
				['no limit', CALLS],
				['a key', 1],
			])('%s', async (setting, asked) => {
				tests.model.script = [
					() => calls((message) => ({ toolParameters: { message }, hitlParameters: {} })),
					() => ({ text: 'Done' }),
				];
				const step = {
					id: newName('ask').replace(' ', '-'),
					name: 'Ask',
					type: `${PACKAGE_PREFIX}messageCentralHitlTool`,
					typeVersion: 1,
					parameters: questionOf('messageCentral', {
						resource: undefined,
						operation: undefined,
						to: TO,
						message: 'May I?',
						options: OPTIONS[setting],
					}),
					credentials: CREDENTIAL,
				};
				const { parameters, ...sender } = toolNode({ maxRecipients: 0 });
				const tool = { ...sender, parameters: { ...parameters, to: '+919876543211' } };
				const id = await rig.rest.createWorkflow(agentWorkflow([step, tool]));
				const executionId = await rig.rest.startWorkflow(id, TRIGGER);
				const questions = () => rig.sandbox.messages().filter(({ to }) => to === TO.slice(1));
				for (let number = 1; number <= asked; number++) {
					await inTime(`question ${String(number)}`, async () => {
						const { status } = await rig.statusOf(executionId);
						return questions().length === number && status === 'waiting';
					});
					await post(linkIn(questions()[number - 1]?.text ?? ''), 'approve');
				}
				const execution = await rig.rest.ended(executionId);
				expect(questions()).toHaveLength(asked);
				expect(rig.sandbox.messages()).toHaveLength(2 * asked);
				rig.heard.push({ what: 'a run with questions', text: execution.raw });
			});
		});
	});
}
