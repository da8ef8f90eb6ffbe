import { manualTriggerOf, readExample } from '../../scripts/n8n/examples';
import type { Rig } from './rig';

const GATEWAY_NODES = ['Messangi', 'mGage', 'Message Central'];

/** The workflows of `examples/` run as they are, once the credentials have the names n8n proposes. */
export function describeExamples(rig: Rig): void {
	describe('the examples', () => {
		beforeEach(() => {
			rig.sandbox.reset();
		});

		test('first-message.json sends one SMS through each gateway', async () => {
			const workflow = readExample('first-message.json');
			const execution = await rig.run(workflow, manualTriggerOf(workflow));
			for (const node of GATEWAY_NODES) {
				expect(execution.items(node).map(({ json }) => json.outcome)).toEqual(['accepted']);
			}
			expect(rig.sandbox.messages()).toHaveLength(3);
		});

		test('crm-contacts.json texts each contact and links each result to it', async () => {
			const workflow = readExample('crm-contacts.json');
			const execution = await rig.run(workflow, manualTriggerOf(workflow));
			const contacts = execution.items('Each Contact').map(({ json }) => json);
			const sent = execution.items('Sent').map(({ json }) => json);
			expect(sent.map(({ name, phone }) => ({ name, phone }))).toEqual(
				contacts.map(({ name, phone }) => ({ name, phone })),
			);
			expect(sent.map(({ outcome }) => outcome)).toEqual(contacts.map(() => 'accepted'));
			expect(
				rig.sandbox
					.messages()
					.map(({ text }) => text)
					.sort(),
			).toEqual(contacts.map(({ message }) => message).sort());
		});
	});
}
