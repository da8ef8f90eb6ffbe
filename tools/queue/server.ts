import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { onEnd } from '../cleanup';
import { cleanEnvironment } from '../n8n/environment';
import type { Account } from './account';

const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 10_000;

/** A program that serves others until it is stopped. */
export interface Server {
	name: string;
	command: string;
	args: string[];
	account: Account;
	/** Where it runs and where its log goes. */
	folder: string;
	/** What asks it to end at once, without loss. */
	stopSignal: NodeJS.Signals;
	isReady: () => Promise<boolean>;
}

/**
 * Starts a server and waits until it answers; it ends with this program at the latest.
 *
 * @returns the file of its log
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
		// A group of its own: Ctrl-C reaches it through us, after those that use it.
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
