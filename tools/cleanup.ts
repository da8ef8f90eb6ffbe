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

/** Runs what `onEnd` collected, the latest first; a second call waits for the first. */
export function cleanUp(): Promise<void> {
	cleaning ??= runAll().finally(() => {
		cleaning = undefined;
	});
	return cleaning;
}

/**
 * Remembers what has to be undone before this program ends: by itself (call `cleanUp`) or by
 * Ctrl-C. The returned function forgets it again.
 */
export function onEnd(task: Task): () => void {
	tasks.push(task);
	return () => {
		const index = tasks.indexOf(task);
		if (index !== -1) tasks.splice(index, 1);
	};
}

/** Makes a folder for this program alone, which is removed at its end. */
export function temporaryFolder(name: string): string {
	const folder = mkdtempSync(join(tmpdir(), `sms-gateways-${name}-`));
	onEnd(() => {
		rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
	});
	return folder;
}

/**
 * From now on Ctrl-C, a termination and a closed terminal clean up before the program ends. Npm and
 * the terminal may both deliver the same signal, so more of them change nothing.
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
