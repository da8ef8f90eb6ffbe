import { once } from 'node:events';

import { createSandbox, type Fault } from '../../sandbox/server/server';
import { allXml, call, sendMessageCentral, sendMGage, sendSMSPath, tokenPath, xml } from './client';
import { sandboxForTests } from './forTests';

describe('faults', () => {
	const sandbox = sandboxForTests();

	it.each<[string, Fault, object, number]>([
		['a status', { status: 503 }, { status: 503, body: 'Service Unavailable' }, 0],
		['a body', { body: '<html>', contentType: 'text/html' }, { status: 200, body: '<html>' }, 0],
		['a status, accepted', { status: 502, accept: true }, { status: 502, body: 'Bad Gateway' }, 1],
		['a body, accepted', { body: '', accept: true }, { status: 200, body: '' }, 1],
		['a code with another status', { code: 112, status: 400 }, { status: 400 }, 0],
	])('answers with %s', async (_title, fault, answer, stored) => {
		sandbox.failNext(fault);
		expect(await sendMGage(sandbox)).toMatchObject(answer);
		expect(sandbox.messages()).toHaveLength(stored);
		expect(sandbox.requests()[0]?.status).toBe((answer as { status: number }).status);
	});

	it('adds headers to an answer', async () => {
		sandbox.failNext({ status: 429, headers: { 'retry-after': '7' } });
		const reply = await sendMGage(sandbox);
		expect(reply.status).toBe(429);
		expect(reply.headers['retry-after']).toBe('7');
	});

	it('leaves the true answer where only its type is faulty', async () => {
		sandbox.failNext({ contentType: 'text/html' });
		const reply = await sendMGage(sandbox);
		expect(reply.headers['content-type']).toContain('text/html');
		expect(xml(reply.body, 'statusCode')).toBe('0');
		expect(sandbox.messages()).toHaveLength(1);
	});

	it('tells the id that was stored when a code comes with an accepted message', async () => {
		sandbox.failNext({ code: 'PENDING', accept: true });
		const reply = await call(sandbox, sendSMSPath());
		expect(allXml(reply.body, 'status')).toEqual(['OK', 'PENDING']);
		expect(sandbox.messages().map(({ id }) => id)).toEqual([xml(reply.body, 'id')]);
	});

	it.each<[NonNullable<Fault['cut']>, number]>([
		['before', 0],
		['after', 1],
	])('cuts the connection %s the message is accepted', async (cut, stored) => {
		sandbox.failNext({ cut });
		await expect(sendMGage(sandbox)).rejects.toThrow(/socket hang up|ECONNRESET/);
		expect(sandbox.messages()).toHaveLength(stored);
		expect(sandbox.requests()).toMatchObject([{ gateway: 'mGage', status: null }]);
	});

	it('cuts the connection in the middle of the answer', async () => {
		sandbox.failNext({ cut: 'middle' });
		const reply = await sendMGage(sandbox);
		expect(reply.status).toBe(200);
		expect(reply.complete).toBe(false);
		expect(reply.body).toMatch(/^<response><recipient>/);
		expect(reply.body.length).toBe(Math.floor(Number(reply.headers['content-length']) / 2));
		expect(sandbox.messages()).toHaveLength(1);
		expect(sandbox.requests()[0]?.status).toBeNull();
	});

	it('cuts even an empty answer in the middle', async () => {
		sandbox.failNext({ cut: 'middle' });
		const reply = await sendMessageCentral(sandbox, {}, { headers: {} });
		expect(reply).toMatchObject({ status: 401, body: '', complete: false });
	});

	it.each([
		[false, 0],
		[true, 1],
	])('hangs until the client goes (accept: %s)', async (accept, stored) => {
		sandbox.failNext({ hang: true, accept });
		await expect(sendMGage(sandbox, {}, { signal: AbortSignal.timeout(100) })).rejects.toThrow();
		expect(sandbox.messages()).toHaveLength(stored);
		expect(sandbox.requests()).toMatchObject([{ status: null }]);
	});

	it('lets go of hanging and waiting clients when it closes', async () => {
		const own = await createSandbox();
		own.failNext({ hang: true });
		own.setLatency(60_000);
		const hanging = sendMGage(own);
		const waiting = sendMGage(own);
		const settled = Promise.allSettled([hanging, waiting]);
		while (own.stats().requests < 2) await new Promise(setImmediate);
		await own.close();
		expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
		await expect(sendMGage(own)).rejects.toThrow(/ECONNREFUSED/);
	});

	it('counts, skips and takes its turn', async () => {
		sandbox.failNext({ status: 500, skip: 1, count: 2 });
		sandbox.failNext({ status: 503 });
		const statuses: number[] = [];
		for (let sent = 0; sent < 5; sent++) statuses.push((await sendMGage(sandbox)).status);
		expect(statuses).toEqual([200, 500, 500, 503, 200]);
	});

	it('strikes only where it is aimed', async () => {
		sandbox.failNext({ gateway: 'mGage', status: 500 });
		sandbox.failNext({ path: '/token', status: 501 });
		sandbox.failNext({ code: 'EXPIRED' });
		expect((await call(sandbox, sendSMSPath())).body).toContain('EXPIRED');
		expect((await sendMessageCentral(sandbox)).status).toBe(200);
		expect((await call(sandbox, tokenPath())).status).toBe(501);
		expect((await sendMGage(sandbox)).status).toBe(500);
	});

	it('is forgotten on reset', async () => {
		sandbox.failNext({ status: 500, count: 100 });
		sandbox.reset();
		expect((await sendMGage(sandbox)).status).toBe(200);
	});

	it.each<[unknown, string]>([
		[null, 'A fault is an object'],
		[[], 'A fault is an object'],
		[{}, 'Say what goes wrong'],
		[{ gateway: 'mGage' }, 'Say what goes wrong'],
		[{ stauts: 500 }, 'A fault has no "stauts"'],
		[{ status: 99 }, '"status" must be a whole number from 200 to 599'],
		[{ status: '500' }, '"status" must be a whole number'],
		[{ status: 500, count: 0 }, '"count" must be'],
		[{ status: 500, skip: -1 }, '"skip" must be'],
		[{ status: 500, gateway: 'mgage' }, '"gateway" must be one of "messangi", "mGage"'],
		[{ status: 500, path: 1 }, '"path" must be a string'],
		[{ body: {} }, '"body" must be a string'],
		[{ code: true }, '"code" must be a number or a string'],
		[{ code: 999 }, '"code" 999 is not a code of any gateway'],
		[{ gateway: 'mGage', code: 506 }, '"code" 506 is not a code of mGage'],
		[{ cut: 'here' }, '"cut" must be one of'],
		[{ hang: 1 }, '"hang" must be true or false'],
		[{ hang: true, cut: 'before' }, 'Give "hang" or "cut", not both'],
		[{ cut: 'before', accept: true }, 'Use cut: "after"'],
		[{ headers: [] }, '"headers" must be an object'],
		[{ headers: { 'a b': 'c' } }, '"headers" must be'],
		[{ headers: { a: 'c\n' } }, '"headers" must be'],
		[{ headers: { 'Content-Length': '1' } }, '"headers" must be without Content-Length'],
		[{ contentType: 'a\r\nb' }, '"contentType" must be'],
	])('refuses %j', (fault, sentence) => {
		expect(() => {
			sandbox.failNext(fault as Fault);
		}).toThrow(sentence);
	});

	it('keeps what a client in a hurry has sent', async () => {
		sandbox.setLatency(200);
		const agentless = sendMGage(sandbox, {}, { signal: AbortSignal.timeout(50) });
		await expect(agentless).rejects.toThrow();
		const [request] = sandbox.requests();
		expect(request?.status).toBeNull();
		expect(sandbox.messages()).toHaveLength(1);
		await once(AbortSignal.timeout(250), 'abort');
		expect(sandbox.requests()[0]?.status).toBeNull();
	});
});
