import type { Socket } from 'node:net';

import type { GatewayName } from '../gateways/names';
import {
	Bundle,
	bytesOf,
	bytesOfFields,
	excerptOf,
	OBJECT_BYTES,
	type Budget,
	type JournalState,
} from './budget';
import { elapsed, wallClock } from './clock';
import type { Archive } from './gateway';
import { statusAfter } from '../inbox/protocol';
import type { HandsetMessage } from './message';
import {
	MESSAGE_STATUSES,
	type AcceptedMessage,
	type MessageStatus,
	type StoredMessage,
} from './message';

/** What a request was answered with. */
export interface LoggedReply {
	status: number;
	contentType: string;
	/** What was answered, or meant to be where the connection was cut. */
	body: string;
}

export interface LoggedRequest {
	/** Counts from 1 since the start or the last reset. */
	id: number;
	/** When it came: ISO 8601, UTC. */
	at: string;
	gateway: GatewayName;
	method: string;
	/** Path and query exactly as received, one character per byte. */
	path: string;
	headers: Record<string, string>;
	/**
	 * As UTF-8; a body that is not UTF-8 is kept one character per byte (latin1), so nothing is lost.
	 * Of a long one that was refused only the start is kept, with secrets masked.
	 */
	body: string;
	/** How many bytes the body had, where only its start is kept. */
	bodyBytes?: number;
	/** Null while it is not answered, and for good when it was cut or hung. */
	status: number | null;
	/** Which check failed: what was expected and what came, in words. */
	refusedBecause?: string;
	/** What a fault made of it, in words. */
	disturbed?: string;
	/** Absent while it is not answered, and for good where it was cut before or hung. */
	reply?: LoggedReply;
}

export interface SandboxStats {
	requests: number;
	/** Connections that carried at least one gateway request: reading /control counts for nothing. */
	connections: number;
	/** Most requests at one moment between their arrival and their answer, latency included. */
	maxConcurrentRequests: number;
	/** Most such connections open at one moment. */
	maxConnections: number;
	tokensIssued: number;
	perGateway: Record<string, number>;
	/** How much is kept, and what was dropped because it was too much. */
	journal: JournalState;
}

/** Counts what reaches the gateways. A reset replaces it, so old requests cannot spoil new figures. */
class Traffic {
	readonly figures: Omit<SandboxStats, 'journal'>;
	private concurrentRequests = 0;
	private readonly openSockets = new Set<Socket>();

	constructor(gateways: readonly GatewayName[]) {
		this.figures = {
			requests: 0,
			connections: 0,
			maxConcurrentRequests: 0,
			maxConnections: 0,
			tokensIssued: 0,
			perGateway: Object.fromEntries(gateways.map((name) => [name, 0])),
		};
	}

	/** Counts a request in; the function returned counts it out, once. */
	arrive(gateway: GatewayName, socket: Socket): () => void {
		const { figures } = this;
		this.see(socket);
		figures.requests++;
		figures.perGateway[gateway] = (figures.perGateway[gateway] ?? 0) + 1;
		this.concurrentRequests++;
		figures.maxConcurrentRequests = Math.max(
			figures.maxConcurrentRequests,
			this.concurrentRequests,
		);
		let left = false;
		return () => {
			if (!left) this.concurrentRequests--;
			left = true;
		};
	}

	/** Forgets a connection that has closed. */
	leave(socket: Socket): void {
		this.openSockets.delete(socket);
	}

	private see(socket: Socket): void {
		if (this.openSockets.has(socket)) return;
		this.openSockets.add(socket);
		this.figures.connections++;
		this.figures.maxConnections = Math.max(this.figures.maxConnections, this.openSockets.size);
	}
}

/** A request from its arrival to its answer. */
export interface Visit {
	readonly logged: LoggedRequest;
	/** The request, and all that it leads to. */
	readonly bundle: Bundle;
	/** Notes that the request has become larger or smaller. */
	weigh(): void;
	/** Leaves only the start of a body and a reply that are long, for a request that was refused. */
	shorten(bodyBytes: number): void;
	/** Ends the counting of this request, with the status it was answered with, if it was. */
	end(status?: number): void;
}

/** A message whose status is worked out when someone asks: nothing has to run in between. */
interface Kept {
	readonly message: Omit<StoredMessage, 'status'>;
	/** By the clock of `elapsed`. */
	readonly since: number;
	fixedStatus?: MessageStatus;
}

/** What the sandbox remembers. */
export class Store {
	/** By their ids, in the order in which they were accepted. */
	private readonly stored = new Map<string, Kept>();
	private readonly received = new Set<HandsetMessage>();
	private readonly logged = new Map<number, LoggedRequest>();
	private lastId = 0;
	private traffic: Traffic;
	/** Connections whose end is listened for already: a kept-alive one outlives many a reset. */
	private readonly watched = new WeakSet<Socket>();

	constructor(
		private readonly gateways: readonly GatewayName[],
		private readonly deliveryTime: number,
		private readonly budget: Budget,
	) {
		this.traffic = new Traffic(gateways);
	}

	arrive(request: Omit<LoggedRequest, 'id' | 'at' | 'body' | 'status'>, socket: Socket): Visit {
		const id = ++this.lastId;
		const at = new Date(wallClock()).toISOString();
		const logged: LoggedRequest = { id, at, ...request, body: '', status: null };
		this.logged.set(id, logged);
		const bundle = new Bundle();
		let weighed = weightOf(logged);
		const forget = (): void => void this.logged.delete(id);
		this.budget.add(bundle, weighed, { kind: 'requests', count: 1, forget });
		this.watch(socket);
		const leave = this.traffic.arrive(request.gateway, socket);
		return {
			logged,
			bundle,
			weigh: () => {
				const weight = weightOf(logged);
				this.budget.grow(bundle, weight - weighed);
				weighed = weight;
			},
			shorten: (bodyBytes) => {
				const body = excerptOf(logged.body);
				if (body !== logged.body) Object.assign(logged, { body, bodyBytes });
				const { reply } = logged;
				if (reply !== undefined) logged.reply = { ...reply, body: excerptOf(reply.body) };
			},
			end: (status) => {
				leave();
				if (status !== undefined) logged.status = status;
			},
		};
	}

	accept(
		gateway: GatewayName,
		messages: readonly AcceptedMessage[],
		bundle: Bundle,
	): StoredMessage[] {
		if (messages.length === 0) return [];
		const acceptedAt = new Date(wallClock()).toISOString();
		const now = elapsed();
		let bytes = 0;
		const accepted = messages.map((message) => {
			const kept: Kept = {
				message: { ...message, gateway, acceptedAt, details: { ...message.details } },
				since: now,
			};
			this.stored.set(message.id, kept);
			const { id, to, from, text, details } = message;
			bytes += OBJECT_BYTES + bytesOf(id, to, from, text) + bytesOfFields(details);
			return this.withStatus(kept);
		});
		const forget = (): void => {
			for (const { id } of messages) this.stored.delete(id);
		};
		this.budget.add(bundle, bytes, { kind: 'messages', count: messages.length, forget });
		return accepted;
	}

	find(id: string): StoredMessage | undefined {
		const kept = this.stored.get(id);
		return kept === undefined ? undefined : this.withStatus(kept);
	}

	receive(messages: readonly HandsetMessage[], bundle: Bundle): void {
		if (messages.length === 0) return;
		let bytes = 0;
		for (const message of messages) {
			this.received.add(message);
			const { from, to, text, carrier, keyword, date, details } = message;
			bytes += OBJECT_BYTES + bytesOf(from, to, text, carrier, keyword, date);
			bytes += bytesOfFields(details);
		}
		const forget = (): void => {
			for (const message of messages) this.received.delete(message);
		};
		this.budget.add(bundle, bytes, { kind: 'incoming', count: messages.length, forget });
	}

	/** @throws RangeError for an unknown message or status */
	setStatus(id: string, status: MessageStatus): StoredMessage {
		const kept = this.stored.get(id);
		if (kept === undefined) throw new RangeError('There is no message with this id.');
		if (!MESSAGE_STATUSES.includes(status)) {
			throw new RangeError(`The status must be one of ${MESSAGE_STATUSES.join(', ')}.`);
		}
		kept.fixedStatus = status;
		return this.withStatus(kept);
	}

	/** What one gateway may look up: its own messages. No copies, so lists of any length are cheap. */
	archiveOf(gateway: GatewayName): Archive {
		return {
			outgoing: () =>
				[...this.stored.values()]
					.filter(({ message }) => message.gateway === gateway)
					.map((kept) => this.withStatus(kept)),
			incoming: () => [...this.received].filter((message) => message.gateway === gateway),
		};
	}

	countToken(): void {
		this.traffic.figures.tokensIssued++;
	}

	/**
	 * Not copies. These three go on while messages and requests come and are dropped, and give what
	 * was there at the start and still is when its turn comes.
	 */
	*messages(): Generator<StoredMessage> {
		for (const kept of firstOf(this.stored)) yield this.withStatus(kept);
	}

	*incoming(): Generator<HandsetMessage> {
		yield* firstOf(this.received);
	}

	*requests(): Generator<LoggedRequest> {
		yield* firstOf(this.logged);
	}

	/** Undefined for one that was never there or is forgotten. */
	request(id: number): LoggedRequest | undefined {
		return this.logged.get(id);
	}

	stats(): SandboxStats {
		return { ...structuredClone(this.traffic.figures), journal: this.budget.state() };
	}

	reset(): void {
		this.stored.clear();
		this.received.clear();
		this.logged.clear();
		this.lastId = 0;
		this.traffic = new Traffic(this.gateways);
	}

	private withStatus({ message, since, fixedStatus }: Kept): StoredMessage {
		return {
			...message,
			status: fixedStatus ?? statusAfter(elapsed() - since, this.deliveryTime),
		};
	}

	private watch(socket: Socket): void {
		if (this.watched.has(socket)) return;
		this.watched.add(socket);
		socket.once('close', () => {
			this.traffic.leave(socket);
		});
	}
}

/**
 * The values of a map or a set that may change meanwhile, at most as many as there are now. What was
 * dropped is not held by this.
 */
export function* firstOf<Value>(
	kept: ReadonlyMap<unknown, Value> | ReadonlySet<Value>,
): Generator<Value> {
	let left = kept.size;
	for (const value of kept.values()) {
		if (left-- <= 0) return;
		yield value;
	}
}

/** About what a request takes, in bytes. */
function weightOf({ path, headers, body, refusedBecause, reply }: LoggedRequest): number {
	const texts = bytesOf(path, body, refusedBecause, reply?.body);
	return 6 * OBJECT_BYTES + texts + bytesOfFields(headers);
}
