import type { SandboxOptions } from './api';

/** The longest time that any option takes, in milliseconds. */
const MAX_MS = 600_000;

/** The options with their defaults. @throws RangeError with a sentence for a value out of range */
export function completeOptions(given: SandboxOptions): Required<SandboxOptions> {
	const options = {
		port: given.port ?? 0,
		host: given.host ?? '127.0.0.1',
		latency: given.latency ?? 0,
		deliveryTime: given.deliveryTime ?? 2000,
		mgageReply: given.mgageReply ?? 'xml',
		messangiFirstPage: given.messangiFirstPage ?? 1,
		messangiPageZero: given.messangiPageZero ?? 'error',
		messangiMalformedLists: given.messangiMalformedLists ?? false,
		messageCentralMaxRecipients: given.messageCentralMaxRecipients ?? Infinity,
		otpLifetime: given.otpLifetime ?? 60_000,
	};
	checkMilliseconds('latency', options.latency);
	checkMilliseconds('delivery time', options.deliveryTime);
	checkMilliseconds('lifetime of codes', options.otpLifetime);
	return options;
}

export function checkMilliseconds(what: string, ms: number): number {
	if (Number.isFinite(ms) && ms >= 0 && ms <= MAX_MS) return ms;
	throw new RangeError(`The ${what} must be 0 to ${String(MAX_MS)} milliseconds.`);
}
