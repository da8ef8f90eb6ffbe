import { timingSafeEqual } from 'node:crypto';

import { isSecretName, MASK, maskNamed } from './namedSecrets';

export { MASK };

/** The one-time code that someone typed to be verified. */
const TYPED_CODE = /([?&]code=)[^&#\s]*/gi;
/** An HMAC-SHA256 in hex, that is, a Messangi signature, wherever it turns up. */
const SIGNATURE = /\b[0-9a-f]{64}\b/gi;

/** A JSON Web Token, with what stands in one piece before it: no character is looked at twice. */
const TOKEN = /(?<![\w-])(?=[\w-]+\.[\w-]+\.[\w-])[\w-]*?\beyJ[\w-]+\.[\w-]+\.[\w-]+/g;

/** Shorter ones would mask half of all texts. What stands in a known place is masked all the same. */
const SHORTEST_HIDDEN = 4;

/** Every spelling in which a secret could stand somewhere, the longest first: it may hold others. */
let spellings: readonly string[] = [];

/** Hides a secret of an account or of a user from now on. */
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

/** Whether a text could hold a secret at all: most do not, and then nothing has to be replaced. */
let anySpelling = patternOf(spellings);

function patternOf(texts: readonly string[]): RegExp {
	return new RegExp(texts.map((text) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')).join('|'));
}

/** Compares without telling by its duration how much of the value was right. */
export function sameSecret(expected: string, got: string): boolean {
	const [a, b] = [Buffer.from(expected), Buffer.from(got)];
	return a.length === b.length && timingSafeEqual(a, b);
}

/** Hides the accounts' secrets and nothing else. */
export function maskKnown(text: string): string {
	if (!anySpelling.test(text)) return text;
	return spellings.reduce((masked, secret) => masked.replaceAll(secret, MASK), text);
}

/** Hides what is secret in a part of a request: known or not, by its name or its looks. */
export function maskText(text: string): string {
	return maskNamed(maskKnown(text))
		.replace(TYPED_CODE, `$1${MASK}`)
		.replace(TOKEN, MASK)
		.replace(SIGNATURE, MASK);
}

/**
 * The same for a sentence that says why a call was refused. Of signatures the first characters stay,
 * too few to be of use to anyone but whoever compares them.
 */
export function maskReason(text: string): string {
	return maskText(text.replace(SIGNATURE, (signature) => `${signature.slice(0, 8)}…`));
}

/** Hides whole headers that carry credentials, right or wrong ones, and secrets in the others. */
export function maskHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
	return Object.fromEntries(
		Object.entries(headers).map(([name, value]) => [
			name,
			isSecretName(name) ? MASK : maskText(value),
		]),
	);
}

/**
 * Hides the last two segments of a path. They are masked by their place, not by their value: the
 * keys of a real account, sent here by mistake, must not show either.
 */
export function maskLastTwoSegments(path: string): string {
	const mark = path.indexOf('?');
	let end = mark < 0 ? path.length : mark;
	while (path[end - 1] === '/') end--;
	const segments = path.slice(0, end).split('/');
	return [...segments.slice(0, -2), MASK, MASK].join('/') + path.slice(end);
}
