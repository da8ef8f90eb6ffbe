import { CODE_PROBLEMS } from '../../gateways/messageCentral/errors';
import { send, type SendParameters } from '../../gateways/messageCentral/request';
import { readProbe, readSend } from '../../gateways/messageCentral/response';
import { readToken, renewalTime, token } from '../../gateways/messageCentral/token';

/** Label, what was answered, and what it means. */
type Row = [string, number, string, string, string];

describe('requests, byte for byte', () => {
	const parameters: SendParameters = {
		channel: 'SMS',
		senderId: 'UTOMOB',
		countryCode: '91',
		nationalNumber: '9999999999',
		text: '<Your Message Template>',
		messageType: 'PROMOTIONAL',
		templateId: '',
		entityId: '',
	};

	it.each<[string, SendParameters, string]>([
		[
			'the vendor’s example, with its order of parameters',
			parameters,
			'verification/v3/send?countryCode=91&flowType=SMS&mobileNumber=9999999999&senderId=UTOMOB&type=SMS&message=%3CYour%20Message%20Template%3E&messageType=PROMOTIONAL',
		],
		[
			'a template with its entity, plus and emoji',
			{
				...parameters,
				channel: 'WHATSAPP',
				messageType: 'TRANSACTION',
				text: '1+1 😀',
				templateId: 't1',
				entityId: 'e1',
			},
			'verification/v3/send?countryCode=91&flowType=WHATSAPP&mobileNumber=9999999999&senderId=UTOMOB&type=SMS&message=1%2B1%20%F0%9F%98%80&messageType=TRANSACTION&templateId=t1&entityId=e1',
		],
	])('%s', (_label, input, path) => {
		expect(send(input)).toEqual({ method: 'POST', path });
	});

	it.each([
		['a template without its entity', { templateId: 't1' }, 'TEMPLATE_WITHOUT_ENTITY'],
		['an entity without its template', { entityId: 'e1' }, 'TEMPLATE_WITHOUT_ENTITY'],
		['no sender', { senderId: '' }, 'MISSING_PARAMETER'],
	])('refuses %s', (_label, change, code) => {
		expect(() => send({ ...parameters, ...change })).toThrow(
			expect.objectContaining({ code }) as Error,
		);
	});

	it.each([
		[
			{ customerId: 'C-1', password: 'secret', email: '', country: '' },
			'auth/v1/authentication/token?customerId=C-1&key=c2VjcmV0&scope=NEW',
		],
		[
			{ customerId: ' C-1 ', password: 'pä?s', email: 'test@messagecentral.com', country: '91' },
			'auth/v1/authentication/token?customerId=C-1&key=cMOkP3M%3D&scope=NEW&country=91&email=test%40messagecentral.com',
		],
	])('token %j', (input, path) => {
		expect(token(input)).toEqual({ method: 'GET', path, headers: { accept: '*/*' } });
	});
});

const SAMPLE = {
	responseCode: 200,
	message: 'SUCCESS',
	data: {
		verificationId: '1234',
		mobileNumber: '9999999999',
		responseCode: '200',
		errorMessage: null,
		timeout: '30.0',
		smsCLI: null,
		transactionId: '1c9c56ec-5cd3-48b5-9e32-a15499fb77a2',
	},
};
const json = (change: object, data: object = {}) =>
	JSON.stringify({ ...SAMPLE, data: { ...SAMPLE.data, ...data }, ...change });

describe('replies to a send', () => {
	it('reads the vendor’s sample', () => {
		expect(readSend({ status: 200, text: JSON.stringify(SAMPLE) })).toMatchObject({
			outcome: 'accepted',
			messageId: '1c9c56ec-5cd3-48b5-9e32-a15499fb77a2',
			status: 'SUCCESS',
			extra: {
				verificationId: '1234',
				transactionId: '1c9c56ec-5cd3-48b5-9e32-a15499fb77a2',
				timeout: '30.0',
			},
		});
	});

	it('keeps the digits of a long id that comes as a number', () => {
		const text = JSON.stringify(SAMPLE).replace('"1234"', '90071992547409931234');
		expect(readSend({ status: 200, text })).toMatchObject({
			extra: { verificationId: '90071992547409931234' },
		});
	});

	it.each<Row>([
		['codes as strings', 200, json({ responseCode: '200' }), 'accepted', 'SUCCESS'],
		['whatever the HTTP status', 500, json({}), 'accepted', 'SUCCESS'],
		['no data', 200, '{"responseCode":200,"message":"SUCCESS","data":null}', 'accepted', 'SUCCESS'],
		[
			'an error message beside a success',
			200,
			json({}, { errorMessage: 'blocked' }),
			'unknown',
			'200',
		],
		['a refusal inside of a success', 200, json({}, { responseCode: '511' }), 'rejected', '511'],
		[
			'a refusal with HTTP 400',
			400,
			'{"responseCode":400,"message":"BAD_REQUEST","data":null}',
			'rejected',
			'400',
		],
		...Object.keys(CODE_PROBLEMS).map(
			(code): Row => [
				`code ${code}`,
				200,
				`{"responseCode":${code},"message":"X","data":null}`,
				'rejected',
				code,
			],
		),
		[
			'a fault of the gateway',
			500,
			'{"responseCode":500,"message":"SERVER_ERROR","data":null}',
			'unknown',
			'500',
		],
		['a code nobody has listed', 200, '{"responseCode":999,"message":"STRANGE"}', 'unknown', '999'],
		['a code from the prototype', 200, '{"responseCode":"constructor"}', 'unknown', 'constructor'],
		['no code', 200, '{"message":"hello"}', 'unknown', 'UNREADABLE_REPLY'],
		['a list', 200, '[]', 'unknown', 'UNREADABLE_REPLY'],
		['HTML', 200, '<html></html>', 'unknown', 'UNREADABLE_REPLY'],
		['nothing', 200, '', 'unknown', 'UNREADABLE_REPLY'],
		[
			'a reply that is cut off',
			200,
			JSON.stringify(SAMPLE).slice(0, 60),
			'unknown',
			'UNREADABLE_REPLY',
		],
		['an empty 401', 401, '', 'rejected', 'HTTP_401'],
	])('%s', (_label, status, text, outcome, code) => {
		const result = readSend({ status, text });
		expect(result.outcome).toBe(outcome);
		expect(result.outcome === 'accepted' ? result.status : result.problem.code).toBe(code);
	});

	it('says what the gateway says', () => {
		const result = readSend({
			status: 400,
			text: json(
				{ responseCode: 400, message: 'BAD_REQUEST' },
				{ errorMessage: 'senderId unknown' },
			),
		});
		expect(result).toMatchObject({
			problem: { message: 'Message Central did not accept the request: senderId unknown' },
		});
	});
});

describe('token replies', () => {
	it('reads a token', () => {
		expect(readToken({ status: 200, text: '{"status":200,"token":"abc"}' })).toBe('abc');
	});

	it.each([
		[200, '{"status":400,"error":"password is wrong"}', /refused the password/],
		[200, '{"status":400,"error":"customerId is invalid"}', /does not know this customer ID/],
		[200, '{"status":400}', /refused to sign in/],
		[401, '', /refused to sign in/],
		[200, '<html>', /gave no token/],
		[503, '', /gave no token/],
		[200, '{"status":200,"token":""}', /refused to sign in/],
	])('HTTP %s %s', (status, text, expected) => {
		expect(() => readToken({ status, text })).toThrow(
			expect.objectContaining({
				name: 'SignInError',
				message: expect.stringMatching(expected) as string,
			}) as Error,
		);
	});

	const now = Date.UTC(2026, 0, 1);
	const jwt = (claims: object) =>
		`h.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.s`;
	it.each([
		['a JWT: a minute before its end', jwt({ exp: now / 1000 + 600 }), now + 540_000],
		['no JWT: within an hour', 'opaque', now + 3_540_000],
		['a JWT without an end', jwt({ sub: 'x' }), now + 3_540_000],
		[
			'a JWT that is over by its own clock: trusted for a minute',
			jwt({ exp: now / 1000 - 9999 }),
			now + 60_000,
		],
	])('%s', (_label, text, expected) => {
		expect(renewalTime(text, now)).toBe(expected);
	});
});

describe('the credential test', () => {
	it.each([
		[200, '{"responseCode":505,"message":"INVALID_VERIFICATION_ID"}', null],
		[400, '{"responseCode":505}', null],
		[401, '', /auth token/],
		[403, '{}', /auth token/],
		[200, '<html></html>', /HTML/],
	])('HTTP %s %s', (status, text, expected) => {
		const problem = readProbe({ status, text });
		if (expected === null) expect(problem).toBeNull();
		else expect(problem).toMatch(expected);
	});
});
