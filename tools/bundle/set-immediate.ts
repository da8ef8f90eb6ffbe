import { sleep } from 'n8n-workflow';

/** How long packing may keep others waiting, in milliseconds. */
const TURN = 10;

let turnSince = -Infinity;

/**
 * Stands for the global function of this name, with which JSZip lets others have their turn after
 * each piece of a file. `sleep` takes a millisecond at least, which would be most of the time if it
 * were called for each piece.
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
