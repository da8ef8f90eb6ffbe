import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { ACCOUNTS } from '../../../sandbox/accounts';
import { parseAsked } from '../../../sandbox/callbacks/callbackRequest';
import { parseTarget } from '../../../sandbox/callbacks/target';
import { readCommandLine } from '../../../sandbox/commandLine';
import { decodeBase64Url, decodePercent, splitTarget } from '../../../sandbox/server/decoding';
import type { Answer } from '../../../sandbox/server/gateway';
import { parseIncoming } from '../../../sandbox/control/incoming';
import type { GatewayEntry } from '../../../sandbox/gateways/entry';
import { readRecipients } from '../../../sandbox/gateways/messageCentral/bulkFile';
import { matchTexts, parseFilters, parsePage } from '../../../sandbox/gateways/messangi/listing';
import { checkSignature } from '../../../sandbox/gateways/messangi/signature';
import { GATEWAYS } from '../../../sandbox/gateways/registry';
import { completeOptions } from '../../../sandbox/options';
import { parseMultipart } from '../../../sandbox/server/multipart';
import { leafOf, NUMBERS, pieces, rubble, spoiled, text } from '../../hostile';
import { rawRow, rawWorkbook } from '../../messages/files';
import { ALL_PROFILES } from '../../profiles';
import { describeParsers } from './fuzz';
import { expectJson, expectTrue, readTwice, waitTwice } from './oracles';
import { sandboxForTests } from '../../sandbox/forTests';

/** What stands in JSON: what else `fc.anything()` makes, no call over HTTP can bring. */
const json = fc.oneof(
	fc.jsonValue({ maxDepth: 3 }),
	fc.constantFrom<unknown>(
		{ toString: 1, valueOf: 1 },
		{ __proto__: null, a: 1 },
		[],
		[['a']],
		null,
	),
);
const object = (names: readonly string[], words: readonly string[]) =>
	fc
		.array(
			fc.tuple(
				fc.oneof(
					{ weight: 8, arbitrary: fc.constantFrom(...names) },
					{ weight: 1, arbitrary: fc.constantFrom('__proto__', 'constructor', 'x') },
				),
				fc.oneof({ weight: 3, arbitrary: leafOf(words) }, { weight: 1, arbitrary: json }),
			),
			{ maxLength: 6 },
		)
		.map((pairs): unknown => Object.fromEntries(pairs));

/** A sentence that a control call answers with: on one line, and in words. */
function expectSentence(error: Error | undefined): void {
	if (error !== undefined)
		expectTrue(/^\S.*\.$/s.test(error.message), 'no sentence', error.message);
}

const account = ACCOUNTS.messangi;
const options = completeOptions({
	messangiPageZero: 'first',
	messageCentralMaxRecipients: 10,
	otpLifetime: 1000,
});
const archive = { outgoing: () => [], incoming: () => [], endCode: () => undefined };

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
let workbook: Uint8Array;
const sandbox = sandboxForTests();
beforeAll(async () => {
	const rows = [rawRow('Country', 'Mobile', 'Var1'), rawRow('91', '9877012345', 'Ana')];
	workbook = await rawWorkbook(rows.join(''), {}, 'STORE');
});

const part = (content: Buffer) =>
	Buffer.concat([
		Buffer.from(
			`--b\r\nContent-Disposition: form-data; name="file"; filename="r.xlsx"\r\nContent-Type: ${XLSX}\r\n\r\n`,
		),
		content,
		Buffer.from('\r\n--b--\r\n'),
	]);

function expectAnswer(answer: Answer): void {
	const { status, contentType, body, accepted = [], refusedBecause } = answer;
	// mGage's externalMO refuses with 500.
	const isFault = status >= 500 && refusedBecause === undefined;
	expectTrue(Number.isInteger(status) && status >= 200 && !isFault, 'no status', status);
	expectTrue(contentType !== '' && typeof body === 'string', 'no answer');
	expectTrue(refusedBecause === undefined || accepted.length === 0 || status === 200, 'both');
	expectJson(answer);
}

describeParsers('sandbox', (fuzz) => {
	const secret = object(
		['in', 'name', 'value', 'username', 'password'],
		['query', 'header', 'basic', 'x-secret', 's3cret', 'a:b'],
	);
	const target = fc.oneof(
		fc.record({ url: leafOf(['https://a.example/x?y=1', 'http://[::1]:80', 'ftp://a']), secret }),
		fc.record({ url: fc.oneof(text, json), secret: fc.oneof(secret, json) }),
		json,
	);
	fuzz(
		'parseTarget',
		target,
		(given) => {
			const { value, error } = readTwice(() => parseTarget(given), RangeError);
			expectSentence(error);
			if (value === undefined) return;
			expectTrue(/^https?:/.test(value.url), 'no address');
			for (const each of Object.values(value.secret ?? {}))
				expectTrue(typeof each === 'string', 'a secret that is no text', each);
		},
		{
			found: [
				{ url: 'https://a.example', secret: { in: 'header', name: { toString: 1, valueOf: 1 } } },
			],
		},
	);

	const report = object(
		['messageId', 'status', 'to', 'from', 'text', 'date', 'fields'],
		['delivered', '2014-10-13T10:30:51.922Z', NUMBERS[0]],
	);
	const asked = fc.oneof(
		object(
			['gateway', 'report', 'incoming', 'body', 'bodyBase64', 'contentType', 'times', 'order'],
			['messangi', 'mGage', 'messageCentral', 'reversed', 'text/plain', 'YQ=='],
		),
		fc.record({
			gateway: fc.constantFrom('messangi', 'mGage', 'x'),
			report: fc.oneof(report, json),
		}),
		json,
	);
	fuzz('parseAsked', asked, (given) => {
		const { value, error } = readTwice(() => parseAsked(given), RangeError);
		expectSentence(error);
		if (value !== undefined) expectTrue(Object.hasOwn(ACCOUNTS, value.gateway), 'no gateway');
	});

	const message = object(
		['gateway', 'from', 'to', 'text', 'carrier', 'keyword', 'date'],
		['messangi', 'mGage', NUMBERS[0], 'Yes', '2014-10-13T10:30:51.922Z'],
	);
	const complete = message.map((each): unknown => ({
		...{ gateway: 'mGage', from: '1', to: '2', text: 'a', date: '2014-10-13T10:30:51.922Z' },
		...(each as object),
	}));
	fuzz('parseIncoming', fc.oneof(complete, fc.array(complete), message, json), (given) => {
		const { value, error } = readTwice(() => parseIncoming(given), RangeError);
		expectSentence(error);
		expectJson(value);
		for (const { from, text: words } of value ?? [])
			expectTrue(typeof from === 'string' && typeof words === 'string', 'no text');
	});

	const option = fc.constantFrom(
		...['--port', '--latency', '--first-page', '--callback', '--callback-secret', '--help', '--x'],
	);
	const argument = fc.oneof(
		leafOf([
			'80',
			'0',
			'70000',
			'mGage=https://a.example',
			'mgage=query:a:b',
			'messangi=basic:a:b',
		]),
		text,
	);
	const command = fc
		.array(fc.tuple(option, argument), { maxLength: 4 })
		.map((pairs) => pairs.flatMap(([name, value]) => [name, value]));
	fuzz('readCommandLine', command, (given) => {
		const { value, error } = readTwice(() => readCommandLine(given), Error);
		if (error !== undefined) expectTrue(error.message !== '', 'no sentence');
		if (value === undefined) return;
		const { port } = value.options;
		expectTrue(Number.isInteger(port) && port >= 0 && port < 65_536, 'no port', port);
	});

	const encoded = fc.oneof(
		text.map(encodeURIComponent),
		spoiled(['%C3%A9%E2%82%AC', '%00%ff', 'a%2Bb%']),
		rubble,
	);
	fuzz('decodePercent', encoded, (raw) => {
		const read = readTwice(() => decodePercent(raw)).value;
		if (/[^\x00-\x7f]/.test(raw)) return;
		let expected: string | null = null;
		try {
			expected = decodeURIComponent(raw);
		} catch {
			// It has none.
		}
		expectTrue(read === expected, 'another text than JavaScript’s own', [read, expected]);
	});

	const base64 = fc.oneof(
		text.map((each) => Buffer.from(each).toString('base64url')),
		text.map((each) => Buffer.from(each).toString('base64')),
		fc.uint8Array({ maxLength: 20 }).map((each) => Buffer.from(each).toString('base64url')),
		spoiled(['T0dBTkdJIFRFU1QgTUVTU0FHRQ==']),
	);
	fuzz('decodeBase64Url', base64, (raw) => {
		const read = readTwice(() => decodeBase64Url(raw)).value ?? null;
		if (read === null) return;
		expectTrue(Buffer.from(read).toString('base64url') === raw.replace(/=*$/, ''), 'another text');
	});

	const query = fc
		.array(fc.tuple(leafOf(['a', 'message', 'numbers']), text), { maxLength: 6 })
		.map((pairs) => `/x?${new URLSearchParams(pairs).toString()}`);
	fuzz(
		'splitTarget',
		fc.oneof(query, spoiled(['/a?b=c&d=%C3%A9+x', '/a?b&&=c']), rubble),
		(raw) => {
			const split = readTwice(() => splitTarget(raw)).value;
			if (split === undefined || !('values' in split.query)) return;
			expectTrue(raw.startsWith(split.path), 'another path');
			if (/[^\x00-\x7f]/.test(raw)) return;
			const own = new URLSearchParams(`?${raw.slice(split.path.length + 1)}`);
			for (const [name, value] of split.query.values)
				expectTrue(own.get(name) === value, 'another value', [name, value]);
		},
	);

	const numeral = fc.oneof(
		fc.constantFrom('0', '1', '10', '1000', '1001', '01', '1e3', '-1'),
		text,
	);
	fuzz(
		'parsePage',
		fc.tuple(numeral, numeral, fc.constantFrom<0 | 1>(0, 1)),
		([page, size, firstPage]) => {
			const options = { firstPage, pageZero: 'error', malformed: false } as const;
			const read = readTwice(() => parsePage(page, size, options)).value;
			if (read === undefined || 'because' in read) return;
			const { skip, take } = read.value;
			expectTrue(Number.isSafeInteger(skip) && skip >= 0 && take >= 1 && take <= 1000, 'no page');
		},
	);

	const segment = fc.oneof(
		spoiled(['from=13056708084&order=desc&keyword=%5EOGANGI.*', 'carrier=a,b&to=1', 'null']),
		rubble,
	);
	fuzz('parseFilters', segment, (raw) => {
		const keys = ['from', 'to', 'carrier', 'keyword'];
		const read = readTwice(() => parseFilters(raw, keys)).value;
		if (read === undefined || 'because' in read) return;
		for (const key of read.value.values.keys())
			expectTrue([...keys, 'order'].includes(key), 'another key', key);
	});

	const pattern = fc.oneof(
		fc.string({
			unit: fc.constantFrom(...'ab.*+?()[]{}|^$\\1'.split(''), '(?i)', '(?:'),
			maxLength: 12,
		}),
		text,
	);
	fuzz(
		'matchTexts',
		fc.array(pattern, { maxLength: 3 }),
		(patterns) => {
			const found = matchTexts(patterns, ['abab', '', 'OGANGI']);
			if ('value' in found) expectTrue(found.value.length === 3, 'not one for each text');
			else expectTrue(found.because !== '', 'no reason');
		},
		{ cost: 3 },
	);

	const segments = fc.array(leafOf([account.instanceId, 'a', 'T0s', account.publicKey]), {
		maxLength: 6,
	});
	const signed = fc.tuple(segments, fc.constantFrom('right', 'upper', 'none', 'other'), text);
	fuzz('checkSignature', signed, ([own, kind, other]) => {
		const parameters = [account.instanceId, ...own].map((each) =>
			encodeURIComponent(Buffer.from(each).toString()),
		);
		const right = createHmac('sha256', account.privateKey)
			.update(parameters.join('/'))
			.digest('hex');
		const proofs = { right, upper: right.toUpperCase(), none: '', other };
		const whole = [...parameters, account.publicKey, proofs[kind]];
		const because = readTwice(() => checkSignature(whole, account)).value;
		expectTrue((because === undefined) === (kind === 'right'), 'a signature', because);
		expectTrue(!(because ?? '').includes(account.privateKey), 'the private key in a sentence');
	});

	for (const { name, sandboxCalls } of ALL_PROFILES) {
		const entry: GatewayEntry = GATEWAYS[name];
		const gateway = entry.create(options, entry.account, archive);
		const request = fc.record({
			method: fc.constantFrom('GET', 'POST', 'POST', 'DELETE'),
			target: fc.oneof(
				{ weight: 4, arbitrary: spoiled(sandboxCalls.targets) },
				{ weight: 1, arbitrary: rubble },
			),
			isKnown: fc.boolean(),
			contentType: leafOf(['application/json', 'multipart/form-data; boundary=b']),
			body: fc.oneof(
				json.map((each) => JSON.stringify(each)),
				spoiled(['{"event":{"fld-val-list":{"sender_id_id":"1","keyword_value":"a"}}}']),
			),
		});
		fuzz(
			`${name}, all calls`,
			request,
			async ({ method, target: each, isKnown, contentType, body }) => {
				const call = {
					method,
					// As it comes over the wire.
					target: signedTarget(Buffer.from(each).toString('latin1'), isKnown),
					headers: { 'content-type': contentType, ...(isKnown && sandboxCalls.proofs) },
					body: Buffer.from(method === 'GET' ? '' : body),
				};
				expectAnswer(await gateway.handle(call));
				expectJson(gateway.describe(call));
			},
		);
	}

	const multipart = fc.oneof(
		fc.array(pieces, { maxLength: 9 }).map((each) => Buffer.from(each.join('--b\r\n'))),
		spoiled([part(Buffer.from('content')).toString('latin1')]).map((each) =>
			Buffer.from(each, 'latin1'),
		),
		fc.uint8Array({ maxLength: 200 }).map((each) => part(Buffer.from(each))),
	);
	const header = fc.oneof(
		{ weight: 4, arbitrary: fc.constant('multipart/form-data; boundary=b') },
		{ weight: 1, arbitrary: spoiled(['multipart/form-data; boundary="b"']) },
	);
	fuzz('parseMultipart', fc.tuple(header, multipart), ([contentType, body]) => {
		const read = readTwice(() => parseMultipart(contentType, body)).value;
		if (read === undefined || 'unreadable' in read) return;
		for (const { content } of read.parts)
			expectTrue(body.includes(content), 'a content from nowhere');
	});

	const changes = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 3 });
	const texts = leafOf(['Hi ##var1##', 'Hi', '##var2##', '##constructor##']);
	fuzz(
		'readRecipients',
		fc.tuple(changes, texts),
		async ([damage, words]) => {
			const content = Buffer.from(workbook);
			for (const [place, byte] of damage) content[place % content.length] = byte;
			const type = 'multipart/form-data; boundary=b';
			const { value: read } = await waitTwice(() => readRecipients(type, part(content), words));
			if (read === undefined || 'because' in read) return;
			expectTrue(read.recipients.length > 0, 'nobody');
			for (const { countryCode, mobileNumber } of read.recipients)
				expectTrue(/^\d+$/.test(countryCode + mobileNumber), 'no number', mobileNumber);
		},
		{ cost: 10 },
	);

	const path = fc.constantFrom(
		...['faults', 'incoming', 'callbacks', 'callbacks/send', 'latency', 'next/pin', 'next/otp'],
		...[
			'callbacks/targets/mGage',
			'callbacks/mGage',
			'messages/1/status',
			'reset',
			'tokens/expire',
		],
	);
	const fault = object(
		['gateway', 'count', 'skip', 'status', 'headers', 'body', 'contentType', 'code', 'cut', 'hang'],
		['mGage', 'messangi', 'middle', 'before', '107', 'OK'],
	);
	const control = fc.record({
		path,
		method: fc.constantFrom('POST', 'PUT', 'DELETE', 'GET'),
		body: fc.oneof(fault, target, message, asked, json).map((each) => JSON.stringify(each)),
		isSpoiled: fc.integer({ min: 0, max: 5 }),
	});
	fuzz(
		'control calls',
		control,
		async ({ path: each, method, body, isSpoiled }) => {
			const hasBody = method === 'POST' || method === 'PUT';
			const reply = await fetch(`${sandbox.url}/control/${each}`, {
				method,
				...(hasBody && { body: isSpoiled === 0 ? body.slice(1) : body }),
			});
			expectTrue(reply.status < 500, 'a fault of ours', await reply.text());
			sandbox.reset();
		},
		{ cost: 3 },
	);
});

/** The target with the right signature at its end, as far as it is one of Messangi's. */
function signedTarget(target: string, isSigned: boolean): string {
	const [, start = '', rest] = /^(\/rest\/api\/(?:tools\/)?[A-Za-z]+\/)(.*)$/s.exec(target) ?? [];
	if (!isSigned || rest === undefined) return target;
	const parameters = rest.split('/').slice(0, -2);
	const signature = createHmac('sha256', account.privateKey)
		.update(Buffer.from(parameters.join('/'), 'latin1'))
		.digest('hex');
	return start + [...parameters, account.publicKey, signature].join('/');
}
