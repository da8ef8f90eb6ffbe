import { manualTriggerOf } from '../../tools/n8n/examples';
import type { Execution } from '../../tools/n8n/execution';
import type { WorkflowFile } from '../../tools/n8n/rest';
import { rowsOf } from './dataTables';
import { PublishedExample } from './publishedExample';
import { inTime } from './questions';
import type { Rig } from './rig';
import { describeWith } from './since';
import { outputs } from './workflows';

const ANA = '13056708084';

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
				const other = await ask('Luis', '+12135551234', 'Friday at 8:00');
				const two = await ask('Ana', `+${ANA}`, 'Friday at 10:00');
				const number = /Reply YES (\d+) to confirm or NO \1 to cancel\.$/.exec(
					texts()[2] ?? '',
				)?.[1];
				expect(number).toBeDefined();

				// Not an answer; a stranger; a question of nobody; a number of somebody else's question.
				await reply(ANA, 'Who is this?');
				await reply('14155550132', 'YES');
				await reply(ANA, 'YES 999999');
				await reply('12135551234', `No ${String(number)}`);
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
				await reply('12135551234', 'ok thanks');
				expect(await endOf(other)).toBe('Confirmed');
				expect((await rowsOf(rig, 'SMS Questions')).map(({ answer }) => answer)).toEqual([
					'yes',
					'yes',
					'no',
				]);
				// Nothing is open any more.
				await reply(ANA, 'no');
				expect(texts()).toHaveLength(4);
			} finally {
				await example.end();
			}
		});
	});
}
