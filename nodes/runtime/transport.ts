import type {
	IExecuteFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	IPollFunctions,
} from 'n8n-workflow';
import type { HttpReply } from '../../gateways/reply';
import type { GatewayRequest } from '../../gateways/request';
import type { Gateway } from './operation';

/** An answer, with what it says about asking again. */
export interface GatewayAnswer extends HttpReply {
	/** The `Retry-After` header as it came. */
	retryAfter: string | null;
}

/** The longest answer that is read, in bytes. */
const MAX_REPLY_BYTES = 20_000_000;

/**
 * Asks a gateway once, through n8n: its proxy, its policy for addresses and its stop button apply.
 * Every HTTP status is an answer. A redirect is not followed: a message would be sent to a place
 * that nobody chose.
 *
 * @param timeout milliseconds
 * @throws whatever n8n throws when there is no answer
 */
export async function askGateway(
	context: IExecuteFunctions | ILoadOptionsFunctions | IPollFunctions,
	gateway: Pick<Gateway, 'credential' | 'renewTokenOn'>,
	request: GatewayRequest,
	timeout: number,
): Promise<GatewayAnswer> {
	const { method, path, headers, body } = request;
	const options: IHttpRequestOptions = {
		method,
		url: path,
		headers: { ...headers, ...(body && { 'content-type': body.contentType }) },
		body: body && Buffer.from(await body.bytes()),
		encoding: 'arraybuffer',
		returnFullResponse: true,
		// n8n fetches a new token after an error, so those statuses have to stay errors.
		ignoreHttpStatusErrors: { ignore: true, except: gateway.renewTokenOn },
		disableFollowRedirect: true,
		timeout,
	};
	return await context.helpers.httpRequestWithAuthentication
		.call(context, gateway.credential, options, {
			preAuthenticationRetryStatusCode: gateway.renewTokenOn,
		})
		.then(
			(response: { statusCode: number; headers: Record<string, unknown>; body: unknown }) =>
				answer(response.statusCode, response.headers, response.body),
			(error: unknown) => {
				const refused = answerInside(error);
				// n8n has made an error of its own of it already.
				if (refused === null) throw error;
				return refused;
			},
		);
}

/**
 * How long to wait before asking again, in milliseconds: what the gateway says, in seconds or as a
 * date (RFC 9110, section 10.2.3), or 1, 2, 4 ... seconds where it says nothing.
 */
export function waitAfter429({ retryAfter }: GatewayAnswer, attempt: number): number {
	const text = retryAfter?.trim() ?? '';
	if (/^\d+$/.test(text)) return Math.max(Number(text) * 1000, 100);
	const date = Date.parse(text);
	if (!Number.isNaN(date)) return Math.max(date - Date.now(), 100);
	return 1000 * 2 ** attempt;
}

/** The answer inside of an error that n8n made of a status. */
function answerInside(error: unknown): GatewayAnswer | null {
	const { cause } = error as {
		cause?: { response?: { status?: unknown; headers?: unknown; data?: unknown } };
	};
	const response = cause?.response;
	if (typeof response?.status !== 'number' || response.headers === undefined) return null;
	return answer(response.status, response.headers as Record<string, unknown>, response.data);
}

function answer(status: number, headers: Record<string, unknown>, body: unknown): GatewayAnswer {
	const retryAfter = headers['retry-after'];
	return {
		status,
		text: decode(body, headers['content-type']),
		retryAfter: typeof retryAfter === 'string' ? retryAfter : null,
	};
}

/** The body as text, in the character set that it declares; UTF-8 where it declares none we know. */
function decode(body: unknown, contentType: unknown): string {
	if (typeof body === 'string') return body;
	if (!(body instanceof ArrayBuffer) && !ArrayBuffer.isView(body)) return '';
	const bytes =
		body instanceof ArrayBuffer
			? Buffer.from(body)
			: Buffer.from(body.buffer, body.byteOffset, body.byteLength);
	if (bytes.length > MAX_REPLY_BYTES) return '';
	const declared =
		/charset\s*=\s*"?([\w-]+)/i.exec(String(contentType))?.[1] ??
		/^\s*<\?xml[^>]*encoding\s*=\s*["']([\w-]+)/i.exec(bytes.toString('latin1', 0, 200))?.[1];
	return decoder(declared).decode(bytes);
}

function decoder(label: string | undefined) {
	try {
		return new TextDecoder(label ?? 'utf-8');
	} catch {
		return new TextDecoder('utf-8');
	}
}
