import { sign } from '../../sandbox/gateways/messangi/signature';
import { ACCOUNTS } from '../../sandbox/server/server';
import { allXml, base64Url, call, messangiPath, sendSMSPath, xml } from './client';
import { sandboxForTests } from './forTests';

const { publicKey, privateKey } = ACCOUNTS.messangi;

describe('Messangi', () => {
	const sandbox = sandboxForTests();

	// The vendor's published examples.
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
	])('signs %s', (parameters, signature) => {
		expect(sign(parameters.split('/'), privateKey)).toBe(signature);
	});

	it.each([
		[
			'unpadded sendSMS',
			'tools/sendSMS/8/Movistar/19893653744/MTMwNTY3MDgwODQ/T0dBTkdJIFRFU1QgTUVTU0FHRQ',
			'd53cf1b7003a799b75beeadeef94c240f985d5132201ae8ad0b73bd435d0fe02',
			{ to: '13056708084', from: '19893653744', text: 'OGANGI TEST MESSAGE' },
		],
		[
			'padded sendSMS',
			'tools/sendSMS/8/Movistar/19893653744/MTMwNTY3MDgwODQ=/T0dBTkdJIFRFU1QgTUVTU0FHRQ==',
			'0a27a0162e195305a69e645c73c91cb1e95197b486b3e6708d5701586dfb1a62',
			{ to: '13056708084', from: '19893653744', text: 'OGANGI TEST MESSAGE' },
		],
		[
			'sendMT with the URL-safe alphabet',
			'sendMT/8/19893653744/null/13056708084/wr9RdcOpIHRhbD8gfn5-w7E',
			'e2c9e8a735e1c04efa3c08c23f3a0cdbcb29e76424d3d486509e53ff5d5f2b4e',
			{ to: '13056708084', from: '19893653744', text: '¿Qué tal? ~~~ñ' },
		],
	])('accepts a published request: %s', async (_title, path, signature, message) => {
		const reply = await call(sandbox, `/messangi/rest/api/${path}/${publicKey}/${signature}`);
		expect(xml(reply.body, 'status')).toBe('OK');
		expect(sandbox.messages()).toEqual([expect.objectContaining(message)]);
	});

	it('answers sendSMS in the shape of the vendor’s page', async () => {
		const reply = await call(sandbox, sendSMSPath({ text: base64Url('a < b & "c"') }));
		expect(reply.status).toBe(200);
		expect(reply.headers['content-type']).toBe('text/xml;charset=UTF-8');
		const date = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}-04:00`;
		expect(reply.body).toMatch(
			new RegExp(
				'^<response><input>sendSMS</input><status>OK</status><description>Completed</description>' +
					String.raw`<result><messages><message><id>-?\d{19}</id><carrier>Movistar</carrier>` +
					'<from>19893653744</from><to>13056708084</to><text>a &lt; b &amp; &quot;c&quot;</text>' +
					'<status>SENT_TO_CARRIER</status><statusDescription>Sent to Carrier</statusDescription>' +
					`<encoding>UTF-8</encoding><date>${date}</date><timezone>America/Caracas</timezone>` +
					'<clientId>sandbox-client</clientId></message></messages></result></response>$',
			),
		);
		expect(sandbox.messages()).toEqual([
			{
				gateway: 'messangi',
				operation: 'sendSMS',
				id: xml(reply.body, 'id'),
				to: '13056708084',
				from: '19893653744',
				text: 'a < b & "c"',
				acceptedAt: expect.stringMatching(/^\d{4}-.*Z$/) as string,
				status: 'accepted',
				details: { carrier: 'Movistar' },
			},
		]);
	});

	it('gives every message a 64-bit id no double can hold', async () => {
		for (let sent = 0; sent < 4; sent++) await call(sandbox, sendSMSPath());
		const ids = sandbox.messages().map(({ id }) => id);
		expect(new Set(ids).size).toBe(4);
		for (const id of ids) {
			expect(String(Number(id))).not.toBe(id);
			expect(BigInt.asIntN(64, BigInt(id))).toBe(BigInt(id));
		}
	});

	it('answers sendMT without a result, and keeps its flags', async () => {
		const text = base64Url('Hi');
		const reply = await call(
			sandbox,
			messangiPath('sendMT', ['8', '777', '41', '13056708084', text, 'urgent']),
		);
		expect(reply.body).toBe(
			'<response><input>sendMT</input><status>OK</status><description>Completed</description></response>',
		);
		expect(sandbox.messages()[0]?.details).toEqual({ carrier: '41', flags: 'urgent' });
	});

	it('answers an empty list of incoming messages', async () => {
		const reply = await call(sandbox, messangiPath('tools/getMOMessages', ['8', '1', '1', 'null']));
		expect(xml(reply.body, 'status')).toBe('OK');
		expect(xml(reply.body, 'records')).toBe('0');
	});

	it('signs what is in the URL, percent-encoding included', async () => {
		await call(sandbox, sendSMSPath({ carrier: 'Claro%20PR' }));
		expect(sandbox.messages()[0]?.details).toEqual({ carrier: 'Claro PR' });
		expect(sandbox.requests()[0]?.path).toContain('/Claro%20PR/');
	});

	const signed = sendSMSPath();
	it.each([
		[
			'another instance',
			messangiPath('tools/sendSMS', ['9', 'a', '1', 'b', 'c']),
			'instanceId: expected 8, got 9',
		],
		['another public key', signed.replace(publicKey, 'other'), 'publicKey: expected'],
		['a changed parameter', signed.replace('Movistar', 'Digitel'), 'signature: expected'],
		[
			'an upper-case signature',
			signed.replace(/[^/]+$/, (hex) => hex.toUpperCase()),
			'signature: expected',
		],
		['no signature', signed.replace(/[^/]+$/, ''), 'signature: expected'],
	])('refuses %s as BAD_SIGNATURE', async (_title, path, because) => {
		const reply = await call(sandbox, path);
		expect(reply.status).toBe(200);
		expect(xml(reply.body, 'status')).toBe('BAD_SIGNATURE');
		expect(xml(reply.body, 'description')).toBe('Invalid signature, access denied');
		expect(sandbox.requests()[0]?.refusedBecause).toContain(because);
		expect(sandbox.messages()).toEqual([]);
	});

	it.each([
		[
			'a segment too few',
			'/messangi/rest/api/tools/sendSMS/8/a/b/c/d/e',
			'segments: expected 7 after tools/sendSMS, got 6',
		],
		[
			'a segment too many',
			'/messangi/rest/api/sendMT/1/2/3/4/5/6/7/8/9',
			'segments: expected 7 or 8 after sendMT, got 9',
		],
		['no segments', '/messangi/rest/api/sendMT', 'segments: expected 7 or 8 after sendMT, got 0'],
		[
			'broken percent-encoding',
			sendSMSPath({ carrier: '%zz' }),
			'carrier or from: not valid percent-encoded UTF-8',
		],
		['an empty text', sendSMSPath({ text: '' }), 'text: expected a message, got an empty one'],
		[
			'an operator’s name in sendMT',
			messangiPath('sendMT', ['8', '777', 'Movistar', '13056708084', 'SGk']),
			'carrier: expected an operator ID or null',
		],
		[
			'a short number in sendMT',
			messangiPath('sendMT', ['8', '777', 'null', '123', 'SGk']),
			'mobileNumber: expected 7 to 15 digits',
		],
		[
			'a sender of letters in sendMT',
			messangiPath('sendMT', ['8', 'ACME', 'null', '13056708084', 'SGk']),
			'from: expected digits',
		],
		[
			'bare text in sendMT',
			messangiPath('sendMT', ['8', '777', 'null', '13056708084', 'a+b']),
			'text: expected UTF-8 in URL-safe Base64',
		],
		[
			'an empty text in sendMT',
			messangiPath('sendMT', ['8', '777', 'null', '13056708084', '']),
			'text: expected a message, got an empty one',
		],
		[
			'page 0',
			messangiPath('tools/getMOMessages', ['8', '0', '1', 'null']),
			'page: expected a number from 1',
		],
	])('answers ERROR to %s', async (_title, path, because) => {
		const reply = await call(sandbox, path);
		expect(reply.status).toBe(200);
		expect(xml(reply.body, 'status')).toBe('ERROR');
		expect(sandbox.requests()[0]?.refusedBecause).toContain(because);
		expect(sandbox.messages()).toEqual([]);
	});

	it.each([
		['BAD_ENCODING', 'a character outside the alphabet', { text: 'a+b' }],
		['BAD_ENCODING', 'Base64 that does not come out even', { text: 'SGkx0' }],
		['BAD_ENCODING', 'wrong padding', { text: 'SGk==' }],
		[
			'BAD_ENCODING',
			'bytes that are not UTF-8',
			{ text: Buffer.from([0xff]).toString('base64url') },
		],
		['BAD_ENCODING', 'a bare number', { to: '+13056708084' }],
		['BAD_TO', 'a number with a plus', { to: base64Url('+13056708084') }],
		['BAD_TO', 'a short number', { to: base64Url('123456') }],
		['BAD_TO', 'a long number', { to: base64Url('1234567890123456') }],
		['BAD_FROM', 'no sender', { from: '' }],
		['BAD_FROM', 'a sender of letters', { from: 'ACME' }],
		['BAD_CARRIER/FROM', 'a carrier in lower case', { carrier: 'movistar' }],
	])('gives the message the status %s for %s', async (status, _title, changes) => {
		const reply = await call(sandbox, sendSMSPath(changes));
		expect(reply.status).toBe(200);
		expect(allXml(reply.body, 'status')).toEqual(['OK', status]);
		expect(sandbox.requests()[0]?.refusedBecause).toMatch(/^\w+: expected /);
		expect(sandbox.messages()).toEqual([]);
	});

	it.each([
		['GET', '/messangi', 404],
		['GET', '/messangi/rest/api/tools/unknown/8', 404],
		['GET', '/messangi/tools/sendSMS/8', 404],
		['POST', '/messangi/rest/api/sendMT/8', 405],
	])('answers %s %s with %i', async (method, path, status) => {
		const reply = await call(sandbox, path, { method });
		expect(reply.status).toBe(status);
		expect(reply.headers['content-type']).toContain('text/plain');
		expect(sandbox.requests()[0]).toMatchObject({ method, path, status });
	});

	it.each([
		['BAD_SIGNATURE', ['BAD_SIGNATURE']],
		['ERROR', ['ERROR']],
		['NOT_ENOUGH_FUNDS', ['OK', 'NOT_ENOUGH_FUNDS']],
		['INVALID TEMPLATE ID', ['OK', 'INVALID TEMPLATE ID']],
	])('answers the code %s on demand', async (code, statuses) => {
		sandbox.failNext({ gateway: 'messangi', code });
		const reply = await call(sandbox, sendSMSPath());
		expect(allXml(reply.body, 'status')).toEqual(statuses);
		expect(sandbox.messages()).toEqual([]);
	});

	it('has no place for a message’s status in sendMT, and says ERROR', async () => {
		sandbox.failNext({ code: 'NOT_ENOUGH_FUNDS' });
		const reply = await call(
			sandbox,
			messangiPath('sendMT', ['8', '7', 'null', '13056708084', 'SGk']),
		);
		expect(xml(reply.body, 'status')).toBe('ERROR');
		expect(xml(reply.body, 'description')).toBe('NOT_ENOUGH_FUNDS');
	});

	const PIN = 'sendSMSPinMobileNumberConfirm';
	const pinPath = (changes: Partial<Record<string, string>> = {}): string => {
		const { carrier, from, to, text, length } = {
			carrier: 'Movistar',
			from: '19893653744',
			to: '13056708084',
			text: base64Url('Your PIN'),
			length: '6',
			...changes,
		};
		return messangiPath(`tools/${PIN}`, ['8', carrier, from, to, text, length]);
	};

	it('sends a PIN and answers it in the shape of the vendor’s page', async () => {
		sandbox.setNextPin('846547');
		const reply = await call(sandbox, pinPath());
		expect(reply.body).toBe(
			`<response><input>${PIN}</input><status>OK</status><description>Completed</description>` +
				'<result><PinSMSConfirmation><pin>846547</pin></PinSMSConfirmation></result></response>',
		);
		expect(sandbox.messages()).toMatchObject([
			{
				operation: PIN,
				to: '13056708084',
				from: '19893653744',
				text: 'Your PIN',
				details: { carrier: 'Movistar', pin: '846547', length: '6' },
			},
		]);
	});

	it('makes PINs of the length asked for, some with a leading zero', async () => {
		const pins: string[] = [];
		for (let sent = 0; sent < 300; sent++) {
			pins.push(xml((await call(sandbox, pinPath({ length: '10' }))).body, 'pin') ?? '');
		}
		expect(pins.filter((pin) => !/^\d{10}$/.test(pin))).toEqual([]);
		expect(new Set(pins).size).toBe(300);
		// One in ten starts so: none among 300 happens once in 10^13 runs.
		expect(pins.some((pin) => pin.startsWith('0'))).toBe(true);
	});

	it('gives a forced PIN once, its leading zeros included', async () => {
		sandbox.setNextPin('0042');
		expect(xml((await call(sandbox, pinPath())).body, 'pin')).toBe('0042');
		expect(xml((await call(sandbox, pinPath())).body, 'pin')).toMatch(/^\d{6}$/);
		sandbox.setNextPin('0042');
		sandbox.reset();
		expect(xml((await call(sandbox, pinPath())).body, 'pin')).toMatch(/^\d{6}$/);
	});

	it.each([
		['a length of 0', { length: '0' }, 'length: expected 1 to 10, got "0"'],
		['a length of 11', { length: '11' }, 'length: expected 1 to 10, got "11"'],
		['a length in words', { length: 'six' }, 'length: expected 1 to 10, got "six"'],
		['a carrier in lower case', { carrier: 'movistar' }, 'carrier: expected one of'],
		['a number in Base64', { to: base64Url('13056708084') }, 'mobileNumber: expected 7 to 15'],
		['a bare text', { text: 'a+b' }, 'text: expected UTF-8 in URL-safe Base64'],
		['an empty text', { text: '' }, 'text: expected a message'],
		['broken escapes', { from: '%zz' }, 'carrier or from: not valid percent-encoded'],
		['broken escapes', { length: '%ff' }, 'mobileNumber or length: not valid percent-encoded'],
	])('sends no PIN with %s', async (_title, changes, because) => {
		const reply = await call(sandbox, pinPath(changes));
		expect(xml(reply.body, 'status')).toBe('ERROR');
		expect(reply.body).not.toContain('<pin>');
		expect(sandbox.requests()[0]?.refusedBecause).toContain(because);
		expect(sandbox.messages()).toEqual([]);
	});

	it.each(['', '12345678901', '12a', 42])('takes no %j for a PIN', (pin) => {
		expect(() => {
			sandbox.setNextPin(pin as string);
		}).toThrow(RangeError);
	});
});
