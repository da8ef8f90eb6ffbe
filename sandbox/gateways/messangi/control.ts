import type { Given, GatewayRoute } from '../../control/route';
import { done, taken, text } from '../../control/schema';
import { PIN_REFUSAL, type Messangi } from '.';

/** The methods that Messangi adds to a sandbox. */
export interface MessangiMethods {
	/** Sets the PIN of the next Messangi PIN message, regardless of the requested length. */
	setNextPin(pin: string): void;
}

export function methods(messangi: Messangi): MessangiMethods {
	return {
		setNextPin: (pin) => {
			messangi.setNextPin(pin);
		},
	};
}

export function control(messangi: Messangi): readonly GatewayRoute[] {
	return [
		{
			method: 'PUT',
			path: '/next-pin',
			summary: 'Set the PIN of the next PIN message',
			body: {
				...taken('The body', { pin: text('1 to 10 digits.', { pattern: '^[0-9]{1,10}$' }) }, [
					'pin',
				]),
				'x-refusal': PIN_REFUSAL,
				'x-examples': { pin: { summary: 'A PIN', value: { pin: '0042' } } },
			},
			answer: done('set'),
			handle({ body: { pin } }: Given<{ pin: string }>) {
				messangi.setNextPin(pin);
				return { set: true };
			},
		},
	];
}
