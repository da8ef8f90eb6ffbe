import { manualTriggerOf, readExample } from '../../tools/n8n/examples';
import type { Execution } from '../../tools/n8n/execution';
import { rowsOf, updateRows } from './dataTables';
import { PublishedExample } from './publishedExample';
import type { Rig } from './rig';
import { describeWith } from './since';
import { outputs } from './workflows';

/** The examples that send to many, and keep in a data table to whom not, or not again. */
export function describeCampaignExamples(rig: Rig): void {
	const sent = () => rig.sandbox.messages().map(({ to, text }) => `${to} ${text}`);

	describe('the examples of campaigns', () => {
		beforeEach(() => {
			rig.sandbox.reset();
		});

		test('reminders-from-spreadsheet.json reminds of what is tomorrow, once', async () => {
			const workflow = readExample('reminders-from-spreadsheet.json');
			const id = await rig.rest.createWorkflow(workflow);
			const run = async (trigger: string) => {
				const execution = await rig.rest.runWorkflow(id, trigger);
				rig.heard.push({ what: 'a run of the reminders', text: execution.raw });
				expect(execution.status).toBe('success');
				return execution;
			};
			const outcomesOf = (execution: Execution) =>
				outputs(execution, 'Message Central').map(({ outcome }) => outcome);
			const first = await run('Every Morning');
			expect(outputs(first, 'Rows')).toHaveLength(4);
			expect(outcomesOf(first)).toEqual(['accepted', 'accepted', 'rejected']);
			const texts = [
				'919876543210 Hello Priya, we expect you tomorrow at 9:30.',
				'919876543211 Hello Arjun, we expect you tomorrow at 10:15.',
			];
			expect(sent()).toEqual(texts);
			// The second time, only the one with the wrong number is tried.
			const second = await run(manualTriggerOf(workflow));
			expect(outcomesOf(second)).toEqual(['skipped', 'skipped', 'rejected']);
			expect(sent()).toEqual(texts);
			expect(outputs(second, 'To Look At')).toMatchObject([{ error: { code: 'INVALID_NUMBER' } }]);
		});
	});

	describeWith('data tables that a workflow makes', 'the examples of campaigns, kept', () => {
		beforeEach(() => {
			rig.sandbox.reset();
		});

		test('keyword-campaign.json leaves out who says STOP, until they say START', async () => {
			const example = await PublishedExample.publish(rig, 'keyword-campaign.json');
			try {
				const { sandbox } = rig;
				let runs = 0;
				const campaign = async () => {
					sandbox.reset();
					const execution = await example.run(manualTriggerOf(example.workflow));
					runs++;
					expect(execution.status).toBe('success');
					// "Tom" has no number that can be one.
					expect(outputs(execution, 'To Look At')).toMatchObject([{ outcome: 'rejected' }]);
					const leftOut = outputs(execution, 'Left Out');
					expect(leftOut.every(({ skipReason }) => skipReason === 'doNotSend')).toBe(true);
					return {
						sent: sandbox.messages().map(({ to }) => to),
						leftOut: leftOut.map(({ to }) => to),
					};
				};
				const answer = async (from: string, text: string) => {
					sandbox.reset();
					await example.receiveFrom('messangi');
					sandbox.receive({ gateway: 'messangi', from, to: '87767', text });
					const all = await example.runs(++runs);
					expect(all.at(-1)?.status).toBe('success');
					return sent();
				};
				const luis = '12135551234';
				const grace = '14155550132';
				const ana = '13056708084';
				expect(await campaign()).toEqual({ sent: [ana, luis, grace], leftOut: [] });
				expect(await answer(luis, ' Stop! ')).toEqual([
					`${luis} You will get no more texts from us. Reply START to get them again.`,
				]);
				// One confirmation, whatever comes after.
				expect(await answer(luis, 'STOP')).toEqual([]);
				expect(await answer(luis, 'stop texting me')).toEqual([]);
				expect(await answer(grace, 'Please stop texting me')).toHaveLength(1);
				expect(await answer(luis, 'Help?')).toEqual([
					expect.stringMatching(/^12135551234 Example Shop: .*Reply STOP/),
				]);
				expect(await rowsOf(rig, 'SMS Opt-Outs')).toEqual([
					{ phone: `+${luis}`, word: 'Stop!' },
					{ phone: `+${grace}`, word: 'Please stop texting me' },
				]);
				// No intent: the workflow is not started.
				for (const text of ['cancel my appointment', 'What is this?']) {
					sandbox.receive({ gateway: 'messangi', from: ana, to: '87767', text });
				}
				expect(await campaign()).toEqual({ sent: [ana], leftOut: [`+${luis}`, `+${grace}`] });
				expect(await answer(luis, 'Start')).toEqual([
					`${luis} Welcome! You will get our offers. Reply STOP to get no more texts.`,
				]);
				expect(await rowsOf(rig, 'SMS Opt-Outs')).toMatchObject([{ phone: `+${grace}` }]);
				expect(await campaign()).toEqual({ sent: [ana, luis], leftOut: [`+${grace}`] });
				expect(await example.runs(runs)).toHaveLength(runs);
			} finally {
				await example.end();
			}
		});

		test('keyword-campaign.json confirms once, although two say STOP at the same moment', async () => {
			const example = await PublishedExample.publish(
				rig,
				'keyword-campaign.json',
				'keywordCampaign2',
				(workflow) => {
					// "New Here" has passed both before one of them is written.
					const main = [[{ node: 'Opt Out', type: 'main', index: 0 }]];
					workflow.connections['Which Intent?'] = { main };
					return workflow;
				},
			);
			try {
				await example.run(manualTriggerOf(example.workflow));
				rig.sandbox.reset();
				await example.receiveFrom('messangi');
				const stop = {
					gateway: 'messangi',
					from: '13055550188',
					to: '87767',
					text: 'STOP',
				} as const;
				rig.sandbox.receive([stop, stop]);
				const runs = await example.runs(3);
				expect(runs.map(({ status }) => status)).toEqual(['success', 'success', 'success']);
				const said = runs.flatMap((each) => outputs(each, 'Say Goodbye'));
				expect(said.map(({ outcome }) => outcome).sort()).toEqual(['accepted', 'skipped']);
				expect(sent()).toHaveLength(1);
			} finally {
				await example.end();
			}
		});

		test('failover.json sends another way what was certainly not sent, and asks about the rest', async () => {
			const workflow = readExample('failover.json');
			const id = await rig.rest.createWorkflow(workflow);
			const run = async (trigger: string) => {
				const execution = await rig.rest.runWorkflow(id, trigger);
				rig.heard.push({ what: 'a run of the failover', text: execution.raw });
				expect(execution.status).toBe('success');
				return execution;
			};
			const { sandbox } = rig;
			const pathOf = (number: string) => Buffer.from(number).toString('base64url');
			sandbox.failNext({ path: pathOf('12135551234'), code: 'NOT_ENOUGH_FUNDS' });
			// The gateway has it, and its answer is lost.
			sandbox.failNext({ path: pathOf('14155550132'), cut: 'after' });
			const execution = await run(manualTriggerOf(workflow));
			const ways = () => sandbox.messages().map(({ gateway, to }) => `${gateway} ${to}`);
			const once = ['mGage 12135551234', 'messangi 13056708084', 'messangi 14155550132'];
			expect(ways().sort()).toEqual(once);
			expect(outputs(execution, 'Done').map(({ to }) => to)).toEqual([
				'+13056708084',
				'+12135551234',
			]);
			const open = {
				recipient: '+14155550132',
				text: 'Your code for the garage is 3692.',
				gateway: 'messangi',
				reason: expect.stringMatching(/\w/) as string,
				decision: null,
			};
			expect(await rowsOf(rig, 'SMS To Decide')).toEqual([open]);

			// Nobody has decided yet.
			await run('Every 5 Minutes');
			expect(ways().sort()).toEqual(once);
			// Somebody has: it is sent once, however often the workflow looks.
			await updateRows(rig, 'SMS To Decide', { recipient: '+14155550132' }, { decision: 'send' });
			await run('Every 5 Minutes');
			await run('Every 5 Minutes');
			expect(ways().sort()).toEqual([...once, 'mGage 14155550132'].sort());
			expect(await rowsOf(rig, 'SMS To Decide')).toEqual([{ ...open, decision: 'accepted' }]);
		});
	});
}
