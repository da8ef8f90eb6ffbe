import type { Given, GatewayRoute } from '../../control/route';
import { answered, list, taken, text } from '../../control/schema';
import { CODES_REFUSAL, NUMBERS_REFUSAL, type MGage } from '.';
import { MESSAGES } from './replies';

/** The methods that mGage adds to a sandbox. */
export interface MGageMethods {
	/** Leaves each of these numbers out of the next mGage reply that would list it as accepted. */
	omitFromNextMGageReply(numbers: readonly string[]): void;
	/** Makes mGage refuse these numbers with these codes, e.g. `{ '13055550100': 111 }`, until reset. */
	refuseNumbers(codes: Readonly<Record<string, number>>): void;
}

export function methods(mGage: MGage): MGageMethods {
	return {
		omitFromNextMGageReply: (numbers) => {
			mGage.omitFromNextReply(numbers);
		},
		refuseNumbers: (codes) => {
			mGage.refuseNumbers(codes);
		},
	};
}

const NUMBERS = { ...list(text('A number.')), description: 'The numbers, with country code.' };

const REFUSING = [...MESSAGES.keys()].filter((code) => code !== 0);

export function control(mGage: MGage): readonly GatewayRoute[] {
	return [
		{
			method: 'POST',
			path: '/omit',
			summary: 'Leave numbers out of the next reply that would list them',
			description: 'The messages are sent nevertheless.',
			body: {
				...taken('The body', { numbers: NUMBERS }, ['numbers']),
				'x-refusal': NUMBERS_REFUSAL,
				'x-examples': { one: { summary: 'One number', value: { numbers: ['13055550100'] } } },
			},
			answer: answered({ omitted: NUMBERS }),
			handle({ body: { numbers } }: Given<{ numbers: readonly string[] }>) {
				mGage.omitFromNextReply(numbers);
				return { omitted: numbers };
			},
		},
		{
			method: 'POST',
			path: '/refuse',
			summary: 'Refuse numbers with codes until the reset',
			body: {
				type: 'object',
				description: 'Codes by number.',
				// The gateway reports which code is wrong, and for which number.
				additionalProperties: { description: `One of ${REFUSING.join(', ')}.` },
				'x-refusal': CODES_REFUSAL,
				'x-examples': { one: { summary: 'One number', value: { '13055550100': 111 } } },
			},
			answer: answered({
				refused: { type: 'object', additionalProperties: { type: 'integer' } },
			}),
			handle({ body }: Given<Record<string, number>>) {
				mGage.refuseNumbers(body);
				return { refused: body };
			},
		},
	];
}
