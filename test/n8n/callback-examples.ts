import { manualTriggerOf } from '../../scripts/n8n/examples';
import { rowsOf } from './data-tables';
import { PublishedExample } from './published-example';
import type { Rig } from './rig';
import { outputs } from './workflows';

const ISO_DATE = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string;

/** The examples that a gateway's calls start. */
export function describeCallbackExamples(rig: Rig): void {
	describe('the examples of callbacks', () => {
		beforeEach(() => {
			rig.sandbox.reset();
		});

		test('delivery-tracking.json keeps each message, and marks it when its report comes', async () => {
			const example = await PublishedExample.publish(rig, 'delivery-tracking.json');
			await example.receiveFrom('messangi');
			const { sandbox } = rig;
			// The first message fails so fast that the report is under way before the answer is, ...
			const stopListening = sandbox.onRequest(() => {
				const failing = sandbox.messages().find(({ to }) => to === '13056708084');
				if (failing?.status === 'accepted') sandbox.setMessageStatus(failing.id, 'failed');
			});
			// ... and the third is refused.
			const refused = Buffer.from('14155550132').toString('base64url');
			sandbox.failNext({ path: refused, code: 'BAD_TO' });
			const execution = await example.run(manualTriggerOf(example.workflow));
			expect(execution.status).toBe('success');
			stopListening();
			const [failed, delivered] = sandbox.messages();

			const runs = await example.runs(3);
			expect(runs.map(({ status }) => status)).toEqual(['success', 'success', 'success']);
			const rows = await rowsOf(rig, 'SMS Deliveries');
			expect(rows).toHaveLength(3);
			const parcel = expect.stringMatching(/^Your parcel comes t/) as string;
			const common = { text: parcel, sentAt: ISO_DATE };
			expect(rows).toEqual(
				expect.arrayContaining([
					{
						...common,
						messageId: failed?.id,
						recipient: '+13056708084',
						outcome: 'accepted',
						delivery: 'failed',
						reportedAt: ISO_DATE,
					},
					{
						...common,
						messageId: delivered?.id,
						recipient: '+12135551234',
						outcome: 'accepted',
						delivery: 'delivered',
						reportedAt: ISO_DATE,
					},
					{
						...common,
						messageId: null,
						recipient: '+14155550132',
						outcome: 'rejected',
						delivery: null,
						reportedAt: null,
					},
				]),
			);
			await example.end();
		});

		test('once-only.json lets an event pass once, and again when its status moves on', async () => {
			const example = await PublishedExample.publish(rig, 'once-only.json');
			await example.receiveFrom('messageCentral');
			const report = (status: string, times: number) => {
				const messageId = 'a2e87214-d18c-4a2e-b7f4-802c4465a9b9';
				const date = '2023-11-02T13:59:22.000Z';
				const to = '919999999999';
				rig.sandbox.sendCallback({
					gateway: 'messageCentral',
					times,
					report: { messageId, status, to, date, fields: { submitDate: '2023-11-02 13:59:18' } },
				});
			};
			/** What passed in each run so far. A run in which nothing did, did not get that far. */
			const passed = async (runs: number) =>
				(await example.runs(runs)).map((run) =>
					outputs(run, 'What Is New').map(({ news }) => news),
				);

			report('sent', 2);
			expect(await passed(2)).toEqual([['+919999999999 is pending'], []]);
			report('delivered', 2);
			expect((await passed(4)).slice(2)).toEqual([['+919999999999 is delivered'], []]);

			// n8n remembers in its database, not in its memory.
			await example.end();
			await rig.rest.activate(example.id);
			await example.receiveFrom('messageCentral');
			report('delivered', 1);
			expect((await passed(5)).slice(4)).toEqual([[]]);
			await example.end();
		});
	});
}
