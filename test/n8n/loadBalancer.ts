import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { callHttp } from '../../tools/n8n/http';

/**
 * What stands before an n8n in earnest: hands calls on while n8n says that it is ready, and answers
 * 503 else. An n8n that starts answers 404 to webhooks that it does not serve yet, and for a moment
 * even 200, "n8n is starting up"; a gateway would take its word for it.
 */
export class LoadBalancer {
	private server: Server | undefined;

	private isPaused = false;

	private underWay = 0;

	/** @param target n8n's address */
	constructor(private readonly target: string) {}

	/** Resolves with the address under which it listens. */
	async start(): Promise<string> {
		const server = createServer((request, response) => {
			buffer(request)
				.then(async (body) => {
					if (this.isPaused) return 503;
					this.underWay++;
					try {
						return await this.handOn(request.method, request.url ?? '/', request.headers, body);
					} finally {
						this.underWay--;
					}
				})
				.catch(() => 503)
				.then(
					(status) => response.writeHead(status).end(),
					() => response.destroy(),
				);
		});
		this.server = server;
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	}

	/** Hands nothing on any more; resolves when n8n has answered what it was given. */
	async pause(): Promise<void> {
		this.isPaused = true;
		while (this.underWay > 0) await sleep(20);
	}

	/** Hands calls on again. */
	resume(): void {
		this.isPaused = false;
	}

	stop(): void {
		this.server?.close();
		this.server?.closeAllConnections();
	}

	private async handOn(
		method: string | undefined,
		path: string,
		headers: Record<string, unknown>,
		body: Buffer,
	): Promise<number> {
		if ((await callHttp(`${this.target}/healthz/readiness`)).status !== 200) return 503;
		const type = headers['content-type'];
		const kept = typeof type === 'string' ? { 'content-type': type } : undefined;
		const { status } = await callHttp(`${this.target}${path}`, { method, headers: kept, body });
		// n8n says that it is ready a moment before it serves the webhooks of its workflows.
		return status === 404 ? 503 : status;
	}
}
