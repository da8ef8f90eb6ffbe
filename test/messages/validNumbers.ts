import metadata from 'libphonenumber-js/metadata.max.json';
import {
	getCountryCallingCode,
	parsePhoneNumberFromString,
	type CountryCode,
} from 'libphonenumber-js/max';

/** Draws a whole number from 0 to below `count`. */
export type Random = (count: number) => number;

/** Numbers that look random and are the same for the same seed (mulberry32). */
export function randomOf(seed: number): Random {
	let state = seed >>> 0;
	return (count) => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * count);
	};
}

type Draw = (random: Random) => string;

/** What the library's patterns are made of: digits, `\d`, classes, groups, `|`, `?` and `{1,2}`. */
function drawerOf(pattern: string): Draw {
	let at = 0;
	const peek = () => pattern[at];

	function choice(): Draw {
		const options = [sequence()];
		while (peek() === '|') {
			at++;
			options.push(sequence());
		}
		return (random) => options[random(options.length)]?.(random) ?? '';
	}

	function sequence(): Draw {
		const parts: Draw[] = [];
		while (at < pattern.length && peek() !== '|' && peek() !== ')') parts.push(repeated(atom()));
		return (random) => parts.map((part) => part(random)).join('');
	}

	function repeated(part: Draw): Draw {
		const found = /^(?:\?|\{(\d+)(,(\d+))?\})/.exec(pattern.slice(at));
		if (found === null) return part;
		at += found[0].length;
		const least = Number(found[1] ?? 0);
		const most = found[0] === '?' ? 1 : Number(found[3] ?? least);
		return (random) => {
			const times = least + random(most - least + 1);
			return Array.from({ length: times }, () => part(random)).join('');
		};
	}

	function atom(): Draw {
		if (pattern.startsWith('(?:', at)) {
			at += 3;
			const inner = choice();
			at++;
			return inner;
		}
		const found = /^(?:\\d|\[[\d-]+\]|\d)/.exec(pattern.slice(at));
		if (found === null) throw new Error(`Not known in a pattern: ${pattern.slice(at)}`);
		at += found[0].length;
		const class_ = new RegExp(found[0]);
		const digits = Array.from('0123456789').filter((digit) => class_.test(digit));
		return (random) => digits[random(digits.length)] ?? '';
	}

	return choice();
}

/** A number that exists, as the library's own patterns have it. */
export interface DrawnNumber {
	country: CountryCode;
	callingCode: string;
	national: string;
	e164: string;
}

export const COUNTRIES = Object.keys(metadata.countries) as CountryCode[];

/** Where a type's pattern stands among a country's. Source: libphonenumber-js, `metadata.max.json`. */
const MOBILE = 1;

const drawers = new Map<string, Draw[]>();

/** One for each type of numbers that the library knows in this country, or for mobile phones alone. */
function drawersOf(country: CountryCode, isMobile: boolean): Draw[] {
	const key = `${country} ${String(isMobile)}`;
	let found = drawers.get(key);
	if (found === undefined) {
		const types = (metadata.countries[country] as unknown[])[11] as ([string] | 0)[];
		const patterns = types.map((type) => (type === 0 ? '' : type[0]));
		const mobile = patterns[MOBILE] ?? '';
		// Where one pattern is for both, it stands with the fixed lines.
		const wanted = isMobile ? [mobile === '' ? (patterns[0] ?? '') : mobile] : patterns;
		found = wanted.filter((pattern) => pattern !== '').map(drawerOf);
		drawers.set(key, found);
	}
	return found;
}

/** The mobile phone of somebody in this country. */
export function drawMobile(country: CountryCode, random: Random): DrawnNumber | null {
	return draw(country, random, true);
}

/** A number of any type in this country. */
export function drawAny(country: CountryCode, random: Random): DrawnNumber | null {
	return draw(country, random, false);
}

/** Null where the patterns give no number that the library itself reads as it is. */
function draw(country: CountryCode, random: Random, isMobile: boolean): DrawnNumber | null {
	const callingCode = getCountryCallingCode(country);
	const choices = drawersOf(country, isMobile);
	for (let tries = 0; tries < 100; tries++) {
		const national = choices[random(choices.length)]?.(random) ?? '';
		const parsed = parsePhoneNumberFromString(`+${callingCode}${national}`);
		const type = parsed?.getType();
		if (parsed?.nationalNumber !== national || type === undefined) continue;
		if (!isMobile && isMobileWithItsCode(callingCode, national)) continue;
		if (isMobile && !isMobileType(type)) continue;
		return { country, callingCode, national, e164: `+${callingCode}${national}` };
	}
	return null;
}

/**
 * Whether the digits are also a mobile phone's, with the country's code: `4917489549575`. Each German
 * mobile phone's number is a fixed line's in the library's patterns, longer than those in use, without
 * its 0. So nothing can tell the two apart, and `readPhoneNumber` takes the mobile phone's.
 */
function isMobileWithItsCode(callingCode: string, national: string): boolean {
	return (
		national.startsWith(callingCode) &&
		isMobileType(parsePhoneNumberFromString(`+${national}`)?.getType())
	);
}

function isMobileType(type: string | undefined): boolean {
	return type === 'MOBILE' || type === 'FIXED_LINE_OR_MOBILE';
}
