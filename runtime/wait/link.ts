import { attempt, Refusal } from '../../messages/refusal';
import {
	parseTemplate,
	showPlaceholder,
	type Stretch,
	type Template,
} from '../../messages/template';
import type { HttpReply } from '../../gateways/reply';
import type { PreparedMessage } from '../operation';

/** The name of the placeholder for the link. */
const PLACE = 'link';

/**
 * Reads the message of a question. Its only placeholder is `##link##`.
 *
 * @throws Refusal `MISSING_VARIABLE` for any other
 */
export function readLinkTemplate(stretches: readonly Stretch[]): Template {
	const template = parseTemplate(stretches);
	for (const part of template.parts) {
		if (typeof part === 'string' || part.name === PLACE) continue;
		const shown = showPlaceholder(part.written);
		throw new Refusal(
			'MISSING_VARIABLE',
			`The message has ${shown}, but only ##link## has a value here`,
			`Use an expression such as {{ $json.name }} instead of ${shown}, or remove it from the message.`,
		);
	}
	return template;
}

/**
 * Inserts the link once: at the first `##link##`, or on its own line at the end. Spaces separate it from
 * other text, so that phones recognize the link.
 */
export function withLink({ parts }: Template, link: string): string {
	const place = parts.findIndex((part) => typeof part !== 'string');
	if (place === -1) return `${textOf(parts).trimEnd()}\n${link}`;
	const before = textOf(parts.slice(0, place));
	const after = textOf(parts.slice(place));
	return [
		before,
		BLANK_AT_END.test(before) ? '' : ' ',
		link,
		BLANK_AT_START.test(after) ? '' : ' ',
		after,
	].join('');
}

/** The message as the page shows it. */
export function withoutLink({ parts }: Template): string {
	return textOf(parts).trim();
}

/** A text of the page, without a typed `##link##`: whoever reads it has already opened the link. */
export function pageText(stretches: readonly Stretch[]): string {
	const texts = stretches.map(({ text, isTyped }) =>
		isTyped ? text.replace(/##[ \u00a0]{0,99}link[ \u00a0]{0,99}##/gi, '') : text,
	);
	return texts.join('').trim();
}

/** What phones take for the end of a URL and no encoding removes, or the end of the text. */
const BLANK_AT_END = /(?:^|[ \r\n])$/;
const BLANK_AT_START = /^(?:$|[ \r\n])/;

/** The texts of a template without its placeholders. */
function textOf(parts: Template['parts']): string {
	return parts.filter((part) => typeof part === 'string').join('');
}

/** A link of the same length that does not work, for previews. */
export function placeholderOf(link: string): string {
	const signature = signatureOf(link);
	return link.replace(signature, () => 'x'.repeat(signature.length));
}

/**
 * Hides the link's signature from replies that repeat the text, so that only the gateway and the
 * recipient see it. If the text is too long, the error says how long the link is.
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
 * Adds the link's length to a refusal of a long message.
 *
 * @throws whatever the task throws
 */
export function tellLength<Value>(link: string, task: () => Value): Value {
	const result = attempt(task);
	if (!(result instanceof Refusal)) return result;
	const { code, message, hint } = result;
	if (code !== 'MESSAGE_TOO_LONG') throw result;
	throw new Refusal(code, `${message}; the response link takes up ${link.length} of them`, hint);
}

/** The signature of the link: whoever has it can answer. */
function signatureOf(link: string): string {
	return new URL(link).searchParams.get('signature') ?? link;
}
