import { Refusal } from './refusal';

/** An object converted to text. Source: ECMA-262, `Object.prototype.toString`. */
const OBJECT = /\[object [a-z]{1,40}\]/i;

/**
 * @param what the kind of text, as the beginning of a sentence
 * @returns the text
 * @throws Refusal `OBJECT_IN_TEXT` when an object was inserted, which shows up as "[object Object]"
 */
export function refuseObjects(text: string, what = 'The message'): string {
	const found = OBJECT.exec(text);
	if (found === null) return text;
	throw new Refusal(
		'OBJECT_IN_TEXT',
		`${what} has "${found[0]}" in it: an object was used where text is expected`,
		'Use one of the object’s fields, e.g. {{ $json.customer.name }}, or JSON.stringify() to show all of it.',
	);
}
