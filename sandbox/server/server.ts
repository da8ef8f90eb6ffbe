import type { IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';

import { secretsOf, type GivenAccounts } from '../accounts';
import type { Sandbox, SandboxOptions } from './api';
import { Callbacks, type CallbackTargets, type LoggedCallback } from '../callbacks';
import { Budget, Bundle } from './budget';
import type { AskedCallback, AskedIncoming, AskedReport } from '../callbacks/callbackRequest';
import type { CallbackAttempt } from '../callbacks/queue';
import type { CallbackSecret, CallbackTarget } from '../callbacks/target';
import { registerControl } from '../control/control';
import { decodeUtf8 } from './decoding';
import { cut, cutInTheMiddle, disturb, isProcessed } from './applyFault';
import { exportOf, exportPieces, type Export, type Seen } from '../control/export';
import { describeFault, FaultQueue, parseFault, type Fault } from './faults';
import { TEXT, type Answer, type Archive, type Gateway, type GatewayRequest } from './gateway';
import { completeIncoming, parseIncoming } from '../control/incoming';
import type { IncomingMessage, NewIncoming } from './message';
import { registerInbox } from '../inbox/routes';
import { Journal, type Done } from './journal';
import type { MessangiCallbackShape } from '../gateways/messangi/callbacks';
import type { GatewayEntry } from '../gateways/entry';
import type { GatewayName } from '../gateways/names';
import { GATEWAY_NAMES, GATEWAYS } from '../gateways/registry';
import type { MGageReply } from '../gateways/mGage/replies';
import { checkMilliseconds, completeOptions, type CompleteOptions } from '../options';
import { createGuard } from './origin';
import { Room } from './room';
import { hideSecret } from './secrets';
import { refuse } from './masking';
import {
	Store,
	type LoggedReply,
	type LoggedRequest,
	type SandboxStats,
	type Visit,
} from './store';
import type { MessageStatus, StoredMessage } from './message';

export { ACCOUNTS } from '../accounts';
export { InvalidFault } from './faults';
export type {
	AskedCallback,
	AskedIncoming,
	AskedReport,
	CallbackAttempt,
	CallbackSecret,
	CallbackTarget,
	CallbackTargets,
	Export,
	Fault,
	GivenAccounts,
	IncomingMessage,
	LoggedCallback,
	LoggedReply,
	LoggedRequest,
	MessageStatus,
	MessangiCallbackShape,
	MGageReply,
	NewIncoming,
	Sandbox,
	SandboxOptions,
	SandboxStats,
	StoredMessage,
};

/** Where gateway requests are routed to inside; what the client asked for stays `originalUrl`. */
const GATEWAY_ROUTE = '/gateway';
/** Room for a workbook of a bulk send. */
const BODY_LIMIT = 20 * 1024 * 1024;
/** Bytes of bodies that are read or worked on at one moment; further requests wait. */
const MOST_UNDER_WAY = 3 * BODY_LIMIT;
/** Within this time a request has to have come, in milliseconds, or it keeps others waiting. */
const REQUEST_TIMEOUT = 120_000;

/**
 * Starts a server that stands in for all gateways on one port, until `close`.
 *
 * @throws the listening error, e.g. with code `EADDRINUSE`, when the port is not to be had
 */
export async function createSandbox(given: SandboxOptions = {}): Promise<Sandbox> {
	const options = completeOptions(given);
	const { port, host, accounts } = options;
	const guard = createGuard(host, options.allowedHosts);
	for (const secret of secretsOf(accounts)) hideSecret(secret);
	const budget = new Budget(options.journalMegabytes * 1_000_000);
	const store = new Store(GATEWAY_NAMES, options.deliveryTime, budget);
	const made = createGateways(options, (name) => store.archiveOf(name));
	const gateways: readonly Gateway[] = Object.values(made);
	const callbacks = new Callbacks(options, gateways, (id) => store.find(id), budget);
	const faults = new FaultQueue();
	const journal = new Journal(budget);
	const closing = new AbortController();
	const listeners = new Set<(request: LoggedRequest) => void>();
	let { latency } = options;

	const gatewayOf = (url: string): Gateway | undefined =>
		gateways.find(({ name }) => {
			const { prefix } = GATEWAYS[name];
			return url.startsWith(prefix) && /^([/?]|$)/.test(url.slice(prefix.length));
		});

	const app = fastify({
		bodyLimit: BODY_LIMIT,
		requestTimeout: REQUEST_TIMEOUT,
		// close() must not wait for a client that a fault has left hanging.
		forceCloseConnections: true,
		// Queries go up to 16 KB, and the headers come on top.
		http: { maxHeaderSize: 64 * 1024 },
		// The router decodes and refuses what signatures and strict decoding have to see as it came,
		// so it gets to see a fixed path instead.
		rewriteUrl: ({ url = '' }) => (gatewayOf(url) === undefined ? url : GATEWAY_ROUTE),
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
	const leaveRoom = boundBodies(app);
	acceptAnyBody(app);
	app.setNotFoundHandler((_request, reply) => notFound(reply));

	/** What each request has led to so far: the journal gets it all at once, at the request's end. */
	const effects = new WeakMap<Visit, Omit<Done, 'request' | 'bundle'>>();
	const notify = (visit: Visit): void => {
		const { logged, bundle } = visit;
		const effect = effects.get(visit);
		// A reset may have come in between, and then this request is forgotten.
		if (effect !== undefined && store.request(logged.id) === logged) {
			journal.record({ request: logged, bundle, ...effect });
		}
		for (const listener of [...listeners]) listener(structuredClone(logged));
	};

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
		// request still counted, or miss what a listener does about it.
		scope.addHook('onSend', (request, reply, payload, next) => {
			const visit = visits.get(request);
			visit?.end(reply.statusCode);
			if (visit !== undefined) notify(visit);
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
		visit: Visit,
		request: FastifyRequest,
		reply: FastifyReply,
	): Promise<FastifyReply> {
		const unanswered = (end: () => FastifyReply): FastifyReply => {
			notify(visit);
			return end();
		};
		const { fault, answer } = await work(gateway, visit, request);
		leaveRoom(request);
		if (fault?.cut === 'before') return unanswered(() => cut(reply));
		if (answer === undefined) return unanswered(() => reply.hijack());

		if (latency > 0) await delay(latency, undefined, { signal: closing.signal }).catch(() => null);
		const isGone = request.raw.socket.destroyed || closing.signal.aborted;
		if (isGone || fault?.cut === 'after') return unanswered(() => cut(reply));
		if (fault?.cut === 'middle') return unanswered(() => cutInTheMiddle(reply, answer));
		return reply
			.code(answer.status)
			.headers({ ...answer.headers, 'content-type': answer.contentType })
			.send(answer.body);
	}

	/** What a request leads to, and what it is answered; its body is not needed any more after that. */
	async function work(
		gateway: Gateway,
		visit: Visit,
		request: FastifyRequest,
	): Promise<{ fault?: Fault; answer?: Answer }> {
		const { logged } = visit;
		const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
		request.body = undefined;
		logged.body = decodeUtf8(body) ?? body.toString('latin1');
		const received: GatewayRequest = {
			method: logged.method,
			target: logged.path.slice(GATEWAYS[gateway.name].prefix.length),
			headers: logged.headers,
			body,
		};
		const attempt = gateway.describe(received);
		effects.set(visit, { attempt, accepted: [], hasReceived: false });
		const fault = faults.take(gateway, logged.path);
		if (fault !== undefined) {
			logged.disturbed = describeFault(fault);
			journal.setFaults(faults.list().length);
		}
		if (fault?.cut === 'before') {
			visit.weigh();
			return { fault };
		}
		const processed = isProcessed(fault) ? await handle(gateway, received, visit) : undefined;
		let answer: Answer | undefined;
		if (fault?.hang !== true) {
			answer = disturb(fault, gateway, received, processed);
			const { status, contentType } = answer;
			logged.reply = { status, contentType, body: answer.body };
		}
		if (logged.refusedBecause !== undefined) visit.shorten(body.length);
		visit.weigh();
		return { fault, answer };
	}

	async function handle(gateway: Gateway, request: GatewayRequest, visit: Visit): Promise<Answer> {
		const { logged } = visit;
		const answer = await gateway.handle(request);
		const accepted = store.accept(gateway.name, answer.accepted ?? [], visit.bundle);
		callbacks.follow(accepted);
		const received = answer.received ?? [];
		receive(
			received.map((each) => completeIncoming({ ...each, gateway: gateway.name })),
			visit.bundle,
			logged,
		);
		const attempt = effects.get(visit)?.attempt ?? gateway.describe(request);
		effects.set(visit, { attempt, accepted, hasReceived: received.length > 0 });
		if (answer.tokenIssued === true) store.countToken();
		if (answer.refusedBecause !== undefined) logged.refusedBecause = answer.refusedBecause;
		return answer;
	}

	function receive(
		messages: readonly IncomingMessage[],
		bundle: Bundle,
		request?: LoggedRequest,
	): void {
		store.receive(messages, bundle);
		journal.receive(messages, bundle, request);
		callbacks.notice(messages);
	}

	const seen: Seen = {
		stats: () => store.stats(),
		messages: () => store.messages(),
		incoming: () => store.incoming(),
		callbacks: () => callbacks.log(),
		requests: () => store.requests(),
	};
	let address = { url: '', port };
	const sandbox: Sandbox = {
		get url() {
			return address.url;
		},
		get port() {
			return address.port;
		},
		messages: () => structuredClone([...store.messages()]),
		incoming: () => structuredClone([...store.incoming()]),
		requests: () => structuredClone([...store.requests()]),
		stats: () => store.stats(),
		setLatency: (ms) => {
			latency = checkMilliseconds('latency', ms);
		},
		receive: (messages) => {
			receive(parseIncoming(messages), new Bundle());
		},
		setMessageStatus: (id, status) => {
			callbacks.stop(store.setStatus(id, status));
			journal.setStatus(id, status);
		},
		setNextPin: (pin) => {
			made.messangi.setNextPin(pin);
		},
		setNextOtp: (code) => {
			made.messageCentral.setNextOtp(code);
		},
		expireOtps: () => {
			made.messageCentral.expireOtps();
		},
		omitFromNextMGageReply: (numbers) => {
			made.mGage.omitFromNextReply(numbers);
		},
		refuseNumbers: (codes) => {
			made.mGage.refuseNumbers(codes);
		},
		onRequest: (listener) => {
			listeners.add(listener);
			return () => void listeners.delete(listener);
		},
		setCallback: (gateway, target) => {
			callbacks.setTarget(gateway, target);
		},
		callbackTargets: () => callbacks.maskedTargets(),
		sendCallback: (asked) => callbacks.send(asked),
		callbacks: () => structuredClone([...callbacks.log()]),
		callbacksSettled: () => callbacks.settled(),
		failNext: (fault) => {
			faults.add(parseFault(fault, gateways));
			journal.setFaults(faults.list().length);
		},
		faults: () => faults.list(),
		clearFaults: () => {
			faults.clear();
			journal.setFaults(0);
		},
		export: () => exportOf(seen, gateways),
		exportPieces: () => exportPieces(seen, gateways),
		request: (id) => structuredClone(store.request(id)),
		watch: (listener) => ({ entries: journal.all(), stop: journal.subscribe(listener) }),
		deliveryTime: options.deliveryTime,
		expireTokens: () => {
			for (const gateway of gateways) gateway.expireTokens?.();
		},
		reset: () => {
			budget.reset();
			store.reset();
			callbacks.reset();
			faults.clear();
			journal.reset();
			listeners.clear();
			latency = 0;
			for (const gateway of gateways) gateway.reset?.();
		},
		close: async () => {
			closing.abort();
			callbacks.close();
			await app.close();
		},
	};

	registerControl(app, sandbox, gateways, seen);
	registerInbox(app, sandbox, journal);
	try {
		await app.listen({ port, host });
	} catch (error) {
		await app.close();
		throw error;
	}
	address = addressOf(app, host);
	return sandbox;
}

type Gateways = { readonly [Name in GatewayName]: ReturnType<(typeof GATEWAYS)[Name]['create']> };

function createGateways(
	options: CompleteOptions,
	archiveOf: (name: GatewayName) => Archive,
): Gateways {
	const create = <Name extends GatewayName>(name: Name) => {
		const entry = GATEWAYS[name] as GatewayEntry;
		return [name, entry.create(options, options.accounts[name], archiveOf(name))] as const;
	};
	return Object.fromEntries(GATEWAY_NAMES.map(create)) as unknown as Gateways;
}

function notFound(reply: FastifyReply): FastifyReply {
	return reply
		.code(404)
		.type(TEXT)
		.send('There is nothing here. See /control for what the sandbox offers.\n');
}

/**
 * Lets bodies in as long as there is room for them. Returns what gives a request's room back early;
 * else it is given back when the connection has its answer.
 */
function boundBodies(app: FastifyInstance): (request: FastifyRequest) => void {
	const room = new Room(MOST_UNDER_WAY);
	const leaving = new WeakMap<FastifyRequest, () => void>();
	app.addHook('preParsing', async (request, reply, payload) => {
		const { 'content-length': length, 'transfer-encoding': coding } = request.raw.headers;
		// Without a length it may be as long as bodies may be; with too long a one it is not read.
		const bytes = coding === undefined ? Number(length ?? 0) : BODY_LIMIT;
		if (!(bytes > 0 && bytes <= BODY_LIMIT)) return payload;
		const gone = new AbortController();
		reply.raw.once('close', () => {
			gone.abort();
		});
		const leave = await room.take(bytes, gone.signal);
		leaving.set(request, leave);
		if (gone.signal.aborted) leave();
		else reply.raw.once('close', leave);
		return payload;
	});
	return (request) => leaving.get(request)?.();
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

function addressOf(app: FastifyInstance, host: string): { url: string; port: number } {
	const { port } = app.server.address() as AddressInfo;
	const reachable = host === '0.0.0.0' ? '127.0.0.1' : host;
	const inUrl = reachable.includes(':') ? `[${reachable}]` : reachable;
	return { url: `http://${inUrl}:${String(port)}`, port };
}
