import { wordForNothing } from '../../messages/missing';
import { oneLine } from '../../messages/oneLine';
import { Refusal } from '../../messages/refusal';
import type { GivenPart } from '../deduplication/keyParts';
import { literalsIn } from './expressionParts';

/** What may be in a text that has a word for nothing in it: most have none of these. */
const SUSPECT =
	/undefined|null|NULL|NaN|Invalid [Dd]ate|(?<!#)#(?:\p{Lu}{2}|N\/|[^\s#]{1,20}[!?])|\b\p{L}{3,10}\s?:\s?5\d\d/u;

/** The longest code that an error shows, in UTF-16 units. */
const LONGEST_SHOWN = 64;

/**
 * Refuses a message in which an expression put a word for nothing: `Hello undefined`, `Due Invalid DateTime`,
 * `Pay #REF!`. A text that only contains such a word, e.g. "Cannot read properties of undefined", is sent.
 *
 * @param readParts returns the values of the message's expressions
 * @returns the text
 * @throws Refusal `MISSING_VARIABLE`
 */
export function refuseLostValues(text: string, readParts: () => readonly GivenPart[]): string {
	if (!SUSPECT.test(text)) return text;
	for (const { code, value } of readParts()) {
		const word = wordIn(value, code, text);
		if (word === undefined) continue;
		const shown = oneLine(`{{ ${code.trim()} }}`, LONGEST_SHOWN);
		throw new Refusal(
			'MISSING_VARIABLE',
			`The message has "${word}" in it instead of a value, from ${shown}`,
			'Filter out items without this value, or write another text for them, e.g. {{ $json.name ?? "there" }}.',
		);
	}
	return text;
}

/** UTF-16 units of a value that is taken apart. */
const LONGEST_VALUE = 10_000;

/** @param text the message, which shows what n8n made of an object */
function wordIn(value: unknown, code: string, text: string): string | undefined {
	if (typeof value === 'object' && value !== null) return INVALID_DATE.exec(text)?.[0];
	if (typeof value !== 'string' || value.length > LONGEST_VALUE) return undefined;
	return (
		piecesOf(value, code)
			.map(wordForNothing)
			.find((word) => word !== null) ?? undefined
	);
}

/** What Luxon's dates that are not valid look like as text. */
const INVALID_DATE = /Invalid DateTime/;

/** The parts of a value between the texts that its code inserts, in their order: those of `"Hello " + $json.name`. */
function piecesOf(value: string, code: string): string[] {
	const pieces: string[] = [];
	let rest = value;
	for (const { text } of literalsIn(code)) {
		const at = text === '' ? -1 : rest.indexOf(text);
		if (at === -1) continue;
		pieces.push(rest.slice(0, at));
		rest = rest.slice(at + text.length);
	}
	return [...pieces, rest];
}
