import { mkdtempSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';

type Task = () => Promise<void> | void;

const tasks: Task[] = [];
let cleaning: Promise<void> | undefined;

async function runAll(): Promise<void> {
	for (let task = tasks.pop(); task !== undefined; task = tasks.pop()) {
		try {
			await task();
		} catch (error) {
			console.error(error instanceof Error ? error.message : error);
		}
	}
}

/** Runs the functions of `onEnd`, latest first; a second call waits for the first. */
export function cleanUp(): Promise<void> {
	cleaning ??= runAll().finally(() => {
		cleaning = undefined;
	});
	return cleaning;
}

/**
 * Registers a function that runs before this program ends: normally (call `cleanUp`) or by Ctrl+C.
 * The returned function unregisters it.
 */
export function onEnd(task: Task): () => void {
	tasks.push(task);
	return () => {
		const index = tasks.indexOf(task);
		if (index !== -1) tasks.splice(index, 1);
	};
}

/** Creates a folder for this program, which is removed at its end. */
export function temporaryFolder(name: string): string {
	const folder = mkdtempSync(join(tmpdir(), `sms-gateways-${name}-`));
	onEnd(() => {
		rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
	});
	return folder;
}

/**
 * From now on, Ctrl+C, a termination or a closed terminal clean up before the program ends. Npm and
 * the terminal may both send the same signal, so repeated signals are ignored.
 */
export function cleanUpOnSignals(announce: (signal: string) => void): void {
	let ending = false;
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
		process.on(signal, () => {
			if (ending) return;
			ending = true;
			announce(signal);
			void cleanUp().finally(() => {
				process.exit(128 + constants.signals[signal]);
			});
		});
	}
}
