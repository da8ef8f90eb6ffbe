import { request } from 'node:http';
import type { Entry, Events } from '../../sandbox/inbox/protocol';
import type { LoggedRequest, Sandbox } from '../../sandbox/server/server';
import {
	base64Url,
	call,
	messangiPath,
	sendMessageCentral,
	sendMGage,
	sendSMSPath,
	tokenPath,
	type Reply,
} from './client';
import { sandboxForTests } from './forTests';

describe('what the inbox hears', () => {
	const sandbox = sandboxForTests();

	const entries = (): readonly Entry[] => {
		const { entries: all, stop } = sandbox.watch(() => undefined);
		stop();
		return all;
	};
	const control = (method: string, path: string, body?: unknown): Promise<Reply> =>
		call(sandbox, `/control${path}`, {
			method,
			body: body === undefined ? undefined : JSON.stringify(body),
		});

	it('makes an entry of each message, with encoding and parts', async () => {
		await call(sandbox, sendSMSPath({ text: base64Url('a'.repeat(161)) }));
		await sendMGage(sandbox, { numbers: '12135551234,12135551235', message: '[Hi]' });
		await sendMessageCentral(sandbox, { message: 'Привет'.repeat(12) });
		sandbox.receive({ gateway: 'mGage', from: '12135551234', to: '87767', text: 'STOP' });
		expect(entries()).toMatchObject([
			{ id: 1, kind: 'sent', number: '13056708084', encoding: 'GSM-7', parts: 2, requestId: 1 },
			{ id: 2, kind: 'sent', number: '12135551234', other: '87767', parts: 1, requestId: 2 },
			{ id: 3, kind: 'sent', number: '12135551235', text: '[Hi]', requestId: 2 },
			{ id: 4, kind: 'sent', number: '919999999999', encoding: 'UCS-2', parts: 2 },
			{ id: 5, kind: 'received', number: '12135551234', other: '87767', text: 'STOP' },
		]);
	});

	it('makes entries of what was refused, by its number', async () => {
		await sendMGage(sandbox, { message: 'x'.repeat(161) });
		await sendMGage(sandbox, { numbers: '12135551234,12', message: 'Both' });
		await sendMessageCentral(sandbox, { countryCode: '0' });
		await sendMessageCentral(sandbox, { mobileNumber: undefined, phoneNumbers: '91 9816111111,1' });
		const signed = sendSMSPath();
		await call(sandbox, signed.slice(0, -1) + (signed.endsWith('0') ? '1' : '0'));
		const because = expect.stringContaining('signature: expected') as string;
		expect(entries()).toMatchObject([
			{
				kind: 'call',
				outcome: 'refused',
				number: '12135551234',
				because: '107: message: expected at most 160 characters, got 161',
			},
			{ kind: 'sent', number: '12135551234', outcome: 'accepted' },
			{ kind: 'call', number: '12', because: '111: numbers: expected 8 to 15 digits, got "12"' },
			{ kind: 'call', number: '09999999999', outcome: 'refused', operation: 'send' },
			{ kind: 'call', number: '919816111111', outcome: 'refused' },
			{ kind: 'call', number: '1', outcome: 'refused' },
			{ kind: 'call', number: '13056708084', operation: 'sendSMS', other: '19893653744', because },
		]);
	});

	it('makes entries of calls that are about no message, and of fired ones', async () => {
		await call(sandbox, tokenPath());
		await call(sandbox, messangiPath('tools/getMOMessages', ['8', '1', '10', 'null']));
		await call(sandbox, messangiPath('fireMessage', ['8', '13056708084', base64Url('JOIN')]));
		await call(sandbox, '/mgage/nothing');
		expect(entries()).toMatchObject([
			{ kind: 'call', outcome: 'answered', operation: 'token', number: '' },
			{ kind: 'call', outcome: 'answered', operation: 'getMOMessages', number: '' },
			{ kind: 'received', number: '13056708084', text: 'JOIN', requestId: 3 },
			{ kind: 'call', outcome: 'refused', number: '' },
		]);
	});

	it.each([
		[{ status: 503 }, 'call', 'answered with HTTP 503'],
		[{ cut: 'before' as const }, 'call', 'connection closed before anything was processed'],
		[{ cut: 'after' as const }, 'sent', 'connection closed instead of a reply'],
		[{ body: '', accept: true }, 'sent', 'answered with another body'],
	])('says what the fault %j did', async (fault, kind, disturbed) => {
		sandbox.failNext(fault);
		await sendMGage(sandbox).catch(() => undefined);
		expect(entries()).toMatchObject([{ kind, disturbed, number: '12135551234' }]);
		expect(sandbox.faults()).toEqual([]);
	});

	it('keeps what a request was answered, without secrets', async () => {
		await call(sandbox, tokenPath());
		await sendMGage(sandbox);
		const [token, sent] = sandbox.requests();
		expect(token?.reply?.body).toContain('eyJ');
		const shown = JSON.parse((await control('GET', '/requests/1')).body) as LoggedRequest;
		expect(shown.reply).toEqual({
			status: 200,
			contentType: 'application/json',
			body: expect.stringContaining('"token":"***"') as string,
		});
		expect(sent).toMatchObject({ id: 2, reply: { status: 200 } });
		expect((await control('GET', '/requests/3')).status).toBe(404);
		expect((await control('GET', '/requests/x')).status).toBe(404);
	});

	it.each([
		['one made with a slash at the start', ['', '8', 'Movistar', '1', 'Mg', 'SGk']],
		['one made with a slash at the end', ['8', 'Movistar', '1', 'Mg', 'SGk', '']],
		[
			'one made with the public key after the parameters',
			['8', 'Movistar', '1', 'Mg', 'SGk', 'sandbox-public-key'],
		],
		['one made with the parameters before Base64 encoding', ['8', 'Movistar', '1', '2', 'Hi']],
		['one made without slashes between the parameters', ['8MovistarMgSGk'.replace('M', '1M')]],
	])('knows a wrong signature: %s', async (mistake, signed) => {
		const parameters = ['8', 'Movistar', '1', 'Mg', 'SGk'];
		const data = mistake.includes('without slashes') ? [parameters.join('')] : signed;
		const signature = messangiPath('', data).split('/').at(-1) ?? '';
		const right = messangiPath('tools/sendSMS', parameters);
		await call(sandbox, right.replace(/[^/]+$/, signature));
		expect(sandbox.requests()[0]?.refusedBecause).toMatch(new RegExp(`, got ${mistake}$`));
	});

	it('streams what was and what comes', async () => {
		await sendMGage(sandbox);
		const seen: [name: string, event: unknown][] = [];
		const stream = await listen(sandbox, (name, event) => seen.push([name, event]));
		await stream.until(() => seen.some(([name]) => name === 'ready'));
		await sendMGage(sandbox, { message: 'Second', numbers: '12135551235' });
		sandbox.setMessageStatus(sandbox.messages()[1]?.id ?? '', 'failed');
		sandbox.failNext({ status: 500 });
		sandbox.reset();
		await stream.until(() => seen.some(([name]) => name === 'reset'));
		stream.close();
		expect(seen.map(([name]) => name)).toEqual([
			'hello',
			'entries',
			'ready',
			'entries',
			'status',
			'faults',
			'reset',
		]);
		expect(seen[0]?.[1]).toMatchObject({ deliveryTime: 2000, faults: 0 });
		expect(seen[3]?.[1]).toMatchObject([{ text: 'Second', number: '12135551235' }]);
		expect(seen[4]?.[1]).toMatchObject({ status: 'failed' });
	});

	it('streams no secret', async () => {
		const path = sendSMSPath();
		await call(sandbox, path.slice(0, -1) + (path.endsWith('0') ? '1' : '0'));
		await sendMGage(sandbox, { message: 'sandbox-mgage-password' });
		let raw = '';
		const stream = await listen(sandbox, (_name, event) => (raw += JSON.stringify(event)));
		await stream.until(() => raw.includes('87767'));
		stream.close();
		expect(raw).not.toMatch(/[0-9a-f]{64}|sandbox-mgage-password/);
		expect(raw).toMatch(/expected [0-9a-f]{8}… for/);
	});
});

/** Reads the events of a sandbox until it is closed. */
async function listen(
	sandbox: Sandbox,
	hear: (name: keyof Events, event: unknown) => void,
): Promise<{ until: (is: () => boolean) => Promise<void>; close: () => void }> {
	return await new Promise((resolve, reject) => {
		const asked = request(`${sandbox.url}/control/events`, (answer) => {
			let text = '';
			let check = (): void => undefined;
			answer.setEncoding('utf8').on('data', (more: string) => {
				const events = (text + more).split('\n\n');
				text = events.pop() ?? '';
				for (const event of events) {
					const [, name, data = ''] = /^event: (\w+)\ndata: (.*)$/.exec(event) ?? [];
					if (name !== undefined) hear(name as keyof Events, JSON.parse(data));
				}
				check();
			});
			resolve({
				until: (is) =>
					new Promise((done) => {
						check = () => {
							if (is()) done();
						};
						check();
					}),
				close: () => asked.destroy(),
			});
		});
		asked.on('error', reject);
		asked.end();
	});
}
