import type { Accounts } from '../../accounts';
import { TEXT, type Answer } from '../../server/gateway';
import { sameSecret } from '../../server/secrets';

export const MAX_NUMBERS = 250;
const MAX_CHARACTERS = 160;

export type Parameters = ReadonlyMap<string, string>;

/** HTTP Basic, as required by the vendor's page. */
export function checkBasicAuth(
	authorization: string | undefined,
	account: Accounts['mGage'],
): Answer | undefined {
	const [, encoded] = /^Basic +([A-Za-z0-9+/]+=*)$/i.exec(authorization ?? '') ?? [];
	const given = encoded === undefined ? '' : Buffer.from(encoded, 'base64').toString('utf8');
	if (sameSecret(`${account.username}:${account.password}`, given)) return undefined;
	// The credentials may be a real account's, so they are checked but not repeated.
	let got = given.startsWith(`${account.username}:`) ? 'a wrong password' : 'a wrong username';
	if (authorization === undefined) got = 'no Authorization header';
	else if (encoded === undefined) got = 'an Authorization header that is not HTTP Basic';
	return {
		status: 401,
		contentType: TEXT,
		headers: { 'www-authenticate': 'Basic realm="mGage Gateway API"' },
		body: 'Unauthorized',
		refusedBecause: `HTTP Basic: expected username "${account.username}" with its password, got ${got}`,
	};
}

/**
 * The first error of the whole request: its documented code, and the check in words. Code 105 is
 * never the result: the page's two countries would exclude customers' own routes. A fault can
 * simulate it.
 */
export function checkRequest(
	given: Parameters,
): readonly [code: number, because: string] | undefined {
	const shown = (name: string): string => {
		const value = given.get(name);
		return value === undefined ? 'nothing in the query' : `"${value}"`;
	};
	const isYesOrNo = (name: string): boolean => /^(yes|no)$/.test(given.get(name) ?? '');
	const numbers = numbersOf(given);

	if (given.get('message_type') !== 'sms') {
		return [104, `message_type: expected "sms", got ${shown('message_type')}`];
	}
	if (!isYesOrNo('message_billed')) {
		return [106, `message_billed: expected "yes" or "no", got ${shown('message_billed')}`];
	}
	if (given.has('allow_long_messages') && !isYesOrNo('allow_long_messages')) {
		return [
			114,
			`allow_long_messages: expected "yes" or "no", got ${shown('allow_long_messages')}`,
		];
	}
	if ((given.get('message') ?? '') === '') {
		return [108, `message: expected a text, got ${shown('message')}`];
	}
	if (given.get('allow_long_messages') !== 'yes' && Number(lengthOf(given)) > MAX_CHARACTERS) {
		return [107, `message: expected at most 160 characters, got ${lengthOf(given)}`];
	}
	if (numbers.length === 0) return [109, `numbers: expected at least one, got ${shown('numbers')}`];
	if (numbers.length > MAX_NUMBERS) {
		return [112, `numbers: expected at most 250, got ${String(numbers.length)}`];
	}
	const twice = firstTwice(numbers);
	if (twice !== undefined) return [113, `numbers: expected each number once, got ${twice} again`];
	if (!numbers.some(isValidNumber)) {
		return [111, `numbers: expected one of 8 to 15 digits at least, got ${shown('numbers')}`];
	}
	if (given.get('message_billed') === 'no' && (given.get('spoof_from') ?? '') === '') {
		return [
			201,
			`spoof_from: expected a sender with message_billed=no, got ${shown('spoof_from')}`,
		];
	}
	if ((given.get('program_id') ?? '') === '') {
		return [1, `program_id: expected a program, got ${shown('program_id')}`];
	}
	return undefined;
}

function firstTwice(numbers: readonly string[]): string | undefined {
	const seen = new Set<string>();
	return numbers.find((number) => seen.size === seen.add(number).size);
}

export function numbersOf(given: Parameters): readonly string[] {
	return (given.get('numbers') ?? '').split(',').filter((number) => number !== '');
}

/** Digits with the country code and nothing else, of a length that E.164 allows. */
export function isValidNumber(number: string): boolean {
	return /^\d{8,15}$/.test(number);
}

/** Counted in UTF-16 units, as an SMS counts an emoji for two. */
export function lengthOf(given: Parameters): string {
	return String((given.get('message') ?? '').length);
}
