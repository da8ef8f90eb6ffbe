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

/** How the next requests go wrong. Without `status`, `body` or `code` the answer stays the true one. */
export interface Fault {
	/** Only requests to this gateway. */
	gateway?: GatewayName;
	/** How many requests; default 1. */
	count?: number;
	/** Let this many matching requests pass first; default 0. */
	skip?: number;
	/** Only requests whose path (query included) contains this. */
	path?: string;
	status?: number;
	headers?: Record<string, string>;
	body?: string;
	contentType?: string;
	/** A documented code of the gateway, answered in the gateway's own shape. */
	code?: number | string;
	/**
	 * `before`: the connection is destroyed and nothing processed; `after`: the message is stored,
	 * then the connection destroyed; `middle`: the same after half of the reply's body.
	 */
	cut?: (typeof CUTS)[number];
	/** Never answer, and process nothing, until the client goes or the sandbox closes. */
	hang?: boolean;
	/** Process the message all the same; only the answer is the faulty one. */
	accept?: boolean;
}

/** See `cut`. */
export const CUTS = ['before', 'after', 'middle'] as const;
/** Requests that one fault can strike, or let pass. */
export const MOST_REQUESTS = 1_000_000;

/** A fault nobody can carry out; its message is a sentence for whoever asked for it. */
export class InvalidFault extends Error {}

/**
 * The faults asked for, first come first served: a request meets the first one it matches, and that
 * one either lets it pass (`skip`) or strikes. Later ones wait their turn.
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

	/** Those that still wait, with how many requests they have yet to strike. */
	list(): Fault[] {
		return this.waiting.map(({ fault, skip, count }) => ({ ...fault, skip, count }));
	}

	clear(): void {
		this.waiting = [];
	}
}

/** What a fault does to a request, in words for people. */
export function describeFault(fault: Fault): string {
	const { cut, hang, code, status, body } = fault;
	if (hang === true) return 'never answered';
	const parts = [
		code === undefined ? undefined : `answered with code ${code}`,
		status === undefined ? undefined : `answered with HTTP ${status}`,
		body === undefined ? undefined : 'answered with another body',
		cut === 'before' ? 'connection cut before anything was read' : undefined,
		cut === 'middle' ? 'connection cut in the middle of the reply' : undefined,
		cut === 'after' ? 'connection cut instead of a reply' : undefined,
	].filter((part) => part !== undefined);
	return parts.length === 0 ? 'answered with other headers' : parts.join(', ');
}

function matches(fault: Fault, gateway: StandIn, path: string): boolean {
	if (fault.gateway !== undefined && fault.gateway !== gateway.name) return false;
	if (fault.path !== undefined && !path.includes(fault.path)) return false;
	if (fault.code === undefined) return true;
	if (!gateway.knowsCode(String(fault.code))) return false;
	// A code is meant for the replies that carry codes (not for fetching a token), unless the path
	// says otherwise.
	return fault.path !== undefined || (gateway.isCoded?.(path) ?? true);
}

const headers: Check = (value) => {
	if (!isRecord(value)) return 'an object of header names and values';
	for (const [name, content] of Object.entries(value)) {
		if (/^(content-length|transfer-encoding)$/i.test(name)) {
			return `without ${name}, which follows from the body (for a short reply use cut: "middle")`;
		}
		if (!isHeader(name, content)) {
			return `an object of valid header names and string values, and ${name} is none`;
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
 * Checks a fault that may come from anywhere, HTTP included.
 *
 * @throws InvalidFault with a sentence that names the field and what it takes
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
		throw new InvalidFault('A request either hangs or is cut: give "hang" or "cut", not both.');
	}
	if (cut === 'before' && fault.accept === true) {
		throw new InvalidFault(
			'With cut: "before" nothing is accepted; cut: "after" is what you want.',
		);
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
