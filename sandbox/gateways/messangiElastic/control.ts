import type { Given, GatewayRoute } from '../../control/route';
import { answered, list, taken, text } from '../../control/schema';
import { BLOCKED_REFUSAL, type MessangiElastic } from '.';

/** The methods that Messangi's newer platform adds to a sandbox. */
export interface MessangiElasticMethods {
	/** Puts these numbers on the block list of Messangi's newer platform, until reset. */
	blockNumbers(numbers: readonly string[]): void;
}

export function methods(elastic: MessangiElastic): MessangiElasticMethods {
	return {
		blockNumbers: (numbers) => {
			elastic.blockNumbers(numbers);
		},
	};
}

const NUMBERS = { ...list(text('A number.')), description: 'The numbers, with country code.' };

export function control(elastic: MessangiElastic): readonly GatewayRoute[] {
	return [
		{
			method: 'POST',
			path: '/block',
			summary: 'Put numbers on the block list until the reset',
			description: 'Messages to them are refused with the status BLACKLISTED.',
			body: {
				...taken('The body', { numbers: NUMBERS }, ['numbers']),
				'x-refusal': BLOCKED_REFUSAL,
				'x-examples': { one: { summary: 'One number', value: { numbers: ['573001234567'] } } },
			},
			answer: answered({ blocked: NUMBERS }),
			handle({ body: { numbers } }: Given<{ numbers: readonly string[] }>) {
				elastic.blockNumbers(numbers);
				return { blocked: numbers };
			},
		},
	];
}
