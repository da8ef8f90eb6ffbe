import { DAY, isoIn, MINUTE, offsetAt } from './zoneClock';

/** When messages may be sent, by the clock of their recipients. */
export interface Hours {
	/** Minutes of the day; `from` is before `to`, so that no window crosses midnight. */
	from: number;
	/** Up to 1440, the end of the day. */
	to: number;
	/** 1 for Monday to 7 for Sunday; at least one. */
	days: ReadonlySet<number>;
}

/** Whether a message may be sent now; if not, the first moment at which it may. */
export type Opening = { isOpen: true } | Closed;

export interface Closed {
	isOpen: false;
	/** A zone in which the hours are not open, and its local time as `Mon 06:12`. */
	zone: string;
	localTime: string;
	/** ISO 8601 with offset; null if the hours are never open in all zones at once. */
	sendAt: string | null;
}

/** How far ahead an opening is looked for: every day of the week comes twice. */
const HORIZON = 15 * DAY;
/** How long the answer "never" is remembered. */
const NEVER_FOR = DAY;

const NAMES = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** What is known of some zones. */
interface Known {
	/** Whether the hours were open in this minute since 1970. */
	minute: number;
	opening: Opening;
	/** The first moment found, and the moment that it was looked for. */
	next?: { since: number; until: number; sendAt: string | null };
}

/** Tells when the hours are open in some zones. Remembers it, because many recipients share their zones. */
export class SendingHours {
	private readonly known = new Map<readonly string[], Known>();

	constructor(private readonly hours: Hours) {}

	/**
	 * Whether the hours are open in every zone, and if not, when they first are. Open until right before `to`.
	 *
	 * @param zones IANA names, at least one; pass the same array for the same zones
	 * @param now milliseconds since 1970
	 */
	at(zones: readonly string[], now: number): Opening {
		const minute = Math.floor(now / MINUTE);
		const known = this.known.get(zones);
		if (known?.minute === minute) return known.opening;
		const closed = zones.find((zone) => !this.isOpen(zone, now));
		if (closed === undefined) {
			const opening: Opening = { isOpen: true };
			this.known.set(zones, { minute, opening });
			return opening;
		}
		const next =
			known?.next !== undefined && known.next.since <= now && now < known.next.until
				? known.next
				: this.next(zones, now);
		const localTime = this.localTime(closed, now);
		const opening: Opening = { isOpen: false, zone: closed, localTime, sendAt: next.sendAt };
		this.known.set(zones, { minute, opening, next });
		return opening;
	}

	private next(zones: readonly string[], now: number): NonNullable<Known['next']> {
		let moment = now;
		let last = '';
		while (moment <= now + HORIZON) {
			const before = moment;
			for (const zone of zones) {
				const opening = this.nextIn(zone, moment);
				if (opening === null) return never(now);
				if (opening === moment) continue;
				moment = opening;
				last = zone;
			}
			if (moment === before) return { since: now, until: moment, sendAt: isoIn(last, moment) };
		}
		return never(now);
	}

	/** The first moment from `moment` on at which the hours are open in a zone. */
	private nextIn(zone: string, moment: number): number | null {
		if (this.isOpen(zone, moment)) return moment;
		const today = Math.floor((moment + offsetAt(zone, moment)) / DAY);
		for (let day = today; day <= today + HORIZON / DAY; day++) {
			if (!this.hours.days.has(weekdayOf(day))) continue;
			const opening = firstAt(zone, day * DAY + this.hours.from * MINUTE, moment);
			if (opening === null || !this.isOpen(zone, opening)) continue;
			// The clock may be set back into hours that were over.
			const again = setBack(zone, moment);
			return again !== null && again < opening && this.isOpen(zone, again) ? again : opening;
		}
		return null;
	}

	private isOpen(zone: string, moment: number): boolean {
		const local = moment + offsetAt(zone, moment);
		const day = Math.floor(local / DAY);
		const minute = Math.floor((local - day * DAY) / MINUTE);
		const { from, to, days } = this.hours;
		return minute >= from && minute < to && days.has(weekdayOf(day));
	}

	private localTime(zone: string, moment: number): string {
		const local = moment + offsetAt(zone, moment);
		const day = NAMES[weekdayOf(Math.floor(local / DAY)) - 1] ?? '';
		return `${day} ${new Date(local).toISOString().slice(11, 16)}`;
	}
}

function never(now: number): NonNullable<Known['next']> {
	return { since: now, until: now + NEVER_FOR, sendAt: null };
}

/** 1 January 1970 was a Thursday. */
function weekdayOf(day: number): number {
	return ((((day + 3) % 7) + 7) % 7) + 1;
}

/** The minute at which the clock of a zone is set back within a day after a moment; null if it is not. */
function setBack(zone: string, moment: number): number | null {
	const offset = offsetAt(zone, moment);
	if (offsetAt(zone, moment + DAY) >= offset) return null;
	let low = Math.floor(moment / MINUTE) * MINUTE;
	let high = low + DAY;
	while (high - low > MINUTE) {
		const middle = low + Math.floor((high - low) / 2 / MINUTE) * MINUTE;
		if (offsetAt(zone, middle) < offset) high = middle;
		else low = middle;
	}
	return high;
}

/**
 * The first moment from `earliest` on at which the clock of a zone shows a local time. If the clock skips that time,
 * the moment at which it does.
 *
 * @param local the local time as if it were UTC, in milliseconds since 1970
 * @returns null if the clock does not show it after `earliest`
 */
function firstAt(zone: string, local: number, earliest: number): number | null {
	const before = local - offsetAt(zone, local - DAY);
	const after = local - offsetAt(zone, local + DAY);
	const shown = [Math.min(before, after), Math.max(before, after)].filter(
		(moment) => moment + offsetAt(zone, moment) === local,
	);
	if (shown.length > 0) return shown.find((moment) => moment >= earliest) ?? null;
	// The clock was put forward over it: the first minute with a later local time.
	let [low, high] = [Math.min(before, after), Math.max(before, after)];
	while (high - low > MINUTE) {
		const middle = low + Math.floor((high - low) / 2 / MINUTE) * MINUTE;
		if (middle + offsetAt(zone, middle) >= local) high = middle;
		else low = middle;
	}
	return high >= earliest ? high : null;
}
