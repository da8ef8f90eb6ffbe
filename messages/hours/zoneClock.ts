/** Milliseconds. */
export const MINUTE = 60_000;
export const DAY = 86_400_000;

/** The step in which offsets are remembered: no zone changes its clock at another time. */
const STEP = 15 * MINUTE;
/** How many offsets of a zone are remembered. */
const MOST_OFFSETS = 500;

/** A zone's clock, as far as it was asked. */
interface ZoneClock {
	format: Intl.DateTimeFormat;
	offsets: Map<number, number>;
}

/** Null for names that are not zones. */
const clocks = new Map<string, ZoneClock | null>();
/** How many clocks are kept: more than there are zones in the table of numbers. */
const MOST_CLOCKS = 600;

/** How `format` writes a moment, e.g. `3/1/2026, 08:00:00`. */
const WRITTEN = /^(\d+)\/(\d+)\/(\d+), (\d+):(\d+):(\d+)$/;

/**
 * How far the clock of a zone is ahead of UTC at a moment, daylight saving included. From `Intl`: no table of ours.
 *
 * @param moment milliseconds since 1970
 * @returns milliseconds, negative in the west
 * @throws RangeError for a zone that `Intl` does not know
 */
export function offsetAt(zone: string, moment: number): number {
	const clock = clockOf(zone);
	if (clock === null) throw new RangeError('Unknown time zone');
	const { format, offsets } = clock;
	const step = Math.floor(moment / STEP);
	const known = offsets.get(step);
	if (known !== undefined) return known;
	const written = WRITTEN.exec(format.format(step * STEP)) ?? [];
	const [, month, day, year, hour, minute, second] = written.map(Number);
	const local = Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second);
	const offset = local - step * STEP;
	if (offsets.size >= MOST_OFFSETS) offsets.clear();
	offsets.set(step, offset);
	return offset;
}

/** Whether `Intl` knows a zone. */
export function isZone(zone: string): boolean {
	return clockOf(zone) !== null;
}

function clockOf(zone: string): ZoneClock | null {
	const known = clocks.get(zone);
	if (known !== undefined) return known;
	const clock = makeClock(zone);
	if (clocks.size >= MOST_CLOCKS) clocks.clear();
	clocks.set(zone, clock);
	return clock;
}

function makeClock(zone: string): ZoneClock | null {
	const two = '2-digit';
	try {
		const format = new Intl.DateTimeFormat('en-US', {
			timeZone: zone,
			hourCycle: 'h23',
			...({ year: 'numeric', month: 'numeric', day: 'numeric' } as const),
			...({ hour: two, minute: two, second: two } as const),
		});
		return { format, offsets: new Map<number, number>() };
	} catch {
		return null;
	}
}

/** A moment in ISO 8601 with the zone's offset: `2026-03-01T08:00:00-05:00`. */
export function isoIn(zone: string, moment: number): string {
	const offset = offsetAt(zone, moment);
	const minutes = Math.round(Math.abs(offset) / MINUTE);
	const two = (value: number) => String(value).padStart(2, '0');
	const sign = offset < 0 ? '-' : '+';
	const local = new Date(moment + offset).toISOString().slice(0, 19);
	return `${local}${sign}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
