/** Milliseconds of a clock that never goes back, for durations only. */
export function elapsed(): number {
	return performance.now();
}

/** Milliseconds since 1970 by the machine's clock, for dates. It can jump at any time. */
export function wallClock(): number {
	return Date.now();
}
