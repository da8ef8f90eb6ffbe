import type { DeliveryStatus, StatusMeaning } from './statuses';

/** A file in a message. Missing fields are null. */
export interface Attachment {
	fileName: string | null;
	url: string | null;
	caption: string | null;
}

/** An event that a gateway reports. Missing fields are null. */
export interface CallbackEvent {
	event: 'deliveryReport' | 'incomingMessage' | 'unknown';
	/** The gateway's ID of the message. */
	messageId: string | null;
	to: string | null;
	from: string | null;
	/** Delivery reports only, and so are the five below. */
	status: DeliveryStatus | null;
	/** Whether this is the last status of the message. */
	final: boolean | null;
	/** The gateway's own word, unchanged. */
	gatewayStatus: string | null;
	errorCode: string | null;
	/** As the gateway writes it: no time zone is added. */
	submittedAt: string | null;
	doneAt: string | null;
	/** Incoming messages only. */
	text: string | null;
	/** Fields of this gateway only, by its documented names in camelCase. */
	extra: Record<string, string | Attachment[] | null>;
	/** The content as parsed, without secrets. */
	raw: unknown;
}

const NOTHING: Omit<CallbackEvent, 'raw' | 'extra'> = {
	event: 'unknown',
	messageId: null,
	to: null,
	from: null,
	status: null,
	final: null,
	gatewayStatus: null,
	errorCode: null,
	submittedAt: null,
	doneAt: null,
	text: null,
};

type Report = Omit<CallbackEvent, 'event' | 'status' | 'final' | 'text' | 'raw'>;
type Incoming = Pick<CallbackEvent, 'messageId' | 'to' | 'from' | 'text' | 'extra'>;

/** The status of a message that was sent. */
export function deliveryReport(
	report: Partial<Report>,
	{ status, final }: StatusMeaning,
	raw: unknown,
): CallbackEvent {
	return { ...NOTHING, extra: {}, ...report, event: 'deliveryReport', status, final, raw };
}

/** An incoming message. */
export function incomingEvent(message: Incoming, raw: unknown): CallbackEvent {
	return { ...NOTHING, ...message, event: 'incomingMessage', raw };
}

/** An event in an unrecognized format, which is passed on unchanged. */
export function unknownEvent(raw: unknown): CallbackEvent {
	return { ...NOTHING, extra: {}, raw };
}
