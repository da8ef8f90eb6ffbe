import { isRecord, readJson } from './wire/json';
import type { HttpReply } from './reply';

/** How long before its end a token is renewed, in milliseconds: clocks differ. */
const RENEW_BEFORE = 60 * 1000;

/** The HTTP client would drop other characters and send an invalid token. */
const FITS_A_HEADER = /^[\x21-\x7e]{1,8000}$/;

/** A reply to a sign-in: some gateways return the token in a header. */
export interface SignInReply extends HttpReply {
	/** By their names in lower case. */
	headers?: Readonly<Record<string, unknown>>;
}

/** Signing in failed; nothing was sent. */
export class SignInError extends Error {
	/** @param description what to do about it */
	constructor(
		message: string,
		readonly description: string,
	) {
		super(message);
		this.name = 'SignInError';
	}
}

/** The first of these values that can be sent as a token. */
export function findToken(values: readonly unknown[]): string | undefined {
	return values.find(
		(each): each is string => typeof each === 'string' && FITS_A_HEADER.test(each),
	);
}

/**
 * When to renew a token, in milliseconds since 1970: a minute before it expires (`exp` of a JWT), or
 * before its usual lifetime is over if it has no `exp`. Never later than its own lifetime (`exp` and
 * `iat`) from now, because our clock may be slow, and at the earliest in a minute, because with a fast
 * clock every request would sign in again.
 *
 * @param usualLifetime of a token without `exp`, in milliseconds
 */
export function renewalTimeOf(token: string, now: number, usualLifetime: number): number {
	const payload = token.split('.')[1];
	const claims =
		payload === undefined
			? undefined
			: readJson(Buffer.from(payload, 'base64url').toString('utf8'));
	const claim = (name: string) =>
		isRecord(claims) && typeof claims[name] === 'number' ? claims[name] * 1000 : NaN;
	const [expires, issued] = [claim('exp'), claim('iat')];
	const lifetime = expires - issued;
	const latest = lifetime > 0 ? now + lifetime : Infinity;
	const end = Number.isFinite(expires) ? Math.min(expires, latest) : now + usualLifetime;
	return Math.max(end - RENEW_BEFORE, now + RENEW_BEFORE);
}
