import { readBody } from '../../http/body';
import { eventId } from '../../gateways/callbacks/eventId';
import { UnreadableCallback, type CallbackCall } from '../../gateways/callbacks/body';
import type { CallbackEvent } from '../../gateways/callbacks/event';
import { GATEWAYS } from '../../gateways/registry';
import { excerpt, withoutProofs } from '../../gateways/secrets/excerpt';
import { readJson } from '../../gateways/wire/json';
import * as messageCentralRequest from '../../gateways/messageCentral/request';
import * as messageCentral from '../../gateways/messageCentral/response';
import { readToken, renewalTime } from '../../gateways/messageCentral/token';
import { SignInError } from '../../gateways/signIn';
import * as messangiCallback from '../../gateways/messangi/callback';
import * as elastic from '../../gateways/messangi/elastic/response';
import * as elasticToken from '../../gateways/messangi/elastic/token';
import * as messangiRequest from '../../gateways/messangi/request';
import * as messangi from '../../gateways/messangi/response';
import * as mgageRequest from '../../gateways/mGage/request';
import * as mgage from '../../gateways/mGage/response';
import { ReadFailure, type HttpReply } from '../../gateways/reply';
import { LONGEST_MESSAGE, measureText } from '../../messages/encoding';
import { verdictOf } from '../../messages/lists/consent';
import { maySayNo, meaningOf } from '../../messages/lists/headings';
import { oneLine } from '../../messages/oneLine';
import { Shown } from '../../gateways/secrets/shown';
import { readPhoneNumber, readPhoneNumberOf } from '../../messages/phoneNumber';
import { readRecipientList } from '../../messages/recipients';
import { Refusal } from '../../messages/refusal';
import { smartEncode, toGsmCharacters } from '../../messages/smartEncoding';
import { fillTemplate, parseTemplate } from '../../messages/template';
import { isAuthentic } from '../../nodes/SmsGatewayTrigger/authentication';
import { n8nBreaks } from '../../runtime/send/pace';
import { maskLastTwoSegments, maskText } from '../../sandbox/server/secrets';
import { measure as measureInSandbox } from '../../sandbox/server/parts';
import { maskUrl } from '../../sandbox/callbacks/target';
import { expectBounded, sampleOf } from './hostile';

/*
 * Relatives of the texts that held n8n up: a piece again and again, deeper, longer, more of them, each
 * where a callback, a reply, a message or a list of recipients can have it. None may take more time
 * than grows with its length, nor hold the event loop for more than 100 ms
 * (see `hostile.ts` for what that is on other machines).
 */

/** A text of that length, in UTF-16 units. */
type Make = (length: number) => string;

const again =
	(unit: string, before = '', after = ''): Make =>
	(length) =>
		before +
		unit.repeat(Math.max(1, Math.floor((length - before.length - after.length) / unit.length))) +
		after;

/** Something in something, and so on. */
const nested =
	(open: string, inner: string, close: string): Make =>
	(length) => {
		const depth = Math.max(1, Math.floor((length - inner.length) / (open.length + close.length)));
		return open.repeat(depth) + inner + close.repeat(depth);
	};

/** Different ones, with their number for `#`. */
const counted =
	(unit: string, before = '', after = ''): Make =>
	(length) => {
		const count = Math.max(
			1,
			Math.floor((length - before.length - after.length) / (unit.length + 5)),
		);
		return (
			before +
			Array.from({ length: count }, (_, at) => unit.replaceAll('#', String(at))).join('') +
			after
		);
	};

/** Runs that a regular expression could look at more than once. */
const RUNS: Record<string, Make> = {
	'proofs that begin anew': again('eyJaaaaa-'),
	'proofs that begin anew, with an end': again('-eyJa', '', '.a'),
	'proofs in two parts': again('eyJaaaaa.'),
	'proofs with a hole': again('eyJaaaaa..'),
	'segments of a path': again('a/'),
	'one segment': again('a', '/'),
	'hexadecimal digits': again('0123456789abcdef'),
	'almost signatures': again(`k/${'a'.repeat(63)}g`),
	signatures: again(`k/${'a'.repeat(64)} `),
	'words of a name and password': again('Basic '),
	'a name and password far behind': again(' ', 'Basic', 'abcdef'),
	'names of a token': again('authToken '),
	'a name of a token and blanks': again(' ', 'authToken'),
	blanks: again(' ', 'a', 'b'),
	'line breaks': again('\r\n', 'a', 'b'),
	'no-break spaces': again('\u00a0', 'a', 'b'),
	'no-break spaces and quotes': again('\u00a0»'),
	accents: again('\u0301\u0327'),
	'accents on letters': again(`a${'\u0301\u0327'.repeat(40)}`),
	'few accents on letters': again(`a${'\u0301\u0327'.repeat(15)}`),
	joiners: again('\u200d', 'é', 'é'),
	'joiners in letters': again('a\u200d'),
	'marks of direction': again('\u200e'),
	'full-width letters': again('ａ'),
	emoji: again('😀'),
	'halves of emoji': again('\ud83d'),
	'characters of two septets': again('€'),
	digits: again('1'),
	'digits with zeros between': again('0', '1', '1'),
	'equals signs': again('='),
	'question marks': again('?'),
	slashes: again('/', 'https://a', 'b'),
	hashes: again('#'),
	'half placeholders': again('##a '),
	placeholders: again('##a##'),
	'placeholders of blanks': again('## '),
	separators: again(',;'),
	'control characters': again('\u0000'),
	'one letter': again('x'),
};

const inJson = (text: string) => JSON.stringify(text).slice(1, -1);
const inXml = (text: string) => text.replace(/[&<>]/g, (each) => `&#${each.charCodeAt(0)};`);

/** The same for structures. */
const JSON_TEXTS: Record<string, Make> = {
	'lists in lists': nested('[', '', ']'),
	'lists that stay open': again('['),
	'objects in objects': nested('{"a":', '0', '}'),
	'empty objects': again('{},', '[', '{}]'),
	'empty lists': again('[],', '[', '[]]'),
	'small numbers': again('1,', '[', '1]'),
	'long numbers': again('12345678901234567,', '[', '1]'),
	'huge numbers': again('1e400,', '[', '1]'),
	'a long number': again('1', '[', ']'),
	'a long fraction': again('1', '[0.', ']'),
	names: counted('"n#":1,', '{', '"z":1}'),
	'names of prototypes': again('"__proto__":{"a":1},', '{', '"z":1}'),
	'one name again': again('"a":1,', '{', '"z":1}'),
	escapes: again('\\n', '["', '"]'),
	'backslashes and a long number': again('\\\\', '["', '",12345678901234567]'),
	'quotes and a long number': again('\\"', '["', '",12345678901234567]'),
	'a string without end': again('a', '["'),
	'escapes without end': again('\\\\', '["'),
	blanks: again(' ', '[', ']'),
	blocks: again('{"number":"13056708084","statusCode":0},', '[', '{}]'),
	'blocks by number': counted('"130567#":{"code":0},', '{', '"z":1}'),
	codes: again('{"code":0},', '{"list":[', '{}]}'),
	events: again('{"messageId":"m","status":"DELIVRD","mobile":"919999999999"},', '[', '{}]'),
	'incoming messages': again(
		'{"FROM":"13056708084","TO":"1","TEXT":"a","TYPE":"MO_MESSAGE"},',
		'[',
		'{}]',
	),
	'a success with much beside it': again('{},', '{"responseCode":200,"data":{"list":[', '{}]}}'),
};

const XML_TEXTS: Record<string, Make> = {
	'elements in elements': nested('<a>', '', '</a>'),
	'elements that stay open': again('<a>'),
	closings: again('</a>', '<a>'),
	openings: again('<'),
	'empty elements': again('<a/>'),
	'elements of many names': counted('<n#/>', '<a>', '</a>'),
	attributes: counted(' n#="1"', '<a', '/>'),
	'an attribute again': again(' a="1"', '<a', '/>'),
	'names without values': again(' a', '<a', '/>'),
	'a long attribute': again('x', '<a b="', '"/>'),
	'an attribute without end': again('x ', '<a b="'),
	'a long name': again('a', '<', '/>'),
	'blanks in a tag': again(' ', '<a', '/>'),
	'blanks in a tag without end': again(' ', '<a'),
	'text between elements': again('x<b/>', '<a>', '</a>'),
	entities: again('&amp;', '<a>', '</a>'),
	'entities of nobody': again('&x;', '<a>', '</a>'),
	'entities of nobody in elements': again(`<b>${'&x;'.repeat(1000)}</b>`, '<a>', '</a>'),
	'names of every object as entities': again('&constructor;', '<a>', '</a>'),
	references: again('&#1;', '<a>', '</a>'),
	ampersands: again('&', '<a>', '</a>'),
	'an entity without end': again('x', '<a>&'),
	comments: again('<!---->', '<a>', '</a>'),
	'a comment without end': again('-', '<a><!--'),
	sections: again('<![CDATA[]]>', '<a>', '</a>'),
	'sections with text between': again('x<![CDATA[y]]>', '<a>', '</a>'),
	'a section without end': again(']', '<a><![CDATA['),
	instructions: again('<?a?>', '<a>', '</a>'),
	'a declaration without end': again(' ', '<?xml'),
	'document types': again('<!DOCTYPE a [', '<a>'),
	'a document type without end': again('<!ENTITY a "b">', '<!doctypo a ['),
	'blanks between elements': again('<b/>\n\t\t\t\t', '<a>', '</a>'),
	recipients: again('<r number="13056708084" code="0"/>', '<a>', '</a>'),
	messages: again(
		'<message><id>1</id><text>Hello</text><status>SENT</status></message>',
		'<response><status>OK</status><result><messages>',
		'</messages></result></response>',
	),
	'small messages': again(
		'<message><id>1</id></message>',
		'<response><status>OK</status><result><messages>',
		'</messages></result></response>',
	),
	'incoming messages': again(
		'<MOMessage><text>Hello there</text><from>13056708084</from></MOMessage>',
		'<status>OK</status><result><MOMessageList><MessageList>',
		'</MessageList><MOMessageList></result>',
	),
	'lists opened again': again('<MOMessageList>', '<status>OK</status>'),
	'blanks after a list': again(' ', '<status>OK</status><result><MOMessageList>'),
	'closings after a list': again('</a>', '<status>OK</status><MOMessageList>'),
	'a long status': again('S', '<status>', '</status>'),
	'a long description': again('a\n', '<status>ERROR</status><description>', '</description>'),
};

const LINES: Record<string, Make> = {
	lines: again('13056708084,0\n'),
	'empty lines': again('\n'),
	'lines of blanks': again(`${' '.repeat(997)}x\n`, 'x'),
	'lines of blanks between words': again(`x${' '.repeat(997)}y\n`),
	'lines of fields': again(`${'x ,'.repeat(330)}\n`),
	'one line': again('0 '),
	'equals signs': again(' = '),
	'a sentence': again('no SUCCESS '),
};

/** The runs inside of something. */
function inside(before: string, after: string, encode: (text: string) => string = (text) => text) {
	return Object.fromEntries(
		Object.entries(RUNS).map(([name, make]): [string, Make] => [
			`${name} in a text`,
			(length) =>
				before + encode(make(length / 2)).slice(0, length - before.length - after.length) + after,
		]),
	);
}

/** Errors that say in words that something was not read. */
const SAID = [Refusal, ReadFailure, SignInError, UnreadableCallback];

/** Tries every text of each length, and fails for any error that is not one of ours. */
function tries<Input>(
	kind: string,
	texts: Record<string, Make>,
	lengths: readonly number[],
	run: (text: string) => Input | Promise<Input>,
): void {
	const rows = Object.entries(texts).flatMap(([name, make]) =>
		lengths.map((length) => ({ name, length, make })),
	);
	it.each(sampleOf(rows, 3))(`${kind}: $name, $length`, async ({ name, length, make }) => {
		const text = make(length);
		const { error } = await expectBounded(
			{ kind, name: `${name}, ${length}`, size: Buffer.byteLength(text) },
			() => run(text),
		);
		if (error === undefined || SAID.some((each) => error instanceof each)) return;
		throw new Error('An error that is not documented', { cause: error });
	});
}

const NUMBERS = Array.from({ length: 250 }, (_, at) => String(13056700000 + at));
const reply = (text: string): HttpReply => ({ status: 200, text });
const faulty = (text: string): HttpReply => ({ status: 500, text });
const pause = () => n8nBreaks().pause;

/** The libraries are loaded before anything is measured. */
beforeAll(() => {
	messangi.readSendSms(reply('<status>OK</status>'));
	readPhoneNumber('+13056708084', '');
	smartEncode('a\u2026');
});

describe('replies to a send', () => {
	// The longest answer that is parsed, and the longest that comes that far.
	const lengths = [150_000];
	const beyond = [2_000_000];
	const xml = {
		...XML_TEXTS,
		...inside('<status>OK</status><description>', '</description>', inXml),
	};
	const json = {
		...JSON_TEXTS,
		...inside('{"responseCode":400,"message":"', '"}', inJson),
	};
	tries('Messangi, sends', xml, lengths, (text) => messangi.readSendSms(reply(text)));
	tries('Messangi, PINs', XML_TEXTS, [150_000], (text) => messangi.readSendPin(reply(text)));
	tries('Messangi, probe', XML_TEXTS, [150_000], (text) => messangi.readProbe(reply(text)));
	tries(
		'Messangi Elastic, sends',
		{ ...JSON_TEXTS, ...inside('{"data":{"id":"', '"}}', inJson) },
		[500_000],
		(text) => elastic.readSend(reply(text)),
	);
	tries(
		'Messangi Elastic, errors',
		{ ...JSON_TEXTS, ...inside('{"message":"', '"}', inJson) },
		[500_000],
		(text) => elastic.readSend({ status: 400, text }),
	);
	tries('Messangi Elastic, probe', JSON_TEXTS, [500_000], (text) => elastic.readProbe(reply(text)));
	tries(
		'Messangi Elastic, login',
		{ ...JSON_TEXTS, ...inside('{"token":"', '"}', inJson) },
		[1_000_000],
		(text) => elasticToken.readToken(reply(text), text),
	);
	tries('mGage, sends, XML', xml, lengths, (text) => mgage.readGateway(reply(text), NUMBERS));
	tries('mGage, sends, JSON', json, lengths, (text) => mgage.readGateway(reply(text), NUMBERS));
	tries('mGage, sends, lines', { ...LINES, ...RUNS }, lengths, (text) =>
		mgage.readGateway(reply(text), NUMBERS),
	);
	tries('mGage, externalMO', { ...LINES, ...RUNS }, lengths, (text) =>
		mgage.readExternalMo(faulty(text)),
	);
	tries('Messangi, longer sends', XML_TEXTS, beyond, (text) => messangi.readSendSms(reply(text)));
	tries('mGage, longer sends', { ...LINES, ...RUNS }, beyond, (text) =>
		mgage.readGateway(reply(text), NUMBERS),
	);
	tries('Message Central, longer sends', JSON_TEXTS, beyond, (text) =>
		messageCentral.readSend(reply(text)),
	);
	tries('Message Central, sends', json, [500_000], (text) => messageCentral.readSend(reply(text)));
	tries('Message Central, bulk', JSON_TEXTS, [500_000], (text) =>
		messageCentral.readBulk(reply(text)),
	);
	tries('Message Central, checks of a code', json, [500_000], (text) =>
		messageCentral.readVerification(reply(text)),
	);
	tries(
		'Message Central, sign-in',
		{ ...JSON_TEXTS, ...inside('{"token":"', '"}', inJson) },
		[1_000_000],
		(text) => renewalTime(readToken(reply(text)), 0),
	);
});

describe('replies to a question', () => {
	const lengths = [5_000_000, 20_000_000];
	tries('Messangi, reports', XML_TEXTS, lengths, (text) =>
		messangi.readMessageReport(reply(text), pause()),
	);
	tries('Messangi, incoming messages', XML_TEXTS, [1_000_000], (text) =>
		messangi.readIncomingMessages(reply(text), pause()),
	);
	tries('Messangi, one message', XML_TEXTS, [150_000, 20_000_000], (text) =>
		messangi.readMessage(reply(text)),
	);
	it.each(['a', '\xff', '\xe2', '\xf0\x9f\x98'])('bytes: %j', async (unit) => {
		const bytes = Buffer.from(unit.repeat(10_000_000 / unit.length), 'latin1');
		await expectBounded({ kind: 'bytes of a reply', name: unit, size: bytes.length }, () =>
			readBody(bytes, 'text/xml; charset=utf-8', 1000),
		);
	});
});

describe('callbacks', () => {
	const LENGTH = 499_000;
	const FORM = 'application/x-www-form-urlencoded';
	const FORMS: Record<string, Make> = {
		fields: counted('n#=1&'),
		'fields without a value': again('&', 'a'),
		'two hundred fields': (length) =>
			again(
				'a',
				'a=',
			)(length / 200)
				.concat('&')
				.repeat(199),
		'percent signs': again('%', 'FROM='),
		escapes: again('%41', 'FROM=1&TEXT='),
		'escapes that are no UTF-8': again('%80', 'FROM=1&ENCODING=ISO-8859-1&TEXT='),
		'plus signs': again('+', 'FROM=1&TEXT='),
		braces: again('{', ' '),
		quotes: again('"', '{a'),
		blanks: again(' ', 'a='),
		...inside(
			'FROM=13056708084&MESSAGE_ID=1&message_id=1&status=',
			'&TEXT=a',
			encodeURIComponentSafely,
		),
	};
	const read =
		(reader: (call: CallbackCall) => CallbackEvent[], contentType: string) =>
		async (text: string) => {
			const events = reader({ contentType, body: Buffer.from(text) });
			const rest = pause();
			const ids: string[] = [];
			for (const event of events) {
				ids.push(eventId('messangi', event));
				await rest();
			}
			return ids;
		};
	for (const { displayName: gateway, callbacks } of GATEWAYS) {
		const reader = callbacks.read;
		tries(
			`${gateway}, callbacks, JSON`,
			{ ...JSON_TEXTS, ...inside('{"messageId":"1","status":"', '"}', inJson) },
			[LENGTH],
			read(reader, 'application/json'),
		);
		tries(`${gateway}, callbacks, forms`, FORMS, [LENGTH], read(reader, FORM));
		tries(`${gateway}, callbacks without a type`, FORMS, [LENGTH], read(reader, ''));
	}
	tries(
		'callbacks in windows-1252',
		FORMS,
		[LENGTH],
		read(messangiCallback.readCallback, `${FORM}; charset="windows-1252"`),
	);
	// Node.js takes headers of 16 KB; the length shows what grows.
	const headers = {
		...RUNS,
		parameters: again('charset=;', `${FORM};`),
		quotes: again('"', `${FORM};charset=`),
	};
	tries('content types', headers, [200_000], (text) =>
		messangiCallback.readCallback({ contentType: text, body: Buffer.from('a=1') }),
	);
	tries(
		'Authorization',
		{ ...RUNS, Base64: again('A', 'Basic ', '!'), padding: again('=', 'Basic a', '!') },
		[200_000],
		(text) =>
			isAuthentic(
				{ method: 'basic', username: 'a', password: 'b' },
				{ query: {}, headers: { authorization: text } },
			),
	);
	tries('query', RUNS, [200_000], (text) =>
		isAuthentic(
			{ method: 'query', name: 'secret', secret: 'x' },
			{ query: { secret: text }, headers: {} },
		),
	);
});

function encodeURIComponentSafely(text: string): string {
	return encodeURIComponent(Buffer.from(text).toString());
}

/** What looks like a secret with its name, again and again. */
const NAMED: Record<string, Make> = {
	'names of secrets': again('token='),
	'names and values': again('token=a&'),
	'values that do not end': again('token="\\"'),
	'lists that do not end': again('a=[token=['),
	'pairs in a list': again('["token","'),
	'names of names': again('name="'),
	colons: again('a: '),
	elements: again('<a>'),
	'elements of secrets': again('<token>'),
	'named elements': again('<p name="token">'),
	'elements with names in them': again('<name>token</name>'),
	'tags that do not end': again('<a b="c'),
	comments: again('<!-- '),
	'percent signs': again('%3D%25'),
	entities: again('&lt;&amp;'),
	backslashes: again('\\'),
	'escaped quotation marks': again('\\"'),
	'user names': again('://a:b'),
	JSON: nested('[', '1', ']'),
	'JSON in JSON': again('{\\"a\\":'),
};

describe('texts of a gateway’s own', () => {
	const shown = new Shown();
	// Outputs hand in no more: what is longer is cut before.
	tries('proofs', RUNS, [100_000], withoutProofs);
	tries('texts in outputs', { ...RUNS, ...NAMED }, [20_000_000], (text) => shown.text(text));
	tries('replies in outputs', { ...RUNS, ...NAMED }, [50_000, 2_000_000], (text) =>
		shown.reply({ a: [text, text], [text]: text }, `x${text}`),
	);
	tries('calls in outputs', { ...RUNS, ...NAMED }, [500_000], (text) =>
		shown.response({ message: text, a: text }, true),
	);
	tries('excerpts', RUNS, [20_000_000], (text) => excerpt(text));
	tries('lines', RUNS, [20_000_000], (text) => oneLine(text, 300));
	tries('JSON', { ...JSON_TEXTS, ...RUNS }, [500_000, 20_000_000], readJson);
});

/** What looks like placeholders, whole and in pieces. */
const PLACEHOLDERS: Record<string, Make> = {
	placeholders: again('##a##'),
	beginnings: again('##a '),
	'names of blanks': again('## '),
	'hashes in names': again('##a#'),
	'long names': again(`##${'x'.repeat(1001)}`),
	'names with accents': again('##e\u0301\u0323##'),
};

describe('templates', () => {
	// The author's own; what an expression gives is never searched.
	tries('typed', { ...RUNS, ...PLACEHOLDERS }, [LONGEST_MESSAGE], (text) => {
		const template = parseTemplate([{ text, isTyped: true }]);
		return fillTemplate(template, new Map(template.names.map((name) => [name, 'x']))).length;
	});
	const lengths = [LONGEST_MESSAGE, 1_000_000];
	tries('given by an expression, and values', { ...RUNS, ...PLACEHOLDERS }, lengths, (text) => {
		const template = parseTemplate([
			{ text: 'Hi ##name##, ', isTyped: true },
			{ text, isTyped: false },
		]);
		return fillTemplate(template, new Map([['name', text]])).length;
	});
	tries('headings', { ...RUNS, ...PLACEHOLDERS }, [1000], (text) =>
		parseTemplate([{ text: 'Hi ##name##', isTyped: true }], [text]),
	);
});

describe('messages', () => {
	const lengths = [LONGEST_MESSAGE, 10_000_000];
	tries(
		'Smart Encoding',
		RUNS,
		lengths,
		(text) => [smartEncode(text), toGsmCharacters(text)].length,
	);
	tries('sizes', RUNS, [10_000_000], measureText);
	const [countryCode, nationalNumber] = ['1', '3056708084'];
	const ours = { senderId: 'a', messageType: 'OTP', templateId: '', entityId: '' } as const;
	tries('Message Central, requests', RUNS, [10_000_000], (text) =>
		messageCentralRequest.sendRequest({
			...ours,
			channel: 'SMS',
			countryCode,
			nationalNumber,
			text,
		}),
	);
	tries('mGage, requests', RUNS, [10_000_000], (text) =>
		mgageRequest.gatewayRequest({
			from: '1',
			programId: '1',
			to: ['13056708084'],
			text,
			allowLongMessages: true,
		}),
	);
	tries('Messangi, requests', RUNS, [10_000_000], (text) =>
		messangiRequest.sendSmsRequest({ carrier: 'a', from: '1', to: '13056708084', text }),
	);
	tries('Messangi, events', { ...RUNS, ...JSON_TEXTS }, [100_000], (text) =>
		messangiRequest.fireMessageJsonRequest(text),
	);
	tries('Messangi, filters', RUNS, [10_000_000], (text) =>
		messangiRequest.incomingMessagesRequest({
			page: 1,
			pageSize: 1,
			filters: { from: text, keyword: text },
		}),
	);
});

describe('recipients', () => {
	tries('numbers', RUNS, [100, 10_000_000], (text) => readPhoneNumber(text, 'US'));
	tries('numbers of a country', RUNS, [300_000], (text) => readPhoneNumberOf(text, 'US'));
	tries('countries', RUNS, [300_000], (text) => readPhoneNumberOf('13056708084', text));
	const words = { ...RUNS, tags: again('sms: no;'), notes: again('do not ') };
	const KINDS = ['tags', 'notes', 'name', 'out', 'perhapsStatus', 'channels'] as const;
	tries('words of consent', words, [200, 300_000], (text) =>
		KINDS.map((kind) => verdictOf(kind, text)),
	);
	tries('headings of consent', words, [200, 300_000], (text) => [maySayNo(text), meaningOf(text)]);
	const lists = {
		...RUNS,
		...JSON_TEXTS,
		numbers: again('+13056708084,'),
		'numbers in JSON': again('"+13056708084",', '[', '"+13056708084"]'),
		'entries that are none': again('x,'),
		'empty entries': again(' ,'),
		'entries without anything to see': again('\u200e,'),
	};
	tries('lists of recipients', lists, [200_000, 5_000_000], async (text) => {
		return (await readRecipientList(text, 'US', pause())).length;
	});
});

describe('the sandbox', () => {
	tries(
		'masks',
		{
			...RUNS,
			...JSON_TEXTS,
			'a secret': again('a', '{"password":"'),
			'a secret of escapes': again('\\n', '{"password":"'),
		},
		// The longest start of a refused request that is kept, and what is looked at behind it.
		[70_000],
		maskText,
	);
	tries(
		'addresses',
		RUNS,
		[64_000, 1_000_000],
		(text) => maskUrl(text) + maskLastTwoSegments(text),
	);
	tries('parts', RUNS, [LONGEST_MESSAGE], measureInSandbox);
});
