import { CODE_PROBLEMS } from '../../../gateways/mGage/errors';
import {
	bytesInAddress,
	checkText,
	externalMoRequest,
	gatewayRequest,
	MAX_NUMBERS,
} from '../../../gateways/mGage/request';
import { readExternalMo, readGateway, readProbe } from '../../../gateways/mGage/response';

/** Label, what was answered, and what it means. */
type Row = [string, string, string, string, string | null];

const NUMBER = '13056708084';
const OTHER = '12135551234';

describe('requests, byte for byte', () => {
	const parameters = {
		from: '87767',
		programId: '12345',
		to: [NUMBER],
		text: 'Hello',
		allowLongMessages: false,
	};

	it.each([
		[
			'one number',
			parameters,
			'api/gateway?allow_long_messages=no&message=Hello&message_billed=no&message_type=sms&numbers=13056708084&program_id=12345&spoof_from=87767',
		],
		[
			'UTF-8, plus and space',
			{ ...parameters, text: 'á+b c&d=€ 😀', from: '+87767' },
			'api/gateway?allow_long_messages=no&message=%C3%A1%2Bb%20c%26d%3D%E2%82%AC%20%F0%9F%98%80&message_billed=no&message_type=sms&numbers=13056708084&program_id=12345&spoof_from=87767',
		],
		[
			'several numbers and a long message',
			{ ...parameters, to: [NUMBER, OTHER], allowLongMessages: true },
			'api/gateway?allow_long_messages=yes&message=Hello&message_billed=no&message_type=sms&numbers=13056708084%2C12135551234&program_id=12345&spoof_from=87767',
		],
	])('%s', (_label, input, path) => {
		expect(gatewayRequest(input)).toEqual({ method: 'POST', path });
	});

	const many = (count: number) =>
		Array.from({ length: count }, (_, index) => String(13056700000 + index));

	it.each([
		['no number', { ...parameters, to: [] }, 'MISSING_NUMBER'],
		['251 numbers', { ...parameters, to: many(251) }, 'TOO_MANY_NUMBERS'],
		['a number twice', { ...parameters, to: [NUMBER, OTHER, NUMBER] }, 'DUPLICATE_NUMBER'],
		['a number with a plus', { ...parameters, to: [`+${NUMBER}`] }, 'INVALID_NUMBER'],
		['two numbers in one', { ...parameters, to: [`${NUMBER},${OTHER}`] }, 'INVALID_NUMBER'],
		['161 characters', { ...parameters, text: 'x'.repeat(161) }, 'MESSAGE_TOO_LONG'],
		// An emoji has two UTF-16 units, as for Java's String.length().
		['81 emoji', { ...parameters, text: '😀'.repeat(81) }, 'MESSAGE_TOO_LONG'],
		['no sender', { ...parameters, from: ' ' }, 'MISSING_PARAMETER'],
		['no program', { ...parameters, programId: '' }, 'MISSING_PARAMETER'],
		['half an emoji', { ...parameters, text: '\ude00' }, 'BROKEN_TEXT'],
	])('refuses %s', (_label, input, code) => {
		expect(() => gatewayRequest(input)).toThrow(expect.objectContaining({ code }) as Error);
	});
});

describe('limits', () => {
	const parameters = {
		from: '87767',
		programId: '12345',
		to: [NUMBER],
		text: 'Hello',
		allowLongMessages: false,
	};

	it('takes 250 numbers', () => {
		const to = Array.from({ length: 250 }, (_, index) => String(13056700000 + index));
		const query = new URLSearchParams(gatewayRequest({ ...parameters, to }).path.split('?')[1]);
		expect(query.get('numbers')?.split(',')).toEqual(to);
		expect(MAX_NUMBERS).toBe(250);
	});

	it('takes 160 characters, and more where that is allowed', () => {
		expect(() => gatewayRequest({ ...parameters, text: 'x'.repeat(160) })).not.toThrow();
		expect(() => gatewayRequest({ ...parameters, text: '😀'.repeat(80) })).not.toThrow();
		expect(() =>
			gatewayRequest({ ...parameters, text: 'x'.repeat(500), allowLongMessages: true }),
		).not.toThrow();
	});

	it('says how long a text is, and what to do', () => {
		expect(() => {
			checkText('x'.repeat(171), false);
		}).toThrow(
			expect.objectContaining({
				message: 'The message has 171 characters, but mGage allows 160',
				hint: expect.stringContaining('"Allow Long Messages"') as string,
			}) as Error,
		);
	});

	it.each([[NUMBER], ['447700900123'], ['4915112345678']])('counts the bytes of %s', (number) => {
		const one = gatewayRequest(parameters).path.length;
		const two = gatewayRequest({ ...parameters, to: [...parameters.to, `${number}0`] }).path.length;
		expect(bytesInAddress(`${number}0`)).toBe(two - one);
	});
});

describe('firing an incoming message', () => {
	const parameters = {
		campaignId: ' 4711 ',
		from: '+13056708084',
		to: '+87767',
		text: 'á+b c&d=€ 😀',
	};

	// The text was encoded by Python's urllib.parse.quote.
	it('is a request, byte for byte', () => {
		expect(externalMoRequest(parameters)).toEqual({
			method: 'POST',
			path: 'api/externalMO?campid=4711&destination=87767&originator=13056708084&message=%C3%A1%2Bb%20c%26d%3D%E2%82%AC%20%F0%9F%98%80',
		});
	});

	it.each([
		['US-87767', 'US-87767'],
		[' US-87767 ', 'US-87767'],
		['us-87767', 'us-87767'],
		['GB-19893143924', 'GB-19893143924'],
		['+19893143924', '19893143924'],
	])('to "%s"', (to, destination) => {
		const { path } = externalMoRequest({ ...parameters, to });
		expect(new URLSearchParams(path.split('?')[1]).get('destination')).toBe(destination);
	});

	it.each([
		['no campaign', { campaignId: ' ' }, 'MISSING_PARAMETER'],
		['no handset', { from: '+' }, 'MISSING_PARAMETER'],
		['no code', { to: '' }, 'MISSING_PARAMETER'],
		['no text', { text: '' }, 'MISSING_PARAMETER'],
		['half an emoji', { text: '\ude00' }, 'BROKEN_TEXT'],
	])('refuses %s', (_label, change, code) => {
		expect(() => externalMoRequest({ ...parameters, ...change })).toThrow(
			expect.objectContaining({ code }) as Error,
		);
	});

	it.each([
		['the word alone', 'SUCCESS'],
		['the word with a line break', 'SUCCESS\r\n'],
		['the word in a sentence', 'Request was a SUCCESS.'],
		['no errors', 'SUCCESS, no errors'],
	])('accepted: %s', (_label, text) => {
		expect(readExternalMo({ status: 200, text })).toMatchObject({
			outcome: 'accepted',
			messageId: null,
			status: 'SUCCESS',
		});
	});

	it.each([
		['a sentence', 500, 'Campaign 4711 does not exist', 'rejected', 'HTTP_500'],
		['wrong credentials', 401, 'Unauthorized', 'rejected', 'HTTP_401'],
		['forbidden', 403, '', 'rejected', 'HTTP_403'],
		['too many requests', 429, '', 'rejected', 'HTTP_429'],
		['no sentence', 500, ' \n', 'unknown', 'UNREADABLE_REPLY'],
		[
			'an HTML page of a server on the way',
			500,
			'<html>oops</html>',
			'unknown',
			'UNREADABLE_REPLY',
		],
		['the words of any server', 500, 'Internal Server Error', 'unknown', 'UNREADABLE_REPLY'],
		[
			'the same with its number',
			500,
			'500 - Internal server error.',
			'unknown',
			'UNREADABLE_REPLY',
		],
		['JSON of any server', 500, '{"status":500,"error":"x"}', 'unknown', 'UNREADABLE_REPLY'],
		['a sentence that begins so', 500, 'Server error code 7: no campaign', 'rejected', 'HTTP_500'],
		['another page', 500, ' <h1>oops</h1>', 'unknown', 'UNREADABLE_REPLY'],
		['a fault on the way', 502, 'Bad Gateway', 'unknown', 'UNREADABLE_REPLY'],
		['the word with another status', 500, 'SUCCESS', 'unknown', 'UNREADABLE_REPLY'],
		['a part of a word', 200, 'UNSUCCESSFUL', 'unknown', 'UNREADABLE_REPLY'],
		['the opposite', 200, 'NO SUCCESS', 'unknown', 'UNREADABLE_REPLY'],
		['a field of that name', 200, '{"success":false}', 'unknown', 'UNREADABLE_REPLY'],
		['a field of that name with 0', 200, 'success=0', 'unknown', 'UNREADABLE_REPLY'],
		['a word that contradicts it', 200, 'SUCCESS\nERROR', 'unknown', 'UNREADABLE_REPLY'],
		['an error of a kind', 200, 'error, type: success', 'unknown', 'UNREADABLE_REPLY'],
		['an HTML page with the word', 200, '<html>SUCCESS</html>', 'unknown', 'UNREADABLE_REPLY'],
		['nothing', 200, '', 'unknown', 'UNREADABLE_REPLY'],
	])('%s', (_label, status, text, outcome, code) => {
		expect(readExternalMo({ status, text })).toMatchObject({ outcome, problem: { code } });
	});

	it('says what mGage says, on one line and not without end', () => {
		const result = readExternalMo({
			status: 500,
			text: `No such\n\u0007campaign ${'x'.repeat(1e6)}`,
		});
		expect(result).toMatchObject({
			problem: {
				message: expect.stringMatching(
					/^mGage refused the message: No such campaign x+…$/,
				) as string,
			},
		});
		expect(JSON.stringify(result).length).toBeLessThan(1500);
	});
});

// The reply's shape is unpublished: these are the shapes that the reader is meant for.
describe('replies for one number', () => {
	it.each<Row>([
		[
			'XML elements',
			`<response><recipient><number>${NUMBER}</number><statusCode>0</statusCode><messageId>m1</messageId></recipient></response>`,
			'accepted',
			'0',
			'm1',
		],
		[
			'XML attributes',
			`<response><recipient number="${NUMBER}" responseCode="0" id="77"/></response>`,
			'accepted',
			'0',
			'77',
		],
		[
			'the number as text of an element',
			`<r><recipient code="0">${NUMBER}</recipient></r>`,
			'accepted',
			'0',
			null,
		],
		[
			'XML without a root',
			`<recipient><msisdn>+${NUMBER}</msisdn><status>0</status></recipient>`,
			'accepted',
			'0',
			null,
		],
		[
			'a code below the recipient',
			`<response><recipient><number>${NUMBER}</number><status><code>0</code></status></recipient></response>`,
			'accepted',
			'0',
			null,
		],
		[
			'JSON list',
			`[{"mobileNumber":"${NUMBER}","statusCode":0,"messageId":123456789012345678901}]`,
			'accepted',
			'0',
			'123456789012345678901',
		],
		['JSON object by number', `{"${NUMBER}":{"statusCode":"0"}}`, 'accepted', '0', null],
		[
			'JSON with a summary above',
			`{"status":"0","recipients":[{"to":"${NUMBER}","errorCode":111}]}`,
			'rejected',
			'111',
			null,
		],
		[
			'plain text',
			`${NUMBER},0,Request accepted onto the platform.,abc-123`,
			'accepted',
			'0',
			'abc-123',
		],
		['a code by its name', `number: ${NUMBER}, status code=0`, 'accepted', '0', null],
		['the code before the number', `0 ${NUMBER}`, 'accepted', '0', null],
		['a bare code', '0', 'accepted', '0', null],
		['plain text without its number', ',0,Request accepted.,', 'accepted', '0', null],
		[
			'plain text without its number',
			',0,Request accepted.,70000000001',
			'accepted',
			'0',
			'70000000001',
		],
		['a code with its sentence', '107: Too many characters in message', 'rejected', '107', null],
		[
			'a code and no number',
			'<response><statusCode>0</statusCode></response>',
			'accepted',
			'0',
			null,
		],
		[
			'a code that is not documented',
			`<r><recipient><number>${NUMBER}</number><statusCode>999</statusCode></recipient></r>`,
			'unknown',
			'999',
			null,
		],
		[
			'leading zeros',
			`<r><recipient><number>${NUMBER}</number><statusCode>000</statusCode></recipient></r>`,
			'accepted',
			'0',
			null,
		],
		...Object.keys(CODE_PROBLEMS).map(
			(code): Row => [
				`code ${code}`,
				`<r><recipient><number>${NUMBER}</number><statusCode>${code}</statusCode></recipient></r>`,
				'rejected',
				code,
				null,
			],
		),
	])('%s', (_label, text, outcome, code, messageId) => {
		const [result] = readGateway({ status: 200, text }, [NUMBER]);
		expect(result?.outcome).toBe(outcome);
		expect(result?.outcome === 'accepted' ? result.status : result?.problem.code).toBe(code);
		expect(result?.messageId ?? null).toBe(messageId);
	});

	it.each([
		['nothing', 200, '', 'unknown', 'UNREADABLE_REPLY'],
		['HTML', 200, '<html><body><p>0</p></body></html>', 'unknown', 'UNREADABLE_REPLY'],
		[
			'prose',
			200,
			'All 0 messages of today were handled by 1 server',
			'unknown',
			'UNREADABLE_REPLY',
		],
		['broken XML', 200, '<response><statusCode>0</statusCode>', 'unknown', 'UNREADABLE_REPLY'],
		['broken JSON', 200, '{"statusCode":0', 'unknown', 'UNREADABLE_REPLY'],
		['a status that is no code', 200, '{"status":"200 OK"}', 'unknown', 'UNREADABLE_REPLY'],
		[
			'a bare code that is not documented',
			200,
			`{"number":"${NUMBER}","code":200}`,
			'unknown',
			'UNREADABLE_REPLY',
		],
		[
			'a 0 in prose about the number',
			200,
			`Message to ${NUMBER} failed, 0 credits left`,
			'unknown',
			'UNREADABLE_REPLY',
		],
		['a 0 beside a word of failure', 200, `${NUMBER} 0 failed\n1 0`, 'unknown', 'CONTRADICTION'],
		['a 0 behind an empty code', 200, `${NUMBER},,0 credits left`, 'unknown', 'UNREADABLE_REPLY'],
		['a 0 behind another code', 200, `${NUMBER},999,0\n${OTHER},0`, 'unknown', '999'],
		[
			'a code that is not documented, and 0',
			200,
			`${NUMBER},999\n${NUMBER},0`,
			'unknown',
			'CONTRADICTION',
		],
		[
			'two codes in one block',
			200,
			`{"number":"${NUMBER}","statusCode":0,"errorCode":107}`,
			'unknown',
			'CONTRADICTION',
		],
		[
			'two codes by one name',
			200,
			`{"number":"${NUMBER}","status":"107","Status":"0"}`,
			'unknown',
			'CONTRADICTION',
		],
		[
			'a summary that refuses what a block accepts',
			200,
			`{"status":107,"recipients":[{"number":"${NUMBER}","statusCode":0}]}`,
			'unknown',
			'CONTRADICTION',
		],
		['another number', 200, `${OTHER},0`, 'unknown', 'NO_OUTCOME'],
		['two words about one number', 200, `${NUMBER},0\n${NUMBER},111`, 'unknown', 'CONTRADICTION'],
		['wrong credentials', 401, 'Unauthorized', 'rejected', 'HTTP_401'],
		['forbidden', 403, '', 'rejected', 'HTTP_403'],
		['a server’s fault', 500, 'oops', 'unknown', 'UNREADABLE_REPLY'],
		[
			'a code that counts more than the HTTP status',
			500,
			'<r><statusCode>108</statusCode></r>',
			'rejected',
			'108',
		],
	])('%s', (_label, status, text, outcome, code) => {
		const [result] = readGateway({ status, text }, [NUMBER]);
		expect(result).toMatchObject({ outcome, problem: { code } });
	});

	it('survives very deep JSON', () => {
		const text = '['.repeat(5000) + ']'.repeat(5000);
		expect(readGateway({ status: 200, text }, [NUMBER])[0]?.outcome).toBe('unknown');
	});
});

describe('replies for several numbers', () => {
	it('gives each its own outcome, in the order asked, and none to the one left out', () => {
		const text = `<response><recipient><number>${OTHER}</number><statusCode>111</statusCode></recipient><recipient><number>${NUMBER}</number><statusCode>0</statusCode></recipient></response>`;
		const results = readGateway({ status: 200, text }, [NUMBER, OTHER, '447700900123']);
		expect(results.map(({ outcome }) => outcome)).toEqual(['accepted', 'rejected', 'unknown']);
	});

	const all = Array.from({ length: 250 }, (_, index) => String(13056700000 + index));
	const codes = ['0', '111', '0', '105', '1', '999'];
	const codeOf = (index: number) => codes[index % codes.length] ?? '';
	const shapes: [string, (blocks: [number: string, code: string][]) => string][] = [
		[
			'XML elements',
			(blocks) =>
				`<response>${blocks.map(([number, code]) => `<recipient><number>${number}</number><statusCode>${code}</statusCode></recipient>`).join('')}</response>`,
		],
		[
			'XML attributes',
			(blocks) =>
				`<response>${blocks.map(([number, code]) => `<recipient number="+${number}" statusCode="${code}"/>`).join('\n')}</response>`,
		],
		[
			'a JSON list',
			(blocks) =>
				JSON.stringify({
					recipients: blocks.map(([to, code]) => ({ to, statusCode: Number(code) })),
				}),
		],
		[
			'JSON by number',
			(blocks) =>
				JSON.stringify(
					Object.fromEntries(blocks.map(([number, statusCode]) => [number, { statusCode }])),
				),
		],
		['lines', (blocks) => blocks.map(([number, code]) => `${number},${code}`).join('\r\n')],
	];

	it.each(shapes)(
		'one of 250 is missing from %s: 249 outcomes, and one that is unknown',
		(_label, write) => {
			const blocks = all
				.filter((_, index) => index !== 123)
				.map((number): [string, string] => [number, '0']);
			const results = readGateway({ status: 200, text: write(blocks.reverse()) }, all);
			expect(results.filter(({ outcome }) => outcome === 'accepted')).toHaveLength(249);
			expect(results[123]).toMatchObject({ outcome: 'unknown', problem: { code: 'NO_OUTCOME' } });
		},
	);

	it.each(shapes)('mixed codes in %s', (_label, write) => {
		const blocks = all.map((number, index): [string, string] => [number, codeOf(index)]);
		const results = readGateway({ status: 200, text: write(blocks) }, all);
		for (const [index, result] of results.entries()) {
			const code = codeOf(index);
			expect(result.outcome === 'accepted' ? '0' : result.problem.code).toBe(code);
			expect(result.outcome).toBe(
				code === '0' ? 'accepted' : code === '999' ? 'unknown' : 'rejected',
			);
		}
	});

	it('says nothing of numbers that nobody asked for', () => {
		const text = all.map((number) => `${number}99,0`).join('\n');
		expect(
			readGateway({ status: 200, text }, all).every(({ outcome }) => outcome === 'unknown'),
		).toBe(true);
	});

	it('takes one refusal without a number for all', () => {
		const results = readGateway({ status: 200, text: '{"statusCode":112}' }, [NUMBER, OTHER]);
		expect(results.map(({ outcome }) => outcome)).toEqual(['rejected', 'rejected']);
	});

	it('does not take one acceptance without a number for all', () => {
		const results = readGateway({ status: 200, text: '{"statusCode":0}' }, [NUMBER, OTHER]);
		expect(results.map(({ outcome }) => outcome)).toEqual(['unknown', 'unknown']);
	});
});

describe('the credential test', () => {
	it.each([
		[200, '<r><statusCode>108</statusCode></r>', null],
		[400, '{"statusCode":"109"}', null],
		[200, ',109,You must specify at least one recipient.,', null],
		[429, '', /too many requests.*Try again later/],
		[401, '', /username or password/],
		[403, '', /username or password/],
		[200, '<html></html>', /HTML/],
		[404, 'nope', /HTTP 404/],
	])('HTTP %s %s', (status, text, expected) => {
		const problem = readProbe({ status, text });
		if (expected === null) expect(problem).toBeNull();
		else expect(problem).toMatch(expected);
	});
});
