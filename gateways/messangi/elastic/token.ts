import type { HttpReply } from '../../reply';
import { findToken, renewalTimeOf, SignInError, type SignInReply } from '../../signIn';
import { isRecord, readJson } from '../../wire/json';

/** How long a token without `exp` is trusted, in milliseconds. Assumed: tokens are valid for 24 hours. */
const USUAL_LIFETIME = 23 * 60 * 60 * 1000;

/** A JSON Web Token; the first part of each begins with `{"` in Base64. */
const JWT = /^eyJ[\w-]+\.[\w-]+\.[\w-]*$/;

/**
 * A key without what people copy along with it.
 *
 * @param written e.g. `Bearer eyJ…`
 */
export function withoutScheme(written: string): string {
	return written.trim().replace(/^bearer\s+/i, '');
}

/**
 * The token of a reply to a login: in the header `authorization`, with an empty body. Assumed: if it is
 * not there, it is in the body as `token`, `access_token` or `data.token`.
 *
 * @param password what was tried, to tell a key in its place
 * @throws SignInError when there is none, with what to do about it
 */
export function readToken(reply: SignInReply, password = ''): string {
	const { status, headers = {} } = reply;
	if (status >= 200 && status < 300) {
		const found = findToken([fromHeader(headers.authorization), ...tokensIn(reply)]);
		if (found !== undefined) return found;
	}
	if (JWT.test(withoutScheme(password)) && status < 500) {
		throw new SignInError(
			'The password is an API key',
			'Open the credential, set Authentication to API Key and enter it there.',
		);
	}
	// 403 was only seen in use. Assumed: 401 and 400 mean the same.
	if (status === 400 || status === 401 || status === 403) {
		throw new SignInError(
			`Messangi refused the username or password (HTTP ${status})`,
			'Open the credential and check both. Messangi’s support provides them for the API; those of the web platform may not work.',
		);
	}
	throw new SignInError(
		`Messangi returned no token (HTTP ${status})`,
		'Open the credential and check the Base URL; if it is right, try again later.',
	);
}

/** When to renew a token, in milliseconds since 1970; without `exp`, before 23 hours are over. */
export function renewalTime(token: string, now: number): number {
	return renewalTimeOf(token, now, USUAL_LIFETIME);
}

/** The token of `Bearer <token>`. */
function fromHeader(value: unknown): unknown {
	return typeof value === 'string' ? withoutScheme(value) : undefined;
}

function tokensIn({ text }: HttpReply): unknown[] {
	const body = readJson(text);
	if (!isRecord(body)) return [];
	const data = isRecord(body.data) ? body.data : {};
	return [body.token, body.access_token, data.token].map(fromHeader);
}
