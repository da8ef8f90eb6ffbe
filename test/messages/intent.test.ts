import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { meaningOf } from '../../messages/intent';
import { WHOLE_MESSAGES } from '../../messages/intentWords';
import { ROOT } from '../../tools/root';
import { FUZZ_TIMES } from '../fuzzing';
import { REPLIES, type Found, type Meant } from './replies';

function find(text: string): Found {
	const { intent, certain } = meaningOf(text);
	if (intent === 'optOut' && !certain) return 'probable optOut';
	return intent ?? 'other';
}

const TABLE = Object.entries(REPLIES).flatMap(([meant, byFound]) =>
	Object.entries(byFound).flatMap(([found, texts]) =>
		texts.map((text) => [text, meant as Meant, found as Found] as const),
	),
);

describe('replies', () => {
	test.each(TABLE)('%j (%s): %s', (text, _meant, found) => {
		expect(find(text)).toBe(found);
	});

	it('are more than 200, each once', () => {
		expect(TABLE.length).toBeGreaterThan(200);
		expect(new Set(TABLE.map(([text]) => text)).size).toBe(TABLE.length);
	});

	// Rows: what the person means. Nothing else is ever a certain opt-out, and no opt-out is an opt-in.
	it('are understood this often', () => {
		const matrix: Record<string, Partial<Record<Found, number>>> = {};
		for (const [text, meant] of TABLE) {
			const row = (matrix[meant] ??= {});
			const found = find(text);
			row[found] = (row[found] ?? 0) + 1;
		}
		expect(matrix).toEqual({
			stop: { optOut: 76, 'probable optOut': 91, other: 11 },
			start: { optIn: 18, other: 4 },
			help: { help: 18, other: 5 },
			'something else': { 'probable optOut': 5, other: 104 },
		});
	});
});

describe('each word', () => {
	/** Every word that a vendor, a carrier or a law lists, and what it means. */
	const LISTED: readonly (readonly [words: string, found: Found])[] = [
		// 47 CFR 64.1200(a)(10).
		['stop, quit, end, revoke, opt out, cancel, unsubscribe', 'optOut'],
		// CTIA's handbook.
		['STOP, END, CANCEL, UNSUBSCRIBE, QUIT', 'optOut'],
		['HELP, INFO', 'help'],
		// Twilio.
		['STOP, STOPALL, UNSUBSCRIBE, CANCEL, END, QUIT, REVOKE, OPTOUT', 'optOut'],
		['START, YES, UNSTOP', 'optIn'],
		// AWS.
		['ARRET, CANCEL, END, OPT-OUT, OPTOUT, QUIT, REMOVE, STOP, TD, UNSUBSCRIBE', 'optOut'],
		// Telnyx.
		['STOP, STOPALL, STOP ALL, UNSUBSCRIBE, CANCEL, END, QUIT', 'optOut'],
		['START, UNSTOP', 'optIn'],
		// US short codes in Spanish, Mexico, Latin America.
		['ALTO, BAJA, PARAR, DETENER, CANCELAR, DESUSCRIBIR, SALIR, NO MAS', 'optOut'],
		['AYUDA', 'help'],
		// Brazil.
		['SAIR, PARAR, CANCELAR', 'optOut'],
		// France and Canada; German and Italian.
		['STOP, ARRET, STOPP, ABMELDEN, CANCELLA', 'optOut'],
	];
	const spellings = (word: string): readonly string[] => [
		word.toUpperCase(),
		word.toLowerCase(),
		` ${word.charAt(0).toUpperCase()}${word.slice(1).toLowerCase()}.`,
		`"${word.toLowerCase()}"!!`,
		// With an accent on every vowel.
		word.toLowerCase().replace(/[aeiou]/g, (vowel) => `${vowel}\u0301`),
	];
	const rows = LISTED.flatMap(([words, found]) =>
		words.split(', ').flatMap((word) => spellings(word).map((text) => [text, found] as const)),
	);

	test.each([...new Map(rows)])('%j: %s', (text, found) => {
		expect(find(text)).toBe(found);
	});

	it.each(Object.entries(WHOLE_MESSAGES))('of %s is in docs/triggers.md', (intent, lists) => {
		const page = readFileSync(join(ROOT, 'docs', 'triggers.md'), 'utf8');
		const row =
			new RegExp(`^\\| \\x60${intent}\\x60 +\\| ([A-Z, ]+?) +\\|$`, 'm').exec(page)?.[1] ?? '';
		const words = Object.values(lists).flatMap((list) => list.split(', '));
		expect(row.split(', ').sort()).toEqual(words.sort());
	});

	it('means one thing', () => {
		const all = Object.values(WHOLE_MESSAGES)
			.flatMap((lists) => Object.values(lists))
			.flatMap((list) => list.split(', '));
		expect(new Set(all).size).toBe(all.length);
	});

	it.each(['END', 'YES', 'CANCEL', 'PARAR', 'SALIR', 'CANCELAR', 'QUIT', 'REMOVE', 'TD', 'HELP'])(
		'%s means nothing at the beginning of a sentence',
		(word) => {
			expect(find(`${word} it tomorrow`)).toBe('other');
			expect(find(`please ${word}`)).toBe('other');
		},
	);
});

it.each([
	['Opt-Out!', { intent: 'optOut', keyword: 'OPT OUT', certain: true }],
	['S.T.O.P', { intent: 'optOut', keyword: 'STOP', certain: true }],
	['No más', { intent: 'optOut', keyword: 'NO MAS', certain: true }],
	['Please stop texting', { intent: 'optOut', keyword: 'STOP', certain: false }],
	['I want to opt out', { intent: 'optOut', keyword: 'OPT OUT', certain: false }],
	['unsuscribe', { intent: 'optOut', keyword: 'UNSUBSCRIBE', certain: false }],
	['Yes', { intent: 'optIn', keyword: 'YES', certain: true }],
	['Info?', { intent: 'help', keyword: 'INFO', certain: true }],
	['Hello', { intent: null, keyword: null, certain: false }],
	[null, { intent: null, keyword: null, certain: false }],
])('%j: %j', (text, meaning) => {
	expect(meaningOf(text)).toEqual(meaning);
});

describe('hostile replies', () => {
	const MB = 1_000_000;

	it.each([
		['spaces', `${' '.repeat(MB)}STOP${' '.repeat(MB)}`, 'optOut'],
		['a word again and again', 'STOP '.repeat(MB / 5), 'probable optOut'],
		['one letter', 'S'.repeat(MB), 'other'],
		['invisible characters', `${'\u200b'.repeat(MB)}STOP`, 'other'],
		['marks', `STOP${'\u0301'.repeat(MB)}`, 'probable optOut'],
		['letters that unfold', '\ufdfa'.repeat(MB), 'other'],
		['apostrophes', "'".repeat(MB), 'other'],
		['halves of characters', '\ud83d'.repeat(MB), 'other'],
		['punctuation', '.- '.repeat(MB / 3), 'other'],
	])('%s', (_label, text, found) => {
		const start = performance.now();
		expect(find(text)).toBe(found);
		// It takes less than 10 ms.
		expect(performance.now() - start).toBeLessThan(2000);
	});

	it('any text has a meaning, and what is behind a word of a sentence does not make it certain', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
				expect(() => meaningOf(text)).not.toThrow();
				const { certain } = meaningOf(`cancel my appointment ${text}`);
				expect(certain).toBe(false);
			}),
			{ numRuns: 300 * FUZZ_TIMES },
		);
	});
});
