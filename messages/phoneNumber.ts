import {
	isSupportedCountry,
	ParseError,
	parsePhoneNumberWithError,
	type CountryCode,
} from '../libraries/phoneNumbers';
import { Refusal } from './refusal';

/** A phone number in the forms that the gateways take. */
export interface PhoneNumber {
	/** `+13056708084` */
	e164: string;
	/** `13056708084`, for Messangi and mGage */
	digits: string;
	/** `1`, for Message Central */
	countryCode: string;
	/** `3056708084`, for Message Central */
	nationalNumber: string;
}

const HOW_TO_WRITE =
	'Write it with a plus sign and the country code, e.g. +1 305 670 8084, or choose "Default Country" in the options for numbers without one.';

/**
 * Reads a phone number as people write it: `+1 (305) 670-8084`, `0034 612 34 56 78`,
 * `13056708084`, or a national number where a default country is given.
 *
 * Digits alone are read as a number of the default country where there is one. Without one they
 * must be a number that exists with its country code: a slip of the finger in a national number
 * must not become a stranger's number abroad.
 *
 * @param input a text, or the number that a spreadsheet or an expression made of it
 * @param defaultCountry an ISO 3166 code, e.g. `US`, or empty
 * @throws Refusal when it cannot be a phone number
 */
export function readPhoneNumber(input: unknown, defaultCountry: string): PhoneNumber {
	const written = typeof input === 'number' && Number.isSafeInteger(input) ? String(input) : input;
	if (typeof written !== 'string') throw refusal(input, 'it is not a text');
	// Numbers copied from a contact hold invisible marks for the direction of writing.
	const text = written
		.replace(/\p{Cf}/gu, '')
		.trim()
		.replace(/^tel:/i, '');
	if (text === '')
		throw new Refusal(
			'MISSING_NUMBER',
			'The phone number is empty',
			'Fill in "To", or filter out items without a number.',
		);
	if (/^\+?\d+(?:[.,]\d+)?e\+?\d+$/i.test(text))
		throw refusal(text, 'a spreadsheet shortened it and its digits are lost');
	const country = readCountry(defaultCountry);
	const international = text.replace(/^00\s*/, '+');
	const bare = !international.startsWith('+') && country === undefined;
	const number = parse(bare ? `+${international}` : international, country, text);
	if (number.ext !== undefined) throw refusal(text, 'a text message cannot go to an extension');
	if (!(bare ? number.isValid() : number.isPossible()))
		throw refusal(text, 'no country has such a number');
	const digits = number.number.slice(1);
	const countryCode = number.countryCallingCode;
	return {
		e164: number.number,
		digits,
		countryCode,
		nationalNumber: digits.slice(countryCode.length),
	};
}

function parse(number: string, defaultCountry: CountryCode | undefined, written: string) {
	try {
		return parsePhoneNumberWithError(number, { defaultCountry, extract: false });
	} catch (error) {
		const reason = error instanceof ParseError ? REASONS[error.message] : undefined;
		throw refusal(written, reason ?? 'it is not a phone number');
	}
}

/** The reasons that the library gives, in plain words. */
const REASONS: Record<string, string> = {
	NOT_A_NUMBER: 'it is not a phone number',
	INVALID_COUNTRY: 'it has no country code',
	TOO_SHORT: 'it is too short',
	TOO_LONG: 'it is too long',
};

function readCountry(defaultCountry: string): CountryCode | undefined {
	const code = defaultCountry.trim().toUpperCase();
	if (code === '') return undefined;
	if (isSupportedCountry(code)) return code;
	throw new Refusal(
		'INVALID_COUNTRY',
		`"${defaultCountry}" is not a country code`,
		'Write "Default Country" as two letters, e.g. US, ES or IN.',
	);
}

function refusal(input: unknown, reason: string): Refusal {
	const shown =
		typeof input === 'string' || typeof input === 'number' ? String(input) : typeof input;
	return new Refusal(
		'INVALID_NUMBER',
		`"${shown.slice(0, 40)}" cannot be a phone number: ${reason}`,
		HOW_TO_WRITE,
	);
}
