import {
	beforeLastDigits,
	findShortened,
	hardParts,
	isSingle,
	softParts,
	type WrittenPart,
} from './lists/cellNumbers';
import {
	findPlace,
	isMobile,
	read,
	readCountry,
	readDefaultCountry,
	type Place,
} from './numberReadings';
import type { ParsedNumber } from './plainNumbers';
import { attempt, Refusal } from './refusal';
import {
	fromAnyScript,
	LONGEST_WRITTEN,
	notANumber,
	readWritten,
	shownNumber,
	unwrap,
} from './writtenNumber';

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

/**
 * Whether a number is a landline's or a mobile phone's, which have their home somewhere. Toll-free, premium and
 * Internet numbers have none.
 *
 * @param e164 a number that was read
 */
export function isGeographic(e164: string): boolean {
	const number = attempt(() => read(e164, null));
	return number instanceof Refusal || GEOGRAPHIC.has(number.getType());
}

/** The library's types of such numbers; undefined for one of an unknown type. */
const GEOGRAPHIC: ReadonlySet<string | undefined> = new Set([
	...['FIXED_LINE', 'FIXED_LINE_OR_MOBILE', 'MOBILE', 'PAGER'],
	undefined,
]);

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

/** The number of a cell, and whether there were others. */
interface CellNumber {
	number: ParsedNumber;
	isOneOfSeveral: boolean;
}

/**
 * Reads a text that may hold several numbers. Equal ones count once, and one mobile number among landlines is
 * taken. A comma, a slash or a word such as "or" separates only numbers that are complete by themselves.
 *
 * @throws Refusal also if it has several mobile numbers, or last digits of a second number after the first
 */
function readCell(input: unknown, placeOf: () => Place | null): CellNumber {
	const given = typeof input === 'string' ? input.trim() : '';
	if (given.length > LONGEST_WRITTEN || isSingle(given)) {
		const text = readWritten(input);
		const place = placeOf();
		const number = read(text, place);
		checkLastDigits(text, number, place);
		return { number, isOneOfSeveral: false };
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
	checkLastDigits(written, number, place());
	// With a slash, a possible length is not enough.
	if (!written.includes('/') || number.isValid()) return number;
	throw notANumber(text, 'it has a slash in it, and there is no such number');
}

/** Refuses a complete number with digits after it that are not part of any number: `0171 3920001 02`. */
function checkLastDigits(text: string, number: ParsedNumber, place: Place | null): void {
	const before = beforeLastDigits(text);
	if (before === null || number.isValid()) return;
	const complete = attempt(() => read(before, place));
	if (complete instanceof Refusal || !complete.isValid()) return;
	throw new Refusal(
		'INVALID_NUMBER',
		`"${shownNumber(text)}" can be read in two ways: as ${number.number}, which does not exist, and as ${complete.number} with other digits behind it`,
		'Keep one complete number, without an extension.',
	);
}

/** The only number of several, or the only mobile one. */
function oneOf(numbers: readonly ParsedNumber[], given: string): CellNumber {
	const different = [...new Map(numbers.map((number) => [number.number, number])).values()];
	const mobile = different.filter(isMobile);
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

function inAllForms(number: ParsedNumber): PhoneNumber {
	const digits = number.number.slice(1);
	const countryCode = number.countryCallingCode;
	return {
		e164: number.number,
		digits,
		countryCode,
		nationalNumber: digits.slice(countryCode.length),
	};
}
