import {
	form,
	JSON_TYPE,
	type CallbackContent,
	type CallbackFields,
	type Report,
} from '../../server/gateway';
import type { HandsetMessage } from '../../server/message';
import { CLIENT_ID, wordOf } from './replies';

/**
 * The format of an account's callbacks. `form`: the vendor's page. `short`: the same, but an incoming
 * message has only `mobile` and `mo`, as in some accounts. `json`: the newer platform.
 */
export const CALLBACK_SHAPES = ['form', 'short', 'json'] as const;
export type MessangiCallbackShape = (typeof CALLBACK_SHAPES)[number];

/** FROM is the code that sent the message, TO the phone (assumed: the page does not say). */
export function report(
	{ message, status, at, fields }: Report,
	shape: MessangiCallbackShape,
): CallbackContent {
	const { id, from, to, text } = message;
	if (shape === 'json') {
		const time = at.toISOString();
		return json({
			date: time,
			externalId: CLIENT_ID,
			from,
			id,
			to,
			message: text,
			username: OWNER,
			timestamp: time,
			status: wordOf(status),
			...fields,
		});
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
	{ from, to, text, date }: HandsetMessage,
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
			return json({
				owner: OWNER,
				date: new Date(date).toISOString(),
				processId: PROCESS_ID,
				origin: to,
				externalId: '',
				connection: 'SMS',
				id: nextId(),
				text,
				user: from,
				extraInfo: null,
				...fields,
			});
	}
}

/** The account's owner and the source of its messages; both are the sandbox's own. */
const OWNER = 'sandbox';
const PROCESS_ID = 123;

function json(content: CallbackFields): CallbackContent {
	return { contentType: JSON_TYPE, body: JSON.stringify(content) };
}
