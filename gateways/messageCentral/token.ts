import { isRecord, readJson } from '../wire/json';
import type { HttpReply } from '../reply';
import { queryString, type GatewayRequest } from '../request';
import { ADDRESS_HINT } from './errors';

/** The lifetime of a token that does not carry one, in milliseconds. */
const DEFAULT_LIFETIME = 60 * 60 * 1000;
/** How long before its end a token is renewed, in milliseconds: clocks differ. */
const RENEW_BEFORE = 60 * 1000;

/** The HTTP client would drop other characters and send an invalid token. */
const FITS_A_HEADER = /^[\x21-\x7e]{1,8000}$/;

/** The parameters of a request for a token. */
export interface TokenParameters {
	customerId: string;
	password: string;
	email: string;
	/** The account's country code, e.g. `91`. */
	country: string;
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

/**
 * `GET /auth/v1/authentication/token`. The query has the password in plain Base64, so this URL must
 * never be shown. Source: the vendor's page and examples.
 */
export function token({ customerId, password, email, country }: TokenParameters): GatewayRequest {
	const query = queryString([
		['customerId', customerId.trim()],
		['key', Buffer.from(password, 'utf8').toString('base64')],
		['scope', 'NEW'],
		['country', country.trim() || undefined],
		['email', email.trim() || undefined],
	]);
	return {
		method: 'GET',
		path: `auth/v1/authentication/token?${query}`,
		headers: { accept: '*/*' },
	};
}

/**
 * The token of a reply. A refusal comes as HTTP 200 with a status and an error in the body.
 *
 * @throws SignInError when there is none, with what to do about it
 */
export function readToken(reply: HttpReply): string {
	const body = readJson(reply.text);
	const found = tokensIn(body).find((each) => typeof each === 'string' && FITS_A_HEADER.test(each));
	if (typeof found === 'string') return found;
	const error = isRecord(body) && typeof body.error === 'string' ? body.error : '';
	if (/password/i.test(error)) {
		throw new SignInError(
			'Message Central refused the password',
			'Open the credential and check the password: it is the one of your Message Central account.',
		);
	}
	if (/customer/i.test(error)) {
		throw new SignInError(
			'Message Central does not know this customer ID',
			'Open the credential and check the customer ID: it is on the home page of your console, e.g. C-1234567890.',
		);
	}
	if ((isRecord(body) && reply.status < 500) || reply.status === 401 || reply.status === 403) {
		const more = reply.status === 403 ? ` ${ADDRESS_HINT}` : '';
		throw new SignInError(
			`Message Central refused to sign in (HTTP ${reply.status})`,
			`Open the credential and check the customer ID, password, email and country.${more}`,
		);
	}
	throw new SignInError(
		`Message Central returned no token (HTTP ${reply.status})`,
		'Open the credential and check the Base URL; if it is right, try again later.',
	);
}

/** The fields that may have the token: the first is on the vendor's page, the others are seen in use. */
function tokensIn(body: unknown): unknown[] {
	if (!isRecord(body)) return [];
	return [body.token, body.authToken, isRecord(body.data) ? body.data.token : undefined];
}

/**
 * When to renew a token, in milliseconds since 1970: a minute before it expires (`exp` of a JWT), or
 * before an hour is over if it has no `exp`. Never later than its own lifetime (`exp` and `iat`) from
 * now, because our clock may be slow, and at the earliest in a minute, because with a fast clock every
 * request would sign in again.
 */
export function renewalTime(token: string, now: number): number {
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
	const end = Number.isFinite(expires) ? Math.min(expires, latest) : now + DEFAULT_LIFETIME;
	return Math.max(end - RENEW_BEFORE, now + RENEW_BEFORE);
}
