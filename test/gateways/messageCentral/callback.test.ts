import type { CallbackEvent } from '../../../gateways/callbacks/event';
import { readCallback } from '../../../gateways/messageCentral/callback';

const read = (body: string, contentType = 'application/json') =>
	readCallback({ contentType, body: Buffer.from(body) });

/** The call of the vendor's page "API de SMS", with its line breaks. */
const SAMPLE = `{ 
"apiKey": null, 
"clientId": null, 
"messageId": "a2e87214-d18c-4a2e-b7f4-802c4465a9b9", 
"status": "DELIVRD", 
"errorCode": 0, 
"countryCode": null, 
"mobile": "919999999999", 
"submitDate": "2023-11-02 13:59:18", 
"doneDate": "2023-11-02 13:59:22" 
}`;

const SAMPLE_EVENT: CallbackEvent = {
	event: 'deliveryReport',
	messageId: 'a2e87214-d18c-4a2e-b7f4-802c4465a9b9',
	to: '+919999999999',
	from: null,
	status: 'delivered',
	final: true,
	gatewayStatus: 'DELIVRD',
	errorCode: '0',
	submittedAt: '2023-11-02 13:59:18',
	doneAt: '2023-11-02 13:59:22',
	text: null,
	extra: { clientId: null, countryCode: null },
	raw: {
		apiKey: null,
		clientId: null,
		messageId: 'a2e87214-d18c-4a2e-b7f4-802c4465a9b9',
		status: 'DELIVRD',
		errorCode: 0,
		countryCode: null,
		mobile: '919999999999',
		submitDate: '2023-11-02 13:59:18',
		doneDate: '2023-11-02 13:59:22',
	},
};

describe('delivery reports', () => {
	it('reads the vendor’s sample', () => {
		expect(read(SAMPLE)).toEqual([SAMPLE_EVENT]);
	});

	// The first five are the vendor's, in the spelling of SMPP; the page's translation hides three.
	it.each([
		['DELIVRD', 'delivered', true],
		['EXPIRED', 'expired', true],
		['UNDELIV', 'failed', true],
		['UNKNOWN', 'unknown', false],
		['REJECTD', 'rejected', true],
		['DELIVERED', 'delivered', true],
		['UNDELIVERED', 'failed', true],
		['REJECTED', 'rejected', true],
		['Delivered', 'delivered', true],
		['delivrd', 'delivered', true],
		['DELETED', 'failed', true],
		['FAILED', 'failed', true],
		['ACCEPTD', 'pending', false],
		['ENROUTE', 'pending', false],
		['SUBMITTED', 'pending', false],
		['Sent', 'pending', false],
		['NO_SUCH_WORD', 'unknown', false],
		['DELIVRD?', 'unknown', false],
		['UNDELIVRD', 'unknown', false],
		['constructor', 'unknown', false],
		['__proto__', 'unknown', false],
		['x'.repeat(400_000), 'unknown', false],
	])('%.20s is %s', (word, status, final) => {
		expect(read(SAMPLE.replace('DELIVRD', word))).toEqual([
			expect.objectContaining({ event: 'deliveryReport', status, final, gatewayStatus: word }),
		]);
	});

	it.each([
		['with its country code', '"919999999999"', 'null', '+919999999999'],
		['as a number', '919999999999', 'null', '+919999999999'],
		['with a plus sign', '"+919999999999"', 'null', '+919999999999'],
		['with two zeros', '"00919999999999"', 'null', '+919999999999'],
		['with blanks', '"91 99999 99999"', 'null', '+919999999999'],
		['national, with its country', '"9999999999"', '"91"', '+919999999999'],
		['national, with its country as a number', '"9999999999"', '91', '+919999999999'],
		['whole, with its country', '"919999999999"', '"91"', '+919999999999'],
		['national, that starts as its country does', '"9198765432"', '"91"', '+919198765432'],
		['whole, with a country that is none', '"919999999999"', '"0"', '+919999999999'],
		['national, with a zero before it', '"07700900123"', '"44"', '+447700900123'],
		['of another country', '"13056708084"', '"91"', '13056708084'],
		['national, without its country', '"9999999999"', 'null', '9999999999'],
		['a short code', '"87767"', 'null', '87767'],
		['no number', '"anonymous"', 'null', 'anonymous'],
		['too long', `"${'9'.repeat(1000)}"`, 'null', '9'.repeat(1000)],
		['empty', '""', 'null', null],
		['a list', '["919999999999"]', 'null', null],
	])('a number %s', (_label, mobile, country, to) => {
		const body = SAMPLE.replace('"919999999999"', mobile).replace(
			'"countryCode": null',
			`"countryCode": ${country}`,
		);
		expect(read(body)[0]?.to).toBe(to);
	});

	it.each([
		['an error code that is a text', '"errorCode": 0', '"errorCode":"007"', { errorCode: '007' }],
		['no error code', '"errorCode": 0', '"errorCode":null', { errorCode: null }],
		[
			'an id beyond 2^53',
			'"a2e87214-d18c-4a2e-b7f4-802c4465a9b9"',
			'12345678901234567890',
			{ messageId: '12345678901234567890' },
		],
		['a date of another form', '"2023-11-02 13:59:22"', '"02/11/23"', { doneAt: '02/11/23' }],
		['no date', '"2023-11-02 13:59:22"', 'null', { doneAt: null }],
		[
			'a client',
			'"clientId": null',
			'"clientId":"c1"',
			{ extra: { clientId: 'c1', countryCode: null } },
		],
		['names in capitals', '"messageId"', '"MESSAGEID"', { messageId: SAMPLE_EVENT.messageId }],
	])('%s', (_label, from, to, expected) => {
		expect(read(SAMPLE.replace(from, to))).toEqual([expect.objectContaining(expected)]);
	});

	it('lets no key through', () => {
		const [event] = read(SAMPLE.replace('"apiKey": null', '"apiKey":"k-secret-1"'));
		expect(JSON.stringify(event)).not.toContain('k-secret-1');
		expect(event?.raw).toMatchObject({ apiKey: '[hidden]' });
	});

	it('reads a list, in its order', () => {
		const list = `[${SAMPLE}, ${SAMPLE.replace('DELIVRD', 'EXPIRED')}, {"hello":1}, 7]`;
		expect(read(list).map(({ event, status, raw }) => [event, status, raw])).toEqual([
			['deliveryReport', 'delivered', SAMPLE_EVENT.raw],
			['deliveryReport', 'expired', { ...(SAMPLE_EVENT.raw as object), status: 'EXPIRED' }],
			['unknown', null, { hello: 1 }],
			['unknown', null, 7],
		]);
	});
});

describe('what has no known shape is passed on', () => {
	it.each([
		['another object', '{"hello":"world"}', { hello: 'world' }],
		['no status', '{"messageId":"m1"}', { messageId: 'm1' }],
		['an empty status', '{"messageId":"m1","status":" "}', { messageId: 'm1', status: ' ' }],
		['neither id nor number', '{"status":"DELIVRD"}', { status: 'DELIVRD' }],
		[
			'a list for a text',
			'{"messageId":["m1"],"status":["DELIVRD"]}',
			{ messageId: ['m1'], status: ['DELIVRD'] },
		],
		['an empty object', '{}', {}],
		['an empty list', '[]', []],
		['a list in a list', '[[1]]', [1]],
		['null', 'null', null],
		['a text', '"hello"', 'hello'],
	])('%s', (_label, body, raw) => {
		expect(read(body)).toEqual([
			expect.objectContaining({ event: 'unknown', status: null, final: null, raw }),
		]);
	});
});
