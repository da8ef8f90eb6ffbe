import type { Change, Entry, Events } from '../../sandbox/inbox/protocol';
import { createSandbox, type CallbackTarget, type Sandbox } from '../../sandbox/server/server';
import { call, query, sendMessageCentral, sendMGage, sendSMSPath } from './client';
import { createReceiver, type Receiver } from './receiver';

const SECRET = { in: 'query', name: 'secret', value: 'right-secret-1' } as const;
const FROM_HANDSET = { from: '13056708084', to: '87767', text: 'STOP' };

describe('what the inbox says of a message', () => {
	let sandbox: Sandbox;
	let receiver: Receiver;
	let heard: [name: keyof Events, event: unknown][];
	beforeAll(async () => {
		receiver = await createReceiver();
	});
	beforeEach(async () => {
		receiver.clear();
		heard = [];
		sandbox = await createSandbox({ deliveryTime: 0, callbackAttempts: 2 });
		sandbox.watch((name, event) => heard.push([name, event]));
	});
	afterEach(() => sandbox.close());
	afterAll(() => receiver.close());

	const entries = (): readonly Entry[] => {
		const { entries: all, stop } = sandbox.watch(() => undefined);
		stop();
		return all;
	};
	const listen = (target: Partial<CallbackTarget> = {}): void => {
		for (const gateway of ['messangi', 'mGage', 'messageCentral'] as const) {
			sandbox.setCallback(gateway, { url: receiver.url, ...target });
		}
	};
	const control = (method: string, path: string) => call(sandbox, `/control${path}`, { method });

	it('nothing of callbacks where none is set', async () => {
		await sendMGage(sandbox);
		sandbox.receive({ gateway: 'mGage', ...FROM_HANDSET });
		expect(entries().map(({ callback }) => callback)).toEqual([undefined, undefined]);
	});

	it.each([
		[200, 'right', true],
		[401, 'right', true],
		[404, 'right', true],
		[503, 'right', true],
	])('that its callbacks got %i, in both directions', async (status, proof, done) => {
		listen({ secret: SECRET });
		receiver.answer = (response) => response.writeHead(status).end();
		await call(sandbox, sendSMSPath());
		sandbox.receive({ gateway: 'messangi', ...FROM_HANDSET });
		await sandbox.callbacksSettled();
		const attempts = status === 503 ? 2 : 1;
		const callback = { status, proof, done, attempts, url: `${receiver.url}?secret=***` };
		expect(entries()).toMatchObject([
			{ kind: 'sent', callback },
			{ kind: 'received', callback },
		]);
	});

	it('why there was no answer', async () => {
		const gone = await createReceiver();
		listen({ url: gone.url });
		await gone.close();
		await sendMGage(sandbox);
		await sandbox.callbacksSettled();
		expect(entries()[0]?.callback).toMatchObject({
			status: null,
			error: 'ECONNREFUSED',
			attempts: 2,
			done: true,
			proof: 'none',
		});
	});

	it('also if the callback is answered before the message is', async () => {
		listen();
		sandbox.setLatency(200);
		await sendMGage(sandbox);
		await sandbox.callbacksSettled();
		expect(entries()[0]?.callback).toMatchObject({ status: 200, attempts: 1 });
	});

	it('that of events about it at will, and of no other', async () => {
		listen({ secret: SECRET });
		await sendMGage(sandbox);
		await sandbox.callbacksSettled();
		const { id: messageId = '' } = sandbox.messages()[0] ?? {};
		receiver.answer = (response) => response.writeHead(401).end();
		for (const gateway of ['messangi', 'mGage'] as const) {
			sandbox.sendCallback({
				gateway,
				report: { messageId, status: 'sent', to: '1' },
				wrongSecret: true,
			});
			await sandbox.callbacksSettled();
			const expected = gateway === 'mGage' ? { status: 401, proof: 'wrong' } : { status: 200 };
			expect(entries()[0]?.callback).toMatchObject(expected);
		}
	});

	it('and tells open pages of it', async () => {
		listen();
		await sendMGage(sandbox);
		await sandbox.callbacksSettled();
		const changes = heard.flatMap(([name, event]) =>
			name === 'changed' ? (event as readonly Change[]) : [],
		);
		expect(changes.at(-1)).toMatchObject({ id: 1, callback: { status: 200, done: true } });
		const targets = heard.filter(([name]) => name === 'targets').at(-1)?.[1];
		expect(targets).toMatchObject({ mGage: receiver.url });
	});

	it('how long its code is valid, and that it was used or expired', async () => {
		const send = async (mobileNumber: string): Promise<string> => {
			const otp = { type: 'OTP', message: undefined, messageType: undefined, mobileNumber };
			await sendMessageCentral(sandbox, otp);
			return sandbox.messages().at(-1)?.details.verificationId ?? '';
		};
		sandbox.setNextOtp('1234');
		const verificationId = await send('9999999991');
		await send('9999999992');
		expect(entries()).toMatchObject([{ lifetime: 60_000 }, { lifetime: 60_000 }]);
		expect(sandbox.messages()).toMatchObject([{ lifetime: 60_000 }, { lifetime: 60_000 }]);
		const path = '/message-central/verification/v3/validateOtp';
		const headers = { authToken: 'sandbox-long-lived-auth-token' };
		const verify = (code: string) =>
			call(sandbox, `${path}?${query({ verificationId, code, flowType: 'SMS' })}`, { headers });
		await verify('0000');
		expect(entries()[0]).not.toHaveProperty('codeEnd');
		await verify('1234');
		sandbox.expireOtps();
		expect(entries().slice(0, 2)).toMatchObject([{ codeEnd: 'verified' }, { codeEnd: 'expired' }]);
	});

	it('keeps callback URLs when it is cleared, but not when it is reset', async () => {
		listen();
		await sendMGage(sandbox);
		expect((await control('POST', '/clear')).status).toBe(200);
		expect([sandbox.messages(), sandbox.callbacks(), entries()]).toEqual([[], [], []]);
		expect(Object.keys(sandbox.callbackTargets())).toHaveLength(3);
		await control('POST', '/reset');
		expect(sandbox.callbackTargets()).toEqual({});
		expect(heard.at(-1)).toEqual(['targets', {}]);
	});

	it('deletes one, and its message', async () => {
		await sendMGage(sandbox, { numbers: '12135551234,12135551235' });
		sandbox.receive([
			{ gateway: 'mGage', ...FROM_HANDSET },
			{ gateway: 'mGage', ...FROM_HANDSET, text: 'HELP' },
		]);
		await sendMGage(sandbox, { numbers: '1' });
		for (const id of [1, 3, 5]) {
			expect((await control('DELETE', `/entries/${String(id)}`)).status).toBe(200);
		}
		expect(entries().map(({ id }) => id)).toEqual([2, 4]);
		expect(sandbox.messages().map(({ to }) => to)).toEqual(['12135551235']);
		expect(sandbox.incoming().map(({ text }) => text)).toEqual(['HELP']);
		expect(sandbox.requests()).toHaveLength(2);
		expect(heard.filter(([name]) => name === 'deleted')).toHaveLength(3);
		for (const id of ['1', 'x', '']) {
			expect((await control('DELETE', `/entries/${id}`)).status).toBe(404);
		}
	});

	it('gives the last ten of each gateway, with what the other side said, and no secret', async () => {
		listen({ secret: SECRET });
		receiver.answer = (response, { url }) =>
			response.writeHead(401).end(`Unauthorized:\n\n ${url} ${'x'.repeat(100_000)}`);
		for (let at = 1; at <= 12; at++) {
			const report = { messageId: String(at), status: 'sent', to: '13055550100' };
			sandbox.sendCallback({ gateway: 'mGage', report });
		}
		await sandbox.callbacksSettled();
		const { body } = await control('GET', '/callbacks/mGage');
		const { target, latest } = JSON.parse(body) as {
			target: CallbackTarget;
			latest: { messageId: string; attempts: { reply: string }[] }[];
		};
		expect(target).toEqual({ url: receiver.url, secret: { ...SECRET, value: '***' } });
		const ids = latest.map(({ messageId }) => messageId);
		expect(ids).toHaveLength(10);
		expect(ids.every((id) => Number(id) > 2)).toBe(true);
		const reply = latest[0]?.attempts[0]?.reply ?? '';
		expect(reply).toMatch(/^Unauthorized: \/hook\?secret=\*\*\* x+$/);
		expect(reply.length).toBe(300);
		expect(JSON.stringify(sandbox.callbacks())).not.toContain(SECRET.value);
		const other = JSON.parse((await control('GET', '/callbacks/messangi')).body) as object;
		expect(other).toMatchObject({ gateway: 'messangi', latest: [] });
		sandbox.setCallback('messangi', null);
		const none = JSON.parse((await control('GET', '/callbacks/messangi')).body) as object;
		expect(none).toMatchObject({ target: null });
	});
});
