import { manualTriggerOf } from '../../tools/n8n/examples';
import type { Execution } from '../../tools/n8n/execution';
import type { WorkflowFile } from '../../tools/n8n/rest';
import { rowsOf } from './dataTables';
import { type ModelReply, startLanguageModel } from './languageModel';
import { PublishedExample } from './publishedExample';
import { inTime } from './questions';
import type { Rig } from './rig';
import { describeWith } from './since';
import { outputs } from './workflows';

const ANA = '13056708084';
const LUIS = '12135551234';
const GRACE = '14155550132';
const MODEL_KEY = 'key-of-the-model-90cd';

/** A workflow in which a node has other JSON. */
function withJson(workflow: WorkflowFile, name: string, json: object): WorkflowFile {
	const nodes = workflow.nodes.map((node) =>
		node.name === name
			? {
					...node,
					parameters: { ...(node.parameters as object), jsonOutput: JSON.stringify(json) },
				}
			: node,
	);
	return { ...workflow, nodes };
}

/** The examples in which a phone and a workflow talk by text. */
export function describeConversationExamples(rig: Rig): void {
	describeWith('data tables that a workflow makes', 'the examples of conversations', () => {
		const texts = () => rig.sandbox.messages().map(({ to, text }) => `${to} ${text}`);

		beforeEach(() => {
			rig.sandbox.reset();
		});

		test('question-by-text.json wakes the execution that asked, and no other', async () => {
			const example = await PublishedExample.publish(rig, 'question-by-text.json');
			try {
				/** Asks, and resolves with the run once it waits. */
				const ask = async (name: string, phone: string, time: string): Promise<string> => {
					const workflow = withJson(example.workflow, 'Appointment', { name, phone, time });
					const id = await rig.rest.createWorkflow({ ...workflow, id: undefined });
					const run = await rig.rest.startWorkflow(id, manualTriggerOf(workflow));
					await inTime('it waits', async () => (await rig.statusOf(run)).status === 'waiting');
					return run;
				};
				let replies = 0;
				const reply = async (from: string, text: string) => {
					rig.sandbox.receive({ gateway: 'messangi', from, to: '87767', text });
					const runs = await example.runs(++replies);
					expect(runs.at(-1)?.status).toBe('success');
				};
				const statusesOf = async (...runs: string[]) =>
					await Promise.all(runs.map(async (run) => (await rig.statusOf(run)).status));
				const endOf = async (run: string): Promise<string | undefined> => {
					const execution: Execution = await rig.rest.ended(run);
					rig.heard.push({ what: 'a question by text', text: execution.raw });
					expect(execution.status).toBe('success');
					return ['Confirmed', 'Canceled', 'No Reply'].find(
						(node) => outputs(execution, node).length > 0,
					);
				};

				const one = await ask('Ana', `+${ANA}`, 'Tuesday at 9:30');
				expect(texts()).toEqual([
					`${ANA} Hi Ana, your visit is on Tuesday at 9:30. Reply YES to confirm or NO to cancel.`,
				]);
				await example.receiveFrom('messangi');
				const other = await ask('Luis', `+${LUIS}`, 'Friday at 8:00');
				const two = await ask('Ana', `+${ANA}`, 'Friday at 10:00');
				const number = /Reply YES (\d+) to confirm or NO \1 to cancel\.$/.exec(
					texts()[2] ?? '',
				)?.[1];
				expect(number).toBeDefined();

				// Not an answer; a stranger; a question of nobody; a number of somebody else's question.
				await reply(ANA, 'Who is this?');
				await reply(GRACE, 'YES');
				await reply(ANA, 'YES 999999');
				await reply(LUIS, `No ${String(number)}`);
				expect(await statusesOf(one, other, two)).toEqual(['waiting', 'waiting', 'waiting']);
				expect(texts()).toHaveLength(3);

				await reply(ANA, 'Yes');
				expect(texts()[3]).toMatch(
					/^13056708084 Which one\? Reply YES (\d+) or NO \1 for Tuesday at 9:30\. Reply YES (\d+) or NO \2 for Friday at 10:00\.$/,
				);
				await reply(ANA, `no ${String(number)}.`);
				expect(await endOf(two)).toBe('Canceled');
				expect(await statusesOf(one, other)).toEqual(['waiting', 'waiting']);
				await reply(ANA, 'Sí!');
				expect(await endOf(one)).toBe('Confirmed');
				await reply(LUIS, 'ok thanks');
				expect(await endOf(other)).toBe('Confirmed');
				expect((await rowsOf(rig, 'SMS Questions')).map(({ answer }) => answer)).toEqual([
					'yes',
					'yes',
					'no',
				]);
				// The reply is faster than n8n, which does not wait yet.
				const stopListening = rig.sandbox.onRequest(() => {
					const question = rig.sandbox.messages().find(({ to }) => to === GRACE);
					if (question === undefined) return;
					stopListening();
					rig.sandbox.receive({ gateway: 'messangi', from: GRACE, to: '87767', text: 'YES' });
				});
				const workflow = withJson(example.workflow, 'Appointment', {
					name: 'Grace',
					phone: `+${GRACE}`,
					time: 'Monday at 9:00',
				});
				const id = await rig.rest.createWorkflow({ ...workflow, id: undefined });
				const fast = await rig.rest.startWorkflow(id, manualTriggerOf(workflow));
				expect(await endOf(fast)).toBe('Confirmed');
				expect((await example.runs(++replies)).at(-1)?.status).toBe('success');
				// Nothing is open any more.
				await reply(ANA, 'no');
				expect(texts()).toHaveLength(5);
			} finally {
				await example.end();
			}
		});

		test('ai-agent-by-text.json remembers each phone, and a person takes over on request', async () => {
			const model = await startLanguageModel(MODEL_KEY);
			await rig.saveCredential({
				name: 'Conversation OpenAI account',
				type: 'openAiApi',
				data: { apiKey: MODEL_KEY, url: model.url, header: false },
			});
			const example = await PublishedExample.publish(
				rig,
				'ai-agent-by-text.json',
				undefined,
				(workflow) => {
					const text = JSON.stringify(workflow).replace(
						'"OpenAI account"',
						'"Conversation OpenAI account"',
					);
					return JSON.parse(text) as WorkflowFile;
				},
			);
			try {
				expect((await example.run(manualTriggerOf(example.workflow))).status).toBe('success');
				let runs = 1;
				/** What is sent after a text, when the model is asked as often as there are answers. */
				const write = async (from: string, text: string, ...answers: (() => ModelReply)[]) => {
					rig.sandbox.reset();
					await example.receiveFrom('messangi');
					model.requests.length = 0;
					model.script = [...answers];
					rig.sandbox.receive({ gateway: 'messangi', from, to: '87767', text });
					const all = await example.runs(++runs);
					expect(all.at(-1)?.error).toBeUndefined();
					expect(model.requests).toHaveLength(answers.length);
					return texts();
				};
				const said = () =>
					(model.requests[0]?.messages ?? [])
						.filter(({ role }) => role === 'user' || role === 'assistant')
						.map(({ content }) => content);
				const say = (text: string) => () => ({ text });

				expect(await write(ANA, 'When do you open?', say('At 7.'))).toEqual([`${ANA} At 7.`]);
				expect(await write(LUIS, 'Hi', say('Hello!'))).toEqual([`${LUIS} Hello!`]);
				expect(said()).toEqual(['Hi']);
				// To the model, YES is an answer.
				const long = Array.from({ length: 200 }, (_, index) => `word${String(index)}`).join(' ');
				const parts = await write(ANA, 'Yes', say(long));
				expect(said()).toEqual(['When do you open?', 'At 7.', 'Yes']);
				expect(parts.length).toBe(5);
				expect(parts.every((part) => part.length <= ANA.length + 1 + 290)).toBe(true);
				const together = parts.map((part) => part.slice(ANA.length + 1)).join(' ');
				expect(long.startsWith(together)).toBe(true);
				expect(together.length).toBeGreaterThan(1300);

				// The model can text nobody but the colleague.
				const handOver = () => ({
					tool: 'Tell_a_Person',
					input: { reason: 'Wants a cake', to: `+${GRACE}` },
				});
				expect(
					await write(
						ANA,
						'I want to talk to a person',
						handOver,
						say('A colleague will write soon.'),
					),
				).toEqual([
					`13056708085 Please answer +${ANA}: Wants a cake`,
					`${ANA} A colleague will write soon.`,
				]);
				expect(await write(ANA, 'Are you there?')).toEqual([
					`13056708085 +${ANA} writes: Are you there?`,
				]);

				expect(await write(LUIS, 'Please stop')).toEqual([
					`${LUIS} You will get no more texts from us. Reply START to get them again.`,
				]);
				expect(await write(LUIS, 'STOP')).toEqual([]);
				expect(await write(LUIS, 'When do you open?')).toEqual([]);
				expect(await write(LUIS, 'start')).toEqual([
					`${LUIS} Welcome back! Ask us anything. Reply STOP to get no more texts.`,
				]);
				expect(await write(LUIS, 'HELP')).toEqual([
					expect.stringMatching(/^12135551234 Example Shop answers by text/),
				]);
				expect(await rowsOf(rig, 'SMS Conversations')).toEqual([
					{ phone: `+${ANA}`, state: 'with a person' },
				]);
			} finally {
				await example.end();
				await model.close();
			}
		});
	});
}
