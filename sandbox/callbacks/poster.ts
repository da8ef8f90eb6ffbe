import http from 'node:http';
import https from 'node:https';

/** A callback as an HTTP request. */
export interface Post {
	readonly url: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: Buffer;
}

/** The status of the answer, or the error: `ECONNREFUSED`, `ECONNRESET`, `timeout` ... */
export type PostResult = { readonly status: number } | { readonly error: string };

/** Posts over keep-alive connections and does not follow redirects. */
export class Poster {
	private readonly agents = {
		http: new http.Agent({ keepAlive: true }),
		https: new https.Agent({ keepAlive: true }),
	};

	/** `timeout` is the longest time from the start to the last byte of the answer, in milliseconds. */
	constructor(private readonly timeout: number) {}

	post({ url, headers, body }: Post): Promise<PostResult> {
		return new Promise((resolve) => {
			const options = {
				method: 'POST',
				headers: {
					'user-agent': 'sms-gateways-sandbox',
					...headers,
					'content-length': body.length,
				},
			};
			const request = url.startsWith('https:')
				? https.request(url, { ...options, agent: this.agents.https })
				: http.request(url, { ...options, agent: this.agents.http });
			const timer = setTimeout(() => request.destroy(new Error('timeout')), this.timeout).unref();
			const end = (result: PostResult): void => {
				clearTimeout(timer);
				resolve(result);
			};
			request.on('response', (answer) => {
				const status = answer.statusCode ?? 0;
				// An incomplete answer counts, since its status has arrived.
				answer.on('error', () => undefined);
				answer.on('close', () => {
					end({ status });
				});
				answer.resume();
			});
			request.on('error', (error: NodeJS.ErrnoException) => {
				end({ error: error.code ?? error.message });
			});
			request.end(body);
		});
	}

	/** Closes all connections and aborts posts in flight. */
	cut(): void {
		this.agents.http.destroy();
		this.agents.https.destroy();
	}
}
