import { createHash } from 'crypto';
import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IHttpRequestHelper,
	IHttpRequestOptions,
} from 'n8n-workflow';
import { completeUrl, isOfOlderClient, withAddress } from '../gateways/wire/address';
import { probeRequest } from '../gateways/messageCentral/request';
import {
	readToken,
	renewalTime,
	SignInError,
	token,
	type TokenParameters,
} from '../gateways/messageCentral/token';
import { ADDRESS_HINT } from '../gateways/messageCentral/errors';
import { deniesToken } from '../gateways/messageCentral/response';
import type { HttpReply } from '../gateways/reply';
import { readBody, within } from '../http/body';
import { elapsed, wallClock } from '../http/clock';
import { describeFailure } from '../http/failures';
import { OWN_HOST, REFUSED_SESSION, textField } from '../http/credentialData';

/** How long a sign-in may take, in milliseconds. */
const SIGN_IN_TIMEOUT = 30_000;
/** The longest answer to a sign-in, in bytes: a token has some hundreds. */
const MAX_TOKEN_BYTES = 1_000_000;

/** Sends a request: n8n's own helper or a function of the same type. */
export type HttpRequest = IHttpRequestHelper['helpers']['httpRequest'];

/** A token, its account, and when it must be renewed (milliseconds since 1970). */
interface Session {
	renewAt: number;
	/** A hash of the account, so that a changed credential never uses the old account's token. */
	account: string;
	token: string;
}

/** A session that this process has fetched. */
interface OwnSession extends Session {
	/** When it was fetched and when it must be renewed, in milliseconds of `elapsed`. */
	fetchedAt: number;
	liveUntil: number;
}

/** The last session of each account in this process, and sign-ins and checks in progress. */
const sessions = new Map<string, OwnSession>();
const signingIn = new Map<string, Promise<OwnSession>>();
const checking = new Map<string, Promise<boolean>>();

/**
 * What is known of a request, by the credential object that n8n holds for it: n8n asks for a token
 * without naming the request. `refused`: it goes to another host. `checked`: it needs a token that
 * was checked just before.
 */
const found = new WeakMap<object, 'refused' | 'allowed' | 'checked'>();
/** Requests of n8n's older client that n8n was told to repeat. */
const brought = new WeakSet();

/**
 * Tells n8n to sign in and repeat the request, in the only form that it understands: a response
 * with status 401.
 */
class TokenNeeded extends Error {
	readonly response = { status: 401 };

	constructor() {
		super('The Message Central token must be renewed');
		this.name = 'TokenNeeded';
	}
}

/**
 * Adds the whole address and the token to a request.
 *
 * n8n's older client, which the HTTP Request node uses, repeats a request once after any failure,
 * even after a timeout of a message that was sent. So that one repetition is used up before anything
 * is sent, to check the token.
 *
 * @throws AddressError when the request goes to another host, or the Base URL cannot be used
 * @throws TokenNeeded when the session has expired, belongs to another account, or must be checked
 */
export function authenticated(
	credentials: ICredentialDataDecryptedObject,
	request: IHttpRequestOptions,
): IHttpRequestOptions {
	found.set(credentials, 'refused');
	const ready = withAddress(request, (url) => completeUrl(textField(credentials, 'baseUrl'), url));
	const isFirst = isOfOlderClient(request) && !isLongLived(credentials) && !brought.delete(request);
	found.set(credentials, isFirst ? 'checked' : 'allowed');
	if (isFirst) {
		brought.add(request);
		throw new TokenNeeded();
	}
	if (isKnownAsRefused(credentials)) throw new TokenNeeded();
	const others = Object.entries(ready.headers ?? {}).filter(
		([name]) => name.toLowerCase() !== 'authtoken',
	);
	return {
		...ready,
		headers: { ...Object.fromEntries(others), authToken: currentToken(credentials) },
	};
}

/**
 * What n8n should store before it repeats the request: a token, or nothing if none can be fetched.
 *
 * n8n calls this for a new credential before it is known where the request goes, and after any
 * failure of its older client. Signing in waits until the address is known to be the credential's.
 *
 * @throws SignInError with what to do about it
 */
export async function tokenToKeep(
	credentials: ICredentialDataDecryptedObject,
	httpRequest: HttpRequest,
): Promise<IDataObject> {
	const stored = textField(credentials, 'sessionToken');
	const request = found.get(credentials);
	if (isLongLived(credentials) || request === 'refused') return {};
	if (request !== 'checked') {
		const isTooEarly = request === undefined && stored === '' && credentials[OWN_HOST] !== true;
		if (isTooEarly && liveSessions(credentials).length === 0) return {};
		return { sessionToken: await signIn(credentials, httpRequest) };
	}
	let refused = stored;
	for (const kept of new Set(liveSessions(credentials).map(writeSession))) {
		const isRefused = await once(checking, kept, () =>
			isRefusedByProbe(credentials, readSession(kept)?.token ?? '', httpRequest),
		);
		if (!isRefused) return { sessionToken: kept };
		refused = kept;
	}
	return { sessionToken: await signIn(credentials, httpRequest, refused) };
}

/** Whether a response has refused the session that would be used. Clears that mark. */
function isKnownAsRefused(credentials: ICredentialDataDecryptedObject): boolean {
	const refused = textField(credentials, REFUSED_SESSION);
	Reflect.deleteProperty(credentials, REFUSED_SESSION);
	return refused !== '' && refused === keptSession(credentials);
}

/** The session that n8n stores; empty for a long-lived token, which cannot be renewed. */
export function keptSession(credentials: ICredentialDataDecryptedObject): string {
	return isLongLived(credentials) ? '' : textField(credentials, 'sessionToken');
}

/**
 * Whether this process fetched a session at this time or later. If not, it may have expired together
 * with another one that a gateway refused: each process has its own.
 *
 * @param session as n8n stores it
 * @param time milliseconds of `elapsed`
 */
export function isFetchedSince(session: string, time: number): boolean {
	const { account = '', token: kept } = readSession(session) ?? {};
	const own = sessions.get(account);
	return own !== undefined && own.token === kept && own.fetchedAt >= time;
}

/** The unexpired sessions of this account: the one that n8n stores, and this process's own. */
function liveSessions(credentials: ICredentialDataDecryptedObject): Session[] {
	const account = fingerprint(credentials);
	return [readSession(textField(credentials, 'sessionToken')), sessions.get(account)].filter(
		(session): session is Session => session?.account === account && isLive(session),
	);
}

/**
 * The token to send with a request: the long-lived one, or that of the session that n8n stores.
 *
 * @throws TokenNeeded when the session has expired or belongs to another account
 */
export function currentToken(credentials: ICredentialDataDecryptedObject): string {
	if (isLongLived(credentials)) return textField(credentials, 'authToken').trim();
	const session = readSession(textField(credentials, 'sessionToken'));
	if (session === null || session.account !== fingerprint(credentials) || !isLive(session)) {
		throw new TokenNeeded();
	}
	return session.token;
}

function isLongLived(credentials: ICredentialDataDecryptedObject): boolean {
	return textField(credentials, 'authentication') === 'authToken';
}

/**
 * Fetches a token, in the form in which n8n stores it. Concurrent requests share one sign-in: n8n
 * calls this once per request.
 *
 * @param refused the session not to use again, as n8n stores it
 * @throws SignInError with what to do about it; it never contains the URL, which has the password
 */
export async function signIn(
	credentials: ICredentialDataDecryptedObject,
	httpRequest: HttpRequest,
	refused = textField(credentials, 'sessionToken'),
): Promise<string> {
	const account = fingerprint(credentials);
	const known = sessions.get(account);
	if (known && writeSession(known) !== refused && isLive(known)) return writeSession(known);
	const session = await once(signingIn, account, () =>
		fetchSession(credentials, account, httpRequest),
	);
	sessions.set(account, session);
	return writeSession(session);
}

/** Runs a task once for all callers that ask while it is running. */
async function once<T>(
	running: Map<string, Promise<T>>,
	key: string,
	run: () => Promise<T>,
): Promise<T> {
	let pending = running.get(key);
	if (pending === undefined) {
		pending = run().finally(() => running.delete(key));
		running.set(key, pending);
	}
	return await pending;
}

/** Whether Message Central refuses a token now; false if it does not answer. Sends no message. */
async function isRefusedByProbe(
	credentials: ICredentialDataDecryptedObject,
	authToken: string,
	httpRequest: HttpRequest,
): Promise<boolean> {
	const url = completeUrl(textField(credentials, 'baseUrl'), probeRequest().path);
	try {
		return deniesToken(await ask(url, { authToken }, httpRequest));
	} catch {
		return false;
	}
}

/** The tokens that were fetched for an account: the one that n8n stores, and this process's last. */
export function fetchedTokens(credentials: ICredentialDataDecryptedObject): string[] {
	const kept = readSession(textField(credentials, 'sessionToken'));
	const last = sessions.get(fingerprint(credentials));
	return [kept, last].flatMap((session) => session?.token ?? []);
}

/**
 * Fetches a new token, whether or not one is known.
 *
 * @throws SignInError with what to do about it
 */
export async function fetchToken(
	credentials: ICredentialDataDecryptedObject,
	httpRequest: HttpRequest,
): Promise<string> {
	const request = token(tokenParameters(credentials));
	const url = completeUrl(textField(credentials, 'baseUrl'), request.path);
	try {
		return readToken(await ask(url, request.headers, httpRequest));
	} catch (error) {
		throw error instanceof SignInError ? error : unreachable(error);
	}
}

async function ask(
	url: string,
	headers: Record<string, string> | undefined,
	httpRequest: HttpRequest,
): Promise<HttpReply> {
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
}

/** The HTTP client's error contains the whole URL, so only known words of it are passed on. */
function unreachable(error: unknown): SignInError {
	return new SignInError(
		'Message Central could not be reached to sign in',
		describeFailure(error, SIGN_IN_TIMEOUT, ADDRESS_HINT),
	);
}

async function fetchSession(
	credentials: ICredentialDataDecryptedObject,
	account: string,
	httpRequest: HttpRequest,
): Promise<OwnSession> {
	const fetched = await fetchToken(credentials, httpRequest);
	const now = wallClock();
	const fetchedAt = elapsed();
	const renewAt = renewalTime(fetched, now);
	return { account, token: fetched, renewAt, fetchedAt, liveUntil: fetchedAt + renewAt - now };
}

/**
 * Whether a session need not be renewed yet. What n8n stores has a date, and the machine's clock may
 * have changed since; of its own session, this process knows the age. A mistake costs a sign-in, or
 * a 401 response and a sign-in.
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
