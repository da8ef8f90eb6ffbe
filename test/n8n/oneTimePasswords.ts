import type { Rig } from './rig';
import { outputs, workflowOf } from './workflows';

const OTP = { resource: 'otp', channel: 'SMS' };
const TO = '+91 98765 43210';

/** Longer than any number that stands in a log by chance, and with zeros in front. */
const CODE = '00481937';
/** Typed in two halves, so that the whole stands nowhere unless our node or n8n puts it there. */
const TYPED = '={{ "0048" + "1937" }}';

/** Codes that Message Central makes, sends and checks. */
export function describeOneTimePasswords(rig: Rig): void {
	const run = (name: string, parameters: object, onError?: 'continueRegularOutput') =>
		rig.run(
			workflowOf(name, { type: 'messageCentral', parameters: { ...OTP, ...parameters }, onError }),
		);

	const send = async () => {
		rig.sandbox.setNextOtp(CODE);
		rig.codes.set(CODE, []);
		const execution = await run('OTP', { operation: 'send', to: TO, options: { otpLength: 8 } });
		const [json] = outputs(execution);
		expect(json).toMatchObject({
			gateway: 'messageCentral',
			outcome: 'accepted',
			to: '+919876543210',
			verificationId: expect.stringMatching(/^\d+$/) as string,
			timeout: expect.stringMatching(/^\d+\.\d$/) as string,
		});
		expect(execution.raw).not.toContain(CODE);
		return String(json?.verificationId);
	};

	const verify = (verificationId: string, code: string) =>
		run('Verify', { operation: 'verify', verificationId, code });

	describe('one-time passwords', () => {
		beforeEach(() => {
			rig.sandbox.reset();
		});

		test('a wrong code and the right one are answers', async () => {
			const verificationId = await send();
			expect(rig.sandbox.messages()).toMatchObject([
				{ operation: 'otp', to: '919876543210', details: { code: CODE, otpLength: '8' } },
			]);
			const wrong = await verify(verificationId, '1111');
			expect(wrong.status).toBe('success');
			expect(outputs(wrong)).toMatchObject([
				{ gateway: 'messageCentral', verified: false, reason: 'wrongCode', verificationId },
			]);
			const right = await verify(verificationId, TYPED);
			expect(outputs(right)).toMatchObject([{ verified: true, verificationId }]);
			expect(outputs(right)[0]).not.toHaveProperty('reason');
			expect(right.raw).not.toContain(CODE);
			const again = await verify(verificationId, TYPED);
			expect(outputs(again)).toMatchObject([{ verified: false, reason: 'alreadyVerified' }]);
		});

		test('a code that ran out, and one that never was, are answers', async () => {
			const verificationId = await send();
			rig.sandbox.expireOtps();
			expect(outputs(await verify(verificationId, TYPED))).toMatchObject([
				{ verified: false, reason: 'expired', verificationId },
			]);
			expect(outputs(await verify('77', TYPED))).toMatchObject([
				{ verified: false, reason: 'unknownVerification', verificationId: '77' },
			]);
		});

		test('while a code is live, no second one is sent, and the first can be used', async () => {
			const verificationId = await send();
			const parameters = { operation: 'send', to: TO };
			const stopped = await run('Second OTP', parameters);
			expect(stopped.status).toBe('error');
			expect(stopped.error?.description).toMatch(/\d+ seconds/);
			const second = await run('Second OTP, going on', parameters, 'continueRegularOutput');
			expect(outputs(second)).toMatchObject([
				{ outcome: 'rejected', verificationId, error: { code: '506' } },
			]);
			expect(rig.sandbox.messages()).toHaveLength(1);
			expect(outputs(await verify(verificationId, TYPED))).toMatchObject([{ verified: true }]);
		});

		test('a check without an answer fails, asks once and does not repeat the code', async () => {
			const verificationId = await send();
			rig.sandbox.failNext({ path: 'validateOtp', cut: 'after' });
			const execution = await verify(verificationId, TYPED);
			expect(execution.status).toBe('error');
			expect(execution.raw).not.toContain(CODE);
			const asked = rig.sandbox.requests().filter(({ path }) => path.includes('validateOtp'));
			expect(asked).toHaveLength(1);
			expect(asked[0]?.path).toContain(CODE);
		});
	});
}
