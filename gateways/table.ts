/**
 * The entry of a table for a word from outside, which may be the name of an inherited property, e.g.
 * `constructor`.
 */
export function lookUp<Entry>(table: Record<string, Entry>, word: string): Entry | undefined {
	return Object.hasOwn(table, word) ? table[word] : undefined;
}
