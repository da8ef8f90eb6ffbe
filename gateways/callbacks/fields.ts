import { readReportedNumber } from '../../messages/phoneNumber';
import { attempt, Refusal } from '../../messages/refusal';
import type { Fields } from './body';

/** The first of these fields that is not empty, trimmed; null if there is none. */
export function wordOf(fields: Fields, ...names: string[]): string | null {
	for (const name of names) {
		const word = fields.get(name.toLowerCase())?.trim();
		if (word !== undefined && word !== '') return word;
	}
	return null;
}

/** A text that people wrote: the first of these fields that exists, unchanged. */
export function writtenIn(fields: Fields, ...names: string[]): string | null {
	for (const name of names) {
		const text = fields.get(name.toLowerCase());
		if (text !== undefined && text !== null) return text;
	}
	return null;
}

/** Fields of one gateway only, by their names in the output. */
export function extraOf(
	fields: Fields,
	names: Record<string, string | string[]>,
): Record<string, string | null> {
	return Object.fromEntries(
		Object.entries(names).map(([name, field]) => [name, wordOf(fields, ...[field].flat())]),
	);
}

/**
 * The number of a phone in E.164 (`readReportedNumber`). Gateways write it as digits with the country
 * code. Anything else, e.g. a short code, is returned unchanged.
 *
 * @param country the calling code or ISO code that the gateway gives with it; the number may then be a
 *   national one
 */
export function handset(written: string | null, country: string | null = null): string | null {
	if (written === null) return null;
	const number = attempt(() => readReportedNumber(written, country));
	return number instanceof Refusal ? written : number.e164;
}
