import { ACCOUNTS, createSandbox, type Sandbox } from '../../sandbox/server/server';
import { call, query, sendMessageCentral, type CallOptions, type Reply } from './client';
import { sandboxForTests } from './forTests';

const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/;
const FAILURES: Readonly<Record<number, string>> = {
	505: 'INVALID_VERIFICATION_ID',
	702: 'WRONG_OTP_PROVIDED',
	703: 'ALREADY_VERIFIED',
	705: 'VERIFICATION_EXPIRED',
	800: 'MAXIMUM_LIMIT_REACHED',
};

interface Content {
	responseCode: number;
	message: string;
	data: Record<string, string | null> | null;
}
const read = ({ body }: Reply): Content => JSON.parse(body) as Content;
type Changes = Readonly<Record<string, string | undefined>>;

const sendOtp = (sandbox: Sandbox, changes: Changes = {}, options: CallOptions = {}) =>
	sendMessageCentral(
		sandbox,
		{ type: 'OTP', senderId: undefined, message: undefined, messageType: undefined, ...changes },
		options,
	);

const verify = (sandbox: Sandbox, changes: Changes, method = 'GET'): Promise<Reply> => {
	const parameters = query({ code: '1234', flowType: 'SMS', ...changes });
	return call(sandbox, `/message-central/verification/v3/validateOtp?${parameters}`, {
		method,
		headers: { authToken: ACCOUNTS.messageCentral.authToken },
	});
};

describe('Message Central, one-time codes', () => {
	const sandbox = sandboxForTests();

	/** Sends a known code; its verification. */
	async function sent(code = '0042', changes: Changes = {}): Promise<string> {
		sandbox.setNextOtp(code);
		return read(await sendOtp(sandbox, changes)).data?.verificationId ?? '';
	}

	function expectCode(code: number, reply: Reply): void {
		expect(reply.status).toBe(200);
		expect(read(reply)).toEqual({ responseCode: code, message: FAILURES[code], data: null });
		expect(sandbox.requests().at(-1)?.refusedBecause).toMatch(/^\w+: expected /);
	}

	it('sends a code and answers as the vendor’s page does', async () => {
		sandbox.setNextOtp('0123');
		const content = read(await sendOtp(sandbox));
		expect(content).toEqual({
			responseCode: 200,
			message: 'SUCCESS',
			data: {
				verificationId: expect.stringMatching(/^\d+$/) as string,
				mobileNumber: '9999999999',
				responseCode: '200',
				errorMessage: null,
				timeout: '60.0',
				smsCLI: null,
				transactionId: expect.stringMatching(UUID) as string,
			},
		});
		expect(sandbox.messages()).toMatchObject([
			{
				operation: 'otp',
				id: content.data?.transactionId,
				to: '919999999999',
				text: 'Your code is 0123',
				details: {
					channel: 'SMS',
					code: '0123',
					otpLength: '4',
					verificationId: content.data?.verificationId,
				},
			},
		]);
	});

	it.each([
		[undefined, /^\d{4}$/],
		['4', /^\d{4}$/],
		['8', /^\d{8}$/],
	])('makes codes of the length %s', async (otpLength, pattern) => {
		for (let sends = 0; sends < 20; sends++) {
			await sendOtp(sandbox, { otpLength, mobileNumber: String(9_000_000_000 + sends) });
		}
		const codes = sandbox.messages().map(({ details }) => details.code ?? '');
		expect(codes).toHaveLength(20);
		expect(codes.filter((code) => !pattern.test(code))).toEqual([]);
	});

	it('makes codes with leading zeros, too', async () => {
		for (let sends = 0; sends < 300; sends++) {
			await sendOtp(sandbox, { mobileNumber: String(9_000_000_000 + sends) });
		}
		const codes = sandbox.messages().map(({ details }) => details.code ?? '');
		// One in ten starts so: none among 300 happens once in 10^13 runs.
		expect(codes.some((code) => /^0\d{3}$/.test(code))).toBe(true);
	});

	it.each([
		[400, 'otpLength: expected a number from 4 to 8', { otpLength: '3' }],
		[400, 'otpLength: expected', { otpLength: '9' }],
		[400, 'otpLength: expected', { otpLength: '' }],
		[400, 'message: expected none with type=OTP', { message: 'Hi' }],
		[400, 'flowType: expected', { flowType: undefined }],
		[511, 'countryCode: expected', { countryCode: '+91' }],
		[400, 'mobileNumber: expected', { mobileNumber: undefined }],
		[501, 'customerId: expected', { customerId: 'C-OTHER' }],
	])('answers %i: %s', async (code, because, changes) => {
		const { responseCode, data } = read(await sendOtp(sandbox, changes));
		expect(responseCode).toBe(code);
		expect(data?.errorMessage).toContain(because);
		expect(sandbox.messages()).toEqual([]);
	});

	it('sends no second code while one is live, and names that one', async () => {
		const verificationId = await sent();
		const reply = await sendOtp(sandbox);
		expect(read(reply)).toEqual({
			responseCode: 506,
			message: 'REQUEST_ALREADY_EXISTS',
			data: {
				verificationId,
				mobileNumber: '9999999999',
				responseCode: '506',
				errorMessage: 'REQUEST_ALREADY_EXISTS',
				timeout: expect.stringMatching(/^(60|5\d)\.0$/) as string,
				smsCLI: null,
				transactionId: null,
			},
		});
		expect(sandbox.messages()).toHaveLength(1);
		expect(read(await sendOtp(sandbox, { mobileNumber: '8888888888' })).responseCode).toBe(200);
		expect(read(await sendOtp(sandbox, { countryCode: '1' })).responseCode).toBe(200);
	});

	it('sends another one when the first is verified or expired', async () => {
		const verificationId = await sent();
		await verify(sandbox, { verificationId, code: '0042' });
		expect(read(await sendOtp(sandbox)).responseCode).toBe(200);
		sandbox.expireOtps();
		expect(read(await sendOtp(sandbox)).responseCode).toBe(200);
	});

	it('verifies the right code', async () => {
		const verificationId = await sent();
		expect(read(await verify(sandbox, { verificationId, code: '0042' }))).toEqual({
			responseCode: 200,
			message: 'SUCCESS',
			data: {
				verificationId,
				mobileNumber: '9999999999',
				verificationStatus: 'VERIFICATION_COMPLETED',
				responseCode: '200',
				errorMessage: null,
				transactionId: sandbox.messages()[0]?.id,
				authToken: null,
			},
		});
	});

	it.each(['42', '00042', '0043', ' 0042'])('knows %j for a wrong code', async (code) => {
		const verificationId = await sent();
		expectCode(702, await verify(sandbox, { verificationId, code }));
		expect(read(await verify(sandbox, { verificationId, code: '0042' })).responseCode).toBe(200);
	});

	it('never tells the code in why it was refused', async () => {
		const verificationId = await sent('734519');
		await verify(sandbox, { verificationId, code: '915437' });
		const { refusedBecause } = sandbox.requests()[1] ?? {};
		expect(refusedBecause).toContain('code: expected');
		expect(refusedBecause).not.toMatch(/734519|915437/);
	});

	it('knows an unknown id, and one of before the reset', async () => {
		expectCode(505, await verify(sandbox, { verificationId: '1' }));
		const verificationId = await sent();
		sandbox.reset();
		expectCode(505, await verify(sandbox, { verificationId, code: '0042' }));
	});

	it('does not verify twice, not even when the code has expired since', async () => {
		const verificationId = await sent();
		await verify(sandbox, { verificationId, code: '0042' });
		expectCode(703, await verify(sandbox, { verificationId, code: '0042' }));
		sandbox.expireOtps();
		expectCode(703, await verify(sandbox, { verificationId, code: '0042' }));
	});

	it('does not verify after five wrong tries', async () => {
		const verificationId = await sent();
		for (let tries = 0; tries < 5; tries++) {
			expectCode(702, await verify(sandbox, { verificationId }));
		}
		expectCode(800, await verify(sandbox, { verificationId, code: '0042' }));
	});

	it('ends a code’s life', async () => {
		const own = await createSandbox({ otpLifetime: 150 });
		try {
			own.setNextOtp('0042');
			const { data } = read(await sendOtp(own));
			expect(data?.timeout).toBe('1.0');
			const verificationId = data?.verificationId ?? '';
			expect(read(await verify(own, { verificationId })).responseCode).toBe(702);
			await new Promise((resolve) => setTimeout(resolve, 160));
			expect(read(await verify(own, { verificationId, code: '0042' })).responseCode).toBe(705);
			expect(read(await sendOtp(own)).responseCode).toBe(200);
		} finally {
			await own.close();
		}
	});

	it('can be expired at once', async () => {
		const verificationId = await sent();
		sandbox.expireOtps();
		expectCode(705, await verify(sandbox, { verificationId, code: '0042' }));
	});

	it('verifies over the channel that the code was sent over', async () => {
		const verificationId = await sent('0042', { flowType: 'WHATSAPP' });
		const wrong = await verify(sandbox, { verificationId, code: '0042', flowType: 'SMS' });
		expect(wrong.status).toBe(400);
		expect(read(wrong).data?.errorMessage).toContain('flowType: expected WHATSAPP');
		const right = await verify(sandbox, { verificationId, code: '0042', flowType: 'WHATSAPP' });
		expect(read(right).responseCode).toBe(200);
	});

	it.each([
		['verificationId: expected', { verificationId: undefined }],
		['verificationId: expected', { verificationId: '' }],
		['code: expected', { code: undefined }],
		['code: expected', { code: '' }],
		['flowType: expected', { flowType: undefined }],
		['flowType: expected', { flowType: 'sms' }],
	])('answers 400: %s a value (%j)', async (because, changes) => {
		const reply = await verify(sandbox, { verificationId: '1', ...changes });
		expect(reply.status).toBe(400);
		expect(read(reply).data?.errorMessage).toContain(because);
	});

	it('verifies nothing by POST', async () => {
		const verificationId = await sent();
		const reply = await verify(sandbox, { verificationId, code: '0042' }, 'POST');
		expect(reply.status).toBe(405);
		expect(read(await verify(sandbox, { verificationId, code: '0042' })).responseCode).toBe(200);
	});

	it.each(['', '123', '123456789', '12a4', 1234])('takes no %j for a code', (code) => {
		expect(() => {
			sandbox.setNextOtp(code as string);
		}).toThrow(RangeError);
	});
});
