import type { LoggedCallback } from '../callbacks';
import { wallClock } from '../server/clock';
import type { StandIn } from '../server/gateway';
import type { HandsetMessage } from '../server/message';
import type { StoredMessage } from '../server/message';
import { listPieces, masked, maskedCallback, toMaskedJson } from '../server/masking';
import type { LoggedRequest, SandboxStats } from '../server/store';

/** Everything that a sandbox received, for other people's tests and tools. Fields are only added. */
export interface Export {
	/** The version of this format. */
	format: 1;
	/** ISO 8601, UTC. */
	exportedAt: string;
	stats: SandboxStats;
	messages: StoredMessage[];
	incoming: HandsetMessage[];
	callbacks: LoggedCallback[];
	/** With replies; secrets are masked. */
	requests: LoggedRequest[];
}

/** What a sandbox received and still keeps, oldest first. Not copies. */
export interface Seen {
	stats(): SandboxStats;
	messages(): Iterable<StoredMessage>;
	incoming(): Iterable<HandsetMessage>;
	callbacks(): Iterable<LoggedCallback>;
	requests(): Iterable<LoggedRequest>;
}

/** Requests with secrets masked. */
export function* maskedRequests(
	seen: Seen,
	gateways: readonly StandIn[],
): Generator<LoggedRequest> {
	for (const request of seen.requests()) yield masked(request, gateways);
}

/** Callbacks with secrets masked. */
export function* maskedCallbacks(seen: Seen): Generator<LoggedCallback> {
	for (const callback of seen.callbacks()) yield maskedCallback(callback);
}

/** The current export of a sandbox. */
export function exportOf(seen: Seen, gateways: readonly StandIn[]): Export {
	return structuredClone({
		format: 1,
		exportedAt: new Date(wallClock()).toISOString(),
		stats: seen.stats(),
		messages: [...seen.messages()],
		incoming: [...seen.incoming()],
		callbacks: [...maskedCallbacks(seen)],
		requests: [...maskedRequests(seen, gateways)],
	});
}

/** The same as JSON, in pieces. */
export function* exportPieces(seen: Seen, gateways: readonly StandIn[]): Generator<string> {
	const head = { format: 1, exportedAt: new Date(wallClock()).toISOString(), stats: seen.stats() };
	yield toMaskedJson(head, 2).slice(0, -2);
	const lists: Readonly<Record<string, Iterable<unknown>>> = {
		messages: seen.messages(),
		incoming: seen.incoming(),
		callbacks: maskedCallbacks(seen),
		requests: maskedRequests(seen, gateways),
	};
	for (const [name, items] of Object.entries(lists)) {
		yield `,\n  "${name}": `;
		yield* listPieces(items, '  ');
	}
	yield '\n}\n';
}
