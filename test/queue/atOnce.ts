import { outputs, TRIGGER, workflowOf } from '../n8n/workflows';
import { BULK, recipients } from './recipients';
import type { QueueRig } from './rig';

const RECIPIENTS = recipients(300);
/** In milliseconds. */
const LATENCY = 50;
const ATTEMPTS = 8;

const OPTIONS = { deduplicationKey: '={{ $json.to }}' };

/**
 * n8n's store has no lock between processes, so two workers that record a key at the same moment
 * could both send its message; each looks a second time. How many still do is a figure, told in
 * `deploy/README.md`: a worker that the machine holds up may. What has to hold is that nobody is
 * lost, and that one worker alone sends nothing twice.
 */
export function describeAtOnce(rig: QueueRig): void {
	test('two runs of one workflow at the same moment on two workers lose nobody, and send twice to few at most', async () => {
		const doubles: number[] = [];
		for (let attempt = 0; attempt < ATTEMPTS && doubles.length < 3; attempt++) {
			rig.sandbox.reset();
			rig.sandbox.setLatency(LATENCY);
			const parameters = { ...BULK, options: OPTIONS };
			const workflow = await rig.rest.createWorkflow(
				workflowOf('At once', { type: 'messangi', parameters }, RECIPIENTS),
			);
			const runs = await Promise.all(
				[1, 2].map(() => rig.rest.runWorkflow(workflow, TRIGGER, 120_000)),
			);
			const accepted = runs.flatMap((run) =>
				outputs(run).filter(({ outcome }) => outcome === 'accepted'),
			);
			const sent = rig.sandbox.messages().map(({ to }) => `+${to}`);
			expect(accepted.map(({ to }) => to).sort()).toEqual([...sent].sort());
			expect([...new Set(sent)].sort()).toEqual(RECIPIENTS.map(({ to }) => to));
			const workers = new Set(runs.flatMap(({ id }) => rig.workersOf(id)));
			// A single worker has a lock, and took both.
			if (workers.size === 1) expect(sent).toHaveLength(RECIPIENTS.length);
			else doubles.push(sent.length - RECIPIENTS.length);
		}
		expect(doubles.length).toBeGreaterThan(0);
		// Without the second look it is a tenth to a third of them, each time.
		expect(Math.min(...doubles)).toBeLessThanOrEqual(RECIPIENTS.length / 50);
		console.info(
			`Two runs at once on two workers, ${RECIPIENTS.length} recipients: sent twice to ${doubles.join(', ')}.`,
		);
	});
}
