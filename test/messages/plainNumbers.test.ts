import { parsePhoneNumberWithError } from 'libphonenumber-js/max';
import metadata from 'libphonenumber-js/metadata.max.json';
import { PlainNumbers, type ParseOptions } from '../../messages/plainNumbers';
import { compareWithLibrary, drawPlainText } from './plainTexts';
import { randomOf } from './validNumbers';

/** A small sample of `test/faults/phoneNumbers.test.ts`, with the same texts in each run. */
it('reads digits as the library does', () => {
	const random = randomOf(20_251_128);
	const differences: string[] = [];
	let read = 0;
	for (let count = 0; count < 10_000; count++) {
		const { isRead, difference } = compareWithLibrary(drawPlainText(random));
		if (isRead) read++;
		if (difference !== null) differences.push(difference);
	}
	expect(differences).toEqual([]);
	// The others have no country code.
	expect(read).toBeGreaterThan(5000);
});

it.each([
	['an extension', '+1 305 670 8084 x5'],
	['a link', 'tel:+1-305-670-8084'],
	['digits of another script', '+١٣٠٥٦٧٠٨٠٨٤'],
	['a comma', '305,6708084'],
	['nothing', ''],
	['a plus sign inside', '1+3056708084'],
	['no digits', '+()-'],
])('leaves %s to the library', (_, text) => {
	const numbers = new PlainNumbers(metadata, () => {
		throw new Error('It only asks the library to format a number.');
	});
	expect(numbers.read(text, { defaultCountry: 'US' })).toBeNull();
});

it('has the library format a number', () => {
	const parse = jest.fn((text: string, options: ParseOptions) =>
		parsePhoneNumberWithError(text, { ...options, extract: false }),
	);
	const number = new PlainNumbers(metadata, parse).read('0151 23456789', { defaultCountry: 'DE' });
	expect(number?.formatNational({ nationalPrefix: false })).toBe('01512 3456789');
	expect(parse).toHaveBeenCalledWith('0151 23456789', { defaultCountry: 'DE' });
});

it('takes less time than the library', () => {
	const random = randomOf(1);
	const texts = Array.from({ length: 2000 }, () => {
		const digits = String(random(10_000_000)).padStart(7, '0');
		return [`(213) ${digits}`, `+1213${digits}`, `+49 171 ${digits}`];
	}).flat();
	const options = { defaultCountry: 'US' } as const;
	const numbers = new PlainNumbers(metadata, () => {
		throw new Error('Not needed.');
	});
	const took = (read: (text: string) => void) => {
		const began = process.cpuUsage();
		for (const text of texts) read(text);
		return process.cpuUsage(began).user;
	};
	// Both have compiled their patterns before they are measured.
	const own = (text: string) => numbers.read(text, options)?.getType();
	const theirs = (text: string) => parsePhoneNumberWithError(text, options).getType();
	took(own);
	// It takes a third to a seventh.
	expect(took(own)).toBeLessThan(took(theirs));
});
