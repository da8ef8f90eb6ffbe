import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	IPollFunctions,
} from 'n8n-workflow';
import type { HttpReply } from '../gateways/reply';
import type { GatewayRequest } from '../gateways/request';
import type { Account } from './account';
import { discardBody, MAX_READ_ANSWER_BYTES, readBody, within } from './body';
import { elapsed, wallClock } from './clock';

/** A response, with what it says about retries. */
export interface GatewayAnswer extends HttpReply {
	/** The `Retry-After` header, unchanged. */
	retryAfter: string | null;
	/** The `Date` header, unchanged: the time on the gateway's clock. */
	date: string | null;
}

/**
 * How long to wait for the HTTP client beyond its own timeout, in milliseconds. It never ends after a
 * response 101 (another protocol).
 */
const GRACE = 1000;
/** How long two sign-ins may take in addition, in milliseconds. */
const SIGN_IN_TIME = 60_000 + GRACE;

/** A response as n8n returns it; its body is still arriving. */
interface Response {
	statusCode: number;
	headers: Record<string, unknown>;
	body: unknown;
}

/**
 * Sends a request to a gateway once, through n8n: its proxy, its address policy and its stop button
 * apply. Every HTTP status is a response. Redirects are not followed, because they would send the
 * message to another server.
 *
 * n8n renews a token that is refused by status and repeats the request once. This function does the
 * same with a token that is refused in the body, and with one that another request had fetched: n8n
 * may have replaced an expired token with another expired one. A token fetched during this request is
 * not renewed again: then the account is refused.
 *
 * @param timeout milliseconds until the response begins, and again until it ends
 * @param mostBytes a longer response counts as an empty one
 * @throws whatever n8n throws when there is no response, and BrokenAnswer when it is cut off
 */
export async function askGateway(
	context: IExecuteFunctions | ILoadOptionsFunctions | IPollFunctions,
	account: Account,
	request: GatewayRequest,
	timeout: number,
	mostBytes = MAX_READ_ANSWER_BYTES,
): Promise<GatewayAnswer> {
	const { renewal } = account.access;
	const begun = elapsed();
	const { answer, session } = await askWith(context, account, request, timeout, mostBytes);
	if (renewal === undefined || session === '' || !renewal.deniesToken(answer)) return answer;
	if (renewal.isFetchedSince(session, begun)) return answer;
	return (await askWith(context, account, request, timeout, mostBytes, session)).answer;
}

/** A response, and the session that its request used. */
interface Used {
	answer: GatewayAnswer;
	/** As n8n stores it; empty if there is none. */
	session: string;
}

/** @param refused the session not to use again, as n8n stores it */
async function askWith(
	context: IExecuteFunctions | ILoadOptionsFunctions | IPollFunctions,
	account: Account,
	request: GatewayRequest,
	timeout: number,
	mostBytes: number,
	refused?: string,
): Promise<Used> {
	const { access } = account;
	const { method, path, headers, body } = request;
	const options: IHttpRequestOptions = {
		method,
		url: path,
		headers: { ...headers, ...(body && { 'content-type': body.contentType }) },
		body: body && Buffer.from(await body.bytes()),
		// The body is read here, within our own limits: see body.ts.
		encoding: 'stream',
		returnFullResponse: true,
		// n8n fetches a new token only after an error, so these statuses must stay errors.
		ignoreHttpStatusErrors: { ignore: true, except: access.renewTokenOn },
		disableFollowRedirect: true,
		timeout,
	};
	const signsIn = access.renewTokenOn.length > 0;
	const sessionIn = (data: ICredentialDataDecryptedObject | undefined) =>
		(data && access.renewal?.keptSession(data)) ?? '';
	let session = '';
	const ask = async (changes?: Partial<IHttpRequestOptions>) => {
		const { decrypted, keep } = account.forRequest(refused);
		try {
			return (await context.helpers.httpRequestWithAuthentication.call(
				context,
				access.credential,
				{ ...options, ...changes },
				{
					preAuthenticationRetryStatusCode: access.renewTokenOn,
					...(decrypted && { credentialsDecrypted: decrypted }),
				},
			)) as Response;
		} finally {
			// n8n puts a new session in place of the old one.
			keep();
			session = sessionIn(decrypted?.data);
		}
	};
	const asked = ask()
		.then((answer) => {
			if (!access.renewTokenOn.includes(answer.statusCode)) return answer;
			// Up to 2.8, n8n ignores `except`: it has not renewed the token. No message was sent yet.
			discardBody(answer.body);
			return ask({ ignoreHttpStatusErrors: false });
		})
		.catch((error: unknown) => {
			const refusal = responseInside(error);
			// n8n has already turned the response into an error.
			if (refusal === null) throw error;
			return refusal;
		});
	const response = await within(signsIn ? 2 * timeout + SIGN_IN_TIME : timeout + GRACE, asked);
	const { 'content-type': contentType, 'retry-after': retryAfter, date } = response.headers;
	return {
		session,
		answer: {
			status: response.statusCode,
			text: await readBody(response.body, contentType, timeout, mostBytes),
			retryAfter: typeof retryAfter === 'string' ? retryAfter : null,
			date: typeof date === 'string' ? date : null,
		},
	};
}

/**
 * How long to wait before a retry, in milliseconds: what the gateway says, in seconds or as a date
 * (RFC 9110, section 10.2.3), or 1, 2, 4 ... seconds if it says nothing.
 */
export function waitAfter429({ retryAfter, date }: GatewayAnswer, attempt: number): number {
	const text = retryAfter?.trim() ?? '';
	if (/^\d+$/.test(text)) return Math.max(Number(text) * 1000, 100);
	const until = Date.parse(text);
	if (!Number.isNaN(until)) {
		// By the gateway's clock, if it sends the time: ours may be wrong.
		const now = Date.parse(date ?? '');
		return Math.max(until - (Number.isNaN(now) ? wallClock() : now), 100);
	}
	return 1000 * 2 ** attempt;
}

/** The response in an error that n8n made from its status. */
function responseInside(error: unknown): Response | null {
	const { cause } = error as {
		cause?: { response?: { status?: unknown; headers?: unknown; data?: unknown } };
	};
	const response = cause?.response;
	if (typeof response?.status !== 'number' || response.headers === undefined) return null;
	return {
		statusCode: response.status,
		headers: response.headers as Record<string, unknown>,
		body: response.data,
	};
}
