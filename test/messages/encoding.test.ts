import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { measureText } from '../../messages/encoding';

// Lengths after 3GPP TS 23.038 and 23.040; counted by hand.
describe('encoding and parts', () => {
	it.each([
		['', 'GSM-7', 1, 0],
		['Hello', 'GSM-7', 1, 5],
		['@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ', 'GSM-7', 1, 31],
		[' !"#¤%&\'()*+,-./0123456789:;<=>?¡', 'GSM-7', 1, 33],
		['ÄÖÑÜ§¿äöñüà', 'GSM-7', 1, 11],
		['^{}\\[~]|€\f', 'GSM-7', 1, 20],
		['a'.repeat(160), 'GSM-7', 1, 160],
		['a'.repeat(161), 'GSM-7', 2, 161],
		['a'.repeat(306), 'GSM-7', 2, 306],
		['a'.repeat(307), 'GSM-7', 3, 307],
		['€'.repeat(80), 'GSM-7', 1, 160],
		['€'.repeat(81), 'GSM-7', 2, 162],
		['a'.repeat(159) + '€', 'GSM-7', 2, 161],
		// 76 of them fill 152 of 153 septets: the 77th does not fit half.
		['€'.repeat(152), 'GSM-7', 2, 304],
		['€'.repeat(153), 'GSM-7', 3, 306],
		// The escape would be the last septet of the first part.
		['a'.repeat(152) + '€' + 'a'.repeat(151), 'GSM-7', 2, 305],
		['a'.repeat(152) + '€' + 'a'.repeat(152), 'GSM-7', 3, 306],
		['a'.repeat(151) + '€' + 'a'.repeat(153), 'GSM-7', 2, 306],
		['\r\n'.repeat(80), 'GSM-7', 1, 160],
		['ç', 'UCS-2', 1, 1],
		['á', 'UCS-2', 1, 1],
		['`', 'UCS-2', 1, 1],
		['“quoted”', 'UCS-2', 1, 8],
		['\u00a0', 'UCS-2', 1, 1],
		['\u001b', 'UCS-2', 1, 1],
		['\t', 'UCS-2', 1, 1],
		['e\u0301', 'UCS-2', 1, 2],
		['я'.repeat(70), 'UCS-2', 1, 70],
		['я'.repeat(71), 'UCS-2', 2, 71],
		['я'.repeat(134), 'UCS-2', 2, 134],
		['я'.repeat(135), 'UCS-2', 3, 135],
		['a'.repeat(70) + 'я', 'UCS-2', 2, 71],
		['😀'.repeat(35), 'UCS-2', 1, 70],
		['😀'.repeat(36), 'UCS-2', 2, 72],
		// 33 of them fill 66 of 67 units: the 34th does not fit half.
		['😀'.repeat(66), 'UCS-2', 2, 132],
		['😀'.repeat(67), 'UCS-2', 3, 134],
		['я'.repeat(66) + '😀' + 'я'.repeat(65), 'UCS-2', 2, 133],
		['я'.repeat(66) + '😀' + 'я'.repeat(66), 'UCS-2', 3, 134],
		// A family of three, joined: eight units, which two parts may share.
		['👨‍👩‍👧', 'UCS-2', 1, 8],
		['👨‍👩‍👧'.repeat(25), 'UCS-2', 3, 200],
		// Halves of pairs, as a text that was cut has them.
		['\ud83d', 'UCS-2', 1, 1],
		['\ude00\ud83d'.repeat(36), 'UCS-2', 2, 72],
	])('%j', (text, encoding, parts, length) => {
		expect(measureText(text)).toEqual({ encoding, parts, length });
	});

	it('knows of each UTF-16 unit whether GSM-7 has it, after a table that is not ours', () => {
		const septets = new Map<string, number>();
		const table = readFileSync(join(__dirname, '../fixtures/gsm0338.txt'), 'utf8');
		for (const line of table.split('\n')) {
			const [, place, code] = /^([\dA-F]{2,4}) ([\dA-F]{4})$/.exec(line) ?? [];
			if (place === undefined || code === undefined) continue;
			septets.set(String.fromCharCode(parseInt(code, 16)), place.length / 2);
		}
		expect(septets.size).toBe(127 + 10);
		const wrong: string[] = [];
		for (let code = 0; code <= 0xffff; code++) {
			const character = String.fromCharCode(code);
			const length = septets.get(character);
			const size = measureText(character);
			const expected = length === undefined ? 'UCS-2 1' : `GSM-7 ${length}`;
			if (`${size.encoding} ${size.length}` !== expected) wrong.push(code.toString(16));
		}
		expect(wrong).toEqual([]);
	});

	it('never makes fewer parts than fit, nor wastes more than a unit of each', () => {
		const text = fc.oneof(
			fc.string({ unit: fc.constantFrom('a', '€', '\n'), maxLength: 2_000 }),
			fc.string({ unit: fc.constantFrom('a', 'я', '😀', '\ud83d'), maxLength: 1_000 }),
			fc.string({ unit: 'binary', maxLength: 500 }),
		);
		fc.assert(
			fc.property(text, (each) => {
				const { encoding, parts, length } = measureText(each);
				const [single, part] = encoding === 'GSM-7' ? [160, 153] : [70, 67];
				if (parts === 1) return length <= single;
				return length > single && length <= parts * part && length > (parts - 1) * (part - 1);
			}),
		);
	});
});
