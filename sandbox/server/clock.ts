/** Milliseconds on a clock that only ever goes forward, for durations; its figures mean nothing else. */
export function elapsed(): number {
	return performance.now();
}

/** Milliseconds since 1970 by the machine's clock, for dates. It may jump at any moment. */
export function wallClock(): number {
	return Date.now();
}
