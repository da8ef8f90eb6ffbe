import fc from 'fast-check';
import type { HttpReply } from '../gateways/reply';

/*
 * What comes from outside, as bad as it can be. To change any of this makes other inputs of the
 * seeds in test/faults/seeds.json: see test/faults/parsers/fuzz.ts.
 */

/** Any text without halves of characters, of every plane and with what XML and URLs care for. */
export const text = fc.oneof(
	fc.string({ unit: 'binary', minLength: 1, maxLength: 200 }),
	fc.string({ unit: 'grapheme', minLength: 1, maxLength: 80 }),
	fc.string({
		unit: fc.constantFrom(...'%+&=#?/\\ "<,{}ñ'.split(''), '😀', '\n'),
		minLength: 1,
		maxLength: 40,
	}),
);

/** The digits of a phone number. */
export const digits = fc.string({
	unit: fc.constantFrom(...'0123456789'.split('')),
	minLength: 6,
	maxLength: 15,
});

/** HTTP statuses, most of them of a success. */
export const status = fc.constantFrom(200, 200, 200, 201, 302, 400, 401, 403, 407, 429, 500, 502);

/** Whom messages were sent to, where an answer is read that names numbers. */
export const NUMBERS = ['13056708084', '12135551234'] as const;

/** What structures are made of. */
export const pieces = fc.constantFrom(
	...'<>/&;"\'=!?-[]{}:,\\ \n'.split(''),
	'<a>',
	'</a>',
	'<a b="c">',
	'<a/>',
	'<!--',
	'-->',
	'<![CDATA[',
	']]>',
	'<?xml',
	'?>',
	'<!DOCTYPE a [',
	'&amp;',
	'&#x41;',
	'<status>OK</status>',
	'<MOMessageList>',
	'</MOMessageList>',
	'<result>',
	'</result>',
	'<message>',
	'"responseCode":200',
	'"data":',
	NUMBERS[0],
	'0',
	'1e400',
	'SUCCESS',
	'__proto__',
	'constructor',
	'\uFEFF',
	'\u0000',
	'\ud83c',
);

/** Pieces of structures in any order. */
export const rubble = fc.array(pieces).map((each) => each.join(''));

/** Answers as the vendors show them, and of the shapes that are assumed. */
export const samples = [
	'<input>sendSMS</input><status>OK</status><description>Completed</description><result><messages><records>1</records><message><id>-8174720676710228700</id><status>SENT_TO_CARRIER</status><text>a &amp; b</text></message></messages></result>',
	'<response><status>OK</status><result><PinSMSConfirmation><pin>846547</pin></PinSMSConfirmation></result></response>',
	'<status>OK</status><result><MOMessageList><records>17</records><MessageList><MOMessage><text>Test</text><sendDate>2014-10-13 10:30:51.922</sendDate></MOMessage></MessageList><MOMessageList></result>',
	'<r><recipient number="13056708084" statusCode="0">x</recipient><!-- c --><![CDATA[ d ]]></r>',
	'[{"number":"13056708084","statusCode":0,"messageId":12345678901234567890}]',
	'{"responseCode":200,"message":"SUCCESS","data":{"verificationId":"1234","responseCode":"200","errorMessage":null,"verificationStatus":"VERIFICATION_COMPLETED"}}',
	'13056708084,0,abc-123\n12135551234,111',
	'<status>ERROR</status><description>Internal error, please report this to support@messangi.com</description>',
	'{"status":200,"token":"eyJhbGciOiJIUzUxMiJ9.eyJleHAiOjE3MDAwMDAwMDB9.c2ln"}',
	'{"status":400,"error":"password is wrong"}',
	'{"responseCode":702,"message":"WRONG_OTP_PROVIDED","data":null}',
	'SUCCESS',
] as const;

/** One of these texts, cut, doubled and spoiled in a few places. */
export function spoiled(originals: readonly string[]): fc.Arbitrary<string> {
	const mutation = fc.record({
		from: fc.nat(400),
		to: fc.nat(400),
		put: fc.oneof(pieces, text),
	});
	const original = fc.constantFrom(...originals);
	return fc.oneof(
		fc
			.tuple(original, fc.array(mutation, { minLength: 1, maxLength: 4 }))
			.map(([whole, mutations]) =>
				mutations.reduce(
					(body, { from, to, put }) =>
						body.slice(0, from) + put + body.slice(Math.min(to, body.length)),
					whole,
				),
			),
		fc
			.tuple(original, original, fc.nat(400), fc.nat(400))
			.map(([one, other, end, start]) => one.slice(0, end) + other.slice(start)),
	);
}

/** A text with a value that matters at a place where hostile ones stand otherwise. */
export function leafOf(words: readonly string[]): fc.Arbitrary<string> {
	return fc.oneof(
		{ weight: 3, arbitrary: fc.constantFrom(...words) },
		{ weight: 1, arbitrary: text },
		{
			weight: 1,
			arbitrary: fc.tuple(pieces, fc.constantFrom(...words)).map((each) => each.join('')),
		},
		{ weight: 1, arbitrary: fc.constantFrom('', ' ', '__proto__', 'null', '-0', '1e400') },
	);
}

/** A text as XML holds it: escaped, in a section, or with a comment in its middle. */
const xmlText = (content: fc.Arbitrary<string>) =>
	fc.tuple(content, fc.nat(9)).map(([value, way]) => {
		if (way === 0) return `<![CDATA[${value.replaceAll(']]>', '')}]]>`;
		if (way === 1) return Array.from(value, (each) => `&#${each.codePointAt(0)};`).join('');
		if (way === 2) return `${escapeXml(value.slice(0, 1))}<!-- -->${escapeXml(value.slice(1))}`;
		// As it is: mostly no XML any more.
		return way === 3 ? value : escapeXml(value);
	});

/** As XML holds a text. */
export function escapeXml(value: string): string {
	return value
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll('"', '&quot;');
}

/** XML of elements and attributes with these names, and with these words among its texts. */
export function xmlOf(names: readonly string[], words: readonly string[]): fc.Arbitrary<string> {
	const name = fc.constantFrom(...names);
	const content = xmlText(leafOf(words));
	const { element } = fc.letrec<{ element: string; inner: string }>((tie) => ({
		element: fc
			.tuple(
				name,
				fc.array(fc.tuple(name, leafOf(words)), { maxLength: 2 }),
				tie('inner'),
				fc.constantFrom('', '', '\n\t'),
			)
			.map(([each, attributes, inner, space]) => {
				const written = attributes.map(([key, value]) => ` ${key}="${escapeXml(value)}"`);
				return `<${each}${written.join('')}>${space}${inner}${space}</${each}>`;
			}),
		inner: fc.oneof(
			{ maxDepth: 5, depthSize: 'medium' },
			content,
			fc.array(tie('element'), { maxLength: 4 }).map((each) => each.join('')),
		),
	}));
	return fc
		.tuple(
			fc.constantFrom('', '', '<?xml version="1.0"?>', '\uFEFF', '<!-- a -->'),
			fc.array(element, { minLength: 1, maxLength: 4 }),
		)
		.map(([start, elements]) => start + elements.join(''));
}

/** JSON of objects and lists with these names, and with these words and numbers among its values. */
export function jsonOf(names: readonly string[], words: readonly string[]): fc.Arbitrary<string> {
	const name = fc.oneof(
		{ weight: 6, arbitrary: fc.constantFrom(...names) },
		{ weight: 1, arbitrary: fc.constantFrom('__proto__', 'constructor', 'toString', '') },
	);
	const numbers = words.filter((word) => /^\d+$/.test(word) && Number.isFinite(Number(word)));
	// As they stand: a number of JavaScript's would not keep how they are written.
	const token = fc.constantFrom(
		...numbers.map((word) => (word === '' ? '0' : String(BigInt(word)))),
		...['null', 'true', '-0', '0', '1e400', '-1e999', '2e2', '0.5', '12345678901234567890'],
		`${'9'.repeat(400)}.5`,
	);
	const { value } = fc.letrec<{ value: string; object: string }>((tie) => ({
		object: fc
			.array(fc.tuple(name, tie('value')), { maxLength: 6 })
			.map(
				(pairs) => `{${pairs.map(([key, each]) => `${JSON.stringify(key)}:${each}`).join(',')}}`,
			),
		value: fc.oneof(
			{ maxDepth: 5, depthSize: 'medium' },
			{ weight: 3, arbitrary: leafOf(words).map((each) => JSON.stringify(each)) },
			{ weight: 2, arbitrary: token },
			{ weight: 3, arbitrary: tie('object') },
			{
				weight: 1,
				arbitrary: fc.array(tie('value'), { maxLength: 3 }).map((each) => `[${each.join(',')}]`),
			},
		),
	}));
	return value;
}

/** A form of these names, and with these words among its values. */
export function formOf(names: readonly string[], words: readonly string[]): fc.Arbitrary<string> {
	const name = fc.oneof(
		{ weight: 6, arbitrary: fc.constantFrom(...names) },
		{ weight: 1, arbitrary: fc.oneof(fc.constantFrom('__proto__', 'constructor', ''), text) },
	);
	const pair = fc.tuple(name, leafOf(words), fc.nat(5)).map(([key, value, way]) => {
		// As it is, or by bytes that are no UTF-8: it may be no form any more.
		if (way === 0) return `${key}=${value}`;
		if (way === 1) return `${encodeURIComponent(key)}=%${value.slice(0, 2)}`;
		return new URLSearchParams([[key, value]]).toString();
	});
	return fc.array(pair, { maxLength: 12 }).map((pairs) => pairs.join('&'));
}

/** What comes for an answer: shaped like one, spoiled, or anything at all. */
export function replies(shaped: fc.Arbitrary<string>): fc.Arbitrary<HttpReply> {
	return fc.record({
		status,
		text: fc.oneof(
			{ weight: 5, arbitrary: shaped },
			{ weight: 3, arbitrary: spoiled(samples) },
			{ weight: 1, arbitrary: fc.oneof(text, rubble, fc.json({ maxDepth: 6 })) },
		),
	});
}
