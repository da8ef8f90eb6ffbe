import type { DeliveryStatus, StatusMeaning } from './statuses';

/** A file that came with a message. What the gateway does not tell is null. */
export interface Attachment {
	fileName: string | null;
	url: string | null;
	caption: string | null;
}

/** What a gateway tells. What it does not tell is null. */
export interface CallbackEvent {
	event: 'deliveryReport' | 'incomingMessage' | 'unknown';
	/** The gateway's own id of the message. */
	messageId: string | null;
	to: string | null;
	from: string | null;
	/** Delivery reports only, and so are the five below. */
	status: DeliveryStatus | null;
	/** Whether the gateway will not say anything else about this message. */
	final: boolean | null;
	/** The gateway's own word, as it writes it. */
	gatewayStatus: string | null;
	errorCode: string | null;
	/** As the gateway writes it: a zone is never made up. */
	submittedAt: string | null;
	doneAt: string | null;
	/** Incoming messages only. */
	text: string | null;
	/** What only this gateway gives, by its documented names in camelCase. */
	extra: Record<string, string | Attachment[] | null>;
	/** The content as parsed, without what may be secret. */
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

/** What became of a message that was sent. */
export function deliveryReport(
	report: Partial<Report>,
	{ status, final }: StatusMeaning,
	raw: unknown,
): CallbackEvent {
	return { ...NOTHING, extra: {}, ...report, event: 'deliveryReport', status, final, raw };
}

/** A message that a handset sent. */
export function incomingEvent(message: Incoming, raw: unknown): CallbackEvent {
	return { ...NOTHING, ...message, event: 'incomingMessage', raw };
}

/** What can be read and has no shape that is known: it is passed on as it is. */
export function unknownEvent(raw: unknown): CallbackEvent {
	return { ...NOTHING, extra: {}, raw };
}
