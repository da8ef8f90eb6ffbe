import { freePort } from '../../tools/n8n/free-port';
import { ALL_PROFILES } from '../profiles';
import { WRONG_SECRET } from '../profiles/profile';
import type { Rig } from './rig';

const ACCOUNTS = ALL_PROFILES.map(({ credential, wrongAccounts: [wrong] }) => ({
	type: credential.name,
	wrong: wrong.fields,
}));

/** What can be signed in with beside the usual. */
const OTHERS = ALL_PROFILES.flatMap(({ displayName, credential, otherSignIn }) =>
	otherSignIn === undefined ? [] : [{ displayName, type: credential.name, ...otherSignIn }],
);

/** The test that n8n makes when a credential is saved. */
export function describeCredentialTests(rig: Rig): void {
	describe.each(ACCOUNTS)('the test of $type', ({ type, wrong }) => {
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
				expect(message).not.toContain(WRONG_SECRET);
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

	test.each(OTHERS)('$label of $displayName is tested too', async ({ type, fields, wrong }) => {
		expect(await rig.test(type, fields)).toMatchObject({ status: 'OK' });
		expect(await rig.test(type, { ...fields, ...wrong })).toMatchObject({ status: 'Error' });
	});
}
