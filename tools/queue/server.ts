import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { onEnd } from '../cleanup';
import { cleanEnvironment } from '../n8n/environment';
import type { Account } from './account';

const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 10_000;

/** A server program. */
export interface Server {
	name: string;
	command: string;
	args: string[];
	account: Account;
	/** The folder of its data and its log. */
	folder: string;
	/** The signal that makes it end quickly without data loss. */
	stopSignal: NodeJS.Signals;
	isReady: () => Promise<boolean>;
}

/**
 * Starts a server and waits until it answers; it is stopped at the end of this program at the latest.
 *
 * @returns the path of its log
 */
export async function startServer(server: Server): Promise<string> {
	const { name, command, args, account, folder, stopSignal } = server;
	const watch = join(__dirname, 'server-watch.cjs');
	const logFile = join(folder, 'server.log');
	const log = openSync(logFile, 'a');
	const task = JSON.stringify({ command, args, ...account, stopSignal });
	const child = spawn(process.execPath, [watch, task], {
		cwd: folder,
		env: { ...cleanEnvironment(), LC_ALL: 'C' },
		stdio: ['ignore', log, log, 'ipc'],
		// Its own process group: we stop it on Ctrl+C, after the programs that use it.
		detached: true,
	});
	closeSync(log);
	onEnd(() => stopServer(child));
	const deadline = performance.now() + START_TIMEOUT_MS;
	while (!(await server.isReady())) {
		if (!isRunning(child) || performance.now() > deadline) {
			const printed = existsSync(logFile) ? readFileSync(logFile, 'utf8').trim() : '';
			throw new Error(`${name} does not answer.\n\n${printed}`);
		}
		await sleep(100);
	}
	return logFile;
}

function isRunning(child: ChildProcess): boolean {
	return child.pid !== undefined && child.exitCode === null && child.signalCode === null;
}

async function stopServer(child: ChildProcess): Promise<void> {
	const { pid } = child;
	if (pid === undefined || !isRunning(child)) return;
	child.kill('SIGTERM');
	const deadline = performance.now() + STOP_TIMEOUT_MS;
	while (isRunning(child) && performance.now() < deadline) await sleep(50);
	if (!isRunning(child)) return;
	process.kill(-pid, 'SIGKILL');
	while (isRunning(child)) await sleep(50);
}
