import type { Rig } from './rig';
import { outputs, SEND, origins, workflowOf } from './workflows';

const SMS = {
	resource: 'sms',
	operation: 'send',
	channel: 'SMS',
	senderId: 'UTOMOB',
	messageType: 'TRANSACTION',
};

const BULK = { ...SMS, operation: 'sendBulk', recipientSource: 'items', to: '={{ $json.phone }}' };

const people = (count: number) =>
	Array.from({ length: count }, (_, index) => ({
		phone: `+9198765${String(10_000 + index)}`,
		name: `Ámit ₹😀 ${String(index)}`,
		code: String(index).padStart(4, '0'),
	}));

/** What Message Central is told, one-time passwords apart. */
export function describeMessageCentral(rig: Rig): void {
	const run = (name: string, parameters: object, items?: Record<string, unknown>[]) =>
		rig.run(workflowOf(name, { type: 'messageCentral', parameters: { ...parameters } }, items));

	/** The sends that arrived with a good token: with an old one, n8n signs in and asks again. */
	const sends = () =>
		rig.sandbox
			.requests()
			.filter(({ path, status }) => path.includes('/verification/v3/send') && status === 200);

	const queryOf = (path = '') => new URLSearchParams(path.slice(path.indexOf('?')));

	describe('Message Central', () => {
		beforeEach(() => {
			rig.sandbox.reset();
		});

		test('sends an SMS with its template', async () => {
			const execution = await run('Message Central', {
				...SMS,
				to: '098765 43210',
				message: 'Your parcel arrives today.',
				options: { defaultCountry: 'IN', templateId: '1107', entityId: '1201' },
			});
			const [stored] = rig.sandbox.messages();
			expect(outputs(execution)).toMatchObject([
				{
					gateway: 'messageCentral',
					outcome: 'accepted',
					messageId: stored?.id,
					to: '+919876543210',
					verificationId: expect.stringMatching(/^\d+$/) as string,
				},
			]);
			expect(stored).toMatchObject({ to: '919876543210', text: 'Your parcel arrives today.' });
			expect(queryOf(sends()[0]?.path).get('templateId')).toBe('1107');
			expect(rig.sandbox.stats().tokensIssued).toBeLessThanOrEqual(1);
		});

		test.each(['SMS', 'RCS', 'WHATSAPP', 'SAUTH'])('sends on the channel %s', async (channel) => {
			const parameters = { ...SMS, channel, to: '+91 99999 99999', message: 'Hello' };
			const execution = await run(`Channel ${channel}`, parameters);
			expect(outputs(execution)).toMatchObject([{ outcome: 'accepted', to: '+919999999999' }]);
			expect(rig.sandbox.messages()).toMatchObject([{ text: 'Hello', details: { channel } }]);
		});

		test('twenty items share one token and keep their order', async () => {
			rig.sandbox.expireTokens();
			const items = people(20);
			const parameters = { ...SMS, to: '={{ $json.phone }}', message: 'Hello' };
			const execution = await run('Twenty', parameters, items);
			expect(outputs(execution).map(({ to }) => to)).toEqual(items.map(({ phone }) => phone));
			expect(rig.sandbox.messages()).toHaveLength(20);
			expect(rig.sandbox.stats().tokensIssued).toBeLessThanOrEqual(1);
		});

		test('sends one text to 300 in one request', async () => {
			const items = people(300);
			const parameters = { ...BULK, bulkMode: 'sameMessage', message: 'Hello' };
			const execution = await run('Same message', parameters, items);
			expect(sends()).toHaveLength(1);
			expect(sends()[0]?.body).toBe('');
			expect(queryOf(sends()[0]?.path).get('phoneNumbers')?.split(', ')).toHaveLength(300);
			expect(outputs(execution).map(({ outcome, to }) => [outcome, to])).toEqual(
				items.map(({ phone }) => ['accepted', phone]),
			);
			expect(origins(execution.items(SEND))).toEqual(items.map((_, index) => index));
			expect(rig.sandbox.messages().map(({ to, text }) => `+${to} ${text}`)).toEqual(
				items.map(({ phone }) => `${phone} Hello`),
			);
		});

		test('sends 1,000 texts of their own in one request', async () => {
			const items = people(1000);
			const variable = [
				{ name: 'name', value: '={{ $json.name }}' },
				{ name: 'code', value: '={{ $json.code }}' },
			];
			const parameters = {
				...BULK,
				bulkMode: 'personalized',
				message: 'Hi ##name##, code ##code##',
				variables: { variable },
			};
			const execution = await run('Personalized', parameters, items);
			expect(sends()).toHaveLength(1);
			expect(queryOf(sends()[0]?.path).get('message')).toBe('Hi ##var1##, code ##var2##');
			expect(outputs(execution).map(({ outcome, to }) => [outcome, to])).toEqual(
				items.map(({ phone }) => ['accepted', phone]),
			);
			expect(origins(execution.items(SEND))).toEqual(items.map((_, index) => index));
			expect(rig.sandbox.messages().map(({ to, text }) => [`+${to}`, text])).toEqual(
				items.map(({ phone, name, code }) => [phone, `Hi ${name}, code ${code}`]),
			);
		});
	});
}
