import { CODE_PROBLEMS } from '../../../gateways/messageCentral/errors';
import {
	phoneNumberBytes,
	sendRequest,
	sendOtpRequest,
	sendPersonalizedRequest,
	sendToManyRequest,
	verifyOtpRequest,
	type SendOtpParameters,
	type SendParameters,
	type SendToManyParameters,
} from '../../../gateways/messageCentral/request';
import {
	readBulk,
	readProbe,
	readSend,
	readSendOtp,
	readVerification,
	refusesToken,
} from '../../../gateways/messageCentral/response';
import type { SendReply } from '../../../gateways/reply';
import { readToken, renewalTime, token } from '../../../gateways/messageCentral/token';
import { readForm } from '../form';

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
		expect(sendRequest(input)).toEqual({ method: 'POST', path });
	});

	it.each([
		['a template without its entity', { templateId: 't1' }, 'TEMPLATE_WITHOUT_ENTITY'],
		['an entity without its template', { entityId: 'e1' }, 'TEMPLATE_WITHOUT_ENTITY'],
		['no sender', { senderId: '' }, 'MISSING_PARAMETER'],
	])('refuses %s', (_label, change, code) => {
		expect(() => sendRequest({ ...parameters, ...change })).toThrow(
			expect.objectContaining({ code }) as Error,
		);
	});

	const text = {
		channel: 'SMS',
		senderId: ' UTOMOB ',
		text: 'Hola ##var1##, ñ & ₹',
		messageType: 'TRANSACTION',
		templateId: '',
		entityId: '',
	} as const;
	// The numbers are those of the vendor's page.
	const numbers = [
		{ countryCode: '91', nationalNumber: '9816111111' },
		{ countryCode: '91', nationalNumber: '7715131105' },
	];

	// Values were encoded by Python's urllib.parse.quote.
	it.each<[string, SendToManyParameters, string]>([
		[
			'one text to many',
			{ ...text, numbers },
			'verification/v3/send?flowType=SMS&phoneNumbers=91%209816111111%2C%2091%207715131105&senderId=UTOMOB&type=SMS&message=Hola%20%23%23var1%23%23%2C%20%C3%B1%20%26%20%E2%82%B9&messageType=TRANSACTION',
		],
		[
			'one text to one, with a template',
			{ ...text, numbers: numbers.slice(0, 1), templateId: 't1', entityId: 'e1', channel: 'RCS' },
			'verification/v3/send?flowType=RCS&phoneNumbers=91%209816111111&senderId=UTOMOB&type=SMS&message=Hola%20%23%23var1%23%23%2C%20%C3%B1%20%26%20%E2%82%B9&messageType=TRANSACTION&templateId=t1&entityId=e1',
		],
	])('%s', (_label, input, path) => {
		expect(sendToManyRequest(input)).toEqual({ method: 'POST', path });
	});

	it('counts the bytes of one more number', () => {
		const bytes = (count: number) =>
			sendToManyRequest({ ...text, numbers: numbers.slice(0, count) }).path.length;
		expect(phoneNumberBytes({ countryCode: '91', nationalNumber: '7715131105' })).toBe(
			bytes(2) - bytes(1),
		);
	});

	it('a personalised text: all but the recipients in the query, a workbook in the body', async () => {
		const rows = [{ countryCode: '91', nationalNumber: '12345678901', values: ['Amit', '$35'] }];
		const { method, path, body } = sendPersonalizedRequest({ ...text, rows });
		expect({ method, path }).toEqual({
			method: 'POST',
			path: 'verification/v3/send?flowType=SMS&senderId=UTOMOB&type=SMS&message=Hola%20%23%23var1%23%23%2C%20%C3%B1%20%26%20%E2%82%B9&messageType=TRANSACTION',
		});
		const form = await readForm(body);
		expect([...form.keys()]).toEqual(['file']);
		expect(form.get('file')).toMatchObject({
			name: 'recipients.xlsx',
			type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
		});
		expect(sendPersonalizedRequest({ ...text, rows }).body?.contentType).toBe(body?.contentType);
	});

	it.each<[string, () => unknown, string]>([
		['no number', () => sendToManyRequest({ ...text, numbers: [] }), 'MISSING_NUMBER'],
		['no row', () => sendPersonalizedRequest({ ...text, rows: [] }), 'MISSING_NUMBER'],
		[
			'many without a sender',
			() => sendToManyRequest({ ...text, numbers, senderId: ' ' }),
			'MISSING_PARAMETER',
		],
		[
			'many with a template without its entity',
			() => sendToManyRequest({ ...text, numbers, templateId: 't1' }),
			'TEMPLATE_WITHOUT_ENTITY',
		],
		[
			'a personalised text with an entity without its template',
			() =>
				sendPersonalizedRequest({
					...text,
					rows: [{ countryCode: '1', nationalNumber: '2', values: [] }],
					entityId: 'e1',
				}),
			'TEMPLATE_WITHOUT_ENTITY',
		],
		[
			'a control character in a value, before anything is sent',
			() =>
				sendPersonalizedRequest({
					...text,
					rows: [{ countryCode: '1', nationalNumber: '2', values: ['\u0007'] }],
				}),
			'INVALID_VALUE',
		],
	])('refuses %s', (_label, build, code) => {
		expect(build).toThrow(expect.objectContaining({ name: 'Refusal', code }) as Error);
	});

	const otp: SendOtpParameters = {
		channel: 'SMS',
		countryCode: '91',
		nationalNumber: '9999999999',
	};

	it.each<[string, SendOtpParameters, string]>([
		[
			'an OTP',
			otp,
			'verification/v3/send?countryCode=91&flowType=SMS&mobileNumber=9999999999&type=OTP',
		],
		[
			'an OTP of six digits',
			{ ...otp, channel: 'WHATSAPP', otpLength: 6 },
			'verification/v3/send?countryCode=91&flowType=WHATSAPP&mobileNumber=9999999999&otpLength=6&type=OTP',
		],
		[
			'the shortest OTP',
			{ ...otp, otpLength: 4 },
			'verification/v3/send?countryCode=91&flowType=SMS&mobileNumber=9999999999&otpLength=4&type=OTP',
		],
		[
			'the longest OTP',
			{ ...otp, otpLength: 8 },
			'verification/v3/send?countryCode=91&flowType=SMS&mobileNumber=9999999999&otpLength=8&type=OTP',
		],
	])('%s', (_label, input, path) => {
		expect(sendOtpRequest(input)).toEqual({ method: 'POST', path });
	});

	it.each([3, 9, 4.5, NaN])('refuses an OTP of %s digits', (otpLength) => {
		expect(() => sendOtpRequest({ ...otp, otpLength })).toThrow(
			expect.objectContaining({ code: 'INVALID_OTP_LENGTH' }) as Error,
		);
	});

	it('the check of a code is a GET, with leading zeros as they are', () => {
		expect(
			verifyOtpRequest({ verificationId: ' 001234 ', code: ' 0042 ', channel: 'SMS' }),
		).toEqual({
			method: 'GET',
			path: 'verification/v3/validateOtp?verificationId=001234&code=0042&flowType=SMS',
		});
	});

	it.each([
		[{ verificationId: ' ', code: '4242' }, /verificationId/],
		[{ verificationId: '1', code: '' }, /"code" is empty/],
	])('refuses the check of %j', (input, message) => {
		expect(() => verifyOtpRequest({ ...input, channel: 'SMS' })).toThrow(message);
		expect(() => verifyOtpRequest({ ...input, channel: 'SMS' })).not.toThrow(/4242/);
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
		['a blank code', 200, '{"responseCode":" "}', 'unknown', 'UNREADABLE_REPLY'],
		[
			'a code with a control character',
			200,
			'{"responseCode":"\\u0000200"}',
			'unknown',
			'"\\u0000200"',
		],
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

	it('keeps a number that JSON cannot hold as it is written, and gives no empty id', () => {
		const id = '{"responseCode":200,"data":{"transactionId":1e400}}';
		expect(readSend({ status: 200, text: id })).toMatchObject({
			messageId: '1e400',
			response: { data: { transactionId: '1e400' } },
		});
		const none = '{"responseCode":200,"data":{"transactionId":"","verificationId":""}}';
		expect(readSend({ status: 200, text: none }).messageId).toBeNull();
	});

	it('bounds the gateway’s own words', () => {
		for (const read of [readSend, readBulk, readSendOtp]) {
			const result = read({
				status: 200,
				text: json({ responseCode: 'C'.repeat(9999) }, { errorMessage: 'a\n'.repeat(9999) }),
			});
			expect(JSON.stringify({ ...result, response: null }).length).toBeLessThan(1500);
		}
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

describe('replies to a send to many', () => {
	it.each<[string, string, string | null]>([
		['no data', '{"responseCode":200,"message":"SUCCESS","data":null}', null],
		['a code as a text', '{"responseCode":"200"}', null],
		['data with ids', JSON.stringify(SAMPLE), '1c9c56ec-5cd3-48b5-9e32-a15499fb77a2'],
		['data with one id', '{"responseCode":200,"data":{"verificationId":77}}', '77'],
		['data that is a list', '{"responseCode":200,"data":[{"mobileNumber":"1"}]}', null],
		['data that is a text', '{"responseCode":200,"data":"queued"}', null],
	])('accepted: %s', (_label, text, messageId) => {
		const result = readBulk({ status: 200, text });
		expect(result).toMatchObject({
			outcome: 'accepted',
			messageId,
			response: JSON.parse(text) as object,
		});
	});

	it.each<Row>([
		['a refusal', 200, '{"responseCode":511,"message":"INVALID_COUNTRY_CODE"}', 'rejected', '511'],
		['a fault', 500, '{"responseCode":500}', 'unknown', '500'],
		['a code nobody has listed', 200, '{"responseCode":999}', 'unknown', '999'],
		['a refusal of some', 200, json({}, { responseCode: '511' }), 'unknown', '511'],
		['a code nobody has listed, of some', 200, json({}, { responseCode: '9' }), 'unknown', '9'],
		['an error message', 200, json({}, { errorMessage: 'partly' }), 'unknown', '200'],
		['an error message outside', 200, json({ errorMessage: 'partly' }), 'unknown', '200'],
		['an error outside', 200, json({ error: 'partly' }), 'unknown', '200'],
		['a word of failure', 200, json({ message: 'FAILED' }), 'unknown', '200'],
		[
			'an error that is not text',
			200,
			'{"responseCode":200,"data":{"errorMessage":{"a":1}}}',
			'unknown',
			'200',
		],
		['a code inside only', 200, '{"data":{"responseCode":"200"}}', 'unknown', 'UNREADABLE_REPLY'],
		['no code', 200, '{}', 'unknown', 'UNREADABLE_REPLY'],
		['HTML', 200, '<html></html>', 'unknown', 'UNREADABLE_REPLY'],
		['an empty 401', 401, '', 'rejected', 'HTTP_401'],
	])('%s', (_label, status, text, outcome, code) => {
		expect(readBulk({ status, text })).toMatchObject({ outcome, problem: { code } });
	});

	it('a fault of the gateway’s own, of some', () => {
		const text = json({}, { responseCode: '500' });
		expect(readBulk({ status: 200, text })).toMatchObject({
			outcome: 'unknown',
			problem: {
				message: 'Message Central had an internal error',
				hint: expect.stringMatching(/^Some of the messages may have been sent/) as string,
			},
		});
	});
});

describe('replies to an OTP', () => {
	it('reads the vendor’s sample', () => {
		expect(readSendOtp({ status: 200, text: JSON.stringify(SAMPLE) })).toMatchObject({
			outcome: 'accepted',
			extra: {
				verificationId: '1234',
				transactionId: '1c9c56ec-5cd3-48b5-9e32-a15499fb77a2',
				timeout: '30.0',
				timeoutSeconds: 30,
			},
		});
	});

	it.each([
		['60.0', 60],
		['29.25', 29.25],
		[60, 60],
		['', null],
		[null, null],
		['soon', null],
		['0', null],
		['-1', null],
		['1e9', null],
		['NaN', null],
		[[60], null],
	])('a timeout of %j is %p seconds', (timeout, seconds) => {
		const result = readSendOtp({ status: 200, text: json({}, { timeout }) });
		expect(result.outcome).toBe('accepted');
		expect(result.extra).toMatchObject({ timeoutSeconds: seconds });
	});

	const live = (data: object | null) => ({
		status: 200,
		text: JSON.stringify({ responseCode: 506, message: 'REQUEST_ALREADY_EXISTS', data }),
	});
	it.each([
		[
			{ verificationId: '0077', timeout: '29.2', responseCode: '506', errorMessage: null },
			{ verificationId: '0077', timeout: '29.2', timeoutSeconds: 29.2 },
			'Wait 30 seconds, or verify the code that was sent with the verificationId of this reply.',
		],
		[
			{ verificationId: 77, timeout: 30 },
			{ verificationId: '77', timeout: '30', timeoutSeconds: 30 },
			'Wait 30 seconds, or verify the code that was sent with the verificationId of this reply.',
		],
		[
			{ verificationId: '77', timeout: 'soon' },
			{ verificationId: '77', timeout: 'soon', timeoutSeconds: null },
			'Wait until it expires, or verify the code that was sent with the verificationId of this reply.',
		],
		[
			null,
			{ verificationId: null, timeout: null, timeoutSeconds: null },
			'Wait until it expires, or verify the code that was sent.',
		],
	])('while a code is live: %j', (data, extra, hint) => {
		expect(readSendOtp(live(data))).toMatchObject({
			outcome: 'rejected',
			messageId: null,
			problem: { code: '506', message: 'A code sent to this number is still valid', hint },
			extra,
		});
	});

	it.each([
		['{"responseCode":511}', 'rejected', '511'],
		['{"responseCode":500}', 'unknown', '500'],
		['nothing', 'unknown', 'UNREADABLE_REPLY'],
	])('%s', (text, outcome, code) => {
		expect(readSendOtp({ status: 200, text })).toMatchObject({ outcome, problem: { code } });
	});
});

describe('replies to the check of a code', () => {
	const completed = {
		responseCode: 200,
		message: 'SUCCESS',
		data: {
			verificationId: 12345678901234567,
			mobileNumber: '9999999999',
			verificationStatus: 'VERIFICATION_COMPLETED',
			responseCode: '200',
			errorMessage: null,
		},
	};
	const check = (change: object, data: object = {}, status = 200) =>
		readVerification({
			status,
			text: JSON.stringify({ ...completed, data: { ...completed.data, ...data }, ...change }),
		});

	it('verified', () => {
		const text = JSON.stringify(completed).replace('12345678901234568', '90071992547409931234');
		expect(readVerification({ status: 200, text })).toMatchObject({
			verified: true,
			reason: null,
			code: '200',
			verificationId: '90071992547409931234',
			status: 'VERIFICATION_COMPLETED',
			message: 'SUCCESS',
		});
	});

	// The codes are those of the protocol notes.
	it.each([
		['702', 'wrongCode'],
		['705', 'expired'],
		['703', 'alreadyVerified'],
		['700', 'failed'],
		['505', 'unknownVerification'],
		['800', 'tooManyAttempts'],
	])('code %s: %s', (code, reason) => {
		for (const reply of [
			{ status: 200, text: `{"responseCode":${code},"message":"X","data":null}` },
			{ status: 400, text: `{"responseCode":"${code}"}` },
		]) {
			expect(readVerification(reply)).toMatchObject({ verified: false, reason, code });
		}
		expect(check({}, { responseCode: code })).toMatchObject({ verified: false, reason, code });
		expect(check({ responseCode: Number(code) })).toMatchObject({ verified: false, reason, code });
	});

	it.each<[string, object, object]>([
		['another status', {}, { verificationStatus: 'VERIFICATION_PENDING' }],
		['no status', {}, { verificationStatus: null }],
		['an error message', {}, { errorMessage: 'no' }],
		['no data', { data: null }, {}],
		['a code inside only', { responseCode: null }, {}],
	])('not completed: %s', (_label, change, data) => {
		expect(check(change, data)).toMatchObject({ verified: false, reason: 'notCompleted' });
	});

	it.each([
		['a request that it did not take', 200, '{"responseCode":400}', '400'],
		['a fault', 500, '{"responseCode":500}', '500'],
		['a customer that it does not know', 200, '{"responseCode":501}', '501'],
		['a code nobody has listed', 200, '{"responseCode":999}', '999'],
		['a code from the prototype', 200, '{"responseCode":"constructor"}', 'constructor'],
		['no code', 200, '{}', 'UNREADABLE_REPLY'],
		['nothing', 200, '', 'UNREADABLE_REPLY'],
		['HTML', 200, '<html></html>', 'UNREADABLE_REPLY'],
		['credentials', 401, '', 'HTTP_401'],
		['credentials, and a success', 401, JSON.stringify(completed), 'HTTP_401'],
		['a success with a fault’s HTTP status', 500, JSON.stringify(completed), 'UNREADABLE_REPLY'],
	])('nobody can tell: %s', (_label, status, text, code) => {
		expect(() => readVerification({ status, text })).toThrow(
			expect.objectContaining({
				name: 'ReadFailure',
				problem: {
					code,
					message: expect.stringMatching(/^[A-Z]/) as string,
					hint: expect.stringMatching(/^(?!.*sent before).*\.$/) as string,
				},
			}) as Error,
		);
	});

	it('repeats no code in its words', () => {
		const echo = { message: 'OTP 4242 is wrong', data: { errorMessage: '4242' } };
		const wrong = readVerification({
			status: 200,
			text: JSON.stringify({ responseCode: 702, ...echo }),
		});
		expect(wrong).toMatchObject({ reason: 'wrongCode', message: 'OTP … is wrong' });
		expect(JSON.stringify({ ...wrong, response: null })).not.toContain('4242');
		expect(() =>
			readVerification({ status: 200, text: JSON.stringify({ responseCode: 400, ...echo }) }),
		).toThrow(/^(?!.*4242)/);
		expect(() => readVerification({ status: 200, text: '{"responseCode":"4242"}' })).toThrow(
			expect.objectContaining({
				problem: expect.objectContaining({
					code: '…',
					message: 'Message Central answered with code …',
				}) as object,
			}) as Error,
		);
	});
});

describe('where Message Central does not let somebody in, its list of addresses is named', () => {
	const LISTED = /server’s IP address/;
	const hintOf = (result: SendReply) => (result.outcome === 'accepted' ? '' : result.problem.hint);

	it.each([
		['HTTP 403', { status: 403, text: '' }],
		['HTTP 403 with a page', { status: 403, text: '<html>Forbidden</html>' }],
		['HTTP 403 with its code', { status: 403, text: '{"responseCode":403}' }],
		['a code 403', { status: 200, text: '{"responseCode":403}' }],
		['a status 403', { status: 200, text: '{"status":"403"}' }],
	])('%s', (_label, reply) => {
		for (const read of [readSend, readBulk, readSendOtp]) {
			const result = read(reply);
			expect(result).toMatchObject({ outcome: 'rejected', fatal: true });
			expect(hintOf(result)).toMatch(LISTED);
		}
	});

	it('not after 401', () => {
		for (const reply of [
			{ status: 401, text: '' },
			{ status: 200, text: '{"responseCode":401}' },
		]) {
			expect(readSend(reply)).toMatchObject({ outcome: 'rejected', fatal: true });
			expect(hintOf(readSend(reply))).not.toMatch(LISTED);
		}
	});

	it('in the test of the credential and at the sign-in', () => {
		expect(readProbe({ status: 403, text: '' })).toMatch(LISTED);
		expect(() => readToken({ status: 403, text: '' })).toThrow(
			expect.objectContaining({ description: expect.stringMatching(LISTED) as string }) as Error,
		);
	});
});

describe('an answer refuses the token inside of its body', () => {
	it.each<[boolean, number, string]>([
		[true, 200, '{"responseCode":401}'],
		[true, 200, '{"responseCode":"401"}'],
		[true, 200, '{"responseCode":403,"message":"FORBIDDEN","data":null}'],
		[true, 200, '{"responseCode":"403","data":{"responseCode":"403","transactionId":null}}'],
		[true, 200, '{"status":401,"error":"Unauthorized","path":"/verification/v3/send"}'],
		[true, 200, '{"status":"401"}'],
		[true, 200, '{"status":" 401 UNAUTHORIZED "}'],
		[true, 200, '{"status":"403_FORBIDDEN"}'],
		[true, 202, '{"status":401}'],
		// HTTP says it already, and n8n has renewed the token.
		[false, 401, '{"responseCode":401}'],
		[false, 500, '{"responseCode":401}'],
		[false, 200, '{"responseCode":200,"status":401}'],
		[false, 200, '{"responseCode":400,"status":401}'],
		[false, 200, '{"responseCode":401,"data":{"responseCode":"200"}}'],
		[false, 200, '{"responseCode":401,"data":{"transactionId":"x"}}'],
		[false, 200, '{"responseCode":401,"data":{"verificationId":7}}'],
		[false, 200, '{"responseCode":200,"data":{"responseCode":"401"}}'],
		[false, 200, '{"responseCode":4011}'],
		[false, 200, '{"responseCode":"40.1"}'],
		[false, 200, '{"status":400}'],
		[false, 200, '{"status":"UP"}'],
		[false, 200, '{"status":[401]}'],
		[false, 200, '[{"status":401}]'],
		[false, 200, '401'],
		[false, 200, ''],
	])('%s: HTTP %i %s', (expected, status, text) => {
		expect(refusesToken({ status, text })).toBe(expected);
	});

	it.each([
		'{"responseCode":401,"data":{"responseCode":"200","transactionId":"x"}}',
		'{"responseCode":403,"data":{"transactionId":"x"}}',
	])('%s contradicts itself: the message may have been sent', (text) => {
		for (const read of [readSend, readBulk]) {
			expect(read({ status: 200, text })).toMatchObject({ outcome: 'unknown' });
		}
	});
});

describe('token replies', () => {
	it.each([
		['{"token":"abc"}', 'abc'],
		['{"status":200,"authToken":"abc"}', 'abc'],
		['{"status":200,"data":{"token":"abc"}}', 'abc'],
		['{"token":"abc","authToken":"def"}', 'abc'],
		['{"token":null,"authToken":"def"}', 'def'],
	])('a token in %s', (text, token) => {
		expect(readToken({ status: 200, text })).toBe(token);
	});

	it('reads a token', () => {
		expect(readToken({ status: 200, text: '{"status":200,"token":"abc"}' })).toBe('abc');
	});

	it.each([
		[200, '{"status":400,"error":"password is wrong"}', /refused the password/],
		[200, '{"status":400,"error":"customerId is invalid"}', /does not know this customer ID/],
		[200, '{"status":400}', /refused to sign in/],
		[401, '', /refused to sign in/],
		[200, '<html>', /returned no token/],
		[503, '', /returned no token/],
		[200, '{"status":200,"token":""}', /refused to sign in/],
		[200, '{"status":200,"token":"a\\nb"}', /refused to sign in/],
		[200, '{"status":200,"token":" "}', /refused to sign in/],
		[200, '{"status":200,"token":"a\\r\\nx-injected: 1"}', /refused to sign in/],
		[200, '{"status":200,"token":"aЖb"}', /refused to sign in/],
		[500, '{"status":500,"error":"Internal Server Error"}', /returned no token/],
		[500, '{"status":400,"error":"password is wrong"}', /refused the password/],
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
		[
			'a JWT of ten minutes, by a clock that is two hours ahead of ours',
			jwt({ iat: now / 1000 + 7200, exp: now / 1000 + 7800 }),
			now + 540_000,
		],
		[
			'a JWT of an hour that was made half an hour ago',
			jwt({ iat: now / 1000 - 1800, exp: now / 1000 + 1800 }),
			now + 1_740_000,
		],
		[
			'a JWT that ends before it begins: by its end',
			jwt({ iat: now / 1000 + 900, exp: now / 1000 + 600 }),
			now + 540_000,
		],
		['no JWT: within an hour', 'opaque', now + 3_540_000],
		['a JWT without an end', jwt({ sub: 'x' }), now + 3_540_000],
		['a JWT whose end is no time', jwt({ exp: 1e308 }), now + 3_540_000],
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
		[200, '{"responseCode":401,"message":"UNAUTHORIZED"}', /auth token/],
		[200, '{"status":"403"}', /auth token/],
		[200, '<html></html>', /HTML/],
	])('HTTP %s %s', (status, text, expected) => {
		const problem = readProbe({ status, text });
		if (expected === null) expect(problem).toBeNull();
		else expect(problem).toMatch(expected);
	});
});
