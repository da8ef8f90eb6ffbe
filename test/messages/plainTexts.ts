import metadata from 'libphonenumber-js/metadata.max.json';
import { parsePhoneNumberWithError } from 'libphonenumber-js/max';
import { PlainNumbers, type ParsedNumber, type ParseOptions } from '../../messages/plainNumbers';
import { COUNTRIES, drawAny, type Random } from './validNumbers';

const CODES = Object.keys({ ...metadata.country_calling_codes, ...metadata.nonGeographic });

/** Prefixes within a country and for calls abroad. */
const PREFIXES = ['0', '00', '1', '8', '80', '810', '011', '0011', '0015', '09', '15', '044', '99'];

const MARKS = ['', '', '', ' ', '-', '.', '(', ')', '/'];

interface PlainText {
	text: string;
	options: ParseOptions;
}

/** Digits with punctuation: numbers that exist, numbers with a mistake in them, with prefixes, and any others. */
export function drawPlainText(random: Random): PlainText {
	const one = <Value>(values: readonly Value[]) => values[random(values.length)] as Value;
	const some = (count: number) => Array.from({ length: count }, () => random(10)).join('');
	const country = one(COUNTRIES);
	const drawn = drawAny(country, random);
	const { national, callingCode } = drawn ?? { national: some(8), callingCode: one(CODES) };
	const at = random(national.length);
	const digits = one([
		() => national,
		() => callingCode + national,
		() => one(PREFIXES) + national,
		() => one(PREFIXES) + callingCode + national,
		() => callingCode + one(PREFIXES) + national,
		() => national.slice(0, at) + some(random(3)) + national.slice(at + random(3)),
		() => one(CODES) + some(2 + random(14)),
		() => some(3 + random(16)),
	])();
	const spaced =
		random(3) > 0 ? digits : digits.replace(/(?<=\d)\d/g, (digit) => one(MARKS) + digit);
	return {
		text: one(['', '', '+', '+', '(', '+(']) + spaced,
		options: one<ParseOptions>([
			{},
			{ defaultCallingCode: one([callingCode, one(CODES)]) },
			{ defaultCountry: country },
			{ defaultCountry: one(COUNTRIES) },
		]),
	};
}

const parse = (text: string, options: ParseOptions) =>
	parsePhoneNumberWithError(text, { ...options, extract: false });

const numbers = new PlainNumbers(metadata, parse);

const shown = (number: ParsedNumber) =>
	JSON.stringify([
		...[number.number, number.country, number.countryCallingCode, number.nationalNumber],
		...[number.ext, number.getType(), number.isValid(), number.isPossible()],
	]);

/**
 * Reads a text in both ways.
 *
 * @returns whether it was read without the library, and what differs
 */
export function compareWithLibrary({ text, options }: PlainText): {
	isRead: boolean;
	difference: string | null;
} {
	const own = numbers.read(text, options);
	let theirs = 'refused';
	try {
		theirs = shown(parse(text, options));
	} catch {
		// The library refuses it, so `read` must leave it to the library.
	}
	const where = `${text} ${JSON.stringify(options)}`;
	if (own === null) {
		// Two digits are left to the library, too.
		const isMissed = theirs !== 'refused' && text.replace(/\D/g, '').length > 2;
		return { isRead: false, difference: isMissed ? `${where}: not read, but ${theirs}` : null };
	}
	const difference = shown(own) === theirs ? null : `${where}: ${shown(own)}, but ${theirs}`;
	return { isRead: true, difference };
}
