import { ACCOUNTS } from '../../sandbox/server/server';
import { call, sendMessageCentral, tokenPath, type Reply } from './client';
import { sandboxForTests } from './forTests';

interface Content {
	responseCode: number;
	message: string;
	data: Record<string, string | null> | null;
}
const read = ({ body }: Reply): Content => JSON.parse(body) as Content;
const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/;

describe('Message Central', () => {
	const sandbox = sandboxForTests();

	async function fetchToken(): Promise<string> {
		const { body } = await call(
			sandbox,
			tokenPath({ country: '91', email: 'sandbox@example.com' }),
		);
		return (JSON.parse(body) as { token: string }).token;
	}

	it('issues a fresh JWT that lasts an hour', async () => {
		const [first, second] = [await fetchToken(), await fetchToken()];
		expect(first).not.toBe(second);
		const [header = '', claims = ''] = first
			.split('.')
			.map((part) => Buffer.from(part, 'base64url').toString());
		expect(JSON.parse(header)).toEqual({ alg: 'HS512' });
		const { exp } = JSON.parse(claims) as { exp: number };
		expect(Math.abs(exp - (Date.now() / 1000 + 3600))).toBeLessThan(5);
		expect(sandbox.stats().tokensIssued).toBe(2);
	});

	it.each([
		['a wrong password', { key: 'd3Jvbmc=' }, 'password is wrong', 'got something else'],
		[
			'a bare password',
			{ key: ACCOUNTS.messageCentral.password },
			'password is wrong',
			'got the password itself',
		],
		['no password', { key: undefined }, 'password is wrong', 'key: expected'],
		['an unknown customer', { customerId: 'C-OTHER' }, 'customerId is invalid', 'got "C-OTHER"'],
		['no customer', { customerId: undefined }, 'customerId is invalid', 'got nothing'],
	])('refuses a token to %s', async (_title, changes, error, because) => {
		const reply = await call(sandbox, tokenPath(changes));
		expect(reply.status).toBe(200);
		expect(JSON.parse(reply.body)).toEqual({ status: 400, error });
		expect(sandbox.requests()[0]?.refusedBecause).toContain(because);
		expect(sandbox.stats().tokensIssued).toBe(0);
	});

	it('accepts a message in the shape of the vendor’s page', async () => {
		const authToken = await fetchToken();
		const reply = await sendMessageCentral(
			sandbox,
			{ message: 'Olá + 100%', templateId: 'T1', entityId: 'E1' },
			{ headers: { authToken } },
		);
		expect(reply.status).toBe(200);
		const content = read(reply);
		expect(content).toEqual({
			responseCode: 200,
			message: 'SUCCESS',
			data: {
				verificationId: expect.stringMatching(/^\d+$/) as string,
				mobileNumber: '9999999999',
				responseCode: '200',
				errorMessage: null,
				timeout: '30.0',
				smsCLI: null,
				transactionId: expect.stringMatching(UUID) as string,
			},
		});
		expect(sandbox.messages()).toMatchObject([
			{
				gateway: 'messageCentral',
				operation: 'send',
				id: content.data?.transactionId,
				to: '919999999999',
				from: 'UTOMOB',
				text: 'Olá + 100%',
				details: {
					channel: 'SMS',
					countryCode: '91',
					mobileNumber: '9999999999',
					messageType: 'PROMOTIONAL',
					templateId: 'T1',
					entityId: 'E1',
					verificationId: content.data?.verificationId,
				},
			},
		]);
	});

	it('takes a message without type for OTP, as documented', async () => {
		await sendMessageCentral(sandbox, { messageType: undefined });
		expect(sandbox.messages()[0]?.details.messageType).toBe('OTP');
	});

	it.each([
		['no token', {}],
		['an unknown token', { authToken: 'eyJhbGciOiJIUzUxMiJ9.e30.x' }],
	])('answers 401 without a body to %s', async (_title, headers) => {
		const reply = await sendMessageCentral(sandbox, {}, { headers });
		expect(reply).toMatchObject({ status: 401, body: '' });
		expect(sandbox.requests()[0]?.refusedBecause).toMatch(/^authToken: expected/);
		expect(sandbox.messages()).toEqual([]);
	});

	it('refuses expired tokens, but not the long-lived one', async () => {
		const authToken = await fetchToken();
		sandbox.expireTokens();
		const expired = await sendMessageCentral(sandbox, {}, { headers: { authToken } });
		expect(expired.status).toBe(401);
		expect(sandbox.requests()[1]?.refusedBecause).toContain('got an expired one');
		expect((await sendMessageCentral(sandbox)).status).toBe(200);
		const fresh = await fetchToken();
		expect((await sendMessageCentral(sandbox, {}, { headers: { authToken: fresh } })).status).toBe(
			200,
		);
	});

	it.each([
		[400, 'BAD_REQUEST', 'type: expected', { type: undefined }],
		[400, 'BAD_REQUEST', 'type: expected SMS or OTP', { type: 'MMS' }],
		[400, 'BAD_REQUEST', 'flowType: expected', { flowType: undefined }],
		[400, 'BAD_REQUEST', 'flowType: expected', { flowType: 'sms' }],
		[400, 'BAD_REQUEST', 'countryCode: expected', { countryCode: undefined }],
		[511, 'INVALID_COUNTRY_CODE', 'countryCode: expected', { countryCode: '0' }],
		[511, 'INVALID_COUNTRY_CODE', 'countryCode: expected', { countryCode: '+91' }],
		[511, 'INVALID_COUNTRY_CODE', 'countryCode: expected', { countryCode: '1234' }],
		[501, 'INVALID_CUSTOMER_ID', 'customerId: expected', { customerId: 'C-OTHER' }],
		[400, 'BAD_REQUEST', 'mobileNumber: expected', { mobileNumber: undefined }],
		[400, 'BAD_REQUEST', 'mobileNumber: expected', { mobileNumber: '+919999999999' }],
		[400, 'BAD_REQUEST', 'senderId: expected', { senderId: '' }],
		[400, 'BAD_REQUEST', 'message: expected', { message: undefined }],
		[400, 'BAD_REQUEST', 'messageType: expected', { messageType: 'Transaction' }],
		[400, 'BAD_REQUEST', 'entityId: expected with templateId', { templateId: 'T1' }],
		[400, 'BAD_REQUEST', 'templateId: expected with entityId', { entityId: 'E1' }],
		[
			400,
			'BAD_REQUEST',
			'mobileNumber: expected none with phoneNumbers',
			{ phoneNumbers: '91 9816111111' },
		],
	])('answers %i %s (%s)', async (code, name, because, changes) => {
		const reply = await sendMessageCentral(sandbox, changes);
		expect(reply.status).toBe(code === 400 ? 400 : 200);
		const content = read(reply);
		expect(content).toMatchObject({ responseCode: code, message: name });
		expect(content.data?.responseCode).toBe(String(code));
		expect(content.data?.errorMessage).toContain(because);
		expect(sandbox.requests()[0]?.refusedBecause).toContain(because);
		expect(sandbox.messages()).toEqual([]);
	});

	it('refuses parameters in the body', async () => {
		const authToken = ACCOUNTS.messageCentral.authToken;
		const reply = await sendMessageCentral(
			sandbox,
			{},
			{ headers: { authToken, 'content-type': 'application/json' }, body: '{}' },
		);
		expect(reply.status).toBe(400);
		expect(read(reply).data?.errorMessage).toContain('body: expected none');
		expect(sandbox.requests()[0]?.body).toBe('{}');
	});

	const validate = '/message-central/verification/v3/validateOtp';
	const headers = { authToken: ACCOUNTS.messageCentral.authToken };

	it('knows no verification that was not sent', async () => {
		const reply = await call(sandbox, `${validate}?verificationId=1&code=1234&flowType=SMS`, {
			headers,
		});
		expect(reply.status).toBe(200);
		expect(read(reply)).toEqual({
			responseCode: 505,
			message: 'INVALID_VERIFICATION_ID',
			data: null,
		});
	});

	it.each([
		['no token', 'GET', `${validate}?verificationId=1&code=1`, {}, 401],
		['no code', 'GET', `${validate}?verificationId=1`, headers, 400],
		['POST, which works nowhere', 'POST', `${validate}?verificationId=1&code=1`, headers, 405],
		['a broken query', 'GET', `${validate}?verificationId=%zz`, headers, 400],
		['an unknown path', 'GET', '/message-central/verification/v2/send', headers, 404],
	])('answers %s: %s %s', async (_title, method, path, given, status) => {
		expect((await call(sandbox, path, { method, headers: given })).status).toBe(status);
	});

	it.each([
		[400, 'BAD_REQUEST', 400],
		[409, 'DUPLICATE_RESOURCE', 409],
		[500, 'SERVER_ERROR', 500],
		[501, 'INVALID_CUSTOMER_ID', 200],
		[505, 'INVALID_VERIFICATION_ID', 200],
		[506, 'REQUEST_ALREADY_EXISTS', 200],
		[508, 'INSUFFICIENT_CREDIT', 200],
		[511, 'INVALID_COUNTRY_CODE', 200],
		[700, 'VERIFICATION_FAILED', 200],
		[702, 'WRONG_OTP_PROVIDED', 200],
		[703, 'ALREADY_VERIFIED', 200],
		[705, 'VERIFICATION_EXPIRED', 200],
		[800, 'MAXIMUM_LIMIT_REACHED', 200],
		[805, 'INSUFFICIENT_CREDIT', 200],
		[913, 'SUBSCRIPTION_NOT_ACTIVE', 200],
	])('answers code %i %s on demand with HTTP %i', async (code, name, status) => {
		sandbox.failNext({ gateway: 'messageCentral', code, count: 2 });
		const sent = await sendMessageCentral(sandbox);
		expect(sent.status).toBe(status);
		expect(read(sent)).toMatchObject({ responseCode: code, message: name });
		expect(read(sent).data?.responseCode).toBe(String(code));
		const verified = await call(sandbox, `${validate}?verificationId=1&code=1`, { headers });
		expect(read(verified)).toEqual({ responseCode: code, message: name, data: null });
		expect(sandbox.messages()).toEqual([]);
	});

	it('names the live verification with 506', async () => {
		sandbox.failNext({ code: 506 });
		const { data } = read(await sendMessageCentral(sandbox));
		expect(data?.verificationId).toMatch(/^\d+$/);
		expect(data?.timeout).toBe('30.0');
	});

	it('spares the token call from codes that are not aimed at it', async () => {
		sandbox.failNext({ gateway: 'messageCentral', code: 800 });
		expect(await fetchToken()).toMatch(/^eyJ/);
		expect(read(await sendMessageCentral(sandbox)).responseCode).toBe(800);
		sandbox.failNext({ path: '/token', code: 500 });
		const aimed = await call(sandbox, tokenPath());
		expect(JSON.parse(aimed.body)).toEqual({ status: 500, error: 'SERVER_ERROR' });
	});
});
