import type { Rig } from './rig';
import { freePort } from '../../tools/n8n/free-port';

const WRONG: [type: string, changes: Record<string, unknown>][] = [
	['messangiApi', { privateKey: 'wrong-private-key' }],
	['mGageApi', { password: 'wrong-mgage-password' }],
	['messageCentralApi', { password: 'wrong-mc-password' }],
];

/** The test that n8n makes when a credential is saved. */
export function describeCredentialTests(rig: Rig): void {
	describe.each(WRONG)('the test of %s', (type, wrong) => {
		test('is passed by the right key, and sends nothing', async () => {
			rig.sandbox.reset();
			expect(await rig.test(type)).toMatchObject({ status: 'OK' });
			expect(rig.sandbox.requests().length).toBeGreaterThan(0);
			expect(rig.sandbox.messages()).toEqual([]);
		});

		test('tells a wrong key from an unreachable host, and repeats no secret', async () => {
			const wrongKey = await rig.test(type, wrong);
			const nobody = `http://127.0.0.1:${String(await freePort())}`;
			const unreachable = await rig.test(type, { baseUrl: nobody });
			expect(wrongKey.status).toBe('Error');
			expect(unreachable.status).toBe('Error');
			expect(wrongKey.message).not.toBe(unreachable.message);
			for (const { message } of [wrongKey, unreachable]) {
				expect(message.split(' ').length).toBeGreaterThan(3);
				for (const value of Object.values(wrong)) expect(message).not.toContain(value);
			}
		});

		test.each([
			'www.example.com/path',
			'http://www.example.com/path',
			'https:/www.example.com',
			'',
		])('says in one sentence that the Base URL %j must begin with https://', async (baseUrl) => {
			rig.sandbox.reset();
			expect(await rig.test(type, { baseUrl })).toEqual({
				status: 'Error',
				message: 'Base URL must begin with https://, e.g. https://www.example.com/path',
			});
			expect(rig.sandbox.requests()).toEqual([]);
		});
	});

	test('the long-lived token of Message Central is tested too', async () => {
		expect(await rig.test('messageCentralApi', { authentication: 'authToken' })).toMatchObject({
			status: 'OK',
		});
		const wrong = { authentication: 'authToken', authToken: 'wrong-auth-token' };
		expect(await rig.test('messageCentralApi', wrong)).toMatchObject({ status: 'Error' });
	});
}
