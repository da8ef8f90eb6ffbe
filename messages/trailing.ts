/**
 * Removes all of this character at the end of a text. An expression like `x+$` would take quadratic time.
 */
export function withoutTrailing(text: string, character: string): string {
	let end = text.length;
	while (end > 0 && text[end - 1] === character) end--;
	return text.slice(0, end);
}
