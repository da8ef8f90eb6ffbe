import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { request as ask } from 'node:http';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { Sandbox } from '../../sandbox/server/server';
import { ALL_PROFILES } from '../profiles';

/** Parts of the paths at which tokens are fetched. */
const SIGN_IN_PATHS = ALL_PROFILES.flatMap(({ token }) => token?.signInPath ?? []);

/** A request as it stood on the wire. */
export interface FrontRequest {
	method: string;
	/** Without the place's own beginning. */
	path: string;
	/** The head with its last line break. */
	head: string;
	body: Buffer;
}

/** What the sandbox answered. */
export interface TrueReply {
	status: number;
	contentType: string;
	body: Buffer;
}

/** What happens on the connection once a request has come in whole. */
export interface Behaviour {
	/** Whether the gateway gets the request, whatever the client then hears. */
	isTaken: boolean;
	answer(reply: TrueReply, socket: Socket, request: FrontRequest): void | Promise<void>;
}

/** One base address with a behaviour of its own, and all that came in there. */
export interface Place {
	url: string;
	/** What is asked for while a token is fetched stands in `signIns` instead. */
	requests: FrontRequest[];
	signIns: FrontRequest[];
	/** How many requests the gateway took. */
	taken: number;
}

interface OpenPlace extends Place {
	behaviour: Behaviour;
	signIn: Behaviour;
}

/**
 * Stands between a node and the sandbox, byte by byte: what no web framework lets a server do, a
 * socket does. Places are apart from each other, so that many can be tried at once.
 */
export class Front {
	private readonly places = new Map<string, OpenPlace>();

	private readonly sockets = new Set<Socket>();

	private constructor(
		private readonly server: Server,
		private readonly sandbox: Sandbox,
	) {}

	static async open(sandbox: Sandbox): Promise<Front> {
		const server = createServer();
		const front = new Front(server, sandbox);
		server.on('connection', (socket) => {
			front.serve(socket);
		});
		server.listen(0, '127.0.0.1');
		await once(server, 'listening');
		return front;
	}

	get port(): number {
		return (this.server.address() as AddressInfo).port;
	}

	/**
	 * Makes a place.
	 *
	 * @param signIn what happens when a token is fetched
	 */
	place(behaviour: Behaviour, signIn: Behaviour = PLAIN): Place {
		const name = randomUUID();
		const url = `http://127.0.0.1:${this.port}/${name}`;
		const place = { url, behaviour, signIn, requests: [], signIns: [], taken: 0 };
		this.places.set(name, place);
		return place;
	}

	async close(): Promise<void> {
		for (const socket of this.sockets) socket.destroy();
		this.server.close();
		await once(this.server, 'close');
	}

	private serve(socket: Socket): void {
		this.sockets.add(socket);
		socket.on('close', () => this.sockets.delete(socket));
		socket.on('error', () => undefined);
		let received = Buffer.alloc(0);
		const onData = (piece: Buffer) => {
			received = Buffer.concat([received, piece]);
			const request = parse(received);
			if (request === null) return;
			received = Buffer.alloc(0);
			this.react(request, socket).catch(() => socket.destroy());
		};
		socket.on('data', onData);
	}

	private async react(request: FrontRequest, socket: Socket): Promise<void> {
		const [, name = '', path = ''] = /^\/([^/]+)(\/.*)$/.exec(request.path) ?? [];
		const place = this.places.get(name);
		if (place === undefined) {
			socket.destroy();
			return;
		}
		request.path = path;
		const isSignIn = SIGN_IN_PATHS.some((each) => path.includes(each));
		(isSignIn ? place.signIns : place.requests).push(request);
		const behaviour = isSignIn ? place.signIn : place.behaviour;
		let reply: TrueReply = { status: 200, contentType: 'text/plain', body: Buffer.alloc(0) };
		if (behaviour.isTaken) {
			if (!isSignIn) place.taken++;
			reply = await this.askSandbox(request);
		}
		await behaviour.answer(reply, socket, request);
	}

	private async askSandbox({ method, path, head, body }: FrontRequest): Promise<TrueReply> {
		const headers = Object.fromEntries(
			head
				.split('\r\n')
				.slice(1)
				.map((line) => /^([^:]+): ?(.*)$/.exec(line)?.slice(1) as [string, string] | undefined)
				.filter((pair) => pair !== undefined)
				.filter(([header]) => !/^(?:host|connection|accept-encoding)$/i.test(header)),
		);
		const sent = ask({ host: '127.0.0.1', port: this.sandbox.port, method, path, headers });
		sent.end(body);
		const [answer] = (await once(sent, 'response')) as [import('node:http').IncomingMessage];
		const pieces: Buffer[] = [];
		for await (const piece of answer) pieces.push(piece as Buffer);
		// What goes wrong here is said of bodies, so a token in a header goes into the body, where it may be, too.
		const [, token] = /^Bearer (.*)$/.exec(answer.headers.authorization ?? '') ?? [];
		if (token !== undefined) pieces.push(Buffer.from(JSON.stringify({ token })));
		return {
			status: answer.statusCode ?? 0,
			contentType: answer.headers['content-type'] ?? '',
			body: Buffer.concat(pieces),
		};
	}
}

/** What a gateway does on a good day. */
export const PLAIN: Behaviour = {
	isTaken: true,
	answer: (reply, socket) => {
		socket.end(wire(reply));
	},
};

/** A whole answer as it goes over the wire. */
export function wire(
	{ status, contentType, body }: TrueReply,
	headers: Record<string, string> = {},
): Buffer {
	const all: Record<string, string> = {
		'content-type': contentType,
		'content-length': String(body.length),
		connection: 'close',
		...headers,
	};
	const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
	return Buffer.concat([
		Buffer.from(`HTTP/1.1 ${status} Status\r\n${lines.join('')}\r\n`, 'latin1'),
		body,
	]);
}

/** @returns null while there is more to come */
function parse(received: Buffer): FrontRequest | null {
	const end = received.indexOf('\r\n\r\n');
	if (end === -1) return null;
	const head = received.subarray(0, end + 2).toString('latin1');
	const length = Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0);
	const body = received.subarray(end + 4);
	if (body.length < length) return null;
	const [, method = '', path = ''] = /^(\S+) (\S+)/.exec(head) ?? [];
	return { method, path, head, body: Buffer.from(body) };
}
