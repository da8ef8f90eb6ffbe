import { createHash } from 'crypto';
import { isRecord } from '../wire/json';
import { saidIn } from './body';
import type { CallbackEvent } from './event';

/**
 * An id that is the same for the same event delivered twice, and another one when the status has
 * moved on. It is made of what the event says, not of how it was written: the order of fields and
 * white space do not matter, nor do times at which the call itself was made.
 *
 * Where an incoming message has neither an id nor a date of the gateway's own, two equal texts
 * from one handset have the same id: nothing tells them from one text delivered twice.
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
			// Ids may be used again for the parts of a long message; the text tells them apart.
			const sent = messageId === null ? (date ?? submittedAt) : null;
			const whole = messageId === null && sent === null ? canonical(said) : null;
			return [messageId, messageSubId, from, to, text, sent, whole];
		}
		default:
			return [canonical(said)];
	}
}

/** JSON with the names of each object in one order. */
function canonical(value: unknown): string {
	if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
	if (!isRecord(value)) return JSON.stringify(value) ?? 'null';
	const pairs = Object.keys(value)
		.sort()
		.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`);
	return `{${pairs.join(',')}}`;
}
