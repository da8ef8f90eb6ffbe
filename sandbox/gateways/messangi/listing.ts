import { runInNewContext } from 'node:vm';

import { decodePercent } from '../../server/decoding';

/** The answer to page 0 of a list if the first page is 1. The vendor's page does not say. */
export type PageZero = 'error' | 'empty' | 'first';

/** Options for what the vendor's page does not say about lists. */
export interface ListOptions {
	readonly firstPage: 0 | 1;
	readonly pageZero: PageZero;
	readonly malformed: boolean;
}

/** A value, or the reason why there is none. */
export type Parsed<T> = { readonly value: T } | { readonly because: string };

export interface Page {
	readonly skip: number;
	readonly take: number;
}

/** The most results per page (assumed: the vendor's page has no limit). */
const MAX_PER_PAGE = 1000;

export function parsePage(page: string, perPage: string, options: ListOptions): Parsed<Page> {
	const { firstPage, pageZero } = options;
	const take = Number(perPage);
	if (!/^[1-9]\d{0,3}$/.test(perPage) || take > MAX_PER_PAGE) {
		return { because: `resultsPerPage: expected 1 to ${MAX_PER_PAGE}, got "${perPage}"` };
	}
	const isZero = page === '0' && firstPage === 1;
	if (!/^(0|[1-9]\d{0,8})$/.test(page) || (isZero && pageZero === 'error')) {
		return { because: `page: expected a number from ${firstPage}, got "${page}"` };
	}
	if (isZero) return { value: { skip: 0, take: pageZero === 'first' ? take : 0 } };
	return { value: { skip: (Number(page) - firstPage) * take, take } };
}

export interface Filters {
	/** The values for each key. */
	readonly values: ReadonlyMap<string, readonly string[]>;
	readonly newestFirst: boolean;
}

/**
 * The vendor's "inline search string", e.g. `from=13056708084&order=desc&keyword=%5EOGANGI.*`.
 * It is split before it is decoded: an encoded `&`, `=` or comma belongs to its value (assumed).
 * `null` means no filter, as it means no carrier in `sendMT` (assumed).
 */
export function parseFilters(segment: string, keys: readonly string[]): Parsed<Filters> {
	const values = new Map<string, readonly string[]>();
	const because = (what: string): Parsed<Filters> => ({ because: `parameters: ${what}` });
	for (const pair of segment === 'null' ? [] : segment.split('&')) {
		const [, rawKey, rawValues] = /^([^=]*)=(.*)$/s.exec(pair) ?? [];
		if (rawKey === undefined || rawValues === undefined) {
			return because(`expected key=value or null, got "${pair}"`);
		}
		const key = decodePercent(rawKey) ?? '';
		if (!keys.includes(key) && key !== 'order') {
			return because(`expected one of ${[...keys, 'order'].join(', ')}, got "${rawKey}"`);
		}
		if (values.has(key)) return because(`${key} is given twice, expected a comma between values`);
		const decoded = rawValues.split(',').map(decodePercent);
		if (decoded.some((value) => value === null)) {
			return because(`${key} is not valid percent-encoded UTF-8`);
		}
		values.set(
			key,
			decoded.filter((value) => value !== null),
		);
	}
	const order = (values.get('order') ?? ['asc']).join(',');
	if (!/^(asc|desc)$/.test(order)) return because(`order: expected asc or desc, got "${order}"`);
	return { value: { values, newestFirst: order === 'desc' } };
}

/** The time limit of all regular expressions of a request together, in milliseconds. */
const MATCHING_MS = 90;

/**
 * The texts that match one of the patterns. A pattern from outside may take forever, hence the
 * separate context: it is the only place where it can be stopped.
 */
export function matchTexts(
	patterns: readonly string[],
	texts: readonly string[],
): Parsed<readonly boolean[]> {
	try {
		const expressions = patterns.map(toRegExp);
		const code = 'texts.map((text) => expressions.some((each) => each.test(text)))';
		const found: unknown = runInNewContext(code, { expressions, texts }, { timeout: MATCHING_MS });
		return { value: found as boolean[] };
	} catch (error) {
		const why = error instanceof SyntaxError ? 'an invalid one' : 'one that takes too long';
		return { because: `parameters: keyword: expected a regular expression, got ${why}` };
	}
}

/** The vendor's patterns are Java's, which can begin with flags: `(?i)ogangi`. */
function toRegExp(pattern: string): RegExp {
	const [, flags = '', source = ''] = /^(?:\(\?([ims]+)\))?(.*)$/s.exec(pattern) ?? [];
	return new RegExp(source, [...new Set(flags)].join(''));
}
