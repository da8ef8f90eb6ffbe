/**
 * Milliseconds on a clock that never goes back: for all durations, pauses and time limits. Only
 * differences are meaningful, and only in this process.
 *
 * While the machine sleeps, it may stop or go on, depending on the system.
 */
export function elapsed(): number {
	return performance.now();
}

/**
 * Milliseconds since 1970, by the machine's clock: for dates that people or other programs read. It may
 * jump at any moment, so do not measure durations with it.
 */
export function wallClock(): number {
	return Date.now();
}
