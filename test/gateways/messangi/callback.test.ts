import type { CallbackEvent } from '../../../gateways/callbacks/event';
import { readCallback } from '../../../gateways/messangi/callback';

const FORM = 'application/x-www-form-urlencoded';
const read = (body: string, contentType = body.startsWith('{') ? 'application/json' : FORM) =>
	readCallback({ contentType, body: Buffer.from(body) });

const NOTHING: CallbackEvent = {
	event: 'unknown',
	messageId: null,
	to: null,
	from: null,
	status: null,
	final: null,
	gatewayStatus: null,
	errorCode: null,
	submittedAt: null,
	doneAt: null,
	text: null,
	extra: {},
	raw: null,
};
const EXTRA_OF_INCOMING = {
	encoding: null,
	externalId: null,
	owner: null,
	processId: null,
	connection: null,
	date: null,
	timestamp: null,
	callback: null,
	contactName: null,
	attachments: null,
};
const EXTRA_OF_REPORT = {
	clientId: null,
	externalId: null,
	username: null,
	timestamp: null,
	callback: null,
	messageBody: null,
};

/** The vendor's documentation of callbacks; the text was encoded by Python's urllib.parse. */
const INCOMING =
	'FROM=13056708084&TO=19893653744&TEXT=%C2%BFQu%C3%A9+tal%3F+%F0%9F%98%80&ENCODING=UTF-8&TYPE=MO_MESSAGE';
const REPORT =
	'FROM=19893653744&TO=13056708084&MESSAGE_BODY=OGANGI+TEST+MESSAGE&TYPE=SMS' +
	'&CLIENT_ID=As223sdadq8d8287v5v&MESSANGI_ID=-8174720676710228700&STATUS=DELIVERED_TO_DEVICE';
const NEWER_REPORT = JSON.stringify({
	id: 'b0c1',
	status: 'DELIVRD',
	from: '19893653744',
	to: '13056708084',
	message: 'Hello',
	externalId: 'mine-1',
	date: '2023-11-02T13:59:22.17Z',
	timestamp: 1698933562170,
	username: 'peter',
	callback: 'https://n8n.example.com/webhook/x?token=s3cret',
});
const NEWER_INCOMING = JSON.stringify({
	id: 'b0c2',
	from: '13056708084',
	to: '19893653744',
	text: 'Hello',
	externalId: 'mine-1',
	date: '2023-11-02T13:59:22.17Z',
	timestamp: 1698933562170,
});

describe('every documented callback', () => {
	it.each<[string, string, CallbackEvent]>([
		[
			'an incoming message',
			INCOMING,
			{
				...NOTHING,
				event: 'incomingMessage',
				from: '+13056708084',
				to: '19893653744',
				text: '¿Qué tal? 😀',
				extra: { ...EXTRA_OF_INCOMING, encoding: 'UTF-8' },
				raw: {
					FROM: '13056708084',
					TO: '19893653744',
					TEXT: '¿Qué tal? 😀',
					ENCODING: 'UTF-8',
					TYPE: 'MO_MESSAGE',
				},
			},
		],
		[
			'a status',
			REPORT,
			{
				...NOTHING,
				event: 'deliveryReport',
				messageId: '-8174720676710228700',
				from: '19893653744',
				to: '+13056708084',
				status: 'delivered',
				final: true,
				gatewayStatus: 'DELIVERED_TO_DEVICE',
				extra: {
					...EXTRA_OF_REPORT,
					clientId: 'As223sdadq8d8287v5v',
					messageBody: 'OGANGI TEST MESSAGE',
				},
				raw: {
					FROM: '19893653744',
					TO: '13056708084',
					MESSAGE_BODY: 'OGANGI TEST MESSAGE',
					TYPE: 'SMS',
					CLIENT_ID: 'As223sdadq8d8287v5v',
					MESSANGI_ID: '-8174720676710228700',
					STATUS: 'DELIVERED_TO_DEVICE',
				},
			},
		],
		[
			'an incoming message as some accounts have it',
			'mobile=13056708084&mo=Hello',
			{
				...NOTHING,
				event: 'incomingMessage',
				from: '+13056708084',
				text: 'Hello',
				extra: EXTRA_OF_INCOMING,
				raw: { mobile: '13056708084', mo: 'Hello' },
			},
		],
		[
			'a status of the newer platform',
			NEWER_REPORT,
			{
				...NOTHING,
				event: 'deliveryReport',
				messageId: 'b0c1',
				from: '19893653744',
				to: '+13056708084',
				status: 'delivered',
				final: true,
				gatewayStatus: 'DELIVRD',
				doneAt: '2023-11-02T13:59:22.17Z',
				extra: {
					clientId: null,
					externalId: 'mine-1',
					username: 'peter',
					timestamp: '1698933562170',
					callback: 'https://n8n.example.com/webhook/x',
					messageBody: 'Hello',
				},
				raw: { ...(JSON.parse(NEWER_REPORT) as object), callback: '[hidden]' },
			},
		],
		[
			'an incoming message of the newer platform',
			NEWER_INCOMING,
			{
				...NOTHING,
				event: 'incomingMessage',
				messageId: 'b0c2',
				from: '+13056708084',
				to: '19893653744',
				text: 'Hello',
				extra: {
					...EXTRA_OF_INCOMING,
					externalId: 'mine-1',
					date: '2023-11-02T13:59:22.17Z',
					timestamp: '1698933562170',
				},
				raw: JSON.parse(NEWER_INCOMING) as unknown,
			},
		],
		[
			'a message that the newer platform forwards, whatever state it gives',
			'{"owner":"peter","processId":7,"origin":"22222","from":"13056708084","message":"Hi","status":"SENT"}',
			{
				...NOTHING,
				event: 'incomingMessage',
				from: '+13056708084',
				to: '22222',
				text: 'Hi',
				extra: { ...EXTRA_OF_INCOMING, owner: 'peter', processId: '7' },
				raw: {
					owner: 'peter',
					processId: 7,
					origin: '22222',
					from: '13056708084',
					message: 'Hi',
					status: 'SENT',
				},
			},
		],
	])('%s', (_label, body, expected) => {
		expect(read(body)).toEqual([expected]);
	});

	// The shape of the vendor's page "Callback URL (MO)"; its values are our own.
	const NEWEST = {
		owner: 'acme',
		date: '2026-01-02T03:05:00Z',
		processId: 123,
		origin: '12345',
		externalId: '',
		callback: 'https://example.org/cb?secret=s3cret',
		connection: 'SMS',
		id: 'mo-1',
		text: 'ALTO',
		user: '+573001234567',
		extraInfo: null,
	};
	const EXTRA_OF_NEWEST = {
		...EXTRA_OF_INCOMING,
		owner: 'acme',
		processId: '123',
		connection: 'SMS',
		date: '2026-01-02T03:05:00Z',
		callback: 'https://example.org/cb',
	};
	const newest = (more: object) => JSON.stringify({ ...NEWEST, ...more });

	it.each<[string, string, Partial<CallbackEvent>]>([
		['the vendor’s fields', newest({}), {}],
		['a handset without a plus', newest({ user: '573001234567' }), {}],
		['a process as text', newest({ processId: '123' }), {}],
		[
			'a process beyond 2^53',
			newest({}).replace('123,', '12345678901234567890,'),
			{ extra: { ...EXTRA_OF_NEWEST, processId: '12345678901234567890' } },
		],
		[
			'no process',
			newest({ processId: undefined }),
			{ extra: { ...EXTRA_OF_NEWEST, processId: null } },
		],
		['no origin', newest({ origin: undefined }), { to: null }],
		['an alphanumeric origin', newest({ origin: 'ACME' }), { to: 'ACME' }],
		[
			'an id of the customer’s',
			newest({ externalId: 'order-17' }),
			{ extra: { ...EXTRA_OF_NEWEST, externalId: 'order-17' } },
		],
		['a status beside it', newest({ status: 'RECEIVED' }), {}],
		['a sender beside it, which is the code', newest({ from: '12345' }), {}],
		['names in capitals', newest({}).replace('"user"', '"USER"').replace('"text"', '"Text"'), {}],
		['a text of blanks', newest({ text: ' \n' }), { text: ' \n' }],
		['a type', newest({ type: 'MO' }), {}],
		[
			'a writer without a country’s number',
			newest({ user: 'someone@example' }),
			{ from: 'someone@example' },
		],
		[
			'what comes with WhatsApp',
			newest({
				connection: 'WHATSAPP',
				extraInfo: {
					type: 'image',
					attachments: [
						{ fileName: 'a.jpg', url: 'https://example.org/a.jpg', caption: 'Look' },
						{ url: 'https://example.org/b.jpg' },
						'c.jpg',
					],
					contacts: [{ profile: { name: 'Ana' }, wa_id: '573001234567' }],
				},
			}),
			{
				extra: {
					...EXTRA_OF_NEWEST,
					connection: 'WHATSAPP',
					contactName: 'Ana',
					attachments: [
						{ fileName: 'a.jpg', url: 'https://example.org/a.jpg', caption: 'Look' },
						{ fileName: null, url: 'https://example.org/b.jpg', caption: null },
					],
				},
			},
		],
		['other things under extraInfo', newest({ extraInfo: [{ contacts: 7 }] }), {}],
		['lists of other things', newest({ extraInfo: { contacts: [null], attachments: {} } }), {}],
	])('an incoming message from a user: %s', (_label, body, expected) => {
		const [event, ...others] = read(body);
		expect(others).toEqual([]);
		expect(event).toEqual({
			...NOTHING,
			event: 'incomingMessage',
			messageId: 'mo-1',
			from: '+573001234567',
			to: '12345',
			text: 'ALTO',
			extra: EXTRA_OF_NEWEST,
			...expected,
			raw: event?.raw,
		});
		expect(JSON.stringify(event)).not.toContain('s3cret');
	});

	it('a picture without a text is a message with its caption', () => {
		const attachments = [{ url: 'https://example.org/a.jpg', caption: 'Look' }];
		const body = newest({ text: undefined, extraInfo: { attachments } });
		expect(read(body)).toMatchObject([{ event: 'incomingMessage', text: 'Look' }]);
	});

	it.each([
		['nobody', newest({ user: undefined })],
		['an empty user', newest({ user: '' })],
		['no text', newest({ text: undefined })],
	])('%s: unknown', (_label, body) => {
		expect(read(body)).toMatchObject([{ event: 'unknown' }]);
	});

	it('a report with the name of the account’s user stays a report', () => {
		const report = { id: '1', to: '573001234567', from: '12345', status: 'DELIVRD', user: 'acme' };
		expect(read(JSON.stringify(report))).toMatchObject([
			{ event: 'deliveryReport', status: 'delivered', to: '+573001234567', from: '12345' },
		]);
	});

	it('a report in the shape of the vendor’s page', () => {
		const report = {
			date: '2026-01-02T03:04:09Z',
			externalId: 'order-17',
			callback: 'https://example.org/cb',
			from: '12345',
			id: '9f1c-example',
			to: '573001234567',
			message: 'Hola',
			username: 'acme',
			timestamp: '2026-01-02T03:04:09Z',
			status: 'DELIVRD',
		};
		expect(read(JSON.stringify(report))).toEqual([
			{
				...NOTHING,
				event: 'deliveryReport',
				messageId: '9f1c-example',
				to: '+573001234567',
				from: '12345',
				status: 'delivered',
				final: true,
				gatewayStatus: 'DELIVRD',
				doneAt: '2026-01-02T03:04:09Z',
				extra: {
					clientId: null,
					externalId: 'order-17',
					username: 'acme',
					timestamp: '2026-01-02T03:04:09Z',
					callback: 'https://example.org/cb',
					messageBody: 'Hola',
				},
				raw: { ...report, callback: '[hidden]' },
			},
		]);
	});

	it.each([
		['https://user:s3cret@example.org:8443/a/b?x=s3cret#s3cret', 'https://example.org:8443/a/b'],
		['HTTP://EXAMPLE.org', 'http://example.org/'],
		['ftp://example.org/s3cret', null],
		['javascript:s3cret', null],
		['s3cret', null],
		['https://', null],
		['', null],
	])('the called address %j is passed on as %j', (callback, expected) => {
		const [event] = read(newest({ callback }));
		expect(event?.extra.callback).toBe(expected);
		expect(JSON.stringify(event)).not.toContain('s3cret');
	});

	it('keeps the secret in the called address to itself', () => {
		expect(JSON.stringify(read(NEWER_REPORT))).not.toContain('s3cret');
		expect(JSON.stringify(read('mobile=13056708084&mo=a&Callback=s3cret'))).not.toContain('s3cret');
	});
});

describe('statuses', () => {
	// Sources: the vendor's pages "Message's Status" and "SMS Status".
	it.each([
		...['DELIVERED_TO_DEVICE', 'READ', 'DELIVRD', 'Delivrd'].map((word) => [
			word,
			'delivered',
			true,
		]),
		...[
			'SENT',
			'DELIVERED_TO_CARRIER',
			'DELIVERED TO CARRIER',
			'SENT_TO_CARRIER',
			'SENT_TO_DEVICE',
			'SENDING',
			'PENDING',
			'ACCEPTD',
			'BUFFRED',
			'CARRIER GATEWAY ERROR',
			'ENROUTE',
			'QUEUE',
			'DEQUEUED',
			'INCOMPLETE',
		].map((word) => [word, 'pending', false]),
		['EXPIRED', 'expired', true],
		...[
			'UNREACHABLE',
			'NOT_SENT',
			'UNDELIVERED',
			'UNDELIV',
			'DELETED',
			'INTERNAL ERROR',
			'EXHAUSTED',
			'INVALID ROUTING',
			'INVALID_ROUTING',
		].map((word) => [word, 'failed', true]),
		...[
			'BAD_FROM',
			'BAD_TO',
			'BAD_ENCODING',
			'BAD_CARRIER/FROM',
			'NOT_ENOUGH_FUNDS',
			'BAD_TIMEZONE',
			'REJECTD',
			'BAD ADDRESS',
			'INVALID TEMPLATE ID',
			'INVALID TEMPLATE PARAMETERS',
			'INVALID TEMPLATE TYPE',
			'TEMPLATE NOT SUPPORTED',
			'CODE_NOT_ALLOWED',
			'BLACKLISTED',
			'SEGMENTS_EXCEEDED',
		].map((word) => [word, 'rejected', true]),
		['UNKNOWN', 'unknown', false],
		['SOMETHING NEW', 'unknown', false],
	] as [string, string, boolean][])('%s is %s', (word, status, final) => {
		const body = REPORT.replace('DELIVERED_TO_DEVICE', encodeURIComponent(word));
		expect(read(body)).toEqual([
			expect.objectContaining({ event: 'deliveryReport', status, final, gatewayStatus: word }),
		]);
	});

	it('an empty status makes no incoming message: a workflow that answers would answer itself', () => {
		expect(read(REPORT.replace('DELIVERED_TO_DEVICE', ''))).toEqual([
			expect.objectContaining({
				event: 'deliveryReport',
				gatewayStatus: null,
				status: 'unknown',
				final: false,
			}),
		]);
	});
});

describe('other shapes', () => {
	it.each(['username', 'externalId', 'callback'])(
		'a report of the newer platform without a status, known by its %s, is nobody’s answer',
		(name) => {
			const { status, username, externalId, callback, ...report } = JSON.parse(
				NEWER_REPORT,
			) as Record<string, string>;
			const own = { username, externalId, callback }[name];
			expect(status).toBe('DELIVRD');
			const body = JSON.stringify({ ...report, message: 'STOP', [name]: own });
			expect(read(body)).toMatchObject([{ event: 'unknown', text: null }]);
		},
	);

	it('the type SMS without a status is an incoming message', () => {
		expect(read('FROM=13056708084&TO=22222&MESSAGE_BODY=Hi&TYPE=SMS&MESSANGI_ID=9')).toEqual([
			expect.objectContaining({
				event: 'incomingMessage',
				messageId: '9',
				from: '+13056708084',
				to: '22222',
				text: 'Hi',
			}),
		]);
	});

	it.each([
		['names in lower case', INCOMING.replace('FROM', 'from').replace('TYPE', 'type')],
		['a type in lower case', INCOMING.replace('MO_MESSAGE', 'mo_message')],
		['no type', INCOMING.replace('&TYPE=MO_MESSAGE', '')],
		['a charset in the header', INCOMING, `${FORM};charset=UTF-8`],
		[
			'a charset that only ENCODING names',
			'FROM=13056708084&TO=2&TEXT=%BFQu%E9+tal%3F+%80&ENCODING=ISO-8859-1&TYPE=MO_MESSAGE',
			FORM,
			'¿Qué tal? €',
		],
		['an ENCODING that the form does not follow', INCOMING.replace('UTF-8', 'ISO-8859-1'), FORM],
		['an ENCODING of the air', INCOMING.replace('UTF-8', 'UCS-2'), FORM],
	])('an incoming message with %s', (_label, body, contentType = FORM, text = '¿Qué tal? 😀') => {
		expect(read(body, contentType)).toEqual([
			expect.objectContaining({ event: 'incomingMessage', from: '+13056708084', text }),
		]);
	});

	it.each([
		['a push message', REPORT.replace('TYPE=SMS', 'TYPE=PUSH')],
		['an e-mail', REPORT.replace('TYPE=SMS', 'TYPE=EMAIL')],
		['Facebook', REPORT.replace('TYPE=SMS', 'TYPE=FACEBOOK')],
		['a type that is not known', REPORT.replace('TYPE=SMS', 'TYPE=RCS')],
		['a message from nobody', 'TO=2&TEXT=Hi&TYPE=MO_MESSAGE'],
		['a message without a text', 'FROM=13056708084&TYPE=MO_MESSAGE'],
		['a status of nothing', 'STATUS=DELIVRD&TYPE=SMS'],
		['a form of something else', 'hello=world'],
		['JSON of something else', '{"hello":"world"}'],
		['lists for texts', '{"from":["13056708084"],"text":["Hi"]}'],
	])('%s is passed on', (_label, body) => {
		const [event, ...others] = read(body);
		expect(event).toEqual({ ...NOTHING, raw: event?.raw });
		expect(event?.raw).not.toBeNull();
		expect(others).toEqual([]);
	});
});
