import { manualTriggerOf, readExample } from '../../tools/n8n/examples';
import type { WorkflowFile } from '../../tools/n8n/rest';
import { startCrm } from './crm';
import { rowsOf } from './dataTables';
import { PublishedExample, until } from './publishedExample';
import type { Rig } from './rig';
import { describeWith } from './since';
import { outputs, workflowOfOthers } from './workflows';

const ISO_OFFSET = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)$/) as string;
const ISO_DATE = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string;

/** The examples that a gateway's calls start. */
export function describeCallbackExamples(rig: Rig): void {
	describe('the examples of callbacks', () => {
		test('crm-delivery-report.json updates the row of the CRM by the message id', async () => {
			rig.sandbox.reset();
			const crm = await startCrm();
			await rig.saveCredential({
				name: 'CRM Header Auth account',
				type: 'httpHeaderAuth',
				data: { name: 'x-crm-key', value: crm.key },
			});
			const example = await PublishedExample.publish(
				rig,
				'crm-delivery-report.json',
				undefined,
				(workflow) => {
					const text = JSON.stringify(workflow)
						.replaceAll('https://crm.example.com', crm.url)
						.replaceAll('Header Auth account', 'CRM Header Auth account');
					return JSON.parse(text) as WorkflowFile;
				},
			);
			try {
				await example.receiveFrom('messangi');
				const { sandbox } = rig;
				// The first report is faster than the row.
				crm.beforeRow = async (messageId) => {
					sandbox.setMessageStatus(messageId, 'failed');
					await until('the CRM is asked too early', () => Promise.resolve(crm.missed > 0));
				};
				const execution = await example.run(manualTriggerOf(example.workflow));
				expect(execution.status).toBe('success');
				const runs = await example.runs(3);
				expect(runs.map(({ status }) => status)).toEqual(['success', 'success', 'success']);
				const [failed, delivered] = sandbox.messages();
				const common = { outcome: 'accepted', reason: null, reportedAt: ISO_OFFSET };
				expect(Object.fromEntries(crm.rows)).toEqual({
					'T-1': {
						...common,
						messageId: failed?.id,
						to: '+13056708084',
						status: 'failed',
						errorCode: null,
					},
					'T-2': {
						...common,
						messageId: delivered?.id,
						to: '+12135551234',
						status: 'delivered',
						errorCode: null,
					},
					'T-3': {
						outcome: 'rejected',
						messageId: null,
						to: '12345',
						reason: expect.stringMatching(/\w/) as string,
					},
				});
				// The CRM never hears of this message, and nothing is lost.
				sandbox.sendCallback({
					gateway: 'messangi',
					report: {
						messageId: 'unknown-1',
						status: 'delivered',
						to: '13056708084',
						date: '2026-01-01T00:00:00.000Z',
					},
				});
				const later = await example.runs(4);
				expect(outputs(later.at(-1) ?? execution, 'To Look At')).toHaveLength(1);
			} finally {
				await example.end();
				await crm.close();
			}
		});
	});

	describeWith('data tables that a workflow makes', 'the examples of callbacks, kept', () => {
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

		/** Message Central tells of a message. */
		const report = (status: string) => {
			const messageId = 'a2e87214-d18c-4a2e-b7f4-802c4465a9b9';
			const date = '2023-11-02T13:59:22.000Z';
			const to = '919999999999';
			rig.sandbox.sendCallback({
				gateway: 'messageCentral',
				report: { messageId, status, to, date, fields: { submitDate: '2023-11-02 13:59:18' } },
			});
		};
		/** What went on in each run so far that a call started. */
		const passed = async (example: PublishedExample, runs: number) =>
			(await example.runs(runs)).slice(-runs).map((run) => {
				expect(run.status).toBe('success');
				return outputs(run, 'What Is New').map(({ news }) => news);
			});

		test('once-only.json lets an event pass once, and again when its status moves on', async () => {
			const example = await PublishedExample.publish(rig, 'once-only.json');
			await example.run(manualTriggerOf(example.workflow));
			await example.receiveFrom('messageCentral');
			// Each comes again once the run before has ended: which of two runs at once is the first is
			// nobody's to say.
			const came: unknown[] = [];
			for (const status of ['sent', 'sent', 'delivered', 'delivered']) {
				report(status);
				came.push((await passed(example, came.length + 2)).at(-1));
			}
			expect(came).toEqual([['+919999999999 is pending'], [], ['+919999999999 is delivered'], []]);

			// n8n remembers in its database, not in its memory.
			await example.end();
			await example.activate();
			await example.receiveFrom('messageCentral');
			report('delivered');
			expect((await passed(example, 6)).at(-1)).toEqual([]);

			const tidied = await example.run('Every Hour');
			expect(tidied.status).toBe('success');
			expect(await rowsOf(rig, 'SMS Events Taken')).toHaveLength(5);
			await example.end();
		});

		test.each<[label: string, columns: string[] | null]>([
			['is missing', null],
			['takes no rows, as when it is full', ['other']],
			['cannot say who has an event', ['eventId']],
		])('once-only.json loses nothing when its table %s', async (_label, columns) => {
			const table = `Broken ${String(columns)}`;
			const as = `onceOnlyBroken${columns?.join('') ?? ''}`;
			const example = await PublishedExample.publish(rig, 'once-only.json', as, (workflow) => {
				const text = JSON.stringify(workflow).replaceAll('SMS Events Taken', table);
				return JSON.parse(text) as WorkflowFile;
			});
			if (columns !== null) {
				const column = columns.map((name) => ({ name, type: 'string' }));
				const parameters = { resource: 'table', operation: 'create', tableName: table };
				const create = { ...parameters, columns: { column }, options: {} };
				const made = await rig.run(
					workflowOfOthers('Make', [
						{ name: 'Make', type: 'dataTable', typeVersion: 1.1, parameters: create },
					]),
				);
				expect(made.error).toBeUndefined();
			}
			await example.receiveFrom('messageCentral');
			report('delivered');
			expect(await passed(example, 1)).toEqual([['+919999999999 is delivered']]);
			await example.end();
		});

		test('delivery-dashboard.json counts each day what delivery-tracking.json keeps', async () => {
			const tracking = { ...readExample('delivery-tracking.json'), id: 'trackingForCount' };
			await rig.run(tracking, manualTriggerOf(tracking));
			const kept = await rowsOf(rig, 'SMS Deliveries');
			const count = (field: string, ...values: unknown[]) =>
				kept.filter((row) => values.includes(row[field])).length;
			expect(count('outcome', 'accepted')).toBeGreaterThanOrEqual(3);

			const dashboard = readExample('delivery-dashboard.json');
			const id = await rig.rest.createWorkflow(dashboard);
			for (const trigger of ['Every Hour', manualTriggerOf(dashboard)]) {
				const execution = await rig.rest.runWorkflow(id, trigger);
				rig.heard.push({ what: 'a run of the dashboard', text: execution.raw });
				expect(execution.status).toBe('success');
			}
			const rows = await rowsOf(rig, 'SMS Dashboard');
			const totalOf = (column: string) =>
				rows.reduce((total, row) => total + Number(row[column]), 0);
			// More than one row only when midnight has just passed.
			expect(rows).toHaveLength(new Set(rows.map(({ day }) => day)).size);
			expect(rows[0]?.day).toMatch(/^\d{4}-\d\d-\d\d$/);
			expect(totalOf('sent')).toBe(kept.length);
			expect(totalOf('accepted')).toBe(count('outcome', 'accepted'));
			expect(totalOf('rejected')).toBe(count('outcome', 'rejected'));
			expect(totalOf('unknown')).toBe(count('outcome', 'unknown'));
			expect(totalOf('delivered')).toBe(count('delivery', 'delivered'));
			expect(totalOf('undelivered')).toBe(count('delivery', 'failed', 'expired', 'rejected'));
			const open = kept.filter(({ outcome, delivery }) => outcome === 'accepted' && !delivery);
			expect(totalOf('open')).toBe(open.length);
			expect(open.length).toBeGreaterThanOrEqual(3);
		});
	});
}
