import { Callbacks } from '../callbacks';
import type { Seen } from '../control/export';
import type { GatewayEntry } from '../gateways/entry';
import type { GatewayName } from '../gateways/names';
import { GATEWAY_NAMES, GATEWAYS } from '../gateways/registry';
import type { CompleteOptions } from '../options';
import { Budget, type Bundle } from './budget';
import { FaultQueue } from './faults';
import type { Archive, StandIn } from './gateway';
import { Journal } from './journal';
import type { HandsetMessage } from './message';
import { Store, type LoggedRequest } from './store';

/** The state of a sandbox, without its server. */
export class State {
	readonly budget: Budget;
	readonly store: Store;
	readonly gateways: readonly StandIn[];
	readonly callbacks: Callbacks;
	readonly faults = new FaultQueue();
	readonly journal: Journal;
	/** Listeners for gateway requests. */
	readonly listeners = new Set<(request: LoggedRequest) => void>();
	/** Aborted when the sandbox closes. */
	readonly closing = new AbortController();
	/** Milliseconds by which the answer to every gateway request is delayed. */
	latency: number;

	/** @throws RangeError for an invalid callback target */
	constructor(readonly options: CompleteOptions) {
		this.budget = new Budget(options.journalMegabytes * 1_000_000);
		this.store = new Store(GATEWAY_NAMES, options.deliveryTime, this.budget);
		this.gateways = GATEWAY_NAMES.map((name) =>
			createGateway(name, options, this.store.archiveOf(name)),
		);
		this.callbacks = new Callbacks(
			options,
			this.gateways,
			(id) => this.store.find(id),
			this.budget,
		);
		this.journal = new Journal(this.budget);
		this.latency = options.latency;
	}

	/** The gateway of a URL. */
	gatewayOf(url: string): StandIn | undefined {
		return this.gateways.find(({ name }) => {
			const { prefix } = GATEWAYS[name];
			return url.startsWith(prefix) && /^([/?]|$)/.test(url.slice(prefix.length));
		});
	}

	/**
	 * Adds incoming messages from phones.
	 *
	 * @param bundle the bundle that they are dropped with
	 * @param request the request that simulated them, if any
	 */
	receive(messages: readonly HandsetMessage[], bundle: Bundle, request?: LoggedRequest): void {
		this.store.receive(messages, bundle);
		this.journal.receive(messages, bundle, request);
		this.callbacks.notice(messages);
	}

	/** What it received and still keeps. */
	get seen(): Seen {
		return {
			stats: () => this.store.stats(),
			messages: () => this.store.messages(),
			incoming: () => this.store.incoming(),
			callbacks: () => this.callbacks.log(),
			requests: () => this.store.requests(),
		};
	}

	/** Forgets everything but the options. */
	reset(): void {
		this.budget.reset();
		this.store.reset();
		this.callbacks.reset();
		this.faults.clear();
		this.journal.reset();
		this.listeners.clear();
		this.latency = 0;
		for (const gateway of this.gateways) gateway.reset?.();
	}
}

function createGateway(name: GatewayName, options: CompleteOptions, archive: Archive): StandIn {
	const entry: GatewayEntry = GATEWAYS[name];
	return entry.create(options, options.accounts[name], archive);
}
