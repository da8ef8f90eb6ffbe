import { createServer, type AddressInfo } from 'node:net';

import {
	createSandbox,
	type AskedCallback,
	type LoggedCallback,
	type Sandbox,
	type SandboxOptions,
} from '../../sandbox/server/server';
import { sendMGage } from './client';
import { createReceiver, until, type Receiver } from './receiver';

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const report = (messageId = 'm1', status = 'delivered'): AskedCallback => ({
	gateway: 'messageCentral',
	report: { messageId, status, to: '919999999999' },
});

/** What answered each attempt: a status, or the error that stood in for it. */
const answersTo = (callback: LoggedCallback | undefined): (string | number | null | undefined)[] =>
	(callback?.attempts ?? []).map(({ status, error }) => error ?? status);

// First, as servers of other tests may linger for a moment.
it('leaves no handle open', async () => {
	const receiver = await createReceiver();
	const callbacks = { mGage: { url: receiver.url } };
	const sandbox = await createSandbox({ callbacks, deliveryTime: 60_000 });
	receiver.answer = (response) => {
		response.writeHead(503).end();
	};
	await sendMGage(sandbox);
	sandbox.receive({ gateway: 'mGage', from: '1', to: '2', text: 'Hi' });
	await until(() => sandbox.callbacks()[0]?.attempts.length === 1);
	await sandbox.close();
	await receiver.close();
	await wait(50);
	expect(process.getActiveResourcesInfo().filter((each) => each.startsWith('TCP'))).toEqual([]);
});

describe('the delivery of callbacks', () => {
	let receiver: Receiver;
	let sandbox: Sandbox;
	beforeEach(async () => {
		receiver = await createReceiver();
	});
	afterEach(async () => {
		await sandbox.close();
		await receiver.close();
	});

	async function start(options: SandboxOptions = {}): Promise<void> {
		const callbacks = { messageCentral: { url: receiver.url }, mGage: { url: receiver.url } };
		sandbox = await createSandbox({ callbacks, ...options });
	}

	it.each([500, 503, 429])('tries again after %i', async (status) => {
		await start();
		receiver.answer = (response, _received, count) => {
			response.statusCode = count < 3 ? status : 200;
			response.end();
		};
		const before = Date.now();
		sandbox.sendCallback(report());
		await sandbox.callbacksSettled();
		// 100 ms, then 200: timers may be early by a whisker.
		expect(Date.now() - before).toBeGreaterThanOrEqual(298);
		const [callback] = sandbox.callbacks();
		expect(answersTo(callback)).toEqual([status, status, 200]);
		expect(callback?.done).toBe(true);
		expect(Date.parse(callback?.attempts[0]?.at ?? '')).toBeGreaterThanOrEqual(before);
		expect(new Set(receiver.bodies()).size).toBe(1);
	});

	it.each([200, 204, 302, 400, 401, 403, 404, 410])('leaves it at %i', async (status) => {
		await start();
		receiver.answer = (response) => {
			response.writeHead(status, { location: '/other' }).end();
		};
		sandbox.sendCallback(report());
		await sandbox.callbacksSettled();
		expect(answersTo(sandbox.callbacks()[0])).toEqual([status]);
		expect(receiver.received).toHaveLength(1);
	});

	it('tries again after a cut connection', async () => {
		await start();
		receiver.answer = (response, _received, count) => {
			if (count === 1) response.destroy();
			else response.end();
		};
		sandbox.sendCallback(report());
		await sandbox.callbacksSettled();
		expect(answersTo(sandbox.callbacks()[0])).toEqual(['ECONNRESET', 200]);
	});

	it('takes an answer for one even if its body is cut', async () => {
		await start();
		receiver.answer = (response) => {
			response.writeHead(200, { 'content-length': 100 });
			response.write('half', () => response.destroy());
		};
		sandbox.sendCallback(report());
		await sandbox.callbacksSettled();
		expect(answersTo(sandbox.callbacks()[0])).toEqual([200]);
	});

	it('does not wait forever for an answer', async () => {
		await start({ callbackTimeout: 100 });
		receiver.answer = (response, _received, count) => {
			if (count > 1) response.end();
		};
		sandbox.sendCallback(report());
		await sandbox.callbacksSettled();
		const [callback] = sandbox.callbacks();
		expect(answersTo(callback)).toEqual(['timeout', 200]);
		expect(callback?.attempts[0]?.ms).toBeGreaterThanOrEqual(98);
	});

	it('waits for a receiver that is not up yet', async () => {
		await start();
		const { port } = receiver;
		await receiver.close();
		sandbox.sendCallback(report());
		sandbox.sendCallback(report('m2'));
		await until(() => sandbox.callbacks().every(({ attempts }) => attempts.length > 1));
		receiver = await createReceiver(port);
		await sandbox.callbacksSettled();
		expect(receiver.received).toHaveLength(2);
		for (const callback of sandbox.callbacks()) {
			expect(answersTo(callback).slice(0, 2)).toEqual(['ECONNREFUSED', 'ECONNREFUSED']);
			expect(answersTo(callback).at(-1)).toBe(200);
		}
	});

	it('gives up after so many attempts', async () => {
		await start({ callbackAttempts: 2 });
		receiver.answer = (response) => {
			response.writeHead(503).end();
		};
		sandbox.sendCallback(report());
		await sandbox.callbacksSettled();
		expect(sandbox.callbacks()).toMatchObject([{ done: true, attempts: [{}, {}] }]);
	});

	it('tells of one message in its order, even if the first has to be tried again', async () => {
		await start();
		receiver.answer = (response, _received, count) => {
			response.statusCode = count === 1 ? 503 : 200;
			response.end();
		};
		sandbox.sendCallback(report('m1', 'sent'));
		sandbox.sendCallback(report('m1', 'delivered'));
		sandbox.sendCallback(report('m2', 'failed'));
		await sandbox.callbacksSettled();
		const words = receiver.bodies().map((body) => /"status":"(\w+)"/.exec(body)?.[1]);
		expect(words).toEqual(['ACCEPTD', 'UNDELIV', 'ACCEPTD', 'DELIVRD']);
	});

	it('keeps to its concurrency and keeps connections', async () => {
		await start({ callbackConcurrency: 4 });
		receiver.answer = (response) => setTimeout(() => response.end(), 5);
		for (let at = 0; at < 40; at++) sandbox.sendCallback(report(`m${at}`));
		await sandbox.callbacksSettled();
		expect(receiver.received).toHaveLength(40);
		expect(receiver.mostAtOnce).toBe(4);
		expect(receiver.connections).toBe(4);
	});

	it('posts 2,000 callbacks over 50 connections without delay', async () => {
		await start({ callbackConcurrency: 50 });
		const before = performance.now();
		for (let at = 0; at < 2000; at++) sandbox.sendCallback(report(`m${at}`));
		await sandbox.callbacksSettled();
		expect(performance.now() - before).toBeLessThan(10_000);
		expect(new Set(receiver.bodies()).size).toBe(2000);
		expect(receiver.connections).toBeLessThanOrEqual(50);
		expect(sandbox.callbacks().every(({ attempts }) => attempts.length === 1)).toBe(true);
	});

	it('is settled where there is nothing to do', async () => {
		await start();
		await sandbox.callbacksSettled();
	});

	it.each(['reset', 'close'] as const)('leaves nothing behind after a %s', async (end) => {
		await start({ deliveryTime: 300 });
		receiver.answer = (response, _received, count) => {
			// The first is tried again later, the second hangs.
			if (count === 1) response.writeHead(503).end();
		};
		await sendMGage(sandbox);
		sandbox.sendCallback(report());
		await until(() => sandbox.callbacks().some(({ attempts }) => attempts.length === 1));
		sandbox.sendCallback(report('m2'));
		sandbox.sendCallback(report('m2', 'sent'));
		await until(() => receiver.received.length === 2);
		const settled = sandbox.callbacksSettled();
		await sandbox[end]();
		await settled;
		await until(() => receiver.open.size === 0);
		const seen = receiver.received.length;
		await wait(500);
		expect(receiver.received).toHaveLength(seen);
		if (end === 'close') return;

		expect(sandbox.callbacks()).toEqual([]);
		receiver.answer = (response) => response.end();
		sandbox.sendCallback(report());
		await sandbox.callbacksSettled();
		expect(sandbox.callbacks()).toMatchObject([{ id: 1, attempts: [{ status: 200 }] }]);
	});

	it('posts nothing any more once the sandbox is closed', async () => {
		await start();
		await sandbox.close();
		sandbox.sendCallback(report());
		sandbox.receive({ gateway: 'mGage', from: '1', to: '2', text: 'Hi' });
		await sandbox.callbacksSettled();
		await wait(50);
		expect(receiver.received).toEqual([]);
	});

	it('cuts a connection that is only being made', async () => {
		const silent = createServer((socket) => socket.on('error', () => undefined).resume());
		await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
		const { port } = silent.address() as AddressInfo;
		await start({ callbacks: { messageCentral: { url: `https://127.0.0.1:${port}/` } } });
		sandbox.sendCallback(report());
		await wait(50);
		sandbox.reset();
		await sandbox.callbacksSettled();
		await new Promise((resolve) => silent.close(resolve));
	});

	it.each([
		{ callbackConcurrency: 0 },
		{ callbackConcurrency: 1.5 },
		{ callbackAttempts: 0 },
		{ callbackTimeout: -1 },
		{ messangiCallbackShape: 'xml' as 'json' },
	])('does not start with %j', async (options) => {
		await expect(createSandbox(options)).rejects.toThrow(RangeError);
		await start();
	});
});
