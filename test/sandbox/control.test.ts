import { Agent } from 'node:http';

import { SECRETS } from '../../sandbox/accounts';
import { ACCOUNTS, createSandbox, type Sandbox } from '../../sandbox/server';
import {
	call,
	messangiPath,
	sendMessageCentral,
	sendMGage,
	sendSMSPath,
	tokenPath,
	type Reply,
} from './client';

describe('the sandbox as a server', () => {
	let sandbox: Sandbox;
	beforeAll(async () => {
		sandbox = await createSandbox();
	});
	beforeEach(() => {
		sandbox.reset();
	});
	afterAll(() => sandbox.close());

	const control = (method: string, path: string, body?: unknown): Promise<Reply> =>
		call(sandbox, `/control${path}`, {
			method,
			body: body === undefined ? undefined : JSON.stringify(body),
		});
	const get = async (path: string): Promise<unknown> =>
		JSON.parse((await control('GET', path)).body) as unknown;

	it('introduces itself', async () => {
		const front = await call(sandbox, '/');
		expect(front.headers['content-type']).toContain('text/plain');
		expect(front.body).toContain(`${sandbox.url}/control`);
		expect(await get('')).toMatchObject({
			baseUrls: {
				messangi: `${sandbox.url}/messangi`,
				mGage: `${sandbox.url}/mgage`,
				messageCentral: `${sandbox.url}/message-central`,
			},
		});
	});

	it.each(['/nothing', '/gateway', '/%zz', '/control/accounts'])('knows no %s', async (path) => {
		const reply = await call(sandbox, path);
		expect(reply.status).toBe(404);
		expect(reply.headers['content-type']).toContain('text/plain');
		expect(sandbox.requests()).toEqual([]);
	});

	it('shows messages and stats as they are in the process', async () => {
		await call(sandbox, sendSMSPath());
		await sendMGage(sandbox);
		await call(sandbox, tokenPath());
		expect(await get('/messages')).toEqual(sandbox.messages());
		expect(await get('/stats')).toEqual(sandbox.stats());
		expect(sandbox.stats()).toMatchObject({
			requests: 3,
			tokensIssued: 1,
			perGateway: { messangi: 1, mGage: 1, messageCentral: 1 },
		});
	});

	it('shows no secret, wherever it was written', async () => {
		const { messangi, mGage, messageCentral } = ACCOUNTS;
		const everySecret = SECRETS.join(' ');
		await call(sandbox, sendSMSPath());
		await call(sandbox, sendSMSPath().replace('Movistar', 'Digitel'));
		await call(sandbox, `${sendSMSPath()}/`);
		await call(sandbox, messangiPath('tools/sendSMS', ['8', messangi.privateKey]));
		await call(sandbox, `/messangi/rest/api/${messangi.privateKey}/x/y/z`);
		await sendMGage(sandbox, { message: everySecret });
		await sendMGage(sandbox, {}, { headers: { authorization: `Bearer ${mGage.password}` } });
		await call(sandbox, tokenPath());
		await call(sandbox, tokenPath({ key: messageCentral.password }));
		await sendMessageCentral(sandbox, { senderId: messageCentral.password });
		await sendMessageCentral(sandbox, { flowType: messageCentral.authToken });
		await sendMessageCentral(
			sandbox,
			{},
			{ body: everySecret, headers: { 'x-other': everySecret } },
		);
		const shown = await Promise.all(
			['', '/messages', '/requests', '/stats'].map((path) => control('GET', path)),
		);
		const output = shown.map(({ body }) => body).join('\n');
		for (const secret of SECRETS) {
			expect(output).not.toContain(secret);
			expect(output).not.toContain(Buffer.from(secret).toString('base64').replace(/=+$/, ''));
		}
		expect(output).not.toMatch(/[0-9a-f]{64}/);
		expect(output).toContain('***');
		// In the process everything stays exact.
		expect(sandbox.requests()[0]?.path).toBe(sendSMSPath());
	});

	it('hides by place what an account of someone else would give away', async () => {
		await call(
			sandbox,
			'/messangi/rest/api/tools/sendSMS/1/a/b/c/d/their-public-key/their-signature',
		);
		await sendMGage(sandbox, {}, { headers: { authorization: 'Basic dGhlaXI6c2VjcmV0' } });
		await call(sandbox, tokenPath({ key: 'their-key', scope: 'NEW' }));
		await sendMessageCentral(
			sandbox,
			{},
			{ headers: { authToken: 'their-token' }, body: 'key=their-key' },
		);
		const { body } = await control('GET', '/requests');
		expect(body).not.toMatch(/their|dGhlaXI6c2VjcmV0/);
		expect(JSON.parse(body)).toMatchObject([
			{ path: '/messangi/rest/api/tools/sendSMS/1/a/b/c/d/***/***' },
			{ headers: { authorization: '***' } },
			{ path: expect.stringContaining('&key=***&scope=NEW') as string },
			{ headers: { authtoken: '***' }, body: 'key=***' },
		]);
	});

	it('takes faults, latency, expiry and reset over HTTP', async () => {
		expect((await control('POST', '/faults', { gateway: 'mGage', code: 112 })).status).toBe(200);
		expect((await sendMGage(sandbox)).body).toContain('<statusCode>112<');

		expect((await control('PUT', '/latency', { ms: 60 })).body).toContain('60');
		const before = performance.now();
		const token = JSON.parse((await call(sandbox, tokenPath())).body) as { token: string };
		expect(performance.now() - before).toBeGreaterThan(55);

		await control('POST', '/tokens/expire');
		const headers = { authToken: token.token };
		expect((await sendMessageCentral(sandbox, {}, { headers })).status).toBe(401);

		await control('POST', '/reset');
		expect(sandbox.requests()).toEqual([]);
		expect(sandbox.stats().requests).toBe(0);
		const again = performance.now();
		await sendMGage(sandbox);
		expect(performance.now() - again).toBeLessThan(55);
	});

	it.each([
		['POST', '/faults', { gateway: 'x', status: 500 }, '"gateway" must be one of'],
		['POST', '/faults', 'no object', 'A fault is an object'],
		['POST', '/faults', undefined, 'A fault is an object'],
		['PUT', '/latency', { ms: 'long' }, 'Give the latency as'],
		['PUT', '/latency', { ms: -1 }, 'The latency must be'],
		['PUT', '/latency', undefined, 'Give the latency as'],
	])('answers a sentence to %s %s %j', async (method, path, body, sentence) => {
		const reply = await control(method, path, body);
		expect(reply.status).toBe(400);
		expect((JSON.parse(reply.body) as { error: string }).error).toContain(sentence);
	});

	it('logs requests exactly as they came', async () => {
		const path = '/messangi/rest/api/a%2fb//../c?x=%zz&y';
		await call(sandbox, path, {
			method: 'POST',
			headers: { 'X-Own': 'Value', 'content-type': 'multipart/form-data' },
			body: 'ñ',
		});
		const binary = Buffer.from([0x50, 0x4b, 0xff, 0x00]);
		await call(sandbox, path, { method: 'POST', body: binary });
		const [text, bytes] = sandbox.requests();
		expect(text).toMatchObject({
			gateway: 'messangi',
			method: 'POST',
			path,
			body: 'ñ',
			status: 404,
		});
		expect(text?.headers).toMatchObject({
			'x-own': 'Value',
			'content-type': 'multipart/form-data',
		});
		expect(Buffer.from(bytes?.body ?? '', 'latin1')).toEqual(binary);
	});

	it.each([
		undefined,
		'application/json',
		'application/x-www-form-urlencoded',
		'no/such;type',
		'%%%',
	])('takes a body of the type %s', async (type) => {
		const headers: Record<string, string> = type === undefined ? {} : { 'content-type': type };
		const body = 'x'.repeat(4_000_000);
		const reply = await call(sandbox, '/mgage/api/gateway', { method: 'POST', headers, body });
		expect(reply.status).toBe(401);
		expect(sandbox.requests()[0]?.body).toHaveLength(body.length);
	});

	it('takes a query of 16 KB', async () => {
		const message = 'x'.repeat(16_384);
		expect((await sendMGage(sandbox, { message, allow_long_messages: 'yes' })).status).toBe(200);
		expect(sandbox.messages()[0]?.text).toBe(message);
	});

	it('counts requests at the same moment, latency included', async () => {
		sandbox.setLatency(80);
		await Promise.all(Array.from({ length: 7 }, () => sendMGage(sandbox)));
		sandbox.setLatency(0);
		for (let sent = 0; sent < 3; sent++) await call(sandbox, tokenPath());
		await control('GET', '/stats');
		expect(sandbox.stats()).toMatchObject({
			requests: 10,
			maxConcurrentRequests: 7,
			connections: 10,
		});
		expect(sandbox.stats().maxConnections).toBeGreaterThanOrEqual(7);
	});

	it('never counts two where one follows the other', async () => {
		const agent = new Agent({ keepAlive: true, maxSockets: 1 });
		for (let sent = 0; sent < 20; sent++) await sendMGage(sandbox, {}, { headers: {}, agent });
		expect(sandbox.stats()).toMatchObject({
			requests: 20,
			connections: 1,
			maxConcurrentRequests: 1,
			maxConnections: 1,
		});
		agent.destroy();
	});

	it('keeps what is under way out of the figures after a reset', async () => {
		sandbox.setLatency(50);
		const slow = sendMGage(sandbox);
		while (sandbox.stats().requests < 1) await new Promise(setImmediate);
		sandbox.reset();
		await slow;
		await sendMGage(sandbox);
		expect(sandbox.stats()).toMatchObject({ requests: 1, maxConcurrentRequests: 1 });
	});

	it('rejects for a port that is taken', async () => {
		await expect(createSandbox({ port: sandbox.port })).rejects.toMatchObject({
			code: 'EADDRINUSE',
		});
	});
});
