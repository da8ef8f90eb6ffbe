import type { GatewayName } from '../gateways/names';
import {
	boolean,
	findWrongField,
	isHeader,
	oneOf,
	string,
	wholeNumber,
	type Check,
} from './checks';
import type { StandIn } from './gateway';
import { isRecord } from './isRecord';

/** How the next requests fail. Without `status`, `body` and `code`, the answer stays unchanged. */
export interface Fault {
	/** Only requests to this gateway. */
	gateway?: GatewayName;
	/** How many requests; default 1. */
	count?: number;
	/** How many matching requests succeed first; default 0. */
	skip?: number;
	/** Only requests whose path or query contains this. */
	path?: string;
	status?: number;
	headers?: Record<string, string>;
	body?: string;
	contentType?: string;
	/** A documented code of the gateway, in the gateway's format. */
	code?: number | string;
	/**
	 * `before`: closes the connection without processing anything. `after`: stores the message, then
	 * closes the connection. `middle`: the same after half of the reply's body.
	 */
	cut?: (typeof CUTS)[number];
	/** Never answers and processes nothing, until the client disconnects or the sandbox closes. */
	hang?: boolean;
	/** Processes the message nevertheless; only the answer has the fault. */
	accept?: boolean;
}

/** The values of `cut`. */
export const CUTS = ['before', 'after', 'middle'] as const;
/** The highest value of `count` and `skip`. */
export const MOST_REQUESTS = 1_000_000;

/** An invalid fault; its message is for the caller. */
export class InvalidFault extends Error {}

/**
 * The waiting faults, in order. The first one that matches a request either skips it (`skip`) or
 * applies to it.
 */
export class FaultQueue {
	private waiting: { fault: Fault; skip: number; count: number }[] = [];

	add(fault: Fault): void {
		this.waiting.push({ fault, skip: fault.skip ?? 0, count: fault.count ?? 1 });
	}

	take(gateway: StandIn, path: string): Fault | undefined {
		const met = this.waiting.find(({ fault }) => matches(fault, gateway, path));
		if (met === undefined) return undefined;
		if (met.skip > 0) {
			met.skip--;
			return undefined;
		}
		met.count--;
		this.waiting = this.waiting.filter(({ count }) => count > 0);
		return met.fault;
	}

	/** The waiting faults, with the number of remaining requests. */
	list(): Fault[] {
		return this.waiting.map(({ fault, skip, count }) => ({ ...fault, skip, count }));
	}

	clear(): void {
		this.waiting = [];
	}
}

/** What a fault does to a request, in words. */
export function describeFault(fault: Fault): string {
	const { cut, hang, code, status, body } = fault;
	if (hang === true) return 'never answered';
	const parts = [
		code === undefined ? undefined : `answered with code ${code}`,
		status === undefined ? undefined : `answered with HTTP ${status}`,
		body === undefined ? undefined : 'answered with another body',
		cut === 'before' ? 'connection closed before anything was processed' : undefined,
		cut === 'middle' ? 'connection closed in the middle of the reply' : undefined,
		cut === 'after' ? 'connection closed instead of a reply' : undefined,
	].filter((part) => part !== undefined);
	return parts.length === 0 ? 'answered with other headers' : parts.join(', ');
}

function matches(fault: Fault, gateway: StandIn, path: string): boolean {
	if (fault.gateway !== undefined && fault.gateway !== gateway.name) return false;
	if (fault.path !== undefined && !path.includes(fault.path)) return false;
	if (fault.code === undefined) return true;
	if (!gateway.knowsCode(String(fault.code))) return false;
	// A code applies only to replies that have codes (not to fetching a token), unless a path is
	// given.
	return fault.path !== undefined || (gateway.isCoded?.(path) ?? true);
}

const headers: Check = (value) => {
	if (!isRecord(value)) return 'an object of header names and values';
	for (const [name, content] of Object.entries(value)) {
		if (/^(content-length|transfer-encoding)$/i.test(name)) {
			return `without ${name}, which follows from the body (for a short reply use cut: "middle")`;
		}
		if (!isHeader(name, content)) {
			return `an object of valid header names and string values, but ${name} is not valid`;
		}
	}
	return undefined;
};

function checksFor(gateways: readonly StandIn[]): Readonly<Record<keyof Fault, Check>> {
	return {
		gateway: oneOf(gateways.map(({ name }) => name)),
		count: wholeNumber(1, MOST_REQUESTS),
		skip: wholeNumber(0, MOST_REQUESTS),
		path: string,
		status: wholeNumber(200, 599),
		headers,
		body: string,
		contentType: (value) => string(value) ?? headers({ 'content-type': value }),
		code: (value) =>
			typeof value === 'number' || typeof value === 'string' ? undefined : 'a number or a string',
		cut: oneOf(CUTS),
		hang: boolean,
		accept: boolean,
	};
}

/**
 * Checks a fault from outside.
 *
 * @throws InvalidFault whose message names the field and its valid values
 */
export function parseFault(value: unknown, gateways: readonly StandIn[]): Fault {
	if (!isRecord(value)) throw new InvalidFault('A fault is an object, e.g. {"status": 503}.');
	const wrong = findWrongField('A fault', value, checksFor(gateways));
	if (wrong !== undefined) throw new InvalidFault(wrong);
	const given = Object.entries(value).filter(([, content]) => content !== undefined);
	const fault = Object.fromEntries(given) as Fault;
	checkMeaning(fault, gateways);
	return fault;
}

function checkMeaning(fault: Fault, gateways: readonly StandIn[]): void {
	const { code, cut, hang, status, body, contentType, headers: extra } = fault;
	if ([code, cut, hang, status, body, contentType, extra].every((part) => part === undefined)) {
		throw new InvalidFault(
			'Say what goes wrong: one of status, code, body, contentType, headers, cut, hang.',
		);
	}
	if (hang === true && cut !== undefined) {
		throw new InvalidFault('Give "hang" or "cut", not both.');
	}
	if (cut === 'before' && fault.accept === true) {
		throw new InvalidFault('With cut: "before", nothing is accepted. Use cut: "after".');
	}
	if (code === undefined) return;
	const asked = gateways.filter(
		({ name }) => fault.gateway === undefined || fault.gateway === name,
	);
	if (!asked.some((gateway) => gateway.knowsCode(String(code)))) {
		throw new InvalidFault(
			`"code" ${String(code)} is not a code of ${fault.gateway ?? 'any gateway'}.`,
		);
	}
}
