/*
 * Headings and the words in cells are compared after folding: people and programs write the same word in many
 * ways.
 */

/** UTF-16 units; a longer text is a sentence, and is not compared. */
const LONGEST = 200;

/** Letters that have no accent to take off. */
const LETTERS: Readonly<Record<string, string>> = { ß: 'ss', ı: 'i', ø: 'o', æ: 'ae', ł: 'l' };

/** Cyrillic and Greek letters that look like Latin ones, and those. */
const ALIKE: Readonly<Record<string, string>> = {
	...{
		а: 'a',
		в: 'b',
		е: 'e',
		к: 'k',
		м: 'm',
		н: 'h',
		о: 'o',
		р: 'p',
		с: 'c',
		т: 't',
		у: 'y',
		х: 'x',
	},
	...{
		і: 'i',
		ј: 'j',
		ѕ: 's',
		α: 'a',
		ε: 'e',
		ι: 'i',
		κ: 'k',
		ν: 'v',
		ο: 'o',
		ρ: 'p',
		τ: 't',
		υ: 'u',
	},
};
/** A Latin letter beside one of those: nobody sees the difference. */
const MIXED = /[a-z][авекмнорстухіјѕαεικνορτυ]|[авекмнорстухіјѕαεικνορτυ][a-z]/;

/** Words of Latin letters and of others that look like them, in Latin letters. */
function inOneScript(text: string): string {
	if (!MIXED.test(text)) return text;
	return text
		.split(' ')
		.map((word) => (MIXED.test(word) ? word.replace(/./gu, (each) => ALIKE[each] ?? each) : word))
		.join(' ');
}

/**
 * A text without case, accents and marks, with single spaces instead of `_ - . : / # * ( )` and other
 * punctuation. Empty if it is too long.
 */
export function fold(text: string): string {
	if (text.length > LONGEST) return '';
	const folded = text
		.normalize('NFKC')
		.toLowerCase()
		.normalize('NFD')
		.replace(/[\p{M}\p{Cf}]/gu, '')
		.replace(/[ßıøæł]/g, (letter) => LETTERS[letter] ?? letter)
		.replace(/['"‘’“”´`?!]/g, '')
		.replace(/[\s_\-.:,;/\\|#*()[\]{}\u2013\u2014]+/g, ' ')
		.trim();
	return inOneScript(folded);
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
