import fc from 'fast-check';
import { eventId } from '../../gateways/callbacks/eventId';
import {
	MAX_CALLBACK_BYTES,
	MAX_CALLBACK_EVENTS,
	MAX_FORM_FIELDS,
	readRecords,
	UnreadableCallback,
	type CallbackCall,
} from '../../gateways/callbacks/body';
import type { CallbackEvent } from '../../gateways/callbacks/event';
import { isSecretName } from '../../gateways/secrets/secretNames';
import { HIDDEN } from '../../gateways/secrets/hidden';
import { GATEWAYS, type GatewayName } from '../../gateways/registry';
import { incomingOutput } from '../../nodes/Messangi/toOutput';
import { FUZZ_TIMES } from '../fuzzing';

const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json';
const READERS = Object.fromEntries(
	GATEWAYS.map(({ name, callbacks }) => [name, callbacks.read]),
) as Record<GatewayName, (call: CallbackCall) => CallbackEvent[]>;

const call = (contentType: string, body: string | Uint8Array): CallbackCall => ({
	contentType,
	body: typeof body === 'string' ? Buffer.from(body) : body,
});
const rawOf = (contentType: string, body: string | Uint8Array) =>
	readRecords(call(contentType, body)).map(({ raw }) => raw);
/** Bytes written as characters up to U+00FF. */
const bytes = (text: string) => Buffer.from(text, 'latin1');

describe('forms', () => {
	it.each<{ label: string; contentType: string; body: string | Uint8Array; raw: object }>([
		{
			label: 'plus and percent',
			contentType: FORM,
			body: 'a=1+2%2B3&b=%26%3D',
			raw: { a: '1 2+3', b: '&=' },
		},
		{
			label: 'UTF-8',
			contentType: FORM,
			body: 'a=%C3%A9%E2%82%AC%f0%9f%98%80',
			raw: { a: 'é€😀' },
		},
		{ label: 'UTF-8 that is not encoded', contentType: FORM, body: 'a=é€😀', raw: { a: 'é€😀' } },
		{ label: 'a name that is encoded', contentType: FORM, body: '%61=1', raw: { a: '1' } },
		{ label: 'no value', contentType: FORM, body: 'a&b=&=c', raw: { a: '', b: '', '': 'c' } },
		{ label: 'an equals sign in a value', contentType: FORM, body: 'a=b=c', raw: { a: 'b=c' } },
		{
			label: 'empty pairs',
			contentType: FORM,
			body: `${'&'.repeat(5000)}a=1&&b=2&`,
			raw: { a: '1', b: '2' },
		},
		{
			label: 'a percent sign that encodes nothing',
			contentType: FORM,
			body: 'a=100%&b=%zz',
			raw: { a: '100%', b: '%zz' },
		},
		{ label: 'NUL', contentType: FORM, body: 'a=%00', raw: { a: '\0' } },
		{ label: 'a mark at the start', contentType: FORM, body: '\uFEFFa=1', raw: { a: '1' } },
		{ label: 'a mark in a value', contentType: FORM, body: 'a=%EF%BB%BF1', raw: { a: '\uFEFF1' } },
		{ label: 'a line break at the end', contentType: FORM, body: 'a=1\r\n', raw: { a: '1' } },
		{
			label: 'a repeated field',
			contentType: FORM,
			body: 'a=1&a=2&a=3',
			raw: { a: ['1', '2', '3'] },
		},
		{ label: 'a type in capitals', contentType: FORM.toUpperCase(), body: 'a=1', raw: { a: '1' } },
		{
			label: 'ISO 8859-1',
			contentType: `${FORM}; charset=ISO-8859-1`,
			body: 'a=%E9',
			raw: { a: 'é' },
		},
		{
			label: 'ISO 8859-1 that is not encoded',
			contentType: `${FORM};charset="iso-8859-1"`,
			body: bytes('a=\xE9'),
			raw: { a: 'é' },
		},
		{
			label: 'windows-1252',
			contentType: `${FORM}; charset=windows-1252`,
			body: 'a=%80%92%9F%81',
			raw: { a: '€’Ÿ\x81' },
		},
		{
			label: 'a charset that is empty',
			contentType: `${FORM}; charset=`,
			body: 'a=%C3%A9',
			raw: { a: 'é' },
		},
		{
			label: 'another parameter',
			contentType: `${FORM}; boundary=x; charset=utf8`,
			body: 'a=%C3%A9',
			raw: { a: 'é' },
		},
		{ label: 'no type', contentType: '', body: 'a=1', raw: { a: '1' } },
		{
			label: 'a type that says nothing',
			contentType: 'text/plain; charset=utf-8',
			body: 'a=1',
			raw: { a: '1' },
		},
		{ label: 'what only begins like JSON', contentType: FORM, body: '{a=1', raw: { '{a': '1' } },
	])('$label', ({ contentType, body, raw }) => {
		expect(rawOf(contentType, body)).toEqual([raw]);
	});

	// Expected: by Python's cp1252, and the five bytes that it does not know as controls (WHATWG).
	it('knows all of windows-1252', () => {
		const all = Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => byte !== 0x26);
		const body = `a=${all.map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')}`;
		const [raw] = rawOf(`${FORM};charset=cp1252`, body) as [{ a: string }];
		expect(raw.a.slice(0x7f, 0x9f)).toBe('€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ');
		expect(raw.a.slice(0x9f)).toBe(
			Array.from({ length: 0x60 }, (_, at) => String.fromCharCode(0xa0 + at)).join(''),
		);
	});

	it('takes the first of a repeated field, in whatever case', () => {
		const [record] = readRecords(call(FORM, 'Status=DELIVRD&STATUS=EXPIRED&status='));
		expect(record?.fields.get('status')).toBe('DELIVRD');
	});

	it('takes as many fields as it says', () => {
		const many = (count: number) => Array.from({ length: count }, (_, at) => `f${at}=1`).join('&');
		expect(readRecords(call(FORM, many(MAX_FORM_FIELDS)))[0]?.fields.size).toBe(MAX_FORM_FIELDS);
		for (const count of [MAX_FORM_FIELDS + 1, 5000]) {
			expect(() => readRecords(call(FORM, many(count)))).toThrow(UnreadableCallback);
		}
	});
});

describe('JSON', () => {
	it.each<{ label: string; contentType: string; body: string | Uint8Array; raw: unknown[] }>([
		{ label: 'an object', contentType: JSON_TYPE, body: ' {"a":"é"}\n', raw: [{ a: 'é' }] },
		{
			label: 'a list',
			contentType: JSON_TYPE,
			body: '[{"a":1},{"a":2}]',
			raw: [{ a: 1 }, { a: 2 }],
		},
		{
			label: 'a mark at the start',
			contentType: JSON_TYPE,
			body: '\uFEFF{"a":1}',
			raw: [{ a: 1 }],
		},
		{
			label: 'a charset',
			contentType: `${JSON_TYPE};charset=iso-8859-1`,
			body: bytes('{"a":"\xE9"}'),
			raw: [{ a: 'é' }],
		},
		{
			label: 'a type of its own',
			contentType: 'application/vnd.gateway+json',
			body: '{"a":1}',
			raw: [{ a: 1 }],
		},
		{ label: 'an older type', contentType: 'text/json', body: '{"a":1}', raw: [{ a: 1 }] },
		{ label: 'no type', contentType: '', body: ' {"a":1}', raw: [{ a: 1 }] },
		{ label: 'no type, and a list', contentType: '', body: '[{"a":1}]', raw: [{ a: 1 }] },
		{ label: 'the type of a form', contentType: FORM, body: '{"a":1}', raw: [{ a: 1 }] },
		{
			label: 'a number beyond 2^53',
			contentType: JSON_TYPE,
			body: '{"a":12345678901234567890}',
			raw: [{ a: '12345678901234567890' }],
		},
		{ label: 'a name twice', contentType: JSON_TYPE, body: '{"a":1,"a":2}', raw: [{ a: 2 }] },
	])('$label', ({ contentType, body, raw }) => {
		expect(rawOf(contentType, body)).toEqual(raw);
	});

	it('takes as many events as it says', () => {
		const many = (count: number) => JSON.stringify(Array.from({ length: count }, () => ({ a: 1 })));
		expect(readRecords(call(JSON_TYPE, many(MAX_CALLBACK_EVENTS)))).toHaveLength(
			MAX_CALLBACK_EVENTS,
		);
		expect(() => readRecords(call(JSON_TYPE, many(MAX_CALLBACK_EVENTS + 1)))).toThrow(
			UnreadableCallback,
		);
	});
});

describe('what is not UTF-8, without a charset, is read as windows-1252', () => {
	// Expected: by Python's cp1252.
	it.each<{ label: string; contentType: string; body: string | Uint8Array; raw: unknown }>([
		{
			label: 'a form',
			contentType: FORM,
			body: 'a=%BFQu%E9+tal%3F+%80',
			raw: { a: '¿Qué tal? €' },
		},
		{
			label: 'a form that is not encoded',
			contentType: FORM,
			body: bytes('a=ma\xF1ana'),
			raw: { a: 'mañana' },
		},
		{ label: 'a name', contentType: FORM, body: '%E9=1', raw: { é: '1' } },
		{
			label: 'quotes and dashes',
			contentType: FORM,
			body: 'a=%93Ol%E1%94+%96+%85',
			raw: { a: '“Olá” – …' },
		},
		{
			label: 'a charset that is empty',
			contentType: `${FORM}; charset=`,
			body: 'a=%E9',
			raw: { a: 'é' },
		},
		{
			label: 'another parameter',
			contentType: `${FORM}; boundary=x`,
			body: 'a=%E9',
			raw: { a: 'é' },
		},
		{ label: 'no type', contentType: '', body: bytes('a=\xDCber'), raw: { a: 'Über' } },
		{
			label: 'a type that says nothing',
			contentType: 'text/plain',
			body: 'a=S%E3o',
			raw: { a: 'São' },
		},
		{ label: 'JSON', contentType: JSON_TYPE, body: bytes('{"a":"\xE9"}'), raw: { a: 'é' } },
		{ label: 'JSON without a type', contentType: '', body: bytes('{"a":"\xE9"}'), raw: { a: 'é' } },
		{
			label: 'JSON that says it is a form',
			contentType: FORM,
			body: bytes('{"a":"\xE9"}'),
			raw: { a: 'é' },
		},
		{ label: 'UTF-8 stays UTF-8', contentType: FORM, body: 'a=%C3%A9', raw: { a: 'é' } },
		{
			label: 'one field that is not UTF-8: all of them',
			contentType: FORM,
			body: 'a=%C3%A9&b=%E9',
			raw: { a: 'Ã©', b: 'é' },
		},
		{ label: 'half of a character', contentType: FORM, body: 'a=%F0%9F%98', raw: { a: 'ðŸ˜' } },
	])('$label', ({ contentType, body, raw }) => {
		expect(rawOf(contentType, body)).toEqual([raw]);
	});

	it('for each gateway', () => {
		const { messangi, mGage } = READERS;
		const text = '¿Qué tal?';
		const incoming = 'TO=2&TEXT=%BFQu%E9+tal%3F&FROM=13056708084&TYPE=MO_MESSAGE';
		expect(messangi(call(FORM, incoming))).toMatchObject([{ text }]);
		const message = 'device_address=13056708084&message=%BFQu%E9+tal%3F';
		expect(mGage(call(FORM, message))).toMatchObject([{ text }]);
	});
});

/** Types that say that they are UTF-8. */
const UTF8_TYPES = [
	['UTF-8', `${FORM}; charset=UTF-8`, `${JSON_TYPE}; charset=UTF-8`],
	['ASCII', `${FORM};charset="us-ascii"`, `${JSON_TYPE};charset=ascii`],
] as const;

describe('bodies that cannot be read', () => {
	it.each<[string, string, string | Uint8Array]>([
		['nothing', JSON_TYPE, ''],
		['nothing, as a form', FORM, ''],
		['nothing, without a type', '', ''],
		['white space', FORM, ' \r\n'],
		['a mark alone', JSON_TYPE, '\uFEFF'],
		['a form without a field', FORM, '&&&'],
		['half of an object', JSON_TYPE, '{"a":'],
		['half of an object without a type', '', '{"a":'],
		['a form that says it is JSON', JSON_TYPE, 'a=1'],
		['single quotes', JSON_TYPE, "{'a':1}"],
		['broken JSON that says it is a form', FORM, '{"apiKey":"a","status":'],
		['a broken list that says it is a form', FORM, ' [ 1,{"apiKey":"a"},'],
		...UTF8_TYPES.flatMap(([what, form, json]): [string, string, string | Uint8Array][] => [
			[`bad UTF-8, ${what}`, form, 'a=%E9'],
			[`bad UTF-8 that is not encoded, ${what}`, form, bytes('a=\xE9')],
			[`bad UTF-8 in a name, ${what}`, form, '%E9=1'],
			[`half of a character, ${what}`, form, 'a=%F0%9F%98'],
			[`half of a pair as UTF-8, ${what}`, form, 'a=%ED%A0%80'],
			[`too many bytes for a character, ${what}`, form, 'a=%C0%AF'],
			[`bad UTF-8 in JSON, ${what}`, json, bytes('{"a":"\xE9"}')],
			[`bad UTF-8 in JSON that says it is a form, ${what}`, form, bytes('{"a":"\xE9"}')],
		]),
		['a charset that is not known', `${FORM}; charset=utf-7`, 'a=1'],
		['a charset that is every object’s', `${JSON_TYPE}; charset=constructor`, '{}'],
		['UTF-16', `${JSON_TYPE}; charset=utf-16`, Buffer.from('{"a":1}', 'utf16le')],
		['XML', 'application/xml', '<a b="c"/>'],
		['XML without a type', '', '<a b="c"/>'],
		['parts', 'multipart/form-data; boundary=x', '--x\r\n'],
		['a text', 'text/plain', 'hello'],
		['a picture', 'application/octet-stream', bytes('\x89PNG\r\n\x1a\n')],
		['too much', FORM, `a=${'1'.repeat(MAX_CALLBACK_BYTES)}`],
		['too many values', JSON_TYPE, `[${'0,'.repeat(30_000)}0]`],
		['too many fields', FORM, 'a=1&'.repeat(300)],
		['deep JSON', JSON_TYPE, '['.repeat(200_000) + ']'.repeat(200_000)],
		['deep objects', JSON_TYPE, '{"a":'.repeat(5000) + '1' + '}'.repeat(5000)],
	])('%s', (_label, contentType, body) => {
		for (const readCallback of Object.values(READERS)) {
			expect(() => readCallback(call(contentType, body))).toThrow(UnreadableCallback);
		}
	});

	it('nothing of a body stands in what is said of it', () => {
		for (const [type, body] of [
			['', '{"s3cret":'],
			['', 's3cret'],
			[`${FORM}; charset=utf-8`, 's3cret=%E9'],
		] as const) {
			expect(() => readRecords(call(type, body))).toThrow(
				expect.objectContaining({
					name: 'UnreadableCallback',
					message: expect.not.stringContaining('s3cret') as string,
				}) as Error,
			);
		}
	});
});

describe('hostile bodies that can be read', () => {
	it.each([
		['a form', FORM, '__proto__=x&__proto__[polluted]=1&constructor=y&toString=z&a=1'],
		['JSON', JSON_TYPE, '{"__proto__":{"polluted":1},"b":{"__proto__":{"polluted":1}},"a":1}'],
		['a list', JSON_TYPE, '[{"__proto__":{"polluted":1},"a":1}]'],
	])('__proto__ in %s', (_label, contentType, body) => {
		for (const readCallback of Object.values(READERS)) {
			const [event] = readCallback(call(contentType, body));
			const raw = event?.raw as Record<string, unknown>;
			expect(Object.getPrototypeOf(raw)).toBe(Object.prototype);
			expect(Object.hasOwn(raw, '__proto__')).toBe(false);
			const copy = Object.assign({}, raw, raw.b) as { polluted?: unknown };
			expect(copy.polluted).toBeUndefined();
			expect(String(raw.a)).toBe('1');
		}
		expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
	});

	it('a field that every object has is not there', () => {
		const [record] = readRecords(call(JSON_TYPE, '{"a":1}'));
		expect(record?.fields.has('constructor')).toBe(false);
	});

	const huge = 'x'.repeat(400_000);
	it.each([
		{
			label: 'a huge text',
			gateway: 'messangi',
			contentType: FORM,
			body: `FROM=13056708084&TEXT=${huge}`,
		},
		{
			label: 'a huge number',
			gateway: 'messangi',
			contentType: FORM,
			body: `FROM=${'9'.repeat(400_000)}&TEXT=a`,
		},
		{
			label: 'a huge state',
			gateway: 'mGage',
			contentType: FORM,
			body: `message_id=1&status=${huge}`,
		},
		{
			label: 'a huge code',
			gateway: 'mGage',
			contentType: FORM,
			body: `message_id=1&status_code=${'0'.repeat(400_000)}`,
		},
		{
			label: 'a huge country',
			gateway: 'messageCentral',
			contentType: JSON_TYPE,
			body: `{"status":"a","mobile":"9","countryCode":"${huge}"}`,
		},
		{
			label: 'many blanks',
			gateway: 'messangi',
			contentType: FORM,
			body: `FROM=1${' '.repeat(400_000)}1&TEXT=a`,
		},
		{
			label: 'many escapes',
			gateway: 'messageCentral',
			contentType: JSON_TYPE,
			body: `{"status":"${'\\"'.repeat(200_000)}","mobile":1234567890123456789}`,
		},
		{
			label: 'many digits',
			gateway: 'messageCentral',
			contentType: JSON_TYPE,
			body: `{"status":"a","mobile":${'1'.repeat(400_000)}}`,
		},
		{
			label: 'a wide object',
			gateway: 'messageCentral',
			contentType: JSON_TYPE,
			body: `{"status":"a","mobile":"1",${Array.from({ length: 15_000 }, (_, at) => `"${at}":0`).join(',')}}`,
		},
		{
			label: 'a long content type',
			gateway: 'mGage',
			contentType: `${FORM};${' ;=charset'.repeat(100_000)}`,
			body: 'message_id=1&status=a',
		},
	] as const)('$label', ({ gateway, contentType, body }) => {
		const start = performance.now();
		const [event] = READERS[gateway](call(contentType, body));
		expect(event?.event).not.toBe('unknown');
		expect(performance.now() - start).toBeLessThan(5000);
	});

	it('a piece of a longer buffer', () => {
		const whole = Buffer.from('junk{"a":1}junk');
		expect(rawOf(JSON_TYPE, new Uint8Array(whole.buffer, whole.byteOffset + 4, 7))).toEqual([
			{ a: 1 },
		]);
	});
});

const only = (gateway: GatewayName, contentType: string, body: string) => {
	const [event, ...others] = READERS[gateway](call(contentType, body));
	if (event === undefined || others.length > 0) throw new Error('Not one event');
	return event;
};
const idOf = (gateway: GatewayName, contentType: string, body: string) =>
	eventId(gateway, only(gateway, contentType, body));

const MC =
	'{"messageId":"m1","status":"DELIVRD","errorCode":0,"mobile":"919999999999","doneDate":"2023-11-02 13:59:22"}';
const MO = 'FROM=13056708084&TO=22222&TEXT=Yes&ENCODING=UTF-8&TYPE=MO_MESSAGE';
const NEWER_MO =
	'{"from":"13056708084","to":"22222","text":"Yes","date":"2023-11-02","timestamp":1}';
const PART =
	'message_id=1&message_subid=0&device_address=13056708084&inbound_address=22222&message=Yes';
const RECEIPT = 'message_id=1&message_subid=0&device_address=13056708084&status=a&status_code=5';

describe('the numbers of handsets', () => {
	it.each<{
		label: string;
		gateway: GatewayName;
		contentType: string;
		body: string;
		expected: Partial<CallbackEvent>;
	}>([
		{
			label: "a reply with Mexico's old 1",
			gateway: 'messangi',
			contentType: FORM,
			body: 'FROM=5215562000000&TO=22222&TEXT=Hola&TYPE=MO_MESSAGE',
			expected: { from: '+525562000000' },
		},
		{
			label: 'the same number without it',
			gateway: 'messangi',
			contentType: FORM,
			body: 'FROM=525562000000&TO=22222&TEXT=Hola&TYPE=MO_MESSAGE',
			expected: { from: '+525562000000' },
		},
		{
			label: 'a reply, the country beside it',
			gateway: 'mGage',
			contentType: FORM,
			body: 'device_address=5215562000000&inbound_address=22222&message=Hola&country_code=MX',
			expected: { from: '+525562000000' },
		},
		{
			label: 'a report, the national number beside its country',
			gateway: 'messageCentral',
			contentType: JSON_TYPE,
			body: '{"mobile":"9877000000","countryCode":"91","status":"DELIVRD","messageId":"1"}',
			expected: { to: '+919877000000' },
		},
		{
			label: 'what ends in zeros: no spreadsheet has had it',
			gateway: 'messangi',
			contentType: FORM,
			body: 'FROM=919877000000&TO=22222&TEXT=Hi&TYPE=MO_MESSAGE',
			expected: { from: '+919877000000' },
		},
		{
			label: 'what is no number stays',
			gateway: 'messangi',
			contentType: FORM,
			body: 'FROM=-612345644&TO=22222&TEXT=Hi&TYPE=MO_MESSAGE',
			expected: { from: '-612345644' },
		},
	])('$label', ({ gateway, contentType, body, expected }) => {
		expect(READERS[gateway](call(contentType, body))).toEqual([expect.objectContaining(expected)]);
	});

	it.each<[string | null, string | null]>([
		['5215562000000', '+525562000000'],
		['13056708084', '+13056708084'],
		// Messangi gives digits with the country code, whoever has such a number.
		['99999999999', '+99999999999'],
		['22222', '22222'],
		[null, null],
	])('%j in a list of messages of Messangi: %j', (from, expected) => {
		const message = { from } as Parameters<typeof incomingOutput>[0];
		expect(incomingOutput(message, true)).toMatchObject({ from: expected });
	});
});

describe('the id of an event', () => {
	// Computed by Python's hashlib over the same JSON.
	it('stays the same from one version to the next', () => {
		expect(idOf('messageCentral', JSON_TYPE, MC)).toBe(
			'b0e38ed568953cee267cbefa5631cec5ad6f452f49ce721c289a677eecd094db',
		);
		expect(idOf('messangi', FORM, MO)).toBe(
			'4e835ec2804b8ef876d2c50d347d13c81f05b78abced1fa81ae069de33f13d5b',
		);
	});

	it.each<{ label: string; gateway: GatewayName; contentType: string; one: string; other: string }>(
		[
			{
				label: 'delivered again',
				gateway: 'messageCentral',
				contentType: JSON_TYPE,
				one: MC,
				other: MC,
			},
			{
				label: 'fields in another order',
				gateway: 'messageCentral',
				contentType: JSON_TYPE,
				one: MC,
				other:
					'{"doneDate":"2023-11-02 13:59:22","mobile":"919999999999","errorCode":0,"status":"DELIVRD","messageId":"m1"}',
			},
			{
				label: 'white space',
				gateway: 'messageCentral',
				contentType: JSON_TYPE,
				one: MC,
				other: MC.replaceAll(',', ' ,\n '),
			},
			{
				label: 'in a list',
				gateway: 'messageCentral',
				contentType: JSON_TYPE,
				one: MC,
				other: `[${MC}]`,
			},
			{
				label: 'a code as a text',
				gateway: 'messageCentral',
				contentType: JSON_TYPE,
				one: MC,
				other: MC.replace(':0', ':"0"'),
			},
			{
				label: 'a field that nobody knows',
				gateway: 'messageCentral',
				contentType: JSON_TYPE,
				one: MC,
				other: MC.replace('{', '{"try":2,'),
			},
			{
				label: 'a form in another order',
				gateway: 'messangi',
				contentType: FORM,
				one: MO,
				other: 'TYPE=MO_MESSAGE&ENCODING=UTF-8&TEXT=Yes&TO=22222&FROM=13056708084',
			},
			{
				label: 'a form encoded otherwise',
				gateway: 'messangi',
				contentType: FORM,
				one: MO,
				other: MO.replace('Yes', '%59es'),
			},
			{
				label: 'the time of the call',
				gateway: 'messangi',
				contentType: JSON_TYPE,
				one: NEWER_MO,
				other: NEWER_MO.replace(':1}', ':2}'),
			},
			{
				label: 'another form of the number',
				gateway: 'mGage',
				contentType: FORM,
				one: RECEIPT,
				other: RECEIPT.replace('=13', '=%2B13'),
			},
			{
				label: 'unknown, in another order',
				gateway: 'mGage',
				contentType: JSON_TYPE,
				one: '{"a":{"b":1,"c":[1,{"d":2,"e":3}]},"f":4}',
				other: '{"f":4,"a":{"c":[1,{"e":3,"d":2}],"b":1}}',
			},
		],
	)('is the same: $label', ({ gateway, contentType, one, other }) => {
		expect(idOf(gateway, contentType, other)).toBe(idOf(gateway, contentType, one));
	});

	it.each<{ label: string; gateway: GatewayName; contentType: string; one: string; other: string }>(
		[
			{
				label: 'a status moved on',
				gateway: 'messageCentral',
				contentType: JSON_TYPE,
				one: MC,
				other: MC.replace('DELIVRD', 'EXPIRED'),
			},
			{
				label: 'another message',
				gateway: 'messageCentral',
				contentType: JSON_TYPE,
				one: MC,
				other: MC.replace('m1', 'm2'),
			},
			{
				label: 'another handset',
				gateway: 'messageCentral',
				contentType: JSON_TYPE,
				one: MC,
				other: MC.replace('9"', '8"'),
			},
			{
				label: 'another error',
				gateway: 'messageCentral',
				contentType: JSON_TYPE,
				one: MC,
				other: MC.replace(':0', ':1'),
			},
			{
				label: 'another time',
				gateway: 'messageCentral',
				contentType: JSON_TYPE,
				one: MC,
				other: MC.replace(':22"', ':23"'),
			},
			{
				label: 'a report without an id, submitted at another time',
				gateway: 'messageCentral',
				contentType: JSON_TYPE,
				one: '{"status":"a","mobile":"1","submitDate":"1"}',
				other: '{"status":"a","mobile":"1","submitDate":"2"}',
			},
			{
				label: 'another text',
				gateway: 'messangi',
				contentType: FORM,
				one: MO,
				other: MO.replace('Yes', 'yes'),
			},
			{
				label: 'white space in a text',
				gateway: 'messangi',
				contentType: FORM,
				one: MO,
				other: MO.replace('Yes', 'Yes+'),
			},
			{
				label: 'another sender',
				gateway: 'messangi',
				contentType: FORM,
				one: MO,
				other: MO.replace('8084', '8085'),
			},
			{
				label: 'another code',
				gateway: 'messangi',
				contentType: FORM,
				one: MO,
				other: MO.replace('22222', '22223'),
			},
			{
				label: 'no id, and a field that nobody knows',
				gateway: 'messangi',
				contentType: FORM,
				one: MO,
				other: `${MO}&at=2`,
			},
			{
				label: 'no id, and another date',
				gateway: 'messangi',
				contentType: JSON_TYPE,
				one: NEWER_MO,
				other: NEWER_MO.replace('11-02', '11-03'),
			},
			{
				label: 'another part',
				gateway: 'mGage',
				contentType: FORM,
				one: PART,
				other: PART.replace('subid=0', 'subid=1'),
			},
			{
				label: 'another part, not numbered',
				gateway: 'mGage',
				contentType: FORM,
				one: PART,
				other: PART.replace('Yes', 'No'),
			},
			{
				label: 'a code moved on, with the same words',
				gateway: 'mGage',
				contentType: FORM,
				one: RECEIPT,
				other: RECEIPT.replace('=5', '=200'),
			},
			{
				label: 'another part’s receipt',
				gateway: 'mGage',
				contentType: FORM,
				one: RECEIPT,
				other: RECEIPT.replace('subid=0', 'subid=1'),
			},
			{
				label: 'unknown, and another list',
				gateway: 'mGage',
				contentType: JSON_TYPE,
				one: '{"a":[1,2]}',
				other: '{"a":[2,1]}',
			},
			{
				label: 'unknown, and a text for a number',
				gateway: 'mGage',
				contentType: JSON_TYPE,
				one: '{"a":1}',
				other: '{"a":"1"}',
			},
			{
				label: 'unknown, and null for a text',
				gateway: 'mGage',
				contentType: JSON_TYPE,
				one: '{"a":null}',
				other: '{"a":"null"}',
			},
		],
	)('is another one: $label', ({ gateway, contentType, one, other }) => {
		expect(other).not.toBe(one);
		expect(idOf(gateway, contentType, other)).not.toBe(idOf(gateway, contentType, one));
	});

	it('is another one for another gateway', () => {
		const event = only('messageCentral', JSON_TYPE, MC);
		expect(eventId('messangi', event)).not.toBe(eventId('messageCentral', event));
		expect(eventId('messangi', event)).toMatch(/^[0-9a-f]{64}$/);
	});

	it('of two equal texts without id and date is one: nothing tells them apart', () => {
		expect(idOf('messangi', FORM, MO)).toBe(idOf('messangi', FORM, MO));
	});
});

describe('properties', () => {
	const contentType = fc.oneof(
		fc.constantFrom(
			'',
			FORM,
			JSON_TYPE,
			'text/plain',
			`${FORM}; charset=iso-8859-1`,
			`${JSON_TYPE}; charset=utf-8`,
		),
		fc.string(),
	);
	const name = fc.constantFrom(
		...[
			'FROM',
			'TO',
			'TEXT',
			'TYPE',
			'STATUS',
			'status',
			'messageId',
			'message_id',
			'mobile',
			'mo',
		],
		...[
			'device_address',
			'message',
			'countryCode',
			'country_code',
			'__proto__',
			'constructor',
			'raw',
		],
	);
	const value = fc.oneof(
		fc.string({ unit: 'binary' }),
		fc.constantFrom('SMS', 'MO_MESSAGE', 'DELIVRD', '919999999999', '44', '__proto__'),
		fc.jsonValue(),
	);
	const body = fc.oneof(
		fc.uint8Array({ maxLength: 2000 }),
		fc.string({ unit: 'binary' }).map((text) => Buffer.from(text)),
		fc.json().map((text) => Buffer.from(text)),
		fc
			.array(fc.array(fc.tuple(name, value), { maxLength: 12 }), { maxLength: 4 })
			.map((events) => Buffer.from(JSON.stringify(events.map((each) => Object.fromEntries(each))))),
		fc
			.array(fc.tuple(name, fc.string({ unit: 'binary' })), { maxLength: 12 })
			.map((pairs) => Buffer.from(new URLSearchParams(pairs).toString())),
	);

	it('any bytes are events, or cannot be read', () => {
		fc.assert(
			fc.property(contentType, body, (type, content) => {
				for (const [gateway, readCallback] of Object.entries(READERS)) {
					let events: CallbackEvent[];
					try {
						events = readCallback({ contentType: type, body: content });
					} catch (error) {
						expect(error).toBeInstanceOf(UnreadableCallback);
						continue;
					}
					expect(events.length).toBeGreaterThan(0);
					for (const event of events) {
						expect(event.event === 'deliveryReport').toBe(event.status !== null);
						expect(event.final === null).toBe(event.status === null);
						if (event.text !== null) expect(event.event).toBe('incomingMessage');
						if (event.event === 'incomingMessage') expect(event.from).not.toBeNull();
						expect(eventId(gateway, event)).toMatch(/^[0-9a-f]{64}$/);
						expect(() => JSON.stringify(event)).not.toThrow();
					}
				}
			}),
			{ numRuns: 250 * FUZZ_TIMES },
		);
	});

	it('a form comes out as it went in', () => {
		const text = fc.string({ unit: 'binary', maxLength: 60 });
		const fields = fc.uniqueArray(fc.tuple(text, text), {
			maxLength: 50,
			minLength: 1,
			selector: ([each]) => each,
		});
		fc.assert(
			fc.property(fields, (pairs) => {
				const encoded = new URLSearchParams(pairs).toString();
				const [record] = readRecords(call(FORM, encoded));
				const kept = pairs
					.filter(([each]) => each !== '__proto__')
					.map(([each, value]) => [each, isSecretName(each) && value !== '' ? HIDDEN : value]);
				expect(Object.entries(record?.raw as object).sort()).toEqual(kept.sort());
			}),
			{ numRuns: 150 * FUZZ_TIMES },
		);
	});

	it('the order of JSON’s names never matters', () => {
		fc.assert(
			fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (object) => {
				const turned = Object.fromEntries(Object.entries(object).reverse());
				const [one, other] = [object, turned].map((each) =>
					READERS.mGage(call(JSON_TYPE, JSON.stringify(each))).map((event) =>
						eventId('mGage', event),
					),
				);
				expect(other).toEqual(one);
			}),
		);
	});
});
