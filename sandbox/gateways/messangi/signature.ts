import { createHash, createHmac } from 'node:crypto';

import type { Accounts } from '../../accounts';
import { decodeBase64Url, decodePercent } from '../../server/decoding';
import { sameSecret } from '../../server/secrets';

type Account = Accounts['messangi'];

/**
 * The signature of a call: HMAC-SHA256 in lower-case hex, keyed with the private key's bytes, over
 * the path parameters as in the URL, joined by `/`. Source: the vendor's signature page;
 * checked in the tests against the vendor's published examples.
 */
export function sign(parameters: readonly string[], privateKey: string): string {
	return createHmac('sha256', privateKey)
		.update(Buffer.from(parameters.join('/'), 'latin1'))
		.digest('hex');
}

/** What is wrong with the parameters, public key or signature of a call; undefined if nothing is. */
export function checkSignature(segments: readonly string[], account: Account): string | undefined {
	const parameters = segments.slice(0, -2);
	const [publicKey = '', signature = ''] = segments.slice(-2);
	const expected = sign(parameters, account.privateKey);
	if (parameters[0] !== account.instanceId) {
		return `instanceId: expected ${account.instanceId}, got ${parameters[0] ?? ''}`;
	}
	if (!sameSecret(account.publicKey, publicKey)) {
		return 'publicKey: expected the one of the account, got another one';
	}
	return sameSecret(expected, signature)
		? undefined
		: `signature: expected ${expected} for "${parameters.join('/')}", got ${describe(parameters, account, signature)}`;
}

/** What a wrong signature is, if that can be recognized. */
function describe(parameters: readonly string[], account: Account, signature: string): string {
	if (signature === '') return 'nothing';
	const mistake = mistakesOf(parameters, account).find(([, made]) => made === signature)?.[0];
	if (mistake !== undefined) return mistake;
	return /^[0-9a-f]{64}$/i.test(signature) ? signature : `one of ${signature.length} characters`;
}

/** Common mistakes, with the signatures that result from them. */
function mistakesOf(
	parameters: readonly string[],
	{ publicKey, privateKey }: Account,
): readonly (readonly [mistake: string, made: string])[] {
	const right = sign(parameters, privateKey);
	const over = (...data: readonly string[]): string =>
		createHmac('sha256', privateKey).update(data.join('/')).digest('hex');
	const path = parameters.join('/');
	const decoded = parameters.map((each) => decodeBase64Url(each) ?? each);
	const readable = parameters.map((each) => decodePercent(each) ?? each);
	const bytes = Buffer.from(path, 'latin1');
	return [
		['the right one in upper case', right.toUpperCase()],
		['the right one in Base64 instead of hex', Buffer.from(right, 'hex').toString('base64url')],
		['one made with a slash at the start', over('', path)],
		['one made with a slash at the end', over(path, '')],
		['one made with the public key after the parameters', over(path, publicKey)],
		['one made with the parameters before Base64 encoding', over(...decoded)],
		['one made with the parameters before percent-encoding', over(...readable)],
		['one made without slashes between the parameters', over(parameters.join(''))],
		['one made with the public key instead of the private one', sign(parameters, publicKey)],
		['a SHA-256 without a key', createHash('sha256').update(bytes).digest('hex')],
		['an HMAC-SHA1', createHmac('sha1', privateKey).update(bytes).digest('hex')],
	];
}
