import { setTimeout as sleep } from 'node:timers/promises';
import type { N8n } from '../../tools/n8n/process';
import { callbackSecret, served, triggerWorkflow, TRIGGER, urlOf } from '../n8n/callbacks';
import { outputs, workflowOf } from '../n8n/workflows';
import { BULK, recipients } from './recipients';
import type { QueueRig } from './rig';

const RECIPIENTS = recipients(40);

/** What gateways call reaches main, or a webhook process, and the workflow runs on the workers. */
export function describeTrigger(rig: QueueRig): void {
	describe('SMS Gateway Trigger', () => {
		let workflow = '';

		beforeAll(async () => {
			await rig.rest.createCredential(callbackSecret());
			workflow = await rig.rest.createWorkflow(
				triggerWorkflow('messangi', { options: { finalOnly: true } }, 'queue'),
			);
			await rig.rest.activate(workflow);
		});

		test.each<[process: string, of: () => N8n]>([
			['main', () => rig.main],
			['a webhook process', () => rig.webhook],
		])('%s takes the calls, and workers run each event once', async (_process, of) => {
			const n8n = of();
			if (!n8n.isRunning()) await n8n.start();
			const url = urlOf(n8n.url, 'queue');
			await served(url);
			rig.sandbox.reset();
			const before = await rig.rest.executionsOf(workflow);
			const { data } = callbackSecret();
			rig.sandbox.setCallback('messangi', {
				url,
				secret: { in: 'query', name: data.name, value: data.secret },
			});
			const sent = await rig.run(
				workflowOf('Reported', { type: 'messangi', parameters: BULK }, RECIPIENTS),
			);
			const ids = outputs(sent).map(({ messageId }) => messageId);
			await rig.sandbox.callbacksSettled();
			// Were an event run twice, the second would be there by then.
			const runs = await startedAfter(before.length, RECIPIENTS.length);

			const events = await Promise.all(runs.map((id) => rig.rest.execution(id)));
			const reports = events.flatMap((each) => outputs(each, TRIGGER));
			expect(reports.map(({ event, status }) => `${String(event)} ${String(status)}`)).toEqual(
				RECIPIENTS.map(() => 'deliveryReport delivered'),
			);
			expect(reports.map(({ messageId }) => messageId).sort()).toEqual(ids.sort());
			expect(new Set(reports.map(({ eventId }) => eventId)).size).toBe(RECIPIENTS.length);
			for (const run of runs) expect(rig.workersOf(run)).toHaveLength(1);
			expect(rig.main.log()).not.toContain('Worker started execution');
		});

		/** The runs that came after the first ones, once there are so many and no more come. */
		async function startedAfter(first: number, count: number): Promise<string[]> {
			for (let look = 0; look < 900; look++) {
				if ((await rig.rest.executionsOf(workflow)).length >= first + count) break;
				await sleep(100);
			}
			await sleep(1000);
			return (await rig.rest.executionsOf(workflow)).slice(first);
		}
	});
}
