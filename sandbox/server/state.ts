import { Callbacks, type LoggedCallback } from '../callbacks';
import type { CallbackTarget } from '../callbacks/target';
import type { Seen } from '../control/export';
import type { GatewayEntry } from '../gateways/entry';
import type { GatewayName } from '../gateways/names';
import { GATEWAY_NAMES, GATEWAYS } from '../gateways/registry';
import type { Targets } from '../inbox/protocol';
import { urlsOf } from '../inbox/stream';
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
		this.journal = new Journal(this.budget);
		this.gateways = GATEWAY_NAMES.map((name) =>
			createGateway(name, options, {
				...this.store.archiveOf(name),
				endCode: (id, end) => {
					if (this.store.find(id) !== undefined) this.journal.endCode(id, end);
				},
			}),
		);
		this.callbacks = new Callbacks(
			options,
			this.gateways,
			(id) => this.store.find(id),
			this.budget,
			(callback, incoming) => {
				this.noticeCallback(callback, incoming);
			},
		);
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

	/** @throws RangeError for an unknown gateway or an invalid target */
	setCallback(gateway: GatewayName, target: CallbackTarget | null): void {
		this.callbacks.setTarget(gateway, target);
		this.journal.setTargets(this.targets);
	}

	/** The callback URLs, without secrets. */
	get targets(): Targets {
		return urlsOf(this.callbacks.maskedTargets());
	}

	/** Deletes one line of the inbox with its message. Returns whether there was one. */
	deleteEntry(id: number): boolean {
		const entry = this.journal.delete(id);
		if (entry === undefined) return false;
		if (entry.messageId !== undefined) this.store.delete(entry.messageId);
		if (entry.kind !== 'received') return true;
		for (const message of this.store.incoming()) {
			if (this.journal.isAbout(id, message)) this.store.delete(message);
		}
		return true;
	}

	/** The inbox shows callbacks about messages that are kept. */
	private noticeCallback(callback: LoggedCallback, incoming?: HandsetMessage): void {
		const { messageId, gateway } = callback;
		const isKnown = messageId !== undefined && this.store.find(messageId)?.gateway === gateway;
		if (isKnown || incoming !== undefined) this.journal.setCallback(callback, incoming);
		else this.journal.noticeCallback();
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

	/** Forgets everything but the options; with `clear`, the callback targets stay, too. */
	reset(how: 'reset' | 'clear' = 'reset'): void {
		const before = JSON.stringify(this.targets);
		this.budget.reset();
		this.store.reset();
		this.callbacks[how]();
		this.faults.clear();
		this.journal.reset();
		this.listeners.clear();
		this.latency = 0;
		for (const gateway of this.gateways) gateway.reset?.();
		if (JSON.stringify(this.targets) !== before) this.journal.setTargets(this.targets);
	}
}

function createGateway(name: GatewayName, options: CompleteOptions, archive: Archive): StandIn {
	const entry: GatewayEntry = GATEWAYS[name];
	return entry.create(options, options.accounts[name], archive);
}
