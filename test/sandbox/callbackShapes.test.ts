import { createSandbox, type AskedCallback, type Sandbox } from '../../sandbox/server/server';
import { createReceiver, type Receiver } from './receiver';

const FORM = 'application/x-www-form-urlencoded';
const DATE = '2023-11-02T13:59:22Z';

/** Callbacks byte for byte: a label, what is asked for, and the type and bodies that are posted. */
type Case = [string, AskedCallback, string, ...string[]];

describe('the shape of a callback', () => {
	let receiver: Receiver;
	beforeAll(async () => {
		receiver = await createReceiver();
	});
	beforeEach(() => {
		receiver.clear();
	});
	afterAll(() => receiver.close());

	const start = async (options: Parameters<typeof createSandbox>[0] = {}): Promise<Sandbox> => {
		const { url } = receiver;
		const callbacks = { messangi: { url }, mGage: { url }, messageCentral: { url } };
		return createSandbox({ callbacks, ...options });
	};

	const check = async (
		sandbox: Sandbox,
		asked: AskedCallback,
		contentType: string,
		bodies: string[],
	): Promise<void> => {
		sandbox.sendCallback(asked);
		await sandbox.callbacksSettled();
		expect(receiver.bodies()).toEqual(bodies);
		for (const { method, url, headers } of receiver.received) {
			expect({ method, url, type: headers['content-type'] }).toEqual({
				method: 'POST',
				url: '/hook',
				type: contentType,
			});
		}
	};

	const messageCentral = {
		messageId: 'a2e87214-d18c-4a2e-b7f4-802c4465a9b9',
		to: '919999999999',
		date: DATE,
	};
	const sampleOf = (status: string, errorCode: number, submitDate = '2023-11-02 13:59:22') =>
		'{"apiKey":null,"clientId":null,"messageId":"a2e87214-d18c-4a2e-b7f4-802c4465a9b9",' +
		`"status":"${status}","errorCode":${errorCode},"countryCode":null,"mobile":"919999999999",` +
		`"submitDate":"${submitDate}","doneDate":"2023-11-02 13:59:22"}`;

	const messangi = {
		messageId: '-8174720676710228700',
		from: '19893653744',
		to: '13056708084',
		text: 'a+b & ñ 😀',
	};
	const messangiForm = (status: string): string =>
		'FROM=19893653744&TO=13056708084&MESSAGE_BODY=a%2Bb+%26+%C3%B1+%F0%9F%98%80&TYPE=SMS&' +
		`CLIENT_ID=sandbox-client&MESSANGI_ID=-8174720676710228700&STATUS=${status}`;

	const mGage = { messageId: '70000000001', from: '87767', to: '12135551234' };
	const receipt = (status: string, code: string): string =>
		'carrier=tmobile&channel=sms&client_message_id=&device_address=12135551234&' +
		'inbound_address=87767&message_id=70000000001&message_subid=0&router=MMX&' +
		`smscid=sandbox-70000000001&status=${status}&status_code=${code}`;

	const fromHandset = { from: '13056708084', to: '19893143924', text: 'OGANGI 1 & más' };
	const part = (id: string, text: string, at: number, country = '1', from = '13056708084') =>
		`a2w_mo_ref_id=${id}&carrier=tmobile&channel=sms&country_code=${country}&device_address=${from}&` +
		`inbound_address=87767&message=${text}&message_id=${id}&message_orig=${text}&` +
		`message_subid=${at}&router=MMX&status=MO+Success&status_code=100`;
	const toMGage = { from: '13056708084', to: '87767', carrier: 'tmobile' };

	const CASES: readonly Case[] = [
		[
			'the sample of Message Central’s page',
			{
				gateway: 'messageCentral',
				report: {
					...messageCentral,
					status: 'delivered',
					fields: { submitDate: '2023-11-02 13:59:18' },
				},
			},
			'application/json',
			sampleOf('DELIVRD', 0, '2023-11-02 13:59:18'),
		],
		...(
			[
				['sent', 'ACCEPTD', 0],
				['failed', 'UNDELIV', 1],
				['expired', 'EXPIRED', 1],
				['REJECTD', 'REJECTD', 1],
				['Neues Wort', 'Neues Wort', 1],
			] as const
		).map(
			([status, word, code]): Case => [
				`Message Central, ${status}`,
				{ gateway: 'messageCentral', report: { ...messageCentral, status } },
				'application/json',
				sampleOf(word, code),
			],
		),
		[
			'a field of its own beside the known ones',
			{
				gateway: 'messageCentral',
				report: { ...messageCentral, status: 'failed', fields: { errorCode: null, more: 'x' } },
			},
			'application/json',
			sampleOf('UNDELIV', 1).replace(':1,', ':null,').replace(/\}$/, ',"more":"x"}'),
		],
		...(
			[
				['accepted', 'SENT_TO_CARRIER'],
				['sent', 'DELIVERED_TO_CARRIER'],
				['delivered', 'DELIVERED_TO_DEVICE'],
				['failed', 'UNDELIVERED'],
				['expired', 'EXPIRED'],
				['BAD ADDRESS', 'BAD+ADDRESS'],
			] as const
		).map(
			([status, word]): Case => [
				`Messangi, ${status}`,
				{ gateway: 'messangi', report: { ...messangi, status } },
				FORM,
				messangiForm(word),
			],
		),
		[
			'another channel of Messangi',
			{
				gateway: 'messangi',
				report: { ...messangi, status: 'READ', fields: { TYPE: 'PUSH', CLIENT_ID: null } },
			},
			FORM,
			messangiForm('READ').replace('TYPE=SMS&CLIENT_ID=sandbox-client&', 'TYPE=PUSH&'),
		],
		[
			'a message from a handset, Messangi',
			{ gateway: 'messangi', incoming: fromHandset },
			FORM,
			'FROM=13056708084&TO=19893143924&TEXT=OGANGI+1+%26+m%C3%A1s&ENCODING=UTF-8&TYPE=MO_MESSAGE',
		],
		...(
			[
				['accepted', 'Accepted', '5'],
				['sent', 'Sent+to+Carrier', '10'],
				['delivered', 'Carrier+Success', '200'],
				['failed', 'Carrier+Failure', '250'],
				['expired', 'Expired', '260'],
				['130', '', '130'],
			] as const
		).map(
			([status, words, code]): Case => [
				`mGage, ${status}`,
				{ gateway: 'mGage', report: { ...mGage, status } },
				FORM,
				receipt(words, code),
			],
		),
		[
			'a message from a handset, mGage',
			{ gateway: 'mGage', incoming: { ...toMGage, text: 'word1 hello' } },
			FORM,
			part('70000000001', 'word1+hello', 0),
		],
		[
			'a handset in the UK, whose message is empty',
			{ gateway: 'mGage', incoming: { ...toMGage, from: '447700900123', text: '' } },
			FORM,
			part('70000000001', '', 0, '44', '447700900123'),
		],
		[
			'a long message from a handset: 153 characters in a part',
			{ gateway: 'mGage', incoming: { ...toMGage, text: `${'a'.repeat(306)}b` } },
			FORM,
			part('70000000001', 'a'.repeat(153), 0),
			part('70000000001', 'a'.repeat(153), 1),
			part('70000000001', 'b', 2),
		],
		[
			'as many as fit into one',
			{ gateway: 'mGage', incoming: { ...toMGage, text: 'a'.repeat(160) } },
			FORM,
			part('70000000001', 'a'.repeat(160), 0),
		],
		[
			'characters that take two places, and are not torn apart',
			{ gateway: 'mGage', incoming: { ...toMGage, text: `a${'€'.repeat(80)}` } },
			FORM,
			part('70000000001', `a${'%E2%82%AC'.repeat(76)}`, 0),
			part('70000000001', '%E2%82%AC'.repeat(4), 1),
		],
		[
			'emoji: 67 in a part, and none is torn apart',
			{ gateway: 'mGage', incoming: { ...toMGage, text: '😀'.repeat(36) } },
			FORM,
			part('70000000001', '%F0%9F%98%80'.repeat(33), 0),
			part('70000000001', '%F0%9F%98%80'.repeat(3), 1),
		],
		[
			'whatever one likes, with its type',
			{ gateway: 'mGage', body: '{"a":', contentType: 'application/json; charset=x' },
			'application/json; charset=x',
			'{"a":',
		],
		[
			'bytes, not text',
			{ gateway: 'mGage', body: Buffer.from([0xff, 0x00, 0xc3]), contentType: FORM },
			FORM,
			'\u00ff\u0000\u00c3',
		],
		[
			'the same bytes as Base64',
			{ gateway: 'mGage', bodyBase64: '/wDD', contentType: FORM },
			FORM,
			'\u00ff\u0000\u00c3',
		],
		[
			'another type than the gateway’s',
			{
				gateway: 'messageCentral',
				contentType: 'text/plain',
				report: { ...messageCentral, status: 'delivered' },
			},
			'text/plain',
			sampleOf('DELIVRD', 0),
		],
	];

	it.each<Case>(CASES)('%s', async (_label, asked, contentType, ...bodies) => {
		const sandbox = await start();
		try {
			await check(sandbox, asked, contentType, bodies);
		} finally {
			await sandbox.close();
		}
	});

	it('has no type where none is wanted', async () => {
		const sandbox = await start();
		sandbox.sendCallback({ gateway: 'mGage', body: '', contentType: '' });
		await sandbox.callbacksSettled();
		await sandbox.close();
		expect(receiver.received[0]?.headers).not.toHaveProperty('content-type');
		expect(receiver.received[0]?.headers['content-length']).toBe('0');
	});

	it('has other forms at Messangi', async () => {
		const short = await start({ messangiCallbackShape: 'short' });
		short.sendCallback({ gateway: 'messangi', incoming: fromHandset });
		short.sendCallback({ gateway: 'messangi', report: { ...messangi, status: 'sent' } });
		await short.callbacksSettled();
		await short.close();
		expect(receiver.bodies().sort()).toEqual([
			messangiForm('DELIVERED_TO_CARRIER'),
			'mobile=13056708084&mo=OGANGI+1+%26+m%C3%A1s',
		]);

		receiver.clear();
		const json = await start({ messangiCallbackShape: 'json' });
		const date = '2013-09-17T14:13:59.176Z';
		json.sendCallback({ gateway: 'messangi', report: { ...messangi, status: 'sent', date } });
		await json.callbacksSettled();
		json.sendCallback({ gateway: 'messangi', incoming: { ...fromHandset, date } });
		await json.callbacksSettled();
		await json.close();
		expect(receiver.bodies().map((body) => Buffer.from(body, 'latin1').toString())).toEqual([
			`{"date":"${date}","externalId":"sandbox-client","from":"19893653744",` +
				'"id":"-8174720676710228700","to":"13056708084","message":"a+b & ñ 😀",' +
				`"username":"sandbox","timestamp":"${date}","status":"DELIVERED_TO_CARRIER"}`,
			`{"owner":"sandbox","date":"${date}","processId":123,"origin":"19893143924",` +
				'"externalId":"","connection":"SMS","id":"-8174720676710236619",' +
				'"text":"OGANGI 1 & más","user":"13056708084","extraInfo":null}',
		]);
		expect(receiver.received[0]?.headers['content-type']).toBe('application/json');
	});
});
