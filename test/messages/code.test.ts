import { readCode } from '../../messages/writtenNumber';

describe('one-time codes as people type them', () => {
	it.each([
		['8176', '8176'],
		['0042', '0042'],
		[' 8176\n', '8176'],
		['81 76', '8176'],
		['8\u00a01\u20097\u30006', '8176'],
		['81-76', '8176'],
		['81\u201376', '8176'],
		['8.1.7.6', '8176'],
		['8176.', '8176'],
		['8176.0', '8176'],
		['81_76', '8176'],
		['(81) 76', '8176'],
		['“8176”', '8176'],
		["'0042", '0042'],
		['="0042"', '0042'],
		['٨١٧٦', '8176'],
		['۸۱۷۶', '8176'],
		['८१७६', '8176'],
		['৮১৭৬', '8176'],
		['８１７６', '8176'],
		['٠٠٤٢', '0042'],
		['\u200f٨١\u200b٧٦', '8176'],
		['8\ufe0f\u20e31\ufe0f\u20e37\ufe0f\u20e36\ufe0f\u20e3', '8176'],
		// The only number in a text.
		['G-8176', '8176'],
		['code: 8176', '8176'],
		['My code is ٨١٧٦.', '8176'],
		['8176?', '8176'],
		['#0042', '0042'],
		['<8176>', '8176'],
	])('%j is sent as %s', (typed, code) => {
		expect(readCode(typed)).toBe(code);
	});

	it.each([
		...['ab12', 'O176', '8I76', '8e3', '0x1FF0', '-', '', '81+76', '½8', '1'.repeat(101)],
		...[
			'1234 (was 8176)',
			'code 81 76',
			'item 5: 8176',
			'code 12',
			'eight',
			'①②③④',
			'code 12345678901',
		],
	])('%j is sent as it stands', (typed) => {
		expect(readCode(typed)).toBe(typed);
	});

	it('a long text takes no time', () => {
		const started = performance.now();
		readCode(' -'.repeat(500_000));
		expect(performance.now() - started).toBeLessThan(2000);
	});
});
