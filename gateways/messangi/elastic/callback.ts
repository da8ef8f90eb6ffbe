import type { Attachment } from '../../callbacks/event';
import type { Fields } from '../../callbacks/body';
import { wordOf } from '../../callbacks/fields';
import { isRecord, textOf } from '../../wire/json';

/*
 * The newer platform's callbacks: JSON. Sources: the vendor's pages "Callback URL (MT)" and "Callback URL
 * (MO)"; what comes with WhatsApp was only seen in use.
 *
 * Assumed: how incoming messages and statuses are told apart. Only incoming messages have a process, an
 * origin, or a user who wrote a text; a status with a recipient is a delivery report.
 */

/**
 * Whether this is an incoming message of the newer platform.
 *
 * @param type the field of the older platform that says so
 */
export function isForwarded(fields: Fields, type: string | null): boolean {
	return fields.has('processid') || (type === null && isOfNewer(fields));
}

/** Whether these are the fields of an incoming message of the newer platform. */
export function isOfNewer(fields: Fields): boolean {
	return fields.has('origin') || (fields.has('user') && fields.has('text'));
}

/**
 * Whether this is a delivery report of the newer platform without its status. It has the text that was sent, so it
 * must not be taken for an incoming message, e.g. one that opts out.
 */
export function isWithoutStatus(fields: Fields): boolean {
	const isReport = ['username', 'externalid', 'callback'].some((name) => fields.has(name));
	// Incoming messages have a `text` instead of a `message`.
	return isReport && !fields.has('status') && !fields.has('text');
}

/**
 * The address that was called, without its query, username and fragment, which may contain the secret.
 * Null if it is not a web address.
 */
export function calledAddress(fields: Fields): string | null {
	const called = wordOf(fields, 'callback');
	if (called === null || !/^https?:\/\//i.test(called) || !URL.canParse(called)) return null;
	const { origin, pathname } = new URL(called);
	return `${origin}${pathname}`;
}

/**
 * The sender's name and the files of a WhatsApp message. Only seen in use.
 *
 * @param raw the event, unparsed
 */
export function readExtraInfo(raw: unknown): {
	contactName: string | null;
	attachments: Attachment[] | null;
} {
	const entry = isRecord(raw)
		? Object.entries(raw).find(([name]) => name.toLowerCase() === 'extrainfo')
		: undefined;
	const info = isRecord(entry?.[1]) ? entry[1] : {};
	const [contact] = recordsIn(info.contacts);
	const profile = isRecord(contact?.profile) ? contact.profile : {};
	const attachments = recordsIn(info.attachments).map((each) => ({
		fileName: textOf(each.fileName),
		url: textOf(each.url),
		caption: textOf(each.caption),
	}));
	return {
		contactName: textOf(profile.name),
		attachments: attachments.length === 0 ? null : attachments,
	};
}

function recordsIn(value: unknown): Record<string, unknown>[] {
	return (Array.isArray(value) ? (value as unknown[]) : []).filter((each) => isRecord(each));
}
