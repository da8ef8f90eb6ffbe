/** A date, a time or a duration as spreadsheets count them. */
export interface IsoDate {
	/** Days and their fractions; from 1970 for a date. */
	days: number;
	/** Whether it is a date, and not only a time of day or a duration. */
	isDate: boolean;
	/** The pattern that shows it if its cell has no format. */
	pattern: string;
}

const SECONDS_PER_DAY = 86_400;

const DATE = /^\d{4}-\d\d-\d\d(?!\d)/;
/** A time zone after a date or a time. Cells have none, so the written time counts. */
const ZONE = /(?:Z|[+-]\d\d(?::?\d\d)?)$/i;
const TIME = /^T?(\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?$/i;
/** Years and months have no fixed length, so only 0 of them can be read. */
const DURATION =
	/^([+-]?)P(?:0+Y)?(?:0+M)?(?:(\d{1,9})W)?(?:(\d{1,9})D)?(?:T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9}(?:[.,]\d{1,9})?)S)?)?$/i;

/**
 * Reads a cell of the type `d`: `2024-03-01`, `2024-03-01T09:30:00`, `09:30`, `PT1H30M`. A time zone is
 * ignored: the written time counts.
 *
 * Source: ECMA-376, part 1, section 18.17.4, which takes dates, times and durations from ISO 8601.
 *
 * @returns undefined for anything else, such as February 30
 */
export function readIsoDate(text: string): IsoDate | undefined {
	const written = text.trim();
	if (/^[+-]?P/i.test(written)) return readDuration(written);
	const day = DATE.exec(written)?.[0] ?? '';
	const rest = written.slice(day.length).replace(ZONE, '').trim();
	const time = rest === '' ? undefined : readTime(rest);
	if (day === '') return time && { ...time, isDate: false };
	const days = daysOf(day);
	if (days === undefined) return undefined;
	if (rest === '') return { days, isDate: true, pattern: 'yyyy-mm-dd' };
	return time && { days: days + time.days, isDate: true, pattern: `yyyy-mm-dd ${time.pattern}` };
}

/** Days since 1970; undefined for a day that does not exist, which JavaScript would move to the next month. */
function daysOf(day: string): number | undefined {
	const milliseconds = Date.parse(`${day}T00:00:00Z`);
	if (Number.isNaN(milliseconds)) return undefined;
	if (new Date(milliseconds).toISOString().slice(0, 10) !== day) return undefined;
	return milliseconds / 1000 / SECONDS_PER_DAY;
}

function readTime(written: string): { days: number; pattern: string } | undefined {
	const [found, hours, minutes, seconds, fraction = ''] = TIME.exec(written) ?? [];
	if (found === undefined) return undefined;
	const [hour, minute, second] = [Number(hours), Number(minutes), Number(seconds ?? 0)];
	if (minute > 59 || second > 59) return undefined;
	const all = hour * 3600 + minute * 60 + second + Number(`0.${fraction}0`);
	// 24:00 is the end of a day.
	if (all > SECONDS_PER_DAY) return undefined;
	return { days: all / SECONDS_PER_DAY, pattern: seconds === undefined ? 'hh:mm' : 'hh:mm:ss' };
}

function readDuration(written: string): IsoDate | undefined {
	const [found, sign, ...parts] = DURATION.exec(written) ?? [];
	if (found === undefined || !/\d\w$/.test(written) || sign === undefined) return undefined;
	const lengths = [7 * SECONDS_PER_DAY, SECONDS_PER_DAY, 3600, 60, 1];
	const seconds = lengths.reduce(
		(sum, length, index) => sum + length * Number((parts[index] ?? '0').replace(',', '.')),
		0,
	);
	return {
		days: (sign === '-' ? -seconds : seconds) / SECONDS_PER_DAY,
		isDate: false,
		pattern: '[h]:mm:ss',
	};
}
