import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cleanEnvironment } from './environment';
import { callHttp } from './http';
import type { N8nInstall } from './install';

const START_TIMEOUT_MS = 180_000;
/** Longer than the 30 seconds that n8n gives its executions to finish. */
const STOP_TIMEOUT_MS = 45_000;

/** Options of an n8n process. */
export interface N8nOptions {
	install: N8nInstall;
	/** The folder of n8n's data; the user's own n8n is never touched. */
	userFolder: string;
	port: number;
	/** The port for n8n's task runner. */
	brokerPort: number;
	/** The interval of the readiness checks, in milliseconds. */
	lookEvery?: number;
	/** The n8n command; the default `start` does everything. */
	command?: 'start' | 'worker' | 'webhook';
	/** Settings that override those below. */
	environment?: Readonly<Record<string, string>>;
}

/** n8n's modules that call the internet. An n8n that lacks one does not start if it is named. */
function modulesNotNeeded({ script }: N8nInstall): string[] {
	const modules = join(script, '..', '..', 'dist', 'modules');
	return ['mcp-registry'].filter((name) => existsSync(join(modules, name)));
}

/** A separate real n8n server. */
export class N8n {
	readonly url: string;

	readonly logFile: string;

	private readonly environment: NodeJS.ProcessEnv;

	private child: ChildProcess | undefined;

	constructor(private readonly options: N8nOptions) {
		const { userFolder, port, brokerPort, environment } = options;
		this.url = `http://localhost:${String(port)}`;
		this.logFile = join(userFolder, 'n8n.log');
		this.environment = {
			...cleanEnvironment(),
			DB_TYPE: 'sqlite',
			N8N_USER_FOLDER: userFolder,
			N8N_ENCRYPTION_KEY: randomBytes(24).toString('hex'),
			N8N_HOST: 'localhost',
			N8N_LISTEN_ADDRESS: '127.0.0.1',
			N8N_PORT: String(port),
			// A worker only serves health checks, on its own port.
			QUEUE_HEALTH_CHECK_PORT: String(port),
			N8N_WORKER_SERVER_ADDRESS: '127.0.0.1',
			N8N_RUNNERS_BROKER_PORT: String(brokerPort),
			N8N_RUNNERS_BROKER_LISTEN_ADDRESS: '127.0.0.1',
			N8N_SECURE_COOKIE: 'false',
			N8N_ENFORCE_SETTINGS_FILE_PERMISSIONS: 'true',
			N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
			EXECUTIONS_DATA_SAVE_ON_SUCCESS: 'all',
			EXECUTIONS_DATA_SAVE_ON_ERROR: 'all',
			EXECUTIONS_DATA_SAVE_MANUAL_EXECUTIONS: 'true',
			// No data about demos and tests leaves this machine.
			N8N_DIAGNOSTICS_ENABLED: 'false',
			N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
			N8N_TEMPLATES_ENABLED: 'false',
			N8N_PERSONALIZATION_ENABLED: 'false',
			N8N_HIRING_BANNER_ENABLED: 'false',
			N8N_DYNAMIC_BANNERS_ENABLED: 'false',
			N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
			N8N_DISABLED_MODULES: modulesNotNeeded(options.install).join(','),
			NO_PROXY: [process.env.NO_PROXY, '127.0.0.1', 'localhost'].filter(Boolean).join(','),
			...environment,
		};
	}

	/** Starts the server and waits until it answers. */
	async start(): Promise<void> {
		const { install, userFolder, command = 'start' } = this.options;
		const parentWatch = join(__dirname, 'stop-with-parent.cjs');
		const log = openSync(this.logFile, 'a');
		const child = spawn(install.node, ['--require', parentWatch, install.script, command], {
			cwd: userFolder,
			env: this.environment,
			// Directly into the file: a pipe would break when we are killed, and n8n would loop on that.
			stdio: ['ignore', log, log, 'ipc'],
			// Its own process group: we stop it on Ctrl+C, in order, together with its task runner.
			detached: process.platform !== 'win32',
		});
		this.child = child;
		closeSync(log);
		let spawnError: Error | undefined;
		child.on('error', (error) => {
			spawnError = error;
		});
		const deadline = performance.now() + START_TIMEOUT_MS;
		while (!(await this.isReady())) {
			if (spawnError !== undefined) throw spawnError;
			if (!this.isRunning()) throw new Error(`n8n ended while starting.\n\n${this.lastLines()}`);
			if (performance.now() > deadline) {
				await this.stop();
				const seconds = String(START_TIMEOUT_MS / 1000);
				throw new Error(`n8n did not answer within ${seconds} s.\n\n${this.lastLines()}`);
			}
			await sleep(this.options.lookEvery ?? 100);
		}
	}

	/** Whether the server's process is running. */
	isRunning(): boolean {
		const { child } = this;
		return child?.pid !== undefined && child.exitCode === null && child.signalCode === null;
	}

	/** The id of the server's process while it is running. */
	get pid(): number | undefined {
		return this.child?.pid;
	}

	/** Stops the server as an administrator would, and kills it if it does not end in time. */
	async stop(): Promise<void> {
		const { child } = this;
		if (child?.pid === undefined) return;
		if (this.isRunning()) {
			if (process.platform === 'win32') this.kill(child.pid);
			else child.kill('SIGTERM');
		}
		const deadline = performance.now() + STOP_TIMEOUT_MS;
		while (this.isRunning() && performance.now() < deadline) await sleep(50);
		this.kill(child.pid);
		while (this.isRunning()) await sleep(50);
		this.child = undefined;
	}

	/** Kills the server like a power failure: it cannot clean up. */
	async crash(): Promise<void> {
		if (this.child?.pid === undefined) return;
		this.kill(this.child.pid);
		while (this.isRunning()) await sleep(1);
		this.child = undefined;
	}

	/** Everything that the server has printed since its first start. */
	log(): string {
		return existsSync(this.logFile) ? readFileSync(this.logFile, 'utf8') : '';
	}

	private lastLines(): string {
		return this.log().trim().split('\n').slice(-30).join('\n');
	}

	private async isReady(): Promise<boolean> {
		try {
			const { port, command = 'start' } = this.options;
			const isThere = async (path: string) => {
				const answer = await callHttp(`http://127.0.0.1:${String(port)}${path}`);
				return answer.status === 200;
			};
			if (!(await isThere('/healthz/readiness'))) return false;
			// Early n8n 2 is ready before its editor API is; only a main process has one.
			return command !== 'start' || (await isThere('/rest/settings'));
		} catch {
			return false;
		}
	}

	/** Kills the process and its children. */
	private kill(pid: number): void {
		if (process.platform === 'win32') {
			spawnSync('taskkill', ['/PID', String(pid), '/T', '/F'], { stdio: 'ignore' });
			return;
		}
		try {
			process.kill(-pid, 'SIGKILL');
		} catch {
			// The whole group has already ended.
		}
	}
}
