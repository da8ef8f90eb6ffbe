import { completeAccounts, type Accounts } from './accounts';
import { GATEWAY_NAMES, GATEWAYS, type GatewayOptions } from './gateways/registry';
import type { SandboxOptions } from './server/api';
import { checkField, checkMilliseconds, wholeNumber } from './server/checks';

/** The highest number of callbacks at once, and of attempts. */
const MOST_CALLBACKS = 1000;
/** The size of the journal, in millions of bytes. */
export const DEFAULT_JOURNAL = 200;
export const MOST_MEGABYTES = 100_000;

/** All options. */
export type CompleteOptions = Required<SandboxOptions> & { readonly accounts: Accounts };

/** The options with their defaults. @throws RangeError for a value out of range */
export function completeOptions(given: SandboxOptions): CompleteOptions {
	const options = {
		port: given.port ?? 0,
		host: given.host ?? '127.0.0.1',
		allowedHosts: given.allowedHosts ?? [],
		accounts: completeAccounts(given.accounts ?? {}),
		latency: given.latency ?? 0,
		deliveryTime: given.deliveryTime ?? 2000,
		callbacks: given.callbacks ?? {},
		callbackConcurrency: given.callbackConcurrency ?? 20,
		callbackAttempts: given.callbackAttempts ?? 50,
		callbackTimeout: given.callbackTimeout ?? 10_000,
		journalMegabytes: given.journalMegabytes ?? DEFAULT_JOURNAL,
	};
	checkMilliseconds('latency', options.latency);
	checkMilliseconds('delivery time', options.deliveryTime);
	checkMilliseconds('timeout of callbacks', options.callbackTimeout);
	for (const name of ['callbackConcurrency', 'callbackAttempts'] as const) {
		checkField(name, options[name], wholeNumber(1, MOST_CALLBACKS));
	}
	checkField('journalMegabytes', options.journalMegabytes, wholeNumber(1, MOST_MEGABYTES));
	return { ...options, ...gatewayOptions(given) };
}

/** Each gateway adds the defaults of its own options. */
function gatewayOptions(given: SandboxOptions): GatewayOptions {
	const own = GATEWAY_NAMES.map((name) => GATEWAYS[name].options(given));
	return Object.assign({}, ...own) as GatewayOptions;
}
