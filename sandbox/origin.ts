import { isIP } from 'node:net';

import type { FastifyInstance, FastifyRequest } from 'fastify';

import { refuse } from './shown';

/** Requests that change nothing. */
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Keeps pages of other sites away from the control API and the inbox. A browser lets any page send
 * requests to this machine, so those that change something must come from the inbox itself, or from
 * a program that is no browser. And a page whose name was made to point here must not read a thing,
 * so the name that is asked for must be one that no stranger can own. The gateways are left alone:
 * they answer whom the vendors would.
 */
export function guardControl(
	app: FastifyInstance,
	host: string,
	isGateway: (url: string) => boolean,
): void {
	app.addHook('onRequest', (request, reply, next) => {
		if (isGateway(request.originalUrl)) {
			next();
			return;
		}
		const because = refusalOf(request, host);
		if (because === undefined) next();
		else void refuse(reply, because, 403);
	});
}

function refusalOf(request: FastifyRequest, host: string): string | undefined {
	const asked = request.headers.host ?? '';
	if (!isOwnName(asked, host)) {
		return "Ask by the address that the sandbox printed: this name could be anybody's.";
	}
	const { origin } = request.headers;
	if (SAFE.has(request.method) || origin === undefined) return undefined;
	return origin === `http://${asked}`
		? undefined
		: 'A page of another site may not change anything here.';
}

/** Addresses, this machine, the given host, and names without a dot, which no site can have. */
function isOwnName(asked: string, host: string): boolean {
	const [, bracketed, plain = ''] = /^(?:\[([^\]]*)\]|([^:]*))(?::\d+)?$/.exec(asked) ?? [];
	const name = (bracketed ?? plain).toLowerCase();
	if (name === host.toLowerCase() || isIP(name) !== 0) return true;
	return /^(?:[^.]+|(?:[^.]+\.)+(?:localhost|internal))$/.test(name);
}
