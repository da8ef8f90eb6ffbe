import { outputs, workflowOf } from '../n8n/workflows';
import { GATEWAYS, PROFILES } from '../profiles';
import type { QueueRig } from './rig';

const RECIPIENTS = Array.from({ length: 60 }, (_, index) => ({
	to: `+1305670${8000 + index}`,
	name: `Person ${index}`,
}));

/** Sends that workers do. */
export function describeSends(rig: QueueRig): void {
	describe('sends', () => {
		beforeEach(() => {
			rig.sandbox.reset();
		});

		test.each(GATEWAYS)('%s: a single send runs on one worker', async (type) => {
			const workflow = workflowOf(`Send ${type}`, { type, parameters: PROFILES[type].send });
			const execution = await rig.run(workflow);
			const [message] = rig.sandbox.messages();
			expect(execution.error).toBeUndefined();
			expect(outputs(execution)).toMatchObject([
				{
					gateway: PROFILES[type].gateway,
					outcome: 'accepted',
					to: PROFILES[type].send.to,
					messageId: message?.id,
				},
			]);
			expect(rig.sandbox.messages()).toHaveLength(1);
			expect(rig.workersOf(execution.id)).toHaveLength(1);
		});

		test.each(GATEWAYS)('%s: a bulk send has the outcome of each recipient', async (type) => {
			const parameters = {
				resource: 'sms',
				operation: 'sendBulk',
				recipientSource: 'items',
				to: '={{ $json.to }}',
				message: 'Hello ##name##',
				variables: { variable: [{ name: 'name', value: '={{ $json.name }}' }] },
				...PROFILES[type].bulk,
			};
			const workflow = workflowOf(`Bulk ${type}`, { type, parameters }, RECIPIENTS);
			const execution = await rig.run(workflow);
			expect(execution.error).toBeUndefined();
			expect(outputs(execution).map(({ outcome, to }) => [outcome, to])).toEqual(
				RECIPIENTS.map(({ to }) => ['accepted', to]),
			);
			const sent = rig.sandbox.messages().map(({ to, text }) => `+${to} ${text}`);
			expect(sent.sort()).toEqual(RECIPIENTS.map(({ to, name }) => `${to} Hello ${name}`).sort());
			expect(rig.workersOf(execution.id)).toHaveLength(1);
		});

		test('runs at the same time share the work among the workers', async () => {
			rig.sandbox.setLatency(300);
			const workflow = workflowOf('Shared', {
				type: 'messangi',
				parameters: PROFILES.messangi.send,
			});
			const runs = await Promise.all(
				Array.from({ length: 12 }, (_, index) => rig.run({ ...workflow, name: `Shared ${index}` })),
			);
			for (const run of runs) expect(outputs(run)).toMatchObject([{ outcome: 'accepted' }]);
			expect(rig.sandbox.messages()).toHaveLength(runs.length);
			const used = runs.flatMap(({ id }) => rig.workersOf(id));
			expect(used).toHaveLength(runs.length);
			expect(new Set(used)).toEqual(new Set(rig.workers));
		});
	});
}
