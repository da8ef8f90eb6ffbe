/**
 * Milliseconds on a clock that only ever goes forward: for every duration, pause and time limit. Its
 * figures mean nothing but their differences, and nothing outside of this process.
 *
 * While the machine sleeps, it may stand still or go on, depending on the system.
 */
export function elapsed(): number {
	return performance.now();
}

/**
 * Milliseconds since 1970, by the machine's clock: for dates that people or other programs read. It
 * may jump in either direction at any moment, so it measures nothing.
 */
export function wallClock(): number {
	return Date.now();
}
