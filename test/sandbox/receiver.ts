import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export interface Received {
	method: string;
	url: string;
	headers: IncomingHttpHeaders;
	body: string;
}

/** Answers a callback; without one all are answered 200. */
export type Answerer = (response: ServerResponse, received: Received, count: number) => void;

export interface Receiver {
	readonly url: string;
	readonly port: number;
	/** In the order in which their last bytes came. */
	readonly received: Received[];
	/** Most posts at the same time, from their last byte to their answer. */
	mostAtOnce: number;
	/** Connections opened so far. */
	connections: number;
	/** Connections open now. */
	readonly open: ReadonlySet<Socket>;
	answer: Answerer;
	bodies(): string[];
	clear(): void;
	close(): Promise<void>;
}

const accept: Answerer = (response) => response.end();

/** A customer's URL: keeps what is posted to it. */
export async function createReceiver(port = 0): Promise<Receiver> {
	const open = new Set<Socket>();
	let atOnce = 0;
	const server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const { method = '', url = '', headers } = request;
			const body = Buffer.concat(chunks).toString('latin1');
			receiver.received.push({ method, url, headers, body });
			receiver.mostAtOnce = Math.max(receiver.mostAtOnce, ++atOnce);
			response.on('close', () => atOnce--);
			receiver.answer(response, { method, url, headers, body }, receiver.received.length);
		});
	});
	server.on('connection', (socket) => {
		receiver.connections++;
		open.add(socket);
		socket.on('close', () => open.delete(socket));
	});
	const receiver: Receiver = {
		get url() {
			return `http://127.0.0.1:${this.port}/hook`;
		},
		get port() {
			return (server.address() as AddressInfo).port;
		},
		received: [],
		mostAtOnce: 0,
		connections: 0,
		open,
		answer: accept,
		bodies: () => receiver.received.map(({ body }) => body),
		clear: () => {
			receiver.received.length = 0;
			receiver.mostAtOnce = 0;
			receiver.answer = accept;
		},
		close: () =>
			new Promise((resolve) => {
				server.close(() => {
					resolve();
				});
				server.closeAllConnections();
			}),
	};
	await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
	return receiver;
}

/** Waits until something holds, for at most 20 seconds. */
export async function until(holds: () => boolean): Promise<void> {
	const end = Date.now() + 20_000;
	while (!holds()) {
		if (Date.now() > end) throw new Error('It did not come to hold within 20 seconds.');
		await new Promise((resolve) => setTimeout(resolve, 5));
	}
}
