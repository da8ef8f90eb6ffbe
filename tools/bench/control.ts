import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { onEnd } from '../cleanup';
import { makeIdentity } from '../../test/faults/certificates';

const HOST = '127.0.0.1';

/** Settings of the gateway's behavior. */
export interface Settings {
	/** The delay of each answer, in milliseconds. */
	latency: number;
	/** How much the delay grows per second since the settings were set, in milliseconds. */
	slower?: number;
	/** The number of incoming messages in Messangi's list. */
	incoming?: number;
	/** The number of requests that it handles at once; the others wait. */
	serves?: number;
	/** Above this number of requests per second, it answers 429. */
	perSecond?: number;
	/** Above this number of open connections, it resets connections. */
	mostConnections?: number;
	/** Above this number of requests at once, it answers 503. */
	mostRequests?: number;
}

/** What the gateway has received since its settings were set. */
export interface Counts {
	requests: number;
	/** The highest number at once. */
	most: { connections: number; requests: number };
}

/** Starts a program of this folder as a separate process; it ends with this one. */
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

/** The first message to the gateway's process: a key and its certificate, both as PEM. */
export interface Identification {
	key: string;
	cert: string;
}

/** The gateway's URLs. */
export interface GatewayUrls {
	http: string;
	https: string;
}

/** Controls the gateway's process. */
export class BenchGateway {
	private constructor(
		private readonly child: ChildProcess,
		readonly urls: GatewayUrls,
		/** The certificate that HTTPS clients must trust, as PEM. */
		readonly certificate: string,
	) {}

	/** @param node the program that runs it */
	static async start(node: string): Promise<BenchGateway> {
		const child = start('gateway.ts', node);
		const { key, pem } = makeIdentity('gateway of the benchmark', { hosts: [HOST] });
		const ready = once(child, 'message') as Promise<[{ ports: [number, number] }]>;
		child.send({ key: String(key.export({ type: 'pkcs8', format: 'pem' })), cert: pem });
		const [{ ports }] = await ready;
		const [http, https] = [`http://${HOST}:${ports[0]}`, `https://${HOST}:${ports[1]}`];
		return new BenchGateway(child, { http, https }, pem);
	}

	/** Changes the settings, and resets the counts. */
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
