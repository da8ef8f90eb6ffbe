/** The longest word that is looked up, in characters; the longest documented one has 27. */
const LONGEST_WORD = 100;

/**
 * A table by a gateway's own words. Case, spaces, underscores, hyphens, dots and slashes do not matter.
 */
export class WordTable<Entry> {
	private readonly byFolded = new Map<string, { word: string; entry: Entry }>();

	/** @param entries by the words as the vendor writes them */
	constructor(readonly entries: Readonly<Record<string, Entry>>) {
		for (const [word, entry] of Object.entries(entries)) {
			this.byFolded.set(fold(word), { word, entry });
		}
	}

	/** The word as the table spells it, and its entry. */
	find(word: string | null): { word: string; entry: Entry } | undefined {
		if (word === null || word.length > LONGEST_WORD) return undefined;
		return this.byFolded.get(fold(word));
	}
}

/** Whether two spellings are one word. */
export function isWord(word: string | null, expected: string): boolean {
	return word !== null && word.length <= LONGEST_WORD && fold(word) === fold(expected);
}

/** In capitals, without separators between letters and without a period at the end. */
function fold(word: string): string {
	const plain = word.trim().replace(/\.$/, '').toUpperCase();
	return plain.replace(/(?<=[A-Z0-9])[\s\p{Pd}_./]+(?=[A-Z0-9])/gu, '');
}
