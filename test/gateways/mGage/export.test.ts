import { readExport } from '../../../gateways/mGage/export';
import { mGageRow } from '../../../gateways/mGage/report';
import { exportRequest } from '../../../gateways/mGage/request';
import { ReadFailure } from '../../../gateways/reply';
import { readReportedMoment } from '../../../gateways/report/moment';
import { Refusal } from '../../../messages/refusal';

/*
 * The Export API. Its address and parameters are the vendor's; the shape of its reply is unpublished, so each of
 * the shapes here is assumed.
 */

const pause = async () => {
	await Promise.resolve();
};
const read = async (text: string, type: 'MO' | 'MT' = 'MT', status = 200) =>
	await readExport({ status, text }, type, pause);

it('is asked for as the vendor’s page says', () => {
	expect(
		exportRequest({
			programId: ' 12345 ',
			type: 'MT',
			startDate: '2026-03-01T14:00:00',
			endDate: '2026-03-02T00:00:00',
		}),
	).toEqual({
		method: 'GET',
		path: 'api/messages/program/12345?messageType=MT&startDate=2026-03-01T14%3A00%3A00&endDate=2026-03-02T00%3A00%3A00',
	});
});

it.each(['', '../1', '1/2', '1?x=2', '1 2'])(
	'is not asked for with the program ID %p',
	(programId) => {
		const parameters = { programId, type: 'MO' as const, startDate: '', endDate: '' };
		expect(() => exportRequest(parameters)).toThrow(Refusal);
	},
);

const MESSAGE = {
	messageId: '70000000001',
	from: '87767',
	to: '13056708084',
	text: 'Hello, "you" & me',
	date: '2026-03-01T14:00:00',
	type: 'MT',
	status: 'Carrier Success',
	statusCode: '200',
};

/** The same message in each shape, and the names of its own fields. */
const SHAPES: [label: string, text: string, names: string[]][] = [
	[
		'XML',
		'<messages xmlns="http://communicatepro.mgage.com/api"><message><messageId>70000000001</messageId><originator>87767</originator><destination>13056708084</destination><message>Hello, "you" &amp; me</message><date>2026-03-01T14:00:00</date><status>Carrier Success</status><status_code>200</status_code><carrier>tmobile</carrier></message></messages>',
		['carrier', 'status_code'],
	],
	[
		'XML with prefixes and attributes',
		'<?xml version="1.0"?><ns2:export xmlns:ns2="http://communicatepro.mgage.com/api"><ns2:sms ns2:message_id="70000000001" from="87767" to="13056708084" sent="2026-03-01T14:00:00" status="Carrier Success" statusCode="200"><ns2:body>Hello, "you" &amp; me</ns2:body><ns2:carrier>tmobile</ns2:carrier></ns2:sms></ns2:export>',
		['body', 'carrier', 'message_id'],
	],
	[
		'XML with a block for the recipient',
		'<response><count>1</count><sms><id>70000000001</id><from>87767</from><text>Hello, "you" &amp; me</text><date>2026-03-01T14:00:00</date><recipients><recipient number="13056708084" status="Carrier Success" statusCode="200"/></recipients></sms></response>',
		['number', 'text'],
	],
	[
		'JSON',
		'{"program":12345,"total":1,"messages":[{"id":70000000001,"from":"87767","to":"13056708084","text":"Hello, \\"you\\" & me","timestamp":"2026-03-01T14:00:00","status":"Carrier Success","statusCode":200,"extra":null}]}',
		['timestamp', 'id'],
	],
	[
		'a JSON list',
		'[{"message_id":"70000000001","device_address":"13056708084","inbound_address":"87767","message":"Hello, \\"you\\" & me","date":"2026-03-01T14:00:00","status":"Carrier Success","status_code":"200"}]',
		['device_address', 'inbound_address'],
	],
	[
		'CSV',
		'Message ID,Originator,Destination,Message,Date,Status,Status Code,Carrier\r\n70000000001,87767,13056708084,"Hello, ""you"" & me",2026-03-01T14:00:00,Carrier Success,200,tmobile\r\n',
		['Message ID', 'Carrier'],
	],
	[
		'CSV with semicolons',
		'message_id;from;to;text;sent;status;status_code\n70000000001;87767;13056708084;"Hello, ""you"" & me";2026-03-01T14:00:00;Carrier Success;200\n',
		['sent', 'text'],
	],
];

it.each(SHAPES)('reads %s, with every field under its own name', async (_label, text, names) => {
	const [message, ...more] = await read(text);
	const { fields, ...rest } = message ?? { fields: {} };
	expect(more).toEqual([]);
	expect(rest).toEqual(MESSAGE);
	expect(Object.keys(fields)).toEqual(expect.arrayContaining(names));
});

it('reads a message to several recipients once for each', async () => {
	const messages = await read(
		'<r><sms><id>1</id><from>87767</from><text>Hi</text><recipient number="13056708084"/><recipient number="13056708085"/></sms></r>',
	);
	expect(messages.map(({ to, text }) => [to, text])).toEqual([
		['13056708084', 'Hi'],
		['13056708085', 'Hi'],
	]);
});

it.each([
	['an empty element', '<messages/>'],
	['an element with a count', '<messages><count>0</count></messages>'],
	['an empty element below another', '<response><messages/></response>'],
	['JSON with an empty list', '{"total":0,"messages":[]}'],
	['an empty list', ' [ ] '],
	['only headings', 'messageId,originator,destination,message\r\n'],
])('reads no messages in %s', async (_label, text) => {
	expect(await read(text)).toEqual([]);
});

it.each([
	['nothing', ''],
	['a list with an empty list', '[[]]'],
	['an object without a list', '{}'],
	['an error', '<error><code>0</code></error>'],
	['a list of something else', '{"programs":[]}'],
	['a web page', '<html><body>Sign in</body></html>'],
	['a list under other names', '<list><a><b>1</b></a></list>'],
	['prose', 'There are 3 messages.'],
	['broken JSON', '{"messages":[{"from":'],
	['broken XML', '<messages><message><from>1</from>'],
	['a quotation mark that does not end', 'from,to,text\n1,2,"Hello'],
])('does not take %s for no messages', async (_label, text) => {
	await expect(read(text)).rejects.toBeInstanceOf(ReadFailure);
});

it('leaves out messages that the reply calls the other type, and knows who is the phone', async () => {
	const rows = JSON.stringify([
		{ messageType: 'MO', device_address: '13056708084', inbound_address: '87767', message: 'In' },
		{ messageType: 'MT', device_address: '13056708084', inbound_address: '87767', message: 'Out' },
	]);
	expect(await read(rows, 'MO')).toMatchObject([{ from: '13056708084', to: '87767', text: 'In' }]);
	expect(await read(rows, 'MT')).toMatchObject([{ from: '87767', to: '13056708084', text: 'Out' }]);
});

it.each([
	[401, 'Unauthorized', 'HTTP_401'],
	[404, 'Not found', 'NO_SUCH_PROGRAM'],
	[500, 'Unparseable date', 'HTTP_500'],
	[502, '<html>Bad gateway</html>', 'UNREADABLE_REPLY'],
])('says what went wrong with HTTP %i', async (status, text, code) => {
	await expect(read(text, 'MT', status)).rejects.toMatchObject({ problem: { code } });
});

it.each([
	['200', 'Carrier Success', 'accepted'],
	['10', 'Processing', 'accepted'],
	['250', 'Carrier Failure', 'unknown'],
	[null, 'DELIVRD', 'accepted'],
	[null, 'Something', 'unknown'],
	[null, null, 'accepted'],
])('gives a message with the status %p %p the outcome %s', (statusCode, status, outcome) => {
	const message = { ...MESSAGE, type: 'MT' as const, statusCode, status, fields: {} };
	expect(mGageRow(message, '').reply.outcome).toBe(outcome);
});

describe('a date of a report', () => {
	it.each([
		['2026-03-01T14:00:00.176-04:30', '', '2026-03-01T18:30:00.176Z', true],
		['2026-03-01T14:00:00-0430', '', '2026-03-01T18:30:00.000Z', true],
		['2026-03-01 14:00:00Z', '', '2026-03-01T14:00:00.000Z', true],
		['2026-03-01 14:00:00', '', '2026-03-01T14:00:00.000Z', false],
		['2026-03-01 14:00', '-04:30', '2026-03-01T18:30:00.000Z', true],
		['2026-03-01 14:00:00', 'America/New_York', '2026-03-01T19:00:00.000Z', true],
		['2026-07-01 14:00:00', 'America/New_York', '2026-07-01T18:00:00.000Z', true],
		['2026-03-01 14:00:00', 'Not/AZone', '2026-03-01T14:00:00.000Z', false],
		['1772373600', '', '2026-03-01T14:00:00.000Z', true],
		['1772373600176', '', '2026-03-01T14:00:00.176Z', true],
		['Sun, 01 Mar 2026 14:00:00 GMT', '', '2026-03-01T14:00:00.000Z', true],
	])('%s in %p', (text, zone, expected, hasZone) => {
		const { at, ...rest } = readReportedMoment(text, zone);
		expect([new Date(at ?? NaN).toISOString(), rest.hasZone]).toEqual([expected, hasZone]);
	});

	it.each(['', 'yesterday', '01/03/2026', '9'.repeat(1000), null])('%p is not read', (text) => {
		expect(readReportedMoment(text, '')).toEqual({ at: null, hasZone: false });
	});
});
