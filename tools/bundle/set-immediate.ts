import { sleep } from 'n8n-workflow';

/** How long packing may block the event loop, in milliseconds. */
const TURN = 10;

let turnSince = -Infinity;

/**
 * Replaces the global function of this name, with which JSZip yields after each piece of a file.
 * `sleep` takes at least a millisecond, which would be most of the time if it were called for each
 * piece.
 */
export function setImmediate(task: () => void): void {
	if (performance.now() - turnSince < TURN) {
		queueMicrotask(task);
		return;
	}
	void sleep(0).then(() => {
		turnSince = performance.now();
		task();
	});
}
