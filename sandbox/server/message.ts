import type { GatewayName } from '../accounts';

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

export function isMessageStatus(word: string): word is MessageStatus {
	return (MESSAGE_STATUSES as readonly string[]).includes(word);
}
