import { excerpt, withoutProofs } from '../../../gateways/secrets/excerpt';

const SIGNATURE = '0a27a0162e195305a69e645c73c91cb1e95197b486b3e6708d5701586dfb1a62';

describe('the proofs in a text', () => {
	it.each([
		['a public key and a signature', `at /rest/api/x/k-1/${SIGNATURE}?`, 'at /rest/api/x/…?'],
		['two of them', `k/${SIGNATURE} l/${SIGNATURE}`, '… …'],
		['a long key', `${'k'.repeat(400)}/${SIGNATURE}`, '…'],
		['a signature', `(${SIGNATURE.toUpperCase()})`, '(…)'],
		['more digits than a signature', `0${SIGNATURE}`, `0${SIGNATURE}`],
		['a name and password', 'Authorization: Basic dXNlcjpwYXNz', 'Authorization: …'],
		['a token', 'token eyJhbGciOi.eyJzdWIi.c2ln.', 'token ….'],
		['a token without a signature', 'eyJhbGciOi.eyJzdWIi', '…'],
		['a token behind a hyphen', 'my-eyJhbGciOi.eyJzdWIi.c2ln', '…'],
		['a token behind what looks like one', 'eyJa-eyJhbGciOi.eyJzdWIi', '…'],
		['a token in quotation marks', '"eyJhbGciOi.eyJzdWIi.c2ln"', '"…"'],
		['no token', 'heyJuliana.com eyJabc.d eyJabcdef. x', 'heyJuliana.com eyJabc.d eyJabcdef. x'],
		['a header', 'authToken: abc d', 'authToken: [hidden] d'],
	])('%s', (_label, text, expected) => {
		expect(withoutProofs(text)).toBe(expected);
	});
});

describe('a text of a gateway’s own in a sentence of ours', () => {
	it.each([
		['short', 'It failed.', 'It failed.'],
		['several lines', ' a\r\n\u0007\u2028b\t', 'a b'],
		['long', 'x'.repeat(2000), `${'x'.repeat(300)}…`],
		['long, of blanks', `a${' '.repeat(5000)}b`, 'a…'],
		['a character that is cut', `${'x'.repeat(299)}😀`, `${'x'.repeat(299)}…`],
		['a signature', `key/${SIGNATURE} is wrong`, '… is wrong'],
	])('%s', (_label, text, expected) => {
		expect(excerpt(text)).toBe(expected);
	});

	it('holds no part of a signature, wherever the text is cut', () => {
		for (let count = 1; count < 60; count++) {
			const text = `${'. '.repeat(count)}${`${SIGNATURE} `.repeat(40)}`;
			expect(excerpt(text)).not.toMatch(/[0-9a-f]{4}/);
		}
	});
});
