import type * as PhoneNumbers from '../libraries/phoneNumbers';
import type { CountryCode, ParsedNumber } from '../libraries/phoneNumbers';
import {
	findShortened,
	hardParts,
	isSingle,
	softParts,
	type WrittenPart,
} from './lists/cellNumbers';
import { oneLine } from './oneLine';
import { attempt, Refusal } from './refusal';
import { renamed } from './renamedNumbers';
import {
	fromAnyScript,
	LONGEST_WRITTEN,
	notANumber,
	readWritten,
	shownNumber,
	unwrap,
} from './writtenNumber';

let library: typeof PhoneNumbers | undefined;

/** The library with the data of all countries, loaded at the first number, not when n8n starts. */
function numbers(): typeof PhoneNumbers {
	// eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load it at once
	library ??= require('../libraries/phoneNumbers') as typeof PhoneNumbers;
	return library;
}

/** A phone number in the forms that the gateways need. */
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

/**
 * Reads a phone number as people write it: `+1 (305) 670-8084`, `0034 612 34 56 78`,
 * `13056708084`, or a national number if there is a default country. `readWritten` first cleans up what was
 * written; old forms are replaced by current ones (`renamed`).
 *
 * After a plus sign, `00` or the default country's own prefix for calls abroad, the country code follows.
 * Digits without one can be read in two ways: as a national number of the default country, and as a number
 * with its country code. Each reading is a mobile number, another existing number, one with only a possible
 * length, or none. Then:
 *
 * | with its country code, it is          | what is taken                                            |
 * | ------------------------------------- | -------------------------------------------------------- |
 * | the same number                       | that number                                              |
 * | none, or one abroad without an owner  | the national one, if its length is possible              |
 * | one of the default country            | the better one. Refused if both are equal, or if both    |
 * |                                       | exist, but for a mobile phone's with its country code    |
 * | one of another country                | the national one if it is better, else refused           |
 *
 * So digits that could be mobile numbers of two countries are refused, naming both readings. So are digits
 * that are a number only abroad: a typo in a national number must not become a stranger's number. A national
 * format such as `(479) 555-0123` decides between equal readings. A national number that begins with its 0
 * has no other reading.
 *
 * Without a default country, digits alone must be an existing number with its country code.
 *
 * A text with several numbers gives the only mobile number among them, or the only number: see `readCell`.
 *
 * @param input text, or a number from a spreadsheet or an expression
 * @param defaultCountry an ISO 3166 code, e.g. `US`, a calling code, or empty
 * @throws Refusal when it is not a phone number: `MISSING_NUMBER`, `SHORTENED_NUMBER`,
 *   `INVALID_NUMBER`, or `INVALID_COUNTRY` for the default country
 */
export function readPhoneNumber(input: unknown, defaultCountry: string): PhoneNumber {
	return inAllForms(readCell(input, () => readDefaultCountry(defaultCountry)).number);
}

/**
 * Reads a phone number with its country given next to it: by the rules of `readPhoneNumber`, and the number
 * must belong to that country. Because the country was given for this number, a mobile number in its
 * national format is accepted (`95912 34567` in India, which is also +95 9 1234567); one without the 0 of
 * its national format is not (`1512 3456789` in Germany, which is also +1 512 345 6789).
 *
 * @param input the number as people write it
 * @param country a calling code (`91`, `+91`, `0091`), which several countries may share, or an
 *   ISO 3166 code (`IN`)
 * @throws Refusal `INVALID_COUNTRY`, `COUNTRY_MISMATCH` for a number of another country, or those
 *   of `readPhoneNumber`
 */
export function readPhoneNumberOf(input: unknown, country: string): PhoneNumber {
	return inAllForms(readCell(input, () => ({ ...readCountry(country), isBeside: true })).number);
}

/** A number of a list of contacts. */
export interface ContactNumber {
	number: PhoneNumber;
	/** Whether the numbering plan says that it is a landline. */
	isLandline(): boolean;
	/** Whether it is the only mobile number of several in its cell. */
	isOneOfSeveral: boolean;
}

/**
 * How a country is known.
 *
 * - `code`: a calling code beside the number, which must be a number with this code
 * - `country`: a country beside the number, which may have a plus sign and another country's code
 * - `default`: a country for numbers without country code
 */
export type CountryRelation = 'code' | 'country' | 'default';

/**
 * Reads a number of a list of contacts: by the rules of `readPhoneNumberOf` if its country was given for it, or
 * else of `readPhoneNumber`.
 *
 * @param country a calling code, an ISO 3166 code, or empty for `default`
 * @throws Refusal as they do
 */
export function readContactNumber(
	input: unknown,
	country: string,
	relation: CountryRelation,
): ContactNumber {
	const { number, isOneOfSeveral } = readCell(input, () =>
		relation === 'default'
			? readDefaultCountry(country)
			: { ...readCountry(country), isBeside: true, isHint: relation === 'country' },
	);
	const isLandline = () => number.getType() === 'FIXED_LINE';
	return { number: inAllForms(number), isLandline, isOneOfSeveral };
}

/** Whether a text is a calling code, e.g. `91`, `+91` or `0091`. */
export function looksLikeCallingCode(text: string): boolean {
	return /^(?:\+|00)?\s*\p{Nd}{1,4}$/u.test(text);
}

/** Digits. A shorter number without a country is a short code. */
const SHORTEST_REPORTED = 8;

/**
 * Reads a number that a gateway reports: digits with their country code, or a national number with its
 * country. No spreadsheet has shortened it.
 *
 * @param country as for `readPhoneNumberOf`, or null; an unknown one is ignored
 * @throws Refusal when it is not a phone's number
 */
export function readReportedNumber(written: string, country: string | null): PhoneNumber {
	const text = readWritten(written, { isReported: true });
	const isInternational = text.startsWith('+') || text.startsWith('00');
	const place = country === null || isInternational ? null : findPlace(country);
	if (place !== null) return inAllForms(read(text, { ...place, isBeside: true }));
	if (text.replace(/\D/g, '').length < SHORTEST_REPORTED) throw notANumber(text, 'it is too short');
	return inAllForms(read(isInternational ? text : `+${text}`, null));
}

/**
 * Checks a default country before it is used for a whole list.
 *
 * @param defaultCountry an ISO 3166 code, e.g. `US`, a calling code, or empty
 * @throws Refusal `INVALID_COUNTRY`
 */
export function checkDefaultCountry(defaultCountry: string): void {
	readDefaultCountry(defaultCountry);
}

interface Place {
	/** As it was written. */
	country: string;
	callingCode: string;
	options: { defaultCountry: CountryCode } | { defaultCallingCode: string };
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
	/** Why there is no number, in plain words. */
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

/** The number of a cell, and whether there were others. */
interface CellNumber {
	number: ParsedNumber;
	isOneOfSeveral: boolean;
}

/**
 * Reads a text that may hold several numbers. Equal ones count once, and one mobile number among landlines is
 * taken. A comma, a slash or a word such as "or" separates only numbers that are complete by themselves.
 *
 * @throws Refusal also if it has several mobile numbers, or last digits of a second number behind the first
 */
function readCell(input: unknown, placeOf: () => Place | null): CellNumber {
	const given = typeof input === 'string' ? input.trim() : '';
	if (given.length > LONGEST_WRITTEN || isSingle(given)) {
		const text = readWritten(input);
		return { number: read(text, placeOf()), isOneOfSeveral: false };
	}
	const text = unwrap(fromAnyScript(given));
	if (text === '') readWritten(input);
	let known: { place: Place | null } | undefined;
	const place = () => (known ??= { place: placeOf() }).place;
	const hard = hardParts(text);
	const parts = hard.flatMap((part) => {
		const soft = softParts(part.text);
		return soft.length > 1 && soft.every((each) => isComplete(each, place)) ? soft : [part];
	});
	const phones = parts.filter(({ label }) => label !== 'other');
	const [only] = phones;
	if (only === undefined)
		throw notANumber(given, 'it is not labeled as a phone that receives texts');
	if (parts.length === 1) return { number: readPart(only, place), isOneOfSeveral: false };
	return oneOf(
		phones.map((part) => readPart(part, place)),
		given,
	);
}

function isComplete(part: WrittenPart, place: () => Place | null): boolean {
	const number = attempt(() => readPart(part, place));
	return !(number instanceof Refusal) && number.isValid();
}

/** Reads one number; the last digits of a second number are not part of it. */
function readPart({ text }: WrittenPart, place: () => Place | null): ParsedNumber {
	const written = readWritten(text);
	const shortened = findShortened(written);
	if (shortened !== null) {
		const { before, isCertain, one, two } = shortened;
		if (isCertain || isComplete({ text: before, label: null }, place)) {
			throw new Refusal(
				'INVALID_NUMBER',
				`"${shownNumber(text)}" can be read in two ways: as ${one}, or as more than one number, ${two.join(' and ')}`,
				'Keep one complete number, without an extension.',
			);
		}
	}
	const number = read(written, place());
	// With a slash, a possible length is not enough.
	if (!written.includes('/') || number.isValid()) return number;
	throw notANumber(text, 'it has a slash in it, and there is no such number');
}

/** The only number of several, or the only mobile one. */
function oneOf(numbers: readonly ParsedNumber[], given: string): CellNumber {
	const different = [...new Map(numbers.map((number) => [number.number, number])).values()];
	const mobile = different.filter((number) => rankOf({ ...NOTHING, number }) === MOBILE);
	const [number] = different.length === 1 ? different : mobile;
	if (number !== undefined && (different.length === 1 || mobile.length === 1))
		return { number, isOneOfSeveral: different.length > 1 };
	const found = different.slice(0, 3).map((each) => each.number);
	throw new Refusal(
		'INVALID_NUMBER',
		`"${shownNumber(given)}" has ${mobile.length > 1 ? 'more than one mobile number' : 'more than one number'}: ${found.join(' and ')}`,
		'Keep the number that should get the message.',
	);
}

function read(text: string, place: Place | null): ParsedNumber {
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

function parse(
	text: string,
	options: { defaultCountry?: CountryCode; defaultCallingCode?: string } = {},
): Reading {
	const { ParseError, parsePhoneNumberWithError } = numbers();
	let number: ParsedNumber;
	try {
		number = parsePhoneNumberWithError(text, { ...options, extract: false });
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

/** The country of an ISO code or a calling code, or null. */
function findPlace(country: string): Place | null {
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

function readCountry(country: string): Place {
	const place = findPlace(country);
	if (place !== null) return place;
	throw new Refusal(
		'INVALID_COUNTRY',
		`"${shownNumber(country)}" is neither a calling code nor a country code`,
		'Write the country as a calling code, e.g. 91, or as two letters, e.g. IN.',
	);
}

function readDefaultCountry(defaultCountry: string): Place | null {
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
