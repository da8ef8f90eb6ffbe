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

/** An answer, with what it says about asking again. */
export interface GatewayAnswer extends HttpReply {
	/** The `Retry-After` header as it came. */
	retryAfter: string | null;
	/** The `Date` header as it came: the time on the gateway's clock. */
	date: string | null;
}

/**
 * How much longer than its own timeout the HTTP client is waited for, in milliseconds. It never ends
 * when the answer is 101 (another protocol).
 */
const GRACE = 1000;
/** How long signing in may take besides, twice, in milliseconds. */
const SIGN_IN_TIME = 60_000 + GRACE;

/** An answer as n8n gives it; its body still comes in. */
interface Response {
	statusCode: number;
	headers: Record<string, unknown>;
	body: unknown;
}

/**
 * Asks a gateway once, through n8n: its proxy, its policy for addresses and its stop button apply.
 * Every HTTP status is an answer. A redirect is not followed: a message would be sent to a place
 * that nobody chose.
 *
 * n8n renews a token that is refused by status and asks once more. The same is done here with one that
 * is refused inside of the body, and with one that another request had fetched before: n8n may have
 * renewed a token that ended with another old one. One that was fetched meanwhile is not renewed
 * again: then it is the account that is refused.
 *
 * @param timeout milliseconds, for the answer to begin and again for it to end
 * @param mostBytes a longer answer counts as an empty one
 * @throws whatever n8n throws when there is no answer, and BrokenAnswer when it breaks off
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

/** An answer, and the session that it was given to. */
interface Used {
	answer: GatewayAnswer;
	/** As n8n keeps it; empty where there is none. */
	session: string;
}

/** @param refused the session that is not to be used again, as n8n keeps it */
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
		// It is read here, with bounds of our own: see body.ts.
		encoding: 'stream',
		returnFullResponse: true,
		// n8n fetches a new token after an error, so those statuses have to stay errors.
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
			// n8n puts a new session where it found the old one.
			keep();
			session = sessionIn(decrypted?.data);
		}
	};
	const asked = ask()
		.then((answer) => {
			if (!access.renewTokenOn.includes(answer.statusCode)) return answer;
			// Up to 2.8, n8n takes no exceptions: it has not renewed the token. Nothing was sent yet.
			discardBody(answer.body);
			return ask({ ignoreHttpStatusErrors: false });
		})
		.catch((error: unknown) => {
			const refusal = responseInside(error);
			// n8n has made an error of its own of it already.
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
 * How long to wait before asking again, in milliseconds: what the gateway says, in seconds or as a
 * date (RFC 9110, section 10.2.3), or 1, 2, 4 ... seconds where it says nothing.
 */
export function waitAfter429({ retryAfter, date }: GatewayAnswer, attempt: number): number {
	const text = retryAfter?.trim() ?? '';
	if (/^\d+$/.test(text)) return Math.max(Number(text) * 1000, 100);
	const until = Date.parse(text);
	if (!Number.isNaN(until)) {
		// By the gateway's own clock, where it says what time that is: ours may be wrong.
		const now = Date.parse(date ?? '');
		return Math.max(until - (Number.isNaN(now) ? wallClock() : now), 100);
	}
	return 1000 * 2 ** attempt;
}

/** The answer inside of an error that n8n made of a status. */
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
