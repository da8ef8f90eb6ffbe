import type { AddressInfo } from 'node:net';

import fastify, { type FastifyInstance, type FastifyReply } from 'fastify';

import { acceptAnyBody, BODY_LIMIT } from './bodies';
import { TEXT } from './gateway';
import { refuse } from './masking';
import type { Guard } from './origin';

/** Where gateway requests are routed to inside; what the client asked for stays `originalUrl`. */
export const GATEWAY_ROUTE = '/gateway';
/** Within this time a request has to have come, in milliseconds, or it keeps others waiting. */
const REQUEST_TIMEOUT = 120_000;

/** The HTTP server with what is true of all its requests, be they for a gateway or not. */
export function createApp(guard: Guard, isForGateway: (url: string) => boolean): FastifyInstance {
	const app = fastify({
		bodyLimit: BODY_LIMIT,
		requestTimeout: REQUEST_TIMEOUT,
		// close() must not wait for a client that a fault has left hanging.
		forceCloseConnections: true,
		// Queries go up to 16 KB, and the headers come on top.
		http: { maxHeaderSize: 64 * 1024 },
		// The router decodes and refuses what signatures and strict decoding have to see as it came,
		// so it gets to see a fixed path instead.
		rewriteUrl: ({ url = '' }) => (isForGateway(url) ? GATEWAY_ROUTE : url),
		frameworkErrors: (_error, request, reply) => {
			// No hook is asked about these.
			const because = guard(request.raw);
			if (because === undefined) void notFound(reply);
			else void refuse(reply, because, 403);
		},
	});
	// In front of everything: gateways, control API, inbox, what is not there, preflights.
	app.addHook('onRequest', (request, reply, next) => {
		const because = guard(request.raw);
		if (because === undefined) next();
		else void refuse(reply, because, 403);
	});
	acceptAnyBody(app);
	app.setNotFoundHandler((_request, reply) => notFound(reply));
	return app;
}

/** Answers a request for something that is not there. */
export function notFound(reply: FastifyReply): FastifyReply {
	return reply
		.code(404)
		.type(TEXT)
		.send('There is nothing here. See /control for what the sandbox offers.\n');
}

/** Where a server that listens can be reached. */
export function addressOf(app: FastifyInstance, host: string): { url: string; port: number } {
	const { port } = app.server.address() as AddressInfo;
	const reachable = host === '0.0.0.0' ? '127.0.0.1' : host;
	const inUrl = reachable.includes(':') ? `[${reachable}]` : reachable;
	return { url: `http://${inUrl}:${String(port)}`, port };
}
