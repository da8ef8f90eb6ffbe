import { createHash } from 'crypto';
import { isRecord } from '../wire/json';
import { saidIn } from './body';
import type { CallbackEvent } from './event';

/**
 * An ID that is the same if an event is delivered twice, and different if the status changed. It is made
 * from the event's content: the order of fields, white space and the time of the call do not matter.
 *
 * If an incoming message has neither an ID nor a date from the gateway, two equal texts from one phone
 * have the same ID, because they cannot be told from one text delivered twice.
 *
 * @returns 64 hexadecimal digits
 */
export function eventId(gateway: string, event: CallbackEvent): string {
	const identity = JSON.stringify([gateway, event.event, ...identityOf(event)]);
	return createHash('sha256').update(identity).digest('hex');
}

function identityOf(event: CallbackEvent): unknown[] {
	const { messageId, to, from, text, gatewayStatus, errorCode, submittedAt, doneAt } = event;
	const { messageSubId = null, statusCode = null, date = null } = event.extra;
	const said = saidIn(event.raw);
	switch (event.event) {
		case 'deliveryReport': {
			const whole = messageId === null ? canonical(said) : null;
			return [messageId, messageSubId, to, gatewayStatus, statusCode, errorCode, doneAt, whole];
		}
		case 'incomingMessage': {
			// IDs may be reused for the parts of a long message; the text distinguishes them.
			const sent = messageId === null ? (date ?? submittedAt) : null;
			const whole = messageId === null && sent === null ? canonical(said) : null;
			return [messageId, messageSubId, from, to, text, sent, whole];
		}
		default:
			return [canonical(said)];
	}
}

/** JSON with the names of each object sorted. */
function canonical(value: unknown): string {
	if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
	if (!isRecord(value)) return JSON.stringify(value) ?? 'null';
	const pairs = Object.keys(value)
		.sort()
		.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`);
	return `{${pairs.join(',')}}`;
}
