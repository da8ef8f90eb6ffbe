import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createGzip } from 'node:zlib';
import { complaintsOf, forEach } from './cells';
import type { Truth } from './faults';
import { PLAIN, wire, type Behaviour, type Place } from './front';
import { labelOf, OPERATIONS, SIGNING_IN } from './operations';
import { useStage } from './stage';
import { count } from './tally';

const stage = useStage();
const servers: Server[] = [];

afterAll(() => {
	for (const server of servers) server.close();
});

async function listen(server: Server): Promise<number> {
	servers.push(server);
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return (server.address() as AddressInfo).port;
}

/** Tries every operation against an address; all that is wrong. */
async function tryAll(
	label: string,
	truth: Truth,
	at: (place: Place) => string,
): Promise<string[]> {
	const { sandbox, front } = stage;
	const complaints: string[] = [];
	await forEach(OPERATIONS, 8, async (operation) => {
		const place = front.place(PLAIN);
		place.url = at(place);
		// Without a token nothing is sent at all.
		const isSignIn = SIGNING_IN.includes(operation);
		const found = await complaintsOf({ operation, sandbox, place, truth, isSignIn });
		complaints.push(...found.map((each) => `${labelOf(operation)}: ${each}`));
		count('operations x network', operation, label, 1);
	});
	return complaints;
}

async function closedPort(): Promise<number> {
	const server = createServer();
	const port = await listen(server);
	server.close();
	return port;
}

describe('no connection, so nothing is sent', () => {
	it('a server that refuses connections', async () => {
		const port = await closedPort();
		expect(await tryAll('refused', 'refused', () => `http://127.0.0.1:${port}`)).toEqual([]);
	});

	it('a host name that does not exist', async () => {
		expect(await tryAll('DNS', 'refused', () => 'http://gateway.invalid')).toEqual([]);
	});
});

describe('a proxy', () => {
	const before = { ...process.env };
	afterEach(() => {
		process.env = { ...before };
	});
	const setProxy = (port: number) => {
		for (const name of ['HTTP_PROXY', 'http_proxy']) {
			process.env[name] = `http://127.0.0.1:${port}`;
		}
		process.env.NO_PROXY = process.env.no_proxy = '';
	};

	it('that works is used', async () => {
		let seen = 0;
		const proxy = createServer((asked, answer) => {
			seen++;
			const { method, headers } = asked;
			const passed = request(asked.url ?? '', { method, headers }, (reply) => {
				answer.writeHead(reply.statusCode ?? 0, reply.headers);
				reply.pipe(answer);
			});
			passed.on('error', () => answer.destroy());
			asked.pipe(passed);
		});
		setProxy(await listen(proxy));
		expect(await tryAll('proxy works', 'told', ({ url }) => url)).toEqual([]);
		expect(seen).toBeGreaterThanOrEqual(OPERATIONS.length);
	});

	it.each([
		[407, 'refused'],
		[502, 'open'],
	] as const)('that answers %d', async (status, truth) => {
		const proxy = createServer((_, answer) => answer.writeHead(status).end('proxy'));
		setProxy(await listen(proxy));
		expect(await tryAll(`proxy ${status}`, truth, ({ url }) => url)).toEqual([]);
	});

	it('that refuses connections', async () => {
		setProxy(await closedPort());
		expect(await tryAll('proxy refuses', 'refused', ({ url }) => url)).toEqual([]);
	});
});

describe('an answer of 200 MB', () => {
	const PIECE = Buffer.alloc(1_000_000, 32);
	const plain: Behaviour = {
		isTaken: true,
		answer: async (_, socket) => {
			socket.write('HTTP/1.1 200 OK\r\ncontent-type: text/xml\r\nconnection: close\r\n\r\n');
			for (let piece = 0; piece < 200 && !socket.destroyed; piece++) {
				if (!socket.write(PIECE))
					await Promise.race([once(socket, 'drain'), once(socket, 'close')]);
			}
			socket.end();
		},
	};
	const zipped: Behaviour = {
		isTaken: true,
		answer: (_, socket) => {
			socket.write('HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\nconnection: close\r\n\r\n');
			const gzip = createGzip();
			gzip.pipe(socket);
			for (let piece = 0; piece < 200; piece++) gzip.write(PIECE);
			gzip.end();
		},
	};

	it.each([
		['as it is', plain],
		['of 200 KB that unpack to it', zipped],
	])('%s takes no more memory than is allowed', async (label, behaviour) => {
		const { sandbox, front } = stage;
		const complaints: string[] = [];
		for (const operation of OPERATIONS.filter(({ kind }) => kind === 'send' || kind === 'read')) {
			const before = process.memoryUsage();
			const place = front.place(behaviour);
			const found = await complaintsOf({ operation, sandbox, place, truth: 'open' });
			const { arrayBuffers } = process.memoryUsage();
			// Our own server holds what it has to send, too.
			if (arrayBuffers - before.arrayBuffers > 260_000_000) found.push('took too much memory');
			complaints.push(...found.map((each) => `${labelOf(operation)}: ${each}`));
			count('operations x network', operation, `huge ${label}`, 1);
		}
		expect(complaints).toEqual([]);
	});
});

describe('an answer that is cut at any byte', () => {
	const sends = OPERATIONS.filter(({ kind }) => kind === 'send');
	it.each(sends.map((each) => [labelOf(each), each] as const))('%s', async (_, operation) => {
		const { sandbox, front } = stage;
		let whole = Buffer.alloc(0);
		const seen = front.place({
			isTaken: true,
			answer: (reply, socket) => {
				whole = wire(reply);
				socket.end(whole);
			},
		});
		await complaintsOf({ operation, sandbox, place: seen, truth: 'told' });
		const complaints: string[] = [];
		const places = Array.from({ length: whole.length }, (_each, at) => at);
		await forEach(places, 16, async (at) => {
			// Ids differ in length, so places are counted from the end.
			const place = front.place({
				isTaken: true,
				answer: (reply, socket) => {
					const bytes = wire(reply);
					socket.end(bytes.subarray(0, Math.max(0, bytes.length - whole.length + at)));
				},
			});
			const found = await complaintsOf({ operation, sandbox, place, truth: 'open' });
			complaints.push(...found.map((each) => `cut at byte ${at}: ${each}`));
		});
		count('sends x bytes', operation, 'cut at every byte', whole.length);
		expect(whole.length).toBeGreaterThan(100);
		expect(complaints).toEqual([]);
	});
});
