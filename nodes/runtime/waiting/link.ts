import { attempt, Refusal } from '../../../messages/refusal';
import type { HttpReply } from '../../../gateways/reply';
import type { PreparedMessage } from '../operation';

/** Where the user wants the link. */
const PLACE = '##link##';

/** Puts the link into a message: where the user wants it, or on a line of its own at the end. */
export function withLink(message: string, link: string): string {
	return message.includes(PLACE)
		? message.replaceAll(PLACE, () => link)
		: `${message.trimEnd()}\n${link}`;
}

/** The message as the page shows it. */
export function withoutLink(message: string): string {
	return message.replaceAll(PLACE, '').trim();
}

/** A link of the same length that opens nothing, for previews. */
export function placeholderOf(link: string): string {
	const signature = signatureOf(link);
	return link.replace(signature, () => 'x'.repeat(signature.length));
}

/**
 * A message whose link is seen by nobody but the gateway and its recipient: a reply that repeats
 * the text reads without the signature. Where the text is too long, it says how much the link takes.
 */
export function guardLink(message: PreparedMessage, link: string): PreparedMessage {
	const signature = signatureOf(link);
	const hide = (reply: HttpReply): HttpReply => ({
		...reply,
		text: reply.text.replaceAll(signature, '…'),
	});
	if (message.share === undefined) {
		return { ...message, read: (reply) => message.read(hide(reply)) };
	}
	const { share } = message;
	return {
		...message,
		share: {
			...share,
			request: (recipients) => tellLength(link, () => share.request(recipients)),
			read: (reply, recipients) => share.read(hide(reply), recipients),
		},
	};
}

/**
 * Adds to a refusal for length what the link has to do with it.
 *
 * @throws whatever the task throws
 */
export function tellLength<Value>(link: string, task: () => Value): Value {
	const result = attempt(task);
	if (!(result instanceof Refusal)) return result;
	const { code, message, hint } = result;
	if (code !== 'MESSAGE_TOO_LONG') throw result;
	throw new Refusal(code, `${message}; the link to answer has ${link.length} of them`, hint);
}

/** What proves that n8n made the link: who has it can answer. */
function signatureOf(link: string): string {
	return new URL(link).searchParams.get('signature') ?? link;
}
