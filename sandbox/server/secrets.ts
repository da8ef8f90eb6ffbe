import { timingSafeEqual } from 'node:crypto';

import { isSecretName, MASK, maskNamed } from './namedSecrets';

export { MASK };

/** A one-time code to verify. */
const TYPED_CODE = /([?&]code=)[^&#\s]*/gi;
/** An HMAC-SHA256 in hex, i.e. a Messangi signature, anywhere. */
const SIGNATURE = /\b[0-9a-f]{64}\b/gi;

/** A JSON Web Token with the word characters before it, so that no character is checked twice. */
const TOKEN = /(?<![\w-])(?=[\w-]+\.[\w-]+\.[\w-])[\w-]*?\beyJ[\w-]+\.[\w-]+\.[\w-]+/g;

/** Shorter secrets would mask half of all texts. In known places they are masked nevertheless. */
const SHORTEST_HIDDEN = 4;

/** Every encoding of the secrets, longest first, because one may contain another. */
let spellings: readonly string[] = [];

/** Masks a secret of an account or a user from now on. */
export function hideSecret(secret: string): void {
	if (secret.length < SHORTEST_HIDDEN) return;
	spellings = sorted([...spellings, ...spellingsOf(secret)]);
	anySpelling = patternOf(spellings);
}

function spellingsOf(secret: string): readonly string[] {
	const bytes = Buffer.from(secret);
	return [
		secret,
		encodeURIComponent(secret),
		new URLSearchParams({ '': secret }).toString().slice(1),
		JSON.stringify(secret).slice(1, -1),
		bytes.toString('base64').replace(/={1,2}$/, ''),
		bytes.toString('hex'),
	];
}

function sorted(texts: readonly string[]): readonly string[] {
	return [...new Set(texts)].sort((a, b) => b.length - a.length);
}

/** Whether a text can contain a secret. Most texts do not, and need no replacement. */
let anySpelling = patternOf(spellings);

function patternOf(texts: readonly string[]): RegExp {
	return new RegExp(texts.map((text) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')).join('|'));
}

/** Compares in constant time. */
export function sameSecret(expected: string, got: string): boolean {
	const [a, b] = [Buffer.from(expected), Buffer.from(got)];
	return a.length === b.length && timingSafeEqual(a, b);
}

/** Masks only the accounts' secrets. */
export function maskKnown(text: string): string {
	if (!anySpelling.test(text)) return text;
	return spellings.reduce((masked, secret) => masked.replaceAll(secret, MASK), text);
}

/** Masks the secrets in a part of a request: known ones, and others by their name or their format. */
export function maskText(text: string): string {
	return maskNamed(maskKnown(text))
		.replace(TYPED_CODE, `$1${MASK}`)
		.replace(TOKEN, MASK)
		.replace(SIGNATURE, MASK);
}

/**
 * The same for the reason why a call was refused. The first characters of signatures stay: enough to
 * compare them, too few to use them.
 */
export function maskReason(text: string): string {
	return maskText(text.replace(SIGNATURE, (signature) => `${signature.slice(0, 8)}…`));
}

/** Masks headers with credentials completely, right or wrong, and secrets in the others. */
export function maskHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
	return Object.fromEntries(
		Object.entries(headers).map(([name, value]) => [
			name,
			isSecretName(name) ? MASK : maskText(value),
		]),
	);
}

/**
 * Masks the last two segments of a path, by position and not by value: the keys of a real account
 * that are sent here by mistake must not be shown.
 */
export function maskLastTwoSegments(path: string): string {
	const mark = path.indexOf('?');
	let end = mark < 0 ? path.length : mark;
	while (path[end - 1] === '/') end--;
	const segments = path.slice(0, end).split('/');
	return [...segments.slice(0, -2), MASK, MASK].join('/') + path.slice(end);
}
