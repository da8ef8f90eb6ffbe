import fc from 'fast-check';
import { measureText } from '../../messages/encoding';
import { smartEncode, toGsmCharacters } from '../../messages/smartEncoding';
import { FUZZ_TIMES } from '../fuzzing';

describe('plain characters for typographic ones', () => {
	it.each([
		['“It’s”', '"It\'s"'],
		['„so“ ‚so‘', '"so" \'so\''],
		['5′ 6″', '5\' 6"'],
		['« bonjour »', '" bonjour "'],
		['«\u00a0bonjour\u202f»', '"bonjour"'],
		['»so« und', '"so" und'],
		['1–2 — 3 ‑ 4 − 5', '1-2 - 3 - 4 - 5'],
		['Wait…', 'Wait...'],
		['• one\n▪ two', '* one\n* two'],
		['a\u00a0b\u2009c\u3000d\te', 'a b c d e'],
		['a\u2028b', 'a\nb'],
		['soft\u00adhyphen, zero\u200bwidth\ufeff', 'softhyphen, zerowidth'],
		['\u202aleft to right\u202c', 'left to right'],
		['ﬁve ﬂags', 'five flags'],
		['ＡＢＣ！１２３', 'ABC!123'],
		['￥5, ￡5', '¥5, £5'],
		['3×4⁄5', '3x4/5'],
		['`code` and ´', "'code' and '"],
		// Written apart and put together: the same letter.
		['cafe\u0301', 'café'],
		['a\u200d\u200cb', 'ab'],
		// What a reader would notice stays.
		['á ç ő ı', 'á ç ő ı'],
		['½ kg ™ ©', '½ kg ™ ©'],
		['👨‍👩‍👧 ❤️', '👨‍👩‍👧 ❤️'],
		['می‌خواهم', 'می‌خواهم'],
		['abc\u202egfe', 'abc\u202egfe'],
	])('%j', (text, plain) => {
		expect(toGsmCharacters(text)).toBe(plain);
	});
});

describe('smart encoding', () => {
	const long = 'x'.repeat(80);
	it.each([
		['saves a part', `“${long}”`, `"${long}"`],
		['saves nothing in a short text', '“Hello”', '“Hello”'],
		['cannot save while a letter needs UCS-2', `“${long}á”`, `“${long}á”`],
		['leaves GSM-7 as it is', 'It costs 5 €', 'It costs 5 €'],
		['leaves an emoji whole', `“${long}👨‍👩‍👧”`, `“${long}👨‍👩‍👧”`],
		['does not pay with longer characters', '…'.repeat(70), '…'.repeat(70)],
	])('%s', (_, text, result) => {
		expect(smartEncode(text)).toBe(result);
	});

	it('never makes more parts, and changes nothing the second time', () => {
		const unit = fc.constantFrom(...Array.from('aé“’…–ﬁ\u00a0\u200d\ufe0f\u00ad\u0301á👨€«»Ａ'));
		const text = fc.oneof(
			fc.string({ unit, maxLength: 200 }),
			fc.string({ unit: 'binary', maxLength: 100 }),
		);
		fc.assert(
			fc.property(text, (each) => {
				const encoded = smartEncode(each);
				expect(measureText(encoded).parts).toBeLessThanOrEqual(measureText(each).parts);
				expect(smartEncode(encoded)).toBe(encoded);
				const plain = toGsmCharacters(each);
				expect(toGsmCharacters(plain)).toBe(plain);
			}),
			{ numRuns: 200 * FUZZ_TIMES },
		);
	});
});
