import { oneLine } from './oneLine';
import { Refusal } from './refusal';

/** UTF-16 units. The longest useful way of writing a number has about 40. */
export const LONGEST_WRITTEN = 100;

const HOW_TO_WRITE =
	'Write it with a plus sign and the country code, e.g. +1 305 670 8084, or set "Default Country" in the options for numbers without one.';

/**
 * Cleans up a phone number: ASCII digits and separators, a leading `+` in any writing, without what programs
 * put around it.
 *
 * A text is refused if a program may have changed its digits: a minus sign before or after it, or brackets
 * around all of it (a spreadsheet took `+34-612345678` for a formula), an exponent, decimals, zeros instead
 * of lost digits.
 *
 * @param input text, or a number from a spreadsheet or an expression
 * @param options `isReported`: it comes from a gateway, so it may end in any number of zeros
 * @throws Refusal `MISSING_NUMBER`, `SHORTENED_NUMBER` or `INVALID_NUMBER`
 */
export function readWritten(input: unknown, { isReported = false } = {}): string {
	const given = asText(input);
	// Most numbers need nothing else.
	const text = /^\+?[1-9]\d{0,19}$/.test(given) ? given : plain(given);
	if (text === '') throw missing();
	checkDigits(text);
	if (!isReported) checkZeros(text);
	return text;
}

/**
 * The digits of a one-time code: digits of any script, with spaces, dashes or other separators between
 * them, or the only number in a text. A text with anything else is returned unchanged.
 */
export function readCode(typed: string): string {
	const text = typed.trim();
	if (text.length > LONGEST_WRITTEN) return text;
	const plain = unwrap(fromAnyScript(text)).replace(KEYCAP, '');
	const digits = plain.replace(/[\s.,_/'"’“”()[\]-]/g, '');
	if (/^\d+$/.test(digits)) return digits;
	const [only, ...others] = (plain.match(/[\p{L}\p{N}]+/gu) ?? []).filter((word) =>
		/\p{N}/u.test(word),
	);
	return only !== undefined && others.length === 0 && CODE.test(only) ? only : text;
}

/** The frame around the digit of an emoji such as 8️⃣. */
const KEYCAP = /\u20e3/g;
/** The code in a text such as "G-8176" or "My code: 8176". */
const CODE = /^\d{4,10}$/;

/** A written number as errors show it. */
export function shownNumber(text: string): string {
	return oneLine(text, 40);
}

/** The refusal of something that is not a phone number. */
export function notANumber(written: string, reason: string, hint = HOW_TO_WRITE): Refusal {
	return new Refusal(
		'INVALID_NUMBER',
		`"${shownNumber(written)}" is not a valid phone number: ${reason}`,
		hint,
	);
}

/**
 * Removes what programs add to protect a value: an apostrophe before it, quotation marks, a formula `="..."`,
 * and the `.0` of numbers with decimals.
 */
export function unwrap(text: string): string {
	return (/^=?"([^"]*)"$/.exec(text)?.[1] ?? text)
		.trim()
		.replace(/^['’‘＇ʼ´`]\s*/, '')
		.replace(/^(?!00)(\d+)[.,]0+$/, '$1');
}

function asText(input: unknown): string {
	if (typeof input === 'string') {
		const text = input.trim();
		if (text.length <= LONGEST_WRITTEN) return text;
		throw notANumber(text, `it has more than ${LONGEST_WRITTEN} characters`);
	}
	if (typeof input === 'number' || typeof input === 'bigint') return fromNumber(input);
	if (isNothing(input)) throw missing();
	if (typeof input === 'object') {
		const [what, where] = Array.isArray(input)
			? ['a list', 'one of its entries, e.g. {{ $json.phones[0] }}']
			: ['an object', 'the field that holds the number, e.g. {{ $json.contact.phone }}'];
		throw new Refusal(
			'INVALID_NUMBER',
			`The phone number is ${what}, not text`,
			`Change the expression to return ${where}.`,
		);
	}
	throw notANumber(String(input), 'it is not text');
}

/** Nothing, or a list or an object without values, as expressions return it. */
function isNothing(input: unknown): boolean {
	if (input === null || input === undefined) return true;
	if (typeof input !== 'object' || input instanceof Date) return false;
	for (const name in input) {
		const value: unknown = Reflect.get(input, name);
		if (value !== null && value !== undefined) return false;
	}
	return true;
}

function fromNumber(number: number | bigint): string {
	if (number < 0) throw negative(String(Number(number)));
	if (typeof number === 'bigint' ? number < 10n ** 20n : Number.isSafeInteger(number))
		return String(number);
	const written = String(Number(number));
	if (Number.isNaN(number)) throw notANumber(written, 'it is not a number');
	throw typeof number === 'bigint' || Number.isInteger(number) || number === Infinity
		? notANumber(written, 'it is too large for a number, so digits were lost')
		: notANumber(written, 'it has decimals');
}

function plain(given: string): string {
	const text = unwrap(fromAnyScript(given));
	return withoutBrackets(withoutScheme(text.replace(/\s+/g, ' ')))
		.replace(/^\(\s*(\+|00)[ -]*(\d{1,3})\s*\)/, '$1$2 ')
		.replace(/^\+\s*00\s*/, '+')
		.trim();
}

/**
 * Converts digits, plus signs, dashes, dots and slashes of any script to ASCII, and removes invisible marks:
 * numbers copied from a contact have some for the direction of writing.
 */
export function fromAnyScript(given: string): string {
	// eslint-disable-next-line no-control-regex -- ASCII ends there
	if (/^[\u0000-\u007f]*$/.test(given)) return given;
	return given
		.replace(/[\p{Cf}\p{Variation_Selector}\u034f\u115f\u1160\u2800\u3164\uffa0]/gu, '')
		.replace(/\p{Nd}/gu, asciiDigit)
		.replace(/[\u2795\ufb29\ufe62\uff0b]/g, '+')
		.replace(/[\p{Pd}\u02d7\u2043\u2212\u2796\u30fc\uff70]/gu, '-')
		.replace(/[\u00b7\u2022\u2024\u2027\u30fb\uff0e\uff65]/g, '.')
		.replace(/[\u2044\u2215\uff0f]/g, '/')
		.replace(/\uff08/g, '(')
		.replace(/\uff09/g, ')')
		.trim();
}

const digitValues = new Map<string, string>();

/** Unicode's decimal digits come in groups of ten, from zero to nine, and some groups are adjacent. */
function asciiDigit(digit: string): string {
	let value = digitValues.get(digit);
	if (value === undefined) {
		const code = digit.codePointAt(0) ?? 0;
		let first = code;
		while (/\p{Nd}/u.test(String.fromCodePoint(first - 1))) first--;
		value = String((code - first) % 10);
		digitValues.set(digit, value);
	}
	return value;
}

/** Links such as `tel:` (RFC 3966), and WhatsApp's IDs of numbers. */
function withoutScheme(text: string): string {
	const id = /^(\d{7,15})(?::\d{1,3})?@(?:c\.us|s\.whatsapp\.net)$/.exec(text)?.[1];
	if (id !== undefined) return `+${id}`;
	const rest = /^(?:tel|sms|smsto|callto|whatsapp):(?:\/\/)?(.*)$/i.exec(text)?.[1];
	if (rest === undefined) return text;
	const [number = '', ...parameters] = rest
		.replace(/%2b/gi, '+')
		.replace(/%20/g, ' ')
		.split(';')
		.map((part) => part.trim());
	if (parameters.some((parameter) => /^ext=/i.test(parameter)))
		throw notANumber(text, 'an extension cannot receive texts');
	const context = parameters
		.map((parameter) => /^phone-context=(\+\d{1,15})$/i.exec(parameter)?.[1])
		.find((found) => found !== undefined);
	return context !== undefined && !number.startsWith('+') ? `${context} ${number}` : number;
}

/** `(+1 305 670 8084)`; brackets around a number without a plus sign mean that it is negative. */
function withoutBrackets(text: string): string {
	const inner = /^\(([^()]*)\)$/.exec(text)?.[1]?.trim();
	if (inner === undefined) return text;
	if (/^[1-9]/.test(inner)) throw negative(text);
	return inner;
}

function checkDigits(text: string): void {
	if (/^\+?\d{1,10}$/.test(text)) return;
	if (/^[^\d-]*-[^\d]*\d/.test(text) || /\d\s?-$/.test(text)) throw negative(text);
	if (/^\+?\d+(?:[.,]\d+)?\s?e\s?[+-]?\d+$/i.test(text)) {
		throw shortened(
			`"${shownNumber(text)}" was shortened by a spreadsheet, so digits were lost`,
			'Format the column as text before you enter or paste the numbers, or write them with a plus sign.',
		);
	}
	// Zeros after a dot may be the last digits: see `readInternational`.
	if (/^\+?\d{7,}[.,](?!0+$)\d{1,3}$/.test(text)) throw notANumber(text, 'it has decimals');
}

/**
 * After opening and saving, 9.19877E+11 is 919877000000: spreadsheets show six digits of a number that is too
 * long for their General format.
 */
function checkZeros(text: string): void {
	if (/^[1-9]\d{10,}$/.test(text) && Number(text.slice(6)) === 0) {
		throw shortened(
			`"${shownNumber(text)}" ends in zeros, like a number that a spreadsheet shortened`,
			'Enter the number again. If it is right, put a plus sign and the country code before it. In a spreadsheet, format the cell as text.',
		);
	}
}

function missing(): Refusal {
	return new Refusal(
		'MISSING_NUMBER',
		'The phone number is empty',
		'Fill in "To", or filter out items without a number.',
	);
}

function shortened(message: string, hint: string): Refusal {
	return new Refusal('SHORTENED_NUMBER', message, hint);
}

function negative(written: string): Refusal {
	return new Refusal(
		'INVALID_NUMBER',
		`"${shownNumber(written)}" is not a valid phone number: it is negative. A spreadsheet may have calculated with it, so digits were lost`,
		'Enter the number again with a plus sign and the country code, in a cell that is formatted as text.',
	);
}
