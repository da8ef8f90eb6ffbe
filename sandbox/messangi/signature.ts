import { createHmac } from 'node:crypto';

import { ACCOUNTS } from '../accounts';
import { sameSecret } from '../secrets';

const ACCOUNT = ACCOUNTS.messangi;

/**
 * The signature of a call: HMAC-SHA256 in lower-case hex, keyed with the private key's bytes, over
 * the path parameters as they stand in the URL, joined by `/`. Source: the vendor's signature page;
 * checked in the tests against the vendor's published examples.
 */
export function sign(parameters: readonly string[], privateKey: string): string {
	return createHmac('sha256', privateKey)
		.update(Buffer.from(parameters.join('/'), 'latin1'))
		.digest('hex');
}

/** What is wrong with the parameters, public key and signature of a call; undefined if nothing is. */
export function checkSignature(segments: readonly string[]): string | undefined {
	const parameters = segments.slice(0, -2);
	const [publicKey = '', signature = ''] = segments.slice(-2);
	const expected = sign(parameters, ACCOUNT.privateKey);
	if (parameters[0] !== ACCOUNT.instanceId) {
		return `instanceId: expected ${ACCOUNT.instanceId}, got ${parameters[0] ?? ''}`;
	}
	if (!sameSecret(ACCOUNT.publicKey, publicKey)) {
		return 'publicKey: expected the one of the demo account, got another';
	}
	return sameSecret(expected, signature)
		? undefined
		: `signature: expected ${expected} for "${parameters.join('/')}", got ${signature}`;
}
