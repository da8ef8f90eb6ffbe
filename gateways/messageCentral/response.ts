import { isRecord, readJson, textOf } from '../json';
import { rejected, unknown, unreadableReply, type HttpReply, type SendReply } from '../reply';
import { lookUp } from '../table';
import { CODE_PROBLEMS, SERVER_CODES, SUCCESS_CODE } from './errors';

/**
 * The reply to a single send. Success is a code of 200 outside and inside and no error message;
 * an error comes with HTTP 200 as well as with others, so the body counts.
 */
export function readSend(reply: HttpReply): SendReply {
	const body = readJson(reply.text);
	if (!isRecord(body)) return unreadableReply('Message Central', reply, 'JSON');
	const data = isRecord(body.data) ? body.data : {};
	const outer = textOf(body.responseCode);
	const inner = textOf(data.responseCode);
	const errorMessage = textOf(data.errorMessage) ?? '';
	if (outer === null && inner === null)
		return { ...unreadableReply('Message Central', reply, 'a response code'), response: body };

	const messageId = textOf(data.transactionId) ?? textOf(data.verificationId);
	const status = textOf(body.message);
	const codes = [outer, inner].filter((each) => each !== null);
	if (codes.every((each) => each === SUCCESS_CODE) && errorMessage === '') {
		return {
			outcome: 'accepted',
			messageId,
			status,
			statusDescription: null,
			extra: {
				verificationId: textOf(data.verificationId),
				transactionId: textOf(data.transactionId),
				timeout: textOf(data.timeout),
			},
			response: body,
		};
	}

	const code = codes.find((each) => each !== SUCCESS_CODE) ?? SUCCESS_CODE;
	const details = errorMessage || (status !== null && !/^[A-Z_]*$/.test(status) ? status : '');
	const told = (words: string) => (details === '' ? words : `${words}: ${details}`);
	const common = { messageId, status, statusDescription: errorMessage || null, response: body };
	const refused = lookUp(CODE_PROBLEMS, code);
	if (refused)
		return { ...common, ...rejected({ code, message: told(refused.message), hint: refused.hint }) };
	const fault = lookUp(SERVER_CODES, code);
	return {
		...common,
		...unknown({
			code,
			message: told(
				fault?.message ??
					`Message Central answered with code ${code}${status ? ` (${status})` : ''}`,
			),
			hint:
				fault?.hint ??
				'This code is not documented: check in the console whether the message was sent before sending it again.',
		}),
	};
}

/**
 * Whether a token is right, from the reply to `probe()`.
 *
 * @returns null when it is, or what to tell the user
 */
export function readProbe(reply: HttpReply): string | null {
	if (reply.status === 401 || reply.status === 403) {
		return `Message Central refused the auth token (HTTP ${reply.status}). Copy it again from the console.`;
	}
	if (isRecord(readJson(reply.text))) return null;
	return `${unreadableReply('Message Central', reply, 'JSON').problem.message}. Check the Base URL.`;
}
