import { Agent } from 'node:http';

import { SECRETS } from '../../sandbox/accounts';
import { ACCOUNTS, createSandbox } from '../../sandbox/server/server';
import {
	call,
	messangiPath,
	sendMessageCentral,
	sendMGage,
	sendSMSPath,
	tokenPath,
	type Reply,
} from './client';
import { sandboxForTests } from './forTests';

const messageCentralToken = ACCOUNTS.messageCentral.authToken;

describe('the sandbox as a server', () => {
	const sandbox = sandboxForTests();

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
		sandbox.receive({ gateway: 'messangi', from: '1', to: '2', text: 'Hi' });
		// What is still on its way could move on between the two questions.
		for (const { id } of sandbox.messages()) sandbox.setMessageStatus(id, 'delivered');
		expect(await get('/messages')).toEqual(sandbox.messages());
		expect(await get('/incoming')).toEqual(sandbox.incoming());
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
		await call(sandbox, messangiPath('fireMessage', ['8']), {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ everySecret }),
		});
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
			['', '/messages', '/incoming', '/requests', '/stats'].map((path) => control('GET', path)),
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

	it('hides a one-time code that someone typed, but not the one that was sent', async () => {
		sandbox.setNextOtp('734519');
		await sendMessageCentral(sandbox, {
			type: 'OTP',
			senderId: undefined,
			message: undefined,
			messageType: undefined,
		});
		const path = '/message-central/verification/v3/validateOtp';
		const typed = 'flowType=SMS&code=915437&verificationId=1&countryCode=91';
		const headers = { authToken: messageCentralToken };
		await call(sandbox, `${path}?${typed}`, { headers });
		await call(sandbox, `${path}?code=915437`, { headers });
		const { body } = await control('GET', '/requests');
		expect(body).not.toMatch(/915437|734519/);
		expect(body).toContain('flowType=SMS&code=***&verificationId=1&countryCode=91');
		// It stands for the handset that reads it.
		expect(await get('/messages')).toMatchObject([{ details: { code: '734519' } }]);
	});

	it('takes faults, latency, expiry and reset over HTTP', async () => {
		expect((await control('POST', '/faults', { gateway: 'mGage', code: 112 })).status).toBe(200);
		expect((await sendMGage(sandbox)).body).toContain('<statusCode>112<');

		expect((await control('PUT', '/latency', { ms: 2000 })).body).toContain('2000');
		const before = performance.now();
		const token = JSON.parse((await call(sandbox, tokenPath())).body) as { token: string };
		expect(performance.now() - before).toBeGreaterThan(1990);

		await control('POST', '/tokens/expire');
		const headers = { authToken: token.token };
		expect((await sendMessageCentral(sandbox, {}, { headers })).status).toBe(401);

		await control('POST', '/reset');
		expect(sandbox.requests()).toEqual([]);
		expect(sandbox.stats().requests).toBe(0);
		const again = performance.now();
		await sendMGage(sandbox);
		expect(performance.now() - again).toBeLessThan(1990);
	});

	it('takes incoming messages and statuses over HTTP', async () => {
		const one = { gateway: 'messangi', from: '13056708084', to: '19893143924', text: 'OGANGI 1' };
		expect((await control('POST', '/incoming', one)).status).toBe(200);
		const reply = await control('POST', '/incoming', [
			{ ...one, carrier: 'Tigo', keyword: 'K', date: '2014-10-13T10:30:51.922-04:00' },
			{ ...one, gateway: 'mGage' },
		]);
		expect(JSON.parse(reply.body)).toEqual({ received: 2 });
		expect(await get('/incoming')).toMatchObject([
			{ ...one, carrier: 'Movistar', keyword: 'OGANGI' },
			{ carrier: 'Tigo', keyword: 'K', date: '2014-10-13T14:30:51.922Z' },
			{ gateway: 'mGage' },
		]);

		await call(sandbox, sendSMSPath());
		const id = sandbox.messages()[0]?.id ?? '';
		const status = { status: 'expired' };
		expect((await control('PUT', `/messages/${id}/status`, status)).status).toBe(200);
		expect(await get('/messages')).toMatchObject([{ id, status: 'expired' }]);
		await control('POST', '/reset');
		expect(await get('/incoming')).toEqual([]);
		expect(await get('/messages')).toEqual([]);
	});

	it('takes what is to come over HTTP', async () => {
		await control('PUT', '/messangi/next-pin', { pin: '0042' });
		const method = 'tools/sendSMSPinMobileNumberConfirm';
		const pin = messangiPath(method, ['8', 'Movistar', '777', '13056708084', 'SGk', '4']);
		expect((await call(sandbox, pin)).body).toContain('<pin>0042</pin>');

		await control('POST', '/mgage/omit', { numbers: ['12135551234'] });
		expect((await sendMGage(sandbox)).body).not.toContain('12135551234');
		await control('POST', '/mgage/refuse', { '12135551234': 111 });
		expect((await sendMGage(sandbox)).body).toContain('<statusCode>111<');

		await control('PUT', '/message-central/next-otp', { code: '0042' });
		const otp = { type: 'OTP', senderId: undefined, message: undefined };
		const sent = await sendMessageCentral(sandbox, otp);
		expect(sandbox.messages().at(-1)?.details.code).toBe('0042');
		expect((await sendMessageCentral(sandbox, otp)).body).toContain('506');
		await control('POST', '/message-central/expire-otps');
		expect((await sendMessageCentral(sandbox, otp)).status).toBe(sent.status);
		expect(sandbox.messages().at(-1)?.details.code).toMatch(/^\d{4}$/);
	});

	it.each([
		['POST', '/incoming', undefined, 'An incoming message is an object'],
		['POST', '/incoming', ['Hi'], 'An incoming message is an object'],
		['POST', '/incoming', { gateway: 'messangi', from: '1', to: '2' }, '"text" is missing'],
		['POST', '/incoming', { gateway: 'x', from: '1', to: '2', text: '' }, '"gateway" must be one'],
		['POST', '/incoming', { gateway: 'constructor', from: '', to: '', text: '' }, '"gateway" must'],
		[
			'POST',
			'/incoming',
			{ gateway: 'mGage', from: '1', to: '2', text: 'x'.repeat(39_016) },
			'"text" must have at most 39015 characters',
		],
		['POST', '/incoming', { gateway: 'mGage', from: 1, to: '2', text: '' }, '"from" must be'],
		['POST', '/incoming', { gateway: 'mGage', body: '' }, 'has no "body"'],
		[
			'POST',
			'/incoming',
			{ gateway: 'mGage', from: '1', to: '2', text: '', date: 'soon' },
			'"date" must be a date',
		],
		['PUT', '/messages/1/status', { status: 'failed' }, 'There is no message with this ID.'],
		['PUT', '/messangi/next-pin', { pin: 42 }, 'The PIN must be'],
		['PUT', '/messangi/next-pin', undefined, 'The PIN must be'],
		['PUT', '/message-central/next-otp', { code: '' }, 'The code must be'],
		['POST', '/mgage/omit', { numbers: '12135551234' }, 'Give the numbers as a list'],
		['POST', '/mgage/omit', [], 'Give the numbers as a list'],
		['POST', '/mgage/refuse', null, 'Give numbers with codes'],
		['POST', '/mgage/refuse', { '1': 'x' }, 'is not an mGage error code'],
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
		// Of what was refused only the start is kept.
		expect(sandbox.requests()[0]).toMatchObject({
			body: body.slice(0, 65_536),
			bodyBytes: body.length,
		});
	});

	it('takes a query of 16 KB', async () => {
		const message = 'x'.repeat(16_384);
		expect((await sendMGage(sandbox, { message, allow_long_messages: 'yes' })).status).toBe(200);
		expect(sandbox.messages()[0]?.text).toBe(message);
	});

	it('counts requests at the same moment, latency included', async () => {
		sandbox.setLatency(1000);
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

	it('keeps requests in flight out of the figures after a reset', async () => {
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
