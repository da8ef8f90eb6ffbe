import type { GatewayNode } from '../n8n/workflows';
import { outputs, workflowOf } from '../n8n/workflows';
import { SENDS } from '../sends';
import type { QueueRig } from './rig';

const GATEWAYS = Object.keys(SENDS) as GatewayNode[];

const RECIPIENTS = Array.from({ length: 60 }, (_, index) => ({
	to: `+1305670${8000 + index}`,
	name: `Person ${index}`,
}));

/** Bulk sends that the sandbox accepts. */
const BULK: Record<GatewayNode, Record<string, unknown>> = {
	messangi: { via: 'send', carrier: 'Movistar', from: '19893653744' },
	mGage: { from: '87767', programId: '12345' },
	messageCentral: {
		channel: 'SMS',
		senderId: 'UTOMOB',
		messageType: 'TRANSACTION',
		bulkMode: 'personalized',
	},
};

/** Sends that workers do. */
export function describeSends(rig: QueueRig): void {
	describe('sends', () => {
		beforeEach(() => {
			rig.sandbox.reset();
		});

		test.each(GATEWAYS)('%s: a single send runs on one worker', async (type) => {
			const workflow = workflowOf(`Send ${type}`, { type, parameters: SENDS[type] });
			const execution = await rig.run(workflow);
			const [message] = rig.sandbox.messages();
			expect(execution.error).toBeUndefined();
			expect(outputs(execution)).toMatchObject([
				{ gateway: type, outcome: 'accepted', to: SENDS[type].to, messageId: message?.id },
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
				...BULK[type],
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
			const workflow = workflowOf('Shared', { type: 'messangi', parameters: SENDS.messangi });
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
