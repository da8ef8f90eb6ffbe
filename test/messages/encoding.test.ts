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
		// 76 of them fill 152 of 153 septets: the 77th does not fit half.
		['€'.repeat(152), 'GSM-7', 2, 304],
		['€'.repeat(153), 'GSM-7', 3, 306],
		['ç', 'UCS-2', 1, 1],
		['á', 'UCS-2', 1, 1],
		['`', 'UCS-2', 1, 1],
		['“quoted”', 'UCS-2', 1, 8],
		['\u00a0', 'UCS-2', 1, 1],
		['я'.repeat(70), 'UCS-2', 1, 70],
		['я'.repeat(71), 'UCS-2', 2, 71],
		['я'.repeat(134), 'UCS-2', 2, 134],
		['я'.repeat(135), 'UCS-2', 3, 135],
		['😀'.repeat(35), 'UCS-2', 1, 70],
		['😀'.repeat(36), 'UCS-2', 2, 72],
		// 33 of them fill 66 of 67 units: the 34th does not fit half.
		['😀'.repeat(66), 'UCS-2', 2, 132],
		['😀'.repeat(67), 'UCS-2', 3, 134],
	])('%j', (text, encoding, parts, length) => {
		expect(measureText(text)).toEqual({ encoding, parts, length });
	});
});
