import { withoutTrailing } from '../../messages/trailing';
import { HIDDEN } from './hidden';
import { hideInLayers } from './secrets';

/** The shortest value that is hidden, in characters: shorter ones occur in many texts by chance. */
const SHORTEST = 4;
/** A shorter one is hidden only as a whole word, and in no other encoding. */
const LONG_ENOUGH = 8;
/** The longest value that is searched for, in characters. */
const LONGEST = 5000;

/** The mark of a cut. */
const CUT = '…';
/** How many cut texts a sentence of ours may quote. */
const MOST_CUTS = 10;

/** The secret values of an account or a caller. */
export interface AccountValues {
	/** Keys, passwords, tokens. */
	secrets: readonly string[];
	/** E.g. a username: not secret alone, but half of a secret. */
	names: readonly string[];
}

/**
 * Hides known secret values anywhere: plain, percent-encoded, in Base64 at any offset, in hexadecimal
 * digits, or as JSON and XML escape them, in up to three layers and wrapped into several lines.
 */
export class KnownSecrets {
	/** Hides nothing. */
	static readonly none = new KnownSecrets({ secrets: [], names: [] });

	/** The longest encoding, in characters: a text must be searched this far beyond a cut. */
	readonly longest: number;

	private readonly secrets: RegExp | null;

	private readonly all: RegExp | null;

	private readonly spellings: readonly string[];

	constructor(private readonly values: AccountValues) {
		const pairs = values.names.flatMap((name) =>
			values.secrets.map((secret) => `${name}:${secret}`),
		);
		const secrets = [...values.secrets, ...pairs].flatMap(spellingsOf);
		const all = [...secrets, ...values.names.flatMap(spellingsOf)];
		this.spellings = all.filter(({ isWord }) => !isWord).map(({ text }) => text);
		this.longest = all.reduce((most, { text }) => Math.max(most, text.length), 0);
		this.secrets = patternOf(secrets);
		this.all = patternOf(all);
	}

	/** The same with more values. */
	and(secrets: readonly string[]): KnownSecrets {
		if (secrets.length === 0) return this;
		const { values } = this;
		return new KnownSecrets({ ...values, secrets: [...values.secrets, ...secrets] });
	}

	/** A text without any of the values, names included. */
	hide(text: string): string {
		const { all } = this;
		if (all === null) return text;
		const hide = (layer: string) => hideWrapped(layer.replace(all, HIDDEN), all);
		return hideInLayers(hide(text), hide);
	}

	/** The same for a sentence that may quote a cut text, in which a value may be cut too. */
	hideIn(sentence: string): string {
		const pieces = this.hide(sentence).split(CUT);
		if (pieces.length === 1 || pieces.length > MOST_CUTS) return pieces.join(CUT);
		return pieces
			.map((piece, place) => (place < pieces.length - 1 ? this.withoutBeginning(piece) : piece))
			.join(CUT);
	}

	/** A text without a value's beginning at its end. */
	private withoutBeginning(text: string): string {
		for (const spelling of this.spellings) {
			for (let length = Math.min(spelling.length, text.length); length >= SHORTEST; length--) {
				if (text.endsWith(spelling.slice(0, length))) return text.slice(0, -length) + HIDDEN;
			}
		}
		return text;
	}

	/** A text without the secret values; names stay, because people's texts may contain them by chance. */
	hideSecrets(text: string): string {
		return this.secrets === null ? text : text.replace(this.secrets, HIDDEN);
	}

	/** Whether a text contains a secret value. */
	isIn(text: string): boolean {
		return this.hideSecrets(text) !== text;
	}
}

/** Line breaks with indentation, and characters that nobody sees: what may be inside of a value that was wrapped. */
const WRAPS = /[\r\n\p{Cf}][\s\p{Cf}]*/gu;
/** The most places at which a text is unwrapped. */
const MOST_WRAPS = 1_000;

/** Hides values that are wrapped into several lines, from their first character to their last. */
function hideWrapped(text: string, all: RegExp): string {
	if (!/[\r\n\p{Cf}]/u.test(text)) return text;
	/** The pieces of the text, and where each begins in it and in the text without wraps. */
	const pieces: Array<{ from: number; at: number }> = [];
	let plain = '';
	let from = 0;
	for (const { 0: wrap, index } of text.matchAll(WRAPS)) {
		pieces.push({ from, at: plain.length });
		plain += text.slice(from, index);
		from = index + wrap.length;
		if (pieces.length === MOST_WRAPS) break;
	}
	pieces.push({ from, at: plain.length });
	plain += text.slice(from);
	let current = 0;
	/** Where a place of the text without wraps is in the text; asked in their order. */
	const placeOf = (at: number) => {
		while ((pieces[current + 1]?.at ?? Infinity) <= at) current++;
		const piece = pieces[current] ?? { from: 0, at: 0 };
		return piece.from + at - piece.at;
	};
	let shown = '';
	let done = 0;
	for (const { 0: value, index } of plain.matchAll(all)) {
		shown += text.slice(done, placeOf(index)) + HIDDEN;
		done = placeOf(index + value.length - 1) + 1;
	}
	return shown + text.slice(done);
}

/** One encoding of a value. */
interface Spelling {
	text: string;
	/** Whether it counts only as a whole word. */
	isWord: boolean;
}

function spellingsOf(value: string): Spelling[] {
	const trimmed = value.trim();
	if (trimmed.length < SHORTEST || trimmed.length > LONGEST) return [];
	if (trimmed.length < LONG_ENOUGH) return [{ text: trimmed, isWord: true }];
	const bytes = Buffer.from(trimmed, 'utf8');
	const percent = [...bytes]
		.map((byte) => `%${byte.toString(16).padStart(2, '0').toUpperCase()}`)
		.join('');
	const escaped = trimmed.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
	const texts = [
		trimmed,
		...['NFC', 'NFD'].map((form) => trimmed.normalize(form)),
		// UTF-8 that was read as Latin-1.
		bytes.toString('latin1'),
		JSON.stringify(trimmed).slice(1, -1),
		JSON.stringify(trimmed).slice(1, -1).replace(/\//g, '\\/'),
		escaped,
		escaped.replace(/"/g, '&quot;').replace(/'/g, '&apos;'),
		escaped.replace(/"/g, '&quot;').replace(/'/g, '&#39;'),
		new URLSearchParams({ '': trimmed }).toString().slice(1),
		percent,
		bytes.toString('hex'),
		...base64Of(bytes),
	];
	// Half of a surrogate pair has no percent-encoded form.
	if (!/\p{Cs}/u.test(trimmed)) texts.push(encodeURIComponent(trimmed));
	return [...new Set(texts)].map((text) => ({ text, isWord: false }));
}

/**
 * Base64 of bytes at any offset in other bytes: without the characters at both ends that depend on the
 * neighbors.
 */
function base64Of(bytes: Buffer): string[] {
	return [0, 1, 2].flatMap((offset) => {
		const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
		const own = withoutTrailing(encoded, '=').slice(Math.ceil((offset * 8) / 6));
		const core = (bytes.length + offset) % 3 === 0 ? own : own.slice(0, -1);
		return [core, core.replace(/\+/g, '-').replace(/\//g, '_')];
	});
}

/** The longest encoding first, because it may contain others. */
function patternOf(spellings: readonly Spelling[]): RegExp | null {
	if (spellings.length === 0) return null;
	const sorted = [...spellings].sort((a, b) => b.text.length - a.text.length);
	const alternatives = sorted.map(({ text, isWord }) => {
		const literal = text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
		return isWord ? `(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])` : literal;
	});
	return new RegExp([...new Set(alternatives)].join('|'), 'giu');
}
