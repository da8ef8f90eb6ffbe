import type { Fault } from './faults';
import type { MGageReply } from './mgage';
import type { LoggedRequest, SandboxStats, StoredMessage } from './store';

export interface SandboxOptions {
	/** 0, the default, takes any free port. */
	port?: number;
	/** Default 127.0.0.1. */
	host?: string;
	/** Milliseconds before a gateway request is answered; default 0. */
	latency?: number;
	/** Default `xml`. */
	mgageReply?: MGageReply;
}

export interface Sandbox {
	/** E.g. `http://127.0.0.1:4010`, without a slash at the end. */
	readonly url: string;
	readonly port: number;
	/** Accepted messages in the order in which they were accepted. */
	messages(): StoredMessage[];
	/** Every gateway request, exactly as it came, in order of arrival. */
	requests(): LoggedRequest[];
	stats(): SandboxStats;
	setLatency(ms: number): void;
	/** Queues a fault; several wait for their turn. */
	failNext(fault: Fault): void;
	/** Refuses every token issued so far. */
	expireTokens(): void;
	/** Forgets messages, requests, stats, faults, latency and tokens. */
	reset(): void;
	/** Frees the port, whatever still hangs on it. */
	close(): Promise<void>;
}
