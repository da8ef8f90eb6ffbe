import type { Socket } from 'node:net';

import type { GatewayName } from './accounts';
import { elapsed, wallClock } from './clock';
import type { Archive } from './gateway';
import { statusAfter } from './inbox/protocol';
import type { IncomingMessage } from './incoming';
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
	/** As UTF-8; a body that is not UTF-8 is kept one character per byte (latin1), so nothing is lost. */
	body: string;
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
}

/** Counts what reaches the gateways. A reset replaces it, so old requests cannot spoil new figures. */
class Traffic {
	readonly figures: SandboxStats;
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
	private stored: Kept[] = [];
	private readonly byId = new Map<string, Kept>();
	private received: IncomingMessage[] = [];
	private logged: LoggedRequest[] = [];
	private traffic: Traffic;
	/** Connections whose end is listened for already: a kept-alive one outlives many a reset. */
	private readonly watched = new WeakSet<Socket>();

	constructor(
		private readonly gateways: readonly GatewayName[],
		private readonly deliveryTime: number,
	) {
		this.traffic = new Traffic(gateways);
	}

	arrive(request: Omit<LoggedRequest, 'id' | 'at' | 'body' | 'status'>, socket: Socket): Visit {
		const id = this.logged.length + 1;
		const at = new Date(wallClock()).toISOString();
		const logged: LoggedRequest = { id, at, ...request, body: '', status: null };
		this.logged.push(logged);
		this.watch(socket);
		const leave = this.traffic.arrive(request.gateway, socket);
		return {
			logged,
			end: (status) => {
				leave();
				if (status !== undefined) logged.status = status;
			},
		};
	}

	accept(gateway: GatewayName, messages: readonly AcceptedMessage[]): StoredMessage[] {
		const acceptedAt = new Date(wallClock()).toISOString();
		const now = elapsed();
		return messages.map((message) => {
			const kept: Kept = {
				message: { ...message, gateway, acceptedAt, details: { ...message.details } },
				since: now,
			};
			this.stored.push(kept);
			this.byId.set(message.id, kept);
			return this.withStatus(kept);
		});
	}

	find(id: string): StoredMessage | undefined {
		const kept = this.byId.get(id);
		return kept === undefined ? undefined : this.withStatus(kept);
	}

	receive(messages: readonly IncomingMessage[]): void {
		for (const message of messages) this.received.push(message);
	}

	/** @throws RangeError for an unknown message or status */
	setStatus(id: string, status: MessageStatus): StoredMessage {
		const kept = this.byId.get(id);
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
				this.stored
					.filter(({ message }) => message.gateway === gateway)
					.map((kept) => this.withStatus(kept)),
			incoming: () => this.received.filter((message) => message.gateway === gateway),
		};
	}

	countToken(): void {
		this.traffic.figures.tokensIssued++;
	}

	/** Copies, as everything below: a caller's changes stay the caller's. */
	messages(): StoredMessage[] {
		return structuredClone(this.stored.map((kept) => this.withStatus(kept)));
	}

	incoming(): IncomingMessage[] {
		return structuredClone(this.received);
	}

	requests(): LoggedRequest[] {
		return structuredClone(this.logged);
	}

	/** Not a copy; undefined for one that was never there or is forgotten. */
	request(id: number): LoggedRequest | undefined {
		return this.logged[id - 1];
	}

	stats(): SandboxStats {
		return structuredClone(this.traffic.figures);
	}

	reset(): void {
		this.stored = [];
		this.byId.clear();
		this.received = [];
		this.logged = [];
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
