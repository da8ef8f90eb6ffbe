import type { GivenAccounts } from '../accounts';
import type { GatewayName } from '../gateways/names';
import type { GatewayMethods, GatewayOptions } from '../gateways/registry';
import type { CallbackTargets, LoggedCallback } from '../callbacks';
import type { AskedCallback } from '../callbacks/callbackRequest';
import type { CallbackTarget } from '../callbacks/target';
import type { Export } from '../control/export';
import type { Fault } from './faults';
import type { Entry } from '../inbox/protocol';
import type { HandsetMessage, NewIncoming } from './message';
import type { JournalListener } from './journal';
import type { LoggedRequest, SandboxStats } from './store';
import type { MessageStatus, StoredMessage } from './message';

/**
 * Everything has a default. Where a vendor's page is ambiguous, an option of its gateway selects the
 * behavior.
 */
export interface SandboxOptions extends Partial<GatewayOptions> {
	/** 0, the default, takes any free port. */
	port?: number;
	/** Default 127.0.0.1. */
	host?: string;
	/** Names that it answers to, besides localhost and `host`, e.g. `host.docker.internal`. */
	allowedHosts?: readonly string[];
	/** The gateways' accounts; default: the demo accounts. */
	accounts?: GivenAccounts;
	/** Milliseconds by which the answer to every gateway request is delayed; default 0. */
	latency?: number;
	/** Milliseconds from `accepted` to `delivered`, with `sent` halfway; default 2000. */
	deliveryTime?: number;
	/** Where each gateway posts delivery reports and incoming messages. Default: nowhere. */
	callbacks?: CallbackTargets;
	/** Most callbacks at the same time; default 20. */
	callbackConcurrency?: number;
	/** Most attempts for a callback, while there is no answer or it is 5xx or 429; default 50. */
	callbackAttempts?: number;
	/** Milliseconds after which a callback without an answer fails; default 10,000. */
	callbackTimeout?: number;
	/**
	 * The most that is kept of messages, requests, callbacks and the inbox's entries together, in
	 * millions of bytes; default 200. Beyond it, the oldest are dropped, and `stats()` counts them.
	 */
	journalMegabytes?: number;
}

/** A running sandbox. */
export interface Sandbox extends GatewayMethods {
	/** E.g. `http://127.0.0.1:4010`, without a trailing slash. */
	readonly url: string;
	readonly port: number;
	/** The accepted messages, oldest first. */
	messages(): StoredMessage[];
	/** The messages from phones, oldest first. */
	incoming(): HandsetMessage[];
	/** Every gateway request exactly as received, oldest first. */
	requests(): LoggedRequest[];
	stats(): SandboxStats;
	setLatency(ms: number): void;
	/** Simulates incoming messages, as if a phone had sent them. The gateway posts them. */
	receive(messages: NewIncoming | readonly NewIncoming[]): void;
	/** Sets the final status of a message, which is reported. */
	setMessageStatus(id: string, status: MessageStatus): void;
	/**
	 * Calls the listener for every gateway request: right before the answer is sent, or when the
	 * connection is closed or left hanging. Returns a function that removes the listener.
	 */
	onRequest(listener: (request: LoggedRequest) => void): () => void;
	/** Sets where a gateway posts; null: nowhere. */
	setCallback(gateway: GatewayName, target: CallbackTarget | null): void;
	/** Where the gateways post, with secrets masked. */
	callbackTargets(): CallbackTargets;
	/** Queues callbacks; returns their ids in `callbacks()`. */
	sendCallback(callback: AskedCallback): number[];
	/** Every callback with its attempts, in the order in which they were queued. */
	callbacks(): LoggedCallback[];
	/** The latest callbacks of a gateway, latest first. */
	latestCallbacks(gateway: GatewayName, most: number): LoggedCallback[];
	/** Resolves when no callback is queued, in flight or waiting for a retry. */
	callbacksSettled(): Promise<void>;
	/** Queues a fault; several apply one after the other. */
	failNext(fault: Fault): void;
	/** The waiting faults, in their order. */
	faults(): Fault[];
	/** Removes all waiting faults. */
	clearFaults(): void;
	/** Everything that it received, with the secrets in requests masked, for tests and tools. */
	export(): Export;
	/** The same as JSON, in pieces. */
	exportPieces(): Iterable<string>;
	/** A request by its id; undefined if there is none. */
	request(id: number): LoggedRequest | undefined;
	/**
	 * Calls the listener for every change of the inbox's entries. Returns a function that removes the
	 * listener; a reset does not.
	 */
	watch(listener: JournalListener): { entries: readonly Entry[]; stop: () => void };
	/** Milliseconds until a message is delivered. */
	readonly deliveryTime: number;
	/** Expires every token issued so far. */
	expireTokens(): void;
	/**
	 * Forgets messages in both directions, requests, callbacks, stats, faults, latency, tokens,
	 * codes, listeners and settings for later requests. Callbacks in flight are aborted. The options
	 * stay, and callback targets are reset to them.
	 */
	reset(): void;
	/** The same, but the callback targets stay: what the inbox's "Clear" does. */
	clear(): void;
	/**
	 * Deletes one line of the inbox, by its id, and the message that it is about. The request and the
	 * callbacks stay. Returns false if there is none.
	 */
	deleteEntry(id: number): boolean;
	/** Frees the port and closes all connections. */
	close(): Promise<void>;
}
