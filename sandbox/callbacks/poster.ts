import http from 'node:http';
import https from 'node:https';

/** A callback as it goes over the wire. */
export interface Post {
	readonly url: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: Buffer;
}

/** The status that came back, or what came instead: `ECONNREFUSED`, `ECONNRESET`, `timeout` ... */
export type PostResult = { readonly status: number } | { readonly error: string };

/** Posts over connections that are kept alive, and follows no redirects. */
export class Poster {
	private readonly agents = {
		http: new http.Agent({ keepAlive: true }),
		https: new https.Agent({ keepAlive: true }),
	};

	/** `timeout` is how long a post may take from its start to the last byte of its answer. */
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
				// A cut answer is an answer all the same: its status has come.
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

	/** Cuts all connections, posts under way included. */
	cut(): void {
		this.agents.http.destroy();
		this.agents.https.destroy();
	}
}
