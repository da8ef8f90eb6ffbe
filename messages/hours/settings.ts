import { oneLine } from '../oneLine';
import { Refusal } from '../refusal';
import type { Hours } from './sendingHours';
import { isZone } from './zoneClock';

/** The hours of a new option: what the strictest of the usual rules in the United States allow. */
const USUAL_HOURS = { from: '09:00', to: '20:00', days: [1, 2, 3, 4, 5, 6, 7] } as const;

const LABEL = 'Sending Hours';

/**
 * Reads the hours and days of the option.
 *
 * @param from a local time, `HH:mm`; empty for the usual one
 * @param to the same; `24:00` is the end of the day
 * @param days numbers from 1 (Monday) to 7, as an array or a text; undefined for all
 * @throws Refusal `INVALID_PARAMETER`
 */
export function readHours(from: unknown, to: unknown, days: unknown): Hours {
	const opens = readTime(from, USUAL_HOURS.from, 'From');
	const closes = readTime(to, USUAL_HOURS.to, 'To');
	if (opens >= closes) {
		throw refusal(
			`"From" must be before "To" in ${LABEL}, because the hours cannot cross midnight`,
			'Choose hours within one day, e.g. from 09:00 to 20:00.',
		);
	}
	return { from: opens, to: closes, days: readDays(days) };
}

/**
 * Reads the time zone of the option.
 *
 * @returns null if it is empty: the zone then comes from the number
 * @throws Refusal `INVALID_PARAMETER`
 */
export function readZone(value: unknown): string | null {
	if (value === undefined || value === null) return null;
	const zone = typeof value === 'string' ? value.trim() : null;
	if (zone === '') return null;
	if (zone !== null && zone.length <= LONGEST_ZONE && /^[A-Za-z]/.test(zone) && isZone(zone))
		return zone;
	throw refusal(
		`${shown(value)} is not a time zone`,
		`Enter a name such as America/New_York in "Time Zone" of ${LABEL}, or leave it empty.`,
	);
}

const LONGEST_ZONE = 64;

const TIME = /^([01]?\d|2[0-4]):([0-5]\d)(?::00)?$/;

/** Minutes since midnight. */
function readTime(value: unknown, usual: string, label: string): number {
	const written = value ?? '';
	const text = typeof written === 'string' ? written.trim() : null;
	const [, hour, minute] = (text === null ? null : TIME.exec(text || usual)) ?? [];
	const minutes = Number(hour) * 60 + Number(minute);
	if (minutes <= 24 * 60) return minutes;
	throw refusal(
		`${shown(value)} is not a time for "${label}" in ${LABEL}`,
		'Enter hours and minutes, e.g. 09:00.',
	);
}

/** The longest list of days, in characters or entries. */
const LONGEST_DAYS = 100;

function readDays(value: unknown): ReadonlySet<number> {
	const given = value ?? USUAL_HOURS.days;
	const written = Array.isArray(given) ? given : String(given as string | number);
	const list = Array.isArray(written) ? written : written.slice(0, LONGEST_DAYS).split(',');
	const days = written.length > LONGEST_DAYS ? [] : list.map(Number);
	if (days.length > 0 && days.every((day) => Number.isInteger(day) && day >= 1 && day <= 7))
		return new Set(days);
	throw refusal(
		`${LABEL} has no valid days`,
		'Choose at least one day. As numbers, Monday is 1 and Sunday is 7.',
	);
}

/** A value as it begins a sentence: an expression may return anything. */
function shown(value: unknown): string {
	if (typeof value === 'string') return `"${oneLine(value, 40)}"`;
	if (typeof value === 'number') return `The number ${value}`;
	return Array.isArray(value) ? 'A list' : typeof value === 'object' ? 'An object' : 'This value';
}

function refusal(message: string, hint: string): Refusal {
	return new Refusal('INVALID_PARAMETER', message, hint);
}
