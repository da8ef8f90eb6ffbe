// Shows long steps on standard error: on a terminal, one live line with the seconds; otherwise a line
// every fifteen seconds.

const QUIET_SECONDS = 15;
const terminal = process.stderr.isTTY;

/** A step that is shown while it runs; ending it a second time does nothing. */
export interface Step {
	/** Shows what the step is doing now. */
	detail: (text: string) => void;
	/** Ends the step as successful. */
	done: (text?: string) => void;
	/** Ends the step as failed. */
	failed: (text?: string) => void;
}

interface Running {
	label: string;
	detail: string;
	since: number;
	reportedAt: number;
}

const running = new Set<Running>();
let ticking: NodeJS.Timeout | undefined;

const secondsSince = (since: number) => (performance.now() - since) / 1000;

function clearLine(): void {
	if (terminal) process.stderr.write('\r\u001b[K');
}

function drawLine(): void {
	if (!terminal || running.size === 0) return;
	const parts = [...running].map(({ label, detail, since }) => {
		const seconds = Math.floor(secondsSince(since));
		return `${label} ${seconds} s${detail === '' ? '' : ` (${detail})`}`;
	});
	const line = `… ${parts.join(' · ')}`;
	process.stderr.write(`\r\u001b[K${line.slice(0, Math.max(20, process.stderr.columns - 1))}`);
}

function tick(): void {
	if (terminal) {
		drawLine();
		return;
	}
	for (const step of running) {
		if (secondsSince(step.reportedAt) < QUIET_SECONDS) continue;
		step.reportedAt = performance.now();
		const detail = step.detail === '' ? '' : ` (${step.detail})`;
		const seconds = Math.round(secondsSince(step.since));
		process.stderr.write(`… ${step.label}, ${seconds} s${detail}\n`);
	}
}

/** Prints a line above the live one. */
export function say(text: string): void {
	clearLine();
	process.stderr.write(`${text}\n`);
	drawLine();
}

function startStep(label: string): Step {
	const step = { label, detail: '', since: performance.now(), reportedAt: performance.now() };
	running.add(step);
	if (!terminal) process.stderr.write(`… ${label}\n`);
	ticking ??= setInterval(tick, terminal ? 200 : 1000);
	drawLine();

	const end = (sign: string, text: string) => {
		if (!running.delete(step)) return;
		if (running.size === 0) {
			clearInterval(ticking);
			ticking = undefined;
		}
		const seconds = secondsSince(step.since).toFixed(1);
		say(`${sign} ${label}, ${seconds} s${text === '' ? '' : `: ${text}`}`);
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

/**
 * Shows a step while it runs, and its result.
 *
 * @param work may end the step itself, with a detail
 */
export async function during<Result>(
	label: string,
	work: (step: Step) => Promise<Result>,
): Promise<Result> {
	const step = startStep(label);
	try {
		const result = await work(step);
		step.done();
		return result;
	} catch (error) {
		step.failed();
		throw error;
	}
}
