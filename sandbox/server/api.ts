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
 * Everything has a default; what a vendor leaves open can be set to either reading, by the options of
 * its gateway.
 */
export interface SandboxOptions extends Partial<GatewayOptions> {
	/** 0, the default, takes any free port. */
	port?: number;
	/** Default 127.0.0.1. */
	host?: string;
	/** Names besides localhost and the address above, e.g. `host.docker.internal` for containers. */
	allowedHosts?: readonly string[];
	/** Whom the gateways know; default: the demo accounts. */
	accounts?: GivenAccounts;
	/** Milliseconds before a gateway request is answered; default 0. */
	latency?: number;
	/** Milliseconds in which a message walks from `accepted` over `sent` to `delivered`; default 2000. */
	deliveryTime?: number;
	/** Where each gateway posts what happens to messages. Without one it posts nothing. */
	callbacks?: CallbackTargets;
	/** Most callbacks under way at one moment; default 20. */
	callbackConcurrency?: number;
	/** How often a callback is tried while no answer comes, or 5xx or 429; default 50. */
	callbackAttempts?: number;
	/** Milliseconds in which a callback has to be answered; default 10 000. */
	callbackTimeout?: number;
	/**
	 * How much is kept of messages, requests, callbacks and the inbox's entries together, in millions
	 * of bytes; default 200. Beyond it the oldest are dropped, which `stats()` tells.
	 */
	journalMegabytes?: number;
}

/** A running sandbox, and what its gateways add. */
export interface Sandbox extends GatewayMethods {
	/** E.g. `http://127.0.0.1:4010`, without a slash at the end. */
	readonly url: string;
	readonly port: number;
	/** Accepted messages in the order in which they were accepted. */
	messages(): StoredMessage[];
	/** Messages from handsets in the order in which they came. */
	incoming(): HandsetMessage[];
	/** Every gateway request, exactly as it came, in order of arrival. */
	requests(): LoggedRequest[];
	stats(): SandboxStats;
	setLatency(ms: number): void;
	/** Lets messages come in, as if a handset had sent them. The gateway posts them on. */
	receive(messages: NewIncoming | readonly NewIncoming[]): void;
	/** Ends a message's walk from `accepted` to `delivered`: it stays at this status and is reported. */
	setMessageStatus(id: string, status: MessageStatus): void;
	/**
	 * Calls the listener for every gateway request when it is answered (right before the answer
	 * leaves), cut or left hanging. Returns what ends that.
	 */
	onRequest(listener: (request: LoggedRequest) => void): () => void;
	/** Where a gateway posts from now on; null: nowhere. */
	setCallback(gateway: GatewayName, target: CallbackTarget | null): void;
	/** Where the gateways post, with all that is secret masked. */
	callbackTargets(): CallbackTargets;
	/** Queues callbacks at will; returns their ids in `callbacks()`. */
	sendCallback(callback: AskedCallback): number[];
	/** Every callback in the order in which they were queued, with what became of it. */
	callbacks(): LoggedCallback[];
	/** Resolves when no callback is queued, under way or waiting to be tried again. */
	callbacksSettled(): Promise<void>;
	/** Queues a fault; several wait for their turn. */
	failNext(fault: Fault): void;
	/** The faults that still wait, in their order. */
	faults(): Fault[];
	/** Lets the next requests go well, whatever was asked for. */
	clearFaults(): void;
	/** All that it has seen, with the secrets in requests masked, for tests and tools. */
	export(): Export;
	/** The same as JSON, in pieces. */
	exportPieces(): Iterable<string>;
	/** One request by its id; undefined for one that is not there. */
	request(id: number): LoggedRequest | undefined;
	/**
	 * The inbox's entries, one for each message or call, and all that happens from now on. Returns
	 * what ends that. A reset does not.
	 */
	watch(listener: JournalListener): { entries: readonly Entry[]; stop: () => void };
	/** Milliseconds in which a message walks to its handset. */
	readonly deliveryTime: number;
	/** Refuses every token issued so far. */
	expireTokens(): void;
	/**
	 * Forgets messages in both directions, requests, callbacks, stats, faults, latency, tokens,
	 * codes, listeners and whatever was set for later requests. Callbacks under way are cut. The
	 * options stay, and their callback targets come back.
	 */
	reset(): void;
	/** Frees the port, whatever still hangs on it. */
	close(): Promise<void>;
}
