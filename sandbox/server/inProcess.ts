import { exportOf, exportPieces } from '../control/export';
import { parseIncoming } from '../control/incoming';
import type { GatewayEntry } from '../gateways/entry';
import { GATEWAYS, type GatewayMethods } from '../gateways/registry';
import type { Sandbox } from './api';
import { Bundle } from './budget';
import { checkMilliseconds } from './checks';
import { parseFault } from './faults';
import type { State } from './state';

/** The methods of a sandbox in the same process, without its URL and `close`. */
export function methodsOf(state: State): Omit<Sandbox, 'url' | 'port' | 'close'> {
	return {
		...seenMethods(state),
		...messageMethods(state),
		...callbackMethods(state),
		...faultMethods(state),
		...gatewayMethods(state),
		reset: () => {
			state.reset();
		},
		clear: () => {
			state.reset('clear');
		},
		deleteEntry: (id) => state.deleteEntry(id),
	};
}

/** Copies of what it received, and its listeners. */
function seenMethods({ options, store, gateways, seen, journal, listeners }: State) {
	return {
		requests: () => structuredClone([...store.requests()]),
		request: (id) => structuredClone(store.request(id)),
		stats: () => store.stats(),
		export: () => exportOf(seen, gateways),
		exportPieces: () => exportPieces(seen, gateways),
		onRequest: (listener) => {
			listeners.add(listener);
			return () => void listeners.delete(listener);
		},
		watch: (listener) => ({ entries: journal.all(), stop: journal.subscribe(listener) }),
		deliveryTime: options.deliveryTime,
	} satisfies Partial<Sandbox>;
}

function messageMethods(state: State) {
	const { store, callbacks, journal } = state;
	return {
		messages: () => structuredClone([...store.messages()]),
		incoming: () => structuredClone([...store.incoming()]),
		receive: (messages) => {
			state.receive(parseIncoming(messages), new Bundle());
		},
		setMessageStatus: (id, status) => {
			callbacks.stop(store.setStatus(id, status));
			journal.setStatus(id, status);
		},
	} satisfies Partial<Sandbox>;
}

function callbackMethods(state: State) {
	const { callbacks } = state;
	return {
		setCallback: (gateway, target) => {
			state.setCallback(gateway, target);
		},
		callbackTargets: () => callbacks.maskedTargets(),
		sendCallback: (asked) => callbacks.send(asked),
		callbacks: () => structuredClone([...callbacks.log()]),
		latestCallbacks: (gateway, most) => structuredClone([...callbacks.latest(gateway, most)]),
		callbacksSettled: () => callbacks.settled(),
	} satisfies Partial<Sandbox>;
}

function faultMethods(state: State) {
	const { faults, gateways, journal } = state;
	return {
		setLatency: (ms) => {
			state.latency = checkMilliseconds('latency', ms);
		},
		failNext: (fault) => {
			faults.add(parseFault(fault, gateways));
			journal.setFaults(faults.list().length);
		},
		faults: () => faults.list(),
		clearFaults: () => {
			faults.clear();
			journal.setFaults(0);
		},
		expireTokens: () => {
			for (const gateway of gateways) gateway.expireTokens?.();
		},
	} satisfies Partial<Sandbox>;
}

/** The methods that the gateways add. */
function gatewayMethods({ gateways }: State): GatewayMethods {
	const own = gateways.map((gateway) => {
		const entry: GatewayEntry = GATEWAYS[gateway.name];
		return entry.methods(gateway);
	});
	return Object.assign({}, ...own) as GatewayMethods;
}
