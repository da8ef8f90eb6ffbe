/** Limits of a body in bytes and in depth: it is parsed in one go. */
const LONGEST_JSON = 2_000_000;
const DEEPEST = 32;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Parses a body. @throws RangeError if it is not JSON, too long or too deep */
export function parseJson(body: Buffer): unknown {
	if (isTooDeep(body)) throw new RangeError(`The body must be nested at most ${DEEPEST} deep.`);
	try {
		if (body.length <= LONGEST_JSON) return JSON.parse(body.toString('utf8')) as unknown;
	} catch {
		// The parser's message would quote the body, and with it a secret.
	}
	throw new RangeError(`The body must be JSON of at most ${LONGEST_JSON / 1_000_000} MB.`);
}

/** With a million levels, 2 MB take the parser a second. */
function isTooDeep(body: Buffer): boolean {
	let depth = 0;
	let isText = false;
	for (let at = 0; at < body.length; at++) {
		const byte = body[at] ?? 0;
		if (isText) {
			if (byte === BACKSLASH) at++;
			else if (byte === QUOTE) isText = false;
		} else if (byte === QUOTE) isText = true;
		else if ((byte === 0x5b || byte === 0x7b) && ++depth > DEEPEST) return true;
		else if (byte === 0x5d || byte === 0x7d) depth--;
	}
	return false;
}
