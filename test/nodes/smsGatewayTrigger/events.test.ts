import { eventId } from '../../../gateways/callbacks/eventId';
import type { CallbackEvent } from '../../../gateways/callbacks/event';
import { Shown } from '../../../gateways/secrets/shown';
import { secretsOf } from '../../../http/account';
import { GATEWAYS } from '../../../gateways/registry';
import { eventOutput, isWanted, type EventChoice } from '../../../nodes/SmsGatewayTrigger/events';

const SECRET = 'callback-secret-of-20-letters';
const shown = new Shown(secretsOf({ method: 'query', name: 'secret', secret: SECRET }));
const JSON_TYPE = 'application/json';
const FORM = 'application/x-www-form-urlencoded';

function read(gateway: EventChoice['gateway'], type: string, body: string): CallbackEvent[] {
	const entry = GATEWAYS.find(({ name }) => name === gateway);
	return entry?.callbacks.read({ contentType: type, body: Buffer.from(body) }) ?? [];
}

function outputsOf(gateway: EventChoice['gateway'], type: string, body: string) {
	const choice = {
		gateway,
		events: ['deliveryReport', 'incomingMessage'],
		statuses: [],
		finalOnly: false,
		intents: [],
		includeRaw: true,
	};
	return read(gateway, type, body).map((event) => eventOutput(event, choice, shown));
}

const REPORT = { messageId: 'm1', mobile: '919999999999', status: 'DELIVRD' };
const HIDDEN_KEY = 'k3y-of-somebody';

describe('secrets in a call', () => {
	it.each<[string, object]>([
		['on top', { apiKey: HIDDEN_KEY }],
		['below', { data: { apiKey: HIDDEN_KEY } }],
		['in a list', { data: [{ api_key: HIDDEN_KEY }] }],
		['in lists in lists', { data: [[[{ 'X-API-Key': HIDDEN_KEY }]]] }],
		['as name and value', { headers: [{ name: 'Authorization', value: HIDDEN_KEY }] }],
		['as a pair', { headers: [['authToken', HIDDEN_KEY]] }],
		['in an address', { url: `https://example.com/?token=${HIDDEN_KEY}&a=1` }],
		['in JSON in a text', { payload: JSON.stringify({ password: HIDDEN_KEY }) }],
	])('%s', (_label, more) => {
		for (const event of [REPORT, { what: 'nobody knows' }]) {
			const [output] = outputsOf(
				'messageCentral',
				JSON_TYPE,
				JSON.stringify({ ...event, ...more }),
			);
			expect(JSON.stringify(output)).not.toContain(HIDDEN_KEY);
			expect(JSON.stringify(output)).toContain('[hidden]');
			expect(output).toMatchObject({ raw: event });
		}
	});

	it.each(['mGage', 'messangi'] as const)('%s: in a form', (gateway) => {
		const body = `a=1&access_token=${HIDDEN_KEY}&b=${encodeURIComponent(`{"pin":"${HIDDEN_KEY}"}`)}`;
		const [output] = outputsOf(gateway, FORM, body);
		expect(output).toMatchObject({ event: 'unknown', raw: { a: '1', access_token: '[hidden]' } });
		expect(JSON.stringify(output)).not.toContain(HIDDEN_KEY);
	});

	it.each([
		['as it is', SECRET],
		['in Base64', Buffer.from(`x${SECRET}`).toString('base64')],
		['in a message', `Hello ${SECRET}`],
	])('the secret of the callbacks, %s', (_label, text) => {
		const body = new URLSearchParams({ FROM: '13056708084', TO: text, TEXT: `Hi ${text}` });
		const [output] = outputsOf('messangi', FORM, body.toString());
		expect(JSON.stringify(output)).not.toContain(text);
	});

	it('two calls that differ in what is hidden only are two events', () => {
		const idOf = (key: string, gateway: EventChoice['gateway'] = 'messageCentral') =>
			read(gateway, JSON_TYPE, JSON.stringify({ data: { key } })).map((event) =>
				eventId(gateway, event),
			);
		expect(idOf('one')).not.toEqual(idOf('two'));
		expect(idOf('one')).toEqual(idOf('one'));
	});
});

describe('what somebody wrote', () => {
	const LONGEST = 'ñ'.repeat(39_014) + 'x';

	it.each([
		['messangi', { FROM: '13056708084', TO: '87767', TEXT: LONGEST }, 'text'],
		['messangi', { STATUS: 'SENT', MESSANGI_ID: '1', MESSAGE_BODY: LONGEST }, 'messageBody'],
		['mGage', { device_address: '13056708084', message: LONGEST, message_orig: 'x' }, 'text'],
		[
			'mGage',
			{ device_address: '13056708084', message: 'x', message_orig: LONGEST },
			'messageOrig',
		],
	] as const)('%s: is whole (%#)', (gateway, fields, name) => {
		const [output] = outputsOf(gateway, FORM, new URLSearchParams(fields).toString());
		expect(output?.[name]).toBe(LONGEST);
		expect(JSON.stringify(output?.raw)).toContain(LONGEST);
	});

	it('is no secret, whatever it says', () => {
		const text = 'My PIN: 1234, password=hunter2 <token>abc</token>';
		const body = new URLSearchParams({ FROM: '13056708084', TO: '87767', TEXT: text });
		expect(outputsOf('messangi', FORM, body.toString())).toMatchObject([
			{ text, raw: { TEXT: text } },
		]);
	});

	it('is cut behind 255 parts', () => {
		const body = new URLSearchParams({ FROM: '13056708084', TEXT: `${LONGEST}yz`.repeat(2) });
		const [output] = outputsOf('messangi', FORM, body.toString());
		expect(output?.text as string).toHaveLength(39_015);
		expect(output?.text).toMatch(/… \([\d,]+ more characters\)$/);
	});
});

it('other texts of a call are cut, and ids are whole or not there', () => {
	const long = 'x'.repeat(5000);
	const [output] = outputsOf(
		'messageCentral',
		JSON_TYPE,
		JSON.stringify({ ...REPORT, messageId: long, status: `DELIVRD${long}`, other: long }),
	);
	expect(output).toMatchObject({ messageId: null, to: '+919999999999' });
	for (const text of [output?.gatewayStatus, (output?.raw as { other?: string }).other]) {
		expect(text).toMatch(/^(?:DELIVRD)?x+… \(4,\d+ more characters\)$/);
		expect((text as string).length).toBeLessThanOrEqual(1000);
	}
});

describe('what an incoming message means', () => {
	const incoming = (text: string) =>
		new URLSearchParams({ FROM: '13056708084', TO: '87767', TEXT: text }).toString();

	it.each([
		['Stop!', { intent: 'optOut', keyword: 'STOP', certain: true }],
		['Stop texting me', { intent: 'optOut', keyword: 'STOP', certain: false }],
		['Hello', { intent: null, keyword: null, certain: false }],
	])('%s', (text, meaning) => {
		expect(outputsOf('messangi', FORM, incoming(text))).toMatchObject([{ text, ...meaning }]);
	});

	it('is also said of mGage’s, and not of delivery reports', () => {
		const body = new URLSearchParams({ device_address: '13056708084', message: 'AYUDA' });
		expect(outputsOf('mGage', FORM, body.toString())).toMatchObject([
			{ intent: 'help', keyword: 'AYUDA', certain: true },
		]);
		const [report] = outputsOf('messageCentral', JSON_TYPE, JSON.stringify(REPORT));
		expect(Object.keys(report ?? {})).not.toContain('intent');
	});

	it.each<[wanted: string[], texts: string[]]>([
		[[], ['STOP', 'Please stop', 'START', 'HELP', 'Hello', '']],
		[['optOut'], ['STOP', 'Please stop']],
		[
			['optIn', 'help'],
			['START', 'HELP'],
		],
		[['other'], ['Hello', '']],
	])('decides with the intents %j', (intents, expected) => {
		const choice = {
			gateway: 'messangi' as const,
			events: ['deliveryReport', 'incomingMessage'],
			statuses: [],
			finalOnly: false,
			intents,
			includeRaw: false,
		};
		const texts = ['STOP', 'Please stop', 'START', 'HELP', 'Hello', ''];
		const wanted = texts.filter((text) =>
			read('messangi', FORM, incoming(text)).every((event) => isWanted(event, choice)),
		);
		expect(wanted).toEqual(expected);
		const [report] = read('messageCentral', JSON_TYPE, JSON.stringify(REPORT));
		expect(report && isWanted(report, choice)).toBe(true);
	});
});
