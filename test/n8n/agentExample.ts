import { ACCOUNTS } from '../../sandbox/server/server';
import { manualTriggerOf, readExample } from '../../tools/n8n/examples';
import { type LanguageModel, type ModelRequest, startLanguageModel } from './languageModel';
import { inTime, linkIn, post } from './questions';
import type { Rig } from './rig';
import { describeWith } from './since';
import { outputs } from './workflows';

const API_KEY = 'key-of-the-model-77ab';
const ANA = '+919876543210';

/** The example in which a language model uses one of our nodes as its tool. */
export function describeAgentExample(rig: Rig): void {
	describe('the example of an AI agent (examples)', () => {
		let model: LanguageModel;
		let runs = 0;

		beforeAll(async () => {
			model = await startLanguageModel(API_KEY);
			await rig.saveCredential({
				name: 'OpenAI account',
				type: 'openAiApi',
				data: { apiKey: API_KEY, url: model.url, header: false },
			});
		});
		afterAll(() => model.close());
		beforeEach(() => {
			rig.sandbox.reset();
			model.requests.length = 0;
		});

		/** Lets the model use the tool once, and say "Done"; resolves with what the tool told it. */
		const useTool = async (input: Record<string, unknown>): Promise<unknown> => {
			let told: ModelRequest['messages'][number] | undefined;
			model.script = [
				() => ({ tool: 'Send_SMS', input }),
				({ messages }) => {
					told = messages.at(-1);
					return { text: 'Done' };
				},
			];
			// n8n takes a workflow's id only once.
			const workflow = { ...readExample('ai-agent.json'), id: `agent${String(runs++)}` };
			const execution = await rig.run(workflow, manualTriggerOf(workflow));
			rig.heard.push({ what: 'what the model was told', text: JSON.stringify(model.requests) });
			expect(execution.error).toBeUndefined();
			expect(outputs(execution, 'AI Agent')).toEqual([{ output: 'Done' }]);
			expect(told).toMatchObject({ role: 'tool', tool_call_id: 'call_1' });
			return JSON.parse(String(told?.content)) as unknown;
		};

		test('ai-agent.json sends what the model writes, and tells it the outcome', async () => {
			const message = 'Hi Ana, your order 10482 is ready for pickup until 6 pm.';
			expect(await useTool({ to: ANA, message })).toMatchObject([
				{ gateway: 'messageCentral', outcome: 'accepted', to: ANA, parts: 1 },
			]);
			expect(rig.sandbox.messages()).toMatchObject([
				{ gateway: 'messageCentral', to: '919876543210', from: 'UTOMOB', text: message },
			]);
			// All that the model knows of the node; early n8n 2 does not say that it is not strict.
			const known = model.requests[0]?.tools.map((tool) => ({ strict: false, ...tool.function }));
			expect(known).toEqual([
				{
					name: 'Send_SMS',
					description: expect.stringMatching(/^Sends one text message \(SMS\)/) as string,
					strict: false,
					parameters: {
						$schema: expect.any(String) as string,
						type: 'object',
						properties: {
							to: { type: 'string', description: expect.stringContaining('Ana') as string },
							message: { type: 'string', description: expect.stringContaining('160') as string },
						},
						required: ['to', 'message'],
						additionalProperties: false,
					},
				},
			]);
			expect(JSON.stringify(model.requests)).not.toContain(ACCOUNTS.messageCentral.customerId);
		});

		test('ai-agent.json lets the model choose nothing else', async () => {
			const credentials = { messageCentralApi: { id: 'another', name: 'Another account' } };
			const input = { to: ANA, message: 'Hi', senderId: 'BANK', channel: 'RCS', credentials };
			expect(await useTool(input)).toMatchObject([{ outcome: 'accepted', from: 'UTOMOB' }]);
			expect(rig.sandbox.messages()).toMatchObject([
				{ from: 'UTOMOB', details: { channel: 'SMS' } },
			]);
		});

		test('ai-agent.json sends no more than Max Recipients, however often the model asks', async () => {
			const told: unknown[] = [];
			const call = (text: string) => () => ({
				tool: 'Send_SMS',
				input: { to: ANA, message: text, maxRecipients: 99, options: { maxRecipients: 99 } },
			});
			const listen =
				(then: () => { tool: string; input: Record<string, unknown> } | { text: string }) =>
				({ messages }: ModelRequest) => {
					told.push(JSON.parse(String(messages.at(-1)?.content)));
					return then();
				};
			model.script = [
				call('One'),
				listen(call('Two')),
				listen(call('Three')),
				listen(() => ({ text: 'Done' })),
			];
			const example = readExample('ai-agent.json');
			const nodes = example.nodes.map((node) =>
				node.name === 'Send SMS'
					? {
							...node,
							parameters: { ...(node.parameters as object), options: { maxRecipients: 2 } },
						}
					: node,
			);
			const workflow = { ...example, nodes, id: `agent${String(runs++)}` };
			const execution = await rig.run(workflow, manualTriggerOf(workflow));
			expect(execution.error).toBeUndefined();
			expect(told).toMatchObject([
				[{ outcome: 'accepted' }],
				[{ outcome: 'accepted' }],
				[{ outcome: 'rejected', error: { code: 'TOO_MANY_RECIPIENTS' } }],
			]);
			expect(rig.sandbox.messages().map(({ text }) => text)).toEqual(['One', 'Two']);
		});

		test('ai-agent.json texts nobody whom the workflow does not name', async () => {
			expect(await useTool({ to: '+13056708084', message: 'Hi' })).toMatchObject([
				{ outcome: 'rejected', error: { code: 'INVALID_NUMBER' } },
			]);
			expect(rig.sandbox.requests()).toEqual([]);
		});

		describeWith('steps for human approval', 'with a person in between', () => {
			test('ai-agent-approval.json sends what the manager approves, and nothing else', async () => {
				const told: unknown[] = [];
				const message = 'Hi Ana, your order 10482 is ready for pickup until 6 pm.';
				const input = { toolParameters: { to: '+12135551234', message }, hitlParameters: {} };
				const workflow = readExample('ai-agent-approval.json');
				for (const answer of ['approve', 'decline']) {
					rig.sandbox.reset();
					model.script = [
						() => ({ tool: 'Send_SMS', input }),
						({ messages }) => {
							told.push(JSON.parse(String(messages.at(-1)?.content)));
							return { text: 'Done' };
						},
					];
					const id = await rig.rest.createWorkflow({ ...workflow, id: undefined });
					const executionId = await rig.rest.startWorkflow(id, manualTriggerOf(workflow));
					await inTime('it waits', async () => {
						return (await rig.statusOf(executionId)).status === 'waiting';
					});
					const [question] = rig.sandbox.messages();
					expect(question?.to).toBe('13056708084');
					expect(question?.text).toMatch(
						/^May this text be sent\?\nTo \+12135551234: Hi Ana, .*6 pm\.\nhttp\S+$/,
					);
					await post(linkIn(question?.text ?? ''), answer);
					const execution = await rig.rest.ended(executionId);
					expect(outputs(execution, 'AI Agent')).toEqual([{ output: 'Done' }]);
					const sent = rig.sandbox.messages().slice(1);
					expect(sent.map(({ to, text }) => [to, text])).toEqual(
						answer === 'approve' ? [['12135551234', message]] : [],
					);
				}
				expect(told).toMatchObject([
					[{ outcome: 'accepted', to: '+12135551234' }],
					[{ output: expect.stringContaining('User rejected') as string }],
				]);
			});
		});
	});
}
