import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { onEnd } from '../scripts/cleanup';

/** How the gateway behaves. */
export interface Settings {
	/** How long it waits before each answer, in milliseconds. */
	latency: number;
	/** How many incoming messages Messangi's list holds. */
	incoming: number;
}

/** What has reached the gateway since its settings were set. */
export interface Counts {
	requests: number;
	/** The greatest number at once. */
	most: { connections: number; requests: number };
}

/** A program of this folder that runs for itself; it ends with this one. */
export function start(file: string, node: string, args: string[] = []): ChildProcess {
	const child = fork(join(__dirname, file), args, {
		execPath: node,
		execArgv: ['--import', 'tsx'],
	});
	const forget = onEnd(() => {
		child.kill();
	});
	child.once('exit', forget);
	return child;
}

/** The gateway's process as seen from here. */
export class Gateway {
	private constructor(
		private readonly child: ChildProcess,
		readonly url: string,
	) {}

	/** @param node the program that runs it */
	static async start(node: string): Promise<Gateway> {
		const child = start('gateway.ts', node);
		const [{ port }] = (await once(child, 'message')) as [{ port: number }];
		return new Gateway(child, `http://127.0.0.1:${port}`);
	}

	/** Sets how it behaves from now on, and counts from 0. */
	async set(settings: Settings): Promise<void> {
		await this.ask(settings);
	}

	async counts(): Promise<Counts> {
		return await this.ask('counts');
	}

	stop(): void {
		this.child.disconnect();
	}

	private async ask(message: Settings | 'counts'): Promise<Counts> {
		const answered = once(this.child, 'message') as Promise<[{ counts: Counts }]>;
		this.child.send(message);
		const [{ counts }] = await answered;
		return counts;
	}
}
