import type { Sandbox } from './api';
import type { LoggedCallback } from './callbacks';
import { wallClock } from './clock';
import type { Gateway } from './gateway';
import type { IncomingMessage } from './incoming';
import type { StoredMessage } from './message';
import { masked } from './shown';
import type { LoggedRequest, SandboxStats } from './store';

/** All that a sandbox has seen, for tests and tools of other people. Grows by fields only. */
export interface Export {
	/** The version of this shape. */
	format: 1;
	/** ISO 8601, UTC. */
	exportedAt: string;
	stats: SandboxStats;
	messages: StoredMessage[];
	incoming: IncomingMessage[];
	callbacks: LoggedCallback[];
	/** With replies, secrets masked. */
	requests: LoggedRequest[];
}

/** The export of a sandbox as it is now. */
export function exportOf(sandbox: Sandbox, gateways: readonly Gateway[]): Export {
	return {
		format: 1,
		exportedAt: new Date(wallClock()).toISOString(),
		stats: sandbox.stats(),
		messages: sandbox.messages(),
		incoming: sandbox.incoming(),
		callbacks: sandbox.callbacks(),
		requests: sandbox.requests().map((request) => masked(request, gateways)),
	};
}
