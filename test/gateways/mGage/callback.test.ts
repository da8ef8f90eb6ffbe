import type { CallbackEvent } from '../../../gateways/callbacks/event';
import { readCallback } from '../../../gateways/mGage/callback';

const read = (body: string, contentType = 'application/x-www-form-urlencoded') =>
	readCallback({ contentType, body: Buffer.from(body) });

/** All fields that the vendor documents for an incoming message. */
const INCOMING =
	'a2w_mo_ref_id=ref-1&carrier=tmobile&channel=sms&country_code=1&device_address=13056708084' +
	'&inbound_address=87767&message=caf%C3%A9+%2B+tea&message_id=12345678901234567890' +
	'&message_orig=JOIN+caf%C3%A9+%2B+tea&message_subid=0&router=MMX&status=MO+Success&status_code=100';

const INCOMING_EVENT: CallbackEvent = {
	event: 'incomingMessage',
	messageId: '12345678901234567890',
	to: '87767',
	from: '+13056708084',
	status: null,
	final: null,
	gatewayStatus: null,
	errorCode: null,
	submittedAt: null,
	doneAt: null,
	text: 'café + tea',
	extra: {
		messageSubId: '0',
		carrier: 'tmobile',
		router: 'MMX',
		channel: 'sms',
		status: 'MO Success',
		statusCode: '100',
		countryCode: '1',
		a2wMoRefId: 'ref-1',
		messageOrig: 'JOIN café + tea',
	},
	raw: {
		a2w_mo_ref_id: 'ref-1',
		carrier: 'tmobile',
		channel: 'sms',
		country_code: '1',
		device_address: '13056708084',
		inbound_address: '87767',
		message: 'café + tea',
		message_id: '12345678901234567890',
		message_orig: 'JOIN café + tea',
		message_subid: '0',
		router: 'MMX',
		status: 'MO Success',
		status_code: '100',
	},
};

/** All fields of a receipt, as seen in use. */
const RECEIPT =
	'message_id=777&message_subid=2&client_message_id=mine-1&device_address=13056708084' +
	'&inbound_address=87767&status=Carrier+Success&status_code=200';

const RECEIPT_EVENT: CallbackEvent = {
	event: 'deliveryReport',
	messageId: '777',
	to: '+13056708084',
	from: '87767',
	status: 'delivered',
	final: true,
	gatewayStatus: 'Carrier Success',
	errorCode: null,
	submittedAt: null,
	doneAt: null,
	text: null,
	extra: {
		messageSubId: '2',
		clientMessageId: 'mine-1',
		statusCode: '200',
		carrier: null,
		router: null,
		channel: null,
		countryCode: null,
	},
	raw: {
		message_id: '777',
		message_subid: '2',
		client_message_id: 'mine-1',
		device_address: '13056708084',
		inbound_address: '87767',
		status: 'Carrier Success',
		status_code: '200',
	},
};

describe('incoming messages', () => {
	it('reads every documented field', () => {
		expect(read(INCOMING)).toEqual([INCOMING_EVENT]);
	});

	it.each<[string, string, string, Partial<CallbackEvent>]>([
		['no text beside the original', 'message=caf%C3%A9+%2B+tea&', '', { text: 'JOIN café + tea' }],
		['an empty text', 'message=caf%C3%A9+%2B+tea', 'message=', { text: '' }],
		['white space around a text', 'message=caf%C3%A9+%2B+tea', 'message=+a%0A', { text: ' a\n' }],
		[
			'a national number',
			'device_address=13056708084',
			'device_address=3056708084',
			{
				from: '+13056708084',
			},
		],
		[
			'a number of the UK',
			'country_code=1&device_address=13056708084',
			'country_code=44&device_address=447700900123',
			{
				from: '+447700900123',
			},
		],
		['the country in letters', 'country_code=1&', 'country_code=US&', { from: '+13056708084' }],
		['no country', 'country_code=1&', '', { from: '+13056708084' }],
		['a long code', 'inbound_address=87767', 'inbound_address=18005551234', { to: '18005551234' }],
		['no id', 'message_id=12345678901234567890&', '', { messageId: null }],
		['no code that was written to', 'inbound_address=87767&', '', { to: null }],
		['names in capitals', 'device_address', 'DEVICE_ADDRESS', { from: '+13056708084' }],
	])('%s', (_label, from, to, expected) => {
		expect(INCOMING).toContain(from);
		expect(read(INCOMING.replace(from, to))).toEqual([
			expect.objectContaining({ event: 'incomingMessage', ...expected }),
		]);
	});

	it.each([['message=Hi'], ['message_orig=Hi'], ['a2w_mo_ref_id=r']])(
		'%s alone tells it from a receipt',
		(field) => {
			expect(read(`${RECEIPT}&${field}`)[0]?.event).toBe('incomingMessage');
		},
	);
});

describe('receipts', () => {
	it('reads every known field', () => {
		expect(read(RECEIPT)).toEqual([RECEIPT_EVENT]);
	});

	it.each([
		...['40', '130', '200'].map((code) => [code, 'delivered', true]),
		...['5', '6', '7', '10', '30', '124', '210'].map((code) => [code, 'pending', false]),
		...['110', '129', '131', '132', '133'].map((code) => [code, 'failed', true]),
		...['250', '260', '270', '275', '280', '290'].map((code) => [code, 'failed', true]),
		...['', '0', '1', '4', '41', '100', '128', '134', '201', '251', '2000', '-5'].map((code) => [
			code,
			'unknown',
			false,
		]),
		['0200', 'delivered', true],
		['constructor', 'unknown', false],
	] as [string, string, boolean][])('code %s is %s', (code, status, final) => {
		expect(read(RECEIPT.replace('=200', `=${code}`))).toEqual([
			expect.objectContaining({
				event: 'deliveryReport',
				status,
				final,
				gatewayStatus: 'Carrier Success',
				errorCode: status === 'failed' ? code : null,
				extra: { ...RECEIPT_EVENT.extra, statusCode: code === '' ? null : code },
			}),
		]);
	});

	it.each([
		['a word where the code is not known', 'DELIVRD', '999', 'delivered', 'DELIVRD'],
		['a word where there is no code', 'EXPIRED', '', 'expired', 'EXPIRED'],
		['a code that counts more than the word', 'DELIVRD', '250', 'failed', 'DELIVRD'],
		['a code alone', '', '130', 'delivered', '130'],
		// It may be the carrier's success in taking the message.
		['a word that nobody published', 'Carrier Success', '', 'unknown', 'Carrier Success'],
	])('%s', (_label, word, code, status, gatewayStatus) => {
		const body = `message_id=1&device_address=13056708084&status=${word}&status_code=${code}`;
		expect(read(body)).toEqual([expect.objectContaining({ status, gatewayStatus })]);
	});

	it('knows a message by the client’s own id', () => {
		expect(read('client_message_id=mine-1&status_code=200')).toEqual([
			expect.objectContaining({ event: 'deliveryReport', messageId: null, status: 'delivered' }),
		]);
	});
});

describe('what has no known shape is passed on', () => {
	it.each([
		['other fields', 'hello=world', { hello: 'world' }],
		['a message from nobody', 'message=Hi', { message: 'Hi' }],
		['a receipt for nothing', 'status=Carrier+Success', { status: 'Carrier Success' }],
		['a receipt without a state', 'message_id=1', { message_id: '1' }],
	])('%s', (_label, body, raw) => {
		expect(read(body)).toEqual([expect.objectContaining({ event: 'unknown', raw })]);
	});
});
