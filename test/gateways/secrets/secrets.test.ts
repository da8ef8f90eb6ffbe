import fc from 'fast-check';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { SmsGatewayCallbackApi } from '../../../credentials/SmsGatewayCallbackApi.credentials';
import { excerpt } from '../../../gateways/secrets/excerpt';
import { readJson } from '../../../gateways/wire/json';
import { KnownSecrets } from '../../../gateways/secrets/knownSecrets';
import { isSecretName } from '../../../gateways/secrets/secretNames';
import { Shown } from '../../../gateways/secrets/shown';
import { readXml } from '../../../gateways/wire/xml';
import { sandboxCredentials } from '../../../tools/n8n/sandbox-credentials';
import { ALL_PROFILES } from '../../profiles';
import { HARMLESS_NAMES, SECRET_NAMES } from '../../secretNames';
import { FUZZ_TIMES } from '../../fuzzing';

const SECRET = 'Zq7-vX3kPw9';

describe('names', () => {
	it.each(SECRET_NAMES)('%p is that of a secret', (name) => {
		expect(isSecretName(name)).toBe(true);
	});

	it.each(HARMLESS_NAMES)('%p is not', (name) => {
		expect(isSecretName(name)).toBe(false);
	});
});

// What proves who asks is declared where it is used: as a password among the fields of a credential,
// as a header that it adds. If this fails for a new gateway, name the field so that everybody sees
// what it is, or teach `secretNames.ts` its word.
describe.each([...ALL_PROFILES.map(({ credential }) => credential), new SmsGatewayCallbackApi()])(
	'$name',
	({ properties }) => {
		it('has secret fields, and each is hidden by its name', () => {
			const fields = properties
				.filter(({ typeOptions }) => typeOptions?.password === true)
				.map(({ name }) => name);
			expect(fields).not.toEqual([]);
			expect(fields.filter((name) => !isSecretName(name))).toEqual([]);
		});
	},
);

/** Headers that say nothing of who asks. */
const PLAIN_HEADERS = new Set(['accept', 'content-type']);

describe.each(ALL_PROFILES)('$name', ({ credential, otherSignIn, ownRequest: { path } }) => {
	it('adds no header that is not hidden by its name', async () => {
		const { authenticate } = credential;
		if (typeof authenticate !== 'function') throw new Error('does not sign in by itself');
		const accounts = sandboxCredentials('https://127.0.0.1');
		const given = accounts.find(({ type }) => type === credential.name)?.data;
		// A token of one's own, where it could otherwise come from a server only.
		const data = { ...given, ...otherSignIn?.fields } as ICredentialDataDecryptedObject;
		const { headers = {} } = await authenticate(data, { url: path, headers: {} });
		const added = Object.keys(headers).filter((name) => !PLAIN_HEADERS.has(name.toLowerCase()));
		expect(added.filter((name) => !isSecretName(name))).toEqual([]);
	});
});

/** Ways in which a name and a value stand in a structure. */
const STRUCTURES: Record<string, (name: string, value: unknown) => unknown> = {
	field: (name, value) => ({ [name]: value }),
	'a list under the name': (name, value) => ({ [name]: [value, 'x'] }),
	'an object under the name': (name, value) => ({ [name]: { of: { any: value } } }),
	'an object in a list in a list': (name, value) => [[{ [name]: value }], 'x'],
	'name and value': (name, value) => ({ name, value }),
	'key and value': (name, value) => [{ key: name, value }, 1],
	'header and content': (name, value) => ({ header: name, content: value }),
	'field and its values': (name, value) => ({ field: name, values: [value] }),
	'a pair in a list': (name, value) => [[name, value]],
	'a list of headers': (name, value) => ({ rawHeaders: ['Host', 'example.com', name, value] }),
	'JSON in a text': (name, value) => ({ a: JSON.stringify({ b: [{ [name]: value }] }) }),
	'JSON in JSON in a text': (name, value) => ({
		a: JSON.stringify({ b: JSON.stringify({ [name]: value }) }),
	}),
	'an address': (name, value) => ({
		a: `https://example.com/x?a=1&${encodeURIComponent(name)}=${encodeURIComponent(String(value))}&b=2`,
	}),
};

/** Puts a structure deeper. */
function deepen(structure: unknown, depth: number): unknown {
	return depth === 0
		? structure
		: depth % 2 === 0
			? { deeper: deepen(structure, depth - 1), other: 'stays' }
			: ['stays', deepen(structure, depth - 1)];
}

const shown = new Shown();

describe.each(Object.entries(STRUCTURES))('in a reply, as %s', (form, structureOf) => {
	const names =
		form === 'an address' ? SECRET_NAMES.filter((name) => !/\s/.test(name)) : SECRET_NAMES;

	it.each([0, 1, 3, 6])('at depth %d, what has a secret’s name goes nowhere', (depth) => {
		for (const name of names) {
			for (const value of [SECRET, 73918264]) {
				const reply = shown.response(deepen(structureOf(name, value), depth));
				const text = JSON.stringify(reply);
				expect([name, text.includes(String(value))]).toEqual([name, false]);
				if (depth > 0) expect(text).toContain('stays');
			}
		}
	});

	it('what has any other name stays', () => {
		for (const name of HARMLESS_NAMES.filter((each) => each !== '')) {
			const structure = deepen(structureOf(name, SECRET), 3);
			expect(shown.response(structure)).toEqual(structure);
		}
	});
});

/** Ways in which a name and a value stand in a text. */
const TEXTS: Record<string, (name: string, value: string) => string> = {
	query: (name, value) => `GET /x?a=1&${name}=${value}&b=2 failed`,
	'query, first': (name, value) => `https://example.com/x?${name}=${value}`,
	'query, percent-encoded': (name, value) => `to=${encodeURIComponent(`/x?${name}=${value}&b=2`)}`,
	'query, twice encoded': (name, value) =>
		`to=${encodeURIComponent(encodeURIComponent(`/x?${name}=${value}&b=2`))}`,
	'form with blanks': (name, value) => `${name} = ${value}`,
	JSON: (name, value) => `it got {"a": 1, "${name}": "${value}", "b": "stays"}`,
	'JSON, a list': (name, value) => `it got {"${name}":["${value}", 1], "b": 2}`,
	'JSON that is cut': (name, value) => `it got {"a": 1, "${name}":{"b":"${value}`,
	'JSON with backslashes': (name, value) => `it got {\\"${name}\\":\\"${value}\\"}`,
	'JSON, percent-encoded': (name, value) => encodeURIComponent(`{"${name}":"${value}"}`),
	JavaScript: (name, value) => `it got { '${name}': '${value}' }`,
	'a pair in JSON': (name, value) => `it got {"name":"${name}","value":"${value}"}`,
	'a pair in a form': (name, value) => `name=${name}&value=${value}`,
	header: (name, value) => `Host: a\r\n${name}: ${value}\r\nAccept: b`,
	sentence: (name, value) => `The request was refused (${name}: ${value}), try again`,
	'end of a sentence': (name, value) => `Refused ${name}: ${value}.`,
	element: (name, value) => `<a><${name}>${value}</${name}><b>stays</b></a>`,
	'element in another': (name, value) => `<a><${name}><c d="1">${value}</c></${name}></a>`,
	'element with CDATA': (name, value) => `<${name}><![CDATA[</${name}>${value}]]></${name}>`,
	'element that is cut': (name, value) => `<a><${name}>${value}`,
	attribute: (name, value) => `<a ${name}="${value}" b='stays'/>`,
	'attribute in single quotation marks': (name, value) => `<a ${name} = '${value}'/>`,
	'named element': (name, value) => `<param name="${name}">${value}</param>`,
	'named attribute': (name, value) => `<param name="${name}" value="${value}"/>`,
	'two elements': (name, value) => `<p><name>${name}</name><value>${value}</value></p>`,
	'a property list': (name, value) => `<dict><key>${name}</key><string>${value}</string></dict>`,
	'element with entities': (name, value) => `<a>&lt;${name}&gt;${value}&lt;/${name}&gt;</a>`,
	'JSON with entities': (name, value) => `{&quot;${name}&quot;:&quot;${value}&quot;}`,
};

describe.each(Object.entries(TEXTS))('in a text, as %s', (form, textOf) => {
	const fits = (name: string) => /^[A-Za-z][\w-]*$/.test(name);
	const secret = SECRET_NAMES.filter(fits);

	it('what has a secret’s name goes nowhere', () => {
		for (const name of secret) {
			const text = textOf(name, SECRET);
			for (const sayings of [excerpt(text), shown.text(text), shown.reply(null, text).raw ?? '']) {
				expect([name, sayings, sayings.includes(SECRET)]).toEqual([name, sayings, false]);
			}
		}
	});

	// Nobody can tell there whether `key` holds a name or a key.
	const itIsTold = form === 'a property list' ? it.skip : it;
	itIsTold('what has any other name stays', () => {
		for (const name of HARMLESS_NAMES.filter(fits)) {
			const text = textOf(name, SECRET);
			expect(shown.text(text)).toBe(text);
		}
	});
});

describe('sentences that only speak of secrets', () => {
	it.each([
		'Wrong password: check it in the console',
		'Invalid API key: not found',
		'The signature: mismatch',
		'Bad token: expired.',
		'PIN: wrong, try again',
		'Keyword: STOP',
		'keyword=STOP&to=87767',
		'tokens_count=3',
		'Error: the session is over',
		'The password is required',
		'Status: DELIVRD, code: 0',
		'<a><keyword>JOIN</keyword><author>Ana</author></a>',
		'<token/> <password></password>',
		'"token": null, "password": ""',
		'at 12:30:45, see https://example.com/help?topic=keys',
		'1 + 1 = 2; a: b',
	])('%s', (sentence) => {
		expect(shown.text(sentence)).toBe(sentence);
	});

	it.each([
		['Cookie: a=b; c=d-e', 'Cookie: [hidden]'],
		['Authorization: Digest username="a", response="f00"', 'Authorization: [hidden]'],
		['API key: k3yk3y', 'API key: [hidden]'],
		['verification code: 482913', 'verification code: [hidden]'],
		['mysql://root:hunter2@db/x', 'mysql://[hidden]@db/x'],
		['token=a,b;c&d=e', 'token=[hidden]&d=e'],
	])('%s: but %s', (text, expected) => {
		expect(shown.text(text)).toBe(expected);
	});
});

describe('known values', () => {
	const known = new KnownSecrets({
		secrets: ['FBF3-4310-909C-C4BB', 'pass wörd/+&"<1>', 'short1'],
		names: ['acme-user'],
	});
	const ofAccount = new Shown(known);
	const base64 = (text: string) => Buffer.from(text).toString('base64');

	const VALUES = ['FBF3-4310-909C-C4BB', 'pass wörd/+&"<1>', 'acme-user'];
	const SPELLINGS: Record<string, (value: string) => string> = {
		plain: (value) => value,
		'percent-encoded': encodeURIComponent,
		'percent-encoded in small letters': (value) =>
			encodeURIComponent(value).replace(/%../g, (each) => each.toLowerCase()),
		'as a form': (value) => new URLSearchParams({ a: value }).toString(),
		'every byte percent-encoded': (value) =>
			[...Buffer.from(value)].map((byte) => `%${byte.toString(16)}`).join(''),
		Base64: base64,
		'Base64 behind one byte': (value) => base64(`a${value}b`),
		'Base64 behind two bytes': (value) => base64(`aa${value}bb`),
		'Base64 for addresses': (value) => Buffer.from(`~?${value}`).toString('base64url'),
		hexadecimal: (value) => Buffer.from(value).toString('hex'),
		'hexadecimal in capitals': (value) => Buffer.from(value).toString('hex').toUpperCase(),
		JSON: (value) => JSON.stringify(value),
		XML: (value) =>
			value
				.replace(/&/g, '&amp;')
				.replace(/</g, '&lt;')
				.replace(/>/g, '&gt;')
				.replace(/"/g, '&quot;'),
		'percent-encoded twice': (value) => encodeURIComponent(encodeURIComponent(value)),
		'one letter percent-encoded': (value) =>
			`%${value.charCodeAt(0).toString(16)}${value.slice(1)}`,
		'numbers of characters': (value) =>
			Array.from(value, (each) => `&#${String(each.codePointAt(0))};`).join(''),
		'hexadecimal numbers of characters': (value) =>
			Array.from(value, (each) => `&#x${each.codePointAt(0)?.toString(16) ?? ''};`).join(''),
		'XML in XML': (value) =>
			`&amp;#${String(value.charCodeAt(0))};${value.slice(1).replace(/&/g, '&amp;amp;').replace(/</g, '&amp;lt;')}`,
		'escaped as in JavaScript': (value) =>
			Array.from(value, (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`).join(
				'',
			),
		'escaped as in Python': (value) =>
			[...Buffer.from(value)].map((byte) => `\\x${byte.toString(16)}`).join(''),
		'in two lines': (value) => `${value.slice(0, 6)}\r\n\t${value.slice(6)}`,
		'Base64 in lines': (value) => base64(`Basic x:${value}`).replace(/.{7}/g, '$&\r\n'),
		'with characters that nobody sees': (value) =>
			`${value.slice(0, 3)}\u200b${value.slice(3, 7)}\u00ad${value.slice(7)}`,
		'letters and accents apart': (value) => value.normalize('NFD'),
		'UTF-8 read as Latin-1': (value) => Buffer.from(value).toString('latin1'),
	};

	it.each(Object.entries(SPELLINGS))('%s', (_label, spell) => {
		for (const value of VALUES) {
			const spelled = spell(value);
			const forms = [
				ofAccount.text(`before ${spelled} behind`),
				ofAccount.sentence(`before ${spelled} behind`),
				JSON.stringify(ofAccount.response({ a: [{ b: spelled, [spelled]: 1 }] })),
				ofAccount.reply(null, `<a>${spelled}</a>`).raw ?? '',
			];
			for (const form of forms) {
				expect(form).toContain('[hidden]');
				expect(form).not.toContain(spelled);
			}
			expect(forms[0]).toMatch(/^before .*behind$/s);
		}
	});

	it.each([
		['a short one, as a word', 'is short1 wrong?', 'is [hidden] wrong?'],
		['a short one inside of another word', 'xshort12', 'xshort12'],
		['a pair of both', `Basic-${base64('acme-user:short1')}`, /^Basic-\[hidden\]/],
		['a number', 'nothing', 'nothing'],
	])('%s', (_label, text, expected) => {
		const form = ofAccount.text(text);
		if (typeof expected === 'string') expect(form).toBe(expected);
		else expect(form).toMatch(expected);
	});

	it('stands nowhere in part where a text is cut', () => {
		for (let length = 900; length < 1010; length++) {
			const form = ofAccount.text(
				`${'. '.repeat(length / 2)}FBF3-4310-909C-C4BB ${'.'.repeat(5000)}`,
			);
			expect(form).not.toContain('FBF');
		}
		for (let length = 260; length < 300; length++) {
			const quoted = excerpt(
				`${'.'.repeat(length)}FBF3-4310-909C-C4BB and more ${'.'.repeat(500)}`,
			);
			expect(ofAccount.sentence(`It answered "${quoted}"; try again`)).not.toContain('FBF3');
		}
	});

	it.each([
		['a text in lines', 'one\r\ntwo  \n three\u200b', 'one\r\ntwo  \n three\u200b'],
		['what stands around it', 'one\nFBF3-4310\n-909C-C4BB\ntwo', 'one\n[hidden]\ntwo'],
		['two of them', 'FBF3-43\n10-909C-C4BB,\nacme\n-user\n', '[hidden],\n[hidden]\n'],
		['a percent sign', '100 % of %41', '100 % of %41'],
	])('leaves %s', (_label, text, expected) => {
		expect(ofAccount.text(text)).toBe(expected);
	});

	it('looks for them in linear time', () => {
		for (const text of [
			'\n '.repeat(20_000),
			' '.repeat(40_000),
			'FBF3\n'.repeat(8_000),
			'%2541'.repeat(8_000),
		]) {
			const began = performance.now();
			ofAccount.reply(null, `<a>${text}</a>`);
			expect(performance.now() - began).toBeLessThan(1000);
		}
	});

	it('an id that holds one is left out; a name may be a part of an id', () => {
		expect(ofAccount.id('m-FBF3-4310-909C-C4BB')).toBeNull();
		expect(ofAccount.id('acme-user-17')).toBe('acme-user-17');
	});

	it('what a person wrote keeps names, but no secret', () => {
		expect(ofAccount.field('text', 'I am acme-user, PIN: 1234, password=x')).toBe(
			'I am acme-user, PIN: 1234, password=x',
		);
		expect(ofAccount.field('text', 'FBF3-4310-909C-C4BB')).toBe('[hidden]');
	});

	it('hides what stood under a secret’s name in the reply’s text as well', () => {
		const text = `<a><authToken>${SECRET}</authToken><note>not ${SECRET}</note></a>`;
		const { response, raw } = shown.reply(readXml(text), text);
		expect(JSON.stringify([response, raw])).not.toContain(SECRET);
		expect(raw).toContain('<authToken>[hidden]</authToken>');
	});
});

describe('properties', () => {
	const name = fc.constantFrom(...SECRET_NAMES);
	const harmless = fc.string({ maxLength: 8, unit: 'grapheme-ascii' }).map((each) => `x${each}`);
	const value = fc.stringMatching(/^[A-Za-z0-9+/_=.~!*$-]{12,40}$/);
	const structure = fc.constantFrom(...Object.entries(STRUCTURES));
	const leaf = fc.oneof(
		fc.string({ maxLength: 20 }),
		fc.integer(),
		fc.boolean(),
		fc.constant(null),
	);
	/** What is put around a structure, from the inside. */
	const around = fc.array(
		fc.oneof(
			fc
				.tuple(harmless, leaf)
				.map(([key, other]) => (inner: unknown) => ({ [key]: inner, z: other })),
			fc.array(leaf, { maxLength: 4 }).map((others) => (inner: unknown) => [...others, inner]),
		),
		{ maxLength: 6 },
	);

	it('a secret under a secret name, at any depth, is in no output', () => {
		fc.assert(
			fc.property(name, value, structure, around, (key, secret, [form, structureOf], layers) => {
				fc.pre(!/\s/.test(key));
				const reply = layers.reduce<unknown>(
					(inner, layer) => layer(inner),
					structureOf(key, secret),
				);
				const json = JSON.stringify(reply);
				const parsed = readJson(json);
				const forms = [
					shown.response(parsed),
					shown.response(parsed, true),
					shown.reply(parsed, `answer: ${json}`),
					shown.text(json),
					shown.text(`It answered ${json}`),
					// In a sentence, which may quote a part of it, a flat list is not told from any other.
					form === 'a list of headers' ? '' : excerpt(json),
				];
				expect(JSON.stringify(forms)).not.toContain(secret);
			}),
			{ numRuns: 600 * FUZZ_TIMES },
		);
	});

	it('takes any text, and a text without secrets stays as it is', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
				expect(shown.text(text).length).toBeLessThanOrEqual(1000);
			}),
			{ numRuns: 500 * FUZZ_TIMES },
		);
		fc.assert(
			fc.property(
				fc.array(fc.constantFrom('a', 'b ', 'ñ', '1', '. ', ', ', '\n', '😀')),
				(words) => {
					expect(shown.text(words.join(''))).toBe(words.join(''));
				},
			),
		);
	});
});

describe('time', () => {
	it.each([
		['equals signs', '='],
		['colons', ':'],
		['names', 'token='],
		['names of names', 'name="'],
		['opened lists', 'a=[token=['],
		['opened elements', '<a>'],
		['named elements', '<name>'],
		['secret elements', '<token>'],
		['unclosed tags', '<token '],
		['comments', '<!--'],
		['attributes', '<a b="c'],
		['quotation marks', 'token="\\"'],
		['backslashes', '\\'],
		['percent signs', '%3D%25'],
		['entities', '&lt;&amp;'],
		['addresses', '://a:b'],
		['dots', '….'],
		['letters', 'aA'],
	])('grows with the length of a text of %s alone', (_label, piece) => {
		const timeOf = (length: number) => {
			const text = piece.repeat(length / piece.length);
			const startedAt = performance.now();
			shown.reply({ a: text, [text]: [text] }, `x${text}`);
			isSecretName(text);
			return performance.now() - startedAt;
		};
		timeOf(1000);
		expect(timeOf(2_000_000)).toBeLessThan(1000);
	});
});
