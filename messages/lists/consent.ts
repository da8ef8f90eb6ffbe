import { oneLine } from '../oneLine';
import { Refusal } from '../refusal';
import { fromAnyScript } from '../writtenNumber';
import { fold } from './fold';
import { isNoteOfNo, maySayNo, meaningOf, type HeadingKind } from './headings';

/** Why a recipient is left out, by the file's or the item's own words, or by a list of the user's. */
export interface LeftOut {
	/**
	 * `optedOut` and `listed` are final; `notSaid` only as long as the user leaves such recipients out. `listed` is
	 * in the option "Do Not Send To".
	 */
	reason: 'optedOut' | 'listed' | 'notSaid';
	/** What says so, e.g. `row 7, column "SMS Opt Out" says "TRUE"`. */
	says: string;
}

/** A question about a list that only the user can answer. Nothing of the run is sent before. */
export class Question extends Refusal {}

/** What a row says: a stricter word beats all before it. */
export type Verdict = 'nothing' | 'may' | 'notSaid' | 'optedOut';

const STRICTNESS: readonly Verdict[] = ['nothing', 'may', 'notSaid', 'optedOut'];

/** The stricter one of two verdicts. */
export function stricter(one: Verdict, other: Verdict): Verdict {
	return STRICTNESS.indexOf(one) >= STRICTNESS.indexOf(other) ? one : other;
}

/** The kinds of columns that can leave a recipient out. */
const KINDS = [
	...(['out', 'consent', 'marketing', 'status', 'marketingStatus', 'perhapsStatus'] as const),
	...([
		'outDate',
		'yesDate',
		'tags',
		'leftMailing',
		'channels',
		'notes',
		'name',
		'perhapsOut',
		'perhapsConsent',
	] as const),
];
export type ConsentKind = (typeof KINDS)[number];

export function isConsentKind(kind: HeadingKind): kind is ConsentKind {
	return (KINDS as readonly HeadingKind[]).includes(kind);
}

/**
 * What a value means by itself. `stopped` is never in a column of consent, but also said of other things, e.g. orders;
 * `refused` is it only there.
 */
type Word =
	| 'yes'
	| 'no'
	| 'may'
	| 'isOn'
	| 'never'
	| 'stopped'
	| 'refused'
	| 'notAsked'
	| 'unknown'
	| 'empty';

/** Yes, no, true and false as people and spreadsheet programs write them, by language. */
const YES_NO: ReadonlyArray<readonly [yes: string, no: string]> = [
	['yes, y, true, t, 1, x, on, checked, ✓, ✔, ☑', 'no, n, false, f, 0, off, unchecked'],
	// Spanish, Portuguese, French, German, Italian.
	['si, sim, verdadero, verdadeiro, oui, vrai', 'nao, non, falso, faux'],
	['ja, wahr, vero', 'nein, falsch'],
	// Polish, Turkish, Swedish, Norwegian, Danish, Finnish, Dutch.
	[
		'tak, prawda, evet, doğru, sant, sann, sand',
		'nie, fałsz, hayır, yanlış, nej, falskt, nei, usann, falsk',
	],
	['kyllä, tosi, waar', 'ei, epätosi, nee, onwaar'],
	// Czech, Hungarian, Romanian, Greek, Russian, Ukrainian.
	['ano, áno, pravda, igen, igaz, da, adevărat', 'ne, nepravda, nem, hamis, nu, fals'],
	['ναι, αληθές, αληθής, да, истина, так, істина', 'όχι, ψευδές, ψευδής, нет, ложь, ні, хибність'],
];

const WORDS: ReadonlyMap<string, Word> = new Map(
	Object.entries({
		yes: YES_NO.map(([yes]) => yes).join(', '),
		no: YES_NO.map(([, no]) => no).join(', '),
		may: 'subscribed, opted in, opt in, optin, allow, allowed, send, onay, onaylı',
		isOn: 'granted, active',
		never:
			'unsubscribed, unsubscribe, unsub, opted out, opt out, optout, optedout, blacklisted, blocklisted, do not allow, deceased',
		stopped:
			'stop, stopped, blocked, suppressed, revoked, withdrawn, not allowed, dnd, dnc, cleaned, baja, abgemeldet',
		// İYS, Turkey's register of consent.
		refused: 'ret, reddedildi',
		notAsked:
			'not subscribed, never subscribed, nonsubscribed, non subscribed, not opted in, pending, no response',
		unknown: 'not specified, unknown, null, none, n/a, nan, -, --, –, —',
		empty: '',
	} satisfies Record<Word, string>).flatMap(([word, texts]) =>
		texts.split(', ').map((text) => [fold(text) || text, word as Word] as const),
	),
);

function wordOf(value: string): Word | undefined {
	const folded = fold(value);
	if (folded !== '') return WORDS.get(folded) ?? (isOutHeading(value) ? 'never' : undefined);
	// Marks alone are folded away, but the cell is not empty.
	return value.trim() === '' ? 'empty' : WORDS.get(value.trim());
}

/** Whether a value repeats a heading such as "Do Not Text". */
function isOutHeading(value: string): boolean {
	return value.length < 60 && meaningOf(value)?.kind === 'out';
}

/**
 * Whether a value that cannot be read in a column of this kind is a question only if nothing else in the row leaves
 * its recipient out.
 */
export function isDoubtful(kind: ConsentKind): boolean {
	return kind === 'tags' || isFreeText(kind) || kind.startsWith('perhaps');
}

/** Whether a column is about something else than consent. */
export function isFreeText(kind: ConsentKind): boolean {
	return kind === 'notes' || kind === 'name';
}

/** Whether a value is a word that a status has. */
export function isStatusWord(value: string): boolean {
	return wordOf(value) !== undefined;
}

/** Whether a value is only a date, as programs write them. */
const DATE = /^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:[T ,]|$)|^\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}(?:[ ,]|$)/;

/** Whether a date is missing, as programs write it. */
export function isNoDate(text: string): boolean {
	const word = wordOf(text);
	const isNone = word === 'empty' || word === 'no' || word === 'unknown';
	return isNone || /^(?:never|0000-00-00.{0,20})$/i.test(text);
}

/**
 * Reads a value in a column of consent. The heading gives the polarity; a value that says more than yes or no
 * is read as words. A missing yes is not an opt-out.
 *
 * @param text trimmed
 * @returns null for a value that is not one of the known words
 */
export function verdictOf(kind: ConsentKind, text: string): Verdict | null {
	if (kind === 'tags') return verdictOfTags(text);
	if (kind === 'outDate') return isNoDate(text) ? 'nothing' : 'optedOut';
	if (kind === 'name') return isNoteOfNo(text) ? null : 'nothing';
	if (kind === 'yesDate' || kind === 'leftMailing') return 'nothing';
	const word = wordOf(text);
	if (word === 'never') return 'optedOut';
	// Any other column named "Status" says nothing: see `consentColumns`.
	const isStopped = word === 'stopped' || word === 'refused';
	if (kind === 'perhapsStatus') {
		const isDoubt = isStopped || maySayNo(text) || meaningOf(text)?.kind === 'perhapsOut';
		return isDoubt ? null : 'nothing';
	}
	if (kind === 'channels') return text === '' ? 'notSaid' : verdictOfChannels(text);
	if (kind === 'notes') return isNoteOfNo(text) ? null : 'nothing';
	if (kind === 'perhapsConsent') return word === 'no' || isStopped ? null : 'nothing';
	if (kind === 'perhapsOut')
		return word === 'yes' || isStopped || word === undefined ? null : 'nothing';
	if (isStopped) return 'optedOut';
	if (word === 'notAsked') return 'notSaid';
	if (kind === 'out') {
		if (word === 'yes' || (word === undefined && DATE.test(text))) return 'optedOut';
		// "Active" may be about the block or about the person.
		return word === undefined || word === 'isOn' ? null : 'nothing';
	}
	if (word === undefined) return null;
	if (word === 'yes' || word === 'may' || word === 'isOn') return 'may';
	// Shops write "no" for people who were never asked about marketing.
	const isClear = word === 'no' && (kind === 'consent' || kind === 'status');
	return isClear ? 'optedOut' : 'notSaid';
}

const CHANNEL =
	/^(?:e ?mail|mail|post|direct ?mail|web|push|mobile|whatsapp|phone|calls?|fax|none)$/;

/** Whether texts are among the channels that somebody agreed to; null if the value has other words. */
export function verdictOfChannels(text: string): Verdict | null {
	const channels = text
		.slice(0, 500)
		.split(/[,;|\n]/)
		.map((each) => fold(each));
	const isText = (channel: string) => /^(?:sms|texts?|text messages?|all)$/.test(channel);
	if (!channels.every((channel) => isText(channel) || CHANNEL.test(channel))) return null;
	return channels.some(isText) ? 'may' : 'notSaid';
}

/** UTF-16 units of a cell with tags that are read, and tags in it. */
const LONGEST_TAGS = 10_000;
const MOST_TAGS = 500;

function verdictOfTags(text: string): Verdict | null {
	if (text === '') return 'nothing';
	if (text.length > LONGEST_TAGS) return null;
	const tags = text.split(/[,;|\n\r]|:::/);
	if (tags.length > MOST_TAGS) return null;
	let isDoubt = false;
	for (const tag of tags) {
		const trimmed = tag.replace(/^[\s["'*]+/, '').trim();
		if (trimmed === '') continue;
		const word = wordOf(trimmed);
		if (word === 'never' || word === 'stopped') return 'optedOut';
		isDoubt ||= maySayNo(trimmed) || isNoOfTexts(trimmed);
	}
	return isDoubt ? null : 'nothing';
}

/** `SMS: no` among preferences. */
function isNoOfTexts(tag: string): boolean {
	const [, value = ''] = /^(?:sms|texts?|text messages?) (.+)$/.exec(fold(tag)) ?? [];
	const word = wordOf(value);
	return word === 'no' || word === 'never' || word === 'stopped';
}

/** Whether somebody agreed again after opting out, if both dates are certain. */
export function agreedAgain(outDate: string, yesDate: string): boolean {
	const [out, yes] = [dateOf(outDate), dateOf(yesDate)];
	if (out === null || yes === null) return false;
	if (out.day !== yes.day) return yes.day > out.day;
	return yes.time !== '' && out.time !== '' && yes.time > out.time;
}

/** Day and time as texts that can be compared. A time with a zone is compared by its day alone. */
function dateOf(text: string): { day: string; time: string } | null {
	const found = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?)(?:\.\d{1,9})?Z?)?$/.exec(text);
	const [, day = '', time = ''] = found ?? [];
	return found === null ? null : { day, time };
}

/** What a value says, for the output. `where` is e.g. `row 7, column`. */
export function saysOf(where: string, heading: string, value: string): string {
	const shown = oneLine(value, 40);
	const name = `${where} "${oneLine(heading, 64)}"`;
	return shown === '' ? `${name} is empty` : `${name} says "${shown}"`;
}

/** The fewest digits by which a number that cannot be read is recognized in another row. */
const FEWEST_DIGITS = 7;
/** The fewest digits of a number that is one of several: fewer may be a group of digits of one number. */
const WHOLE_DIGITS = 10;
/** The digits that are compared: those before them may be a prefix that is not dialed from abroad. */
const MOST_DIGITS = 9;
/** Endings of the same last digits. If there are more, all numbers with these last digits are left out. */
const MOST_ENDINGS = 20;
/** UTF-16 units of a cell whose digits are compared. */
const LONGEST_UNREAD = 500;

/** Digits behind a number that may be an extension, or the last digits of a second number: `0171 3920001 (02)`. */
const LAST_DIGITS = /[\s().-]{1,5}\d{1,4}[\s)]{0,5}$/;

function withoutZeros(text: string): string {
	return text.replace(/\D/g, '').replace(/^0+/, '');
}

/**
 * What numbers of the same phone have in common. Argentina's mobile phones have a 9 after +54 when they are called
 * from abroad, which lists may leave out; no landline has the same digits. Source: ITU, national numbering plan of
 * Argentina.
 */
function phoneOf(e164: string): string {
	return e164.length === 14 && e164.startsWith('+549') ? `+54${e164.slice(4)}` : e164;
}

/**
 * The numbers of a run that must not get the message: a row that says no counts for all rows of its number, also
 * in other items and files of the run.
 */
export class LeftOutNumbers {
	private readonly byNumber = new Map<string, LeftOut>();

	/** Numbers that could not be read, by their last digits. */
	private readonly unread = new Map<string, Array<{ end: string; leftOut: LeftOut }>>();

	get isEmpty(): boolean {
		return this.byNumber.size === 0 && this.unread.size === 0;
	}

	/** @param e164 a number that was read */
	add(e164: string, leftOut: LeftOut): void {
		const phone = phoneOf(e164);
		const known = this.byNumber.get(phone);
		if (known === undefined || known.reason === 'notSaid') this.byNumber.set(phone, leftOut);
	}

	/** @param written a cell with numbers that could not be read, so they may belong to any country */
	addUnread(written: string, leftOut: LeftOut): void {
		const text = fromAnyScript(written.trim().slice(0, LONGEST_UNREAD)).normalize('NFKC');
		const parts = text.split(/[^\p{Nd}\s().+-]+/u);
		for (const part of [text, ...parts]) this.addPart(part, FEWEST_DIGITS, leftOut);
		// Several numbers in a row, if each has a plus sign or is written without spaces.
		for (const part of parts) {
			for (const each of part.split(/(?=\+)/)) this.addPart(each, FEWEST_DIGITS, leftOut);
			for (const each of part.split(/\s+/)) this.addPart(each, WHOLE_DIGITS, leftOut);
		}
	}

	private addPart(part: string, fewest: number, leftOut: LeftOut): void {
		for (const digits of [part, part.replace(LAST_DIGITS, '')].map(withoutZeros))
			if (digits.length >= fewest && digits.length <= 20) this.addDigits(digits, leftOut);
	}

	private addDigits(digits: string, leftOut: LeftOut): void {
		const key = digits.slice(-FEWEST_DIGITS);
		const others = this.unread.get(key) ?? [];
		const end = others.length < MOST_ENDINGS ? digits.slice(-MOST_DIGITS) : key;
		if (others.some((each) => each.end === end)) return;
		others.push({ end, leftOut });
		this.unread.set(key, others);
	}

	/** Why a number is left out; undefined if it is not. */
	of(e164: string): LeftOut | undefined {
		const known = this.byNumber.get(phoneOf(e164));
		if ((known !== undefined && known.reason !== 'notSaid') || this.unread.size === 0) return known;
		const others = this.unread.get(e164.slice(-FEWEST_DIGITS));
		return others?.find(({ end }) => e164.endsWith(end))?.leftOut ?? known;
	}
}
