import { setTimeout as sleep } from 'node:timers/promises';
import { TRIGGER, workflowOf } from '../n8n/workflows';
import { BULK, recipients } from './recipients';
import { type QueueRig, until } from './rig';

const RECIPIENTS = recipients(600);
const CONCURRENCY = 10;
/** In milliseconds. */
const LATENCY = 200;
/** In milliseconds, what the word takes from main over Redis to the worker on a busy machine. */
const ON_ITS_WAY = 500;

/** "Stop" in the editor reaches the worker. */
export function describeCancellation(rig: QueueRig): void {
	test('stopping a run ends its sending within the time of one request', async () => {
		rig.sandbox.reset();
		rig.sandbox.setLatency(LATENCY);
		const parameters = { ...BULK, options: { concurrency: CONCURRENCY } };
		const workflow = await rig.rest.createWorkflow(
			workflowOf('Stopped', { type: 'messangi', parameters }, RECIPIENTS),
		);
		const id = await rig.rest.startWorkflow(workflow, TRIGGER);
		await until('some are sent', () => rig.sandbox.messages().length >= 5 * CONCURRENCY);

		await rig.rest.stopExecution(id);
		const stoppedAt = Date.now();
		const execution = await rig.rest.ended(id);
		expect(execution.status).toBe('canceled');
		await sleep(2000);
		const times = rig.sandbox.messages().map(({ acceptedAt }) => Date.parse(acceptedAt));
		expect(times.length).toBeLessThan(RECIPIENTS.length);
		expect(Math.max(...times) - stoppedAt).toBeLessThanOrEqual(LATENCY + ON_ITS_WAY);
	});
}
