import type { GatewayName } from '../gateways/names';
import type { MessageStatus } from '../server/message';

/** What became of a call: `disturbed` is what a fault that was asked for did. */
export type Outcome = 'accepted' | 'refused' | 'disturbed' | 'answered' | 'received';

/** One line of the inbox: a message in either direction, or a call that led to none. */
export interface Entry {
	/** Counts from 1 since the start or the last reset. */
	readonly id: number;
	readonly kind: 'sent' | 'received' | 'call';
	readonly gateway: GatewayName;
	readonly operation: string;
	/** The handset, digits with country code; empty where a call names none. */
	readonly number: string;
	/** The other end: a sender, a short code. */
	readonly other: string;
	readonly text: string;
	/** Milliseconds since 1970. */
	readonly at: number;
	readonly encoding: 'GSM-7' | 'UCS-2';
	readonly parts: number;
	/** Of a message that a gateway accepted. */
	readonly messageId?: string;
	/** Where a message was put by hand; else it walks by itself. */
	readonly status?: MessageStatus;
	readonly outcome: Outcome;
	/** Why it was refused: which check failed. */
	readonly because?: string;
	/** What a fault made of its answer. */
	readonly disturbed?: string;
	/** The request that led to it, if one did. */
	readonly requestId?: number;
	readonly details: Readonly<Record<string, string>>;
}

/** A gateway as the page shows it. */
export interface ShownGateway {
	readonly name: GatewayName;
	readonly displayName: string;
	readonly baseUrl: string;
	/** Codes that come to mind when a call is to fail. */
	readonly sampleCodes: string;
	/** What a handset's message comes to, where that is not what one would expect. */
	readonly handsetHint?: string | undefined;
}

/** What the page gets to know first. */
export interface Hello {
	/** Milliseconds in which a message walks to its handset. */
	readonly deliveryTime: number;
	/** The sandbox's clock, in milliseconds since 1970. */
	readonly now: number;
	readonly gateways: readonly ShownGateway[];
	/** How many faults wait for requests. */
	readonly faults: number;
	readonly dropped: Events['dropped'];
}

/** What happens, as the page hears of it. */
export interface Events {
	hello: Hello;
	/** New ones, oldest first. */
	entries: readonly Entry[];
	/** All that was there before has been told. */
	ready: null;
	/** A message was put somewhere. */
	status: { readonly messageId: string; readonly status: MessageStatus };
	faults: { readonly waiting: number };
	/** What is not there any more, because the journal has a limit; null where all is. */
	dropped: {
		readonly messages: number;
		readonly requests: number;
		/** When that began: ISO 8601, UTC. */
		readonly since: string;
		readonly limitBytes: number;
		/** Entries with lower ids are gone. */
		readonly oldest: number;
	} | null;
	reset: null;
}

/** Where a message is that was accepted so long ago: `sent` at half of its way. */
export function statusAfter(elapsed: number, deliveryTime: number): MessageStatus {
	if (elapsed >= deliveryTime) return 'delivered';
	return elapsed >= deliveryTime / 2 ? 'sent' : 'accepted';
}
