import type { IncomingHttpHeaders } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { completeIncoming } from '../control/incoming';
import { GATEWAYS } from '../gateways/registry';
import { GATEWAY_ROUTE, notFound } from './app';
import { cut, cutInTheMiddle, disturb, isProcessed } from './applyFault';
import { decodeUtf8 } from './decoding';
import { describeFault, type Fault } from './faults';
import type { Answer, StandIn, ReceivedRequest } from './gateway';
import type { Done } from './journal';
import type { State } from './state';
import type { Visit } from './store';

/**
 * Answers the requests to the gateways.
 *
 * @param leaveRoom frees the room of a request's body when it is no longer needed
 */
export function registerGateways(
	app: FastifyInstance,
	state: State,
	leaveRoom: (request: FastifyRequest) => void,
): void {
	const requests = new GatewayRequests(state, leaveRoom);
	app.register((scope, _options, done) => {
		scope.addHook('onRequest', (request, reply, next) => {
			requests.arrive(request, reply);
			next();
		});
		// Right before the answer is sent, not after: a client that has the answer must not see this
		// request still counted, or miss what a listener does.
		scope.addHook('onSend', (request, reply, payload, next) => {
			requests.leave(request, reply);
			next(null, payload);
		});
		scope.all(GATEWAY_ROUTE, (request, reply) => requests.serve(request, reply));
		done();
	});
}

/** Handles gateway requests from arrival to end. */
class GatewayRequests {
	private readonly visits = new WeakMap<FastifyRequest, Visit>();
	/** The results of each request so far: the journal gets them at the request's end. */
	private readonly effects = new WeakMap<Visit, Omit<Done, 'request' | 'bundle'>>();

	constructor(
		private readonly state: State,
		private readonly leaveRoom: (request: FastifyRequest) => void,
	) {}

	arrive(request: FastifyRequest, reply: FastifyReply): void {
		const { method, originalUrl: path, headers, raw } = request;
		const gateway = this.state.gatewayOf(path);
		if (gateway === undefined) return;
		const logged = { gateway: gateway.name, method, path, headers: flat(headers) };
		const visit = this.state.store.arrive(logged, raw.socket);
		this.visits.set(request, visit);
		reply.raw.once('close', () => {
			visit.end();
		});
	}

	leave(request: FastifyRequest, reply: FastifyReply): void {
		const visit = this.visits.get(request);
		if (visit === undefined) return;
		visit.end(reply.statusCode);
		this.notify(visit);
	}

	async serve(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
		const gateway = this.state.gatewayOf(request.originalUrl);
		const visit = this.visits.get(request);
		if (gateway === undefined || visit === undefined) return notFound(reply);
		const unanswered = (end: () => FastifyReply): FastifyReply => {
			this.notify(visit);
			return end();
		};
		const { fault, answer } = await this.work(gateway, visit, request);
		this.leaveRoom(request);
		if (fault?.cut === 'before') return unanswered(() => cut(reply));
		if (answer === undefined) return unanswered(() => reply.hijack());

		const { latency, closing } = this.state;
		if (latency > 0) await delay(latency, undefined, { signal: closing.signal }).catch(() => null);
		const isGone = request.raw.socket.destroyed || closing.signal.aborted;
		if (isGone || fault?.cut === 'after') return unanswered(() => cut(reply));
		if (fault?.cut === 'middle') return unanswered(() => cutInTheMiddle(reply, answer));
		return reply
			.code(answer.status)
			.headers({ ...answer.headers, 'content-type': answer.contentType })
			.send(answer.body);
	}

	/** Processes a request and returns its answer; its body is not needed after that. */
	private async work(
		gateway: StandIn,
		visit: Visit,
		request: FastifyRequest,
	): Promise<{ fault?: Fault; answer?: Answer }> {
		const { logged } = visit;
		const received = receivedBy(gateway, visit, request);
		const attempt = gateway.describe(received);
		this.effects.set(visit, { attempt, accepted: [], hasReceived: false });
		const fault = this.takeFault(gateway, visit);
		if (fault?.cut === 'before') {
			visit.weigh();
			return { fault };
		}
		const processed = isProcessed(fault) ? await this.handle(gateway, received, visit) : undefined;
		let answer: Answer | undefined;
		if (fault?.hang !== true) {
			answer = disturb(fault, gateway, received, processed);
			const { status, contentType } = answer;
			logged.reply = { status, contentType, body: answer.body };
		}
		if (logged.refusedBecause !== undefined) visit.shorten(received.body.length);
		visit.weigh();
		return { fault, answer };
	}

	private takeFault(gateway: StandIn, { logged }: Visit): Fault | undefined {
		const { faults, journal } = this.state;
		const fault = faults.take(gateway, logged.path);
		if (fault === undefined) return undefined;
		logged.disturbed = describeFault(fault);
		journal.setFaults(faults.list().length);
		return fault;
	}

	private async handle(gateway: StandIn, request: ReceivedRequest, visit: Visit): Promise<Answer> {
		const { logged, bundle } = visit;
		const { store, callbacks } = this.state;
		const answer = await gateway.handle(request);
		const accepted = store.accept(gateway.name, answer.accepted ?? [], bundle);
		callbacks.follow(accepted);
		const received = answer.received ?? [];
		this.state.receive(
			received.map((each) => completeIncoming({ ...each, gateway: gateway.name })),
			bundle,
			logged,
		);
		const attempt = this.effects.get(visit)?.attempt ?? gateway.describe(request);
		this.effects.set(visit, { attempt, accepted, hasReceived: received.length > 0 });
		if (answer.tokenIssued === true) store.countToken();
		if (answer.refusedBecause !== undefined) logged.refusedBecause = answer.refusedBecause;
		return answer;
	}

	private notify(visit: Visit): void {
		const { logged, bundle } = visit;
		const { store, journal, listeners } = this.state;
		const effect = this.effects.get(visit);
		// After a reset, this request is already forgotten.
		if (effect !== undefined && store.request(logged.id) === logged) {
			journal.record({ request: logged, bundle, ...effect });
		}
		for (const listener of [...listeners]) listener(structuredClone(logged));
	}
}

/** A request for the gateway; its body goes into the log. */
function receivedBy(gateway: StandIn, { logged }: Visit, request: FastifyRequest): ReceivedRequest {
	const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
	request.body = undefined;
	logged.body = decodeUtf8(body) ?? body.toString('latin1');
	return {
		method: logged.method,
		target: logged.path.slice(GATEWAYS[gateway.name].prefix.length),
		headers: logged.headers,
		body,
	};
}

function flat(headers: IncomingHttpHeaders): Record<string, string> {
	return Object.fromEntries(
		Object.entries(headers).map(([name, value]) => [
			name,
			Array.isArray(value) ? value.join(', ') : (value ?? ''),
		]),
	);
}
