/**
 * A text without this character at its end, however often it stands there. An expression like `x+$`
 * takes a time that grows with the square of the text.
 */
export function withoutTrailing(text: string, character: string): string {
	let end = text.length;
	while (end > 0 && text[end - 1] === character) end--;
	return text.slice(0, end);
}
