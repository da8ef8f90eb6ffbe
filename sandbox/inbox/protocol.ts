import type { GatewayName } from '../gateways/names';
import type { Proof } from '../callbacks/target';
import type { MessageStatus } from '../server/message';

/** The outcome of a call. `disturbed`: changed by a fault. */
export type Outcome = 'accepted' | 'refused' | 'disturbed' | 'answered' | 'received';

/** One line of the inbox: a message in either direction, or a call without one. */
export interface Entry {
	/** Counts from 1 since the start or the last reset. */
	readonly id: number;
	readonly kind: 'sent' | 'received' | 'call';
	readonly gateway: GatewayName;
	readonly operation: string;
	/** The phone, as digits with country code; empty if a call names none. */
	readonly number: string;
	/** The other end: a sender, a short code. */
	readonly other: string;
	readonly text: string;
	/** Milliseconds since 1970. */
	readonly at: number;
	readonly encoding: 'GSM-7' | 'UCS-2';
	readonly parts: number;
	/** The ID of a message that a gateway accepted. */
	readonly messageId?: string;
	/** A status set by hand; otherwise it follows from the time. */
	readonly status?: MessageStatus;
	readonly outcome: Outcome;
	/** Why it was refused: the check that failed. */
	readonly because?: string;
	/** What a fault did to its answer. */
	readonly disturbed?: string;
	/** The request that caused it, if any. */
	readonly requestId?: number;
	readonly details: Readonly<Record<string, string>>;
	/** The latest callback about it, if there was one. */
	readonly callback?: CallbackOutcome;
	/** Milliseconds for which its one-time password is valid, if it has one. */
	readonly lifetime?: number;
	/** The last status of a message that was accepted; absent for `delivered`. */
	readonly end?: MessageStatus;
	/** Why its one-time password is not valid any more, if that has another reason than the time. */
	readonly codeEnd?: CodeEnd;
}

export type CodeEnd = 'verified' | 'expired';

/** What a callback got back. */
export interface CallbackOutcome {
	/** The HTTP status of the latest attempt; null if it got none, or there was none yet. */
	readonly status: number | null;
	/** Why the latest attempt got none: `ECONNREFUSED`, `timeout` ... */
	readonly error?: string;
	readonly attempts: number;
	/** Whether there will be no more attempts. */
	readonly done: boolean;
	readonly proof: Proof;
	/** Without secrets. */
	readonly url: string;
}

/** What changed in an entry. */
export type Change = Pick<Entry, 'id' | 'callback' | 'codeEnd'>;

/** A code of a gateway, and its meaning. */
export interface GatewayCode {
	readonly code: string;
	readonly meaning: string;
}

/** A gateway as the page shows it. */
export interface ShownGateway {
	readonly name: GatewayName;
	readonly displayName: string;
	/** Codes to choose from for making a call fail. */
	readonly codes: readonly GatewayCode[];
	/** What is unusual about messages from phones, if anything. */
	readonly handsetHint?: string | undefined;
}

/** The first event that the page gets. */
export interface Hello {
	/** Milliseconds until a message is delivered. */
	readonly deliveryTime: number;
	/** The sandbox's clock, in milliseconds since 1970. */
	readonly now: number;
	readonly gateways: readonly ShownGateway[];
	/** How many faults wait for requests. */
	readonly faults: number;
	readonly dropped: Events['dropped'];
	readonly targets: Targets;
}

/** The callback URLs by gateway, without secrets. */
export type Targets = Readonly<Partial<Record<GatewayName, string>>>;

/** The events that the page gets. */
export interface Events {
	hello: Hello;
	/** New ones, oldest first. */
	entries: readonly Entry[];
	/** All existing entries have been sent. */
	ready: null;
	/** The status of a message was set. */
	status: { readonly messageId: string; readonly status: MessageStatus };
	/** Empty if there was a callback about none of them. */
	changed: readonly Change[];
	/** An entry was deleted. */
	deleted: { readonly id: number };
	targets: Targets;
	faults: { readonly waiting: number };
	/** What was dropped because the journal has a limit; null if nothing was. */
	dropped: {
		readonly messages: number;
		readonly requests: number;
		/** When that began: ISO 8601, UTC. */
		readonly since: string;
		readonly limitBytes: number;
		/** Entries with lower ids were dropped. */
		readonly oldest: number;
	} | null;
	reset: null;
}

/**
 * The status of a message by the time since it was accepted: `sent` after half the delivery time.
 *
 * @param end its last status
 */
export function statusAfter(
	elapsed: number,
	deliveryTime: number,
	end: MessageStatus = 'delivered',
): MessageStatus {
	if (elapsed >= deliveryTime) return end;
	return elapsed >= deliveryTime / 2 ? 'sent' : 'accepted';
}
