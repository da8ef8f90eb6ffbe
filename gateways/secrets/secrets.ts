import { hideElements } from './elements';
import { HIDDEN, isNamed, isNaming, isPlain, LONGEST_NAME } from './hidden';
import { isNameOfSecret, isSecretName } from './secretNames';

/**
 * Hides values under the name of a secret in a text: in a URL or a form (`token=…`), in JSON or similar
 * (`"token": "…"`), in a header or a sentence (`Token: …`), in XML (`<token>…</token>`), and all of these
 * percent-encoded, with entities or with backslashes.
 */
export function withoutNamedSecrets(text: string): string {
	return hideInLayers(hideNamed(text), hideNamed);
}

/**
 * Hides something in encoded text, too, even if it is encoded twice: it is decoded and searched again.
 *
 * @param shown the text, in which it is already hidden
 * @param hide hides it in one layer
 */
export function hideInLayers(shown: string, hide: (text: string) => string): string {
	let result = shown;
	for (let layer = 0, last = shown; layer < DEEPEST_LAYER; layer++) {
		const decoded = fromEscapes(fromPercent(fromEntities(last)));
		if (decoded === last) break;
		last = hide(decoded);
		if (last !== decoded) result = last;
	}
	return result;
}

/** How often the same characters may be encoded on top of each other. */
const DEEPEST_LAYER = 3;

const ENTITIES: Record<string, string> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };

function fromEntities(text: string): string {
	if (!text.includes('&')) return text;
	return text.replace(
		/&(?:(lt|gt|quot|apos|amp)|#(\d{1,3})|#x([\da-f]{1,2}));/gi,
		(whole, name?: string, decimal?: string, hex?: string) => {
			if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? whole;
			return String.fromCharCode(hex === undefined ? Number(decimal) : parseInt(hex, 16));
		},
	);
}

function fromPercent(text: string): string {
	if (!text.includes('%')) return text;
	return text.replace(/(?:%[\da-f]{2})+/gi, (encoded) => {
		try {
			return decodeURIComponent(encoded);
		} catch {
			return encoded;
		}
	});
}

function fromEscapes(text: string): string {
	if (!text.includes('\\')) return text;
	return text.replace(
		/\\(?:(?:u00|x)([2-9a-f][\da-f])|(["'\\/]))/gi,
		(_, hex?: string, sign?: string) =>
			hex === undefined ? (sign ?? '') : String.fromCharCode(parseInt(hex, 16)),
	);
}

/** One layer of a text. */
function hideNamed(text: string): string {
	return hidePairs(hideAssigned(hideElements(text))).replace(USER_INFO, `$1${HIDDEN}@`);
}

/** A user name and a password in an address. */
const USER_INFO = /(:\/\/)[^\s/@:]{1,100}:[^\s/@]{1,200}@/g;

/**
 * Hides what follows the name of a secret and an equals sign or a colon. Checks each sign once, and only
 * a few characters before it, so its time is linear.
 */
function hideAssigned(text: string): string {
	const signs = /[=:]>?/g;
	const pieces: string[] = [];
	let kept = 0;
	/** Whether the value of a pair like `name=token&value=…` may follow. */
	let isAnnounced = false;
	for (let sign = signs.exec(text); sign !== null; sign = signs.exec(text)) {
		const behind = sign.index + sign[0].length;
		const { name, whole, isQuoted } = nameBefore(text, sign.index, kept);
		if (name === '') continue;
		const isAssigned = sign[0].startsWith('=') || isQuoted;
		if (isNaming(name)) {
			const named = text.slice(behind, behind + LONGEST_NAME + 10);
			const { start, end } = valueAt(named, 0, isAssigned);
			isAnnounced = end < named.length && isNameOfSecret(named.slice(start, end));
			// Then a field `key` has a name, not a secret.
			if (isAnnounced) continue;
		}
		if (!isSecretName(whole) && !(isAnnounced && isNamed(name))) continue;
		isAnnounced = false;
		const value = valueAt(text, behind, isAssigned);
		const isLine = holdsLine(name, text.slice(value.start, value.end));
		if (!isLine && !value.isMeant && !isIdentifier(name) && !looksSecret(text, value)) continue;
		const end = isLine ? lineEnd(text, value) : value.end;
		if (isPlain(text.slice(value.start, end))) continue;
		pieces.push(text.slice(kept, value.start), HIDDEN);
		kept = end;
		signs.lastIndex = Math.max(end, behind);
	}
	if (pieces.length === 0) return text;
	pieces.push(text.slice(kept));
	return pieces.join('');
}

/** Hides the second of two in a list: `["token", "…"]`. */
function hidePairs(text: string): string {
	if (!text.includes(',')) return text;
	return text.replace(
		PAIR,
		(whole, before: string, name: string, between: string, value: string) =>
			isNameOfSecret(name) && !isNameOfSecret(value) && !isPlain(value)
				? before + name + between + HIDDEN
				: whole,
	);
}

const PAIR =
	/([[(]\s{0,3}\\{0,3}["'])([^"'\\]{1,64})(\\{0,3}["']\s{0,3},\s{0,3}\\{0,3}["']?)([^"'\\\s,\])]{1,5000})(?=\\{0,3}["']?\s{0,3}(?:[\])…]|$))/g;

/** The name before a sign: its last word, and that with the word before it (`API key: …`). */
function nameBefore(
	text: string,
	end: number,
	start: number,
): { name: string; whole: string; isQuoted: boolean } {
	const first = Math.max(start, end - 2 * LONGEST_NAME);
	let at = end - 1;
	let isQuoted = false;
	for (; at >= first && BETWEEN.has(text[at] ?? ''); at--) isQuoted ||= QUOTES.has(text[at] ?? '');
	const nameEnd = at + 1;
	const stepBack = () => {
		while (at >= first && OF_NAME.test(text[at] ?? '')) at--;
		return at + 1;
	};
	const name = text.slice(stepBack(), nameEnd);
	if (name === '' || text[at] !== ' ' || isQuoted || at < first) {
		return { name, whole: name, isQuoted };
	}
	at--;
	return { name, whole: text.slice(stepBack(), nameEnd), isQuoted };
}

const QUOTES = new Set(['"', "'"]);
/** Characters that may be between a name and its sign. */
const BETWEEN = new Set([' ', '\t', '\r', '\n', '\\', ']', ...QUOTES]);
/** Characters of names, including halves of surrogate pairs. */
const OF_NAME = /[\p{L}\p{N}\p{M}\p{Cs}_.$@[-]/u;

/** The place of a value. */
interface Value {
	start: number;
	end: number;
	/** Whether it certainly belongs to the name: in quotes, or after an equals sign. */
	isMeant: boolean;
}

/** @param isMeant whether the value certainly belongs to the name */
function valueAt(text: string, from: number, isMeant: boolean): Value {
	let start = from;
	while (start < from + 9 && /\s/.test(text[start] ?? '')) start++;
	const opening = /^(\\*)(["'])/.exec(text.slice(start, start + 4));
	if (opening?.[2] !== undefined) {
		const quote = opening[0];
		const inside = start + quote.length;
		return { start: inside, end: closingQuote(text, inside, quote), isMeant: true };
	}
	const first = text[start] ?? '';
	if (isMeant && (first === '{' || first === '[')) {
		return { start, end: closingBracket(text, start), isMeant };
	}
	const stop = isMeant ? /[\s&"'<>]|[,;}\])](?=[\s,"'}\])]|$)/g : /[\s&"'<>,;}\])]/g;
	stop.lastIndex = start;
	return { start, end: stop.exec(text)?.index ?? text.length, isMeant };
}

function closingQuote(text: string, from: number, quote: string): number {
	for (let at = text.indexOf(quote, from); at !== -1; at = text.indexOf(quote, at + 1)) {
		// `\"` does not close a string that a bare quotation mark opened.
		if (quote.length > 1 || text[at - 1] !== '\\' || isEven(text, at)) return at;
	}
	return text.length;
}

/** Whether an even number of backslashes precedes a place, so that they escape each other. */
function isEven(text: string, end: number): boolean {
	let at = end;
	while (at > 0 && end - at < 100 && text[at - 1] === '\\') at--;
	return (end - at) % 2 === 0;
}

function closingBracket(text: string, start: number): number {
	const brackets = /[[\]{}]/g;
	brackets.lastIndex = start;
	let depth = 0;
	for (let found = brackets.exec(text); found !== null; found = brackets.exec(text)) {
		depth += found[0] === '{' || found[0] === '[' ? 1 : -1;
		if (depth === 0) return found.index + 1;
	}
	return text.length;
}

/** Whether a name does not occur in sentences, e.g. `authToken`, `x-api-key`. */
function isIdentifier(name: string): boolean {
	return /[a-z][A-Z]|[A-Za-z][_-][A-Za-z]/.test(name);
}

/** Whether the value is a header with several words. */
function holdsLine(name: string, start: string): boolean {
	if (/^(?:set-)?cookies?$/i.test(name)) return start.includes('=');
	return (
		/^(?:proxy-)?authori[sz]ation$/i.test(name) &&
		/^[a-z][a-z\d-]+$/i.test(start) &&
		!isPlain(start)
	);
}

function lineEnd(text: string, { start, end }: Value): number {
	// In quotes it has ended already.
	if (/["']/.test(text[start - 1] ?? '')) return end;
	const stop = /[\r\n<]|\.\s/g;
	stop.lastIndex = start;
	return stop.exec(text)?.index ?? text.length;
}

/**
 * Whether an unquoted text after a name and a colon is a secret and not the rest of a sentence:
 * `Token: 4711` is one, `Wrong token: check the key` is not.
 */
function looksSecret(text: string, { start, end }: Value): boolean {
	const value = text.slice(start, end);
	if (/\d/.test(value) || value.length >= 16 || /[a-z][A-Z]/.test(value)) return true;
	// A single word at the end of a sentence or a line.
	return /[.!?]$/.test(value) || /^[ \t]{0,9}(?:$|[\r\n,;<)}\]&|])/.test(text.slice(end, end + 10));
}
