import { completeAccounts, type Accounts } from './accounts';
import type { SandboxOptions } from './server/api';
import { oneOf, wholeNumber } from './server/checks';
import { CALLBACK_SHAPES } from './gateways/messangi/callbacks';

/** The longest time that any option takes, in milliseconds. */
const MAX_MS = 600_000;
/** As many callbacks at once, or attempts at one. */
const MOST_CALLBACKS = 1000;
/** What is kept, in millions of bytes. */
export const DEFAULT_JOURNAL = 200;
export const MOST_MEGABYTES = 100_000;

/** All options. */
export type CompleteOptions = Required<SandboxOptions> & { readonly accounts: Accounts };

/** The options with their defaults. @throws RangeError with a sentence for a value out of range */
export function completeOptions(given: SandboxOptions): CompleteOptions {
	const options = {
		port: given.port ?? 0,
		host: given.host ?? '127.0.0.1',
		allowedHosts: given.allowedHosts ?? [],
		accounts: completeAccounts(given.accounts ?? {}),
		latency: given.latency ?? 0,
		deliveryTime: given.deliveryTime ?? 2000,
		mgageReply: given.mgageReply ?? 'xml',
		messangiFirstPage: given.messangiFirstPage ?? 1,
		messangiPageZero: given.messangiPageZero ?? 'error',
		messangiMalformedLists: given.messangiMalformedLists ?? false,
		messageCentralMaxRecipients: given.messageCentralMaxRecipients ?? Infinity,
		otpLifetime: given.otpLifetime ?? 60_000,
		callbacks: given.callbacks ?? {},
		callbackConcurrency: given.callbackConcurrency ?? 20,
		callbackAttempts: given.callbackAttempts ?? 50,
		callbackTimeout: given.callbackTimeout ?? 10_000,
		journalMegabytes: given.journalMegabytes ?? DEFAULT_JOURNAL,
		messangiCallbackShape: given.messangiCallbackShape ?? 'form',
	};
	checkMilliseconds('latency', options.latency);
	checkMilliseconds('delivery time', options.deliveryTime);
	checkMilliseconds('lifetime of codes', options.otpLifetime);
	checkMilliseconds('timeout of callbacks', options.callbackTimeout);
	for (const name of ['callbackConcurrency', 'callbackAttempts'] as const) {
		check(name, wholeNumber(1, MOST_CALLBACKS)(options[name]));
	}
	check('journalMegabytes', wholeNumber(1, MOST_MEGABYTES)(options.journalMegabytes));
	check('messangiCallbackShape', oneOf(CALLBACK_SHAPES)(options.messangiCallbackShape));
	return options;
}

function check(name: string, wanted: string | undefined): void {
	if (wanted !== undefined) throw new RangeError(`"${name}" must be ${wanted}.`);
}

export function checkMilliseconds(what: string, ms: number): number {
	if (Number.isFinite(ms) && ms >= 0 && ms <= MAX_MS) return ms;
	throw new RangeError(`The ${what} must be 0 to ${String(MAX_MS)} milliseconds.`);
}
