import { sleep } from 'n8n-workflow';
import { elapsed } from '../../http/clock';

/** How often a held call is looked at, in milliseconds. */
const LOOK_AROUND = 500;

/** The part of the web server's response that n8n uses to answer a call. */
export interface CallResponse {
	headersSent: boolean;
	statusCode: number;
	closed?: boolean;
	status(code: number): CallResponse;
	type(name: string): CallResponse;
	send(body: string): unknown;
	json(body: unknown): unknown;
	setHeader(name: string, value: unknown): unknown;
}

/**
 * Lets a gateway wait until the workflow has ended: 200 if it succeeded, 500 if it failed, 504 if it takes longer
 * than the limit. A gateway delivers again what is not answered with 200.
 *
 * In its mode "lastNode", n8n answers with nothing if the workflow succeeded, and with a message in all other cases,
 * some of them with status 200, e.g. if an execution could not begin. This replaces its answer with one of the three.
 *
 * @param limit milliseconds
 */
export function holdResponse(response: CallResponse, limit: number): void {
	const begun = elapsed();
	let isAnswered = false;
	const send = response.send.bind(response);
	const answer = (status: number, text: string) => {
		if (isAnswered || response.headersSent) return response;
		isAnswered = true;
		response.status(status).type('text/plain');
		// Express's own send() is used by json().
		send(`${text}\n`);
		// What n8n adds later finds the response already sent.
		response.setHeader = () => response;
		return response;
	};
	response.json = (body) =>
		response.statusCode < 300 && body === undefined
			? answer(200, 'OK')
			: answer(500, 'The workflow failed; send it again later');
	response.send = (body) => response.json(body);
	void endAtLimit();

	async function endAtLimit(): Promise<void> {
		while (!isAnswered && !response.headersSent && response.closed !== true) {
			const left = limit - (elapsed() - begun);
			if (left <= 0) {
				answer(504, 'The workflow takes too long; send it again later');
				return;
			}
			await sleep(Math.min(left, LOOK_AROUND));
		}
	}
}
