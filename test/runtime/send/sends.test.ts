import { createSandbox } from '../../../sandbox/server/server';
import { GATEWAYS, PROFILES } from '../../profiles';
import { outputs, runNode } from '../engine';
import { credentialsFor, secretsIn } from '../credentials';
import { MOMENT } from '../../moment';
import { sandboxForTests } from '../../sandbox/forTests';

const sandbox = sandboxForTests();

describe('what a send gives and what reaches the gateway', () => {
	it('Messangi', async () => {
		const result = await runNode({
			node: 'messangi',
			credentials: credentialsFor(sandbox),
			parameters: { ...PROFILES.messangi.send, message: 'OGANGI TEST MESSAGE' },
		});
		const [message] = sandbox.messages();
		expect(outputs(result)).toEqual([
			{
				gateway: 'messangi',
				outcome: 'accepted',
				messageId: message?.id,
				to: '+13056708084',
				from: '19893653744',
				status: 'SENT_TO_CARRIER',
				statusDescription: 'Sent to Carrier',
				sentAt: MOMENT,
				encoding: 'GSM-7',
				parts: 1,
			},
		]);
		expect(message).toMatchObject({
			operation: 'sendSMS',
			to: '13056708084',
			text: 'OGANGI TEST MESSAGE',
		});
		// The published vector for this message.
		expect(sandbox.requests()[0]?.path).toBe(
			'/messangi/rest/api/tools/sendSMS/8/Movistar/19893653744/MTMwNTY3MDgwODQ/T0dBTkdJIFRFU1QgTUVTU0FHRQ/sandbox-public-key/d53cf1b7003a799b75beeadeef94c240f985d5132201ae8ad0b73bd435d0fe02',
		);
	});

	it('Messangi with padded Base64', async () => {
		await runNode({
			node: 'messangi',
			credentials: credentialsFor(sandbox, { messangiApi: { padBase64: true } }),
			parameters: { ...PROFILES.messangi.send, message: 'OGANGI TEST MESSAGE' },
		});
		expect(sandbox.requests()[0]?.path).toBe(
			'/messangi/rest/api/tools/sendSMS/8/Movistar/19893653744/MTMwNTY3MDgwODQ=/T0dBTkdJIFRFU1QgTUVTU0FHRQ==/sandbox-public-key/0a27a0162e195305a69e645c73c91cb1e95197b486b3e6708d5701586dfb1a62',
		);
	});

	it('Messangi’s campaign manager, byte for byte the published vector', async () => {
		const result = await runNode({
			node: 'messangi',
			credentials: credentialsFor(sandbox),
			parameters: {
				resource: 'sms',
				operation: 'sendCampaign',
				from: '19893653744',
				to: '+13056708084',
				message: '¿Qué tal? ~~~ñ',
			},
		});
		expect(outputs(result)).toMatchObject([{ outcome: 'accepted', messageId: null, status: 'OK' }]);
		expect(sandbox.requests()[0]?.path).toBe(
			'/messangi/rest/api/sendMT/8/19893653744/null/13056708084/wr9RdcOpIHRhbD8gfn5-w7E/sandbox-public-key/e2c9e8a735e1c04efa3c08c23f3a0cdbcb29e76424d3d486509e53ff5d5f2b4e',
		);
		expect(sandbox.messages()).toMatchObject([{ text: '¿Qué tal? ~~~ñ', to: '13056708084' }]);
	});

	it('Messangi’s campaign manager with a carrier ID and flags', async () => {
		await runNode({
			node: 'messangi',
			credentials: credentialsFor(sandbox),
			parameters: {
				resource: 'sms',
				operation: 'sendCampaign',
				from: '19893653744',
				carrier: '12',
				to: '+13056708084',
				message: 'x',
				options: { flags: 'night' },
			},
		});
		expect(sandbox.messages()).toMatchObject([{ details: { carrier: '12', flags: 'night' } }]);
	});

	it('mGage', async () => {
		const result = await runNode({
			node: 'mGage',
			credentials: credentialsFor(sandbox),
			parameters: { ...PROFILES.mGage.send, message: 'á+b c 😀' },
		});
		const [message] = sandbox.messages();
		expect(outputs(result)).toEqual([
			{
				gateway: 'mGage',
				outcome: 'accepted',
				messageId: message?.id,
				to: '+13056708084',
				from: '87767',
				status: '0',
				statusDescription: null,
				sentAt: MOMENT,
				encoding: 'UCS-2',
				parts: 1,
			},
		]);
		expect(message).toMatchObject({ to: '13056708084', from: '87767', text: 'á+b c 😀' });
		const [request] = sandbox.requests();
		expect(request?.path).toBe(
			'/mgage/api/gateway?allow_long_messages=no&message=%C3%A1%2Bb%20c%20%F0%9F%98%80&message_billed=no&message_type=sms&numbers=13056708084&program_id=12345&spoof_from=87767',
		);
		expect(request?.body).toBe('');
	});

	it.each([
		[false, 'rejected'],
		[true, 'accepted'],
	])('mGage, a long message with Allow Long Messages %s', async (allowLongMessages, outcome) => {
		const result = await runNode({
			node: 'mGage',
			credentials: credentialsFor(sandbox),
			onError: 'continueRegularOutput',
			parameters: {
				...PROFILES.mGage.send,
				message: 'x'.repeat(161),
				options: { allowLongMessages },
			},
		});
		expect(outputs(result)).toMatchObject([
			{ outcome, parts: 2, ...(allowLongMessages ? {} : { error: { code: 'MESSAGE_TOO_LONG' } }) },
		]);
	});

	it.each(['json', 'text'] as const)('mGage, answering in %s', async (mgageReply) => {
		const other = await createSandbox({ mgageReply });
		try {
			const result = await runNode({
				node: 'mGage',
				credentials: credentialsFor(other),
				parameters: PROFILES.mGage.send,
			});
			expect(outputs(result)).toMatchObject([
				{ outcome: 'accepted', messageId: other.messages()[0]?.id },
			]);
		} finally {
			await other.close();
		}
	});

	it('Message Central', async () => {
		const result = await runNode({
			node: 'messageCentral',
			credentials: credentialsFor(sandbox),
			parameters: {
				...PROFILES.messageCentral.send,
				options: { templateId: 't1', entityId: 'e1' },
			},
		});
		const [message] = sandbox.messages();
		expect(outputs(result)).toEqual([
			{
				gateway: 'messageCentral',
				outcome: 'accepted',
				messageId: message?.id,
				to: '+919999999999',
				from: 'UTOMOB',
				status: 'SUCCESS',
				statusDescription: null,
				sentAt: MOMENT,
				encoding: 'GSM-7',
				parts: 1,
				verificationId: message?.details.verificationId,
				transactionId: message?.id,
				timeout: '30.0',
			},
		]);
		expect(sandbox.requests().at(-1)?.path).toBe(
			'/message-central/verification/v3/send?countryCode=91&flowType=SMS&mobileNumber=9999999999&senderId=UTOMOB&type=SMS&message=Hello&messageType=TRANSACTION&templateId=t1&entityId=e1',
		);
	});

	it.each(GATEWAYS)(
		'%s with Simplify off gives the reply, and its text where it is not JSON',
		async (node) => {
			const result = await runNode({
				node,
				credentials: credentialsFor(sandbox),
				parameters: { ...PROFILES[node].send, simplify: false },
			});
			const [output] = outputs(result);
			expect(output?.response).toBeInstanceOf(Object);
			if (PROFILES[node].repliesInJson) expect(output).not.toHaveProperty('raw');
			else expect(output?.raw).toMatch(/^<response>/);
			expect(secretsIn(result.run.data.resultData)).toEqual([]);
		},
	);
});

describe('phone numbers', () => {
	it('takes them as people write them, each gateway in its own form', async () => {
		const items = [
			{ phone: '+1 (305) 670-8084' },
			{ phone: '0034 612 34 56 78' },
			{ phone: '(305) 670-8085' },
			{ phone: 13056708086 },
		];
		for (const node of GATEWAYS) {
			sandbox.reset();
			const result = await runNode({
				node,
				credentials: credentialsFor(sandbox),
				items,
				parameters: {
					...PROFILES[node].send,
					to: '={{ $json.phone }}',
					options: { defaultCountry: 'US', concurrency: 1 },
				},
			});
			expect(result.error).toBeUndefined();
			expect(outputs(result).map(({ to }) => to)).toEqual([
				'+13056708084',
				'+34612345678',
				'+13056708085',
				'+13056708086',
			]);
			expect(sandbox.messages().map(({ to }) => to)).toEqual([
				'13056708084',
				'34612345678',
				'13056708085',
				'13056708086',
			]);
		}
	});

	it('gives Message Central the country code apart', async () => {
		const result = await runNode({
			node: 'messageCentral',
			credentials: credentialsFor(sandbox),
			items: [{ phone: 13056708086 }],
			parameters: {
				...PROFILES.messageCentral.send,
				to: '={{ $json.phone }}',
				options: { defaultCountry: 'US' },
			},
		});
		expect(result.error).toBeUndefined();
		const national = new URLSearchParams(sandbox.requests().at(-1)?.path.split('?')[1]);
		expect([national.get('countryCode'), national.get('mobileNumber')]).toEqual([
			'1',
			'3056708086',
		]);
	});

	it('refuses a run with one that cannot be one before anything is sent', async () => {
		const result = await runNode({
			node: 'messangi',
			credentials: credentialsFor(sandbox),
			items: [{ phone: '+13056708084' }, { phone: '12' }, { phone: '' }],
			parameters: { ...PROFILES.messangi.send, to: '={{ $json.phone }}' },
		});
		expect(result.error?.message).toMatch(/"12" is not a valid phone number/);
		expect(result.error?.description).toMatch(
			/1 more item has a problem.*Nothing was sent: all 3 items are checked first/,
		);
		expect(result.error?.context.itemIndex).toBe(1);
		expect(sandbox.requests()).toEqual([]);
	});

	it('refuses only that item when the node continues', async () => {
		const result = await runNode({
			node: 'messangi',
			credentials: credentialsFor(sandbox),
			items: [{ phone: '12' }, { phone: '+13056708084' }],
			parameters: { ...PROFILES.messangi.send, to: '={{ $json.phone }}' },
			onError: 'continueRegularOutput',
		});
		expect(outputs(result)).toMatchObject([
			{
				outcome: 'rejected',
				to: '12',
				from: '19893653744',
				messageId: null,
				error: { code: 'INVALID_NUMBER' },
			},
			{ outcome: 'accepted', to: '+13056708084' },
		]);
		expect(sandbox.requests()).toHaveLength(1);
	});
});

describe('refused before anything is sent', () => {
	it.each([{ operation: 'fly' }, { resource: 'constructor' }])('messangi %j', async (change) => {
		const result = await runNode({
			node: 'messangi',
			credentials: credentialsFor(sandbox),
			parameters: { ...PROFILES.messangi.send, ...change },
		});
		expect(result.error?.message).toMatch(/Messangi has no operation/);
		expect(sandbox.requests()).toEqual([]);
	});

	it.each([
		['messangi', { message: '={{ " " }}' }, 'MISSING_PARAMETER'],
		['messangi', { from: '={{ "" }}' }, 'MISSING_PARAMETER'],
		['messangi', { carrier: 'a/b' }, 'INVALID_PARAMETER'],
		['messangi', { message: 'cut \ud83d' }, 'BROKEN_TEXT'],
		['messangi', { message: 'x'.repeat(7000) }, 'MESSAGE_TOO_LONG'],
		['messageCentral', { message: 'x'.repeat(10_000_000) }, 'MESSAGE_TOO_LONG'],
		['mGage', { programId: '={{ "" }}' }, 'MISSING_PARAMETER'],
		['messageCentral', { options: { templateId: 'only' } }, 'TEMPLATE_WITHOUT_ENTITY'],
		['messageCentral', { channel: 'PIGEON' }, 'INVALID_PARAMETER'],
		['messageCentral', { options: { defaultCountry: 'Neverland' } }, 'INVALID_COUNTRY'],
		['messangi', { to: '={{ null }}' }, 'MISSING_NUMBER'],
		['mGage', { to: '={{ $json.nothing }}' }, 'MISSING_NUMBER'],
		['messageCentral', { to: '={{ ({}) }}' }, 'MISSING_NUMBER'],
		['messangi', { to: '={{ [] }}' }, 'MISSING_NUMBER'],
		['messangi', { to: '={{ -612345644 }}', options: { defaultCountry: 'ES' } }, 'INVALID_NUMBER'],
		['mGage', { to: '919877000000' }, 'SHORTENED_NUMBER'],
		['messageCentral', { to: '={{ 919877000000 }}' }, 'SHORTENED_NUMBER'],
	] as const)('%s %j', async (node, change, code) => {
		const run = {
			node,
			credentials: credentialsFor(sandbox),
			parameters: { ...PROFILES[node].send, ...change },
		};
		const stopped = await runNode(run);
		expect(stopped.error?.description).toContain(`(code ${code})`);
		const continued = await runNode({ ...run, onError: 'continueRegularOutput' });
		expect(outputs(continued)).toMatchObject([{ outcome: 'rejected', error: { code } }]);
		expect(sandbox.requests()).toEqual([]);
	});

	it('an expression that cannot be worked out', async () => {
		const run = {
			node: 'messangi',
			credentials: credentialsFor(sandbox),
			parameters: { ...PROFILES.messangi.send, message: '={{ $json.name.first.toUpperCase() }}' },
		} as const;
		expect((await runNode(run)).error).toBeDefined();
		expect(sandbox.requests()).toEqual([]);
	});
});

describe('each item goes its own way', () => {
	it('keeps the order and pairs the items, whatever becomes of each', async () => {
		sandbox.failNext({ skip: 1, body: 'nonsense', accept: true });
		const result = await runNode({
			node: 'messangi',
			credentials: credentialsFor(sandbox),
			items: [
				{ carrier: 'Movistar' },
				{ carrier: 'Digitel' },
				{ carrier: 'a/b' },
				{ carrier: 'Nobody' },
			],
			parameters: {
				...PROFILES.messangi.send,
				carrier: '={{ $json.carrier }}',
				options: { concurrency: 1 },
			},
			onError: 'continueRegularOutput',
		});
		expect(
			result.items.map(({ json, pairedItem }) => [json.outcome, json.status, pairedItem]),
		).toEqual([
			['accepted', 'SENT_TO_CARRIER', { item: 0 }],
			['unknown', null, { item: 1 }],
			['rejected', null, { item: 2 }],
			['rejected', 'BAD_CARRIER/FROM', { item: 3 }],
		]);
	});

	it('an empty input sends nothing', async () => {
		const result = await runNode({
			node: 'mGage',
			credentials: credentialsFor(sandbox),
			items: [],
			parameters: PROFILES.mGage.send,
		});
		expect(result.items).toEqual([]);
		expect(sandbox.requests()).toEqual([]);
	});
});
