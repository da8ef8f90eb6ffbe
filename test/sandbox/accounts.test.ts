import { createSandbox } from '../../sandbox/server/server';
import { call, sendMessageCentral, sendMGage, sendSMSPath, tokenPath } from './client';
import { sandboxForTests } from './forTests';

const OWN = {
	messangi: { instanceId: '9', publicKey: 'own-public-key' },
	mGage: { password: 'own-mgage-password' },
	messageCentral: { customerId: 'C-OWN', password: 'own-mc-password', authToken: 'own-auth-token' },
};

describe('a sandbox with accounts of its own', () => {
	const sandbox = sandboxForTests({ accounts: OWN });

	it('does not know the demo accounts', async () => {
		expect((await call(sandbox, sendSMSPath())).body).toContain('BAD_SIGNATURE');
		expect((await sendMGage(sandbox)).status).toBe(401);
		expect((await sendMessageCentral(sandbox)).status).toBe(401);
		expect((await call(sandbox, tokenPath())).body).toContain('customerId is invalid');
		expect(sandbox.messages()).toEqual([]);
	});

	it('knows its own', async () => {
		// A username that is left out stays the demo account's.
		const authorization = `Basic ${btoa(`sandbox:${OWN.mGage.password}`)}`;
		const { customerId, password, authToken } = OWN.messageCentral;
		const sent = await sendMGage(sandbox, {}, { headers: { authorization } });
		expect(sent.body).toContain('<statusCode>0<');
		const headers = { authToken };
		expect((await sendMessageCentral(sandbox, { customerId }, { headers })).status).toBe(200);
		const token = await call(sandbox, tokenPath({ customerId, key: btoa(password) }));
		expect(token.body).toContain('"status":200');
	});

	it('hides their secrets, too', async () => {
		const text = Object.values(OWN.messageCentral).join(' ');
		sandbox.receive({ gateway: 'messangi', from: '1', to: '2', text });
		const { body } = await call(sandbox, '/control/incoming');
		expect(body).toContain('C-OWN *** ***');
	});

	it.each([
		[{ twilio: {} }, 'Accounts has no "twilio".'],
		[{ mGage: { token: 'hush-hush' } }, 'The account of mGage has no "token".'],
		[{ mGage: { password: 1 } }, '"password" must be a string that is not empty.'],
		[{ mGage: { username: '' } }, '"username" must be a string that is not empty.'],
		[{ mGage: 'hush-hush' }, 'The account of mGage is an object with username, password.'],
		[{ messangi: { privateKey: 'abc' } }, 'must have at least 4 characters'],
	])('refuses %j', async (accounts, sentence) => {
		const create = createSandbox({ accounts: accounts as never });
		await expect(create).rejects.toThrow(RangeError);
		await expect(create).rejects.toThrow(sentence);
		await expect(create).rejects.not.toThrow('hush');
	});
});
