import { PREFIXES, SETS, ZONES } from '../../libraries/timeZones';
import { compact } from '../../tools/zones/compact';

/* How the table of time zones is made small; `test/messages/hours/` has what is in it. */

test('prefixes that say the same as a shorter one are left out, and share their first digits', () => {
	const table = new Map([
		['44', 'Europe/London'],
		['1', 'A/One&A/Two'],
		['1212', 'A/One'],
		['12125', 'A/One'],
		['12126', 'A/Two'],
		['1213', 'A/Two'],
		['447', 'Europe/London'],
	]);
	expect(compact(table)).toEqual({
		zones: 'A/One A/Two Europe/London',
		sets: '0.1 0 1 2',
		prefixes: '01a1212b46c33c044d',
	});
});

test('the table has about 20 KB', () => {
	expect(PREFIXES.length + SETS.length + ZONES.length).toBeLessThan(31_000);
	expect(ZONES.split(' ')).toHaveLength(286);
});
