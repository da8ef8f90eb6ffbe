import { KnownSecrets } from '../../../gateways/secrets/knownSecrets';
import { Allowance, LONGEST_REPLY, Shown } from '../../../gateways/secrets/shown';
import { readXml } from '../../../gateways/wire/xml';

const shown = new Shown();

/** Nested so deep, with a text inside. */
const nested = (depth: number): unknown => (depth === 0 ? 'inside' : { a: nested(depth - 1) });

describe('bounds of a reply', () => {
	it.each([
		['a text of 1,000 characters', 'x'.repeat(1000), 'x'.repeat(1000)],
		['a longer one', 'x'.repeat(1001), /^x{975,}… \(\d+ more characters\)$/],
		['a character that would be cut', `${'x'.repeat(976)}${'😀'.repeat(100)}`, /^x+(?:😀)*… \(/u],
		['nothing', null, null],
		['a number', 1.5, 1.5],
		['what is not there', undefined, null],
	])('%s', (_label, value, expected) => {
		const copy = shown.response(value);
		if (expected instanceof RegExp) {
			expect(copy).toMatch(expected);
			expect((copy as string).length).toBeLessThanOrEqual(1000);
		} else {
			expect(copy).toBe(expected);
		}
	});

	it('depth', () => {
		expect(shown.response(nested(29))).toEqual(nested(29));
		expect(JSON.stringify(shown.response(nested(40)))).toContain('"…"');
		expect(JSON.stringify(shown.response(nested(5000)))).not.toContain('inside');
	});

	it.each([
		['a list', Array.from({ length: 50_000 }, (_, index) => index)],
		['lists', Array.from({ length: 50_000 }, () => [])],
		[
			'an object',
			Object.fromEntries(Array.from({ length: 50_000 }, (_, index) => [`a${index}`, 1])),
		],
		['texts', Array.from({ length: 5000 }, () => 'x'.repeat(900))],
		[
			'names',
			Object.fromEntries(
				Array.from({ length: 2000 }, (_, index) => [`${'x'.repeat(900)}${index}`, 1]),
			),
		],
	])('%s of many', (_label, value) => {
		const json = JSON.stringify(shown.response(value));
		expect(json.length).toBeLessThan(LONGEST_REPLY + 25_000);
		expect(json).toMatch(/"… \([\d,]+ more\)"\]$|"…":"[\d,]+ more"\}$/);
	});

	it('a reply of a request with 250 numbers is whole', () => {
		const block = (index: number) =>
			`<recipient><number>1213${5_550_000 + index}</number><statusCode>0</statusCode><messageId>0b1c2d3e-${index}</messageId><statusMessage>Accepted</statusMessage></recipient>`;
		const text = `<response>${Array.from({ length: 250 }, (_, index) => block(index)).join('')}</response>`;
		const response = readXml(text);
		expect(shown.reply(response, text)).toEqual({ response, raw: text });
	});

	it('what a run has left', () => {
		const allowance = new Allowance(2000);
		const ofRun = new Shown(KnownSecrets.none, allowance);
		const replies = Array.from({ length: 5 }, () =>
			ofRun.reply({ a: 'x'.repeat(500) }, `<a>${'x'.repeat(500)}</a>`),
		);
		expect(replies[0]).toEqual({
			response: { a: 'x'.repeat(500) },
			raw: `<a>${'x'.repeat(500)}</a>`,
		});
		expect(replies[4]?.response).toMatch(/^… \(left out/);
		expect(replies[4]?.raw).toMatch(/^… \(left out/);
		expect(ofRun.text('x'.repeat(500))).toHaveLength(100);
		expect(ofRun.id('x'.repeat(500))).toHaveLength(500);
	});
});

describe('fields of an output', () => {
	it.each([
		['messageId', 'x'.repeat(1001), null],
		['verificationId', 'x'.repeat(1001), null],
		['clientId', 'x'.repeat(1000), 'x'.repeat(1000)],
		['to', '1'.repeat(1001), null],
		['pin', '0042', '0042'],
		['pin', '1'.repeat(1001), null],
		['status', 'x'.repeat(1001), /… \(/],
		['paid', 'x'.repeat(1001), /… \(/],
		['text', 'x'.repeat(39_015), 'x'.repeat(39_015)],
		['messageBody', 'x'.repeat(39_016), /… \(/],
		['verified', true, true],
		['error', { code: '1', message: 'a' }, { code: '1', message: 'a' }],
		['token', 'abcdef', '[hidden]'],
	])('%s (%#)', (name, value, expected) => {
		const field = shown.field(name, value);
		if (expected instanceof RegExp) expect(field).toMatch(expected);
		else expect(field).toEqual(expected);
	});
});

it('a text that is kept does not keep the reply that it was a part of', () => {
	const before = process.memoryUsage().heapUsed;
	const kept: unknown[] = [];
	for (let count = 0; count < 200; count++) {
		const reply = `${count} `.repeat(500_000);
		kept.push(shown.text(reply.slice(0, 500)), shown.id(reply.slice(0, 500)));
		kept.push(shown.response({ a: reply.slice(0, 500) }), shown.reply(null, reply).raw);
	}
	expect(process.memoryUsage().heapUsed - before).toBeLessThan(150_000_000);
	expect(kept).toHaveLength(800);
});
