import { createHash } from 'crypto';
import type { ICredentialDataDecryptedObject, IHttpRequestHelper } from 'n8n-workflow';
import { completeUrl } from '../gateways/address';
import {
	readToken,
	renewalTime,
	SignInError,
	token,
	type TokenParameters,
} from '../gateways/messageCentral/token';
import { readBody, within } from '../nodes/runtime/body';
import { elapsed, wallClock } from '../nodes/runtime/clock';
import { describeFailure } from '../nodes/runtime/failures';
import { textField } from './fields';

/** How long a sign-in may take, in milliseconds. */
const SIGN_IN_TIMEOUT = 30_000;
/** The longest answer to a sign-in, in bytes: a token has some hundreds. */
const MAX_TOKEN_BYTES = 1_000_000;

/** How this process asks a server; n8n's own helper or one of the same form. */
export type HttpRequest = IHttpRequestHelper['helpers']['httpRequest'];

/** A token with what it was fetched for, and when it is to be renewed (milliseconds since 1970). */
interface Session {
	renewAt: number;
	/** Tells accounts apart, so that a changed credential never sends with the old account's token. */
	account: string;
	token: string;
}

/** A session that this process has fetched. */
interface OwnSession extends Session {
	/** When it is to be renewed, in milliseconds by the clock of `elapsed`. */
	liveUntil: number;
}

/** The last session of each account in this process, and sign-ins that are under way. */
const sessions = new Map<string, OwnSession>();
const signingIn = new Map<string, Promise<OwnSession>>();

/**
 * Tells n8n to sign in and ask again, in the only form that it understands: an answer with
 * status 401.
 */
class TokenNeeded extends Error {
	readonly response = { status: 401 };

	constructor() {
		super('The Message Central token has to be renewed');
		this.name = 'TokenNeeded';
	}
}

/**
 * The token to send with a request: the long-lived one, or that of the session that n8n keeps.
 *
 * @throws TokenNeeded when the session is another account's or over
 */
export function currentToken(credentials: ICredentialDataDecryptedObject): string {
	if (textField(credentials, 'authentication') === 'authToken')
		return textField(credentials, 'authToken').trim();
	const session = readSession(textField(credentials, 'sessionToken'));
	if (session === null || session.account !== fingerprint(credentials) || !isLive(session)) {
		throw new TokenNeeded();
	}
	return session.token;
}

/**
 * Fetches a token, in the form in which n8n keeps it. However many requests ask at once, one
 * sign-in serves them all: n8n calls this for each request of its own.
 *
 * @throws SignInError with what to do about it; it never holds the URL, where the password stands
 */
export async function signIn(
	credentials: ICredentialDataDecryptedObject,
	httpRequest: HttpRequest,
): Promise<string> {
	const account = fingerprint(credentials);
	const refused = textField(credentials, 'sessionToken');
	const known = sessions.get(account);
	if (known && writeSession(known) !== refused && isLive(known)) return writeSession(known);
	let pending = signingIn.get(account);
	if (pending === undefined) {
		pending = fetchSession(credentials, account, httpRequest).finally(() =>
			signingIn.delete(account),
		);
		signingIn.set(account, pending);
	}
	const session = await pending;
	sessions.set(account, session);
	return writeSession(session);
}

/**
 * Fetches a token without looking at any that is known already.
 *
 * @throws SignInError with what to do about it
 */
export async function fetchToken(
	credentials: ICredentialDataDecryptedObject,
	httpRequest: HttpRequest,
): Promise<string> {
	const request = token(tokenParameters(credentials));
	const url = completeUrl(textField(credentials, 'baseUrl'), request.path);
	const reply = await askForToken(url, request.headers, httpRequest);
	return readToken(reply);
}

async function askForToken(
	url: string,
	headers: Record<string, string> | undefined,
	httpRequest: HttpRequest,
) {
	try {
		const {
			statusCode,
			headers: received,
			body,
		} = (await within(
			SIGN_IN_TIMEOUT + 1000,
			httpRequest({
				url,
				method: 'GET',
				headers,
				encoding: 'stream',
				returnFullResponse: true,
				ignoreHttpStatusErrors: true,
				disableFollowRedirect: true,
				timeout: SIGN_IN_TIMEOUT,
			}) as Promise<unknown>,
		)) as { statusCode: number; headers?: Record<string, unknown>; body: unknown };
		const contentType = received?.['content-type'];
		const text = await readBody(body, contentType, SIGN_IN_TIMEOUT, MAX_TOKEN_BYTES);
		return { status: statusCode, text };
	} catch (error) {
		throw unreachable(error);
	}
}

/** The error of the HTTP client holds the whole URL, so nothing of it but known words goes on. */
function unreachable(error: unknown): SignInError {
	return new SignInError(
		'Message Central could not be reached to sign in',
		describeFailure(error, SIGN_IN_TIMEOUT),
	);
}

async function fetchSession(
	credentials: ICredentialDataDecryptedObject,
	account: string,
	httpRequest: HttpRequest,
): Promise<OwnSession> {
	const fetched = await fetchToken(credentials, httpRequest);
	const now = wallClock();
	const renewAt = renewalTime(fetched, now);
	return { account, token: fetched, renewAt, liveUntil: elapsed() + renewAt - now };
}

/**
 * Whether a session need not be renewed yet. What n8n keeps bears a date, and the machine's clock may
 * have been set since; of a session of its own, this process knows how old it is. A mistake costs a
 * sign-in, or an answer 401 and a sign-in.
 */
function isLive({ account, token: kept, renewAt }: Session): boolean {
	const own = sessions.get(account);
	return own?.token === kept ? own.liveUntil > elapsed() : renewAt > wallClock();
}

function tokenParameters(credentials: ICredentialDataDecryptedObject): TokenParameters {
	return {
		customerId: textField(credentials, 'customerId'),
		password: textField(credentials, 'password'),
		email: textField(credentials, 'email'),
		country: textField(credentials, 'country'),
	};
}

function fingerprint(credentials: ICredentialDataDecryptedObject): string {
	const identity = [
		textField(credentials, 'baseUrl'),
		...Object.values(tokenParameters(credentials)),
	];
	return createHash('sha256').update(JSON.stringify(identity)).digest('hex');
}

function writeSession({ renewAt, account, token: fetched }: Session): string {
	return [renewAt, account, fetched].join('|');
}

function readSession(text: string): Session | null {
	const [renewAt, account, ...rest] = text.split('|');
	if (account === undefined || rest.length === 0) return null;
	return { renewAt: Number(renewAt), account, token: rest.join('|') };
}
