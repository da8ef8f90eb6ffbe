import { manualTriggerOf, readExample } from '../../tools/n8n/examples';
import { describeAgentExample } from './agentExample';
import { describeCallbackExamples } from './callbackExamples';
import { describeCampaignExamples } from './campaignExamples';
import { describeConversationExamples } from './conversationExamples';
import { describeEverydayExamples } from './everydayExamples';
import { describeExampleFiles } from './exampleFiles';
import { describeNeverLost } from './neverLost';
import { describeMigrationReport } from './migrationReport';
import { inTime, linkIn, post } from './questions';
import type { Rig } from './rig';
import { describeWebhookExamples } from './webhookExamples';
import { outputs } from './workflows';

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

		describeNeverLost(rig);

		test('approval-by-sms.json asks, and goes the way of the answer', async () => {
			const workflow = readExample('approval-by-sms.json');
			for (const [answer, way] of [
				['approve', 'Ship It'],
				['decline', 'Hold It Back'],
			] as const) {
				rig.sandbox.reset();
				const id = await rig.rest.createWorkflow({ ...workflow, id: undefined });
				const executionId = await rig.rest.startWorkflow(id, manualTriggerOf(workflow));
				await inTime(
					'it waits',
					async () => (await rig.statusOf(executionId)).status === 'waiting',
				);
				const text = rig.sandbox.messages()[0]?.text ?? '';
				expect(text).toMatch(/^Ship order 4711 for \$1,250\?\nhttp/);
				await post(linkIn(text), answer);
				const execution = await rig.rest.ended(executionId);
				expect(outputs(execution, way)).toMatchObject([{ data: { answered: true } }]);
			}
		});

		test('bulk-from-spreadsheet.json sends what can be sent, and hands on the rest', async () => {
			const workflow = readExample('bulk-from-spreadsheet.json');
			const execution = await rig.run(workflow, manualTriggerOf(workflow));
			expect(rig.sandbox.messages().map(({ to, text }) => `${to} ${text}`)).toEqual([
				'919876543210 Hello Priya, we expect you on Monday at 9:30.',
				'919876543211 Hello Arjun, we expect you on Monday at 10:15.',
				'13056708084 Hello Ana, we expect you on Tuesday at 17:30.',
			]);
			expect(outputs(execution, 'Message Central')).toHaveLength(5);
			expect(outputs(execution, 'To Fix')).toMatchObject([
				{ outcome: 'rejected', row: 4, error: { code: 'INVALID_NUMBER' } },
				{ outcome: 'rejected', row: 6, error: { code: 'EMPTY_VARIABLE' } },
			]);
		});

		test('hubspot-export.json leaves out who opted out, and says what it understood', async () => {
			const workflow = readExample('hubspot-export.json');
			const execution = await rig.run(workflow, manualTriggerOf(workflow));
			expect(rig.sandbox.messages().map(({ to, text }) => `${to} ${text}`)).toEqual([
				'13056708084 Hello Ana, your invoice is ready.',
				'34612345678 Hello Inés, your invoice is ready.',
			]);
			expect(outputs(execution, 'mGage')[0]).toMatchObject({
				fileSummary: {
					phoneColumns: ['Mobile Phone Number'],
					countryColumns: ['Country/Region'],
					consentColumns: ['SMS Opt Out'],
					leftOut: { optedOut: 1, notSaid: 0 },
				},
			});
			expect(outputs(execution, 'Left Out')).toMatchObject([
				{ row: 3, outcome: 'skipped', skipReason: 'doNotSend', to: '+12135551234' },
			]);
			expect(outputs(execution, 'To Fix')).toMatchObject([
				{ row: 5, error: { code: 'EMPTY_NUMBER' } },
			]);
		});

		test('shopify-export.json sends only to those who accept SMS marketing', async () => {
			const workflow = readExample('shopify-export.json');
			const execution = await rig.run(workflow, manualTriggerOf(workflow));
			expect(rig.sandbox.messages().map(({ to, text }) => `${to} ${text}`)).toEqual([
				'919876543210 Hello Priya, our sale starts today.',
			]);
			expect(outputs(execution, 'Left Out')).toMatchObject([
				{ row: 3, skipReason: 'doNotSend' },
				{ row: 4, skipReason: 'doNotSend' },
			]);
			expect(outputs(execution, 'To Fix')).toMatchObject([
				{ row: 5, error: { code: 'EMPTY_NUMBER' } },
			]);
		});

		test.each([
			['0042', { verified: true }],
			['7351', { verified: false, reason: 'wrongCode' }],
		])('one-time-password.json, when the code is %s', async (code, expected) => {
			// n8n takes a workflow's id only once.
			const workflow = { ...readExample('one-time-password.json'), id: `otp${code}` };
			// The example's user types 0042.
			rig.sandbox.setNextOtp(code);
			const execution = await rig.run(workflow, manualTriggerOf(workflow));
			expect(execution.status).toBe('success');
			expect(outputs(execution, 'Check Code')).toMatchObject([expected]);
			expect(rig.sandbox.messages()).toMatchObject([{ operation: 'otp', details: { code } }]);
		});
	});

	describeExampleFiles();
	describeMigrationReport(rig);
	describeCallbackExamples(rig);
	describeCampaignExamples(rig);
	describeConversationExamples(rig);
	describeWebhookExamples(rig);
	describeEverydayExamples(rig);
	describeAgentExample(rig);
}
