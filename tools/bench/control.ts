import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { onEnd } from '../cleanup';
import { makeIdentity } from '../../test/faults/certificates';

const HOST = '127.0.0.1';

/** How the gateway behaves. */
export interface Settings {
	/** How long it waits before each answer, in milliseconds. */
	latency: number;
	/** How much longer it waits for each second since these settings were set, in milliseconds. */
	slower?: number;
	/** How many incoming messages Messangi's list holds. */
	incoming?: number;
	/** How many requests it works on at once; the others wait. */
	serves?: number;
	/** It answers 429 to more requests than these in a second. */
	perSecond?: number;
	/** It resets connections when more than these are open. */
	mostConnections?: number;
	/** It answers 503 when more requests than these are under way. */
	mostRequests?: number;
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

/** What the gateway's process gets first: a key and its certificate, both as PEM. */
export interface Identification {
	key: string;
	cert: string;
}

/** Where the gateway answers. */
export interface GatewayUrls {
	http: string;
	https: string;
}

/** The gateway's process as seen from here. */
export class BenchGateway {
	private constructor(
		private readonly child: ChildProcess,
		readonly urls: GatewayUrls,
		/** The certificate that who calls over HTTPS has to trust, as PEM. */
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
