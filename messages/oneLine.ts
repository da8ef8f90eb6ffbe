/**
 * A text from outside, for quoting in an error: on one line, without control characters, and cut if it
 * is long.
 *
 * @param most the most UTF-16 units that are kept
 */
export function oneLine(text: string, most: number): string {
	// Text far beyond the limit is not processed.
	const line = text
		.slice(0, most * 4)
		.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
		.trim();
	if (line.length <= most && text.length <= most * 4) return line;
	return `${line.slice(0, most).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
