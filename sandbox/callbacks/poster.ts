import http from 'node:http';
import https from 'node:https';

import { maskText } from '../server/secrets';

/** A callback as an HTTP request. */
export interface Post {
	readonly url: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: Buffer;
}

/**
 * The status of the answer with the start of its text, if it has any, or the error: `ECONNREFUSED`,
 * `ECONNRESET`, `timeout` ...
 */
export type PostResult =
	| { readonly status: number; readonly reply?: string }
	| { readonly error: string };

/** How much of an answer is kept, in characters, and how much is read for that, in bytes. */
const MOST_KEPT = 300;
const MOST_READ = 8192;

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
				const start: Buffer[] = [];
				let bytes = 0;
				answer.on('data', (chunk: Buffer) => {
					if (bytes < MOST_READ) start.push(chunk.subarray(0, MOST_READ - bytes));
					bytes += chunk.length;
				});
				// An incomplete answer counts, since its status has arrived.
				answer.on('error', () => undefined);
				answer.on('close', () => {
					const reply = startOf(Buffer.concat(start));
					end(reply === '' ? { status } : { status, reply });
				});
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

/** The start of an answer's text in one line. Secrets are masked: a receiver may repeat one. */
function startOf(bytes: Buffer): string {
	const text = bytes.toString('utf8').replace(/[\s\u0000-\u001f\u007f]+/g, ' ');
	// A form has no `&` before its first name.
	return maskText(`&${text.trim()}`).slice(1, MOST_KEPT + 1);
}
