import { createHmac, randomBytes, randomUUID } from 'node:crypto';

import type { Accounts } from '../../accounts';
import { forgetOldest } from '../../server/budget';
import { elapsed, wallClock } from '../../server/clock';
import type { Answer } from '../../server/gateway';
import { sameSecret } from '../../server/secrets';
import { json, type Parameters } from './replies';

type Account = Accounts['messageCentral'];

const TOKEN_LIFETIME_SECONDS = 60 * 60;

/** The tokens that the sandbox has issued, and the long-lived one of the vendor's console. */
export class Tokens {
	/** Random, so that no client can check the signature, as with the vendor's tokens. */
	private readonly signingKey = randomBytes(64);
	/** In milliseconds of `elapsed`: a token is valid for an hour, even if the machine's clock is set. */
	private readonly expiresAt = new Map<string, number>();

	constructor(private readonly account: Account) {}

	/** A JWT with HS512, like the sample token on the vendor's page. */
	issue(): string {
		const issuedAt = Math.floor(wallClock() / 1000);
		const expiresAt = issuedAt + TOKEN_LIFETIME_SECONDS;
		const claims = {
			sub: this.account.customerId,
			iat: issuedAt,
			exp: expiresAt,
			jti: randomUUID(),
		};
		const signed = [{ alg: 'HS512' }, claims]
			.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
			.join('.');
		const signature = createHmac('sha512', this.signingKey).update(signed).digest('base64url');
		const token = `${signed}.${signature}`;
		this.expiresAt.set(token, elapsed() + TOKEN_LIFETIME_SECONDS * 1000);
		forgetOldest(this.expiresAt);
		return token;
	}

	/** Why this token is refused; undefined if it is valid. */
	refuse(token: string | undefined): string | undefined {
		if (token === undefined) return 'authToken: expected a token, got no such header';
		if (sameSecret(this.account.authToken, token)) return undefined;
		const expiresAt = this.expiresAt.get(token);
		if (expiresAt === undefined) {
			return 'authToken: expected one issued here or the long-lived one, got an unknown one';
		}
		return expiresAt > elapsed()
			? undefined
			: 'authToken: expected a valid token, got an expired one';
	}

	expireAll(): void {
		for (const token of this.expiresAt.keys()) this.expiresAt.set(token, 0);
	}

	forgetAll(): void {
		this.expiresAt.clear();
	}
}

/** Failures have HTTP 200 and a status in the body. */
export function issueToken(given: Parameters, tokens: Tokens, account: Account): Answer {
	const refuse = (error: string, refusedBecause: string): Answer => ({
		...json(200, { status: 400, error }),
		refusedBecause,
	});
	const customerId = given.get('customerId');
	const key = given.get('key') ?? '';
	if (customerId !== account.customerId) {
		const got = customerId === undefined ? 'nothing' : `"${customerId}"`;
		return refuse(
			'customerId is invalid',
			`customerId: expected "${account.customerId}", got ${got}`,
		);
	}
	if (!sameSecret(Buffer.from(account.password).toString('base64'), key)) {
		const got = sameSecret(account.password, key) ? 'the password itself' : 'something else';
		return refuse(
			'password is wrong',
			`key: expected the Base64 of the account's password, got ${got}`,
		);
	}
	return { ...json(200, { status: 200, token: tokens.issue() }), tokenIssued: true };
}
