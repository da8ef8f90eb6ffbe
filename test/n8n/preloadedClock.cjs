// Loaded into n8n before anything else: its clock is set by the test, and what it does once a minute it does once a
// second. Durations (performance.now, timers) are those of the machine.
const { readFileSync } = require('node:fs');
const { performance } = require('node:perf_hooks');

const MINUTE = 60_000;
const SECOND = 1_000;
/** How long what the file says is remembered, in milliseconds. */
const REMEMBERED = 20;

const RealDate = Date;
// Somebody else may put ours in its place.
const realNow = RealDate.now.bind(RealDate);
let ahead = 0;
let readAt = -Infinity;

function now() {
	if (performance.now() - readAt > REMEMBERED) {
		readAt = performance.now();
		ahead = Number(readFileSync(String(process.env.SMS_GATEWAYS_TEST_CLOCK), 'utf8'));
	}
	return realNow() + ahead;
}

/** @type {ProxyHandler<DateConstructor>} */
const clock = {
	construct(target, args, newTarget) {
		/** @type {unknown} */
		const date = Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget);
		return /** @type {Date} */ (date);
	},
	apply: () => new RealDate(now()).toString(),
	get(target, name) {
		/** @type {unknown} */
		const value = Reflect.get(target, name);
		return name === 'now' ? now : value;
	},
};
globalThis.Date = new Proxy(RealDate, clock);

const realInterval = setInterval;
Object.assign(globalThis, {
	setInterval: (
		/** @type {(...args: unknown[]) => void} */ callback,
		/** @type {number} */ delay,
		/** @type {unknown[]} */ ...args
	) => realInterval(callback, delay === MINUTE ? SECOND : delay, ...args),
});
