import {
	form,
	JSON_TYPE,
	type CallbackContent,
	type CallbackFields,
	type Report,
} from '../gateway';
import type { IncomingMessage } from '../incoming';
import { caracasTime, CLIENT_ID, wordOf } from './replies';

/**
 * How an account's callbacks look. `form`: the vendor's page; `short`: the same, but an incoming
 * message is just `mobile` and `mo`, as some accounts have it; `json`: the newer platform.
 */
export const CALLBACK_SHAPES = ['form', 'short', 'json'] as const;
export type MessangiCallbackShape = (typeof CALLBACK_SHAPES)[number];

/** FROM is the code that sent the message, TO the handset (assumed: the page names no sides). */
export function report(
	{ message, status, at, fields }: Report,
	shape: MessangiCallbackShape,
): CallbackContent {
	const { id, from, to, text } = message;
	if (shape === 'json') {
		const content = { id, status: wordOf(status), from, to, message: text, externalId: CLIENT_ID };
		return json({ ...content, ...times(at), ...fields });
	}
	return form(
		{
			FROM: from,
			TO: to,
			MESSAGE_BODY: text,
			TYPE: 'SMS',
			CLIENT_ID,
			MESSANGI_ID: id,
			STATUS: wordOf(status),
		},
		fields,
	);
}

export function notice(
	{ from, to, text, date }: IncomingMessage,
	shape: MessangiCallbackShape,
	nextId: () => string,
	fields?: CallbackFields,
): CallbackContent {
	switch (shape) {
		case 'form':
			return form(
				{ FROM: from, TO: to, TEXT: text, ENCODING: 'UTF-8', TYPE: 'MO_MESSAGE' },
				fields,
			);
		case 'short':
			return form({ mobile: from, mo: text }, fields);
		case 'json':
			return json({ id: nextId(), from, to, text, ...times(new Date(date)), ...fields });
	}
}

/** The names are the vendor's, the forms of these two are assumed. */
function times(at: Date): { date: string; timestamp: number } {
	return { date: caracasTime(at), timestamp: at.getTime() };
}

function json(content: CallbackFields): CallbackContent {
	return { contentType: JSON_TYPE, body: JSON.stringify(content) };
}
