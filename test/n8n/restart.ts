import { PROFILES } from '../profiles';
import type { Rig } from './rig';
import { SEND, TRIGGER, workflowOf } from './workflows';

const PARAMETERS = {
	resource: 'sms',
	operation: 'send',
	channel: 'SMS',
	senderId: 'UTOMOB',
	to: '+91 99999 99999',
	message: 'Hello',
	messageType: 'TRANSACTION',
};

const KEYED = { ...PROFILES.mGage.send, options: { deduplicationKey: 'visit 17' } };

/** n8n is stopped and started between a send and the reading of its result. */
export function describeRestart(rig: Rig): void {
	test('results, credentials, the token and deduplication keys outlive a restart of n8n', async () => {
		rig.sandbox.reset();
		const keyed = await rig.rest.createWorkflow(
			workflowOf('Keys', { type: 'mGage', parameters: KEYED }),
		);
		const outcomesNow = async () => {
			const { json } = (await rig.rest.runWorkflow(keyed, TRIGGER)).items(SEND)[0] ?? {};
			return json?.outcome;
		};
		expect(await outcomesNow()).toBe('accepted');
		const workflow = workflowOf('Restart', { type: 'messageCentral', parameters: PARAMETERS });
		const before = await rig.run(workflow);
		expect(before.items(SEND)[0]?.json).toMatchObject({ outcome: 'accepted' });

		await rig.restart();

		const kept = await rig.rest.execution(before.id);
		rig.heard.push({ what: 'the execution read after the restart', text: kept.raw });
		expect(kept.items(SEND)).toEqual(before.items(SEND));

		const tokensBefore = rig.sandbox.stats().tokensIssued;
		const after = await rig.run({ ...workflow, name: 'After the restart' });
		expect(after.items(SEND)[0]?.json).toMatchObject({ outcome: 'accepted' });
		expect(rig.sandbox.stats().tokensIssued - tokensBefore).toBeLessThanOrEqual(1);
		expect(await outcomesNow()).toBe('skipped');
		expect(rig.sandbox.messages()).toHaveLength(3);
	});
}
