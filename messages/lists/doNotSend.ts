import { oneLine } from '../oneLine';
import { checkDefaultCountry, readPhoneNumber } from '../phoneNumber';
import { entriesOf, isEmptyEntry } from '../recipients';
import { attempt, Refusal } from '../refusal';
import type { LeftOutNumbers } from './consent';

/** The entries of a list that could not be read. */
export interface UnreadEntries {
	count: number;
	/** The first of them, e.g. `entry 3 ("abc")`. */
	examples: string[];
}

/** Entries that a warning names. */
const EXAMPLES = 5;
/** The most entries of a list. */
const MOST_ENTRIES = 1_000_000;
/** How many entries are read before other work may run: about a millisecond. */
const ENTRIES_PER_PAUSE = 64;
/** Fields of an object that have the number, in any case. */
const FIELDS = ['phone', 'to', 'number', 'mobile'];

const WHERE = '"Do Not Send To"';

/**
 * Reads the numbers that must not get a message: text separated by commas, semicolons or line breaks, or an array of
 * texts, numbers or objects (also n8n's items). Empty entries are ignored.
 *
 * An entry that cannot be read stops nothing. Its last digits are compared all the same, as with an opt-out in a file.
 *
 * @param input from the user or an expression
 * @param defaultCountry as for `readPhoneNumber`
 * @param numbers gets the numbers
 * @param pause lets other work run; called every few entries
 * @throws Refusal `INVALID_DO_NOT_SEND` for no list at all, or one that is too long, and `INVALID_COUNTRY`
 */
export async function readDoNotSend(
	input: unknown,
	defaultCountry: string,
	numbers: LeftOutNumbers,
	pause: () => Promise<void>,
): Promise<UnreadEntries> {
	checkDefaultCountry(defaultCountry);
	const unread: UnreadEntries = { count: 0, examples: [] };
	let position = 0;
	for (const entry of listOf(input)) {
		if (++position % ENTRIES_PER_PAUSE === 0) await pause();
		if (position > MOST_ENTRIES) throw tooLong();
		const value = numberIn(entry);
		// An object that has no number is not an empty entry: somebody is on the list.
		if (isEmptyEntry(value) && (typeof entry !== 'object' || entry === null)) continue;
		const number = attempt(() => readPhoneNumber(value, defaultCountry));
		const leftOut = { reason: 'listed', says: `entry ${position}` } as const;
		if (!(number instanceof Refusal)) {
			numbers.add(number.e164, leftOut);
			continue;
		}
		const written = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
		numbers.addUnread(written, leftOut);
		unread.count++;
		if (unread.examples.length < EXAMPLES) {
			const shown = written === '' ? 'no number' : `"${oneLine(written, 40)}"`;
			unread.examples.push(`entry ${position} (${shown})`);
		}
	}
	return unread;
}

function listOf(input: unknown): Iterable<unknown> {
	const isObject = typeof input === 'object' && input !== null && !Array.isArray(input);
	const list = attempt(() => entriesOf(isObject ? [input] : input));
	if (!(list instanceof Refusal) && input !== undefined && input !== null) return list;
	if (list instanceof Refusal && list.code === 'TOO_MANY_RECIPIENTS') throw tooLong();
	throw new Refusal(
		'INVALID_DO_NOT_SEND',
		`${WHERE} is not a list of phone numbers`,
		'Separate the numbers with commas, semicolons or line breaks, or use an expression that returns an array. Nothing was sent, because it is unclear who must not get the message.',
	);
}

function tooLong(): Refusal {
	return new Refusal(
		'INVALID_DO_NOT_SEND',
		`${WHERE} is too long`,
		'Use an expression that returns an array of at most 1,000,000 entries.',
	);
}

/** The number of an entry: its own, or that of an object's field. */
function numberIn(entry: unknown): unknown {
	if (typeof entry !== 'object' || entry === null) return entry;
	if ('json' in entry && typeof entry.json === 'object') return numberIn(entry.json);
	const found = new Map<string, unknown>();
	for (const [name, value] of Object.entries(entry)) {
		const field = name.trim().toLowerCase();
		if (FIELDS.includes(field) && !isEmptyEntry(value)) found.set(field, value);
	}
	const name = FIELDS.find((each) => found.has(each));
	return name === undefined ? undefined : found.get(name);
}
