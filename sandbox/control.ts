import type { FastifyInstance, FastifyReply } from 'fastify';

import { JSON_TYPE, TEXT, type Gateway } from './gateway';
import { InvalidFault } from './faults';
import { maskHeaders, maskKnown, maskText } from './secrets';
import type { Sandbox } from './api';
import type { LoggedRequest } from './store';

/** What /control says about itself. */
const ENDPOINTS: Readonly<Record<string, string>> = {
	'GET /control/messages': 'messages the gateways accepted, oldest first',
	'GET /control/requests': 'requests as they came, oldest first, secrets masked',
	'GET /control/stats': 'counts of requests, connections and tokens',
	'POST /control/reset': 'forget messages, requests, counts, faults, latency and tokens',
	'PUT /control/latency': 'answer every gateway request later, e.g. {"ms": 50}',
	'POST /control/faults': 'make the next request fail, e.g. {"gateway": "mGage", "code": 112}',
	'POST /control/tokens/expire': 'refuse every token issued so far',
};

/**
 * The sandbox's own HTTP API, for whoever is not in its process. It needs no password, as it is
 * meant for the loopback interface; therefore it tells no secrets either.
 */
export function registerControl(
	app: FastifyInstance,
	sandbox: Sandbox,
	gateways: readonly Gateway[],
): void {
	app.get('/', (_request, reply) =>
		reply
			.type(TEXT)
			.send(`Sandbox of the SMS gateways. What it saw and can do: ${sandbox.url}/control\n`),
	);

	app.get('/control', (_request, reply) =>
		answer(reply, {
			name: 'Sandbox of the SMS gateways',
			baseUrls: Object.fromEntries(
				gateways.map(({ name, prefix }) => [name, sandbox.url + prefix]),
			),
			endpoints: ENDPOINTS,
		}),
	);

	app.get('/control/messages', (_request, reply) => answer(reply, sandbox.messages()));

	app.get('/control/requests', (_request, reply) =>
		answer(
			reply,
			sandbox.requests().map((request) => masked(request, gateways)),
		),
	);

	app.get('/control/stats', (_request, reply) => answer(reply, sandbox.stats()));

	app.post('/control/reset', (_request, reply) => {
		sandbox.reset();
		return answer(reply, { reset: true });
	});

	app.put('/control/latency', (request, reply) => {
		const content = parseJson(request.body);
		const ms = typeof content === 'object' && content !== null && 'ms' in content && content.ms;
		if (typeof ms !== 'number') return refuse(reply, 'Give the latency as {"ms": 50}.');
		return attempt(reply, () => {
			sandbox.setLatency(ms);
			return { ms };
		});
	});

	app.post('/control/faults', (request, reply) =>
		attempt(reply, () => {
			// failNext checks whatever it is given, so an unknown value may be passed on as it is.
			const fault = parseJson(request.body) as Parameters<Sandbox['failNext']>[0];
			sandbox.failNext(fault);
			return { queued: fault };
		}),
	);

	app.post('/control/tokens/expire', (_request, reply) => {
		sandbox.expireTokens();
		return answer(reply, { expired: true });
	});
}

function masked(request: LoggedRequest, gateways: readonly Gateway[]): LoggedRequest {
	const gateway = gateways.find(({ name }) => name === request.gateway);
	const path = gateway?.maskPath?.(request.path) ?? request.path;
	const shown = { ...request, path: maskText(path), headers: maskHeaders(request.headers) };
	// Form bodies start with a name, not with `?` or `&`.
	shown.body = maskText(`&${request.body}`).slice(1);
	if (request.refusedBecause !== undefined) {
		shown.refusedBecause = maskText(request.refusedBecause);
	}
	return shown;
}

function attempt(reply: FastifyReply, act: () => unknown): FastifyReply {
	try {
		return answer(reply, act());
	} catch (error) {
		if (error instanceof InvalidFault || error instanceof RangeError) {
			return refuse(reply, error.message);
		}
		throw error;
	}
}

/** Whatever leaves here, a message's text included, is free of the accounts' secrets. */
function answer(reply: FastifyReply, content: unknown): FastifyReply {
	const masked = (_key: string, value: unknown): unknown =>
		typeof value === 'string' ? maskKnown(value) : value;
	return reply.type(JSON_TYPE).send(JSON.stringify(content, masked, 2));
}

function refuse(reply: FastifyReply, error: string): FastifyReply {
	return answer(reply.code(400), { error });
}

/** The JSON in a body; undefined, which no caller takes, for a body that holds none. */
function parseJson(body: unknown): unknown {
	try {
		return JSON.parse(Buffer.isBuffer(body) ? body.toString('utf8') : '');
	} catch {
		return undefined;
	}
}
