import { excerpt } from '../../gateways/excerpt';

const SIGNATURE = '0a27a0162e195305a69e645c73c91cb1e95197b486b3e6708d5701586dfb1a62';

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
