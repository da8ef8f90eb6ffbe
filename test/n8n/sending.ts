import type { Execution } from '../../scripts/n8n/execution';
import type { Rig } from './rig';
import { SEND, workflowOf } from './workflows';

const MESSANGI = { resource: 'sms', operation: 'send', carrier: 'Movistar', from: '19893653744' };

const outputs = (execution: Execution) => execution.items(SEND).map(({ json }) => json);

/** One message through each gateway, as the contract has it. */
export function describeSending(rig: Rig): void {
	describe('sending', () => {
		beforeEach(() => {
			rig.sandbox.reset();
		});

		test('Messangi sends an SMS', async () => {
			const parameters = { ...MESSANGI, to: '+1 (305) 670-8084', message: '¿Qué tal? ~~~ñ' };
			const execution = await rig.run(workflowOf('Messangi', { type: 'messangi', parameters }));
			const [stored] = rig.sandbox.messages();
			expect(outputs(execution)).toEqual([
				expect.objectContaining({
					gateway: 'messangi',
					outcome: 'accepted',
					messageId: stored?.id,
					to: '+13056708084',
					from: '19893653744',
					status: 'SENT_TO_CARRIER',
					parts: 1,
				}),
			]);
			expect(rig.sandbox.messages()).toEqual([
				expect.objectContaining({
					gateway: 'messangi',
					operation: 'sendSMS',
					to: '13056708084',
					text: '¿Qué tal? ~~~ñ',
				}),
			]);
		});

		test('Messangi sends through a campaign, with flags', async () => {
			const parameters = {
				...MESSANGI,
				operation: 'sendCampaign',
				carrier: '',
				to: '+1 305 670 8084',
				message: 'Campaign',
				options: { flags: '3' },
			};
			const execution = await rig.run(workflowOf('Campaign', { type: 'messangi', parameters }));
			expect(outputs(execution)).toEqual([
				expect.objectContaining({ gateway: 'messangi', outcome: 'accepted', to: '+13056708084' }),
			]);
			expect(rig.sandbox.messages()).toEqual([
				expect.objectContaining({
					operation: 'sendMT',
					to: '13056708084',
					text: 'Campaign',
					details: { carrier: 'null', flags: '3' },
				}),
			]);
		});

		test('mGage sends an SMS of more than 160 characters when that is allowed', async () => {
			const message = 'Long. '.repeat(40).trim();
			const parameters = {
				resource: 'sms',
				operation: 'send',
				from: '19893653744',
				programId: '1001',
				to: '(415) 555-0132',
				message,
				options: { allowLongMessages: true, defaultCountry: 'US' },
			};
			const execution = await rig.run(workflowOf('mGage', { type: 'mGage', parameters }));
			const [stored] = rig.sandbox.messages();
			expect(outputs(execution)).toEqual([
				expect.objectContaining({
					gateway: 'mGage',
					outcome: 'accepted',
					messageId: stored?.id,
					to: '+14155550132',
					parts: 2,
				}),
			]);
			expect(stored).toMatchObject({ gateway: 'mGage', to: '14155550132', text: message });
		});

		test('Message Central sends an SMS with its template', async () => {
			const parameters = {
				resource: 'sms',
				operation: 'send',
				channel: 'SMS',
				senderId: 'UTOMOB',
				to: '098765 43210',
				message: 'Your parcel arrives today.',
				messageType: 'TRANSACTION',
				options: { defaultCountry: 'IN', templateId: '1107', entityId: '1201' },
			};
			const workflow = workflowOf('Message Central', { type: 'messageCentral', parameters });
			const execution = await rig.run(workflow);
			const [stored] = rig.sandbox.messages();
			expect(outputs(execution)).toEqual([
				expect.objectContaining({
					gateway: 'messageCentral',
					outcome: 'accepted',
					messageId: stored?.id,
					to: '+919876543210',
					verificationId: expect.stringMatching(/^\d+$/) as string,
				}),
			]);
			expect(stored).toMatchObject({ to: '919876543210', text: 'Your parcel arrives today.' });
			expect(rig.sandbox.stats().tokensIssued).toBeLessThanOrEqual(1);
		});

		test('twenty items share one Message Central token and keep their order', async () => {
			rig.sandbox.expireTokens();
			const items = Array.from({ length: 20 }, (_, index) => ({
				phone: `+91 99999 999${String(10 + index)}`,
			}));
			const parameters = {
				resource: 'sms',
				operation: 'send',
				channel: 'SMS',
				senderId: 'UTOMOB',
				to: '={{ $json.phone }}',
				message: 'Hello',
				messageType: 'TRANSACTION',
			};
			const workflow = workflowOf('Twenty', { type: 'messageCentral', parameters }, items);
			const execution = await rig.run(workflow);
			expect(outputs(execution).map(({ to }) => to)).toEqual(
				items.map(({ phone }) => phone.replaceAll(' ', '')),
			);
			expect(rig.sandbox.messages()).toHaveLength(20);
			expect(rig.sandbox.stats().tokensIssued).toBeLessThanOrEqual(1);
		});
	});
}
