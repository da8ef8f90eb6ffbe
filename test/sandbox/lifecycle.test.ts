import { createSandbox, type MessageStatus } from '../../sandbox/server/server';
import { call, messangiPath, sendMessageCentral, sendMGage, sendSMSPath, xml } from './client';
import { sandboxForTests } from './forTests';

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('a message on its way', () => {
	it('walks from accepted over sent to delivered, at every gateway', async () => {
		const sandbox = await createSandbox({ deliveryTime: 1500 });
		const seen = (): MessageStatus[] => sandbox.messages().map(({ status }) => status);
		try {
			await call(sandbox, sendSMSPath());
			await sendMGage(sandbox);
			await sendMessageCentral(sandbox);
			expect(seen()).toEqual(['accepted', 'accepted', 'accepted']);
			const words: string[] = [];
			const id = sandbox.messages()[0]?.id ?? '';
			for (let asked = 0; asked < 200 && !seen().every((each) => each === 'delivered'); asked++) {
				const { body } = await call(sandbox, messangiPath('tools/getMessage', ['8', id]));
				const word = xml(body.slice(body.indexOf('<result>')), 'status') ?? '';
				if (words.at(-1) !== word) words.push(word);
				await wait(20);
			}
			expect(seen()).toEqual(['delivered', 'delivered', 'delivered']);
			expect(words.slice(0, 2)).toEqual(['SENT_TO_CARRIER', 'DELIVERED_TO_CARRIER']);
		} finally {
			await sandbox.close();
		}
	});

	it('takes no time where it is told so', async () => {
		const sandbox = await createSandbox({ deliveryTime: 0 });
		try {
			await sendMGage(sandbox);
			expect(sandbox.messages()[0]?.status).toBe('delivered');
		} finally {
			await sandbox.close();
		}
	});

	it('stays where it is put', async () => {
		const sandbox = await createSandbox({ deliveryTime: 20 });
		try {
			await sendMGage(sandbox, { numbers: '12135551234,12135551235' });
			const [first, second] = sandbox.messages();
			sandbox.setMessageStatus(second?.id ?? '', 'failed');
			await wait(40);
			expect(sandbox.messages().map(({ status }) => status)).toEqual(['delivered', 'failed']);
			expect(() => {
				sandbox.setMessageStatus(first?.id ?? '', 'lost' as MessageStatus);
			}).toThrow('The status must be one of accepted, sent, delivered, failed, expired.');
			expect(() => {
				sandbox.setMessageStatus('1', 'failed');
			}).toThrow('There is no message with this ID.');
		} finally {
			await sandbox.close();
		}
	});

	it.each([{ deliveryTime: -1 }, { deliveryTime: NaN }, { otpLifetime: Infinity }])(
		'does not start with %j',
		async (options) => {
			await expect(createSandbox(options)).rejects.toThrow(RangeError);
		},
	);
});

describe('a listener', () => {
	const sandbox = sandboxForTests();

	it('hears of every gateway request once, with its answer’s status', async () => {
		const heard: [string, number | null, number][] = [];
		sandbox.onRequest(({ gateway, status }) => {
			heard.push([gateway, status, sandbox.messages().length]);
		});
		await sendMGage(sandbox);
		await call(sandbox, '/control/stats');
		await call(sandbox, '/messangi/nothing');
		for (const cut of ['before', 'after', 'middle'] as const) {
			sandbox.failNext({ cut });
			await sendMGage(sandbox).catch(() => undefined);
		}
		sandbox.failNext({ hang: true });
		const signal = AbortSignal.timeout(100);
		await expect(sendMGage(sandbox, {}, { signal })).rejects.toThrow();
		expect(heard).toEqual([
			['mGage', 200, 1],
			['messangi', 404, 1],
			['mGage', null, 1],
			['mGage', null, 2],
			['mGage', null, 3],
			['mGage', null, 3],
		]);
	});

	it('has done its part when the client has the answer, until it ends', async () => {
		const stop = sandbox.onRequest(() => {
			sandbox.receive({ gateway: 'messangi', from: '1', to: '2', text: 'Hi' });
		});
		await sendMGage(sandbox);
		expect(sandbox.incoming()).toHaveLength(1);
		stop();
		await sendMGage(sandbox);
		expect(sandbox.incoming()).toHaveLength(1);
	});

	it('ends with a reset', async () => {
		let heard = 0;
		sandbox.onRequest(() => heard++);
		await sendMGage(sandbox);
		sandbox.reset();
		await sendMGage(sandbox);
		expect(heard).toBe(1);
	});

	it('cannot change what was logged', async () => {
		sandbox.onRequest((request) => {
			request.path = 'changed';
		});
		await sendMGage(sandbox);
		expect(sandbox.requests()[0]?.path).toContain('/mgage/api/gateway');
	});
});
