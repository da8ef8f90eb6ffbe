import type { Given, GatewayRoute } from '../../control/route';
import { done, taken, text } from '../../control/schema';
import type { MessageCentral } from '.';
import { CODE_REFUSAL } from './otp';

/** The methods that Message Central adds to a sandbox. */
export interface MessageCentralMethods {
	/** Sets the code of the next Message Central OTP, regardless of the requested length. */
	setNextOtp(code: string): void;
	/** Expires every one-time code sent so far. */
	expireOtps(): void;
}

export function methods(messageCentral: MessageCentral): MessageCentralMethods {
	return {
		setNextOtp: (code) => {
			messageCentral.setNextOtp(code);
		},
		expireOtps: () => {
			messageCentral.expireOtps();
		},
	};
}

export function control(messageCentral: MessageCentral): readonly GatewayRoute[] {
	return [
		{
			method: 'PUT',
			path: '/next-otp',
			summary: 'Set the code of the next one-time password',
			body: {
				...taken('The body', { code: text('4 to 8 digits.', { pattern: '^[0-9]{4,8}$' }) }, [
					'code',
				]),
				'x-refusal': CODE_REFUSAL,
				'x-examples': { code: { summary: 'A code', value: { code: '0042' } } },
			},
			answer: done('set'),
			handle({ body: { code } }: Given<{ code: string }>) {
				messageCentral.setNextOtp(code);
				return { set: true };
			},
		},
		{
			method: 'POST',
			path: '/expire-otps',
			summary: 'Expire every one-time password sent so far',
			answer: done('expired'),
			handle() {
				messageCentral.expireOtps();
				return { expired: true };
			},
		},
	];
}
