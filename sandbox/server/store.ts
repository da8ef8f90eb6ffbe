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

/** The answer to a request. */
export interface LoggedReply {
	status: number;
	contentType: string;
	/** The body, also if the connection was closed before it was sent. */
	body: string;
}

export interface LoggedRequest {
	/** Starts from 1 after the start and after each reset. */
	id: number;
	/** When it was received: ISO 8601, UTC. */
	at: string;
	gateway: GatewayName;
	method: string;
	/** Path and query exactly as received, one character per byte. */
	path: string;
	headers: Record<string, string>;
	/**
	 * As UTF-8, or if it is not UTF-8, one character per byte (Latin-1). If the request was refused,
	 * only the start of a long body is kept, with secrets masked.
	 */
	body: string;
	/** The length of the body in bytes, if only its start is kept. */
	bodyBytes?: number;
	/** Null until it is answered; stays null if a fault closed the connection or left it hanging. */
	status: number | null;
	/** The check that failed, with what was expected and what was received. */
	refusedBecause?: string;
	/** What a fault did to it, in words. */
	disturbed?: string;
	/** Absent until it is answered; stays absent for `cut: 'before'` and `hang`. */
	reply?: LoggedReply;
}

export interface SandboxStats {
	requests: number;
	/** Connections with at least one gateway request; calls of /control do not count. */
	connections: number;
	/** Most requests at the same time, from arrival to answer, including latency. */
	maxConcurrentRequests: number;
	/** Most such connections open at the same time. */
	maxConnections: number;
	tokensIssued: number;
	perGateway: Record<string, number>;
	/** How much is kept, and what was dropped to stay within the limit. */
	journal: JournalState;
}

/** Counts gateway requests. A reset replaces it, so that old requests do not change new counts. */
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

	/** Counts a request; returns a function that ends the counting. */
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

	/** Removes a closed connection. */
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
	/** The request and its results. */
	readonly bundle: Bundle;
	/** Records that the request has grown or shrunk. */
	weigh(): void;
	/** Keeps only the start of a long body and a long reply, for a refused request. */
	shorten(bodyBytes: number): void;
	/** Ends the counting of this request, with the status of its answer, if any. */
	end(status?: number): void;
}

/** A message whose status is computed when it is read, so that no timer is needed. */
interface Kept {
	readonly message: Omit<StoredMessage, 'status'>;
	/** In milliseconds of `elapsed`. */
	readonly since: number;
	fixedStatus?: MessageStatus;
}

/** The messages and requests that the sandbox keeps. */
export class Store {
	/** By id, in the order in which they were accepted. */
	private readonly stored = new Map<string, Kept>();
	private readonly received = new Set<HandsetMessage>();
	private readonly logged = new Map<number, LoggedRequest>();
	private lastId = 0;
	private traffic: Traffic;
	/** Connections that already have a listener for their end: keep-alive ones can outlive a reset. */
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

	/** Deletes a message in either direction. */
	delete(message: string | HandsetMessage): void {
		if (typeof message === 'string') this.stored.delete(message);
		else this.received.delete(message);
	}

	/** @throws RangeError for an unknown message or status */
	setStatus(id: string, status: MessageStatus): StoredMessage {
		const kept = this.stored.get(id);
		if (kept === undefined) throw new RangeError('There is no message with this ID.');
		if (!MESSAGE_STATUSES.includes(status)) {
			throw new RangeError(`The status must be one of ${MESSAGE_STATUSES.join(', ')}.`);
		}
		kept.fixedStatus = status;
		return this.withStatus(kept);
	}

	/** A gateway's own messages. Not copies, so that lists of any length are cheap. */
	archiveOf(gateway: GatewayName): Pick<Archive, 'outgoing' | 'incoming'> {
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
	 * Not copies. These three iterate over what was there at the start and has not been dropped
	 * meanwhile.
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

	/** Undefined for an unknown or dropped request. */
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
			status: fixedStatus ?? statusAfter(elapsed() - since, this.deliveryTime, message.end),
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
 * The values of a map or a set that may change during the iteration, at most as many as there are
 * now. Keeps no reference to dropped values.
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

/** The approximate size of a request, in bytes. */
function weightOf({ path, headers, body, refusedBecause, reply }: LoggedRequest): number {
	const texts = bytesOf(path, body, refusedBecause, reply?.body);
	return 6 * OBJECT_BYTES + texts + bytesOfFields(headers);
}
