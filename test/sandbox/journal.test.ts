import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { PassThrough } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { Budget, Bundle, excerptOf } from '../../sandbox/server/budget';
import { streamEvents } from '../../sandbox/inbox/stream';
import type { Events } from '../../sandbox/inbox/protocol';
import { Journal } from '../../sandbox/server/journal';
import { Room } from '../../sandbox/server/room';
import { ACCOUNTS, createSandbox, type Export } from '../../sandbox/server/server';
import { call, MGAGE_BASIC, messangiPath, sendMGage, sendSMSPath, tokenPath } from './client';
import { sandboxForTests } from './forTests';

const MB = 1_000_000;
const AUTHORIZED = { authorization: MGAGE_BASIC };

const sandbox = sandboxForTests({ journalMegabytes: 1, deliveryTime: 600_000 });

/** A message with a body that nobody reads, so many bytes long. */
const sendWithBody = (bytes: number, numbers = '12135551234') =>
	sendMGage(sandbox, { numbers }, { headers: AUTHORIZED, body: Buffer.alloc(bytes, 'a') });

const journal = () => sandbox.stats().journal;

describe('of what is refused, the start is kept', () => {
	const json = { 'content-type': 'application/json' };
	const message = '/mgage/api/gateway?message=Hi';
	it.each([
		['for an unknown path', 'POST', '/mgage/nothing', {}],
		['for a method', 'PUT', '/mgage/api/gateway', {}],
		['for a password', 'POST', message, {}],
		['for a parameter', 'POST', message, AUTHORIZED],
		['for a signature', 'POST', '/messangi/rest/api/fireMessage/8/x/y', json],
		['for a body', 'POST', messangiPath('fireMessage', ['8']), json],
		['for a token', 'POST', '/message-central/verification/v3/send?type=SMS', {}],
		['for a body that must not be', 'POST', tokenPath(), {}],
		['for chunks', 'POST', '/mgage/nothing', { 'transfer-encoding': 'chunked' }],
	])('%s', async (_why, method, path, headers) => {
		const body = Buffer.alloc(2 * MB, 'a');
		for (let sent = 0; sent < 3; sent++) await call(sandbox, path, { method, headers, body });
		const requests = sandbox.requests();
		expect(requests).toHaveLength(3);
		for (const request of requests) {
			expect(request).toMatchObject({ bodyBytes: body.length, body: 'a'.repeat(65_536) });
		}
		expect(journal()).toMatchObject({ dropped: null });
		expect(journal().bytes).toBeLessThan(0.3 * MB);
	});

	it('is kept whole where it is short', async () => {
		await call(sandbox, '/mgage/nothing', { method: 'POST', body: 'a'.repeat(65_536) });
		expect(sandbox.requests()[0]?.body).toHaveLength(65_536);
		expect(sandbox.requests()[0]).not.toHaveProperty('bodyBytes');
	});

	it.each([
		['a known secret', ACCOUNTS.messangi.privateKey],
		['a token', `eyJ${'a'.repeat(40)}.${'b'.repeat(40)}.${'c'.repeat(40)}`],
		['a password by its name', '&password=their-own-secret'],
	])('cuts %s nowhere in two', (_what, secret) => {
		for (let at = 100 - secret.length - 1; at <= 101; at++) {
			const excerpt = excerptOf(
				`${'x '.repeat(200).slice(0, at)} ${secret} ${'x '.repeat(99)}`,
				100,
			);
			expect(excerpt.length).toBeLessThanOrEqual(100);
			const start = secret.includes('=') ? secret.indexOf('=') + 1 : 0;
			expect(excerpt).not.toContain(secret.slice(start, start + 5));
		}
	});
});

describe('the journal', () => {
	it('drops the oldest, and says so', async () => {
		const before = Date.now();
		for (let at = 0; at < 9; at++) await sendWithBody(300_000, String(12_135_550_000 + at));
		expect(journal().bytes).toBeLessThanOrEqual(MB);
		expect(journal().limitBytes).toBe(MB);
		const kept = sandbox.messages().map(({ to }) => to);
		expect(kept).toEqual(['12135550006', '12135550007', '12135550008']);
		expect(sandbox.requests().map(({ id }) => id)).toEqual([7, 8, 9]);
		const { dropped } = journal();
		expect(dropped).toMatchObject({ requests: 6, messages: 6, incoming: 0, callbacks: 0 });
		expect(Date.parse(dropped?.since ?? '')).toBeGreaterThanOrEqual(before);
		expect(dropped?.until.localeCompare(dropped.since)).toBeGreaterThanOrEqual(0);

		const { body } = await call(sandbox, '/control/export');
		const seen = JSON.parse(body) as Export;
		expect(seen.stats.journal.dropped).toEqual(dropped);
		expect(seen.messages.map(({ to }) => to)).toEqual(kept);
		expect(seen.requests.map(({ id }) => id)).toEqual([7, 8, 9]);
		const one = await call(sandbox, '/control/requests/1');
		expect([one.status, one.body]).toEqual([404, expect.stringContaining('dropped')]);
		expect(() => {
			sandbox.setMessageStatus('70000000001', 'failed');
		}).toThrow('There is no message with this ID.');

		sandbox.reset();
		expect(journal()).toEqual({ bytes: 0, limitBytes: MB, dropped: null });
		await sendWithBody(10);
		expect(sandbox.requests().map(({ id }) => id)).toEqual([1]);
	});

	it.each([
		['messages', () => sendMGage(sandbox)],
		['refusals', () => call(sandbox, '/mgage/nothing')],
		['refused numbers', () => sendMGage(sandbox, { numbers: '12,13,14,12135551234' })],
		['tokens', () => call(sandbox, tokenPath())],
		['Messangi’s messages', () => call(sandbox, sendSMSPath())],
		[
			'handsets',
			() => {
				sandbox.receive({ gateway: 'messangi', from: '1', to: '2', text: 'x'.repeat(500) });
				return Promise.resolve();
			},
		],
		[
			'a bulk of handsets',
			() => {
				const one = { gateway: 'mGage', from: '1', to: '2', text: 'Hi' } as const;
				sandbox.receive(Array.from({ length: 100 }, () => one));
				return Promise.resolve();
			},
		],
	])('keeps within its limit with very many %s', async (_what, act) => {
		for (let at = 0; at < 2000 && journal().dropped === null; at++) await act();
		for (let at = 0; at < 100; at++) await act();
		expect(journal().dropped).not.toBeNull();
		expect(journal().bytes).toBeLessThanOrEqual(MB);
		expect(journal().bytes).toBeGreaterThan(0.5 * MB);
		const { entries, stop } = sandbox.watch(() => undefined);
		stop();
		expect(entries.length).toBeGreaterThan(0);
		expect(entries.length).toBeLessThan(10_000);
	});

	it('forgets a request that is larger than all of it', async () => {
		expect((await sendWithBody(2 * MB)).status).toBe(200);
		expect(sandbox.requests()).toEqual([]);
		expect(sandbox.messages()).toEqual([]);
		expect(journal()).toMatchObject({ bytes: 0, dropped: { requests: 1, messages: 1 } });
		await sendWithBody(10);
		expect(sandbox.messages()).toHaveLength(1);
	});

	it('goes on with a request whose own start was dropped meanwhile', async () => {
		sandbox.setLatency(300);
		const slow = sendMGage(sandbox);
		while (sandbox.stats().requests < 1) await new Promise(setImmediate);
		sandbox.setLatency(0);
		for (let at = 0; at < 5; at++) await sendWithBody(300_000);
		expect((await slow).status).toBe(200);
		expect(journal().bytes).toBeLessThanOrEqual(MB);
	});

	it.each([0, -1, 1.5, NaN, Infinity, '200' as never])(
		'has no limit of %p',
		async (journalMegabytes) => {
			await expect(createSandbox({ journalMegabytes })).rejects.toThrow(
				'"journalMegabytes" must be a whole number',
			);
		},
	);
});

describe('callbacks', () => {
	it('are given up, the oldest first, where nobody takes them', async () => {
		// Takes connections and says nothing.
		const server = createServer(() => undefined).listen(0, '127.0.0.1');
		await once(server, 'listening');
		const { port } = server.address() as AddressInfo;
		sandbox.setCallback('mGage', { url: `http://127.0.0.1:${port}/` });
		for (let at = 0; at < 20; at++) {
			const body = `${at} ${'x'.repeat(100_000)}`;
			sandbox.sendCallback({ gateway: 'mGage', body, contentType: 'text/plain' });
		}
		expect(journal().bytes).toBeLessThanOrEqual(MB);
		expect(journal().dropped?.callbacks).toBe(16);
		expect(sandbox.callbacks().map(({ id }) => id)).toEqual([17, 18, 19, 20]);
		sandbox.reset();
		await sandbox.callbacksSettled();
		server.close();
		server.closeAllConnections();
	});

	it('in one lane go on behind one that was given up', async () => {
		const got: string[] = [];
		let answer: () => void = () => undefined;
		const server = createServer((request, reply) => {
			let text = '';
			request.setEncoding('utf8').on('data', (more: string) => (text += more));
			request.on('end', () => {
				got.push(text.slice(0, 2));
				if (got.length > 1) reply.end();
				else answer = () => void reply.end();
			});
		}).listen(0, '127.0.0.1');
		await once(server, 'listening');
		const { port } = server.address() as AddressInfo;
		sandbox.setCallback('mGage', { url: `http://127.0.0.1:${port}/` });
		const report = (text: string) =>
			sandbox.sendCallback({
				gateway: 'mGage',
				report: { messageId: '1', status: 'sent', to: '12135551234', fields: { text } },
			});
		for (let at = 0; at < 8; at++) report('x'.repeat(100_000));
		while (got.length === 0) await new Promise(setImmediate);
		const { dropped } = journal();
		expect(dropped?.callbacks).toBeGreaterThan(2);
		answer();
		await sandbox.callbacksSettled();
		expect(sandbox.callbacks().length).toBeGreaterThan(0);
		expect(sandbox.callbacks().every(({ done }) => done)).toBe(true);
		server.close();
		server.closeAllConnections();
	});

	it('that are all the same are kept once', () => {
		sandbox.setCallback('mGage', { url: 'http://127.0.0.1:1/' });
		const body = 'x'.repeat(200_000);
		sandbox.sendCallback({ gateway: 'mGage', body, contentType: 'text/plain', times: 50 });
		expect(sandbox.callbacks()).toHaveLength(50);
		sandbox.reset();
	});
});

describe('a page that does not read', () => {
	const entry = (at: number) => ({
		gateway: 'mGage' as const,
		from: String(at),
		to: '2',
		text: 'x'.repeat(150),
		carrier: '',
		keyword: '',
		date: new Date().toISOString(),
		details: {},
	});

	/** The stream of a journal into a pipe that nobody reads yet. */
	function stream(kept: Journal): PassThrough {
		const raw = Object.assign(new PassThrough(), { writeHead: () => undefined });
		const reply = { raw, hijack: () => undefined } as unknown as FastifyReply;
		streamEvents(reply, sandbox, kept);
		return raw;
	}

	const read = (raw: PassThrough): { name: keyof Events; event: unknown }[] => {
		const events: { name: keyof Events; event: unknown }[] = [];
		for (let text = ''; ; ) {
			const more = raw.read() as Buffer | null;
			if (more === null) return events;
			text += more.toString();
			const whole = text.split('\n\n');
			text = whole.pop() ?? '';
			for (const each of whole) {
				const [, name, data = ''] = /^event: (\w+)\ndata: (.*)$/.exec(each) ?? [];
				events.push({ name: name as keyof Events, event: JSON.parse(data) });
			}
		}
	};

	it('keeps nothing in memory but the start, and gets all of it later, in order', async () => {
		const kept = new Journal(new Budget(100 * MB));
		kept.receive(
			Array.from({ length: 5000 }, (_, at) => entry(at)),
			new Bundle(),
		);
		const raw = stream(kept);
		kept.setFaults(1);
		kept.receive(
			Array.from({ length: 5000 }, (_, at) => entry(at)),
			new Bundle(),
		);
		kept.setStatus('1', 'failed');
		await new Promise((resolve) => setTimeout(resolve, 100));
		expect(raw.readableLength + raw.writableLength).toBeLessThan(1.5 * MB);

		const ids: number[] = [];
		const names: string[] = [];
		while (names.at(-1) !== 'status') {
			for (const { name, event } of read(raw)) {
				if (names.at(-1) !== name) names.push(name);
				if (name === 'entries') ids.push(...(event as Events['entries']).map(({ id }) => id));
			}
			await new Promise(setImmediate);
		}
		expect(ids).toEqual(Array.from({ length: 10_000 }, (_, at) => at + 1));
		expect(names).toEqual(['hello', 'entries', 'ready', 'faults', 'entries', 'status']);
		raw.destroy();
	});

	it('is let go when too much has happened', () => {
		const kept = new Journal(new Budget(MB));
		kept.receive(
			Array.from({ length: 500 }, (_, at) => entry(at)),
			new Bundle(),
		);
		const raw = stream(kept);
		for (let at = 0; at < 2000 && !raw.destroyed; at++) kept.setFaults(at);
		expect(raw.destroyed).toBe(true);
	});

	it('hears what was dropped meanwhile, and of a reset', async () => {
		const kept = new Journal(new Budget(MB));
		const raw = stream(kept);
		for (let at = 0; at < 5000; at++) kept.receive([entry(at)], new Bundle());
		await new Promise((resolve) => setTimeout(resolve, 100));
		kept.reset();
		const events = read(raw);
		for (let turn = 0; turn < 100 && !events.some(({ name }) => name === 'reset'); turn++) {
			await new Promise(setImmediate);
			events.push(...read(raw));
		}
		expect(events.map(({ name }) => name)).toEqual(
			expect.arrayContaining(['hello', 'ready', 'dropped', 'entries', 'reset']),
		);
		const dropped = events.find(({ name }) => name === 'dropped')?.event as Events['dropped'];
		expect(dropped).toMatchObject({ limitBytes: MB });
		expect(dropped?.oldest).toBeGreaterThan(1);
		raw.destroy();
	});

	it('is one of a hundred at most', async () => {
		const sockets: Socket[] = [];
		const open = async (): Promise<string> => {
			const socket = connect(sandbox.port, '127.0.0.1');
			sockets.push(socket);
			socket.write(`GET /control/events HTTP/1.1\r\nHost: 127.0.0.1:${sandbox.port}\r\n\r\n`);
			const [first] = (await once(socket, 'data')) as [Buffer];
			return first.toString().split('\r\n', 1)[0] ?? '';
		};
		const answers: string[] = [];
		for (let at = 0; at < 101; at++) answers.push(await open());
		expect(new Set(answers.slice(0, 100))).toEqual(new Set(['HTTP/1.1 200 OK']));
		expect(answers[100]).toBe('HTTP/1.1 503 Service Unavailable');
		for (const socket of sockets) socket.destroy();
		for (let turn = 0; turn < 100; turn++) {
			if ((await open()).includes('200')) break;
		}
		for (const socket of sockets) socket.destroy();
	});
});

describe('room for bodies', () => {
	const never = new AbortController().signal;

	it('is given back once, and taken in turn', async () => {
		const room = new Room(100);
		const order: string[] = [];
		const leaveFirst = await room.take(60, never);
		const large = room.take(90, never).then((leave) => (order.push('large'), leave));
		const small = room.take(10, never).then((leave) => (order.push('small'), leave));
		await new Promise(setImmediate);
		expect(order).toEqual([]);
		leaveFirst();
		leaveFirst();
		(await large)();
		(await small)();
		expect(order).toEqual(['large', 'small']);
		(await room.take(100, never))();
	});

	it('is not taken by who has gone', async () => {
		const room = new Room(100);
		const leave = await room.take(100, never);
		const gone = new AbortController();
		const waiting = room.take(50, gone.signal);
		const behind = room.take(100, never);
		gone.abort();
		(await waiting)();
		leave();
		(await behind)();
	});

	it('lets in what asks for more than there is', async () => {
		const room = new Room(100);
		(await room.take(1000, never))();
		(await room.take(100, never))();
	});

	it('lets many large posts through, one after the other', async () => {
		const body = Buffer.alloc(15 * MB, 'a');
		const replies = await Promise.all(
			Array.from({ length: 12 }, () => call(sandbox, '/mgage/nothing', { method: 'POST', body })),
		);
		expect(replies.map(({ status }) => status)).toEqual(Array.from({ length: 12 }, () => 404));
	});
});
