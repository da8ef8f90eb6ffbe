// Loaded into n8n before anything else: its clock is set by the test, and what it does once a minute it does once a
// second. Durations (performance.now, timers) are those of the machine.
const { readFileSync } = require('node:fs');
const { performance } = require('node:perf_hooks');

const MINUTE = 60_000;
const SECOND = 1_000;
/** How long what the file says is remembered, in milliseconds. */
const REMEMBERED = 20;

const RealDate = Date;
let ahead = 0;
let readAt = -Infinity;

function now() {
	if (performance.now() - readAt > REMEMBERED) {
		readAt = performance.now();
		ahead = Number(readFileSync(String(process.env.SMS_GATEWAYS_TEST_CLOCK), 'utf8'));
	}
	return RealDate.now() + ahead;
}

globalThis.Date = new Proxy(RealDate, {
	construct: (target, args, newTarget) =>
		/** @type {Date} */ (Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget)),
	apply: () => new RealDate(now()).toString(),
	get: (target, name) =>
		name === 'now' ? now : /** @type {unknown} */ (Reflect.get(target, name)),
});

const realInterval = setInterval;
/** @type {(callback: () => void, delay: number, ...args: []) => NodeJS.Timeout} */
const interval = (callback, delay, ...args) =>
	realInterval(callback, delay === MINUTE ? SECOND : delay, ...args);
globalThis.setInterval = /** @type {typeof setInterval} */ (interval);
