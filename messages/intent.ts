import {
	FIRST_WORDS,
	MISSPELLED,
	MOST_WORDS,
	PHRASES,
	POLITE,
	WHOLE_MESSAGES,
	type Intent,
} from './intentWords';

/** What a reply means, as far as words tell. */
export interface Meaning {
	/** Null if no word or phrase is known. */
	intent: Intent | null;
	/** The word or phrase that says so, in capitals and without accents; null without an intent. */
	keyword: string | null;
	/** Whether the whole message is this word. False for a probable opt-out, and without an intent. */
	certain: boolean;
}

/** Most messages, which need no unfolding. */
const ASCII = /^[\t-~]*$/;

const NOTHING: Meaning = { intent: null, keyword: null, certain: false };

/** UTF-16 units that are read; a longer message is a text that at most begins with a word. */
const LONGEST = 120;

const listOf = (words: string) => words.split(', ');

const WHOLE: ReadonlyMap<string, Intent> = new Map(
	Object.entries(WHOLE_MESSAGES).flatMap(([intent, lists]) =>
		Object.values(lists)
			.flatMap(listOf)
			.map((word) => [word, intent as Intent] as const),
	),
);
const FIRST: ReadonlySet<string> = new Set(listOf(FIRST_WORDS));
const PHRASE_LIST = listOf(PHRASES);
const POLITE_LIST = listOf(POLITE);
const TYPING_ERRORS: ReadonlyMap<string, string> = new Map(
	Object.entries(MISSPELLED).flatMap(([word, errors]) =>
		listOf(errors).map((error) => [error, word] as const),
	),
);

/**
 * Whether an incoming message opts out, opts in or asks for help, in English, Spanish, Portuguese, French,
 * German or Italian. Case, accents, punctuation and emoji do not matter. An opt-out may be probable; everything
 * else is certain. Nothing is answered: gateways and carriers may have done so.
 *
 * How words are matched is _assumed_; `intentWords.ts` says where they come from.
 */
export function meaningOf(text: string | null): Meaning {
	const { visible, isAll } = visibleIn(text ?? '');
	const isWhole = isAll && visible.length <= LONGEST;
	const letters = lettersOf(visible.slice(0, LONGEST));
	const words = letters.replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
	if (words === '') return NOTHING;
	if (isWhole) {
		// Also O.P.T.O.U.T.
		const joined = letters.replace(/[^\p{L}\p{N}\s]+/gu, '').trim();
		for (const keyword of [words, joined]) {
			const intent = WHOLE.get(keyword);
			if (intent !== undefined) return { intent, keyword, certain: true };
		}
	}
	const keyword = probableOptOut(withoutPolite(words), isWhole);
	return keyword === null ? NOTHING : { intent: 'optOut', keyword, certain: false };
}

/** UTF-16 units in which invisible characters are looked for. */
const LONGEST_WITH_INVISIBLE = 10_000;

/** A message without characters that nobody sees, e.g. marks of direction; only its beginning if it is long. */
function visibleIn(text: string): { visible: string; isAll: boolean } {
	const trimmed = text.trim();
	if (trimmed.length <= LONGEST && ASCII.test(trimmed)) return { visible: trimmed, isAll: true };
	const beginning = trimmed.slice(0, LONGEST_WITH_INVISIBLE);
	const visible = beginning.replace(/\p{Cf}+/gu, '').trim();
	return { visible, isAll: beginning.length === trimmed.length };
}

/** In capitals, without accents, apostrophes and invisible characters. */
function lettersOf(text: string): string {
	const plain = text.replace(/['‘’`´]/g, '');
	if (ASCII.test(plain)) return plain.toUpperCase();
	// One character may unfold into 18.
	const unfolded = plain.normalize('NFKD').slice(0, 2 * LONGEST);
	return unfolded.replace(/[\p{M}\p{Cf}]/gu, '').toUpperCase();
}

function withoutPolite(text: string): string {
	const polite = POLITE_LIST.find((each) => text.startsWith(`${each} `));
	return polite === undefined ? text : text.slice(polite.length + 1);
}

/** The word or phrase by which a message probably opts out. */
function probableOptOut(text: string, isWhole: boolean): string | null {
	const words = text.split(' ');
	// Like "STOOOOP".
	const first = (words[0] ?? '').replace(/(\p{L})\1{2,}/gu, '$1');
	if (FIRST.has(first)) return first;
	if (!isWhole) return null;
	const spelled = words.every((word) => word.length === 1) ? words.join('') : text;
	if (FIRST.has(spelled)) return spelled;
	const meant = TYPING_ERRORS.get(text);
	if (meant !== undefined) return meant;
	if (words.length > MOST_WORDS) return null;
	return PHRASE_LIST.find((phrase) => ` ${text} `.includes(` ${phrase} `)) ?? null;
}
