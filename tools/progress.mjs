// Shows long steps on standard error: one live line with the seconds on a terminal, a line every
// fifteen seconds elsewhere. Plain JavaScript, because run.mjs needs it before anything is installed.

const QUIET_SECONDS = 15;
const terminal = Boolean(process.stderr.isTTY);

/**
 * @typedef {object} Step
 * @property {(text: string) => void} detail says what the step is doing right now
 * @property {(text?: string) => void} done ends the step well
 * @property {(text?: string) => void} failed ends the step badly
 */

/** @type {Set<{ label: string, detail: string, since: number, reportedAt: number }>} */
const running = new Set();
/** @type {NodeJS.Timeout | undefined} */
let ticking;

/** @param {number} since */
function secondsSince(since) {
	return ((performance.now() - since) / 1000).toFixed(1);
}

function clearLine() {
	if (terminal) process.stderr.write('\r\u001b[K');
}

function drawLine() {
	if (!terminal || running.size === 0) return;
	const parts = [...running].map(({ label, detail, since }) => {
		const seconds = String(Math.floor((performance.now() - since) / 1000));
		return `${label} ${seconds} s${detail === '' ? '' : ` (${detail})`}`;
	});
	const line = `… ${parts.join(' · ')}`;
	process.stderr.write(`\r\u001b[K${line.slice(0, Math.max(20, process.stderr.columns - 1))}`);
}

function tick() {
	if (terminal) {
		drawLine();
		return;
	}
	for (const step of running) {
		if (performance.now() - step.reportedAt < QUIET_SECONDS * 1000) continue;
		step.reportedAt = performance.now();
		const seconds = String(Math.round((performance.now() - step.since) / 1000));
		const detail = step.detail === '' ? '' : ` (${step.detail})`;
		process.stderr.write(`… ${step.label}, ${seconds} s${detail}\n`);
	}
}

/**
 * Prints a line without disturbing the live one.
 * @param {string} text
 */
export function say(text) {
	clearLine();
	process.stderr.write(`${text}\n`);
	drawLine();
}

/**
 * Starts to show a step; end it with `done` or `failed`.
 * @param {string} label
 * @returns {Step}
 */
export function startStep(label) {
	const step = { label, detail: '', since: performance.now(), reportedAt: performance.now() };
	running.add(step);
	if (!terminal) process.stderr.write(`… ${label}\n`);
	ticking ??= setInterval(tick, terminal ? 200 : 1000);
	drawLine();

	/**
	 * @param {string} sign
	 * @param {string} text
	 */
	const end = (sign, text) => {
		if (!running.delete(step)) return;
		if (running.size === 0) {
			clearInterval(ticking);
			ticking = undefined;
		}
		say(`${sign} ${label}, ${secondsSince(step.since)} s${text === '' ? '' : `: ${text}`}`);
	};
	return {
		detail: (text) => {
			step.detail = text;
		},
		done: (text = '') => {
			end('✓', text);
		},
		failed: (text = '') => {
			end('✗', text);
		},
	};
}
