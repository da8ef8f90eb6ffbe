import { oneLine } from '../oneLine';
import { checkDefaultCountry, readPhoneNumber, type PhoneNumber } from '../phoneNumber';
import { entriesOf, isEmptyEntry } from '../recipients';
import { renamed } from '../renamedNumbers';
import { attempt, Refusal } from '../refusal';
import type { LeftOutNumbers } from './consent';
import { meaningOf, type HeadingKind } from './headings';

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
/** Fields of an object that have the number, in lower case. */
const FIELDS: ReadonlySet<string> = new Set(['phone', 'to', 'number', 'mobile']);

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
	const reader = new NumberReader(defaultCountry);
	let position = 0;
	let looked = 0;
	const look = async () => {
		if (++looked % ENTRIES_PER_PAUSE === 0) await pause();
		if (looked > MOST_ENTRIES) throw tooLong();
	};
	for (const entry of listOf(input)) {
		position++;
		await look();
		if (isNobody(entry)) continue;
		const leftOut = { reason: 'listed', says: `entry ${position}` } as const;
		// An object that has no number is not an empty entry: somebody is on the list.
		const values = numbersIn(entry);
		let shown = values.length === 0 ? 'no number' : '';
		for (const [index, value] of values.entries()) {
			if (index > 0) await look();
			const e164 = reader.read(value);
			if (e164 !== null) {
				numbers.add(e164, leftOut);
				continue;
			}
			const written = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
			numbers.addUnread(written, leftOut);
			shown ||= written === '' ? 'no number' : `"${oneLine(written, 40)}"`;
		}
		if (shown === '') continue;
		unread.count++;
		if (unread.examples.length < EXAMPLES) unread.examples.push(`entry ${position} (${shown})`);
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

/** Whether an entry says nothing: n8n's "Always Output Data" gives an empty item for an empty list. */
function isNobody(entry: unknown): boolean {
	if (typeof entry !== 'object' || entry === null) return isEmptyEntry(entry);
	if ('json' in entry && typeof entry.json === 'object') return isNobody(entry.json ?? {});
	// Not a Map or a Date, which have no keys of their own either.
	const isPlain = /^\[object (?:Object|Array)\]$/.test(Object.prototype.toString.call(entry));
	return isPlain && Object.keys(entry).length === 0;
}

/** How deep lists and objects in an entry may be nested. */
const DEEPEST = 4;
/** The most fields of an object that are looked at. */
const MOST_FIELDS = 1000;

/**
 * The numbers of an entry: its own, or those in an object's fields. All of them count, because each may be the one
 * that somebody is written to. Without one of the usual fields, other fields count whose names mean a phone.
 */
function numbersIn(entry: unknown, depth = 0): unknown[] {
	if (typeof entry !== 'object' || entry === null) return isEmptyEntry(entry) ? [] : [entry];
	if (depth === DEEPEST) return [];
	const inside = (value: unknown) => numbersIn(value, depth + 1);
	if (Array.isArray(entry)) return entry.flatMap(inside);
	if ('json' in entry && typeof entry.json === 'object') return inside(entry.json);
	const fields = Object.entries(entry).slice(0, MOST_FIELDS);
	const usual = fields.filter(([name]) => FIELDS.has(name.trim().toLowerCase()));
	const found = usual.flatMap(([, value]) => inside(value));
	if (found.length > 0) return found;
	return fields.filter(([name]) => isPhone(name)).flatMap(([, value]) => inside(value));
}

const PHONES: ReadonlySet<HeadingKind> = new Set<HeadingKind>([
	...(['texts', 'mobile', 'whatsapp', 'phone', 'number', 'landline'] as const),
]);
/** How many names of fields are remembered, and the longest that is looked at. */
const MOST_NAMES = 1000;
const LONGEST_NAME = 100;

const names = new Map<string, boolean>();

/** Whether a field has phone numbers, by its name. */
function isPhone(name: string): boolean {
	if (name.length > LONGEST_NAME) return false;
	let known = names.get(name);
	if (known === undefined) {
		const meaning = meaningOf(name);
		known = meaning !== null && PHONES.has(meaning.kind);
		if (names.size >= MOST_NAMES) names.clear();
		names.set(name, known);
	}
	return known;
}

/** E.164 as most programs store it. */
const STORED = /^\+[1-9]\d{7,14}$/;
/** The first digits by which numbers of one length are told apart. */
const HEAD = 5;
/** How many such heads are remembered. */
const MOST_HEADS = 20_000;

/**
 * Reads many numbers. In E.164 the first digits and the length decide whether it is a number that can exist, so only
 * the first of its kind is parsed: 100,000 numbers take a tenth of the time.
 */
class NumberReader {
	/** The calling code of the kinds that are numbers; null for those that are not. */
	private readonly kinds = new Map<string, string | null>();

	constructor(private readonly defaultCountry: string) {}

	/** @returns the number in E.164, or null */
	read(value: unknown): string | null {
		if (typeof value !== 'string' || !STORED.test(value)) return this.parse(value)?.e164 ?? null;
		const kind = `${value.length}${value.slice(0, HEAD)}`;
		let code = this.kinds.get(kind);
		if (code === undefined) {
			code = this.parse(value)?.countryCode ?? null;
			if (this.kinds.size >= MOST_HEADS) this.kinds.clear();
			this.kinds.set(kind, code);
		}
		if (code === null) return this.parse(value)?.e164 ?? null;
		return renamed(code, value.slice(1 + code.length)) ?? value;
	}

	private parse(value: unknown): PhoneNumber | null {
		const number = attempt(() => readPhoneNumber(value, this.defaultCountry));
		return number instanceof Refusal ? null : number;
	}
}
