import { SendingHours, type Hours } from '../../../messages/hours/sendingHours';
import { readHours, readZone } from '../../../messages/hours/settings';

const ALL_DAYS = [1, 2, 3, 4, 5, 6, 7];
const at = (hours: Hours, zones: string[], moment: string) => {
	const opening = new SendingHours(hours).at(zones, Date.parse(moment));
	return opening.isOpen ? 'open' : opening.sendAt;
};

describe('the first moment', () => {
	// Each row was worked out with a calendar and the zone's rules. 8 March 2026 is a Sunday.
	it.each([
		[
			'right before From',
			'09:00',
			'20:00',
			ALL_DAYS,
			'America/New_York',
			'2026-01-14T13:59:59Z',
			'2026-01-14T09:00:00-05:00',
		],
		['at From', '09:00', '20:00', ALL_DAYS, 'America/New_York', '2026-01-14T14:00:00Z', 'open'],
		[
			'right before To',
			'09:00',
			'20:00',
			ALL_DAYS,
			'America/New_York',
			'2026-01-15T00:59:59Z',
			'open',
		],
		[
			'at To',
			'09:00',
			'20:00',
			ALL_DAYS,
			'America/New_York',
			'2026-01-15T01:00:00Z',
			'2026-01-15T09:00:00-05:00',
		],
		[
			'on a Saturday, with only weekdays',
			'09:00',
			'18:00',
			[1, 2, 3, 4, 5],
			'America/Bogota',
			'2026-01-17T15:00:00Z',
			'2026-01-19T09:00:00-05:00',
		],
		[
			'on the only day, too late',
			'09:00',
			'18:00',
			[3],
			'Europe/London',
			'2026-01-14T18:00:00Z',
			'2026-01-21T09:00:00+00:00',
		],
		[
			'over the change to summer time',
			'09:00',
			'20:00',
			ALL_DAYS,
			'America/New_York',
			'2026-03-08T06:30:00Z',
			'2026-03-08T09:00:00-04:00',
		],
		[
			'over the change to winter time',
			'09:00',
			'20:00',
			ALL_DAYS,
			'America/New_York',
			'2026-11-01T05:30:00Z',
			'2026-11-01T09:00:00-05:00',
		],
		[
			'that the clock skips',
			'02:30',
			'04:00',
			ALL_DAYS,
			'America/New_York',
			'2026-03-08T06:30:00Z',
			'2026-03-08T03:00:00-04:00',
		],
		[
			'in hours that the clock skips',
			'02:00',
			'03:00',
			ALL_DAYS,
			'America/New_York',
			'2026-03-08T06:30:00Z',
			'2026-03-09T02:00:00-04:00',
		],
		[
			'that comes twice, before both',
			'01:30',
			'03:00',
			ALL_DAYS,
			'America/New_York',
			'2026-11-01T05:00:00Z',
			'2026-11-01T01:30:00-04:00',
		],
		[
			'that comes twice, between both',
			'01:30',
			'01:45',
			ALL_DAYS,
			'America/New_York',
			'2026-11-01T05:50:00Z',
			'2026-11-01T01:30:00-05:00',
		],
		[
			'over half an hour of summer time',
			'09:00',
			'20:00',
			ALL_DAYS,
			'Australia/Lord_Howe',
			'2026-10-03T14:00:00Z',
			'2026-10-04T09:00:00+11:00',
		],
		[
			'over New Year',
			'09:00',
			'20:00',
			ALL_DAYS,
			'Pacific/Auckland',
			'2026-12-31T09:00:00Z',
			'2027-01-01T09:00:00+13:00',
		],
		[
			'until the end of the day',
			'09:00',
			'24:00',
			ALL_DAYS,
			'Asia/Kolkata',
			'2026-01-14T18:29:59Z',
			'open',
		],
	] as const)('%s', (_label, from, to, days, zone, moment, expected) => {
		expect(at(readHours(from, to, [...days]), [zone], moment)).toBe(expected);
	});

	it('is one at which all zones are open', () => {
		const hours = readHours('09:00', '20:00', ALL_DAYS);
		const zones = ['America/New_York', 'America/Los_Angeles'];
		expect(at(hours, zones, '2026-01-14T14:30:00Z')).toBe('2026-01-14T09:00:00-08:00');
		// 20:00 in New York; in Los Angeles it would be open.
		expect(at(hours, zones, '2026-01-15T01:00:00Z')).toBe('2026-01-15T09:00:00-08:00');
	});

	it('does not exist if the hours are never open in all zones at once', () => {
		const zones = ['Europe/Bucharest', 'Asia/Kamchatka'];
		expect(at(readHours('09:00', '18:00', ALL_DAYS), zones, '2026-01-14T14:30:00Z')).toBeNull();
	});

	it('stays right while the clock goes on, and when it is set back', () => {
		const hours = new SendingHours(readHours('09:00', '20:00', ALL_DAYS));
		const zones = ['Europe/Berlin'];
		const states = ['T06:00', 'T07:59', 'T08:00', 'T18:59', 'T19:00', 'T06:00', 'T12:00'].map(
			(time) => {
				const opening = hours.at(zones, Date.parse(`2026-01-14${time}:00Z`));
				return opening.isOpen ? 'open' : opening.sendAt?.slice(8, 16);
			},
		);
		const [today, tomorrow] = ['14T09:00', '15T09:00'];
		expect(states).toEqual([today, today, 'open', 'open', tomorrow, today, 'open']);
	});
});

describe('against every minute that Intl shows', () => {
	const formats = new Map<string, Intl.DateTimeFormat>();
	const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
	const isOpen = ({ from, to, days }: Hours, zone: string, moment: number) => {
		let format = formats.get(zone);
		if (format === undefined) {
			const two = '2-digit';
			format = new Intl.DateTimeFormat('en-GB', {
				timeZone: zone,
				weekday: 'short',
				hour: two,
				minute: two,
			});
			formats.set(zone, format);
		}
		const [, day = '', hour, minute] = /^(\w+),? (\d+):(\d+)/.exec(format.format(moment)) ?? [];
		const minutes = (Number(hour) % 24) * 60 + Number(minute);
		return minutes >= from && minutes < to && days.has(DAYS.indexOf(day) + 1);
	};
	/** Half an hour before the clocks change: by half an hour, by two hours, at midnight, by Ramadan. */
	const CHANGES = [
		['America/Havana', '2026-03-08T04:30:00Z'],
		['America/Havana', '2026-11-01T04:30:00Z'],
		['Australia/Lord_Howe', '2026-04-04T14:30:00Z'],
		['Australia/Lord_Howe', '2026-10-03T15:00:00Z'],
		['Antarctica/Troll', '2026-03-29T00:30:00Z'],
		['Antarctica/Troll', '2026-10-25T00:30:00Z'],
		['Africa/Casablanca', '2026-02-15T01:30:00Z'],
		['Asia/Beirut', '2026-03-28T21:30:00Z'],
		['America/Santiago', '2026-09-06T03:30:00Z'],
		['Pacific/Chatham', '2026-09-26T13:30:00Z'],
	] as const;
	const WINDOWS = [
		['00:00', '00:30'],
		['00:15', '01:30'],
		['01:15', '02:15'],
		['02:10', '02:50'],
		['23:00', '24:00'],
		['09:00', '20:00'],
	] as const;

	it.each(CHANGES)('%s around %s', (zone, change) => {
		const began = Date.parse(change) - 3_600_000;
		for (const [from, to] of WINDOWS) {
			const hours = readHours(from, to, ALL_DAYS);
			let next = began + 2 * 86_400_000;
			while (!isOpen(hours, zone, next)) next += 60_000;
			for (let moment = next; moment >= began; moment -= 60_000) {
				if (isOpen(hours, zone, moment)) next = moment;
				if (moment % 900_000 !== 0 && moment !== next) continue;
				const opening = new SendingHours(hours).at([zone], moment);
				const found = opening.isOpen ? moment : Date.parse(opening.sendAt ?? '');
				expect([from, new Date(moment).toISOString(), new Date(found).toISOString()]).toEqual([
					from,
					new Date(moment).toISOString(),
					new Date(next).toISOString(),
				]);
			}
		}
	});
});

describe('the settings', () => {
	it.each([
		['9:00', '20:00', undefined, { from: 540, to: 1200, days: ALL_DAYS }],
		['', '', undefined, { from: 540, to: 1200, days: ALL_DAYS }],
		['08:30:00', '24:00', '1,2', { from: 510, to: 1440, days: [1, 2] }],
	])('%s to %s on %s', (from, to, days, expected) => {
		const hours = readHours(from, to, days);
		expect({ ...hours, days: [...hours.days] }).toEqual(expected);
	});

	it.each([['09:60'], ['25:00'], ['9'], ['9am'], ['-1:00'], ['٠٩:٠٠'], [{}], [[]]])(
		'refuse the time %p',
		(from) => {
			expect(() => readHours(from, '20:00', ALL_DAYS)).toThrow('is not a time for "From"');
		},
	);

	it.each([[new Array<number>(101).fill(1)], ['1,'.repeat(1_000_000)], ['8'], [[]]])(
		'refuse days that are none, or too many',
		(days) => {
			expect(() => readHours('09:00', '20:00', days)).toThrow('no valid days');
		},
	);

	it('refuse hours that cross midnight, and none at all', () => {
		expect(() => readHours('20:00', '08:00', ALL_DAYS)).toThrow('cannot cross midnight');
		expect(() => readHours('09:00', '09:00', ALL_DAYS)).toThrow('cannot cross midnight');
	});

	it.each([
		['America/New_York', 'America/New_York'],
		[' Europe/Madrid ', 'Europe/Madrid'],
		['', null],
		[undefined, null],
		[null, null],
	])('take the zone %p', (zone, expected) => {
		expect(readZone(zone)).toBe(expected);
	});

	it.each([['Mars/Olympus'], ['+05:00'], [{}], [5], ['x'.repeat(1000)]])(
		'refuse the zone %p',
		(zone) => {
			expect(() => readZone(zone)).toThrow('is not a time zone');
		},
	);
});
