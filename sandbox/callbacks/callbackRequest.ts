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

/** A report about a message, be it known to the sandbox or not. */
export interface AskedReport {
	messageId: string;
	/** `accepted`, `sent`, `delivered`, `failed`, `expired`, or in any other word the gateway's own. */
	status: string;
	/** Default: the message's own, as `from` and `text`. */
	to?: string;
	from?: string;
	text?: string;
	/** When the status was reached; default now. Text is ISO 8601. */
	date?: string | Date;
	/** Fields of the callback that are to be others, or further ones; null leaves one out of a form. */
	fields?: CallbackFields;
}

/** A message from a handset that only the callback tells of: it is not kept. */
export interface AskedIncoming extends Omit<NewIncoming, 'gateway' | 'details'> {
	fields?: CallbackFields;
}

/** A callback at will: one of `report`, `incoming`, `body` and `bodyBase64`. */
export interface AskedCallback {
	/** Whose URL is called. */
	gateway: GatewayName;
	report?: AskedReport;
	incoming?: AskedIncoming;
	/** Sent as it is; needs a `contentType`. */
	body?: string | Uint8Array;
	/** The same over HTTP, where bytes cannot be given otherwise. */
	bodyBase64?: string;
	/** Default: the gateway's. Empty: no such header. */
	contentType?: string;
	/** How often the very same callback is posted; default 1. */
	times?: number;
	/** Its last character is another one. */
	wrongSecret?: boolean;
	withoutSecret?: boolean;
	/**
	 * `inTurn`, the default: each waits for the one before it, and for earlier ones about the same
	 * message. `reversed`: the same from the last to the first, e.g. of a message's parts. `atOnce`:
	 * none waits.
	 */
	order?: (typeof CALLBACK_ORDERS)[number];
}

/** How often one callback can be posted. */
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
 * Checks what may come from anywhere, HTTP included. An incoming message is checked where all are.
 *
 * @throws RangeError with a sentence that names the field and what it takes
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
		throw new RangeError('Give the "contentType" of the body.');
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
