import {
	createSandbox,
	type AskedCallback,
	type CallbackTarget,
	type Sandbox,
} from '../../sandbox/server/server';
import {
	call,
	messangiPath,
	MGAGE_BASIC,
	query,
	sendMessageCentral,
	sendMGage,
	sendSMSPath,
} from './client';
import { createReceiver, until, type Receiver } from './receiver';

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

let receiver: Receiver;
let sandbox: Sandbox;
beforeAll(async () => {
	receiver = await createReceiver();
});
beforeEach(async () => {
	receiver.clear();
	sandbox = await createSandbox({ deliveryTime: 600_000, callbackTimeout: 2000 });
});
afterEach(() => sandbox.close());
afterAll(() => receiver.close());

/** Registers the receiver for all gateways. */
function listen(target: Partial<CallbackTarget> = {}): void {
	for (const gateway of ['messangi', 'mGage', 'messageCentral'] as const) {
		sandbox.setCallback(gateway, { url: receiver.url, ...target });
	}
}

const statusesOf = (bodies: readonly string[]): (string | undefined)[] =>
	bodies.map((body) => /(?:STATUS=|"status":"|status_code=)(\w+)/.exec(body)?.[1]);

const report = (status = 'delivered', messageId = 'm1'): AskedCallback => ({
	gateway: 'messageCentral',
	report: { messageId, status, to: '919999999999' },
});

describe('by itself, the sandbox', () => {
	it('reports each state of each message that any gateway accepted', async () => {
		await sandbox.close();
		sandbox = await createSandbox({ deliveryTime: 2000 });
		listen();
		await call(sandbox, sendSMSPath());
		await sendMGage(sandbox, { numbers: '12135551234,12135551235' });
		await sendMessageCentral(sandbox);
		await sendMGage(sandbox, { message: '' });
		expect(receiver.received).toEqual([]);
		await until(() => receiver.received.length === 8);
		await sandbox.callbacksSettled();
		await wait(50);
		expect(statusesOf(receiver.bodies()).sort()).toEqual([
			'10',
			'10',
			'200',
			'200',
			'ACCEPTD',
			'DELIVERED_TO_CARRIER',
			'DELIVERED_TO_DEVICE',
			'DELIVRD',
		]);
		for (const { id, gateway } of sandbox.messages()) {
			const own = sandbox.callbacks().filter((each) => each.messageId === id);
			expect(own).toMatchObject([
				{ gateway, event: 'deliveryReport', done: true, attempts: [{ status: 200 }] },
				{ gateway, event: 'deliveryReport', done: true, attempts: [{ status: 200 }] },
			]);
			expect(own.every(({ body }) => body.includes(id))).toBe(true);
		}
	});

	it('reports at once where a message takes no time', async () => {
		await sandbox.close();
		const callbacks = { mGage: { url: receiver.url } };
		sandbox = await createSandbox({ deliveryTime: 0, callbacks });
		await sendMGage(sandbox);
		await sandbox.callbacksSettled();
		expect(statusesOf(receiver.bodies())).toEqual(['10', '200']);
	});

	it('posts nothing for a gateway without a URL', async () => {
		await sandbox.close();
		sandbox = await createSandbox({ deliveryTime: 0 });
		listen();
		sandbox.setCallback('mGage', null);
		await sendMGage(sandbox);
		sandbox.receive({ gateway: 'mGage', from: '1', to: '2', text: 'Hi' });
		sandbox.receive({ gateway: 'messageCentral', from: '1', to: '2', text: 'Hi' });
		await sandbox.callbacksSettled();
		expect(sandbox.callbacks()).toEqual([]);
	});

	it('reports where a message was put, and nothing of it later', async () => {
		await sandbox.close();
		sandbox = await createSandbox({ deliveryTime: 1000 });
		listen();
		await sendMessageCentral(sandbox);
		sandbox.setMessageStatus(sandbox.messages()[0]?.id ?? '', 'failed');
		await sandbox.callbacksSettled();
		await wait(1100);
		expect(statusesOf(receiver.bodies())).toEqual(['UNDELIV']);
		expect(() => {
			sandbox.setMessageStatus('1', 'failed');
		}).toThrow('There is no message with this ID.');
	});

	it('posts on what comes in, however it came', async () => {
		listen();
		sandbox.receive([
			{ gateway: 'messangi', from: '13056708084', to: '777', text: 'one' },
			{ gateway: 'mGage', from: '13056708084', to: '87767', text: 'two' },
		]);
		await call(sandbox, messangiPath('fireMessage', ['8', '13056708084', 'dGhyZWU']));
		const externalMO = query({
			campid: '1',
			destination: '777',
			originator: '13056708084',
			message: 'four',
		});
		await call(sandbox, `/mgage/api/externalMO?${externalMO}`, {
			method: 'POST',
			headers: { authorization: MGAGE_BASIC },
		});
		await sandbox.callbacksSettled();
		const texts = receiver.bodies().map((body) => /(?:TEXT|message)=(\w+)/.exec(body)?.[1]);
		expect(texts.sort()).toEqual(['four', 'one', 'three', 'two']);
		expect(sandbox.callbacks().every(({ event }) => event === 'incomingMessage')).toBe(true);
	});

	it('posts the parts of a message one after the other', async () => {
		listen();
		receiver.answer = (response) => setTimeout(() => response.end(), 20);
		sandbox.receive({ gateway: 'mGage', from: '13056708084', to: '7', text: 'x'.repeat(400) });
		await sandbox.callbacksSettled();
		const parts = receiver.bodies().map((body) => /message_subid=(\d)/.exec(body)?.[1]);
		expect(parts).toEqual(['0', '1', '2']);
		expect(receiver.mostAtOnce).toBe(1);
	});
});

describe('at will, the sandbox', () => {
	beforeEach(() => {
		listen();
	});

	it('reports any status of a message it has sent, also an older one later', async () => {
		await call(sandbox, sendSMSPath());
		const { id: messageId = '' } = sandbox.messages()[0] ?? {};
		for (const status of ['delivered', 'sent', 'REJECTD']) {
			sandbox.sendCallback({ gateway: 'messangi', report: { messageId, status } });
		}
		await sandbox.callbacksSettled();
		expect(statusesOf(receiver.bodies())).toEqual([
			'DELIVERED_TO_DEVICE',
			'DELIVERED_TO_CARRIER',
			'REJECTD',
		]);
		expect(receiver.bodies()[1]).toContain('FROM=19893653744&TO=13056708084&MESSAGE_BODY=OGANGI+');
		expect(sandbox.messages()[0]?.status).toBe('accepted');
	});

	it('posts the very same more than once', async () => {
		const ids = sandbox.sendCallback({ ...report(), times: 3 });
		expect(ids).toEqual([1, 2, 3]);
		await sandbox.callbacksSettled();
		expect(receiver.received).toHaveLength(3);
		expect(new Set(receiver.bodies()).size).toBe(1);
		expect(receiver.mostAtOnce).toBe(1);
	});

	it('posts the same at the same moment', async () => {
		receiver.answer = (response) => {
			if (receiver.mostAtOnce === 3) for (const each of waiting) each.end();
			if (receiver.mostAtOnce === 3) response.end();
			else waiting.push(response);
		};
		const waiting: { end(): unknown }[] = [];
		sandbox.sendCallback({ ...report(), times: 3, order: 'atOnce' });
		await sandbox.callbacksSettled();
		expect(sandbox.callbacks().flatMap(({ attempts }) => attempts)).toHaveLength(3);
	});

	it('posts the parts of a message in the wrong order', async () => {
		const incoming = { from: '13056708084', to: '7', text: 'x'.repeat(400) };
		sandbox.sendCallback({ gateway: 'mGage', incoming, order: 'reversed' });
		await sandbox.callbacksSettled();
		const parts = receiver.bodies().map((body) => /message_subid=(\d)/.exec(body)?.[1]);
		expect(parts).toEqual(['2', '1', '0']);
		expect(sandbox.incoming()).toEqual([]);
	});

	it.each<[string, CallbackTarget['secret'], Record<string, unknown>, Record<string, unknown>]>([
		[
			'the query',
			{ in: 'query', name: 'my token', value: 'p&ss=wört' },
			{ url: '/hook?my%20token=p%26ss%3Dw%C3%B6rt' },
			{ url: '/hook?my%20token=p%26ss%3Dw%C3%B6rx' },
		],
		[
			'a header',
			{ in: 'header', name: 'X-Token', value: 'secret-x' },
			{ url: '/hook', headers: { 'x-token': 'secret-x' } },
			{ url: '/hook', headers: { 'x-token': 'secret-y' } },
		],
		[
			'HTTP Basic',
			{ in: 'basic', username: 'me', password: 'pass:wörd' },
			{ headers: { authorization: `Basic ${Buffer.from('me:pass:wörd').toString('base64')}` } },
			{ headers: { authorization: `Basic ${Buffer.from('me:pass:wörx').toString('base64')}` } },
		],
	])('authenticates by %s, or fails to', async (_label, secret, right, wrong) => {
		listen({ secret });
		sandbox.sendCallback({ ...report() });
		sandbox.sendCallback({ ...report(), wrongSecret: true });
		sandbox.sendCallback({ ...report(), withoutSecret: true });
		await sandbox.callbacksSettled();
		const [first, second, third] = receiver.received;
		expect(first).toMatchObject(right);
		expect(second).toMatchObject(wrong);
		expect(third?.url).toBe('/hook');
		expect(third?.headers).not.toHaveProperty('authorization');
		expect(third?.headers).not.toHaveProperty('x-token');
		expect(sandbox.callbacks().map(({ proof }) => proof)).toEqual(['right', 'wrong', 'none']);
	});

	it('leaves the registered URL as it is', async () => {
		const secret = { in: 'query', name: 'token', value: 'value' } as const;
		listen({ url: `${receiver.url}?a=%20b+c#part`, secret });
		sandbox.sendCallback(report());
		await sandbox.callbacksSettled();
		expect(receiver.received[0]?.url).toBe('/hook?a=%20b+c&token=value');
	});

	it.each<[unknown, string]>([
		[undefined, 'A callback is an object with gateway, report, incoming'],
		[{ report: {} }, '"gateway" is missing.'],
		[{ gateway: 'x', body: '' }, '"gateway" must be one of'],
		[{ gateway: 'mGage' }, 'Give one of report, incoming, body and bodyBase64.'],
		[{ gateway: 'mGage', body: '', incoming: {} }, 'Give one of report'],
		[{ gateway: 'mGage', body: '' }, '"contentType" is missing: a body needs one.'],
		[{ gateway: 'mGage', body: 1, contentType: '' }, '"body" must be a string or bytes.'],
		[{ gateway: 'mGage', body: '', contentType: 'a\nb' }, '"contentType" must be a string that'],
		[{ gateway: 'mGage', bytes: '' }, 'A callback has no "bytes". It has: gateway, report'],
		[{ ...report(), times: 0 }, '"times" must be a whole number from 1 to'],
		[{ ...report(), order: 'random' }, '"order" must be one of "inTurn", "reversed", "atOnce"'],
		[{ ...report(), wrongSecret: 'yes' }, '"wrongSecret" must be true or false.'],
		[{ ...report(), wrongSecret: true, withoutSecret: true }, 'not both'],
		[{ gateway: 'mGage', report: 'x' }, '"report" must be an object.'],
		[{ gateway: 'mGage', report: { messageId: '1' } }, '"status" is missing.'],
		[{ gateway: 'mGage', report: { messageId: 1 } }, '"messageId" must be a string.'],
		[{ gateway: 'mGage', report: { id: '1' } }, 'A report has no "id".'],
		[{ gateway: 'mGage', report: { messageId: '1', status: 'sent' } }, 'no message with this ID'],
		[{ gateway: 'mGage', report: { date: 'soon' } }, '"date" must be a date'],
		[{ gateway: 'mGage', report: { fields: { a: [] } } }, '"fields" must be an object of strings'],
		[{ gateway: 'mGage', incoming: { from: '1' } }, '"to" is missing.'],
		[
			{ gateway: 'mGage', incoming: { from: '1', to: '2', text: '', fields: 1 } },
			'"fields" must be an object of strings',
		],
		[
			{ gateway: 'messageCentral', incoming: { from: '1', to: '2', text: '' } },
			'messageCentral posts no incoming messages.',
		],
	])('does not send %j', (asked, sentence) => {
		expect(() => sandbox.sendCallback(asked as AskedCallback)).toThrow(sentence);
		expect(sandbox.callbacks()).toEqual([]);
	});

	it('does not send without a URL', () => {
		sandbox.setCallback('messageCentral', null);
		expect(() => sandbox.sendCallback(report())).toThrow(
			'There is no callback URL for messageCentral: register one first.',
		);
	});

	it('knows a message of another gateway by its id no more than a stranger’s', async () => {
		await sendMGage(sandbox);
		const { id: messageId = '' } = sandbox.messages()[0] ?? {};
		const asked = { gateway: 'messangi', report: { messageId, status: 'sent' } } as const;
		expect(() => sandbox.sendCallback(asked)).toThrow('There is no message with this ID');
	});
});

describe('a target', () => {
	it.each<[unknown, string]>([
		[undefined, 'A callback target is an object with url, secret.'],
		['http://localhost', 'A callback target is an object'],
		[{}, '"url" must be a URL with http or https.'],
		[{ url: 'localhost/hook' }, '"url" must be a URL'],
		[{ url: 'file:///etc/passwd' }, '"url" must be a URL with http or https.'],
		[{ url: 'http://hidden:hidden@localhost' }, '"url" must not contain a password'],
		[{ url: 'http://localhost', token: 'hidden' }, 'A callback target has no "token".'],
		[{ url: 'http://localhost', secret: 'hidden' }, '"secret" must be an object with "in": one of'],
		[{ url: 'http://localhost', secret: { in: 'cookie' } }, '"secret" must be an object with "in"'],
		[{ url: 'http://localhost', secret: { in: 'query', name: 'a' } }, '"value" of the secret is'],
		[{ url: 'http://localhost', secret: { in: 'query', name: 'a', value: '' } }, '"value" must be'],
		[
			{ url: 'http://localhost', secret: { in: 'query', name: 'a', value: '\ud800' } },
			'"value" must be a string',
		],
		[
			{ url: 'http://localhost', secret: { in: 'header', name: 'Host', value: 'hidden' } },
			'"name" must be a header name that is not reserved.',
		],
		[
			{ url: 'http://localhost', secret: { in: 'header', name: { toString: 1, valueOf: 1 } } },
			'"name" must be a header name that is not reserved.',
		],
		[
			{ url: 'http://localhost', secret: { in: 'header', name: 'a b', value: 'hidden' } },
			'"name" must be a header name',
		],
		[
			{ url: 'http://localhost', secret: { in: 'header', name: 'a', value: 'hid\nden' } },
			'"value" must be a valid header value.',
		],
		[
			{ url: 'http://localhost', secret: { in: 'basic', username: 'a:b', password: 'hidden' } },
			'"username" must be a string without a colon.',
		],
		[
			{ url: 'http://localhost', secret: { in: 'basic', username: 'a', value: 'hidden' } },
			'This secret has no "value".',
		],
	])('is not %j', async (target, sentence) => {
		const given = target as CallbackTarget;
		expect(() => {
			sandbox.setCallback('mGage', given);
		}).toThrow(sentence);
		if (target !== undefined) {
			await expect(createSandbox({ callbacks: { mGage: given } })).rejects.toThrow(sentence);
		}
		const reply = await call(sandbox, '/control/callbacks/mGage', {
			method: 'PUT',
			body: JSON.stringify(target),
		});
		expect(reply.status).toBe(400);
		expect(reply.body).not.toContain('hid');
	});

	it('belongs to a gateway', () => {
		expect(() => {
			sandbox.setCallback('constructor' as 'mGage', { url: receiver.url });
		}).toThrow('The gateway must be one of messangi, mGage, messageCentral, messangiElastic.');
	});

	it('comes back with a reset if it is an option’s, and goes if it is not', async () => {
		await sandbox.close();
		sandbox = await createSandbox({ callbacks: { mGage: { url: receiver.url } } });
		sandbox.setCallback('mGage', null);
		sandbox.setCallback('messangi', { url: receiver.url });
		expect(sandbox.callbackTargets()).toEqual({ messangi: { url: receiver.url } });
		sandbox.reset();
		expect(sandbox.callbackTargets()).toEqual({ mGage: { url: receiver.url } });
	});
});

describe('over HTTP', () => {
	const control = async (method: string, path: string, body?: unknown): Promise<unknown> =>
		JSON.parse(
			(await call(sandbox, `/control${path}`, { method, body: JSON.stringify(body) })).body,
		);

	it('targets come and go, and callbacks are sent and seen', async () => {
		const secret = { in: 'header', name: 'x-token', value: 'hidden' };
		const masked = { url: receiver.url, secret: { ...secret, value: '***' } };
		expect(
			await control('PUT', '/callbacks/messageCentral', { url: receiver.url, secret }),
		).toEqual({ gateway: 'messageCentral', target: masked });
		expect(await control('GET', '')).toMatchObject({ callbacks: { messageCentral: masked } });
		expect(await control('POST', '/callbacks', { ...report(), times: 2 })).toEqual({ ids: [1, 2] });
		await sandbox.callbacksSettled();
		expect(receiver.received).toMatchObject([
			{ headers: { 'x-token': 'hidden' } },
			{ headers: { 'x-token': 'hidden' } },
		]);
		expect(await control('GET', '/callbacks')).toEqual(sandbox.callbacks());
		expect(await control('DELETE', '/callbacks/messageCentral')).toEqual({
			gateway: 'messageCentral',
			target: null,
		});
		expect(await control('POST', '/callbacks', report())).toEqual({
			error: 'There is no callback URL for messageCentral: register one first.',
		});
		expect(await control('POST', '/callbacks')).toMatchObject({
			error: expect.stringContaining('A callback is an object') as string,
		});
		await control('POST', '/reset');
		expect(await control('GET', '/callbacks')).toEqual([]);
	});

	it('a target is not taken away by a PUT of null or of nothing', async () => {
		listen();
		for (const body of ['null', '']) {
			const reply = await call(sandbox, '/control/callbacks/mGage', { method: 'PUT', body });
			expect(reply.status).toBe(400);
		}
		expect(sandbox.callbackTargets().mGage).toEqual({ url: receiver.url });
		expect(await control('DELETE', '/callbacks/nobody')).toMatchObject({
			error: expect.stringContaining('The gateway must be one of') as string,
		});
	});

	it('no secret is seen, wherever it stands', async () => {
		const hidden = 'hidden "würd" 1/2';
		const spellings = [
			hidden,
			JSON.stringify(hidden).slice(1, -1),
			encodeURIComponent(hidden),
			'hidden+%22w%C3%BCrd%22+1%2F2',
			Buffer.from(hidden).toString('base64').replace(/=+$/, ''),
			Buffer.from(hidden).toString('hex'),
		];
		const url = `${receiver.url}?a=1&key=half-secret`;
		const shown: string[] = [];
		const secrets: CallbackTarget['secret'][] = [
			// One that is a part of another must not leave its rest readable.
			{ in: 'header', name: 'x-token', value: 'hidden' },
			{ in: 'query', name: 'token', value: hidden },
			{ in: 'basic', username: 'me', password: hidden },
		];
		for (const secret of secrets) {
			for (const gateway of ['messangi', 'mGage', 'messageCentral'] as const) {
				const put = await control('PUT', `/callbacks/${gateway}`, { url, secret });
				shown.push(JSON.stringify(put));
			}
			sandbox.sendCallback(report());
			sandbox.sendCallback({ ...report(), wrongSecret: true });
			sandbox.sendCallback({ ...report(hidden) });
		}
		const body = spellings.join(' ');
		sandbox.sendCallback({ gateway: 'mGage', body, contentType: 'text/plain' });
		sandbox.receive({ gateway: 'mGage', from: '13056708084', to: '7', text: hidden });
		await sendMGage(sandbox, { message: hidden });
		await sandbox.callbacksSettled();
		for (const path of ['', '/callbacks', '/messages', '/incoming', '/requests', '/stats']) {
			shown.push((await call(sandbox, `/control${path}`)).body);
		}
		const output = shown.join('\n');
		expect(output).not.toMatch(/hidden|half-secret|würd|%C3%BC/);
		for (const spelling of spellings) expect(output).not.toContain(spelling);
		const { url: shownUrl } = sandbox.callbacks().find(({ proof }) => proof === 'wrong') ?? {};
		expect(shownUrl).toBe(`${receiver.url}?a=***&key=***`);
		expect(sandbox.callbacks()[3]?.url).toBe(`${receiver.url}?a=***&key=***&token=***`);
		expect(JSON.stringify(sandbox.callbackTargets())).not.toContain('hidden');
	});
});
