import { FOREIGN_WAYS, LARGEST, Tally, WAYS } from './phoneNumberWays';
import { COUNTRIES, drawAny, drawMobile, randomOf } from './validNumbers';

/*
 * A small sample of `test/faults/phoneNumbers.test.ts`, with the same numbers in each run. What is
 * right is known without any code of ours: it is the number that was drawn.
 */
const SEED = 20_251_127;

describe.each([
	['mobile phones', drawMobile],
	['numbers of all types', drawAny],
])('%s of every country, written in many ways', (_, draw) => {
	it.each(Object.entries(WAYS))('%s', (_way, write) => {
		const random = randomOf(SEED);
		const tally = new Tally();
		for (const country of COUNTRIES) {
			const drawn = draw(country, random);
			if (drawn !== null) tally.add(country, drawn, write(drawn, random));
		}
		expect(tally.wrong).toEqual([]);
		expect(tally.right + tally.refused).toBe(COUNTRIES.length);
		// Most of what is refused are digits that are a number of another country as well.
		expect(tally.refused).toBeLessThan(COUNTRIES.length * 0.04);
	});
});

it.each(Object.entries(FOREIGN_WAYS))('%s, beside the default country of others', (_, write) => {
	const random = randomOf(SEED);
	const tally = new Tally();
	for (const country of COUNTRIES) {
		const drawn = drawMobile(LARGEST[random(LARGEST.length)] ?? 'US', random);
		if (drawn !== null) tally.add(country, drawn, { input: write(drawn, random), country });
	}
	expect(tally.wrong).toEqual([]);
	expect(tally.right + tally.refused).toBe(COUNTRIES.length);
});
