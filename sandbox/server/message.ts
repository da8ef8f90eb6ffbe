import type { GatewayName } from '../gateways/names';

/** A message a gateway took on, before the store adds whose it is and when it came. */
export interface AcceptedMessage {
	readonly operation: string;
	readonly id: string;
	readonly to: string;
	readonly from: string;
	readonly text: string;
	readonly details: Readonly<Record<string, string>>;
}

/** Where a message is, in words of this sandbox: each gateway has its own. */
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
	/** Moves on by itself, from `accepted` over `sent` to `delivered`. */
	status: MessageStatus;
	/** What else the request said: carrier, programId, messageType, channel, templateId, flags ... */
	details: Record<string, string>;
}

/** A message from a handset, waiting in a gateway. */
export interface HandsetMessage {
	gateway: GatewayName;
	/** The handset. */
	from: string;
	/** The short or long code it wrote to. */
	to: string;
	text: string;
	carrier: string;
	keyword: string;
	/** ISO 8601, UTC. */
	date: string;
	/** What else the request said that made it: campaignId, eventJson ... */
	details: Record<string, string>;
}

/** What is needed to make one; the rest has defaults. */
export interface NewIncoming {
	gateway: GatewayName;
	from: string;
	to: string;
	text: string;
	/** Default Movistar, as in Messangi's sample. */
	carrier?: string;
	/** Default: the first word of the text. */
	keyword?: string;
	/** Default: now. Text is ISO 8601. */
	date?: string | Date;
	details?: Record<string, string>;
}

export function isMessageStatus(word: string): word is MessageStatus {
	return (MESSAGE_STATUSES as readonly string[]).includes(word);
}
