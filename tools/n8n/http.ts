import { type IncomingHttpHeaders, request } from 'node:http';
import { text } from 'node:stream/consumers';

/** An answer with its body read. */
export interface HttpAnswer {
	status: number;
	headers: IncomingHttpHeaders;
	body: string;
}

/** What to send. */
export interface HttpCall {
	method?: string;
	headers?: Record<string, string>;
	body?: string | Buffer;
}

/**
 * One request on a connection of its own. `fetch` keeps connections open, and n8n closes them while
 * it is too busy starting to say so; the next request on such a connection is lost.
 */
export function callHttp(
	url: string,
	{ method, headers, body }: HttpCall = {},
): Promise<HttpAnswer> {
	return new Promise((resolve, reject) => {
		// n8n and the sandbox listen on IPv4, and `localhost` may stand for both.
		const options = { method, headers, agent: false, family: 4 };
		const call = request(url, options, (response) => {
			text(response).then((content) => {
				resolve({ status: response.statusCode ?? 0, headers: response.headers, body: content });
			}, reject);
		});
		call.on('error', reject);
		call.end(body);
	});
}
