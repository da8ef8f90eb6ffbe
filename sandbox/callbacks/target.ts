import { isHeader, checkFields, oneOf, string, type Check } from '../server/checks';
import { decodeUtf8 } from '../server/decoding';
import { isRecord } from '../server/isRecord';
import { MASK } from '../server/secrets';

/** How a callback authenticates. No vendor signs callbacks: the secret is in the URL. */
export type CallbackSecret =
	| { in: 'query'; name: string; value: string }
	| { in: 'header'; name: string; value: string }
	| { in: 'basic'; username: string; password: string };

/** Where a gateway posts its callbacks. */
export interface CallbackTarget {
	url: string;
	secret?: CallbackSecret;
}

/** What a callback carries: the secret of its target, one that differs in a character, or nothing. */
export type Proof = 'right' | 'wrong' | 'none';

const filled: Check = (value) =>
	// UTF-8 cannot encode half of a surrogate pair, so a URL cannot contain one.
	typeof value === 'string' && value !== '' && decodeUtf8(Buffer.from(value)) === value
		? undefined
		: 'a string that is not empty';

const SECRET_CHECKS: Readonly<Record<CallbackSecret['in'], Readonly<Record<string, Check>>>> = {
	query: { in: string, name: filled, value: filled },
	header: {
		in: string,
		name: (value) =>
			typeof value !== 'string' ||
			/^(connection|content-.*|host|transfer-encoding)$/i.test(value) ||
			!isHeader(value, '')
				? 'a header name that is not reserved'
				: undefined,
		value: (value) => (value !== '' && isHeader('x', value) ? undefined : 'a valid header value'),
	},
	basic: {
		in: string,
		username: (value) =>
			typeof value === 'string' && !value.includes(':') ? undefined : 'a string without a colon',
		password: filled,
	},
};

/**
 * Checks a target from outside.
 *
 * @throws RangeError whose message repeats none of the values
 */
export function parseTarget(value: unknown): CallbackTarget {
	checkFields('A callback target', value, { url: string, secret: () => undefined });
	const { url, secret } = value;
	const parsed = URL.canParse(String(url)) ? new URL(String(url)) : undefined;
	if (parsed === undefined || !/^https?:$/.test(parsed.protocol)) {
		throw new RangeError('"url" must be a URL with http or https.');
	}
	if (parsed.username !== '' || parsed.password !== '') {
		throw new RangeError('"url" must not contain a password: give it as {"in": "basic"}.');
	}
	return secret === undefined
		? { url: parsed.href }
		: { url: parsed.href, secret: parseSecret(secret) };
}

function parseSecret(value: unknown): CallbackSecret {
	const kind = isRecord(value) ? value.in : undefined;
	const wanted = oneOf(Object.keys(SECRET_CHECKS))(kind);
	if (wanted !== undefined)
		throw new RangeError(`"secret" must be an object with "in": ${wanted}.`);
	const checks = SECRET_CHECKS[kind as CallbackSecret['in']];
	checkFields('This secret', value, checks);
	const missing = Object.keys(checks).find((field) => value[field] === undefined);
	if (missing !== undefined) throw new RangeError(`"${missing}" of the secret is missing.`);
	return { ...value } as unknown as CallbackSecret;
}

/** What must never be shown: the right secret and the wrong one that is derived from it. */
export function secretsOf({ secret }: CallbackTarget): readonly string[] {
	if (secret === undefined) return [];
	const value = secret.in === 'basic' ? secret.password : secret.value;
	return [value, spoilt(value)];
}

/** The target without secrets. A URL can have a secret in any of its parameters. */
export function maskTarget({ url, secret }: CallbackTarget): CallbackTarget {
	const masked = { url: maskUrl(url) };
	if (secret === undefined) return masked;
	if (secret.in === 'basic') return { ...masked, secret: { ...secret, password: MASK } };
	return { ...masked, secret: { ...secret, value: MASK } };
}

export function maskUrl(url: string): string {
	return url.replace(/([?&][^=&#?]*=)[^&#]*/g, `$1${MASK}`);
}

/** The URL and the headers of a callback with a right or wrong secret. */
export function prove(
	{ url, secret }: CallbackTarget,
	proof: Proof,
): { readonly url: string; readonly headers: Readonly<Record<string, string>> } {
	if (secret === undefined || proof === 'none') return { url, headers: {} };
	const shown = (value: string): string => (proof === 'right' ? value : spoilt(value));
	switch (secret.in) {
		case 'query': {
			// Not with URLSearchParams: the rest of the query must stay as it was registered.
			const [start = '', hash] = url.split('#', 2);
			const pair = `${encodeURIComponent(secret.name)}=${encodeURIComponent(shown(secret.value))}`;
			const behind = hash === undefined ? '' : `#${hash}`;
			return { url: `${start}${start.includes('?') ? '&' : '?'}${pair}${behind}`, headers: {} };
		}
		case 'header':
			return { url, headers: { [secret.name]: shown(secret.value) } };
		case 'basic': {
			const pair = Buffer.from(`${secret.username}:${shown(secret.password)}`);
			return { url, headers: { authorization: `Basic ${pair.toString('base64')}` } };
		}
	}
}

/** Of the same length, with a different last character, which a careless comparison may ignore. */
function spoilt(value: string): string {
	return value.slice(0, -1) + (value.endsWith('x') ? 'y' : 'x');
}
