import { randomUUID } from 'node:crypto';
import { mkdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { onEnd } from '../cleanup';

const HEARTBEAT_MS = 2_000;
/** After this time without an update, a lock is considered left over from a killed program. */
const STALE_MS = 20_000;

function take(folder: string): boolean {
	try {
		mkdirSync(folder);
		return true;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
		throw error;
	}
}

function removeIfStale(folder: string): void {
	const age = Date.now() - (statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
	if (age < STALE_MS) return;
	// Only one of several waiting programs can rename it, so none removes a new lock.
	const grave = `${folder}.${randomUUID()}`;
	try {
		renameSync(folder, grave);
	} catch {
		return;
	}
	rmSync(grave, { recursive: true, force: true });
}

/** Runs `work` while holding the lock: no other program on this machine can hold it meanwhile. */
export async function withLock<Result>(
	folder: string,
	onWait: () => void,
	work: () => Promise<Result>,
): Promise<Result> {
	mkdirSync(dirname(folder), { recursive: true });
	while (!take(folder)) {
		onWait();
		removeIfStale(folder);
		await sleep(500);
	}
	const heartbeat = setInterval(() => {
		const now = new Date();
		utimesSync(folder, now, now);
	}, HEARTBEAT_MS);
	const release = () => {
		clearInterval(heartbeat);
		rmSync(folder, { recursive: true, force: true });
	};
	const forget = onEnd(release);
	try {
		return await work();
	} finally {
		forget();
		release();
	}
}
