import { STATUS_CODES, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';

import type { Sandbox, SandboxOptions } from './api';
import { registerControl } from './control';
import { decodeUtf8 } from './decoding';
import { FaultQueue, parseFault, type Fault } from './faults';
import { TEXT, type Answer, type Gateway, type GatewayRequest } from './gateway';
import { createMessageCentral } from './messageCentral';
import { createMessangi } from './messangi';
import { createMGage, type MGageReply } from './mgage';
import {
	Store,
	type LoggedRequest,
	type SandboxStats,
	type StoredMessage,
	type Visit,
} from './store';

export { ACCOUNTS } from './accounts';
export { InvalidFault } from './faults';
export type {
	Fault,
	LoggedRequest,
	MGageReply,
	Sandbox,
	SandboxOptions,
	SandboxStats,
	StoredMessage,
};

/** The gateways the sandbox stands in for. A new one is a file and a line here. */
function createGateways(options: SandboxOptions): readonly Gateway[] {
	return [createMessangi(), createMGage(options.mgageReply), createMessageCentral()];
}

/** Where gateway requests are routed to inside; what the client asked for stays `originalUrl`. */
const GATEWAY_ROUTE = '/gateway';
const MAX_LATENCY = 600_000;

/**
 * Starts a server that stands in for all gateways on one port, until `close`.
 *
 * @throws the listening error, e.g. with code `EADDRINUSE`, when the port is not to be had
 */
export async function createSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	const { port = 0, host = '127.0.0.1' } = options;
	const gateways = createGateways(options);
	const store = new Store(gateways.map(({ name }) => name));
	const faults = new FaultQueue();
	const closing = new AbortController();
	let latency = checkLatency(options.latency ?? 0);

	const gatewayOf = (url: string): Gateway | undefined =>
		gateways.find(
			({ prefix }) => url.startsWith(prefix) && /^([/?]|$)/.test(url.slice(prefix.length)),
		);

	const app = fastify({
		bodyLimit: 5 * 1024 * 1024,
		// close() must not wait for a client that a fault has left hanging.
		forceCloseConnections: true,
		// Queries go up to 16 KB, and the headers come on top.
		http: { maxHeaderSize: 64 * 1024 },
		// The router decodes and refuses what signatures and strict decoding have to see as it came,
		// so it gets to see a fixed path instead.
		rewriteUrl: ({ url = '' }) => (gatewayOf(url) === undefined ? url : GATEWAY_ROUTE),
		frameworkErrors: (_error, _request, reply) => {
			void notFound(reply);
		},
	});
	acceptAnyBody(app);
	app.setNotFoundHandler((_request, reply) => notFound(reply));

	const visits = new WeakMap<FastifyRequest, Visit>();
	app.register((scope, _options, done) => {
		scope.addHook('onRequest', (request, reply, next) => {
			const gateway = gatewayOf(request.originalUrl);
			if (gateway !== undefined) {
				const { method, originalUrl: path } = request;
				const logged = { gateway: gateway.name, method, path, headers: flat(request.headers) };
				const visit = store.arrive(logged, request.raw.socket);
				visits.set(request, visit);
				reply.raw.once('close', () => {
					visit.end();
				});
			}
			next();
		});
		// Not when the answer has left but right before: a client that has it must not find this
		// request still counted.
		scope.addHook('onSend', (request, reply, payload, next) => {
			visits.get(request)?.end(reply.statusCode);
			next(null, payload);
		});
		scope.all(GATEWAY_ROUTE, (request, reply) => {
			const gateway = gatewayOf(request.originalUrl);
			const visit = visits.get(request);
			if (gateway === undefined || visit === undefined) return notFound(reply);
			return serve(gateway, visit, request, reply);
		});
		done();
	});

	/** One gateway request, from its body's last byte to its end, be it good or bad. */
	async function serve(
		gateway: Gateway,
		{ logged }: Visit,
		request: FastifyRequest,
		reply: FastifyReply,
	): Promise<FastifyReply> {
		const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
		logged.body = decodeUtf8(body) ?? body.toString('latin1');
		const received: GatewayRequest = {
			method: logged.method,
			target: logged.path.slice(gateway.prefix.length),
			headers: logged.headers,
			body,
		};
		const fault = faults.take(gateway, logged.path);
		if (fault?.cut === 'before') return cut(reply);

		const processed = isProcessed(fault) ? handle(gateway, received, logged) : undefined;
		if (fault?.hang === true) return reply.hijack();
		const answer = disturb(fault, gateway, received, processed);

		if (latency > 0) await delay(latency, undefined, { signal: closing.signal }).catch(() => null);
		const isGone = request.raw.socket.destroyed || closing.signal.aborted;
		if (isGone || fault?.cut === 'after') return cut(reply);
		if (fault?.cut === 'middle') return cutInTheMiddle(reply, answer);
		return reply
			.code(answer.status)
			.headers({ ...answer.headers, 'content-type': answer.contentType })
			.send(answer.body);
	}

	function handle(gateway: Gateway, request: GatewayRequest, logged: LoggedRequest): Answer {
		const answer = gateway.handle(request);
		store.accept(gateway.name, answer.accepted ?? []);
		if (answer.tokenIssued === true) store.countToken();
		if (answer.refusedBecause !== undefined) logged.refusedBecause = answer.refusedBecause;
		return answer;
	}

	let address = { url: '', port };
	const sandbox: Sandbox = {
		get url() {
			return address.url;
		},
		get port() {
			return address.port;
		},
		messages: () => store.messages(),
		requests: () => store.requests(),
		stats: () => store.stats(),
		setLatency: (ms) => {
			latency = checkLatency(ms);
		},
		failNext: (fault) => {
			faults.add(parseFault(fault, gateways));
		},
		expireTokens: () => {
			for (const gateway of gateways) gateway.expireTokens?.();
		},
		reset: () => {
			store.reset();
			faults.clear();
			latency = 0;
			for (const gateway of gateways) gateway.reset?.();
		},
		close: async () => {
			closing.abort();
			await app.close();
		},
	};

	registerControl(app, sandbox, gateways);
	try {
		await app.listen({ port, host });
	} catch (error) {
		await app.close();
		throw error;
	}
	address = addressOf(app, host);
	return sandbox;
}

/** Whether the message is really taken on, whatever the client then hears. */
function isProcessed(fault: Fault | undefined): boolean {
	if (fault === undefined || fault.accept === true || fault.cut !== undefined) return true;
	return fault.hang !== true && !replacesAnswer(fault);
}

function replacesAnswer({ status, body, code }: Fault): boolean {
	return status !== undefined || body !== undefined || code !== undefined;
}

/** The answer after the fault has had its way with it. */
function disturb(
	fault: Fault | undefined,
	gateway: Gateway,
	request: GatewayRequest,
	processed: Answer | undefined,
): Answer {
	const bare: Answer = { status: 200, contentType: TEXT, body: '' };
	if (fault === undefined) return processed ?? bare;
	let answer = processed ?? bare;
	if (fault.code !== undefined) {
		answer = gateway.answerCode(String(fault.code), request, processed?.accepted ?? []);
	} else if (replacesAnswer(fault)) {
		answer = { ...bare, body: STATUS_CODES[fault.status ?? 200] ?? '' };
	}
	return {
		status: fault.status ?? answer.status,
		contentType: fault.contentType ?? answer.contentType,
		body: fault.body ?? answer.body,
		headers: { ...answer.headers, ...fault.headers },
	};
}

/** Destroys the connection without a word. */
function cut(reply: FastifyReply): FastifyReply {
	reply.hijack();
	reply.raw.destroy();
	return reply;
}

/** Promises the whole body, sends half of it and destroys the connection. */
function cutInTheMiddle(reply: FastifyReply, answer: Answer): FastifyReply {
	const body = Buffer.from(answer.body);
	reply.hijack();
	reply.raw.writeHead(answer.status, {
		...answer.headers,
		'content-type': answer.contentType,
		// Of an empty body no half can be held back; a byte that never comes can.
		'content-length': Math.max(1, body.length),
	});
	reply.raw.flushHeaders();
	reply.raw.write(body.subarray(0, Math.floor(body.length / 2)), () => {
		reply.raw.destroy();
	});
	return reply;
}

function notFound(reply: FastifyReply): FastifyReply {
	return reply
		.code(404)
		.type(TEXT)
		.send('There is nothing here. See /control for what the sandbox offers.\n');
}

/** Bodies stay bytes, whatever type they claim to be, or claim no type at all. */
function acceptAnyBody(app: FastifyInstance): void {
	// A malformed type would be refused before any parser is asked, so no type is left to judge. The
	// log has its own copy of the headers by now.
	app.addHook('preParsing', (request, _reply, payload, done) => {
		delete request.raw.headers['content-type'];
		done(null, payload);
	});
	app.removeAllContentTypeParsers();
	app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
		done(null, body);
	});
}

function flat(headers: IncomingHttpHeaders): Record<string, string> {
	return Object.fromEntries(
		Object.entries(headers).map(([name, value]) => [
			name,
			Array.isArray(value) ? value.join(', ') : (value ?? ''),
		]),
	);
}

function checkLatency(ms: number): number {
	if (Number.isFinite(ms) && ms >= 0 && ms <= MAX_LATENCY) return ms;
	throw new RangeError(`The latency must be 0 to ${String(MAX_LATENCY)} milliseconds.`);
}

function addressOf(app: FastifyInstance, host: string): { url: string; port: number } {
	const { port } = app.server.address() as AddressInfo;
	const reachable = host === '0.0.0.0' ? '127.0.0.1' : host;
	const inUrl = reachable.includes(':') ? `[${reachable}]` : reachable;
	return { url: `http://${inUrl}:${String(port)}`, port };
}
