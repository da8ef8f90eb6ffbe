import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { readJson } from '../../gateways/wire/json';
import * as messageCentral from '../../gateways/messageCentral/request';
import * as messageCentralReplies from '../../gateways/messageCentral/response';
import { readToken } from '../../gateways/messageCentral/token';
import { SignInError } from '../../gateways/signIn';
import * as messangi from '../../gateways/messangi/request';
import * as messangiReplies from '../../gateways/messangi/response';
import { signedUrl } from '../../gateways/messangi/signature';
import * as mgage from '../../gateways/mGage/request';
import * as mgageReplies from '../../gateways/mGage/response';
import { ReadFailure, type HttpReply } from '../../gateways/reply';
import { readXml } from '../../gateways/wire/xml';
import { digits, NUMBERS, rubble, samples, spoiled, status, text } from '../hostile';
import { FUZZ_TIMES } from '../fuzzing';

const trims = (value: string) => value.trim() === value && value !== '';
/** A value that may stand in a path: Messangi's carrier, id, flags. */
const segment = text.filter(
	(value) => trims(value) && !/[/\\]/.test(value) && !/^\.\.?$/.test(value),
);
const senderId = segment.filter((value) => !value.startsWith('+'));

const account = fc.record({
	baseUrl: fc.constantFrom('https://www.messangi.com/messangi_mmc', 'http://localhost:8080'),
	instanceId: fc.oneof(digits, segment),
	publicKey: segment,
	privateKey: text.filter(trims),
	padBase64: fc.boolean(),
});
type Account = typeof account extends fc.Arbitrary<infer Value> ? Value : never;

/** The parts of a signed URL after its method, if the signature is right; decoded. */
function verified(path: string, method: string, known: Account): string[] {
	const url = signedUrl(path, known);
	expect(new URL(url).href).toBe(url);
	const start = `${known.baseUrl}/rest/api/${method}/`;
	expect(url.startsWith(start)).toBe(true);
	const parts = url.slice(start.length).split('/');
	const signature = parts.pop();
	expect(decodeURIComponent(parts.pop() ?? '')).toBe(known.publicKey);
	const expected = createHmac('sha256', known.privateKey).update(parts.join('/')).digest('hex');
	expect(signature).toBe(expected);
	expect(decodeURIComponent(parts.shift() ?? '')).toBe(known.instanceId);
	return parts.map((part) => decodeURIComponent(part));
}

function fromBase64(part: string | undefined, { padBase64 }: Account): string {
	expect(part).toMatch(/^[A-Za-z0-9_-]+={0,2}$/);
	if (padBase64) expect((part ?? '').length % 4).toBe(0);
	else expect(part).not.toContain('=');
	return Buffer.from(part ?? '', 'base64url').toString('utf8');
}

describe('Messangi: what goes in comes out of the path, and the signature is right', () => {
	it('send, campaign, PIN and fire', () => {
		fc.assert(
			fc.property(
				account,
				fc.record({ carrier: segment, from: senderId, to: digits, text, flags: segment }),
				fc.integer({ min: 1, max: 10 }),
				(known, values, length) => {
					const sms = verified(messangi.sendSmsRequest(values).path, 'tools/sendSMS', known);
					expect(sms.slice(0, 2)).toEqual([values.carrier, values.from]);
					expect(fromBase64(sms[2], known)).toBe(values.to);
					expect(fromBase64(sms[3], known)).toBe(values.text);
					expect(sms).toHaveLength(4);

					const mt = verified(messangi.sendMtRequest(values).path, 'sendMT', known);
					expect(fromBase64(mt[3], known)).toBe(values.text);
					expect([...mt.slice(0, 3), ...mt.slice(4)]).toEqual([
						values.from,
						values.carrier,
						values.to,
						values.flags,
					]);

					const pin = verified(
						messangi.sendPinRequest({ ...values, length }).path,
						'tools/sendSMSPinMobileNumberConfirm',
						known,
					);
					expect(fromBase64(pin[3], known)).toBe(values.text);
					expect([...pin.slice(0, 3), ...pin.slice(4)]).toEqual([
						values.carrier,
						values.from,
						values.to,
						String(length),
					]);

					const fire = verified(
						messangi.fireMessageRequest({ from: values.to, text: values.text }).path,
						'fireMessage',
						known,
					);
					expect(fire[0]).toBe(values.to);
					expect(fromBase64(fire[1], known)).toBe(values.text);
					expect(fire).toHaveLength(2);
				},
			),
		);
	});

	it('the filters of a list', () => {
		const single = segment.filter((value) => !value.includes(',') && !value.startsWith('+'));
		const values = fc.array(single, { maxLength: 3 });
		const keyword = text.filter(
			(value) => trims(value) && !value.includes('/') && !/^\\*\.?\\*\.?\\*$/.test(value),
		);
		fc.assert(
			fc.property(
				account,
				fc.record({ from: values, to: values, carrier: values, status: values }),
				fc.option(keyword, { nil: undefined }),
				fc.constantFrom<'asc' | 'desc' | ''>('asc', 'desc', ''),
				(known, lists, expression, order) => {
					const { path } = messangi.incomingMessagesRequest({
						page: 1,
						pageSize: 10,
						filters: {
							from: lists.from.join(','),
							to: lists.to.map((each) => `+${each}`).join(','),
							carrier: lists.carrier.join(' , '),
							status: lists.status.join(','),
							keyword: expression,
							order,
						},
					});
					verified(path, 'tools/getMOMessages', known);
					const written = path.split('/').at(-1) ?? '';
					const pairs = written === 'null' ? [] : written.split('&').map((pair) => pair.split('='));
					expect(pairs.every((pair) => pair.length === 2)).toBe(true);
					const read = Object.fromEntries(
						pairs.map(([key = '', value = '']): [string, string[]] => [
							key,
							value.split(',').map(decodeURIComponent),
						]),
					);
					const expected: Record<string, string[]> = {};
					for (const [key, value] of Object.entries(lists)) {
						if (value.length > 0) expected[key] = value;
					}
					if (expression !== undefined) expected.keyword = [expression];
					if (order !== '') expected.order = [order];
					expect(read).toEqual(expected);
				},
			),
		);
	});

	it('the JSON of a fired message', async () => {
		await fc.assert(
			fc.asyncProperty(text, digits, digits, async (message, from, to) => {
				const { body, path } = messangi.fireMessagePostRequest({ from, to, text: message });
				expect(path).toBe('rest/api/fireMessage/{instanceId}');
				const sent = Buffer.from((await body?.bytes()) ?? []).toString('utf8');
				expect(JSON.parse(sent) as unknown).toEqual({
					event: {
						'fld-val-list': { sender_id_id: to, keyword_value: message, recipient_address: from },
					},
				});
			}),
		);
	});
});

/** The parameters of a query, as the URL standard reads them; each once. */
function parametersOf(path: string): Record<string, string> {
	expect(path).toMatch(/^[\x21-\x7e]+$/);
	const [, query, ...rest] = path.split('?');
	expect(rest).toEqual([]);
	const pairs = [...new URLSearchParams(query)];
	expect(new Set(pairs.map(([name]) => name)).size).toBe(pairs.length);
	return Object.fromEntries(pairs);
}

describe('mGage and Message Central: what goes in comes out of the query', () => {
	const trimmed = text.filter(trims);
	const noPlus = trimmed.filter((value) => !value.startsWith('+'));

	it('mGage', () => {
		fc.assert(
			fc.property(
				fc.record({ from: noPlus, programId: trimmed, text }),
				fc.uniqueArray(digits, { minLength: 1, maxLength: 250 }),
				(values, to) => {
					const request = mgage.gatewayRequest({ ...values, to, allowLongMessages: true });
					expect(parametersOf(request.path)).toEqual({
						allow_long_messages: 'yes',
						message: values.text,
						message_billed: 'no',
						message_type: 'sms',
						numbers: to.join(','),
						program_id: values.programId,
						spoof_from: values.from,
					});
					const number = to[0] ?? '';
					const mo = { campaignId: values.programId, from: number, to: values.from };
					expect(parametersOf(mgage.externalMoRequest({ ...mo, text: values.text }).path)).toEqual({
						campid: values.programId,
						destination: values.from,
						originator: number,
						message: values.text,
					});
				},
			),
		);
	});

	it('Message Central', () => {
		const template = fc.option(fc.record({ templateId: trimmed, entityId: trimmed }), {
			nil: { templateId: '', entityId: '' },
		});
		fc.assert(
			fc.property(
				fc.record({ senderId: trimmed, text }),
				template,
				fc.array(fc.record({ countryCode: digits, nationalNumber: digits }), { minLength: 1 }),
				(values, ids, numbers) => {
					const common = { ...values, ...ids, channel: 'SMS', messageType: 'OTP' } as const;
					const expected = {
						flowType: 'SMS',
						senderId: values.senderId,
						type: 'SMS',
						message: values.text,
						messageType: 'OTP',
						...(ids.templateId !== '' && ids),
					};
					const one = numbers[0] ?? { countryCode: '', nationalNumber: '' };
					expect(parametersOf(messageCentral.sendRequest({ ...common, ...one }).path)).toEqual({
						...expected,
						countryCode: one.countryCode,
						mobileNumber: one.nationalNumber,
					});
					expect(
						parametersOf(messageCentral.sendToManyRequest({ ...common, numbers }).path),
					).toEqual({
						...expected,
						phoneNumbers: numbers.map((each) => Object.values(each).join(' ')).join(', '),
					});
					const rows = [{ ...one, values: [] }];
					expect(
						parametersOf(messageCentral.sendPersonalizedRequest({ ...common, rows }).path),
					).toEqual(expected);
				},
			),
		);
	});

	it('the check of a code', () => {
		fc.assert(
			fc.property(trimmed, trimmed, (verificationId, code) => {
				const { path } = messageCentral.verifyOtpRequest({
					verificationId,
					code,
					channel: 'SAUTH',
				});
				expect(parametersOf(path)).toEqual({ verificationId, code, flowType: 'SAUTH' });
			}),
		);
	});
});

const pause = () => Promise.resolve();

/** All that reads what comes from outside. */
const readers: Record<string, (reply: HttpReply) => unknown> = {
	...messangiReplies,
	readIncomingMessages: (reply) => messangiReplies.readIncomingMessages(reply, pause),
	readMessageReport: (reply) => messangiReplies.readMessageReport(reply, pause),
	...messageCentralReplies,
	...mgageReplies,
	readGateway: (reply) => mgageReplies.readGateway(reply, NUMBERS),
	readToken,
	readXml: (reply) => readXml(reply.text),
	readJson: (reply) => readJson(reply.text),
};

/** One for each way of reading. */
const ways = ['readIncomingMessages', 'readGateway', 'readVerification', 'readExternalMo'];

/** Reads a reply: a result comes back, or an error that says what is wrong. */
async function readAll(reply: HttpReply, names = Object.keys(readers)): Promise<void> {
	for (const name of names) {
		const read = readers[name];
		if (read === undefined) throw new Error(`There is no ${name}`);
		let words: string;
		try {
			const result = await read(reply);
			const { problem } = (result ?? {}) as { problem?: unknown };
			words = JSON.stringify(problem ?? '');
		} catch (error) {
			const known = error instanceof ReadFailure || error instanceof SignInError;
			if (!known) throw new Error(`${name} threw ${String(error)}`);
			words = `${error.name} ${error.message}`;
		}
		expect(words.length).toBeLessThan(1500);
	}
}

describe('hostile replies', () => {
	it('of any text', async () => {
		await fc.assert(
			fc.asyncProperty(status, fc.oneof(text, rubble), async (code, body) => {
				await readAll({ status: code, text: body });
			}),
			{ numRuns: 150 * FUZZ_TIMES },
		);
	});

	it('of samples that were cut, doubled and spoiled', async () => {
		await fc.assert(
			fc.asyncProperty(status, spoiled(samples), async (code, body) => {
				await readAll({ status: code, text: body });
			}),
			{ numRuns: 150 * FUZZ_TIMES },
		);
	});

	it('of any JSON', async () => {
		await fc.assert(
			fc.asyncProperty(status, fc.json({ maxDepth: 6 }), async (code, body) => {
				await readAll({ status: code, text: body });
				expect(JSON.stringify(readJson(body))).toBeDefined();
			}),
		);
	});

	it('leave the prototype of objects alone', async () => {
		await readAll({
			status: 200,
			text: '{"__proto__":{"polluted":1},"data":{"__proto__":{"polluted":1}}}',
		});
		await readAll({ status: 200, text: '<__proto__><polluted>1</polluted></__proto__>' });
		expect(({} as Record<string, unknown>).polluted).toBeUndefined();
	});
});

/** Texts of a certain length that have made readers slow elsewhere. */
const repeated =
	(unit: string, around: [string, string] = ['', '']) =>
	(length: number) =>
		around[0] + unit.repeat(Math.ceil(length / unit.length)) + around[1];
const slow: [string, (length: number) => string][] = [
	['nested elements', (length) => '<a>'.repeat(length / 7) + '</a>'.repeat(length / 7)],
	['elements that stay open', repeated('<a>')],
	['openings', repeated('<')],
	['closings', repeated('</a>', ['<a>', ''])],
	['empty elements', repeated('<a/>')],
	['attributes', repeated(' a="b"', ['<a', '/>'])],
	[
		'attributes of many names',
		(length) =>
			`<a ${Array.from({ length: length / 14 }, (_, index) => `n${index}="v"`).join(' ')}/>`,
	],
	['names without values', repeated(' a', ['<a', '/>'])],
	['equals signs', repeated('= ', ['<a ', '/>'])],
	['spaces in a tag', repeated(' ', ['<a', '/>'])],
	['spaces in a tag that stays open', repeated(' ', ['<a', ''])],
	['quotes in a tag', repeated(`"'`, ['<a b=', '>'])],
	['a value without end', repeated('x ', ['<a b="', ''])],
	['a long name', repeated('a', ['<', '/>'])],
	['ampersands', repeated('&', ['<a>', '</a>'])],
	['entities', repeated('&amp;', ['<a>', '</a>'])],
	['entities without end', repeated('&#', ['<a>', '</a>'])],
	['comments', repeated('<!---->', ['<a>', '</a>'])],
	['comments without end', repeated('<!--', ['<a>', ''])],
	['sections', repeated('<![CDATA[]]>', ['<a>', '</a>'])],
	['sections without end', repeated('<![CDATA[', ['<a>', ''])],
	['instructions', repeated('<?a ?>', ['<a>', '</a>'])],
	['an instruction without end', repeated('a ', ['<a><?', ''])],
	['a declaration without end', repeated('<?xml ')],
	['document types', repeated('<!DOCTYPE a [')],
	['white space', repeated(' \n', ['<a>', '</a>'])],
	['lists opened again and again', repeated('<MOMessageList>', ['<status>OK</status>', ''])],
	['closings after a list', repeated('</a>', ['<status>OK</status><MOMessageList>', ''])],
	['half closings after a list', repeated('</a', ['<MOMessageList>', ''])],
	[
		'messages',
		repeated('<message><id>1</id></message>', [
			'<status>OK</status><result><messages>',
			'</messages></result>',
		]),
	],
	[
		'messages of many names',
		(length) =>
			`<a>${Array.from({ length: length / 16 }, (_, index) => `<n${index}/>`).join('')}</a>`,
	],
	[
		'incoming messages',
		repeated('<MOMessage><text>1</text></MOMessage>', [
			'<status>OK</status><result><MOMessageList><MessageList>',
			'</MessageList><MOMessageList></result>',
		]),
	],
	['recipients', repeated('<r number="13056708084" code="0"/>', ['<a>', '</a>'])],
	['a long status', repeated('S', ['<status>', '</status>'])],
	[
		'a long description',
		repeated('a\n', ['<status>ERROR</status><description>', '</description>']),
	],
	['nested lists', (length) => '['.repeat(length / 2) + ']'.repeat(length / 2)],
	['lists that stay open', repeated('[')],
	['nested objects', (length) => '{"a":'.repeat(length / 6) + '0' + '}'.repeat(length / 6)],
	['escaped quotes without end', repeated('\\"', ['["', ''])],
	['escaped quotes', repeated('\\"', ['["', '",1234567890123456789]'])],
	['a long number', repeated('1', ['[', ']'])],
	['a long number with a fraction', repeated('1', ['[', '.5]'])],
	['a long number with an exponent', repeated('1', ['[0.', 'e5]'])],
	['long numbers', repeated('1234567890123456789,', ['[', '1]'])],
	['blocks', repeated('{"number":"13056708084","statusCode":0},', ['[', '{}]'])],
	[
		'keys',
		(length) =>
			JSON.stringify(
				Object.fromEntries(
					Array.from({ length: length / 20 }, (_, index) => [
						String(13056700000 + index),
						{ code: 0 },
					]),
				),
			),
	],
	['lines', repeated('13056708084,0\n')],
	['a line of spaces', repeated(' ', ['', 'x'])],
	['lines of spaces', repeated(`${' '.repeat(900)}\n`, ['x', 'x'])],
	['a line of numbers', repeated('0 ')],
	['equals signs between spaces', repeated(' = ')],
	['a sentence', repeated('no SUCCESS ')],
	['digits', repeated('0')],
];

describe('long replies take a time that grows with their length, and no more', () => {
	/** The shortest of several runs, in milliseconds. */
	async function timeOf(body: string): Promise<number> {
		let best = Infinity;
		for (let run = 0; run < 3; run++) {
			const start = performance.now();
			await readAll({ status: 200, text: body }, ways);
			best = Math.min(best, performance.now() - start);
			// What takes no time cannot take too long.
			if (best < 100) break;
		}
		return best;
	}

	it.each(slow)('%s', async (_label, write) => {
		const short = await timeOf(write(50_000));
		const long = await timeOf(write(200_000));
		// It would be sixteen times as long if it were quadratic; machines that others use are slow.
		expect(long).toBeLessThan(8 * short + 200);
	});

	it('is bounded, whatever the length', async () => {
		const start = performance.now();
		for (const unit of ['<a>', '{"a":', '["\\"', '<a b="', '1']) {
			await readAll({ status: 200, text: unit.repeat(20_000_000 / unit.length) }, ways);
		}
		expect(performance.now() - start).toBeLessThan(20_000);
	});
});
