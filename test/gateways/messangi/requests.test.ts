import { Refusal } from '../../../messages/refusal';
import {
	fireMessageRequest,
	fireMessageJsonRequest,
	fireMessagePostRequest,
	incomingMessagesRequest,
	messageRequest,
	messageReportRequest,
	sendPinRequest,
	type ListFilters,
} from '../../../gateways/messangi/request';
import { signedUrl } from '../../../gateways/messangi/signature';

const account = {
	baseUrl: 'https://www.messangi.com/messangi_mmc',
	instanceId: '8',
	publicKey: 'peter',
	privateKey: 'FBF3-4310-909C-C4BBC26F886F',
	padBase64: false,
};
const api = 'https://www.messangi.com/messangi_mmc/rest/api';

const pin = {
	carrier: 'Movistar',
	from: '19893653744',
	to: '13056708084',
	text: 'Your PIN is ##pin## ñ',
	length: 6,
};
const list = (filters: ListFilters, page = 1, pageSize = 25) =>
	incomingMessagesRequest({ page, pageSize, filters });
const report = {
	startDate: 1379426400000,
	endDate: 1379512800000,
	page: 1,
	pageSize: 50,
	filters: {},
};

// Base64 by `base64 -w0 | tr '+/' '-_' | tr -d '='`, signatures by `openssl dgst -sha256 -hmac`.
describe('URLs, byte for byte', () => {
	it.each([
		[
			'a PIN: the carrier before the sender, only the text in Base64',
			sendPinRequest(pin),
			`${api}/tools/sendSMSPinMobileNumberConfirm/8/Movistar/19893653744/13056708084/WW91ciBQSU4gaXMgIyNwaW4jIyDDsQ/6/peter/d15f55e71db7041186ae5de67c5c8be9526a7075321b8c8649861e507e580e5c`,
		],
		[
			'a PIN: a carrier that needs encoding, numbers with a plus, the longest PIN',
			sendPinRequest({
				...pin,
				carrier: ' Claro PR ',
				from: '+19893653744',
				to: '+13056708084',
				length: 10,
			}),
			`${api}/tools/sendSMSPinMobileNumberConfirm/8/Claro%20PR/19893653744/13056708084/WW91ciBQSU4gaXMgIyNwaW4jIyDDsQ/10/peter/5570c5a85e86adcb94dbd2c6a09f4409dde6a5c8e0e1dd2691c18ad1252e56c0`,
		],
		[
			'fireMessage by GET',
			fireMessageRequest({ from: '+1200000001', text: 'Test qa API fireMessage.' }),
			`${api}/fireMessage/8/1200000001/VGVzdCBxYSBBUEkgZmlyZU1lc3NhZ2Uu/peter/9e4d7f8e0db611c2bca60af15e9e76144e7e0c9b79caf9b1aada20facaf55d5e`,
		],
		[
			'fireMessage by POST: only the instance id is signed',
			fireMessagePostRequest({ from: '1200000001', to: '87767', text: 'HELLO' }),
			`${api}/fireMessage/8/peter/b04531e07988c3ba6ef7233451e4e8ea64e2240581ec9d735cb7474e2a669a16`,
		],
		[
			'a list with the vendor’s example of filters',
			list(
				{
					carrier: 'movistar',
					keyword: '^OGANGI.*',
					to: '19893143924',
					order: 'desc',
					from: '13056708084',
				},
				1,
				100,
			),
			`${api}/tools/getMOMessages/8/1/100/from=13056708084&order=desc&to=19893143924&keyword=%5EOGANGI.*&carrier=movistar/peter/f67a985c4e39472d5e14e2975814aefbcbcad4be9eedb9852656528798d9e015`,
		],
		[
			'a list without filters',
			list({}),
			`${api}/tools/getMOMessages/8/1/25/null/peter/3bce26fab68926b142224e876ae765e0e7290cd066faec934d3036c1feb0a1ab`,
		],
		[
			'a list with empty filters',
			list({ from: ' ', to: ',', carrier: '', keyword: '', status: '', order: '' }),
			`${api}/tools/getMOMessages/8/1/25/null/peter/3bce26fab68926b142224e876ae765e0e7290cd066faec934d3036c1feb0a1ab`,
		],
		[
			'several values of a key, pluses dropped, an ampersand inside of a value, page 0',
			list({ from: '+13056708084, +13056708085,', carrier: 'Claro PR , AT&T' }, 0),
			`${api}/tools/getMOMessages/8/0/25/from=13056708084,13056708085&carrier=Claro%20PR,AT%26T/peter/f830db23ba37bb8f223d27536e8a7cdf089cb85a2e5d88e953ec743dde98cf35`,
		],
		[
			'an expression with a comma, an equals sign, a backslash and all that ends a path',
			list({ keyword: 'a{1,3}=\\d%?#', status: 'SENT,READ' }, 2),
			`${api}/tools/getMOMessages/8/2/25/keyword=a%7B1%2C3%7D%3D%5Cd%25%3F%23&status=SENT,READ/peter/02a6ba5dc6fd093e0135144a5f3aa3ff8979f0966436014f5a03efb43abe5617`,
		],
		[
			'one message',
			messageRequest('-8174720676710228700'),
			`${api}/tools/getMessage/8/-8174720676710228700/peter/568867f79f3931087811feb19f0bde5c8f5b0672a48ee3eebe99b9c6452a8456`,
		],
		[
			'a report',
			messageReportRequest(report),
			`${api}/tools/messageReport/8/1379426400000/1379512800000/1/50/null/peter/6551200b2cafe99e918752cbe4b930bb518ec8be599b13531e4101f7b9fe9731`,
		],
		[
			'a report of one moment, with filters',
			messageReportRequest({
				...report,
				endDate: report.startDate,
				page: 3,
				filters: { status: 'UNDELIV', order: 'asc' },
			}),
			`${api}/tools/messageReport/8/1379426400000/1379426400000/3/50/order=asc&status=UNDELIV/peter/314f18a3078e031eac46ac72f998fc18d2f8f7a0c274af625b17628d09337674`,
		],
	])('%s', (_label, request, expected) => {
		expect(signedUrl(request.path, account)).toBe(expected);
		expect(request.method).toBe(request.body === undefined ? 'GET' : 'POST');
		// An HTTP client that reads the URL and writes it again must not change what was signed.
		expect(new URL(expected).href).toBe(expected);
	});
});

describe('the body of fireMessage by POST, byte for byte', () => {
	const sent = async (request: ReturnType<typeof fireMessageJsonRequest>) => ({
		contentType: request.body?.contentType,
		text: Buffer.from((await request.body?.bytes()) ?? []).toString('utf8'),
	});

	// The form is the one of the vendor's descriptor.
	it('has the vendor’s fields', async () => {
		const request = fireMessagePostRequest({
			from: '+1200000001',
			to: '+87767',
			text: 'Olá "x" 😀',
		});
		expect(await sent(request)).toEqual({
			contentType: 'application/json',
			text: '{"event":{"fld-val-list":{"sender_id_id":"87767","keyword_value":"Olá \\"x\\" 😀","recipient_address":"1200000001"}}}',
		});
	});

	it('is the user’s own JSON, untouched', async () => {
		const json = ' {"event" : {"a":1e3, "b":12345678901234567890},\n"event":{}}\t';
		expect((await sent(fireMessageJsonRequest(json))).text).toBe(json);
	});

	// The vendor's own sample has such commas.
	it.each([
		[
			'the vendor’s sample',
			'{"event":{"fld-val-list":{"sender_id_id":"43","keyword_value":"HI","recipient_address":"1200000001",},},}',
			'{"event":{"fld-val-list":{"sender_id_id":"43","keyword_value":"HI","recipient_address":"1200000001"}}}',
		],
		['line breaks', '{"a":1,\r\n\t}\n', '{"a":1\r\n\t}\n'],
		['lists', '{"a":[1,2,],"b":[[],]}', '{"a":[1,2],"b":[[]]}'],
		['commas in texts', '{"a":",}","b":"x,]",}', '{"a":",}","b":"x,]"}'],
		['quotes in texts', '{"a":"\\",}","b\\\\":"\\\\",}', '{"a":"\\",}","b\\\\":"\\\\"}'],
		['other values', '{"a":null,"b":true,"c":-1.5e3 , }', '{"a":null,"b":true,"c":-1.5e3  }'],
	])('is sent without commas behind a last entry: %s', async (_label, given, expected) => {
		expect((await sent(fireMessageJsonRequest(given))).text).toBe(expected);
	});

	it('takes time in proportion to its length', () => {
		const started = performance.now();
		const commas = ','.repeat(49_000);
		for (const json of [`{"a":[${commas}]}`, `{"a":"${commas}",${' '.repeat(40_000)}`]) {
			expect(() => fireMessageJsonRequest(json)).toThrow(Refusal);
		}
		expect(performance.now() - started).toBeLessThan(1000);
	});
});

describe('refusals', () => {
	it.each<[string, () => unknown, string]>([
		['a PIN of no length', () => sendPinRequest({ ...pin, length: 0 }), 'INVALID_PIN_LENGTH'],
		['a PIN that is too long', () => sendPinRequest({ ...pin, length: 11 }), 'INVALID_PIN_LENGTH'],
		['a PIN of a half', () => sendPinRequest({ ...pin, length: 4.5 }), 'INVALID_PIN_LENGTH'],
		['a PIN of NaN', () => sendPinRequest({ ...pin, length: NaN }), 'INVALID_PIN_LENGTH'],
		['a PIN without a carrier', () => sendPinRequest({ ...pin, carrier: '' }), 'MISSING_PARAMETER'],
		['a PIN without a number', () => sendPinRequest({ ...pin, to: ' + ' }), 'MISSING_PARAMETER'],
		['a PIN without a text', () => sendPinRequest({ ...pin, text: '' }), 'MISSING_PARAMETER'],
		['half an emoji', () => fireMessageRequest({ from: '1', text: '\ud83c' }), 'BROKEN_TEXT'],
		['an empty text', () => fireMessageRequest({ from: '1', text: '' }), 'MISSING_PARAMETER'],
		[
			'half an emoji in a body',
			() => fireMessagePostRequest({ from: '1', to: '2', text: '\ud83c' }),
			'BROKEN_TEXT',
		],
		[
			'an empty text in a body',
			() => fireMessagePostRequest({ from: '1', to: '2', text: '' }),
			'MISSING_PARAMETER',
		],
		[
			'no handset in a body',
			() => fireMessagePostRequest({ from: '', to: '2', text: 'x' }),
			'MISSING_PARAMETER',
		],
		[
			'no code in a body',
			() => fireMessagePostRequest({ from: '1', to: '+', text: 'x' }),
			'MISSING_PARAMETER',
		],
		['no JSON', () => fireMessageJsonRequest('hello'), 'INVALID_JSON'],
		['nothing', () => fireMessageJsonRequest(''), 'INVALID_JSON'],
		['a list', () => fireMessageJsonRequest('[]'), 'INVALID_JSON'],
		['a comma alone', () => fireMessageJsonRequest('{,}'), 'INVALID_JSON'],
		['two commas', () => fireMessageJsonRequest('{"a":1,,}'), 'INVALID_JSON'],
		['a comma for a value', () => fireMessageJsonRequest('{"a":,}'), 'INVALID_JSON'],
		['a comma behind all', () => fireMessageJsonRequest('{"a":1},'), 'INVALID_JSON'],
		['an open text', () => fireMessageJsonRequest('{"a":"1,}'), 'INVALID_JSON'],
		['null', () => fireMessageJsonRequest('null'), 'INVALID_JSON'],
		['JSON with half an emoji', () => fireMessageJsonRequest('{"a":"\ud83c"}'), 'BROKEN_TEXT'],
		['a slash in a filter', () => list({ carrier: 'a/b' }), 'INVALID_PARAMETER'],
		['a backslash in a filter', () => list({ from: 'a\\b' }), 'INVALID_PARAMETER'],
		['a slash in an expression', () => list({ keyword: 'a/b' }), 'INVALID_PARAMETER'],
		['half an emoji in a filter', () => list({ keyword: '\ude00' }), 'BROKEN_TEXT'],
		['a page below zero', () => list({}, -1), 'INVALID_PARAMETER'],
		['a page between two', () => list({}, 1.5), 'INVALID_PARAMETER'],
		['a page size of nothing', () => list({}, 1, 0), 'INVALID_PARAMETER'],
		['an empty id', () => messageRequest(' '), 'MISSING_PARAMETER'],
		['an id that climbs', () => messageRequest('..'), 'INVALID_PARAMETER'],
		['an id with a slash', () => messageRequest('1/2'), 'INVALID_PARAMETER'],
		[
			'a period that ends before it begins',
			() => messageReportRequest({ ...report, endDate: report.startDate - 1 }),
			'INVALID_PERIOD',
		],
		[
			'a date that is none',
			() => messageReportRequest({ ...report, endDate: NaN }),
			'INVALID_PARAMETER',
		],
		[
			'a date of half a millisecond',
			() => messageReportRequest({ ...report, startDate: 0.5 }),
			'INVALID_PARAMETER',
		],
	])('%s', (_label, build, code) => {
		expect(build).toThrow(expect.objectContaining({ name: 'Refusal', code }) as Error);
	});
});
