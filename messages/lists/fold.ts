/*
 * Headings and the words in cells are compared after folding: people and programs write the same word in many
 * ways.
 */

/** UTF-16 units; a longer text is a sentence, and is not compared. */
const LONGEST = 200;

/** Letters that have no accent to take off. */
const LETTERS: Readonly<Record<string, string>> = { ß: 'ss', ı: 'i', ø: 'o', æ: 'ae', ł: 'l' };

/**
 * A text without case, accents and marks, with single spaces instead of `_ - . : / # * ( )` and other
 * punctuation. Empty if it is too long.
 */
export function fold(text: string): string {
	if (text.length > LONGEST) return '';
	return text
		.normalize('NFKC')
		.toLowerCase()
		.normalize('NFD')
		.replace(/[\p{M}\p{Cf}]/gu, '')
		.replace(/[ßıøæł]/g, (letter) => LETTERS[letter] ?? letter)
		.replace(/['"‘’“”´`?!]/g, '')
		.replace(/[\s_\-.:,;/\\|#*()[\]{}\u2013\u2014]+/g, ' ')
		.trim();
}

/** A folded heading, with `#s` and `(s)` removed and the abbreviations of "number" written out. */
export function foldHeading(heading: string): string {
	if (heading.length > LONGEST) return '';
	const words = fold(
		heading.replace(/n[º°]\.?|№/giu, ' number ').replace(/#s\b|\(s\)/gi, ''),
	).split(' ');
	const last = words.length - 1;
	const written = words.map((word, index) => {
		const isNumber =
			/^(?:nr|num|nro|nbr)$/.test(word) || (word === 'no' && index === last && last > 0);
		return isNumber ? 'number' : word;
	});
	return written.join(' ').replace(/^number de /, 'numero de ');
}

/** `MobilePhone` as `Mobile Phone`, and `SMSOptOut` as `SMS Opt Out`. */
export function splitWords(heading: string): string {
	return heading
		.slice(0, LONGEST + 1)
		.replace(/([\p{Ll}\d])(?=\p{Lu})/gu, '$1 ')
		.replace(/(\p{Lu})(?=\p{Lu}\p{Ll})/gu, '$1 ')
		.replace(/(\p{L})(?=\d)/gu, '$1 ');
}
