import { ACCOUNTS } from '../accounts';
import type { GatewayName } from '../gateways/names';
import {
	boolean,
	checkFields,
	isHeader,
	oneOf,
	string,
	wholeNumber,
	type Check,
} from '../server/checks';
import type { CallbackFields } from '../server/gateway';
import type { NewIncoming } from '../server/message';
import { isRecord } from '../server/isRecord';

/** A delivery report about a message, which the sandbox need not know. */
export interface AskedReport {
	messageId: string;
	/** `accepted`, `sent`, `delivered`, `failed`, `expired`, or the gateway's own word. */
	status: string;
	/** Default: the message's value; the same for `from` and `text`. */
	to?: string;
	from?: string;
	text?: string;
	/** When the status was reached. Default: now. A text is ISO 8601. */
	date?: string | Date;
	/** Fields of the callback to add or replace; null removes one from a form. */
	fields?: CallbackFields;
}

/** A message from a phone that is only in the callback: it is not kept. */
export interface AskedIncoming extends Omit<NewIncoming, 'gateway' | 'details'> {
	fields?: CallbackFields;
}

/** A callback to post: one of `report`, `incoming`, `body` and `bodyBase64`. */
export interface AskedCallback {
	/** The gateway whose URL is called. */
	gateway: GatewayName;
	report?: AskedReport;
	incoming?: AskedIncoming;
	/** Sent unchanged; needs a `contentType`. */
	body?: string | Uint8Array;
	/** The same in Base64, for bytes in JSON. */
	bodyBase64?: string;
	/** Default: the gateway's. Empty: no `content-type` header. */
	contentType?: string;
	/** How often the same callback is posted; default 1. */
	times?: number;
	/** Whether the last character of the secret is changed. */
	wrongSecret?: boolean;
	withoutSecret?: boolean;
	/**
	 * `inTurn`, the default: each waits for the one before it, and for earlier ones about the same
	 * message. `reversed`: the same from last to first, e.g. for a message's parts. `atOnce`: none
	 * waits.
	 */
	order?: (typeof CALLBACK_ORDERS)[number];
}

/** The highest value of `times`. */
export const MOST_TIMES = 100_000;
/** See `order`. */
export const CALLBACK_ORDERS = ['inTurn', 'reversed', 'atOnce'] as const;

const date: Check = (value) =>
	(typeof value === 'string' || value instanceof Date) && !Number.isNaN(new Date(value).getTime())
		? undefined
		: 'a date, e.g. 2014-10-13T10:30:51.922Z';

const fields: Check = (value) =>
	isRecord(value) &&
	Object.values(value).every(
		(each) => each === null || typeof each === 'string' || Number.isFinite(each),
	)
		? undefined
		: 'an object of strings, numbers and null';

const object: Check = (value) => (isRecord(value) ? undefined : 'an object');

const CHECKS: Readonly<Record<keyof AskedCallback, Check>> = {
	gateway: oneOf(Object.keys(ACCOUNTS)),
	report: object,
	incoming: object,
	body: (value) =>
		typeof value === 'string' || value instanceof Uint8Array ? undefined : 'a string or bytes',
	bodyBase64: string,
	contentType: (value) =>
		isHeader('content-type', value) ? undefined : 'a string that a header can carry',
	times: wholeNumber(1, MOST_TIMES),
	wrongSecret: boolean,
	withoutSecret: boolean,
	order: oneOf(CALLBACK_ORDERS),
};

const REPORT_CHECKS: Readonly<Record<keyof AskedReport, Check>> = {
	messageId: string,
	status: string,
	to: string,
	from: string,
	text: string,
	date,
	fields,
};

/**
 * Checks a callback from outside. Its incoming message is checked where all incoming messages are.
 *
 * @throws RangeError whose message names the field and its valid values
 */
export function parseAsked(value: unknown): AskedCallback {
	checkFields('A callback', value, CHECKS);
	const asked = value as unknown as AskedCallback;
	if (value.gateway === undefined) throw new RangeError('"gateway" is missing.');
	const { report, incoming, body, bodyBase64, contentType } = asked;
	if ([report, incoming, body, bodyBase64].filter((each) => each !== undefined).length !== 1) {
		throw new RangeError('Give one of report, incoming, body and bodyBase64.');
	}
	if ((body ?? bodyBase64) !== undefined && contentType === undefined) {
		throw new RangeError('"contentType" is missing: a body needs one.');
	}
	if (asked.wrongSecret === true && asked.withoutSecret === true) {
		throw new RangeError('Give wrongSecret or withoutSecret, not both.');
	}
	if (report !== undefined) checkReport(report);
	const other = incoming?.fields === undefined ? undefined : fields(incoming.fields);
	if (other !== undefined) throw new RangeError(`"fields" must be ${other}.`);
	return asked;
}

function checkReport(report: unknown): void {
	checkFields('A report', report, REPORT_CHECKS);
	const missing = ['messageId', 'status'].find((field) => report[field] === undefined);
	if (missing !== undefined) throw new RangeError(`"${missing}" is missing.`);
}
