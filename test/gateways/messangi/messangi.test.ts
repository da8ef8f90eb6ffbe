import { sendMtRequest, sendSmsRequest } from '../../../gateways/messangi/request';
import { readProbe, readSendMt, readSendSms } from '../../../gateways/messangi/response';
import { signature, signedUrl } from '../../../gateways/messangi/signature';
import { STATUSES } from '../../../gateways/messangi/statuses';

/** Label, what was answered, and what it means. */
type Row = [string, number, string, string, string];

const account = {
	baseUrl: 'https://www.messangi.com/messangi_mmc',
	instanceId: '8',
	publicKey: 'peter',
	privateKey: 'FBF3-4310-909C-C4BBC26F886F',
	padBase64: false,
};

describe('signature', () => {
	// The four published vectors of the protocol notes.
	it.each([
		['8/peter/peterpassword', '954221dc7ba612b2633c0ff1e0f5c4058f2bf982902faada38c78c4f044f5ef4'],
		[
			'8/Movistar/19893653744/MTMwNTY3MDgwODQ=/T0dBTkdJIFRFU1QgTUVTU0FHRQ==',
			'0a27a0162e195305a69e645c73c91cb1e95197b486b3e6708d5701586dfb1a62',
		],
		[
			'8/19893653744/null/13056708084/wr9RdcOpIHRhbD8gfn5-w7E',
			'e2c9e8a735e1c04efa3c08c23f3a0cdbcb29e76424d3d486509e53ff5d5f2b4e',
		],
		[
			'8/Movistar/19893653744/MTMwNTY3MDgwODQ/T0dBTkdJIFRFU1QgTUVTU0FHRQ',
			'd53cf1b7003a799b75beeadeef94c240f985d5132201ae8ad0b73bd435d0fe02',
		],
	])('signs %s', (parameters, expected) => {
		expect(signature(parameters, account.privateKey)).toBe(expected);
	});
});

describe('requests, byte for byte', () => {
	const sms = {
		carrier: 'Movistar',
		from: '19893653744',
		to: '13056708084',
		text: 'OGANGI TEST MESSAGE',
	};
	const mt = {
		from: '19893653744',
		carrier: '',
		to: '13056708084',
		text: '¿Qué tal? ~~~ñ',
		flags: '',
	};
	const api = 'https://www.messangi.com/messangi_mmc/rest/api';

	// Signatures of rows without a published one were computed with `openssl dgst -sha256 -hmac`.
	it.each([
		[
			'sendSMS unpadded',
			sendSmsRequest(sms),
			false,
			`${api}/tools/sendSMS/8/Movistar/19893653744/MTMwNTY3MDgwODQ/T0dBTkdJIFRFU1QgTUVTU0FHRQ/peter/d53cf1b7003a799b75beeadeef94c240f985d5132201ae8ad0b73bd435d0fe02`,
		],
		[
			'sendSMS padded',
			sendSmsRequest(sms),
			true,
			`${api}/tools/sendSMS/8/Movistar/19893653744/MTMwNTY3MDgwODQ=/T0dBTkdJIFRFU1QgTUVTU0FHRQ==/peter/0a27a0162e195305a69e645c73c91cb1e95197b486b3e6708d5701586dfb1a62`,
		],
		[
			'sendSMS drops the plus of a sender',
			sendSmsRequest({ ...sms, from: '+19893653744 ' }),
			false,
			`${api}/tools/sendSMS/8/Movistar/19893653744/MTMwNTY3MDgwODQ/T0dBTkdJIFRFU1QgTUVTU0FHRQ/peter/d53cf1b7003a799b75beeadeef94c240f985d5132201ae8ad0b73bd435d0fe02`,
		],
		[
			'sendMT without a carrier, Base64 with the URL-safe alphabet',
			sendMtRequest(mt),
			false,
			`${api}/sendMT/8/19893653744/null/13056708084/wr9RdcOpIHRhbD8gfn5-w7E/peter/e2c9e8a735e1c04efa3c08c23f3a0cdbcb29e76424d3d486509e53ff5d5f2b4e`,
		],
		[
			'sendSMS with a carrier that needs encoding',
			sendSmsRequest({ ...sms, carrier: 'Claro PR' }),
			false,
			`${api}/tools/sendSMS/8/Claro%20PR/19893653744/MTMwNTY3MDgwODQ/T0dBTkdJIFRFU1QgTUVTU0FHRQ/peter/7bde9a932cbc94262a75b4febf4172985dbc9d32e872ff0457f540133dab2e47`,
		],
		[
			'sendMT with a carrier and flags',
			sendMtRequest({ ...mt, carrier: '12', flags: 'night&day' }),
			false,
			`${api}/sendMT/8/19893653744/12/13056708084/wr9RdcOpIHRhbD8gfn5-w7E/night%26day/peter/34c974b8caf20706a7455b890401605cd33378673b3129cf628ab1f4a07c296e`,
		],
	])('%s', (_label, request, padBase64, expected) => {
		expect(request.method).toBe('GET');
		expect(signedUrl(request.path, { ...account, padBase64 })).toBe(expected);
	});

	it.each([
		[
			'a slash in the carrier',
			() => sendSmsRequest({ ...sms, carrier: 'AT/T' }),
			'INVALID_PARAMETER',
		],
		['a backslash', () => sendSmsRequest({ ...sms, carrier: 'AT\\T' }), 'INVALID_PARAMETER'],
		[
			'a carrier that would climb up the path',
			() => sendSmsRequest({ ...sms, carrier: '..' }),
			'INVALID_PARAMETER',
		],
		['an empty carrier', () => sendSmsRequest({ ...sms, carrier: ' ' }), 'MISSING_PARAMETER'],
		['an empty sender', () => sendMtRequest({ ...mt, from: '+' }), 'MISSING_PARAMETER'],
		['a slash in the flags', () => sendMtRequest({ ...mt, flags: 'a/b' }), 'INVALID_PARAMETER'],
		['half an emoji', () => sendSmsRequest({ ...sms, text: 'party \ud83c' }), 'BROKEN_TEXT'],
		[
			'a text without end',
			() => sendSmsRequest({ ...sms, text: 'x'.repeat(8001) }),
			'MESSAGE_TOO_LONG',
		],
		[
			'a carrier without end',
			() => sendMtRequest({ ...mt, carrier: 'x'.repeat(8001) }),
			'MESSAGE_TOO_LONG',
		],
	])('refuses %s', (_label, build, code) => {
		expect(build).toThrow(expect.objectContaining({ name: 'Refusal', code }) as Error);
	});
});

describe('the address', () => {
	const { path } = sendMtRequest({ from: '1', carrier: '', to: '2', text: 'x', flags: '' });

	it.each([
		'https://flow.messangi.me/mmc',
		' https://flow.messangi.me/mmc/ ',
		'https://flow.messangi.me/mmc///',
	])('takes %j', (baseUrl) => {
		expect(signedUrl(path, { ...account, baseUrl })).toMatch(
			/^https:\/\/flow\.messangi\.me\/mmc\/rest\/api\/sendMT\/8\//,
		);
	});

	it.each([
		'',
		'flow.messangi.me',
		'ftp://flow.messangi.me',
		'https://user:pass@flow.messangi.me',
		'https://flow.messangi.me?x=1',
	])('refuses %j without repeating it', (baseUrl) => {
		expect(() => signedUrl(path, { ...account, baseUrl })).toThrow(
			expect.objectContaining({
				name: 'AddressError',
				message: expect.not.stringContaining('pass@') as string,
			}) as Error,
		);
	});

	it('signs a whole URL below the base address, as the HTTP Request node gives it', () => {
		const whole = 'https://www.messangi.com/messangi_mmc/rest/api/tools/getMessage/{instanceId}/77';
		expect(signedUrl(whole, account)).toMatch(/\/tools\/getMessage\/8\/77\/peter\/[0-9a-f]{64}$/);
	});

	it('leaves a URL alone that is complete already', () => {
		const complete = signedUrl(path, account);
		expect(signedUrl(complete, account)).toBe(complete);
	});

	it.each([
		'https://elsewhere.example/{instanceId}/1',
		'//elsewhere.example/{instanceId}',
		'https://www.messangi.com.evil.example/{instanceId}',
	])('shows no signature to %s', (url) => {
		expect(() => signedUrl(url, account)).toThrow(
			expect.objectContaining({ name: 'AddressError' }) as Error,
		);
	});
});

// The vendor's sample, as its page has it: without a root element.
const SAMPLE = `<input>sendSMS</input>
<status>OK</status>
<description>Completed</description>
<result>
	<messages>
		<message>
			<id>-8174720676710228700</id>
			<carrier>carrierName</carrier>
			<from>19893653744</from>
			<to>13056708084</to>
			<text>OGANGI TEST MESSAGE</text>
			<status>SENT_TO_CARRIER</status>
			<statusDescription>Sent to Carrier</statusDescription>
			<encoding>UTF-8</encoding>
			<date>2013-09-17T10:13:59.176-04:30</date>
			<timezone>America/Caracas</timezone>
			<clientId>As223sdadq8d8287v5v</clientId>
		</message>
	</messages>
</result>`;
const withStatus = (status: string) => SAMPLE.replace('SENT_TO_CARRIER', status);
const callStatus = (status: string, description = 'x') =>
	`<response><input>sendSMS</input><status>${status}</status><description>${description}</description></response>`;

describe('replies to sendSMS', () => {
	it.each<Row>([
		['the vendor’s sample', 200, SAMPLE, 'accepted', 'SENT_TO_CARRIER'],
		[
			'with a root element',
			200,
			`<?xml version="1.0" encoding="UTF-8"?>\n<response>${SAMPLE}</response>`,
			'accepted',
			'SENT_TO_CARRIER',
		],
		[
			'with a byte order mark',
			200,
			`\uFEFF<response>${SAMPLE}</response>`,
			'accepted',
			'SENT_TO_CARRIER',
		],
		['whatever the HTTP status', 500, SAMPLE, 'accepted', 'SENT_TO_CARRIER'],
		...[
			'SENT',
			'DELIVERED_TO_CARRIER',
			'SENT_TO_DEVICE',
			'DELIVERED_TO_DEVICE',
			'SENDING',
			'PENDING',
			'READ',
			'ACCEPTD',
			'BUFFRED',
			'DELIVRD',
		].map((status): Row => [status, 200, withStatus(status), 'accepted', status] as const),
		...[
			'NOT_SENT',
			'BAD_FROM',
			'BAD_TO',
			'BAD_ENCODING',
			'BAD_CARRIER/FROM',
			'NOT_ENOUGH_FUNDS',
			'BAD_TIMEZONE',
			'REJECTD',
			'BAD ADDRESS',
			'INVALID ROUTING',
			'INVALID TEMPLATE ID',
			'EXPIRED',
			'UNREACHABLE',
			'UNDELIVERED',
			'UNDELIV',
			'DELETED',
		].map((status): Row => [status, 200, withStatus(status), 'rejected', status] as const),
		[
			'a fault of the carrier',
			200,
			withStatus('CARRIER GATEWAY ERROR'),
			'unknown',
			'CARRIER GATEWAY ERROR',
		],
		['a fault of Messangi', 200, withStatus('INTERNAL ERROR'), 'unknown', 'INTERNAL ERROR'],
		['a status nobody has listed', 200, withStatus('TELEPORTED'), 'unknown', 'TELEPORTED'],
		['a status from the prototype', 200, withStatus('constructor'), 'unknown', 'constructor'],
		[
			'no status of the message',
			200,
			SAMPLE.replace('<status>SENT_TO_CARRIER</status>', ''),
			'unknown',
			'NO_STATUS',
		],
		['a bad signature', 200, callStatus('BAD_SIGNATURE'), 'rejected', 'BAD_SIGNATURE'],
		['an internal error', 200, callStatus('ERROR'), 'unknown', 'ERROR'],
		['a call status nobody has listed', 200, callStatus('MAINTENANCE'), 'unknown', 'MAINTENANCE'],
		['a call that ran without a message', 200, callStatus('OK'), 'unknown', 'UNREADABLE_REPLY'],
		['a reply that is cut off', 200, SAMPLE.slice(0, 200), 'unknown', 'UNREADABLE_REPLY'],
		['HTML', 200, '<!DOCTYPE html><html><body>Login</body></html>', 'unknown', 'UNREADABLE_REPLY'],
		[
			'HTML that is well-formed',
			200,
			'<html><status>OK</status></html>',
			'unknown',
			'UNREADABLE_REPLY',
		],
		['nothing', 200, '', 'unknown', 'UNREADABLE_REPLY'],
		[
			'a status with a control character',
			200,
			SAMPLE.replace('<status>OK', '<status>\u0000OK'),
			'unknown',
			'UNREADABLE_REPLY',
		],
		['a fault of a server on the way', 502, 'Bad Gateway', 'unknown', 'UNREADABLE_REPLY'],
		['a redirect', 302, '', 'unknown', 'UNREADABLE_REPLY'],
		['not found', 404, '<html>nope</html>', 'rejected', 'HTTP_404'],
		['refused at the door', 403, '', 'rejected', 'HTTP_403'],
		['too many requests', 429, '', 'rejected', 'HTTP_429'],
		[
			'a document type',
			200,
			`<!DOCTYPE response [<!ENTITY a "b">]><response>${SAMPLE}</response>`,
			'unknown',
			'UNREADABLE_REPLY',
		],
	])('%s', (_label, status, text, outcome, codeOrStatus) => {
		const result = readSendSms({ status, text });
		expect(result.outcome).toBe(outcome);
		expect(result.outcome === 'accepted' ? result.status : result.problem.code).toBe(codeOrStatus);
		if (result.outcome !== 'accepted') {
			expect(result.problem.message).not.toBe('');
			expect(result.problem.hint).not.toBe('');
		}
	});

	it('keeps an id beyond 2^53', () => {
		expect(readSendSms({ status: 200, text: SAMPLE })).toMatchObject({
			messageId: '-8174720676710228700',
			statusDescription: 'Sent to Carrier',
		});
	});

	it('gives no empty id', () => {
		const text = SAMPLE.replace('-8174720676710228700', ' ');
		expect(readSendSms({ status: 200, text })).toMatchObject({
			outcome: 'accepted',
			messageId: null,
		});
	});

	it('has words for every documented refusal', () => {
		for (const { outcome, words } of Object.values(STATUSES.entries)) {
			if (outcome !== 'rejected') continue;
			expect(words?.message).toMatch(/^[A-Z].*[^.]$/);
			expect(words?.hint).toMatch(/\.$/);
		}
	});
});

describe('replies to sendMT', () => {
	it.each([
		[
			'the vendor’s sample',
			'<input>sendMT</input>\n<status>OK</status>\n<description>Completed</description>',
			'accepted',
			null,
		],
		['with a message in it', SAMPLE, 'accepted', '-8174720676710228700'],
		['with a refused message in it', withStatus('BAD_TO'), 'rejected', '-8174720676710228700'],
		['a bad signature', callStatus('BAD_SIGNATURE'), 'rejected', undefined],
		['nothing to read', 'OK', 'unknown', undefined],
	])('%s', (_label, text, outcome, messageId) => {
		const result = readSendMt({ status: 200, text });
		expect(result.outcome).toBe(outcome);
		expect(result.messageId).toBe(messageId);
	});
});

describe('the credential test', () => {
	it.each([
		[200, '<response><status>OK</status></response>', null],
		[200, callStatus('BAD_SIGNATURE'), /Private Key/],
		[200, callStatus('ERROR', 'maintenance'), /ERROR: maintenance/],
		[200, '<response><status>ERROR</status></response>', /answered ERROR$/],
		[404, 'not here', /Base URL/],
		[200, '<html></html>', /HTML/],
	])('HTTP %s %s', (status, text, expected) => {
		const problem = readProbe({ status, text });
		if (expected === null) expect(problem).toBeNull();
		else expect(problem).toMatch(expected);
	});
});
