import type { GivenAccounts } from '../accounts';
import type { GatewayName } from '../gateways/names';
import type { CallbackTargets, LoggedCallback } from '../callbacks';
import type { AskedCallback } from '../callbacks/callbackRequest';
import type { CallbackTarget } from '../callbacks/target';
import type { Export } from '../control/export';
import type { Fault } from './faults';
import type { Entry } from '../inbox/protocol';
import type { IncomingMessage, NewIncoming } from './message';
import type { MessangiCallbackShape } from '../gateways/messangi/callbacks';
import type { JournalListener } from './journal';
import type { PageZero } from '../gateways/messangi/listing';
import type { MGageReply } from '../gateways/mGage/replies';
import type { LoggedRequest, SandboxStats } from './store';
import type { MessageStatus, StoredMessage } from './message';

/** Everything has a default; what a vendor leaves open can be set to either reading. */
export interface SandboxOptions {
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
	/** Default `xml`. */
	mgageReply?: MGageReply;
	/** The number of the first page of Messangi's lists; default 1. */
	messangiFirstPage?: 0 | 1;
	/** What page 0 of a list is where the first one is 1; default `error`. */
	messangiPageZero?: PageZero;
	/** Lists of incoming messages broken as in the vendor's sample; default false. */
	messangiMalformedLists?: boolean;
	/** Most recipients of one bulk send; more are refused with code 800. Default: no limit. */
	messageCentralMaxRecipients?: number;
	/** Milliseconds for which a one-time code can be verified; default 60 000. */
	otpLifetime?: number;
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
	/** Default `form`, as on the vendor's page. */
	messangiCallbackShape?: MessangiCallbackShape;
}

export interface Sandbox {
	/** E.g. `http://127.0.0.1:4010`, without a slash at the end. */
	readonly url: string;
	readonly port: number;
	/** Accepted messages in the order in which they were accepted. */
	messages(): StoredMessage[];
	/** Messages from handsets in the order in which they came. */
	incoming(): IncomingMessage[];
	/** Every gateway request, exactly as it came, in order of arrival. */
	requests(): LoggedRequest[];
	stats(): SandboxStats;
	setLatency(ms: number): void;
	/** Lets messages come in, as if a handset had sent them. The gateway posts them on. */
	receive(messages: NewIncoming | readonly NewIncoming[]): void;
	/** Ends a message's walk from `accepted` to `delivered`: it stays at this status and is reported. */
	setMessageStatus(id: string, status: MessageStatus): void;
	/** The PIN that the next Messangi PIN message gets, whatever length is asked for. */
	setNextPin(pin: string): void;
	/** The code that the next Message Central OTP gets, whatever length is asked for. */
	setNextOtp(code: string): void;
	/** Ends the life of every one-time code sent so far. */
	expireOtps(): void;
	/** Leaves each of these numbers out of the next mGage reply that would name it as accepted. */
	omitFromNextMGageReply(numbers: readonly string[]): void;
	/** Lets mGage refuse these numbers with these codes, e.g. `{ '13055550100': 111 }`, until reset. */
	refuseNumbers(codes: Readonly<Record<string, number>>): void;
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
