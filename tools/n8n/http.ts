import { type IncomingHttpHeaders, request } from 'node:http';
import { text } from 'node:stream/consumers';

/** An answer with its body. */
export interface HttpAnswer {
	status: number;
	headers: IncomingHttpHeaders;
	body: string;
}

/** The request. */
export interface HttpCall {
	method?: string;
	headers?: Record<string, string>;
	body?: string | Buffer;
	/** How long to wait for the answer, in milliseconds. */
	timeoutMs?: number;
}

/**
 * One request on its own connection. `fetch` keeps connections open, and a starting n8n closes them
 * without `fetch` noticing; the next request on such a connection would be lost.
 */
export function callHttp(
	url: string,
	{ method, headers, body, timeoutMs = 120_000 }: HttpCall = {},
): Promise<HttpAnswer> {
	return new Promise((resolve, reject) => {
		// n8n and the sandbox listen on IPv4, but `localhost` can also be IPv6.
		const options = { method, headers, agent: false, family: 4 };
		const call = request(url, options, (response) => {
			text(response).then((content) => {
				resolve({ status: response.statusCode ?? 0, headers: response.headers, body: content });
			}, reject);
		});
		call.on('error', reject);
		call.setTimeout(timeoutMs, () => {
			call.destroy(new Error(`No answer from ${new URL(url).host} within ${timeoutMs} ms`));
		});
		call.end(body);
	});
}
