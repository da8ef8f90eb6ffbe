import type * as PhoneNumbers from '../libraries/phoneNumbers';
import type { CountryCode, ParsedNumber } from '../libraries/phoneNumbers';
import { oneLine } from './oneLine';
import { Refusal } from './refusal';

let library: typeof PhoneNumbers | undefined;

/** The library with its data of all countries: loaded at the first number, not when n8n starts. */
function numbers(): typeof PhoneNumbers {
	// eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load it at once
	library ??= require('../libraries/phoneNumbers') as typeof PhoneNumbers;
	return library;
}

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

/** The longest text that is read as a phone number, in UTF-16 units: one has 15 digits at the most. */
const LONGEST_WRITTEN = 100;

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
	refuseLong(written);
	const text = clean(written);
	if (text === '')
		throw new Refusal(
			'MISSING_NUMBER',
			'The phone number is empty',
			'Fill in "To", or filter out items without a number.',
		);
	if (isShortened(text)) throw refusal(text, 'a spreadsheet shortened it and its digits are lost');
	const country = readDefaultCountry(defaultCountry);
	const international = text.replace(/^00\s*/, '+');
	const bare = !international.startsWith('+') && country === undefined;
	const number = parse(
		bare ? `+${international}` : international,
		{ defaultCountry: country },
		text,
	);
	if (!(bare ? number.isValid() : number.isPossible()))
		throw refusal(text, 'no country has such a number');
	return inAllForms(number);
}

/**
 * Reads a phone number whose country stands beside it. The number may be a national one
 * (`98770 12345`), or have the country's code before it, with a plus sign, with `00` or without
 * (`919877012345`). Digits that could be either are read as the one that exists, or as the one
 * that is a mobile phone's; where that does not decide, they are refused.
 *
 * @param input the number as people write it
 * @param country a calling code (`91`, `+91`, `0091`), which several countries may share, or an
 *   ISO 3166 code (`IN`)
 * @throws Refusal `INVALID_COUNTRY`, `COUNTRY_MISMATCH` for a number of another country, or those
 *   of `readPhoneNumber`
 */
export function readPhoneNumberOf(input: string, country: string): PhoneNumber {
	const place = readCountry(country);
	refuseLong(input);
	const text = clean(input);
	const international = text.replace(/^00\s*/, '+');
	const national = parse(international, place.options, text);
	if (national.countryCallingCode !== place.callingCode)
		throw mismatch(text, country, national.countryCallingCode);
	if (international.startsWith('+')) return inAllForms(possible(national, text));

	const digits = text.replace(/\D/g, '');
	const isValid = exists(national);
	const hasOneReading =
		digits === digitsOf(national) || (isValid && !digits.startsWith(place.callingCode));
	const whole = hasOneReading ? undefined : parseWhole(digits);
	if (whole === undefined || !whole.isPossible()) return inAllForms(possible(national, text));
	if (whole.countryCallingCode !== place.callingCode) {
		// The national reading stands, unless these are the digits of a real number elsewhere.
		if (!isValid && exists(whole)) throw mismatch(text, country, whole.countryCallingCode);
		return inAllForms(possible(national, text));
	}
	if (!national.isPossible()) return inAllForms(whole);
	const readings = [national, whole];
	// German numbers of almost any length exist: of two readings, the mobile phone is meant.
	for (const test of [exists, isMobile]) {
		const [one, ...others] = readings.filter(test);
		if (one !== undefined && others.length === 0) return inAllForms(one);
	}
	throw new Refusal(
		'INVALID_NUMBER',
		`"${shown(text)}" can be read in two ways: +${digitsOf(national)} and +${digits}`,
		'Write it with a plus sign and the country code.',
	);
}

/** Whether such a number is given to subscribers somewhere; the length is the cheaper test. */
function exists(number: ParsedNumber): boolean {
	return number.isPossible() && number.isValid();
}

function isMobile(number: ParsedNumber): boolean {
	const type = number.getType();
	return type === 'MOBILE' || type === 'FIXED_LINE_OR_MOBILE';
}

/** Whether a spreadsheet wrote a number shortened, as in `9.19877E+11`: its digits are lost. */
export function isShortened(text: string): boolean {
	return text.length <= LONGEST_WRITTEN && /^\+?\d+(?:[.,]\d+)?e\+?\d+$/i.test(text.trim());
}

/**
 * Checks a default country before it is used for a whole list.
 *
 * @param defaultCountry an ISO 3166 code, e.g. `US`, or empty
 * @throws Refusal `INVALID_COUNTRY`
 */
export function checkDefaultCountry(defaultCountry: string): void {
	readDefaultCountry(defaultCountry);
}

/**
 * Numbers copied from a contact hold invisible marks for the direction of writing. Arabic, Persian
 * and full-width digits are digits to the library, and to us only when they are ours.
 */
function clean(written: string): string {
	return written
		.replace(/\p{Cf}/gu, '')
		.replace(/[\u0660-\u0669\u06f0-\u06f9\uff10-\uff19]/g, (digit) =>
			String(digit.charCodeAt(0) & 0xf),
		)
		.trim()
		.replace(/^tel:/i, '');
}

let callingCodes: ReadonlySet<string> | undefined;

function isCallingCode(code: string): boolean {
	const { getCountries, getCountryCallingCode } = numbers();
	callingCodes ??= new Set(getCountries().map((country) => getCountryCallingCode(country)));
	return callingCodes.has(code);
}

interface Place {
	callingCode: string;
	options: { defaultCountry: CountryCode } | { defaultCallingCode: string };
}

function readCountry(written: string): Place {
	const text = written.length > LONGEST_WRITTEN ? '' : written.trim().toUpperCase();
	// The code of the United Kingdom is GB, but UK is reserved for it and widely written.
	const code = text === 'UK' ? 'GB' : text;
	const { isSupportedCountry, getCountryCallingCode } = numbers();
	if (isSupportedCountry(code))
		return { callingCode: getCountryCallingCode(code), options: { defaultCountry: code } };
	const callingCode = /^(?:\+|00)?\s*([1-9]\d{0,2})$/.exec(text)?.[1];
	if (callingCode === undefined || !isCallingCode(callingCode)) {
		throw new Refusal(
			'INVALID_COUNTRY',
			`"${shown(written)}" is neither a calling code nor a country code`,
			'Write the country as a calling code, e.g. 91, or as two letters, e.g. IN.',
		);
	}
	return { callingCode, options: { defaultCallingCode: callingCode } };
}

function parse(
	number: string,
	options: { defaultCountry?: CountryCode; defaultCallingCode?: string },
	written: string,
): ParsedNumber {
	const { ParseError, parsePhoneNumberWithError } = numbers();
	let parsed: ParsedNumber;
	try {
		parsed = parsePhoneNumberWithError(number, { ...options, extract: false });
	} catch (error) {
		const reason = error instanceof ParseError ? REASONS[error.message] : undefined;
		throw refusal(written, reason ?? 'it is not a phone number');
	}
	if (parsed.ext !== undefined) throw refusal(written, 'a text message cannot go to an extension');
	return parsed;
}

/** The digits read with their country code, if there is such a country. */
function parseWhole(digits: string): ParsedNumber | undefined {
	try {
		return numbers().parsePhoneNumberWithError(`+${digits}`, { extract: false });
	} catch {
		return undefined;
	}
}

/** The reasons that the library gives, in plain words. */
const REASONS: Record<string, string> = {
	NOT_A_NUMBER: 'it is not a phone number',
	INVALID_COUNTRY: 'it has no country code',
	TOO_SHORT: 'it is too short',
	TOO_LONG: 'it is too long',
};

function possible(number: ParsedNumber, written: string): ParsedNumber {
	if (!number.isPossible()) throw refusal(written, 'no country has such a number');
	return number;
}

function digitsOf(number: ParsedNumber): string {
	return number.number.slice(1);
}

function inAllForms(number: ParsedNumber): PhoneNumber {
	const digits = digitsOf(number);
	const countryCode = number.countryCallingCode;
	return {
		e164: number.number,
		digits,
		countryCode,
		nationalNumber: digits.slice(countryCode.length),
	};
}

function readDefaultCountry(defaultCountry: string): CountryCode | undefined {
	const code = defaultCountry.slice(0, LONGEST_WRITTEN).trim().toUpperCase();
	if (code === '') return undefined;
	if (numbers().isSupportedCountry(code)) return code;
	throw new Refusal(
		'INVALID_COUNTRY',
		`"${shown(defaultCountry)}" is not a country code`,
		'Write "Default Country" as two letters, e.g. US, ES or IN.',
	);
}

/** @throws Refusal before anything looks at all of a text that cannot be a phone number */
function refuseLong(written: string): void {
	if (written.length > LONGEST_WRITTEN)
		throw refusal(written, `it has more than ${LONGEST_WRITTEN} characters`);
}

function mismatch(written: string, country: string, callingCode: string): Refusal {
	return new Refusal(
		'COUNTRY_MISMATCH',
		`"${shown(written)}" is a number of the calling code +${callingCode}, and the country is "${shown(country)}"`,
		'Correct the number or the country. A number that begins with a plus sign needs no country.',
	);
}

function shown(text: string): string {
	return oneLine(text, 40);
}

function refusal(input: unknown, reason: string): Refusal {
	const text =
		typeof input === 'string' || typeof input === 'number' ? String(input) : typeof input;
	return new Refusal(
		'INVALID_NUMBER',
		`"${shown(text)}" cannot be a phone number: ${reason}`,
		HOW_TO_WRITE,
	);
}
