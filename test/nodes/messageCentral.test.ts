import { Workbook } from 'exceljs';
import { file, outputs, runNode, type NodeRun } from '../runtime/engine';
import { credentialsFor, secretsIn } from '../runtime/credentials';
import { MOMENT } from '../moment';
import { sandboxForTests } from '../sandbox/forTests';

const sandbox = sandboxForTests();

const run = (parameters: NodeRun['parameters'], more: Partial<NodeRun> = {}) =>
	runNode({
		node: 'messageCentral',
		credentials: credentialsFor(sandbox),
		parameters,
		...more,
	});

const bulk = {
	resource: 'sms',
	operation: 'sendBulk',
	channel: 'SMS',
	senderId: 'UTOMOB',
	messageType: 'TRANSACTION',
};

/** The sends that arrived with a good token: with an old one, n8n signs in and asks again. */
const sends = () =>
	sandbox
		.requests()
		.filter(({ path, status }) => path.includes('/verification/v3/send') && status === 200);
const queryOf = (path: string) => new URLSearchParams(path.slice(path.indexOf('?')));

describe('channels', () => {
	it.each(['SMS', 'RCS', 'WHATSAPP', 'SAUTH'])('%s', async (channel) => {
		const result = await run({
			...bulk,
			operation: 'send',
			channel,
			to: '+91 99999 99999',
			message: 'Hello',
		});
		expect(outputs(result)).toMatchObject([{ outcome: 'accepted', to: '+919999999999' }]);
		expect(queryOf(sends()[0]?.path ?? '').get('flowType')).toBe(channel);
	});

	it('no other', async () => {
		const result = await run({
			...bulk,
			operation: 'send',
			channel: '={{ "FAX" }}',
			to: '+91 99999 99999',
			message: 'Hello',
		});
		expect(result.error?.message).toBe('"FAX" is not a valid Channel');
	});
});

describe('one text to many', () => {
	it('is one request with the numbers in it', async () => {
		const items = Array.from({ length: 300 }, (_, index) => ({
			phone: `+91 98765 ${String(10_000 + index)}`,
		}));
		const result = await run(
			{
				...bulk,
				bulkMode: 'sameMessage',
				recipientSource: 'items',
				to: '={{ $json.phone }}',
				message: 'Hello',
			},
			{ items },
		);
		expect(sends()).toHaveLength(1);
		const query = queryOf(sends()[0]?.path ?? '');
		expect(query.get('phoneNumbers')?.startsWith('91 9876510000, 91 9876510001, ')).toBe(true);
		expect(query.has('mobileNumber')).toBe(false);
		expect(outputs(result).map(({ to, outcome }) => [to, outcome])).toEqual(
			items.map(({ phone }) => [phone.replaceAll(' ', ''), 'accepted']),
		);
		expect(sandbox.messages().map(({ to, text }) => `+${to} ${text}`)).toEqual(
			items.map(({ phone }) => `${phone.replaceAll(' ', '')} Hello`),
		);
		expect(result.hints).toEqual([
			'300 messages: 300 accepted, 0 rejected, 0 unknown. It took 1 request for 300 parts.',
		]);
	});

	it('keeps to the limit that the user sets, and to the length of an address', async () => {
		const recipients = Array.from({ length: 900 }, (_, index) => `+9198765${10_000 + index}`);
		const list = { ...bulk, bulkMode: 'sameMessage', recipientSource: 'list', message: 'Hello' };
		await run({ ...list, recipients: recipients.join('\n') });
		expect(sends().length).toBeGreaterThanOrEqual(3);
		expect(sends().length).toBeLessThanOrEqual(4);
		for (const { path } of sends()) expect(path.length).toBeLessThanOrEqual(8020);
		sandbox.reset();
		await run({ ...list, recipients, options: { recipientsPerRequest: 100 } });
		expect(sends()).toHaveLength(9);
		// Requests that are sent together arrive in no set order.
		const arrived = sandbox.messages().map(({ to }) => `+${to}`);
		expect(arrived.sort()).toEqual(recipients);
	});

	it('shares its outcome, and an unreadable answer is unknown for all', async () => {
		sandbox.failNext({ path: '/verification/v3/send', body: '<html>', accept: true });
		const result = await run(
			{
				...bulk,
				bulkMode: 'sameMessage',
				recipientSource: 'list',
				recipients: '+919876543210, +919876543211',
				message: 'Hello',
			},
			{ onError: 'continueRegularOutput' },
		);
		expect(outputs(result)).toMatchObject([{ outcome: 'unknown' }, { outcome: 'unknown' }]);
	});
});

describe('a text for each', () => {
	const people = [
		{ phone: '+91 98765 43210', name: 'Ámit', amount: '₹35', code: '007' },
		{ phone: '+91 98765 43211', name: '=1+1', amount: '$60 😀', code: '0042' },
		{ phone: '+1 305 670 8084', name: 'Prakash "P" <x>', amount: '5 & 6', code: '1e5' },
	];
	const variables = {
		variable: [
			{ name: 'name', value: '={{ $json.name }}' },
			{ name: 'Amount', value: '={{ $json.amount }}' },
			{ name: 'code', value: '={{ $json.code }}' },
		],
	};
	const personalized = {
		...bulk,
		bulkMode: 'personalized',
		recipientSource: 'items',
		to: '={{ $json.phone }}',
		variables,
		message: 'Hello ##Name##: ##amount##, ##code##, again ##NAME##',
	};

	it('goes in one workbook of texts', async () => {
		const result = await run(personalized, { items: people });
		expect(outputs(result).map(({ outcome }) => outcome)).toEqual([
			'accepted',
			'accepted',
			'accepted',
		]);
		expect(sends()).toHaveLength(1);
		expect(queryOf(sends()[0]?.path ?? '').get('message')).toBe(
			'Hello ##var1##: ##var2##, ##var3##, again ##var1##',
		);
		expect(sandbox.messages().map(({ to, text }) => [to, text])).toEqual(
			people.map(({ phone, name, amount, code }) => [
				phone.replace(/\D/g, ''),
				`Hello ${name}: ${amount}, ${code}, again ${name}`,
			]),
		);
	});

	it('keeps the numbers of variables that have one', async () => {
		const result = await run(
			{
				...personalized,
				message: 'For ##name##: ##var2##, ##Var1##',
				variables: {
					variable: [
						{ name: 'var1', value: 'one' },
						{ name: 'VAR2', value: 'two' },
						{ name: 'name', value: '={{ $json.name }}' },
					],
				},
			},
			{ items: people },
		);
		expect(result.error).toBeUndefined();
		expect(queryOf(sends()[0]?.path ?? '').get('message')).toBe('For ##var3##: ##var2##, ##var1##');
		expect(sandbox.messages()[0]?.text).toBe('For Ámit: two, one');
	});

	it('is told in the preview as the handset will show it, and nothing is sent', async () => {
		const result = await run({ ...personalized, options: { preview: true } }, { items: people });
		expect(sandbox.stats().requests).toBe(0);
		expect(outputs(result)[0]).toEqual({
			gateway: 'messageCentral',
			outcome: 'preview',
			messageId: null,
			to: '+919876543210',
			from: 'UTOMOB',
			status: null,
			statusDescription: null,
			sentAt: null,
			encoding: 'UCS-2',
			parts: 1,
			text: 'Hello Ámit: ₹35, 007, again Ámit',
			requests: 1,
		});
		expect(result.hints).toEqual([
			'Preview: 3 would be sent, 0 rejected. Nothing was sent. It would take 1 request for 3 parts.',
		]);
	});

	it('is refused when a value is missing, before anything is sent', async () => {
		const items = [...people, { phone: '+919876543219', amount: '1', code: '2' }];
		const result = await run(personalized, { items });
		expect(result.error?.message).toMatch(/##Name##/);
		expect(result.error?.context.itemIndex).toBe(3);
		expect(sandbox.stats().requests).toBe(0);
	});

	it('1,000 recipients of a file go in one request', async () => {
		const workbook = new Workbook();
		const sheet = workbook.addWorksheet('People');
		sheet.addRow(['Var2', 'MOBILE', ' country ', 'var1', 'Notes']);
		for (let index = 0; index < 1000; index++) {
			sheet.addRow([`00${index}`, `98765${10_000 + index}`, 91, `Á₹😀${index}`, null]);
		}
		const bytes = Buffer.from(await workbook.xlsx.writeBuffer());
		const result = await run(
			{
				...bulk,
				bulkMode: 'personalized',
				recipientSource: 'file',
				binaryPropertyName: 'data',
				message: 'Hi ##var1##, ##var2##',
			},
			{ items: [{}], files: [file('people.xlsx', bytes)] },
		);
		expect(result.error).toBeUndefined();
		expect(sends()).toHaveLength(1);
		const json = outputs(result);
		expect(json).toHaveLength(1000);
		expect(json[999]).toMatchObject({ outcome: 'accepted', to: '+919876510999', row: 1001 });
		expect(sandbox.messages().map(({ to, text }) => `${to} ${text}`)).toEqual(
			Array.from(
				{ length: 1000 },
				(_, index) => `9198765${10_000 + index} Hi Á₹😀${index}, 00${index}`,
			),
		);
	}, 30_000);

	it('is split where the user wants smaller requests', async () => {
		const result = await run(
			{ ...personalized, options: { recipientsPerRequest: 2 } },
			{ items: people },
		);
		expect(result.error).toBeUndefined();
		expect(sends()).toHaveLength(2);
		expect(sandbox.messages()).toHaveLength(3);
	});

	it('with one value that no workbook can hold is refused for that item alone', async () => {
		const items = [people[0], { ...people[1], name: 'bell \u0007' }, people[2]] as NodeRun['items'];
		const result = await run({ ...personalized, invalidRecipients: 'skip' }, { items });
		expect(outputs(result)).toMatchObject([
			{ outcome: 'accepted' },
			{ outcome: 'rejected', error: { code: 'INVALID_VALUE' } },
			{ outcome: 'accepted' },
		]);
		expect(sandbox.messages()).toHaveLength(2);
	});

	it('without a template id goes no entity id', async () => {
		const result = await run({ ...personalized, options: { entityId: '12' } }, { items: people });
		expect(result.error?.message).toMatch(/Template ID and Entity ID/);
		expect(sandbox.stats().requests).toBe(0);
	});
});

describe('one-time passwords', () => {
	const send = { resource: 'otp', operation: 'send', channel: 'SMS', to: '+91 98765 43210' };
	const verify = { resource: 'otp', operation: 'verify', channel: 'SMS' };

	it('are sent and verified', async () => {
		sandbox.setNextOtp('0042');
		const sent = await run({ ...send, options: { otpLength: 6 } });
		const [output] = outputs(sent);
		expect(output).toEqual({
			gateway: 'messageCentral',
			outcome: 'accepted',
			messageId: expect.any(String) as string,
			to: '+919876543210',
			from: null,
			status: 'SUCCESS',
			statusDescription: null,
			sentAt: MOMENT,
			verificationId: expect.stringMatching(/^\d+$/) as string,
			transactionId: expect.any(String) as string,
			timeout: expect.stringMatching(/^\d+\.\d$/) as string,
			timeoutSeconds: Number(output?.timeout),
		});
		expect(queryOf(sends()[0]?.path ?? '').get('otpLength')).toBe('6');
		expect(JSON.stringify(sent.run.data)).not.toContain('0042');

		const verificationId = output?.verificationId as string;
		const wrong = await run({ ...verify, verificationId, code: '1111' });
		expect(outputs(wrong)).toMatchObject([
			{ gateway: 'messageCentral', verified: false, reason: 'wrongCode', verificationId },
		]);
		const right = await run({ ...verify, verificationId, code: '0042' });
		expect(outputs(right)).toMatchObject([{ verified: true, verificationId }]);
		expect(outputs(right)[0]).not.toHaveProperty('reason');
		const again = await run({ ...verify, verificationId, code: '0042' });
		expect(outputs(again)).toMatchObject([{ verified: false, reason: 'alreadyVerified' }]);
	});

	it.each([
		['blanks', '81 76'],
		['hyphens', '81-76'],
		['digits of Arabic', '٨١٧٦'],
		['digits of Devanagari, with a blank', '८१ ७६'],
		['full-width digits', '８１７６'],
		['a no-break hyphen', '81\u201176'],
		['quotes', '"8176"'],
		['a dot behind it', ' 8176. '],
		['marks that nobody sees', '\u200e8176\u2069'],
		['a number', 8176],
	])('are verified by their digits: %s', async (_label, code) => {
		sandbox.setNextOtp('8176');
		const verificationId = outputs(await run(send))[0]?.verificationId as string;
		expect(outputs(await run({ ...verify, verificationId, code }))).toMatchObject([
			{ verified: true },
		]);
		const asked = sandbox.requests().filter(({ path }) => path.includes('validateOtp'));
		expect(asked).toHaveLength(1);
	});

	it('that ran out, and that never were, are answers', async () => {
		const [output] = outputs(await run(send));
		sandbox.expireOtps();
		const verificationId = output?.verificationId as string;
		expect(outputs(await run({ ...verify, verificationId, code: '0000' }))).toMatchObject([
			{ verified: false, reason: 'expired' },
		]);
		expect(outputs(await run({ ...verify, verificationId: '77', code: '0000' }))).toMatchObject([
			{ verified: false, reason: 'unknownVerification', verificationId: '77' },
		]);
	});

	it('give the live one back when a code is still live', async () => {
		const [first] = outputs(await run(send));
		const second = await run(send, { onError: 'continueRegularOutput' });
		expect(outputs(second)).toMatchObject([
			{
				outcome: 'rejected',
				verificationId: first?.verificationId,
				timeout: expect.stringMatching(/^\d+(\.\d+)?$/) as string,
				timeoutSeconds: expect.any(Number) as number,
				error: { code: '506', hint: expect.stringMatching(/\d+ seconds/) as string },
			},
		]);
		const stopped = await run(send);
		expect(stopped.error?.message).toMatch(/still valid/);
		expect(stopped.error?.description).toMatch(/\d+ seconds/);
	});

	it('are verified by one request, even when it gets no answer', async () => {
		sandbox.failNext({ path: 'validateOtp', cut: 'after' });
		const result = await run({ ...verify, verificationId: '1', code: '={{ "73" + "51" }}' });
		expect(result.error?.message).toMatch(/lost/);
		const asked = sandbox.requests().filter(({ path }) => path.includes('validateOtp'));
		expect(asked).toHaveLength(1);
		expect(JSON.stringify(result.run.data)).not.toContain('7351');
		expect(secretsIn([result.error, result.run.data.resultData])).toEqual([]);
	});

	it('that cannot be checked stop the node', async () => {
		sandbox.failNext({ path: 'validateOtp', code: '501' });
		const result = await run({ ...verify, verificationId: '1', code: '7351' });
		expect(result.error?.message).toMatch(/customer ID/);
	});

	it.each([3, 9, 'x'])('of length %p are refused', async (otpLength) => {
		const result = await run({ ...send, options: { otpLength } });
		expect(result.error?.message).toBe('"OTP Length" must be a whole number from 4 to 8');
		expect(sandbox.stats().requests).toBe(0);
	});
});
