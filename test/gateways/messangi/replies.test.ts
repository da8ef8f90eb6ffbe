import {
	readFire,
	readIncomingMessages,
	readMessage,
	readMessageReport,
	readProbe,
	readSendPin,
} from '../../../gateways/messangi/response';
import { ReadFailure, type HttpReply } from '../../../gateways/reply';

const ok = (text: string, status = 200): HttpReply => ({ status, text });
const call = (status: string, description = 'x') =>
	ok(`<response><status>${status}</status><description>${description}</description></response>`);

/** What `read` throws. */
const pause = () => Promise.resolve();

async function failureOf(read: () => unknown): Promise<ReadFailure> {
	try {
		await read();
	} catch (error) {
		if (error instanceof ReadFailure) return error;
		throw error;
	}
	throw new Error('It did not fail');
}

// The vendor's sample, as its page has it.
const PIN = `<input>sendSMSPinMobileNumberConfirm</input>
<status>OK</status>
<description>Completed</description>
<result>
	<PinSMSConfirmation>
			<pin>846547</pin>
	</PinSMSConfirmation>
</result>`;

describe('replies to a PIN', () => {
	it.each([
		['the vendor’s sample', PIN, '846547'],
		['with a root element', `<response>${PIN}</response>`, '846547'],
		['leading zeros', PIN.replace('846547', '000123'), '000123'],
		['letters', PIN.replace('846547', 'a1B2'), 'a1B2'],
		['what looks like another number', PIN.replace('846547', '1e3'), '1e3'],
	])('accepted: %s', (_label, text, pin) => {
		expect(readSendPin(ok(text))).toMatchObject({
			outcome: 'accepted',
			messageId: null,
			status: 'OK',
			statusDescription: 'Completed',
			extra: { pin },
		});
	});

	it.each([
		['an empty PIN', ok(PIN.replace('846547', '')), 'unknown', 'UNREADABLE_REPLY'],
		['no PIN', ok(PIN.replace(/<result>[^]*/, '')), 'unknown', 'UNREADABLE_REPLY'],
		['a bad signature', call('BAD_SIGNATURE'), 'rejected', 'BAD_SIGNATURE'],
		['an internal error', call('ERROR'), 'unknown', 'ERROR'],
		['a status nobody has listed', call('BUSY'), 'unknown', 'BUSY'],
		['not found', ok('', 404), 'rejected', 'HTTP_404'],
		['nothing', ok(''), 'unknown', 'UNREADABLE_REPLY'],
	])('%s', (_label, reply, outcome, code) => {
		const result = readSendPin(reply);
		expect(result).toMatchObject({ outcome, problem: { code } });
		expect(result.extra).toBeUndefined();
	});

	it('has the PIN in no text, wherever the gateway puts it', () => {
		const text = PIN.replace('<status>OK', '<status>ERROR')
			.replace('Completed', 'PIN 846547 (again: 846547) was not delivered by ab12cd')
			.replace('846547</pin>', 'ab12cd</pin>');
		const result = readSendPin(ok(text));
		expect(result).toMatchObject({
			outcome: 'unknown',
			statusDescription: 'PIN … (again: …) was not delivered by …',
		});
		expect(JSON.stringify({ ...result, response: null })).not.toMatch(/846547|ab12cd/);
	});
});

describe('replies to fireMessage', () => {
	it.each([
		[
			'the vendor’s sample for GET',
			'<input>activateCampaign</input>\n<status>OK</status>\n<description>Completed</description>',
		],
		[
			'the vendor’s sample for POST',
			`<input>fireMessage</input>
   <status>OK</status>
   <description>Completed</description>
   <result>
      <mo>
         <instanceId>43</instanceId>
         <mobileNumber>1200000001</mobileNumber>
         <text>Test qa API fireMessage.</text>
      </mo>
   </result>`,
		],
	])('%s', (_label, text) => {
		expect(readFire(ok(text))).toMatchObject({
			outcome: 'accepted',
			messageId: null,
			status: 'OK',
			statusDescription: 'Completed',
		});
	});

	it.each([
		['a bad signature', call('BAD_SIGNATURE'), 'rejected', 'BAD_SIGNATURE'],
		['an internal error', call('ERROR', 'no campaign'), 'unknown', 'ERROR'],
		['refused at the door', ok('', 401), 'rejected', 'HTTP_401'],
		['prose', ok('OK'), 'unknown', 'UNREADABLE_REPLY'],
	])('%s', (_label, reply, outcome, code) => {
		expect(readFire(reply)).toMatchObject({ outcome, problem: { code } });
	});
});

// The vendor's sample, as its page has it: the list is closed by opening it once more.
const INCOMING = `<input>getMOMessages</input>
<status>OK</status>
<description>Completed</description>
<result>
	<MOMessageList>
		<records>17</records>
		<MessageList>
			<MOMessage>
				<text>Test</text>
				<from>58123456789</from>
				<to>19893143924</to>
				<encoding>UTF-8</encoding>
				<keyword>^OGANGI.*</keyword>
				<carrier>Movistar</carrier>
				<sendDate>2014-10-13 10:30:51.922</sendDate>
			</MOMessage>
		</MessageList>
	<MOMessageList>
</result>`;
const OF_THE_SAMPLE = {
	text: 'Test',
	from: '58123456789',
	to: '19893143924',
	encoding: 'UTF-8',
	keyword: '^OGANGI.*',
	carrier: 'Movistar',
	sendDate: '2014-10-13 10:30:51.922',
};
const wellFormed = INCOMING.replace(/<MOMessageList>\n<\/result>/, '</MOMessageList>\n</result>');
const moOf = (...messages: string[]) =>
	`<response><status>OK</status><result><MOMessageList><records>9</records><MessageList>${messages
		.map((each) => `<MOMessage>${each}</MOMessage>`)
		.join('')}</MessageList></MOMessageList></result></response>`;

describe('lists of incoming messages', () => {
	it.each([
		['the vendor’s malformed sample', INCOMING],
		['the same, well-formed', wellFormed],
		['malformed, with a root element', `<response>${INCOMING}</response>\n`],
		['malformed, with a declaration', `<?xml version="1.0"?>${INCOMING}`],
		['malformed, on one line', INCOMING.replace(/\s*\n\s*/g, '')],
		['HTTP 500 all the same', INCOMING],
	])('%s', async (label, text) => {
		const page = await readIncomingMessages(ok(text, label.startsWith('HTTP') ? 500 : 200), pause);
		expect(page).toEqual({
			records: 17,
			messages: [{ ...OF_THE_SAMPLE, response: OF_THE_SAMPLE }],
		});
	});

	it.each([
		['no list', '<status>OK</status>', null],
		['an empty result', '<status>OK</status><result/>', null],
		['an empty list', '<status>OK</status><result><MOMessageList/></result>', null],
		[
			'no messages',
			'<status>OK</status><result><MOMessageList><records>0</records><MessageList/></MOMessageList></result>',
			0,
		],
		[
			'no messages, malformed',
			'<status>OK</status><result><MOMessageList><records>0</records><MessageList></MessageList><MOMessageList></result>',
			0,
		],
		[
			'a count that is none',
			'<status>OK</status><result><MOMessageList><records>many</records></MOMessageList></result>',
			null,
		],
	])('%s', async (_label, text, records) => {
		expect(await readIncomingMessages(ok(text), pause)).toEqual({ records, messages: [] });
	});

	it('keeps what people wrote, and all that it does not know', async () => {
		const { messages } = await readIncomingMessages(
			ok(
				moOf(
					'<text>  007 &lt;MOMessageList&gt; \n</text><carrierName>Claro</carrierName><id>0012</id>',
					'<text><![CDATA[<MOMessageList>]]></text>',
				),
			),
			pause,
		);
		expect(messages).toMatchObject([
			{
				text: '  007 <MOMessageList> \n',
				carrier: 'Claro',
				from: null,
				sendDate: null,
				response: { id: '0012' },
			},
			{ text: '<MOMessageList>' },
		]);
	});

	it('reads messages that stand right in the list, and in several lists', async () => {
		const text =
			'<status>OK</status><result><MOMessageList><MOMessage><text>1</text></MOMessage></MOMessageList><MOMessageList><MessageList><MOMessage><text>2</text></MOMessage></MessageList><MessageList><MOMessage><text>3</text></MOMessage></MessageList></MOMessageList></result>';
		const { messages } = await readIncomingMessages(ok(text), pause);
		expect(messages.map((each) => each.text)).toEqual(['1', '2', '3']);
	});

	it.each([
		[
			'content after the last opening',
			INCOMING.replace(/(<MOMessageList>)\n<\/result>/, '$1x\n</result>'),
		],
		[
			'an element after the last opening',
			INCOMING.replace(/(<MOMessageList>)\n<\/result>/, '$1<a/>\n</result>'),
		],
		['another tag that is not closed', wellFormed.replace('</MessageList>', '<MessageList>')],
		['a reply that is cut off', INCOMING.slice(0, 300)],
		[
			'cut off right after its opening',
			INCOMING.slice(0, INCOMING.indexOf('<MOMessageList>') + 15),
		],
		['the only opening, closed by nothing', '<status>OK</status><result><MOMessageList></result>'],
		['a list under another name', '<status>OK</status><result><Messages><m/></Messages></result>'],
		['HTML', '<html></html>'],
		['nothing', ''],
	])('cannot be read: %s', async (_label, text) => {
		const { problem } = await failureOf(() => readIncomingMessages(ok(text), pause));
		expect(problem.code).toBe('UNREADABLE_REPLY');
		expect(`${problem.message} ${problem.hint}`).not.toMatch(/may have been sent/);
	});

	it.each([
		[call('BAD_SIGNATURE'), 'BAD_SIGNATURE', /refused the signature/, /Private Key/],
		[call('ERROR', 'no page'), 'ERROR', /internal error: no page$/, /Try again/],
		[call('BUSY'), 'BUSY', /answered "BUSY": x$/, /support@messangi.com/],
		[ok('', 401), 'HTTP_401', /credentials/, /Save; n8n tests it then\.$/],
		[ok('', 429), 'HTTP_429', /too many/, /^Try again later\.$/],
		[ok('nope', 404), 'HTTP_404', /HTTP 404/, /Base URL/],
	])('a question that was not answered: %j', async (reply, code, message, hint) => {
		for (const read of [readIncomingMessages, readMessageReport, readMessage]) {
			const failure = await failureOf(() => read(reply, pause));
			expect(failure.problem.code).toBe(code);
			expect(failure.problem.message).toMatch(message);
			expect(failure.problem.hint).toMatch(hint);
			expect(failure.problem.hint).not.toMatch(/sent|Pad Base64/);
			expect(failure.message).toBe(failure.problem.message);
			expect(failure.response === undefined).toBe(code.startsWith('HTTP'));
		}
	});

	it('bounds the gateway’s own words', async () => {
		const { problem } = await failureOf(() =>
			readMessage(call('S'.repeat(5000), 'line\n\tline '.repeat(5000))),
		);
		expect(problem.code.length).toBeLessThan(110);
		expect(problem.message.length).toBeLessThan(500);
		expect(problem.message).not.toMatch(/[\n\t]/);
	});

	it('is what the credential test reads too', () => {
		expect(readProbe(ok(INCOMING))).toBeNull();
	});
});

// The element names are those of the protocol notes: the vendor's page itself has no sample.
const RECORD = {
	blastId: '77',
	id: '-8174720676710228700',
	type: 'SMS',
	from: '19893653744',
	to: '13056708084',
	subject: 'Hi',
	text: ' 007 ',
	status: 'DELIVRD',
	statusDescription: 'Delivered',
	carrier: 'Movistar',
	encoding: 'UTF-8',
	date: '2013-09-17T10:13:59.176-04:30',
	timezone: 'America/Caracas',
	clientId: 'As223sdadq8d8287v5v',
};
const { id, ...fields } = RECORD;
const record = { messageId: id, ...fields, response: RECORD };
const xmlOf = (values: object) =>
	Object.entries(values)
		.map(([name, value]) => `<${name}>${String(value)}</${name}>`)
		.join('');
const result = (content: string) =>
	ok(`<response><status>OK</status><result>${content}</result></response>`);

describe('one message', () => {
	it.each([
		['as the notes have it', `<message>${xmlOf(RECORD)}</message>`],
		['in a list of one', `<messages><message>${xmlOf(RECORD)}</message></messages>`],
	])('%s', (_label, content) => {
		expect(readMessage(result(content))).toEqual(record);
	});

	it('has the two fields of a push message where they are', () => {
		const message = readMessage(
			result('<message><id>1</id><appName>App</appName><platform>ios</platform></message>'),
		);
		expect(message).toMatchObject({ messageId: '1', appName: 'App', platform: 'ios', text: null });
	});

	it.each([
		['no result', ok('<status>OK</status><description>Completed</description>')],
		['an empty result', result('')],
		['an empty message', result('<message/>')],
		['an empty list', result('<messages><records>0</records></messages>')],
	])('nobody knows it: %s', (_label, reply) => {
		expect(readMessage(reply)).toBeNull();
	});

	it('cannot be read where something else stands', async () => {
		expect((await failureOf(() => readMessage(result('<msg><id>1</id></msg>')))).problem.code).toBe(
			'UNREADABLE_REPLY',
		);
	});
});

describe('a report', () => {
	it('has its messages in their order', async () => {
		const content = `<messages><records>15</records><message>${xmlOf(RECORD)}</message><message><id>2</id></message></messages>`;
		const page = await readMessageReport(result(content), pause);
		expect(page.records).toBe(15);
		expect(page.messages[0]).toEqual(record);
		expect(page.messages.map(({ messageId }) => messageId)).toEqual([id, '2']);
	});

	it.each([
		['no result', ok('<status>OK</status>'), null],
		['none', result('<messages><records>0</records></messages>'), 0],
		['an empty list', result('<messages/>'), null],
	])('%s', async (_label, reply, records) => {
		expect(await readMessageReport(reply, pause)).toEqual({ records, messages: [] });
	});

	it('cannot be read where something else stands', async () => {
		expect(
			(await failureOf(() => readMessageReport(result('<message><id>1</id></message>'), pause)))
				.problem.code,
		).toBe('UNREADABLE_REPLY');
	});
});
