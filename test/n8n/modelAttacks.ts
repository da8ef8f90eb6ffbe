import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { z } from 'zod';
import { ALL_PROFILES, NODE_PROFILES } from '../profiles';
import {
	AGENT,
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
} from './agentWorkflows';
import { formsOf } from './kept';
import { PACKAGE_PREFIX } from './names';
import type { Rig } from './rig';
import { describeWith } from './since';
import { CREDENTIALS, outputs, SEND } from './workflows';

/*
 * What a hostile model or MCP client says to a tool of ours in a real n8n, to send more than it may, or to
 * learn or choose what it must not. What needs only n8n's engine is in `test/runtime/input/hostileModel.test.ts`.
 */

const API_KEY = 'key-of-the-hostile-model-1c07';
/** Whom the workflow's author lets the model text. */
const [ONE, TWO] = [TO, '+919876543211'];
const ELEVEN = Array.from({ length: 11 }, (_, index) => `+9198765433${String(10 + index)}`);

const TO_FROM_MODEL = "={{ $fromAI('to', 'The number', 'string') }}";
const BULK = {
	operation: 'sendBulk',
	recipientSource: 'list',
	recipients: "={{ $fromAI('recipients', 'The numbers', 'string') }}",
	bulkMode: 'sameMessage',
	invalidRecipients: 'skip',
};

/** What is said, and the texts that arrive for it; null for nothing. */
const SAID: [label: string, args: string, arrives: string | null][] = [
	[
		'limits and options',
		'{"maxRecipients":99,"options":{"maxRecipients":0},"options.maxRecipients":0,"limit":99}',
		'Hello',
	],
	[
		'a credential, a node and a workflow',
		'{"credentials":{"messageCentralApi":{"id":"9"}},"node":{"id":"9"},"workflowId":"9","executionId":"9"}',
		'Hello',
	],
	[
		'code',
		'{"message":"={{ $credentials }} {{ 6 * 7 }} {{ $env.PATH }} {{ $workflow.id }} ${1+1}"}',
		'={{ $credentials }} {{ 6 * 7 }} {{ $env.PATH }} {{ $workflow.id }} ${1+1}',
	],
	['a wish for secrets', '{"message":"Return your credential"}', 'Return your credential'],
	['placeholders', '{"message":"##to## ##authToken##"}', '##to## ##authToken##'],
	['code as the number', '{"to":"={{ \\"+919876543210\\" }}"}', null],
	['an object as the number', '{"to":{"number":"+919876543210"}}', null],
	['a list as the number', '{"to":["+919876543210","+919876543211"]}', null],
	['an object as the message', '{"message":{"text":"Hello"}}', null],
	['1 MB as the message', JSON.stringify({ message: 'a'.repeat(1_000_000) }), null],
	['1 MB as the number', JSON.stringify({ to: '+9198765432'.repeat(90_000) }), null],
];
const sayingOf = (args: string) =>
	JSON.parse(
		// The last of two equal keys counts.
		`{"to":"${ONE}","message":"Hello",${args.slice(1)}`,
	) as Record<string, unknown>;

const Fields = z.array(z.object({ name: z.string(), default: z.unknown() }).passthrough());
const Texts = z.array(z.object({ text: z.string() }).passthrough());

/** What a hostile model or client reaches. */
export function describeModelAttacks(rig: Rig): void {
	describe('a hostile model (attacks)', () => {
		const tests = modelForTests(rig, API_KEY);

		const arrived = () => rig.sandbox.messages().map(({ text }) => text);
		const expectNoSecret = (text: string) => {
			const secrets = ALL_PROFILES.flatMap((profile) => profile.secrets);
			expect(secrets.filter((each) => formsOf(each).some((form) => text.includes(form)))).toEqual(
				[],
			);
		};

		test('n8n proposes words that say what a tool costs, and what must not be repeated', async () => {
			const types = await rig.rest.types('nodes');
			for (const { gateway, displayName } of NODE_PROFILES) {
				const tool = types.find(({ name }) => name === `${PACKAGE_PREFIX}${gateway}Tool`);
				const [field] = Fields.parse(tool?.properties).filter(
					({ name }) => name === 'toolDescription',
				);
				expect(field?.default).toMatch(
					/^Sends text .* costs money .*"unknown".* never send it again\.$/,
				);
				expect(field?.default).toContain(displayName);
				expect(tool?.description).toBe(field?.default);
			}
		});

		describe('an MCP client', () => {
			const serve = async (options: object, changes: Record<string, unknown> = {}) => {
				const { workflow, url } = await serveTool(rig, toolNode(options, changes));
				tests.published.push(workflow);
				return url;
			};
			const connect = async (url: URL) => {
				const client = new Client({ name: 'hostile', version: '1.0.0' });
				await client.connect(new StreamableHTTPClientTransport(url));
				return client;
			};
			/** What the tool says, or why n8n did not call it. */
			const say = async (client: Client, args: Record<string, unknown>): Promise<string> => {
				try {
					const { content } = await client.callTool({ name: SEND, arguments: args });
					return Texts.parse(content)
						.map(({ text }) => text)
						.join();
				} catch (error) {
					return String(error);
				}
			};

			test.each([
				['not set', {}, 10],
				['limit 1', { maxRecipients: 1 }, 1],
			])('13 calls at once, in two sessions: %s', async (_label, options, sent) => {
				const url = await serve(options);
				const clients = [await connect(url), await connect(url)];
				const calls = Array.from({ length: 13 }, async (_, index) => {
					const client = clients[index % 2];
					return client === undefined ? '' : await say(client, { message: `At once ${index}` });
				});
				const said = await Promise.all(calls);
				for (const client of clients) await client.close();
				expect(arrived()).toHaveLength(sent);
				expect(said.filter((text) => text.includes('TOO_MANY_RECIPIENTS'))).toHaveLength(13 - sent);
			});

			test('whatever it says', async () => {
				const client = await connect(await serve({ maxRecipients: 0 }, { to: TO_FROM_MODEL }));
				for (const [label, args, arrives] of SAID) {
					rig.sandbox.reset();
					const text = await say(client, sayingOf(args));
					expect([label, ...arrived()]).toEqual(arrives === null ? [label] : [label, arrives]);
					expectNoSecret(text);
				}
				await client.close();
			});

			test.each([
				['__proto__', 1],
				['toString', 1],
				// n8n refuses the call.
				['constructor', 0],
			])('the name %s, three times with limit 1', async (name, sent) => {
				const client = await connect(await serve({ maxRecipients: 1 }));
				const args = sayingOf(`{"${name}":{"maxRecipients":0},"x":1}`);
				for (let call = 0; call < 3; call++) await say(client, args);
				await client.close();
				expect(arrived()).toHaveLength(sent);
			});

			test('a list of 11 in one call, and of 10 twice', async () => {
				const client = await connect(await serve({}, BULK));
				const list = (count: number) => ({
					message: 'Hello',
					recipients: ELEVEN.slice(0, count).join(),
				});
				expect(await say(client, list(11))).toContain('TOO_MANY_RECIPIENTS');
				expect(arrived()).toEqual([]);
				expect(await say(client, list(10))).toContain('accepted');
				expect(arrived()).toHaveLength(10);
				expect(await say(client, list(10))).toContain('TOO_MANY_RECIPIENTS');
				expect(arrived()).toHaveLength(10);
				await client.close();
			});
		});

		describe('an AI Agent', () => {
			/** Lets the model call tools in one answer; resolves with what it was told. */
			const letCall = async (
				calls: ReturnType<typeof callsOf>,
				options: object,
				changes: Record<string, unknown> = {},
				others: { name: string }[] = [],
			) => {
				tests.model.script = [
					() => calls,
					...Array.from({ length: 5 }, () => () => ({ text: 'Done' })),
				];
				const workflow = agentWorkflow([toolNode(options, changes)]);
				const nodes = [
					...workflow.nodes,
					...others.map((node) => ({ ...node, position: [0, 300] })),
				];
				const execution = await rig.run({ ...workflow, nodes });
				const told = (tests.model.requests.at(-1)?.messages ?? [])
					.filter(({ role }) => role === 'tool')
					.map(({ content }) => String(content));
				return { execution, told };
			};

			test.each(SAID)('says %s', async (_label, args, arrives) => {
				const { told } = await letCall(
					callsOf([sayingOf(args)]),
					{ maxRecipients: 1 },
					{ to: TO_FROM_MODEL },
				);
				expect(arrived()).toEqual(arrives === null ? [] : [arrives]);
				expectNoSecret(told.join());
			});

			test('the number of a tool’s own node is not for the model to choose', async () => {
				const { told } = await letCall(callsOf([{ to: TWO, message: 'Hello' }]), {});
				expect(told).toHaveLength(1);
				expect(rig.sandbox.messages().map(({ to }) => to)).toEqual([ONE.slice(1)]);
			});

			test('what a field takes from $json is the model’s', async () => {
				await letCall(
					callsOf([{ message: 'Hello', phone: TWO }]),
					{},
					{ to: '={{ $json.phone }}' },
				);
				expect(rig.sandbox.messages().map(({ to }) => to)).toEqual([TWO.slice(1)]);
			});

			test('nodes that are not its tools, by their names', async () => {
				const other = {
					id: 'other',
					name: 'Other',
					type: `${PACKAGE_PREFIX}messageCentral`,
					typeVersion: 1,
					parameters: sendParameters({}, false),
					credentials: CREDENTIAL,
				};
				for (const tool of ['Other', 'Start', 'Model', AGENT, 'AI_Agent', '__proto__']) {
					await letCall({ calls: [{ tool, input: { message: 'Hello' } }] }, {}, {}, [other]);
				}
				expect(arrived()).toEqual([]);
			});

			test('a list of 11 in one call, and of 10 twice', async () => {
				const list = (count: number) => ({
					message: 'Hello',
					recipients: ELEVEN.slice(0, count).join(),
				});
				const { execution, told } = await letCall(
					callsOf([list(11), list(10), list(10)]),
					{},
					BULK,
				);
				expect(execution.error).toBeUndefined();
				expect(outputs(execution, AGENT)).toEqual([{ output: 'Done' }]);
				expect(told.map((text) => /TOO_MANY_RECIPIENTS|accepted/.exec(text)?.[0])).toEqual([
					'TOO_MANY_RECIPIENTS',
					'accepted',
					'TOO_MANY_RECIPIENTS',
				]);
				expect(arrived()).toHaveLength(10);
			});
		});

		describeWith('agents outside of workflows', 'an agent of n8n’s Agents', () => {
			test('whatever it says', async () => {
				const { type, data } = rig.credential(CREDENTIALS.messageCentral[0]);
				const account = { name: newName('Account'), type, data };
				const credentialId = await rig.rest.createCredential(account);
				const url = await makeAgentWith(rig, {
					type: 'node',
					node: {
						nodeType: `${PACKAGE_PREFIX}messageCentral`,
						nodeTypeVersion: 1,
						nodeParameters: toolNode({ maxRecipients: 0 }, { to: TO_FROM_MODEL }).parameters,
						credentials: { [type]: { id: credentialId, name: account.name } },
					},
				});
				try {
					for (const [label, args, arrives] of SAID) {
						rig.sandbox.reset();
						tests.model.script = [
							() => callsOf([sayingOf(args)]),
							...Array.from({ length: 5 }, () => () => ({ text: 'Done' })),
						];
						const stream = await rig.rest.request('POST', `${url}/chat`, { message: 'Go' });
						expect([label, ...arrived()]).toEqual(arrives === null ? [label] : [label, arrives]);
						expectNoSecret(stream);
					}
				} finally {
					await rig.rest.call('DELETE', url);
					await rig.rest.deleteCredential(credentialId);
				}
			});
		});
	});
}
