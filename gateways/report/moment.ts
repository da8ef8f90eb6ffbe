import { isZone, offsetAt } from '../../messages/hours/zoneClock';

/** When a message was sent, by a report. */
export interface ReportedMoment {
	/** Milliseconds since 1970; null if the report's date cannot be read. */
	at: number | null;
	/** Whether its time zone is known. Without one, `at` is the time in UTC. */
	hasZone: boolean;
}

const UNREADABLE: ReportedMoment = { at: null, hasZone: false };

/** The longest date or zone that is read, in characters. */
const LONGEST_DATE = 64;

/** ISO 8601, or the same with a space; with or without an offset. */
const DATE =
	/^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)? ?(Z|[+-]\d\d:?(?:\d\d)?)?$/i;

/** An IANA name. */
const ZONE = /^[A-Za-z][\w+-]*(?:\/[\w+-]+){0,2}$/;

/**
 * Reads the date of a report.
 *
 * @param text ISO 8601 with or without an offset, a date in GMT (RFC 9110), or seconds or milliseconds since 1970
 * @param zone the time zone of dates without one: an IANA name or an offset such as `-04:30`; empty if unknown
 */
export function readReportedMoment(text: string | null, zone: string): ReportedMoment {
	const written = text?.trim() ?? '';
	if (written === '' || written.length > LONGEST_DATE) return UNREADABLE;
	if (/^\d{10}$/.test(written)) return { at: Number(written) * 1000, hasZone: true };
	if (/^\d{13}$/.test(written)) return { at: Number(written), hasZone: true };
	const found = DATE.exec(written);
	if (found === null) {
		const at = / GMT$/.test(written) ? Date.parse(written) : NaN;
		return Number.isNaN(at) ? UNREADABLE : { at, hasZone: true };
	}
	const [year, month, day, hour, minute, second] = found
		.slice(1, 7)
		.map((each) => Number(each ?? 0));
	const fraction = Math.floor(Number(`0.${found[7] ?? '0'}`) * 1000);
	const utc = Date.UTC(
		year ?? 0,
		(month ?? 0) - 1,
		day ?? 0,
		hour ?? 0,
		minute ?? 0,
		second ?? 0,
		fraction,
	);
	const own = found[8];
	const offset = own === undefined ? offsetIn(zone.trim(), utc) : offsetOf(own);
	return offset === null ? { at: utc, hasZone: false } : { at: utc - offset, hasZone: true };
}

/** An offset such as `-04:30`, `-0430`, `-04` or `Z` in milliseconds; null for anything else. */
function offsetOf(text: string): number | null {
	if (/^(?:z|utc|gmt)$/i.test(text)) return 0;
	const found = /^(?:utc|gmt)?([+-])(\d{1,2}):?(\d\d)?$/i.exec(text);
	if (found === null) return null;
	const minutes = Number(found[2]) * 60 + Number(found[3] ?? 0);
	return (found[1] === '-' ? -1 : 1) * minutes * 60_000;
}

/**
 * The offset of a time zone at a local time, in milliseconds; null if the zone is not known.
 *
 * @param local the time on a clock of that zone, as if it were UTC
 */
function offsetIn(zone: string, local: number): number | null {
	if (zone === '') return null;
	const fixed = offsetOf(zone);
	if (fixed !== null) return fixed;
	if (zone.length > LONGEST_DATE || !ZONE.test(zone) || !isZone(zone)) return null;
	// The offset may change between the two times.
	return offsetAt(zone, local - offsetAt(zone, local));
}
