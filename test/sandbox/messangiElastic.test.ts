import { ACCOUNTS, createSandbox } from '../../sandbox/server/server';
import { call, type Reply } from './client';
import { createReceiver } from './receiver';
import { sandboxForTests } from './forTests';

const { apiKey, username, password } = ACCOUNTS.messangiElastic;
const JSON_TYPE = { 'content-type': 'application/json' };
const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/;

describe('Messangi’s newer platform', () => {
	const sandbox = sandboxForTests({ deliveryTime: 0 });

	const post = (path: string, body: unknown, headers: Record<string, string> = JSON_TYPE) =>
		call(sandbox, `/messangi-elastic${path}`, {
			method: 'POST',
			headers,
			body: typeof body === 'string' ? body : JSON.stringify(body),
		});
	const logIn = (changes: object = {}) =>
		post('/kingslanding/login', { username, password, ...changes });
	const send = (changes: object = {}, token: string = apiKey) =>
		post(
			'/raven/v2/messages',
			{ from: '12345', to: '573001234567', text: 'Hola', type: 'MT', ...changes },
			{ ...JSON_TYPE, authorization: `Bearer ${token}` },
		);
	const read = ({ body }: Reply) =>
		JSON.parse(body) as { data?: Record<string, string>; meta?: Record<string, unknown> };

	it('logs in with a header and no body, for a day', async () => {
		const { status, headers, body } = await logIn();
		expect([status, body, headers['content-length']]).toEqual([200, '', '0']);
		expect(headers['access-control-expose-headers']).toBe('Authorization');
		const [, token = ''] = /^Bearer (.+)$/.exec(String(headers.authorization)) ?? [];
		const [header = '', claims = ''] = token
			.split('.')
			.map((part) => Buffer.from(part, 'base64url').toString());
		expect(JSON.parse(header)).toEqual({ alg: 'HS512' });
		const { exp } = JSON.parse(claims) as { exp: number };
		expect(Math.abs(exp - (Date.now() / 1000 + 86_400))).toBeLessThan(60);
		expect(sandbox.stats().tokensIssued).toBe(1);
		expect((await send({}, token)).status).toBe(200);
		sandbox.expireTokens();
		expect((await send({}, token)).status).toBe(401);
		expect((await send()).status).toBe(200);
		const shown = await call(sandbox, '/control/requests');
		for (const secret of [password, apiKey, token]) expect(shown.body).not.toContain(secret);
	});

	it.each([
		['a wrong password', { password: 'other-password' }, 403, 'password: expected'],
		['a wrong username', { username: 'other' }, 403, 'username: expected'],
		['no username', { username: undefined }, 403, 'username: expected'],
	])('refuses %s', async (_label, changes, status, because) => {
		expect((await logIn(changes)).status).toBe(status);
		expect(sandbox.requests()[0]?.refusedBecause).toContain(because);
		expect(sandbox.stats().tokensIssued).toBe(0);
	});

	it.each([
		['no token', undefined],
		['an unknown token', 'eyJhbGciOiJIUzUxMiJ9.e30.x'],
	])('answers 401 to %s', async (_label, token) => {
		expect(
			await post('/raven/v2/messages', '{}', {
				...JSON_TYPE,
				...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
			}),
		).toMatchObject({ status: 401, body: '' });
	});

	it('accepts a message in the nested shape', async () => {
		const reply = await send({ text: '¿Qué? 😀' });
		expect(reply.status).toBe(200);
		expect(read(reply)).toEqual({
			meta: {
				timestamp: expect.any(Number) as number,
				transactionId: expect.stringMatching(UUID) as string,
			},
			data: {
				id: expect.stringMatching(UUID) as string,
				status: 'ACCEPTED',
				from: '12345',
				to: '+573001234567',
				text: '¿Qué? 😀',
				type: 'MT',
				owner: 'sandbox',
				date: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$/) as string,
			},
		});
		expect(sandbox.messages()).toMatchObject([
			{
				gateway: 'messangiElastic',
				operation: 'send',
				id: read(reply).data?.id,
				to: '573001234567',
				from: '12345',
				text: '¿Qué? 😀',
			},
		]);
	});

	it.each<[string, object, RegExp, number]>([
		['QUEUE', { to: '573000000001' }, /"status":"QUEUE"/, 1],
		['the flat shape', { to: '573000000002' }, /^\{"status":"ACCEPTED","messageId":"[^"]+"\}$/, 1],
		[
			'a flat refusal',
			{ to: '573000000003' },
			/^\{"status":"REJECTED","messageId":"","description":"[^"]+"\}$/,
			0,
		],
		['a blocked number', { to: '573000000006' }, /"status":"BLACKLISTED"/, 0],
		['a number without a route', { to: '573000000009' }, /"status":"INVALID_ROUTING"/, 0],
		['a sender of somebody else', { from: '55555' }, /"status":"CODE_NOT_ALLOWED"/, 0],
		['a sender that is refused later', { from: '99999' }, /"status":"ACCEPTED"/, 1],
		['1,600 characters', { text: 'a'.repeat(1600) }, /"status":"SEGMENTS_EXCEEDED"/, 0],
		['fewer', { text: 'a'.repeat(1599) }, /"status":"ACCEPTED"/, 1],
	])('answers %s', async (_label, changes, body, messages) => {
		const reply = await send(changes);
		expect(reply.status).toBe(200);
		expect(reply.body).toMatch(body);
		expect(sandbox.messages()).toHaveLength(messages);
	});

	it.each([
		[{ from: '55555' }, 'CODE_NOT_ALLOWED: from: expected one of 12345, 22222', 'got "55555"'],
		[{ to: '573000000006' }, 'BLACKLISTED: to: expected a number that is not blocked', ''],
		[{ to: '573000000009' }, 'INVALID_ROUTING: to: expected a number', 'got "573000000009"'],
		[{ text: 'a'.repeat(1600) }, 'SEGMENTS_EXCEEDED: text: expected fewer than 1600', '1600'],
	])('says in the inbox why it refuses %j', async (changes, because, got) => {
		await send(changes);
		const [request] = sandbox.requests();
		expect(request?.refusedBecause).toContain(because);
		expect(request?.refusedBecause).toContain(got);
	});

	it.each<[string, object | string, string]>([
		['no sender', { from: undefined }, 'from: expected'],
		['no number', { to: undefined }, 'to: expected'],
		['a number with a plus', { to: '+573001234567' }, 'to: expected'],
		['a number that is a number', { to: 573001234567 }, 'to: expected'],
		['no text', { text: '' }, 'text: expected'],
		['another type', { type: 'MO' }, 'type: expected MT'],
		['a long ID', { externalId: 'a'.repeat(501) }, 'externalId: expected at most 500'],
	])('refuses %s with 400 and says why in JSON', async (_label, changes, because) => {
		const reply = await send(changes as object);
		expect(reply.status).toBe(400);
		expect((JSON.parse(reply.body) as { message: string }).message).toContain(because);
		expect(sandbox.messages()).toEqual([]);
	});

	it.each([
		['no JSON', '{"from"', JSON_TYPE, 'body: expected'],
		['a list', '[]', JSON_TYPE, 'body: expected'],
		['a form', 'from=1', { 'content-type': 'text/plain' }, 'content-type: expected'],
	])('refuses %s', async (_label, body, headers, because) => {
		const proof = { authorization: `Bearer ${apiKey}` };
		const reply = await post('/raven/v2/messages', body, { ...headers, ...proof });
		expect(reply.status).toBe(400);
		expect(reply.body).toContain(because);
	});

	it('lists its senders, and knows no other paths', async () => {
		const headers = { authorization: `Bearer ${apiKey}` };
		const get = (path: string) => call(sandbox, `/messangi-elastic${path}`, { headers });
		const { status, body } = await get('/raven/v2/codes/connections');
		expect([status, body.includes('"12345"')]).toEqual([200, true]);
		expect((await get('/raven/v2/messages')).status).toBe(405);
		expect((await get('/raven/v2/messages/1')).status).toBe(404);
		expect((await get('/raven/v2/codes/connections?a=b')).status).toBe(200);
	});

	it('puts numbers on the block list, also from a program, until the reset', async () => {
		sandbox.blockNumbers(['573001234567']);
		expect((await send()).body).toContain('BLACKLISTED');
		sandbox.reset();
		expect((await send()).body).toContain('ACCEPTED');
		const control = (body: unknown) =>
			call(sandbox, '/control/messangi-elastic/block', {
				method: 'POST',
				body: JSON.stringify(body),
			});
		expect(await control({ numbers: ['573001234567'] })).toMatchObject({ status: 200 });
		expect((await send()).body).toContain('BLACKLISTED');
		expect(await control({ numbers: '573001234567' })).toMatchObject({ status: 400 });
	});

	it('forgets the first numbers of a block list without end', async () => {
		sandbox.blockNumbers(['573001234567']);
		for (let at = 0; at < 3; at++) {
			const first = 573_100_000_000 + at * 50_000;
			sandbox.blockNumbers(Array.from({ length: 50_000 }, (_, index) => String(first + index)));
		}
		expect((await send()).body).toContain('ACCEPTED');
		expect((await send({ to: '573100149999' })).body).toContain('BLACKLISTED');
	});

	it('refuses more than so many a second, if that is wanted', async () => {
		const slow = await createSandbox({ messangiElasticPerSecond: 1 });
		try {
			const all = await Promise.all(
				Array.from({ length: 12 }, () =>
					call(slow, '/messangi-elastic/raven/v2/messages', {
						method: 'POST',
						headers: { ...JSON_TYPE, authorization: `Bearer ${apiKey}` },
						body: JSON.stringify({ from: '12345', to: '573001234567', text: 'Hola' }),
					}),
				),
			);
			expect(all.map(({ status }) => status)).toContain(429);
			expect(all.map(({ status }) => status)).toContain(200);
		} finally {
			await slow.close();
		}
		await expect(createSandbox({ messangiElasticPerSecond: -1 })).rejects.toThrow(
			'"messangiElasticPerSecond" must be a whole number',
		);
	});

	it.each<[string, object, string[], string]>([
		['delivered', {}, ['SENT', 'DELIVRD'], 'delivered'],
		['not delivered', { to: '573000000004' }, ['SENT', 'UNDELIV'], 'failed'],
		['expired', { to: '573000000005' }, ['SENT', 'EXPIRED'], 'expired'],
		['blocked', { to: '573000000007' }, ['SENT', 'BLACKLISTED'], 'failed'],
		['given up', { to: '573000000008' }, ['SENT', 'EXHAUSTED'], 'failed'],
		['from a sender that is refused', { from: '99999' }, ['SENT', 'CODE_NOT_ALLOWED'], 'failed'],
	])('calls back for a message that is %s', async (_label, changes, words, status) => {
		const receiver = await createReceiver();
		try {
			const { url } = receiver;
			sandbox.setCallback('messangiElastic', { url });
			await send({ externalId: 'order-17', callback: 'https://example.org/cb', ...changes });
			await sandbox.callbacksSettled();
			const bodies = receiver.received.map(({ body }) => JSON.parse(body.toString()) as object);
			const [message] = sandbox.messages();
			expect(message?.status).toBe(status);
			expect(bodies).toEqual(
				words.map((word) => ({
					date: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/) as string,
					externalId: 'order-17',
					callback: 'https://example.org/cb',
					from: message?.from,
					id: message?.id,
					to: message?.to,
					message: 'Hola',
					username: 'sandbox',
					timestamp: expect.stringMatching(/Z$/) as string,
					status: word,
				})),
			);
		} finally {
			await receiver.close();
		}
	});

	it('calls back for a message from a phone', async () => {
		const receiver = await createReceiver();
		try {
			sandbox.setCallback('messangiElastic', { url: receiver.url });
			const date = '2026-01-02T03:05:00Z';
			sandbox.receive({
				gateway: 'messangiElastic',
				...{ from: '573001234567', to: '12345', text: 'ALTO', date },
			});
			await sandbox.callbacksSettled();
			expect(receiver.received.map(({ body }) => JSON.parse(body.toString()) as object)).toEqual([
				{
					owner: 'sandbox',
					date,
					processId: 123,
					origin: '12345',
					externalId: '',
					callback: '',
					connection: 'SMS',
					id: expect.stringMatching(UUID) as string,
					text: 'ALTO',
					user: '+573001234567',
					extraInfo: null,
				},
			]);
		} finally {
			await receiver.close();
		}
	});
});
