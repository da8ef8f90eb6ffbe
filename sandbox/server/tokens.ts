import { createHmac, randomBytes, randomUUID } from 'node:crypto';

import { forgetOldest } from './budget';
import { elapsed, wallClock } from './clock';
import { sameSecret } from './secrets';

/** The account whose tokens these are. */
interface TokenOptions {
	/** Its name in the tokens. */
	readonly subject: string;
	readonly lifetimeSeconds: number;
	/** The token that does not expire. */
	readonly longLived: string;
	/** The header with the token, as refusals name it. */
	readonly header: string;
}

/** The tokens that a gateway of the sandbox has issued, and its long-lived one. */
export class Tokens {
	/** Random, so that no client can check the signature, as with the vendors' tokens. */
	private readonly signingKey = randomBytes(64);
	/** In milliseconds of `elapsed`: a token is valid for its lifetime, even if the machine's clock is set. */
	private readonly expiresAt = new Map<string, number>();

	constructor(private readonly options: TokenOptions) {}

	/** A JWT with HS512, like the vendors' tokens. */
	issue(): string {
		const { subject, lifetimeSeconds } = this.options;
		const issuedAt = Math.floor(wallClock() / 1000);
		const expiresAt = issuedAt + lifetimeSeconds;
		const claims = { sub: subject, iat: issuedAt, exp: expiresAt, jti: randomUUID() };
		const signed = [{ alg: 'HS512' }, claims]
			.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
			.join('.');
		const signature = createHmac('sha512', this.signingKey).update(signed).digest('base64url');
		const token = `${signed}.${signature}`;
		this.expiresAt.set(token, elapsed() + lifetimeSeconds * 1000);
		forgetOldest(this.expiresAt);
		return token;
	}

	/** Why this token is refused; undefined if it is valid. */
	refuse(token: string | undefined): string | undefined {
		const { header, longLived } = this.options;
		if (token === undefined) return `${header}: expected a token, got no such header`;
		if (sameSecret(longLived, token)) return undefined;
		const expiresAt = this.expiresAt.get(token);
		if (expiresAt === undefined) {
			return `${header}: expected one issued here or the long-lived one, got an unknown one`;
		}
		return expiresAt > elapsed()
			? undefined
			: `${header}: expected a valid token, got an expired one`;
	}

	expireAll(): void {
		for (const token of this.expiresAt.keys()) this.expiresAt.set(token, 0);
	}

	forgetAll(): void {
		this.expiresAt.clear();
	}
}
