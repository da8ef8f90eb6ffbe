import { ACCOUNTS } from '../accounts';
import type { HandsetMessage, NewIncoming } from '../server/message';
import { wallClock } from '../server/clock';
import { LONGEST_TEXT } from '../server/parts';
import { isRecord } from '../server/isRecord';

const DEFAULT_CARRIER = 'Movistar';

export function completeIncoming(given: NewIncoming): HandsetMessage {
	const { gateway, from, to, text } = given;
	return {
		gateway,
		from,
		to,
		text,
		carrier: given.carrier ?? DEFAULT_CARRIER,
		keyword: given.keyword ?? /\S+/.exec(text)?.[0] ?? '',
		date: new Date(given.date ?? wallClock()).toISOString(),
		details: { ...given.details },
	};
}

const REQUIRED = ['gateway', 'from', 'to', 'text'];
const OPTIONAL = ['carrier', 'keyword', 'date'];

/**
 * Checks one message or a list of messages from outside.
 *
 * @throws RangeError whose message names the field and its valid values
 */
export function parseIncoming(value: unknown): HandsetMessage[] {
	return (Array.isArray(value) ? value : [value]).map((each) => completeIncoming(checked(each)));
}

function checked(value: unknown): NewIncoming {
	if (!isRecord(value)) {
		throw new RangeError(`An incoming message is an object with ${REQUIRED.join(', ')}.`);
	}
	for (const [field, content] of Object.entries(value)) {
		if (content === undefined) continue;
		if (![...REQUIRED, ...OPTIONAL].includes(field)) {
			throw new RangeError(`An incoming message has no "${field}".`);
		}
		if (typeof content !== 'string' && !(field === 'date' && content instanceof Date)) {
			throw new RangeError(`"${field}" must be a string.`);
		}
	}
	const missing = REQUIRED.find((field) => value[field] === undefined);
	if (missing !== undefined) throw new RangeError(`"${missing}" is missing.`);
	const message = value as unknown as NewIncoming;
	if (message.text.length > LONGEST_TEXT) {
		throw new RangeError(`"text" must have at most ${LONGEST_TEXT} characters: 255 parts.`);
	}
	if (!Object.hasOwn(ACCOUNTS, message.gateway)) {
		throw new RangeError(`"gateway" must be one of ${Object.keys(ACCOUNTS).join(', ')}.`);
	}
	if (message.date !== undefined && Number.isNaN(new Date(message.date).getTime())) {
		throw new RangeError('"date" must be a date, e.g. 2014-10-13T10:30:51.922Z.');
	}
	return message;
}
