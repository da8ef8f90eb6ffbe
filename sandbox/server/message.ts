import type { GatewayName } from '../gateways/names';

/** A message that a gateway accepted, before the store adds the gateway and the time. */
export interface AcceptedMessage {
	readonly operation: string;
	readonly id: string;
	readonly to: string;
	readonly from: string;
	readonly text: string;
	readonly details: Readonly<Record<string, string>>;
	/** Milliseconds for which its one-time password is valid, if it has one. */
	readonly lifetime?: number;
	/** Its last status; absent for `delivered`. */
	readonly end?: MessageStatus;
}

/** The sandbox's words for statuses; each gateway has its own. */
export const MESSAGE_STATUSES = ['accepted', 'sent', 'delivered', 'failed', 'expired'] as const;
export type MessageStatus = (typeof MESSAGE_STATUSES)[number];

export interface StoredMessage {
	gateway: GatewayName;
	operation: string;
	id: string;
	to: string;
	from: string;
	text: string;
	/** ISO 8601, UTC. */
	acceptedAt: string;
	/** Goes from `accepted` to `sent` to `delivered` by itself, or to `end`. */
	status: MessageStatus;
	/** The request's other values: carrier, programId, messageType, channel, templateId, flags ... */
	details: Record<string, string>;
	/** Milliseconds for which its one-time password is valid, if it has one. */
	lifetime?: number;
	/** Its last status; absent for `delivered`. */
	end?: MessageStatus;
}

/** A message from a phone, as a gateway keeps it. */
export interface HandsetMessage {
	gateway: GatewayName;
	/** The phone number. */
	from: string;
	/** The short code or number that it was sent to. */
	to: string;
	text: string;
	carrier: string;
	keyword: string;
	/** ISO 8601, UTC. */
	date: string;
	/** Other values of the request that simulated it: campaignId, eventJson ... */
	details: Record<string, string>;
}

/** An incoming message to simulate; optional fields have defaults. */
export interface NewIncoming {
	gateway: GatewayName;
	from: string;
	to: string;
	text: string;
	/** Default: Movistar, as in Messangi's sample. */
	carrier?: string;
	/** Default: the first word of the text. */
	keyword?: string;
	/** Default: now. A text is ISO 8601. */
	date?: string | Date;
	details?: Record<string, string>;
}

export function isMessageStatus(word: string): word is MessageStatus {
	return (MESSAGE_STATUSES as readonly string[]).includes(word);
}
