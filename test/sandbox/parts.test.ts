import { measure, splitIntoParts } from '../../sandbox/server/parts';

/** The limits of 3GPP TS 23.038 and 23.040: 160 or 70 in one part, 153 or 67 in each of several. */
it.each([
	['', 'GSM-7', 1],
	['a'.repeat(160), 'GSM-7', 1],
	['a'.repeat(161), 'GSM-7', 2],
	['a'.repeat(306), 'GSM-7', 2],
	['a'.repeat(307), 'GSM-7', 3],
	['€'.repeat(80), 'GSM-7', 1],
	['€'.repeat(81), 'GSM-7', 2],
	// An escape and its character stay together, so that a part may stay short of one place.
	[`a${'€'.repeat(152)}`, 'GSM-7', 2],
	['€'.repeat(153), 'GSM-7', 3],
	['ñ@\n', 'GSM-7', 1],
	['ł'.repeat(70), 'UCS-2', 1],
	['ł'.repeat(71), 'UCS-2', 2],
	['🎉'.repeat(35), 'UCS-2', 1],
	['🎉'.repeat(66), 'UCS-2', 2],
	['🎉'.repeat(67), 'UCS-2', 3],
])('measures %j', (text, encoding, parts) => {
	expect(measure(text)).toEqual({ encoding, parts });
	expect(splitIntoParts(text)).toHaveLength(parts);
	expect(splitIntoParts(text).join('')).toBe(text);
});
