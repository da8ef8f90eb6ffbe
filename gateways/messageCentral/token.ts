import { isRecord, readJson } from '../wire/json';
import type { HttpReply } from '../reply';
import { queryString, type GatewayRequest } from '../request';
import { findToken, renewalTimeOf, SignInError } from '../signIn';
import { ADDRESS_HINT } from './errors';

/** The lifetime of a token that does not carry one, in milliseconds. */
const USUAL_LIFETIME = 60 * 60 * 1000;

/** The parameters of a request for a token. */
export interface TokenParameters {
	customerId: string;
	password: string;
	email: string;
	/** The account's country code, e.g. `91`. */
	country: string;
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
	const found = findToken(tokensIn(body));
	if (found !== undefined) return found;
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

/** When to renew a token, in milliseconds since 1970; without `exp`, before an hour is over. */
export function renewalTime(token: string, now: number): number {
	return renewalTimeOf(token, now, USUAL_LIFETIME);
}
