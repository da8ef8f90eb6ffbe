import type { AddressInfo } from 'node:net';

import fastify, { type FastifyInstance, type FastifyReply } from 'fastify';

import { acceptAnyBody, BODY_LIMIT } from './bodies';
import { TEXT } from './gateway';
import { refuse } from './masking';
import type { Guard } from './origin';

/** The internal path of gateway requests; the client's path is `originalUrl`. */
export const GATEWAY_ROUTE = '/gateway';
/** The time limit for receiving a request, in milliseconds, because it keeps others waiting. */
const REQUEST_TIMEOUT = 120_000;

/** The HTTP server, with the settings for all requests. */
export function createApp(guard: Guard, isForGateway: (url: string) => boolean): FastifyInstance {
	const app = fastify({
		bodyLimit: BODY_LIMIT,
		requestTimeout: REQUEST_TIMEOUT,
		// close() must not wait for a client that a fault left hanging.
		forceCloseConnections: true,
		// 16 KB for queries, and room for the headers.
		http: { maxHeaderSize: 64 * 1024 },
		// The router decodes and refuses paths, but signatures and strict decoding need them unchanged,
		// so it gets a fixed path instead.
		rewriteUrl: ({ url = '' }) => (isForGateway(url) ? GATEWAY_ROUTE : url),
		frameworkErrors: (_error, request, reply) => {
			// No hooks run for these.
			const because = guard(request.raw);
			if (because === undefined) void notFound(reply);
			else void refuse(reply, because, 403);
		},
	});
	// Before everything: gateways, control API, inbox, unknown paths, preflights.
	app.addHook('onRequest', (request, reply, next) => {
		const because = guard(request.raw);
		if (because === undefined) next();
		else void refuse(reply, because, 403);
	});
	acceptAnyBody(app);
	app.setNotFoundHandler((_request, reply) => notFound(reply));
	return app;
}

/** Answers a request for an unknown path. */
export function notFound(reply: FastifyReply): FastifyReply {
	return reply.code(404).type(TEXT).send('Not found. See /control for what the sandbox offers.\n');
}

/** The URL and the port of a listening server. */
export function addressOf(app: FastifyInstance, host: string): { url: string; port: number } {
	const { port } = app.server.address() as AddressInfo;
	const reachable = { '0.0.0.0': '127.0.0.1', '::': '::1' }[host] ?? host;
	const inUrl = reachable.includes(':') ? `[${reachable}]` : reachable;
	return { url: `http://${inUrl}:${String(port)}`, port };
}
