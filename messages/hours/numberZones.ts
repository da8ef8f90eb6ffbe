import type * as TimeZones from '../../libraries/timeZones';
import { isGeographic } from '../phoneNumber';

/** The time zones in which the phone of a number may be. */
export interface NumberZones {
	/** IANA names; the same array for all numbers with the same zones. Empty if nothing is known. */
	zones: readonly string[];
	/** Whether the number tells where its phone is at home: a toll-free number does not. */
	isKnown: boolean;
}

/**
 * Mobile numbers whose prefix has only the zone of the capital or largest city, although the phones are anywhere
 * in the country: they get all zones of its calling code. *Assumed*: nobody publishes it.
 */
const ANYWHERE: ReadonlyArray<readonly [prefix: string, country: string]> = [
	['614', '61'],
	['79', '7'],
	['628', '62'],
];

/**
 * Countries for which Google's table names a zone of another country, whose clock agreed with theirs once: Algeria has
 * no summer time, and Paris has. By calling code, with their own zone. Source: IANA, tz database.
 */
const OWN_CLOCKS: ReadonlyArray<readonly [callingCode: string, zone: string]> = [
	['211', 'Africa/Juba'],
	['212', 'Africa/Casablanca'],
	['213', 'Africa/Algiers'],
	['218', 'Africa/Tripoli'],
	['505', 'America/Managua'],
];

/** Calling codes of many countries: without an area code, the country is not known either. */
const SHARED_CODES: ReadonlySet<string> = new Set(['1']);

/** Mexico's mobile numbers before August 2019 had a 1 after the calling code. Source: IFT. */
const OLD_MEXICAN = /^521(?=\d{10}$)/;

const UNKNOWN: NumberZones = { zones: [], isKnown: false };

/** The table by prefix, and the length of its longest prefix. */
interface Table {
	byPrefix: ReadonlyMap<string, NumberZones>;
	longest: number;
}

let table: Table | undefined;

/**
 * The time zones of a number by its longest known prefix, as Google's table has them, except for `OWN_CLOCKS`. A number without an area
 * code of its own has all zones of its country.
 *
 * @param e164 `+13056708084`
 */
export function zonesOfNumber(e164: string): NumberZones {
	const { byPrefix, longest } = (table ??= readTable());
	const digits = e164.slice(1).replace(OLD_MEXICAN, '52');
	const anywhere = ANYWHERE.find(([prefix]) => digits.startsWith(prefix));
	if (anywhere !== undefined) return byPrefix.get(anywhere[1]) ?? UNKNOWN;
	const prefix = longestPrefix(byPrefix, digits, longest);
	const found = byPrefix.get(prefix);
	if (found === undefined) return UNKNOWN;
	const code = callingCodeOf(byPrefix, digits);
	const country = byPrefix.get(code) ?? found;
	if (SHARED_CODES.has(code)) return prefix === code ? { ...found, isKnown: false } : found;
	if (country.zones === found.zones || country.zones.length === 1 || hasHome(digits)) return found;
	return { zones: country.zones, isKnown: false };
}

/** Digits by which numbers of a country are told apart, with their calling code. */
const HEAD = 7;
/** How many such heads are remembered. */
const MOST_HEADS = 20_000;

const heads = new Map<string, boolean>();

/** Whether a number belongs to a place. Parsed only once for numbers with the same first digits and length. */
function hasHome(digits: string): boolean {
	const head = `${digits.length}${digits.slice(0, HEAD)}`;
	let known = heads.get(head);
	if (known === undefined) {
		known = isGeographic(`+${digits}`);
		if (heads.size >= MOST_HEADS) heads.clear();
		heads.set(head, known);
	}
	return known;
}

function longestPrefix(
	byPrefix: ReadonlyMap<string, unknown>,
	digits: string,
	longest: number,
): string {
	for (let length = Math.min(longest, digits.length); length > 0; length--) {
		const prefix = digits.slice(0, length);
		if (byPrefix.has(prefix)) return prefix;
	}
	return '';
}

/** The table has an entry for each calling code, and no calling code begins with another. */
function callingCodeOf(byPrefix: ReadonlyMap<string, unknown>, digits: string): string {
	for (let length = 1; length < digits.length; length++) {
		const code = digits.slice(0, length);
		if (byPrefix.has(code)) return code;
	}
	return '';
}

/** An entry of `PREFIXES`. */
const ENTRY = /(\d)(\d{1,9})([a-z]{1,3})/g;

/** Takes about 2 ms, at the first number and not when n8n starts. */
function readTable(): Table {
	// eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load it at once
	const { ZONES, SETS, PREFIXES } = require('../../libraries/timeZones') as typeof TimeZones;
	const names = ZONES.split(' ');
	const sets = SETS.split(' ').map((places): NumberZones => {
		const zones = places.split('.').map((place) => names[parseInt(place, 36)] ?? '');
		return { zones, isKnown: true };
	});
	const byPrefix = new Map<string, NumberZones>();
	let before = '';
	let longest = 0;
	for (const [, common, rest = '', set = ''] of PREFIXES.matchAll(ENTRY)) {
		before = before.slice(0, Number(common)) + rest;
		longest = Math.max(longest, before.length);
		byPrefix.set(before, sets[placeOf(set)] ?? UNKNOWN);
	}
	for (const [callingCode, zone] of OWN_CLOCKS) {
		const own: NumberZones = { zones: [zone], isKnown: true };
		for (const prefix of byPrefix.keys())
			if (prefix.startsWith(callingCode)) byPrefix.set(prefix, own);
	}
	return { byPrefix, longest };
}

/** The number that `a` to `z` write in base 26. */
function placeOf(letters: string): number {
	let place = 0;
	for (let at = 0; at < letters.length; at++) place = place * 26 + letters.charCodeAt(at) - 97;
	return place;
}
