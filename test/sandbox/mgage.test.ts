import { createSandbox } from '../../sandbox/server/server';
import { allXml, call, MGAGE_BASIC, query, sendMGage, xml, type Reply } from './client';
import { sandboxForTests } from './forTests';

const numbers = (count: number): string =>
	Array.from({ length: count }, (_, at) => String(12_135_550_000 + at)).join(',');

describe('mGage', () => {
	const sandbox = sandboxForTests();

	it('accepts a message for every number', async () => {
		const reply = await sendMGage(sandbox, {
			message: 'Ñandú + 100% & more',
			numbers: '12135551234,447700900123',
			allow_long_messages: 'yes',
		});
		expect(reply.status).toBe(200);
		expect(reply.headers['content-type']).toBe('text/xml;charset=UTF-8');
		expect(reply.body).toMatch(/^<response>(<recipient>.*?<\/recipient>){2}<\/response>$/);
		expect(allXml(reply.body, 'number')).toEqual(['12135551234', '447700900123']);
		expect(allXml(reply.body, 'statusCode')).toEqual(['0', '0']);
		expect(sandbox.messages().map(({ id }) => id)).toEqual(allXml(reply.body, 'messageId'));
		expect(sandbox.messages()[1]).toMatchObject({
			gateway: 'mGage',
			operation: 'gateway',
			to: '447700900123',
			from: '87767',
			text: 'Ñandú + 100% & more',
			details: { programId: '12345', messageBilled: 'no', allowLongMessages: 'yes' },
		});
	});

	it('takes a bare plus for a space', async () => {
		const rest = query({
			message_billed: 'no',
			message_type: 'sms',
			spoof_from: '1',
			program_id: '1',
		});
		await call(sandbox, `/mgage/api/gateway?message=a+b%2Bc&numbers=12135551234&${rest}`, {
			method: 'POST',
			headers: { authorization: MGAGE_BASIC },
		});
		expect(sandbox.messages()[0]?.text).toBe('a b+c');
	});

	it.each([
		[104, "Invalid message type: 'mms'", { message_type: 'mms' }],
		[104, "Invalid message type: ''", { message_type: undefined }],
		[106, 'Message billed not set correctly', { message_billed: 'true' }],
		[106, 'Message billed not set correctly', { message_billed: undefined }],
		[114, 'Parameter allow_long_messages not set correctly', { allow_long_messages: 'true' }],
		[114, 'Parameter allow_long_messages not set correctly', { allow_long_messages: '' }],
		[108, 'Message must not be empty.', { message: '' }],
		[108, 'Message must not be empty.', { message: undefined }],
		[107, 'found 161.', { message: 'x'.repeat(161) }],
		[107, 'found 161.', { message: 'x'.repeat(161), allow_long_messages: 'no' }],
		[109, 'You must specify at least one recipient.', { numbers: '' }],
		[109, 'You must specify at least one recipient.', { numbers: undefined }],
		[112, 'max. 250, received: 251.', { numbers: numbers(251) }],
		[113, 'Number found twice', { numbers: '12135551234,12135551234' }],
		[111, 'No valid numbers to send to!', { numbers: '+12135551234,1234567' }],
		[201, 'Spoof must be set', { spoof_from: undefined }],
		[1, 'Send failed. Please contact support.', { program_id: undefined }],
		// The first fault in the order of checking is the one that is told.
		[
			104,
			'Invalid message type',
			{ message_type: 'x', message_billed: 'x', message: '', numbers: '' },
		],
		[108, 'Message must not be empty.', { message: '', numbers: '' }],
	])('answers %i (%s)', async (code, text, changes) => {
		const reply = await sendMGage(sandbox, changes);
		expect(reply.status).toBe(200);
		const given = 'numbers' in changes ? (changes.numbers ?? '') : '12135551234';
		const expected = given === '' ? [] : given.split(',');
		expect(allXml(reply.body, 'number')).toEqual(expected);
		const codes = allXml(reply.body, 'statusCode');
		expect(codes).toHaveLength(Math.max(1, expected.length));
		expect(new Set(codes)).toEqual(new Set([String(code)]));
		expect(xml(reply.body, 'statusMessage')?.replaceAll('&apos;', "'")).toContain(text);
		expect(xml(reply.body, 'messageId')).toBeUndefined();
		expect(sandbox.requests()[0]?.refusedBecause).toMatch(
			new RegExp(`^${String(code)}: .*expected`),
		);
		expect(sandbox.messages()).toEqual([]);
	});

	it.each([
		['250 numbers', { numbers: numbers(250) }, 250],
		['160 characters', { message: 'ñ'.repeat(160) }, 1],
		[
			'more characters where that is allowed',
			{ message: 'x'.repeat(161), allow_long_messages: 'yes' },
			1,
		],
		['a billed message without sender', { message_billed: 'yes', spoof_from: undefined }, 1],
	])('accepts %s', async (_title, changes, count) => {
		await sendMGage(sandbox, changes);
		expect(sandbox.messages()).toHaveLength(count);
	});

	it('refuses only the invalid numbers among valid ones', async () => {
		const reply = await sendMGage(sandbox, { numbers: '12135551234,abc,447700900123' });
		expect(allXml(reply.body, 'statusCode')).toEqual(['0', '111', '0']);
		expect(sandbox.messages().map(({ to }) => to)).toEqual(['12135551234', '447700900123']);
		expect(sandbox.requests()[0]?.refusedBecause).toContain('"abc"');
	});

	it.each([
		['nothing', undefined],
		['a Bearer token', 'Bearer abc'],
		['a wrong password', `Basic ${Buffer.from('sandbox:wrong').toString('base64')}`],
		['another user', `Basic ${Buffer.from('other:sandbox-mgage-password').toString('base64')}`],
	])('answers 401 to %s', async (_title, authorization) => {
		const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
		const reply = await sendMGage(sandbox, {}, { headers });
		expect(reply.status).toBe(401);
		expect(reply.headers['www-authenticate']).toMatch(/^Basic /);
		expect(sandbox.requests()[0]?.refusedBecause).toContain('HTTP Basic: expected');
		expect(sandbox.messages()).toEqual([]);
	});

	it.each(['message=%zz', 'message=%ff', 'message=a&message=b', 'message=%E2%82'])(
		'answers 400 to the query %s',
		async (raw) => {
			const headers = { authorization: MGAGE_BASIC };
			const reply = await call(sandbox, `/mgage/api/gateway?${raw}`, { method: 'POST', headers });
			expect(reply.status).toBe(400);
			expect(sandbox.requests()[0]?.refusedBecause).toContain('query: parameter message');
		},
	);

	it.each([
		['GET', '/mgage/api/gateway', 405],
		['POST', '/mgage/api/other', 404],
		['POST', '/mgagenot/api/gateway', 404],
	])('answers %s %s with %i', async (method, path, status) => {
		const reply = await call(sandbox, path, { method });
		expect(reply.status).toBe(status);
	});

	it.each([1, 104, 105, 106, 107, 108, 109, 111, 112, 113, 114, 201])(
		'answers code %i to every number on demand',
		async (code) => {
			sandbox.failNext({ gateway: 'mGage', code });
			const reply = await sendMGage(sandbox, { numbers: '12135551234,12135551235' });
			expect(allXml(reply.body, 'statusCode')).toEqual([String(code), String(code)]);
			expect(sandbox.messages()).toEqual([]);
		},
	);

	it('answers JSON or text where asked to', async () => {
		const json = await createSandbox({ mgageReply: 'json' });
		const text = await createSandbox({ mgageReply: 'text' });
		const asked = { numbers: '12135551234,abc' };
		const accepted = 'Request accepted onto the platform.';
		const refused = 'No valid numbers to send to!';
		try {
			const jsonReply = await sendMGage(json, asked);
			expect(jsonReply.headers['content-type']).toContain('application/json');
			expect(JSON.parse(jsonReply.body)).toEqual({
				recipients: [
					{
						number: '12135551234',
						statusCode: 0,
						statusMessage: accepted,
						messageId: json.messages()[0]?.id,
					},
					{ number: 'abc', statusCode: 111, statusMessage: refused },
				],
			});
			const textReply = await sendMGage(text, asked);
			expect(textReply.body).toBe(
				`12135551234,0,${accepted},${text.messages()[0]?.id ?? ''}\nabc,111,${refused},`,
			);
		} finally {
			await Promise.all([json.close(), text.close()]);
		}
	});

	it('leaves numbers out of the next reply that would name them', async () => {
		sandbox.omitFromNextMGageReply(['12135551235']);
		const unconcerned = await sendMGage(sandbox, { numbers: '12135551234' });
		expect(allXml(unconcerned.body, 'number')).toEqual(['12135551234']);
		const asked = { numbers: '12135551234,12135551235' };
		expect(allXml((await sendMGage(sandbox, asked)).body, 'number')).toEqual(['12135551234']);
		expect(sandbox.messages().map(({ to }) => to)).toContain('12135551235');
		expect(allXml((await sendMGage(sandbox, asked)).body, 'number')).toHaveLength(2);
		sandbox.omitFromNextMGageReply(['12135551235']);
		sandbox.reset();
		expect(allXml((await sendMGage(sandbox, asked)).body, 'number')).toHaveLength(2);
	});

	it('forgets the first of too many numbers to leave out or to refuse', async () => {
		const many = Array.from({ length: 100_000 }, (_, index) => String(12135600000 + index));
		const [last = ''] = many.slice(-1);
		sandbox.omitFromNextMGageReply(['12135551235', ...many]);
		sandbox.refuseNumbers(Object.fromEntries(['12135551236', ...many].map((each) => [each, 111])));
		const { body } = await sendMGage(sandbox, { numbers: `12135551235,12135551236,${last}` });
		expect(allXml(body, 'number')).toEqual(['12135551235', '12135551236', last]);
		expect(allXml(body, 'statusCode')).toEqual(['0', '0', '111']);
	});

	it('refuses chosen numbers with chosen codes until the reset', async () => {
		sandbox.refuseNumbers({ '12135551235': 111, '12135551236': 1 });
		const asked = { numbers: '12135551234,12135551235,12135551236' };
		for (let sent = 0; sent < 2; sent++) {
			const reply = await sendMGage(sandbox, asked);
			expect(allXml(reply.body, 'number')).toEqual(asked.numbers.split(','));
			expect(allXml(reply.body, 'statusCode')).toEqual(['0', '111', '1']);
			expect(allXml(reply.body, 'statusMessage')[2]).toBe('Send failed. Please contact support.');
		}
		expect(sandbox.messages().map(({ to }) => to)).toEqual(['12135551234', '12135551234']);
		sandbox.reset();
		const codes = allXml((await sendMGage(sandbox, asked)).body, 'statusCode');
		expect(codes).toEqual(['0', '0', '0']);
	});

	it.each<[unknown, string]>([
		[{ '12135551234': 0 }, '0, given for 12135551234, is not an mGage error code.'],
		[{ '12135551234': 999 }, '999, given for 12135551234'],
		[{ '12135551234': '111' }, '111, given for 12135551234'],
		[null, 'Give numbers with codes'],
		[['12135551234'], 'Give numbers with codes'],
	])('does not refuse by %j', (codes, sentence) => {
		expect(() => {
			sandbox.refuseNumbers(codes as Record<string, number>);
		}).toThrow(sentence);
	});

	describe('externalMO', () => {
		const fire = (changes: Readonly<Record<string, string | undefined>> = {}): Promise<Reply> => {
			const parameters = {
				campid: '777',
				destination: '87767',
				originator: '12135551234',
				message: 'Olá + 100%',
				...changes,
			};
			return call(sandbox, `/mgage/api/externalMO?${query(parameters)}`, {
				method: 'POST',
				headers: { authorization: MGAGE_BASIC },
			});
		};

		it('lets a message come in', async () => {
			expect(await fire()).toMatchObject({ status: 200, body: 'SUCCESS' });
			expect(sandbox.incoming()).toMatchObject([
				{
					gateway: 'mGage',
					from: '12135551234',
					to: '87767',
					text: 'Olá + 100%',
					details: { campaignId: '777' },
				},
			]);
			expect(sandbox.messages()).toEqual([]);
		});

		it.each(['US-87767', 'us-87767', 'GB-87767'])(
			'takes a code with its country: %s',
			async (destination) => {
				expect(await fire({ destination })).toMatchObject({ status: 200, body: 'SUCCESS' });
				expect(sandbox.incoming()).toMatchObject([{ to: '87767' }]);
			},
		);

		it.each([
			['no campaign', { campid: undefined }, 'campid: expected a campaign'],
			['an empty campaign', { campid: '' }, 'campid: expected a campaign'],
			['no text', { message: undefined }, 'message: expected a text'],
			['no handset', { originator: undefined }, 'originator: expected 8 to 15 digits'],
			['a handset with a plus', { originator: '+12135551234' }, 'originator: expected'],
			['no code', { destination: undefined }, 'destination: expected 3 to 15 digits'],
			['a code of letters', { destination: 'ACME' }, 'destination: expected'],
			['a country alone', { destination: 'US-' }, 'destination: expected'],
			['a country of three letters', { destination: 'USA-87767' }, 'destination: expected'],
		])('answers HTTP 500 and a sentence to %s', async (_title, changes, because) => {
			const reply = await fire(changes);
			expect(reply.status).toBe(500);
			expect(reply.body).toContain(because);
			expect(sandbox.requests()[0]?.refusedBecause).toBe(reply.body);
			expect(sandbox.incoming()).toEqual([]);
		});

		it.each([
			['no credentials', 'POST', '?campid=1', {}, 401],
			['GET', 'GET', '?campid=1', { authorization: MGAGE_BASIC }, 405],
			['a broken query', 'POST', '?message=%zz', { authorization: MGAGE_BASIC }, 500],
		])('refuses %s', async (_title, method, target, headers, status) => {
			const path = `/mgage/api/externalMO${target}`;
			expect((await call(sandbox, path, { method, headers })).status).toBe(status);
			expect(sandbox.incoming()).toEqual([]);
		});

		it('is spared by codes that are not aimed at it, and has words for those that are', async () => {
			sandbox.failNext({ gateway: 'mGage', code: 112 });
			expect((await fire()).body).toBe('SUCCESS');
			expect((await sendMGage(sandbox)).body).toContain('<statusCode>112<');
			sandbox.failNext({ path: 'externalMO', code: 1 });
			expect(await fire()).toMatchObject({
				status: 500,
				body: 'Send failed. Please contact support.',
			});
		});
	});
});

describe('mGage’s export', () => {
	const sandbox = sandboxForTests({ deliveryTime: 600_000 });

	const get = (target: string, authorization = MGAGE_BASIC) =>
		call(sandbox, `/mgage/api/messages/program/${target}`, { headers: { authorization } });

	it('has today’s messages of the program, in both directions', async () => {
		await sendMGage(sandbox);
		await sendMGage(sandbox, { program_id: '777' });
		sandbox.receive({ gateway: 'mGage', from: '13056708084', to: '87767', text: 'JOIN' });
		const { body } = await get('12345');
		expect(allXml(body, 'messageType')).toEqual(['MT', 'MO']);
		expect(allXml((await get('12345?messageType=MO')).body, 'originator')).toEqual(['13056708084']);
	});

	it.each([
		['12345?startDate=yesterday', 500],
		['12345?messageType=XX', 500],
		['abc', 404],
	])('refuses %s with HTTP %i', async (target, status) => {
		expect((await get(target)).status).toBe(status);
	});

	it('is only for the account', async () => {
		expect((await get('12345', 'Basic eDp5')).status).toBe(401);
	});
});
