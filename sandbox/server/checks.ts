import { validateHeaderName, validateHeaderValue } from 'node:http';

import { isRecord } from './isRecord';

/** The longest duration that can be set, in milliseconds. */
export const MAX_MS = 600_000;

/** @throws RangeError whose message names the field and its valid values */
export function checkField(name: string, value: unknown, check: Check): void {
	const wanted = check(value);
	if (wanted !== undefined) throw new RangeError(`"${name}" must be ${wanted}.`);
}

/** @throws RangeError for a duration that is not 0 to `MAX_MS` */
export function checkMilliseconds(what: string, ms: number): number {
	if (Number.isFinite(ms) && ms >= 0 && ms <= MAX_MS) return ms;
	throw new RangeError(`The ${what} must be 0 to ${String(MAX_MS)} milliseconds.`);
}

/** The valid values in words; undefined if the value is valid. */
export type Check = (value: unknown) => string | undefined;

export const wholeNumber =
	(min: number, max: number): Check =>
	(value) =>
		typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max
			? undefined
			: `a whole number from ${String(min)} to ${String(max)}`;

export const string: Check = (value) => (typeof value === 'string' ? undefined : 'a string');
export const boolean: Check = (value) => (typeof value === 'boolean' ? undefined : 'true or false');
export const oneOf =
	(words: readonly string[]): Check =>
	(value) =>
		typeof value === 'string' && words.includes(value)
			? undefined
			: `one of ${words.map((word) => `"${word}"`).join(', ')}`;

/** Whether a header is valid in HTTP. */
export function isHeader(name: string, value: unknown): boolean {
	try {
		if (typeof value !== 'string') return false;
		validateHeaderName(name);
		validateHeaderValue(name, value);
		return true;
	} catch {
		return false;
	}
}

/**
 * The first error in the fields of an object from outside: a sentence that names the field and its
 * valid values. `what` is e.g. `A fault`.
 */
export function findWrongField(
	what: string,
	value: Readonly<Record<string, unknown>>,
	checks: Readonly<Record<string, Check>>,
): string | undefined {
	const known = new Map(Object.entries(checks));
	for (const [field, content] of Object.entries(value)) {
		// Undefined is the same as absent.
		if (content === undefined) continue;
		const check = known.get(field);
		if (check === undefined) {
			return `${what} has no "${field}". It has: ${[...known.keys()].join(', ')}.`;
		}
		const wanted = check(content);
		if (wanted !== undefined) return `"${field}" must be ${wanted}.`;
	}
	return undefined;
}

/** @throws RangeError with the sentence of `findWrongField`, or if the value is not an object */
export function checkFields(
	what: string,
	value: unknown,
	checks: Readonly<Record<string, Check>>,
): asserts value is Record<string, unknown> {
	const wrong = isRecord(value)
		? findWrongField(what, value, checks)
		: `${what} is an object with ${Object.keys(checks).join(', ')}.`;
	if (wrong !== undefined) throw new RangeError(wrong);
}
