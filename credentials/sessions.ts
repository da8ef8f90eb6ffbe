import { createHash } from 'crypto';
import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IHttpRequestHelper,
	IHttpRequestOptions,
} from 'n8n-workflow';
import type { HttpReply } from '../gateways/reply';
import type { GatewayRequest } from '../gateways/request';
import { SignInError, type SignInReply } from '../gateways/signIn';
import { completeUrl, isOfOlderClient, withAddress } from '../gateways/wire/address';
import { readBody, within } from '../http/body';
import { elapsed, wallClock } from '../http/clock';
import { OWN_HOST, REFUSED_SESSION, textField } from '../http/credentialData';
import { describeFailure } from '../http/failures';

/** How long a sign-in may take, in milliseconds. */
const SIGN_IN_TIMEOUT = 30_000;
/** The longest answer to a sign-in, in bytes: a token has some hundreds. */
const MAX_TOKEN_BYTES = 1_000_000;

/** Sends a request: n8n's own helper or a function of the same type. */
export type HttpRequest = IHttpRequestHelper['helpers']['httpRequest'];

/** How a gateway signs in with a password, and how its requests carry the token. */
export interface SignIn {
	displayName: string;
	/** What to add to an error if its server refuses the connection. */
	addressHint?: string;
	/** The fields of the credential that, with the Base URL, identify the account. */
	fields: readonly string[];
	/** The field of a token that does not expire within a run, and the value of `authentication` for it. */
	longLived: string;
	/** The default of `authentication`, for a credential that has none. */
	usual?: string;
	/** The header with the token. */
	header: string;
	/** The value of that header. */
	headerValue(token: string): string;
	/** The token of a credential that has a long-lived one, as it is sent. */
	writtenToken?(text: string): string;
	/** The request for a token; it contains the password. */
	request(field: (name: string) => string): GatewayRequest;
	/** @throws SignInError when there is no token in the reply */
	readToken(reply: SignInReply, field: (name: string) => string): string;
	/** When to renew a token, in milliseconds since 1970. */
	renewalTime(token: string, now: number): number;
	/** A request that needs a token, sends no message and costs nothing. */
	probe(): GatewayRequest;
	/** Whether a reply refuses the token, so that nothing was carried out. */
	deniesToken(reply: HttpReply): boolean;
}

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

/**
 * What is known of a request, by the credential object that n8n holds for it: n8n asks for a token
 * without naming the request. `refused`: it goes to another host. `checked`: it needs a token that
 * was checked just before.
 */
const knownRequests = new WeakMap<object, 'refused' | 'allowed' | 'checked'>();
/** Requests of n8n's older client that n8n was told to repeat. */
const repeated = new WeakSet();

/**
 * Tells n8n to sign in and repeat the request, in the only form that it understands: a response
 * with status 401.
 */
class TokenNeeded extends Error {
	readonly response = { status: 401 };

	constructor() {
		super('The token must be renewed');
		this.name = 'TokenNeeded';
	}
}

/** The sessions of the accounts of one gateway. */
export class Sessions {
	/** The last session of each account in this process, and sign-ins and checks in progress. */
	private readonly sessions = new Map<string, OwnSession>();
	private readonly signingIn = new Map<string, Promise<OwnSession>>();
	private readonly checking = new Map<string, Promise<boolean>>();

	constructor(private readonly gateway: SignIn) {}

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
	authenticated(
		credentials: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): IHttpRequestOptions {
		knownRequests.set(credentials, 'refused');
		const ready = withAddress(request, (url) =>
			completeUrl(textField(credentials, 'baseUrl'), url),
		);
		const isFirst =
			isOfOlderClient(request) && !this.isLongLived(credentials) && !repeated.delete(request);
		knownRequests.set(credentials, isFirst ? 'checked' : 'allowed');
		if (isFirst) {
			repeated.add(request);
			throw new TokenNeeded();
		}
		if (this.isKnownAsRefused(credentials)) throw new TokenNeeded();
		const { header } = this.gateway;
		const others = Object.entries(ready.headers ?? {}).filter(
			([name]) => name.toLowerCase() !== header.toLowerCase(),
		);
		const proof = this.proofOf(this.currentToken(credentials));
		return { ...ready, headers: { ...Object.fromEntries(others), ...proof } };
	}

	/**
	 * What n8n should store before it repeats the request: a token, or nothing if none can be fetched.
	 *
	 * n8n calls this for a new credential before it is known where the request goes, and after any
	 * failure of its older client. Signing in waits until the address is known to be the credential's.
	 *
	 * @throws SignInError with what to do about it
	 */
	async tokenToKeep(
		credentials: ICredentialDataDecryptedObject,
		httpRequest: HttpRequest,
	): Promise<IDataObject> {
		const stored = textField(credentials, 'sessionToken');
		const request = knownRequests.get(credentials);
		if (this.isLongLived(credentials) || request === 'refused') return {};
		if (request !== 'checked') {
			const isTooEarly = request === undefined && stored === '' && credentials[OWN_HOST] !== true;
			if (isTooEarly && this.liveSessions(credentials).length === 0) return {};
			return { sessionToken: await this.signIn(credentials, httpRequest) };
		}
		let refused = stored;
		for (const kept of new Set(this.liveSessions(credentials).map(writeSession))) {
			const isRefused = await once(this.checking, kept, () =>
				this.isRefusedByProbe(credentials, readSession(kept)?.token ?? '', httpRequest),
			);
			if (!isRefused) return { sessionToken: kept };
			refused = kept;
		}
		return { sessionToken: await this.signIn(credentials, httpRequest, refused) };
	}

	/** The session that n8n stores; empty for a long-lived token, which cannot be renewed. */
	readonly keptSession = (credentials: ICredentialDataDecryptedObject): string =>
		this.isLongLived(credentials) ? '' : textField(credentials, 'sessionToken');

	/**
	 * Whether this process fetched a session at this time or later. If not, it may have expired together
	 * with another one that a gateway refused: each process has its own.
	 *
	 * @param session as n8n stores it
	 * @param time milliseconds of `elapsed`
	 */
	readonly isFetchedSince = (session: string, time: number): boolean => {
		const { account = '', token: kept } = readSession(session) ?? {};
		const own = this.sessions.get(account);
		return own !== undefined && own.token === kept && own.fetchedAt >= time;
	};

	/** The tokens that were fetched for an account: the one that n8n stores, and this process's last. */
	readonly fetchedTokens = (credentials: ICredentialDataDecryptedObject): string[] => {
		const kept = readSession(textField(credentials, 'sessionToken'));
		const last = this.sessions.get(this.fingerprint(credentials));
		return [kept, last].flatMap((session) => session?.token ?? []);
	};

	/**
	 * Fetches a new token, whether or not one is known.
	 *
	 * @throws SignInError with what to do about it
	 */
	async fetchToken(
		credentials: ICredentialDataDecryptedObject,
		httpRequest: HttpRequest,
	): Promise<string> {
		const field = (name: string) => textField(credentials, name);
		const request = this.gateway.request(field);
		const url = completeUrl(field('baseUrl'), request.path);
		try {
			return this.gateway.readToken(await ask(url, request, httpRequest), field);
		} catch (error) {
			throw error instanceof SignInError ? error : this.unreachable(error);
		}
	}

	/** Whether a response has refused the session that would be used. Clears that mark. */
	private isKnownAsRefused(credentials: ICredentialDataDecryptedObject): boolean {
		const refused = textField(credentials, REFUSED_SESSION);
		Reflect.deleteProperty(credentials, REFUSED_SESSION);
		return refused !== '' && refused === this.keptSession(credentials);
	}

	/** The unexpired sessions of this account: the one that n8n stores, and this process's own. */
	private liveSessions(credentials: ICredentialDataDecryptedObject): Session[] {
		const account = this.fingerprint(credentials);
		return [readSession(textField(credentials, 'sessionToken')), this.sessions.get(account)].filter(
			(session): session is Session => session?.account === account && this.isLive(session),
		);
	}

	/**
	 * The token to send with a request: the long-lived one, or that of the session that n8n stores.
	 *
	 * @throws TokenNeeded when the session has expired or belongs to another account
	 */
	private currentToken(credentials: ICredentialDataDecryptedObject): string {
		const { longLived, writtenToken } = this.gateway;
		if (this.isLongLived(credentials)) {
			const text = textField(credentials, longLived).trim();
			return writtenToken?.(text) ?? text;
		}
		const session = readSession(textField(credentials, 'sessionToken'));
		const account = this.fingerprint(credentials);
		if (session === null || session.account !== account || !this.isLive(session)) {
			throw new TokenNeeded();
		}
		return session.token;
	}

	private isLongLived(credentials: ICredentialDataDecryptedObject): boolean {
		const { longLived, usual } = this.gateway;
		return (textField(credentials, 'authentication') || usual) === longLived;
	}

	/**
	 * Fetches a token, in the form in which n8n stores it. Concurrent requests share one sign-in: n8n
	 * calls this once per request.
	 *
	 * @param refused the session not to use again, as n8n stores it
	 * @throws SignInError with what to do about it; it never contains the request, which has the password
	 */
	private async signIn(
		credentials: ICredentialDataDecryptedObject,
		httpRequest: HttpRequest,
		refused = textField(credentials, 'sessionToken'),
	): Promise<string> {
		const account = this.fingerprint(credentials);
		const known = this.sessions.get(account);
		if (known && writeSession(known) !== refused && this.isLive(known)) return writeSession(known);
		const session = await once(this.signingIn, account, () =>
			this.fetchSession(credentials, account, httpRequest),
		);
		this.sessions.set(account, session);
		return writeSession(session);
	}

	/** Whether the gateway refuses a token now; false if it does not answer. Sends no message. */
	private async isRefusedByProbe(
		credentials: ICredentialDataDecryptedObject,
		token: string,
		httpRequest: HttpRequest,
	): Promise<boolean> {
		const probe = this.gateway.probe();
		const url = completeUrl(textField(credentials, 'baseUrl'), probe.path);
		const headers = { ...probe.headers, ...this.proofOf(token) };
		try {
			return this.gateway.deniesToken(await ask(url, { ...probe, headers }, httpRequest));
		} catch {
			return false;
		}
	}

	private proofOf(token: string): Record<string, string> {
		return { [this.gateway.header]: this.gateway.headerValue(token) };
	}

	/** The HTTP client's error contains the whole request, so only known words of it are passed on. */
	private unreachable(error: unknown): SignInError {
		const { displayName, addressHint } = this.gateway;
		return new SignInError(
			`${displayName} could not be reached to sign in`,
			describeFailure(error, SIGN_IN_TIMEOUT, addressHint),
		);
	}

	private async fetchSession(
		credentials: ICredentialDataDecryptedObject,
		account: string,
		httpRequest: HttpRequest,
	): Promise<OwnSession> {
		const fetched = await this.fetchToken(credentials, httpRequest);
		const now = wallClock();
		const fetchedAt = elapsed();
		const renewAt = this.gateway.renewalTime(fetched, now);
		return { account, token: fetched, renewAt, fetchedAt, liveUntil: fetchedAt + renewAt - now };
	}

	/**
	 * Whether a session need not be renewed yet. What n8n stores has a date, and the machine's clock may
	 * have changed since; of its own session, this process knows the age. A mistake costs a sign-in, or
	 * a 401 response and a sign-in.
	 */
	private isLive({ account, token: kept, renewAt }: Session): boolean {
		const own = this.sessions.get(account);
		return own?.token === kept ? own.liveUntil > elapsed() : renewAt > wallClock();
	}

	private fingerprint(credentials: ICredentialDataDecryptedObject): string {
		const identity = ['baseUrl', ...this.gateway.fields].map((name) =>
			textField(credentials, name),
		);
		return createHash('sha256').update(JSON.stringify(identity)).digest('hex');
	}
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

async function ask(
	url: string,
	{ method, headers, body: sent }: GatewayRequest,
	httpRequest: HttpRequest,
): Promise<SignInReply> {
	const {
		statusCode,
		headers: received = {},
		body,
	} = (await within(
		SIGN_IN_TIMEOUT + 1000,
		httpRequest({
			url,
			method,
			headers: { ...headers, ...(sent && { 'content-type': sent.contentType }) },
			...(sent && { body: Buffer.from(await sent.bytes()) }),
			encoding: 'stream',
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
			timeout: SIGN_IN_TIMEOUT,
		}) as Promise<unknown>,
	)) as { statusCode: number; headers?: Record<string, unknown>; body: unknown };
	const text = await readBody(body, received['content-type'], SIGN_IN_TIMEOUT, MAX_TOKEN_BYTES);
	return { status: statusCode, text, headers: received };
}

function writeSession({ renewAt, account, token: fetched }: Session): string {
	return [renewAt, account, fetched].join('|');
}

function readSession(text: string): Session | null {
	const [renewAt, account, ...rest] = text.split('|');
	if (account === undefined || rest.length === 0) return null;
	return { renewAt: Number(renewAt), account, token: rest.join('|') };
}
