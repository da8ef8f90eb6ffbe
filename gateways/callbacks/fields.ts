import { readReportedNumber } from '../../messages/phoneNumber';
import { attempt, Refusal } from '../../messages/refusal';
import type { Fields } from './body';

/** An id, a number, a word: without its outer white space, and null where it is empty. */
export function wordOf(fields: Fields, ...names: string[]): string | null {
	for (const name of names) {
		const word = fields.get(name.toLowerCase())?.trim();
		if (word !== undefined && word !== '') return word;
	}
	return null;
}

/** A text that people wrote: the first of these fields that is there, as it stands. */
export function writtenIn(fields: Fields, ...names: string[]): string | null {
	for (const name of names) {
		const text = fields.get(name.toLowerCase());
		if (text !== undefined && text !== null) return text;
	}
	return null;
}

/** What only one gateway gives: the names in the output, and those of the fields. */
export function extraOf(
	fields: Fields,
	names: Record<string, string | string[]>,
): Record<string, string | null> {
	return Object.fromEntries(
		Object.entries(names).map(([name, field]) => [name, wordOf(fields, ...[field].flat())]),
	);
}

/**
 * The number of a handset in E.164, by the rules for any number (`readReportedNumber`). The gateways
 * write it as digits with the country code. What cannot be such a number, e.g. a short code, stays as
 * it is written.
 *
 * @param country the calling code or ISO code that the gateway gives beside it; the number may then
 *   be a national one
 */
export function handset(written: string | null, country: string | null = null): string | null {
	if (written === null) return null;
	const number = attempt(() => readReportedNumber(written, country));
	return number instanceof Refusal ? written : number.e164;
}
