import type { Accounts } from '../accounts';
import type { Sandbox } from '../server/api';
import type { StandIn } from '../server/gateway';
import type { Journal } from '../server/journal';
import type { Seen } from './export';

/** What the calls of the control API work on. */
export interface ControlContext {
	readonly sandbox: Sandbox;
	readonly gateways: readonly StandIn[];
	readonly seen: Seen;
	readonly journal: Journal;
	readonly accounts: Accounts;
}
