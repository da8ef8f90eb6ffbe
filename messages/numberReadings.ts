import type * as PhoneNumbers from '../libraries/phoneNumbers';
import { oneLine } from './oneLine';
import { PlainNumbers, type ParsedNumber, type ParseOptions } from './plainNumbers';
import { Refusal } from './refusal';
import { renamed } from './renamedNumbers';
import { notANumber, shownNumber } from './writtenNumber';

/*
 * The ways to read the digits of a phone number, with the numbering plans of all countries. Cells and other texts:
 * `phoneNumber.ts`.
 */

let library: typeof PhoneNumbers | undefined;

/** The library with the data of all countries, loaded at the first number, not when n8n starts. */
function numbers(): typeof PhoneNumbers {
	// eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load it at once
	library ??= require('../libraries/phoneNumbers') as typeof PhoneNumbers;
	return library;
}

/** A country with which a number is read. */
export interface Place {
	/** As it was written. */
	country: string;
	callingCode: string;
	options: ParseOptions;
	/** Whether it was given for this number. */
	isBeside: boolean;
	/** Whether a number with a plus sign may belong to another country all the same. */
	isHint?: boolean;
}

/** The ranks of a reading; a higher one is more likely. */
const NONE = -1;
/** Its length is one that numbers of its country have. */
const POSSIBLE = 0;
/** Such numbers are assigned to subscribers. */
const EXISTS = 1;
/** It is a mobile number, and texts go to mobile phones. */
const MOBILE = 2;

interface Reading {
	/** Null if its length is not possible. */
	number: ParsedNumber | null;
	/** Whether it was written in a form that the numbering plan replaced. */
	isOld: boolean;
	/** Why the text is not a number, for error messages. */
	reason: string;
	/** The number, if its length is not possible in its country. */
	impossible?: ParsedNumber;
}

const NO_SUCH_NUMBER = 'no country has such a number';
const CHECK_NUMBER =
	'Check the number. If it is from another country, write it with a plus sign and that country’s code.';
const NOTHING: Reading = { number: null, isOld: false, reason: 'it does not look like one' };

/** Takes about as long as reading the number. */
function rankOf({ number, isOld }: Reading): number {
	if (number === null) return NONE;
	if (isOld) return EXISTS;
	const type = number.getType();
	// With the full metadata, a number that exists has a type.
	if (type === undefined) return POSSIBLE;
	return type === 'MOBILE' || type === 'FIXED_LINE_OR_MOBILE' ? MOBILE : EXISTS;
}

/**
 * Reads a number by the rules of `readPhoneNumber`.
 *
 * @param text cleaned up by `readWritten`
 * @param place the default country, or the country given for the number; null if there is none
 * @throws Refusal
 */
export function read(text: string, place: Place | null): ParsedNumber {
	if (text.startsWith('+') || text.startsWith('00')) return readInternational(text, place);
	if (place === null) {
		const whole = parseWhole(text);
		// Its first digits may be no country code, so no country is named.
		const number = accept({ ...whole, impossible: undefined }, text);
		if (rankOf(whole) < EXISTS) throw notANumber(text, NO_SUCH_NUMBER);
		return number;
	}
	const national = parse(text, place.options);
	if (place.isBeside && national.number !== null) checkCountry(national.number, place, text);
	const digits = text.replace(/\D/g, '');
	if (national.number !== null) checkOthers(national.number, digits, place, text);
	const hasOneReading =
		digits === national.number?.number.slice(1) || !mayHaveCountryCode(digits, place);
	return hasOneReading ? accept(national, text) : weigh(national, parseWhole(text), place, text);
}

/**
 * Other ways to read a national number: without its 0 if numbers with and without one exist, and as a
 * national number if it begins with the prefix for calls abroad.
 */
function checkOthers(number: ParsedNumber, digits: string, place: Place, text: string): void {
	const isAbroad = number.countryCallingCode !== place.callingCode;
	const keepsZero = digits.startsWith('0') && digitsOf(number) === place.callingCode + digits;
	if (!isAbroad && !keepsZero) return;
	const other = parse(`+${place.callingCode}${isAbroad ? digits : digits.slice(1)}`);
	if (other.number !== null && rankOf(other) >= EXISTS)
		throw twoReadings(text, number, other.number);
}

/** A number with a plus sign, with `00`, or with the default country's prefix for calls abroad. */
function readInternational(text: string, place: Place | null): ParsedNumber {
	const written = text.replace(/^00\s*/, '+');
	const readings = waysToRead(written).map((way) => parse(way));
	// 0011 is Australia's prefix for calls abroad, 0021 one of Brazil's.
	if (place !== null && text.startsWith('00')) readings.push(parse(text, place.options));
	const number = accept(bestOf(readings, text), text);
	if (place?.isBeside === true && place.isHint !== true) checkCountry(number, place, text);
	else if (place !== null && text.startsWith('00'))
		checkOthers(number, text.replace(/\D/g, ''), place, text);
	return number;
}

/** The ways to read a number with a plus sign: two if it has `(0)`, or zeros after a dot. */
function waysToRead(written: string): string[] {
	// In Italy, the 0 in +39 (0)2 belongs to the number; elsewhere it is not dialed from abroad.
	if (written.includes('(0)')) return [written.replace('(0)', '0'), written.replace('(0)', ' ')];
	// A number's decimals, or its last digits.
	const whole = /^(\+\d+)[.,]0+$/.exec(written)?.[1];
	return whole === undefined ? [written] : [whole, written];
}

function bestOf(readings: readonly Reading[], text: string): Reading {
	const [first = NOTHING, ...rest] = readings;
	if (rest.every(({ number }) => number === null || number.number === first.number?.number))
		return first;
	const ranks = readings.map(rankOf);
	const best = Math.max(...ranks);
	const [one = first, ...equals] = readings.filter((_, index) => ranks[index] === best);
	const other = equals.find(({ number }) => number?.number !== one.number?.number);
	if (best >= EXISTS && one.number && other?.number)
		throw twoReadings(text, one.number, other.number);
	return one;
}

/** Decides between two different readings: see the table of `readPhoneNumber`. */
function weigh(national: Reading, whole: Reading, place: Place, text: string): ParsedNumber {
	if (whole.number === null || whole.number.number === national.number?.number)
		return accept(national, text);
	const isOfCountry = whole.number.countryCallingCode === place.callingCode;
	const wholeRank = rankOf(whole);
	if (!isOfCountry && wholeRank < EXISTS) return accept(national, text);
	const rank = rankOf(national);
	if (isOfCountry) {
		if (national.number === null || wholeRank > rank) return whole.number;
		if (rank > wholeRank && wholeRank < EXISTS) return national.number;
		throw twoReadings(text, national.number, whole.number);
	}
	if (national.number !== null && rank > wholeRank) return national.number;
	if (national.number === null || rank < EXISTS)
		throw abroadOnly(text, national.number, whole.number, place);
	const decides =
		rank === wholeRank &&
		((place.isBeside && isWhole(national.number, text)) ||
			isNationalWriting(national.number, whole.number, text));
	if (decides) return national.number;
	throw twoReadings(text, national.number, whole.number);
}

/** Whether the number has the 0 of its national format, or needs none. */
function isWhole(number: ParsedNumber, text: string): boolean {
	const digits = text.replace(/\D/g, '');
	return [false, true].some(
		(nationalPrefix) => number.formatNational({ nationalPrefix }).replace(/\D/g, '') === digits,
	);
}

/** Whether the area code is in brackets, or the digits are grouped as in North America. */
function isNationalWriting(national: ParsedNumber, whole: ParsedNumber, text: string): boolean {
	const inBrackets = /^\((\d+)\) ?\d/.exec(text)?.[1];
	if (inBrackets !== undefined) return inBrackets !== whole.countryCallingCode;
	return national.countryCallingCode === '1' && /^\d{3}([ .-])\d{3}\1\d{4}$/.test(text);
}

function accept({ number, reason, impossible }: Reading, text: string): ParsedNumber {
	if (number !== null) return number;
	if (impossible === undefined) throw notANumber(text, reason);
	throw notANumber(text, lengthReason(impossible), CHECK_NUMBER);
}

/** Why a number cannot exist, e.g. `it is too short for India (+91)`. */
function lengthReason({ number, country, countryCallingCode }: ParsedNumber): string {
	const length = numbers().validatePhoneNumberLength(number);
	const reason = REASONS[length ?? ''] ?? 'it has the wrong number of digits';
	const name = country && new Intl.DisplayNames('en', { type: 'region' }).of(country);
	const code = `+${countryCallingCode}`;
	return `${reason} for ${name === undefined ? `numbers with ${code}` : `${name} (${code})`}`;
}

function checkCountry(number: ParsedNumber, place: Place, text: string): void {
	if (number.countryCallingCode !== place.callingCode)
		throw mismatch(text, place.country, number.countryCallingCode);
}

/** Digits. Hardly any national number is as long as most old forms with their country code. */
const SHORTEST_OLD_FORM = 12;

/** A number without a plus sign, read as if it had one. */
function parseWhole(text: string): Reading {
	const reading = parse(`+${text}`);
	const isShort = text.replace(/\D/g, '').length < SHORTEST_OLD_FORM;
	return reading.isOld && isShort ? { ...NOTHING, reason: NO_SUCH_NUMBER } : reading;
}

let plainNumbers: PlainNumbers | undefined;

function parse(text: string, options: ParseOptions = {}): Reading {
	const { metadata, ParseError } = numbers();
	plainNumbers ??= new PlainNumbers(metadata, parseByLibrary);
	let number: ParsedNumber;
	try {
		number = plainNumbers.read(text, options) ?? parseByLibrary(text, options);
	} catch (error) {
		const reason = error instanceof ParseError ? REASONS[error.message] : undefined;
		return reason === undefined ? NOTHING : { ...NOTHING, reason };
	}
	if (number.ext !== undefined) return { ...NOTHING, reason: 'an extension cannot receive texts' };
	const today = renamed(number.countryCallingCode, number.nationalNumber);
	if (today !== null && !number.isValid()) {
		const reading = parse(today);
		if (rankOf(reading) >= EXISTS) return { ...reading, isOld: true };
	}
	if (number.isPossible()) return { ...NOTHING, number };
	return { ...NOTHING, reason: NO_SUCH_NUMBER, impossible: number };
}

function parseByLibrary(text: string, options: ParseOptions): ParsedNumber {
	return numbers().parsePhoneNumberWithError(text, { ...options, extract: false });
}

/** The reasons that the library gives, in plain words. */
const REASONS: Record<string, string> = {
	INVALID_COUNTRY: 'it has no country code',
	TOO_SHORT: 'it is too short',
	TOO_LONG: 'it is too long',
};

let callingCodes: ReadonlySet<string> | undefined;

function isCallingCode(code: string): boolean {
	const { getCountries, getCountryCallingCode } = numbers();
	callingCodes ??= new Set(getCountries().map((country) => getCountryCallingCode(country)));
	return callingCodes.has(code);
}

/** By calling code and number of digits after it. */
const possibleLengths = new Map<string, boolean>();

/**
 * Whether digits may begin with the country's code, or with that of another country whose numbers have the
 * same length. Most national numbers do not: no country code begins with 0.
 */
function mayHaveCountryCode(digits: string, { callingCode }: Place): boolean {
	if (digits.startsWith(callingCode)) return true;
	const code = [1, 2, 3].map((end) => digits.slice(0, end)).find(isCallingCode);
	if (code === undefined) return false;
	const length = digits.length - code.length;
	const key = `${code} ${length}`;
	let isPossible = possibleLengths.get(key);
	if (isPossible === undefined) {
		// One of these digits may be read as a prefix in that country, so several are tried.
		isPossible = ['2', '5', '9'].some(
			(digit) => parse(`+${code}${digit.repeat(length)}`).number !== null,
		);
		possibleLengths.set(key, isPossible);
	}
	return isPossible;
}

function digitsOf(number: ParsedNumber): string {
	return number.number.slice(1);
}

/** The country of an ISO code or a calling code, or null. */
export function findPlace(country: string): Place | null {
	if (country.length > 20) return null;
	const text = country
		.normalize('NFKC')
		.replace(/\p{Cf}/gu, '')
		.trim()
		.toUpperCase();
	// The code of the United Kingdom is GB, but UK is reserved for it and widely used.
	const code = text === 'UK' ? 'GB' : text;
	const { isSupportedCountry, getCountryCallingCode } = numbers();
	if (isSupportedCountry(code)) {
		const options = { defaultCountry: code };
		return { country, callingCode: getCountryCallingCode(code), options, isBeside: false };
	}
	const callingCode = /^(?:\+|00)?\s*([1-9]\d{0,2})$/.exec(text)?.[1];
	if (callingCode === undefined || !isCallingCode(callingCode)) return null;
	return { country, callingCode, options: { defaultCallingCode: callingCode }, isBeside: false };
}

export function readCountry(country: string): Place {
	const place = findPlace(country);
	if (place !== null) return place;
	throw new Refusal(
		'INVALID_COUNTRY',
		`"${shownNumber(country)}" is neither a calling code nor a country code`,
		'Write the country as a calling code, e.g. 91, or as two letters, e.g. IN.',
	);
}

export function readDefaultCountry(defaultCountry: string): Place | null {
	if (defaultCountry.trim() === '') return null;
	const place = findPlace(defaultCountry);
	if (place !== null) return place;
	throw new Refusal(
		'INVALID_COUNTRY',
		`"${shownNumber(defaultCountry)}" is not a country code`,
		'Write "Default Country" as two letters, e.g. US, ES or IN.',
	);
}

const WRITE_WITH_PLUS = 'Write it with a plus sign and the country code.';

function twoReadings(text: string, one: ParsedNumber, other: ParsedNumber): Refusal {
	return new Refusal(
		'INVALID_NUMBER',
		`"${shownNumber(text)}" can be read in two ways: ${one.number} and ${other.number}`,
		WRITE_WITH_PLUS,
	);
}

function abroadOnly(
	text: string,
	national: ParsedNumber | null,
	whole: ParsedNumber,
	place: Place,
): Refusal {
	if (place.isBeside) return mismatch(text, place.country, whole.countryCallingCode);
	if (national !== null) {
		return new Refusal(
			'INVALID_NUMBER',
			`"${shownNumber(text)}" can be read in two ways: ${national.number}, which does not exist, and ${whole.number}`,
			WRITE_WITH_PLUS,
		);
	}
	return new Refusal(
		'INVALID_NUMBER',
		`"${shownNumber(text)}" is not a valid number in the default country "${oneLine(place.country, 20)}"; with a plus sign, it would be ${whole.number}`,
		WRITE_WITH_PLUS,
	);
}

function mismatch(written: string, country: string, callingCode: string): Refusal {
	return new Refusal(
		'COUNTRY_MISMATCH',
		`"${shownNumber(written)}" is a number with the calling code +${callingCode}, but the country is "${shownNumber(country)}"`,
		'Correct the number or the country. A number that begins with a plus sign needs no country.',
	);
}

/** Whether texts go to such a number: a mobile phone, or a line that may be one. */
export function isMobile(number: ParsedNumber): boolean {
	return rankOf({ ...NOTHING, number }) === MOBILE;
}
