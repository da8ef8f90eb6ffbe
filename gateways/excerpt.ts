/** The longest text of a gateway's own that stands in a sentence of ours, in characters. */
const LONGEST = 300;

/**
 * A text that came from outside, made fit for a sentence of ours: on one line, without control
 * characters, and cut where it is long.
 *
 * @param limit the most UTF-16 units that are kept
 */
export function excerpt(text: string, limit = LONGEST): string {
	// Whatever is far behind the limit is not even looked at.
	const line = text
		.slice(0, limit * 4)
		.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
		.trim();
	if (line.length <= limit && text.length <= limit * 4) return line;
	return `${line.slice(0, limit).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
