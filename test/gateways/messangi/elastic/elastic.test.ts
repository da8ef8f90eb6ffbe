import { HTTP_PROBLEMS } from '../../../../gateways/messangi/elastic/errors';
import {
	loginRequest,
	probeRequest,
	sendRequest,
	type ElasticSend,
} from '../../../../gateways/messangi/elastic/request';
import { deniesToken, readProbe, readSend } from '../../../../gateways/messangi/elastic/response';
import { ELASTIC_STATUSES } from '../../../../gateways/messangi/elastic/statuses';
import { readToken, renewalTime, withoutScheme } from '../../../../gateways/messangi/elastic/token';
import type { GatewayRequest } from '../../../../gateways/request';
import type { SignInReply } from '../../../../gateways/signIn';

/** The body of a request as it is sent. */
async function bodyOf({ body }: GatewayRequest): Promise<string> {
	return Buffer.from((await body?.bytes()) ?? '').toString('utf8');
}

describe('requests, byte for byte', () => {
	const send: ElasticSend = { from: '12345', to: '573001234567', text: 'Hola' };

	// The fields and their order are those of a client in use. The bodies were written by Python's
	// json.dumps with ensure_ascii=False and separators=(',', ':').
	it.each<[string, ElasticSend, string]>([
		['a short code', send, '{"from":"12345","to":"573001234567","text":"Hola","type":"MT"}'],
		[
			'numbers with a plus, and a long code',
			{ ...send, from: ' +19893653744 ', to: '+573001234567' },
			'{"from":"19893653744","to":"573001234567","text":"Hola","type":"MT"}',
		],
		[
			'a name as the sender',
			{ ...send, from: 'ACME' },
			'{"from":"ACME","to":"573001234567","text":"Hola","type":"MT"}',
		],
		[
			'accents, an emoji, quotation marks, a backslash, a line break and a tab',
			{ ...send, text: '¿Qué? 😀 "a\\b"\n\t</x>' },
			'{"from":"12345","to":"573001234567","text":"¿Qué? 😀 \\"a\\\\b\\"\\n\\t</x>","type":"MT"}',
		],
		[
			'blanks around a text',
			{ ...send, text: ' \nHola ' },
			'{"from":"12345","to":"573001234567","text":" \\nHola ","type":"MT"}',
		],
	])('a send: %s', async (_label, input, body) => {
		const request = sendRequest(input);
		expect(request).toMatchObject({
			method: 'POST',
			path: 'raven/v2/messages',
			body: { contentType: 'application/json' },
		});
		expect(await bodyOf(request)).toBe(body);
	});

	it.each<[string, Partial<ElasticSend>, string]>([
		['no sender', { from: '' }, 'MISSING_PARAMETER'],
		['a sender of blanks', { from: ' ' }, 'MISSING_PARAMETER'],
		['no text', { text: '' }, 'MISSING_PARAMETER'],
		['half an emoji', { text: 'a\ud83d' }, 'BROKEN_TEXT'],
		['half an emoji in the sender', { from: '\ude00' }, 'BROKEN_TEXT'],
		// 255 parts of 153 characters: 3GPP TS 23.040, 9.2.3.24.1.
		['more than any text message has', { text: 'a'.repeat(39_016) }, 'MESSAGE_TOO_LONG'],
	])('refuses %s', (_label, change, code) => {
		expect(() => sendRequest({ ...send, ...change })).toThrow(
			expect.objectContaining({ code }) as Error,
		);
	});

	it('leaves what is longer than Messangi takes to Messangi, which says so', () => {
		expect(() => sendRequest({ ...send, text: 'a'.repeat(39_015) })).not.toThrow();
	});

	it('a login', async () => {
		const request = loginRequest(' name@example.com ', ' pass "word" ñ');
		expect(request).toMatchObject({
			method: 'POST',
			path: 'kingslanding/login',
			body: { contentType: 'application/json' },
		});
		expect(await bodyOf(request)).toBe(
			'{"username":"name@example.com","password":" pass \\"word\\" ñ"}',
		);
	});

	it('the test of a key', () => {
		expect(probeRequest()).toEqual({ method: 'GET', path: 'raven/v2/codes/connections' });
	});
});

/** A reply as the newer client reads it, with changes of `data`. */
const nested = (data: object): string =>
	JSON.stringify({
		meta: { timestamp: 1760000000000, transactionId: '5b0d4f0e-0000-4000-8000-000000000000' },
		data: {
			id: '9f1c-example',
			status: 'ACCEPTED',
			from: '12345',
			to: '+573001234567',
			text: 'Hola',
			type: 'MT',
			owner: 'acme',
			date: '2026-01-02T03:04:05.117592194Z',
			...data,
		},
	});
/** A reply as the older client read it. */
const flat = (fields: object): string =>
	JSON.stringify({ status: 'ACCEPTED', messageId: '9f1c-example', ...fields });

describe('replies', () => {
	it('the nested shape, whole', () => {
		const text = nested({});
		expect(readSend({ status: 200, text })).toEqual({
			outcome: 'accepted',
			messageId: '9f1c-example',
			status: 'ACCEPTED',
			statusDescription: null,
			extra: {
				transactionId: '5b0d4f0e-0000-4000-8000-000000000000',
				date: '2026-01-02T03:04:05.117592194Z',
			},
			response: JSON.parse(text) as unknown,
		});
	});

	it('the flat shape, whole', () => {
		const text = flat({ description: 'Queued for delivery' });
		expect(readSend({ status: 200, text })).toEqual({
			outcome: 'accepted',
			messageId: '9f1c-example',
			status: 'ACCEPTED',
			statusDescription: 'Queued for delivery',
			extra: { transactionId: null, date: null },
			response: JSON.parse(text) as unknown,
		});
	});

	/** The words of the vendor's two pages on statuses, those of SMPP, and what a send with each is. */
	const WORDS: [string, 'accepted' | 'rejected' | 'unknown'][] = [
		['ACCEPTED', 'accepted'],
		['QUEUE', 'accepted'],
		['DEQUEUED', 'accepted'],
		['INCOMPLETE', 'accepted'],
		['SENT', 'accepted'],
		['ENROUTE', 'accepted'],
		['ACCEPTD', 'accepted'],
		['DELIVRD', 'accepted'],
		['CODE_NOT_ALLOWED', 'rejected'],
		['BLACKLISTED', 'rejected'],
		['SEGMENTS_EXCEEDED', 'rejected'],
		['EXHAUSTED', 'rejected'],
		['INVALID_ROUTING', 'rejected'],
		['UNDELIV', 'rejected'],
		['DELETED', 'rejected'],
		['EXPIRED', 'rejected'],
		['REJECTD', 'rejected'],
		['REJECTED', 'rejected'],
		['UNKNOWN', 'unknown'],
	];

	it('are known for every word', () => {
		expect(Object.keys(ELASTIC_STATUSES.entries).sort()).toEqual(
			WORDS.map(([word]) => word).sort(),
		);
	});

	describe.each([
		['nested', nested, 'id'],
		['flat', flat, 'messageId'],
	] as const)('%s', (_shape, shape, idName) => {
		it.each(WORDS)('%s is %s', (word, outcome) => {
			for (const status of [word, word.toLowerCase(), ` ${word.replace('_', ' ')}. `]) {
				const reply = readSend({ status: 200, text: shape({ status }) });
				expect([status, reply.outcome, reply.messageId]).toEqual([status, outcome, '9f1c-example']);
				expect(reply.status).toBe(status.trim());
				if (reply.outcome !== 'accepted') expect(reply.problem.code).toBe(word);
			}
		});

		it.each(['', null, undefined, {}, [], true])('an id of %j was accepted by no one', (id) => {
			expect(readSend({ status: 200, text: shape({ [idName]: id }) })).toMatchObject({
				outcome: 'unknown',
				messageId: null,
				problem: { code: 'NO_ID' },
			});
		});

		it('an id beyond 2^53 keeps its digits', () => {
			const text = shape({ [idName]: 'ID' }).replace('"ID"', '12345678901234567890');
			expect(readSend({ status: 200, text })).toMatchObject({
				outcome: 'accepted',
				messageId: '12345678901234567890',
			});
		});

		it.each(['ON_ITS_WAY', 'NOT_ACCEPTED', 'OK', 'success'])(
			'the word %s, which nobody lists, is unknown',
			(status) => {
				expect(readSend({ status: 200, text: shape({ status }) })).toMatchObject({
					outcome: 'unknown',
					status,
					problem: { code: status, hint: expect.stringContaining('check with Messangi') as string },
				});
			},
		);

		it.each([null, undefined, '', 7, {}, true])('a status of %j is none', (status) => {
			expect(readSend({ status: 200, text: shape({ status }) })).toMatchObject({
				outcome: 'unknown',
				status: null,
			});
		});

		it('201 and 202 are as good as 200', () => {
			for (const status of [200, 201, 202]) {
				expect(readSend({ status, text: shape({}) }).outcome).toBe('accepted');
			}
		});
	});

	it('a flat refusal without an id, as the older client’s test has it', () => {
		const text = '{"status":"REJECTED","messageId":"","description":"Invalid destination"}';
		expect(readSend({ status: 200, text })).toMatchObject({
			outcome: 'rejected',
			messageId: null,
			status: 'REJECTED',
			statusDescription: 'Invalid destination',
			problem: { code: 'REJECTED', message: 'The message was rejected: Invalid destination' },
		});
	});

	it('the nested shape counts where both are there', () => {
		const text = JSON.stringify({
			status: 'REJECTED',
			messageId: 'other',
			data: { id: 'x', status: 'QUEUE' },
		});
		expect(readSend({ status: 200, text })).toMatchObject({ outcome: 'accepted', messageId: 'x' });
	});

	it.each([
		['without an owner', nested({ owner: undefined })],
		['with a date of another kind', nested({ date: 1760000000000 })],
		['with a byte order mark', `\ufeff${nested({})}`],
		['without meta', JSON.stringify({ data: { id: 'x', status: 'ACCEPTED' } })],
	])('%s it is accepted', (_label, text) => {
		expect(readSend({ status: 200, text }).outcome).toBe('accepted');
	});

	const refusal = (message: unknown) => JSON.stringify({ message });

	// What is refused by HTTP was not sent, unless it may have been done before.
	it.each<[number, string, 'rejected' | 'unknown', string]>([
		[400, refusal('bad'), 'rejected', 'HTTP_400'],
		[400, '', 'rejected', 'HTTP_400'],
		[400, '<html>', 'rejected', 'HTTP_400'],
		[401, '', 'rejected', 'HTTP_401'],
		[401, refusal('bad'), 'rejected', 'HTTP_401'],
		[402, refusal('no credit'), 'rejected', 'HTTP_402'],
		[402, 'no credit', 'unknown', 'UNREADABLE_REPLY'],
		[403, '', 'rejected', 'HTTP_403'],
		[403, refusal('bad'), 'rejected', 'HTTP_403'],
		[404, refusal('bad'), 'rejected', 'HTTP_404'],
		[404, '<html>', 'rejected', 'HTTP_404'],
		[405, '', 'rejected', 'HTTP_405'],
		[408, '', 'unknown', 'UNREADABLE_REPLY'],
		[408, refusal('late'), 'unknown', 'HTTP_408'],
		[409, '', 'unknown', 'UNREADABLE_REPLY'],
		[409, refusal('there'), 'unknown', 'HTTP_409'],
		[409, nested({ status: 'REJECTED' }), 'unknown', 'HTTP_409'],
		[418, refusal('tea'), 'rejected', 'HTTP_418'],
		[418, 'tea', 'unknown', 'UNREADABLE_REPLY'],
		[422, '', 'unknown', 'UNREADABLE_REPLY'],
		[422, refusal('bad'), 'rejected', 'HTTP_422'],
		[422, '[]', 'unknown', 'UNREADABLE_REPLY'],
		[429, '', 'rejected', 'HTTP_429'],
		[429, refusal('slow'), 'rejected', 'HTTP_429'],
		[499, 'gone', 'unknown', 'UNREADABLE_REPLY'],
		[400, nested({ status: 'BLACKLISTED' }), 'rejected', 'BLACKLISTED'],
		[400, nested({}), 'unknown', 'HTTP_400'],
		[400, flat({}), 'unknown', 'HTTP_400'],
		[400, nested({ id: '' }), 'rejected', 'HTTP_400'],
		[500, refusal('bad'), 'unknown', 'HTTP_500'],
		[500, nested({ status: 'REJECTED' }), 'unknown', 'HTTP_500'],
		[500, nested({}), 'unknown', 'HTTP_500'],
		[502, '<html>', 'unknown', 'UNREADABLE_REPLY'],
		[503, '', 'unknown', 'UNREADABLE_REPLY'],
		[504, refusal('late'), 'unknown', 'HTTP_504'],
		[301, nested({}), 'unknown', 'HTTP_301'],
		[302, '', 'unknown', 'UNREADABLE_REPLY'],
		[200, '', 'unknown', 'UNREADABLE_REPLY'],
		[200, '{}', 'unknown', 'UNREADABLE_REPLY'],
		[200, '[]', 'unknown', 'UNREADABLE_REPLY'],
		[200, 'null', 'unknown', 'UNREADABLE_REPLY'],
		[200, '"ACCEPTED"', 'unknown', 'UNREADABLE_REPLY'],
		[200, '{"data":[{"id":"x","status":"ACCEPTED"}]}', 'unknown', 'UNREADABLE_REPLY'],
		[200, nested({}).slice(0, -2), 'unknown', 'UNREADABLE_REPLY'],
		[200, '<html>ok</html>', 'unknown', 'UNREADABLE_REPLY'],
		[204, '', 'unknown', 'UNREADABLE_REPLY'],
	])('HTTP %i with %s: %s, %s', (status, text, outcome, code) => {
		expect(readSend({ status, text })).toMatchObject({ outcome, problem: { code } });
	});

	it('what HTTP refuses has its words', () => {
		for (const [code, { message }] of Object.entries(HTTP_PROBLEMS)) {
			const reply = readSend({ status: Number(code.slice(5)), text: '{}' });
			if (reply.outcome === 'accepted') throw new Error('accepted');
			expect(reply.problem.code).toBe(code);
			expect(reply.problem.message).toContain(message);
			expect(reply.problem.hint).toContain('not sent');
		}
	});

	it.each([401, 403])('HTTP %i refuses the account, so that nothing more is tried', (status) => {
		for (const text of ['', '{}', '{"message":"no"}']) {
			expect(readSend({ status, text })).toMatchObject({ fatal: true });
		}
		expect(deniesToken({ status, text: '' })).toBe(true);
	});

	it.each([200, 400, 404, 429, 500])('HTTP %i does not', (status) => {
		expect(deniesToken({ status, text: '{}' })).toBe(false);
		expect(readSend({ status, text: '{}' })).not.toMatchObject({ fatal: true });
	});

	// The places in which other services have it; Messangi's is not published.
	it.each<[string, object]>([
		['message', { message: 'Too bad' }],
		['description', { description: 'Too bad' }],
		['error', { error: 'Too bad' }],
		['error.message', { error: { message: 'Too bad' } }],
		['errors[].message', { errors: [{ code: 1 }, { message: 'Too bad' }] }],
		['errors[]', { errors: ['Too bad'] }],
		['meta.message', { meta: { message: 'Too bad' } }],
		['meta.error', { meta: { error: 'Too bad' } }],
		['data.message', { data: { message: 'Too bad' } }],
	])('an error is found in %s', (_place, body) => {
		expect(readSend({ status: 400, text: JSON.stringify(body) })).toMatchObject({
			problem: { message: 'Messangi did not accept the message (HTTP 400): Too bad' },
		});
	});

	it('secrets in an error are not repeated', () => {
		const token = 'eyJhbGciOiJIUzUxMiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl';
		for (const message of [`Bearer ${token} expired`, `token=${token}`, `"apiKey": "${token}"`]) {
			const reply = readSend({ status: 401, text: refusal(message) });
			if (reply.outcome === 'accepted') throw new Error('accepted');
			expect(JSON.stringify(reply.problem)).not.toContain(token.slice(0, 20));
		}
	});
});

describe('signing in', () => {
	const EMPTY: SignInReply = { status: 200, text: '', headers: {} };
	const JWT = 'eyJhbGciOiJIUzUxMiJ9.eyJleHAiOjE3NjAwODY0MDB9.c2lnbmF0dXJl';

	// The first row is the vendor's; 403 and the token's form are of clients in use.
	it.each<[string, SignInReply]>([
		['the header, with an empty body', { ...EMPTY, headers: { authorization: `Bearer ${JWT}` } }],
		['the header without a scheme', { ...EMPTY, headers: { authorization: JWT } }],
		['the header in lower case', { ...EMPTY, headers: { authorization: `bearer ${JWT}` } }],
		['token in the body', { ...EMPTY, text: JSON.stringify({ token: JWT }) }],
		['access_token in the body', { ...EMPTY, text: JSON.stringify({ access_token: JWT }) }],
		['data.token in the body', { ...EMPTY, text: JSON.stringify({ data: { token: JWT } }) }],
		[
			'the body where the header is empty',
			{ ...EMPTY, headers: { authorization: '' }, text: JSON.stringify({ token: JWT }) },
		],
	])('finds the token in %s', (_label, reply) => {
		expect(readToken(reply)).toBe(JWT);
	});

	it.each<[string, SignInReply, RegExp]>([
		['403', { ...EMPTY, status: 403 }, /refused the username or password \(HTTP 403\)/],
		['401', { ...EMPTY, status: 401 }, /refused the username or password \(HTTP 401\)/],
		['400', { ...EMPTY, status: 400, text: '{}' }, /refused the username or password/],
		['no token at all', EMPTY, /returned no token \(HTTP 200\)/],
		['an address that is not there', { ...EMPTY, status: 404 }, /returned no token \(HTTP 404\)/],
		['a server that fails', { ...EMPTY, status: 503 }, /returned no token \(HTTP 503\)/],
		['a redirect', { ...EMPTY, status: 302 }, /returned no token/],
		[
			'a token that comes with a refusal',
			{ ...EMPTY, status: 403, headers: { authorization: `Bearer ${JWT}` } },
			/refused the username or password/,
		],
		[
			'a token that fits no header',
			{ ...EMPTY, headers: { authorization: 'Bearer a\nb' } },
			/returned no token/,
		],
		['a list of tokens', { ...EMPTY, text: `["${JWT}"]` }, /returned no token/],
	])('says what is wrong with %s', (_label, reply, says) => {
		expect(() => readToken(reply, 'password')).toThrow(
			expect.objectContaining({
				name: 'SignInError',
				message: expect.stringMatching(says) as string,
				description: expect.stringMatching(/^Open the credential/) as string,
			}) as Error,
		);
	});

	it.each([JWT, `Bearer ${JWT}`, ` ${JWT} `])('tells a key that is pasted as a password', (key) => {
		for (const status of [400, 401, 403, 200]) {
			expect(() => readToken({ ...EMPTY, status }, key)).toThrow('The password is an API key');
		}
		// Not if it may be the server's fault.
		expect(() => readToken({ ...EMPTY, status: 500 }, key)).toThrow('no token (HTTP 500)');
	});

	it('a password that only looks a little like a key is a password', () => {
		for (const password of ['eyJ', 'a.b.c', 'eyJ.x.y z', '']) {
			expect(() => readToken({ ...EMPTY, status: 403 }, password)).toThrow('username or password');
		}
	});

	it.each([
		['Bearer abc', 'abc'],
		[' bearer  abc ', 'abc'],
		['abc', 'abc'],
		['Bearerabc', 'Bearerabc'],
		['', ''],
	])('a key written as %j is sent as %j', (written, sent) => {
		expect(withoutScheme(written)).toBe(sent);
	});

	const HOUR = 3_600_000;
	const now = Date.parse('2026-01-02T00:00:00Z');
	const jwt = (claims: object) =>
		`h.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.s`;

	it.each([
		['of a day: a minute before it ends', { exp: now / 1000 + 86_400 }, now + 24 * HOUR - 60_000],
		['without an end: before 23 hours are over', {}, now + 23 * HOUR - 60_000],
		[
			'of a day, on a clock that is an hour slow',
			{ iat: now / 1000 + 3600, exp: now / 1000 + 3600 + 86_400 },
			now + 24 * HOUR - 60_000,
		],
		['that has ended: in a minute', { exp: now / 1000 - 1 }, now + 60_000],
	])('a token %s', (_label, claims, expected) => {
		expect(renewalTime(jwt(claims), now)).toBe(expected);
	});

	it.each(['', 'abc', 'a.b.c', 'a.%.c'])('the token %j is trusted for 23 hours', (token) => {
		expect(renewalTime(token, now)).toBe(now + 23 * HOUR - 60_000);
	});
});

describe('the test of a key', () => {
	it.each<[number, string, RegExp | null]>([
		[200, '{"meta":{},"data":[]}', null],
		[200, '[]', null],
		[401, '', /refused the API key \(HTTP 401\)/],
		[403, '{"message":"no"}', /refused the API key \(HTTP 403\)/],
		[404, '', /could not be tested/],
		[200, '', /cannot be read/],
		[200, '<html></html>', /HTML page/],
		[200, 'null', /cannot be read/],
		[500, '{}', /cannot be read/],
		[302, '{}', /cannot be read/],
		[429, '', /too many requests/],
	])('HTTP %i with %j', (status, text, says) => {
		const told = readProbe({ status, text });
		if (says === null) expect(told).toBeNull();
		else expect(told).toMatch(says);
	});
});
