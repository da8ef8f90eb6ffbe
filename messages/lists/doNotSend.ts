import { oneLine } from '../oneLine';
import { checkDefaultCountry, readPhoneNumber } from '../phoneNumber';
import { entriesOf, isEmptyEntry, textOfEntry } from '../recipients';
import { attempt, Refusal } from '../refusal';
import { fromAnyScript, LONGEST_WRITTEN } from '../writtenNumber';
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
/** The most entries of a list, and the most numbers of them together. */
const MOST_NUMBERS = 1_000_000;
/** How many entries and fields are read before other work may run: about a millisecond. */
const LOOKS_PER_PAUSE = 64;
/** The most fields of an object that are looked at. */
const MOST_FIELDS = 1_000;
/** The most fields with unknown names of an entry that are looked at: a few milliseconds. */
const MOST_LOOKED = 5_000;
/** How deep an item may be in others. */
const MOST_DEPTH = 10;
/** Names of fields whose meaning is remembered. */
const MOST_REMEMBERED = 1_000;

/** Of a phone number in a field whose name does not say that it has one. */
const [FEWEST_DIGITS, MOST_DIGITS] = [8, 15];

const WHERE = '"Do Not Send To"';

/**
 * Reads the numbers that must not get a message: text separated by commas, semicolons or line breaks, or an array of
 * texts, numbers or objects (also n8n's items). Empty entries are ignored. All phone numbers of an object count.
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
	const fields = new Fields();
	let position = 0;
	let count = 0;
	const breathe = async () => {
		if (fields.looked < LOOKS_PER_PAUSE) return;
		fields.looked = 0;
		await pause();
	};
	for (const entry of listOf(input)) {
		if (++position > MOST_NUMBERS) throw tooLong();
		await breathe();
		const leftOut = { reason: 'listed', says: `entry ${position}` } as const;
		let first: string | null = null;
		let isRead = false;
		for (const value of fields.numbersIn(entry)) {
			if (++count > MOST_NUMBERS) throw tooLong();
			await breathe();
			const number = attempt(() => readPhoneNumber(value, defaultCountry));
			if (number instanceof Refusal) {
				const written = textOfEntry(value);
				numbers.addUnread(written, leftOut);
				first ??= written;
			} else {
				numbers.add(number.e164, leftOut);
				isRead = true;
			}
		}
		if (first === null || isRead) continue;
		unread.count++;
		if (unread.examples.length < EXAMPLES) {
			const shown = first === '' ? 'no number' : `"${oneLine(first, 40)}"`;
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

/** The fields of objects that have a number: those whose names mean one as headings, and `to`. */
class Fields {
	/** Entries and fields since the last pause. */
	looked = 0;

	/** How many more fields with unknown names of an entry are looked at. */
	private left = 0;

	private readonly known = new Map<string, boolean>();

	/**
	 * The numbers of an entry: itself, or those of a list or an object, whose lists and objects are looked into. All of
	 * them count, because each may be the one that somebody is written to. Undefined for what has none: somebody is on
	 * the list all the same. Nothing for an empty entry, as n8n's "Always Output Data" gives for an empty list.
	 */
	*numbersIn(entry: unknown): Generator<unknown> {
		this.looked++;
		this.left = MOST_LOOKED;
		if (!isNobody(entry)) yield* this.inside(entry, 0);
	}

	/** @param depth how many lists and objects it is in */
	private *inside(value: unknown, depth: number): Generator<unknown> {
		this.looked++;
		if (typeof value !== 'object' || value === null) yield value;
		else if (depth > MOST_DEPTH) yield undefined;
		else if ('json' in value && typeof value.json === 'object')
			yield* this.inside(value.json, depth + 1);
		else if (Array.isArray(value)) {
			if (value.length > MOST_NUMBERS) throw tooLong();
			for (const each of value) yield* this.inside(each, depth + 1);
		} else yield* this.insideFields(value, depth);
	}

	private *insideFields(object: object, depth: number): Generator<unknown> {
		let hasNumber = false;
		const names = Object.keys(object);
		for (const name of names.slice(0, MOST_FIELDS)) {
			this.looked++;
			const value: unknown = this.isNumber(name) ? Reflect.get(object, name) : undefined;
			if (isEmptyEntry(value)) continue;
			yield* this.inside(value, depth + 1);
			hasNumber = true;
		}
		if (!hasNumber) {
			// Its names are unknown, but somebody is on the list: `{ contact: { phone } }`, `{ wa_id }`.
			for (const found of this.anyNumbersIn(object, depth)) {
				hasNumber = true;
				yield found;
			}
		}
		if (!hasNumber || names.length > MOST_FIELDS) yield undefined;
	}

	/** What may be a number in an object whose fields have unknown names. */
	private *anyNumbersIn(object: object, depth: number): Generator<unknown> {
		for (const name of Object.keys(object).slice(0, MOST_FIELDS)) {
			this.looked++;
			if (this.left-- <= 0) return;
			const value: unknown = Reflect.get(object, name);
			if (typeof value !== 'object' || value === null) {
				if (mayBeNumber(value)) yield value;
			} else for (const found of this.inside(value, depth + 1)) if (mayBeNumber(found)) yield found;
		}
	}

	private isNumber(name: string): boolean {
		let known = this.known.get(name);
		if (known === undefined) {
			const kind = meaningOf(name)?.kind;
			known = name.trim().toLowerCase() === 'to' || (kind !== undefined && NUMBERS.has(kind));
			if (this.known.size < MOST_REMEMBERED) this.known.set(name, known);
		}
		return known;
	}
}

/** Whether a value looks like a phone number with its country code, and not like a date or a count. */
function mayBeNumber(value: unknown): boolean {
	const text = textOfEntry(value);
	if (text.length > LONGEST_WRITTEN || /\p{L}/u.test(text.replace(/^(?:tel|sms):/i, '')))
		return false;
	const digits = fromAnyScript(text).replace(/\D/g, '').length;
	return digits >= FEWEST_DIGITS && digits <= MOST_DIGITS && !/^\d{4}-\d\d-\d\d/.test(text);
}

/** Whether an entry says nothing: an empty one, or an item or list with nothing in it. */
function isNobody(entry: unknown): boolean {
	let inner = entry;
	for (let depth = 0; depth < MOST_DEPTH; depth++) {
		if (typeof inner !== 'object' || inner === null) return isEmptyEntry(inner);
		if (!('json' in inner) || typeof inner.json !== 'object' || inner.json === null) break;
		inner = inner.json;
	}
	// Not a Map or a Date, which have no keys of their own either.
	const isPlain = /^\[object (?:Object|Array)\]$/.test(Object.prototype.toString.call(inner));
	return isPlain && Object.keys(inner as object).length === 0;
}

/** Who said stop did so with all of their phones. */
const NUMBERS: ReadonlySet<HeadingKind> = new Set([
	...(['texts', 'mobile', 'whatsapp', 'phone', 'number', 'landline'] as const),
]);
