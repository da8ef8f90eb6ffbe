import { CODE_PROBLEMS } from '../../gateways/mgage/errors';
import { gateway } from '../../gateways/mgage/request';
import { readGateway, readProbe } from '../../gateways/mgage/response';

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
		expect(gateway(input)).toEqual({ method: 'POST', path });
	});

	it.each([
		['no sender', { ...parameters, from: ' ' }, 'MISSING_PARAMETER'],
		['no program', { ...parameters, programId: '' }, 'MISSING_PARAMETER'],
		['half an emoji', { ...parameters, text: '\ude00' }, 'BROKEN_TEXT'],
	])('refuses %s', (_label, input, code) => {
		expect(() => gateway(input)).toThrow(expect.objectContaining({ code }) as Error);
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
		['a bare code', '0', 'accepted', '0', null],
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
		[401, '', /username or the password/],
		[403, '', /username or the password/],
		[200, '<html></html>', /HTML/],
		[404, 'nope', /HTTP 404/],
	])('HTTP %s %s', (status, text, expected) => {
		const problem = readProbe({ status, text });
		if (expected === null) expect(problem).toBeNull();
		else expect(problem).toMatch(expected);
	});
});
