import type { FastifyInstance } from 'fastify';

import type { GatewayName } from '../gateways/names';
import { GATEWAY_NAMES, GATEWAYS } from '../gateways/registry';
import type { AskedCallback } from '../callbacks/callbackRequest';
import type { CallbackTarget } from '../callbacks/target';
import type { Gateway } from '../server/gateway';
import { isRecord } from '../server/isRecord';
import type { Sandbox } from '../server/api';
import type { NewIncoming } from '../server/message';
import { exportPieces, maskedCallbacks, maskedRequests, type Seen } from './export';
import { answer, answerPieces, attempt, listPieces, masked, refuse } from '../server/masking';
import type { MessageStatus } from '../server/message';

/** What /control says about itself. */
const ENDPOINTS: Readonly<Record<string, string>> = {
	'GET /control/messages': 'messages the gateways accepted, oldest first',
	'PUT /control/messages/:id/status':
		'end a message\'s walk from accepted over sent to delivered, e.g. {"status": "failed"}',
	'GET /control/incoming': 'messages from handsets, oldest first',
	'POST /control/incoming':
		'let one message come in, or a list of them, e.g. ' +
		'{"gateway": "messangi", "from": "13056708084", "to": "19893143924", "text": "OGANGI"}',
	'GET /control/callbacks': 'what was posted to your URLs, oldest first, with every attempt',
	'PUT /control/callbacks/:gateway':
		'where a gateway posts reports and incoming messages, e.g. {"url": "http://localhost:5678/' +
		'webhook/sms", "secret": {"in": "query", "name": "token", "value": "..."}}; other secrets: ' +
		'{"in": "header", "name", "value"}, {"in": "basic", "username", "password"}',
	'DELETE /control/callbacks/:gateway': 'post nothing more for this gateway',
	'POST /control/callbacks':
		'post one at will, e.g. {"gateway": "messangi", "report": {"messageId": "...", "status": ' +
		'"delivered"}, "times": 2}; instead of a report: {"incoming": {"from", "to", "text"}}, ' +
		'{"body" or "bodyBase64", "contentType"}; besides: "wrongSecret", "withoutSecret", ' +
		'"order" (inTurn, reversed, atOnce)',
	'GET /control/requests': 'requests as they came, oldest first, secrets masked',
	'GET /control/requests/:id': 'one of them, with what it was answered',
	'GET /control/export': 'all of this in one document: messages, requests, callbacks, counts',
	'GET /control/events': "the inbox's entries and whatever happens next, as server-sent events",
	'GET /control/stats':
		'counts of requests, connections and tokens; how much is kept, and what was dropped',
	'POST /control/reset':
		'forget messages, requests, callbacks, counts, faults, latency, tokens and codes',
	'PUT /control/latency': 'answer every gateway request later, e.g. {"ms": 50}',
	'POST /control/faults': 'make the next request fail, e.g. {"gateway": "mGage", "code": 112}',
	'GET /control/faults': 'the faults that still wait for requests',
	'DELETE /control/faults': 'let the next requests go well again',
	'POST /control/tokens/expire': 'refuse every token issued so far',
	'PUT /control/messangi/next-pin': 'the PIN of the next PIN message, e.g. {"pin": "0042"}',
	'POST /control/mgage/omit':
		'leave numbers out of the next reply that would name them, e.g. {"numbers": ["13055550100"]}',
	'POST /control/mgage/refuse':
		'refuse numbers with codes until the reset, e.g. {"13055550100": 111}',
	'PUT /control/message-central/next-otp':
		'the code of the next one-time password, e.g. {"code": "0042"}',
	'POST /control/message-central/expire-otps': 'end the life of every code sent so far',
};

/**
 * The sandbox's own HTTP API, for whoever is not in its process. It needs no password, as it is
 * meant for the loopback interface; therefore it tells no secrets either.
 */
export function registerControl(
	app: FastifyInstance,
	sandbox: Sandbox,
	gateways: readonly Gateway[],
	seen: Seen,
): void {
	app.get('/control', (_request, reply) =>
		answer(reply, {
			name: 'Sandbox of the SMS gateways',
			baseUrls: Object.fromEntries(
				GATEWAY_NAMES.map((name) => [name, sandbox.url + GATEWAYS[name].prefix]),
			),
			callbacks: sandbox.callbackTargets(),
			endpoints: ENDPOINTS,
		}),
	);

	app.get('/control/messages', (_request, reply) =>
		answerPieces(reply, listPieces(seen.messages())),
	);

	app.get('/control/requests', (_request, reply) =>
		answerPieces(reply, listPieces(maskedRequests(seen, gateways))),
	);

	app.get<{ Params: { id: string } }>('/control/requests/:id', (request, reply) => {
		const found = sandbox.request(Number(request.params.id));
		return found === undefined
			? refuse(reply, 'There is no request with this id, or it was dropped.', 404)
			: answer(reply, masked(found, gateways));
	});

	app.get('/control/export', (_request, reply) =>
		answerPieces(reply, exportPieces(seen, gateways)),
	);

	app.get('/control/stats', (_request, reply) => answer(reply, sandbox.stats()));

	app.post('/control/reset', (_request, reply) => {
		sandbox.reset();
		return answer(reply, { reset: true });
	});

	app.put('/control/latency', (request, reply) => {
		const { ms } = fieldsOf(request.body);
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

	app.get('/control/faults', (_request, reply) => answer(reply, sandbox.faults()));

	app.delete('/control/faults', (_request, reply) => {
		sandbox.clearFaults();
		return answer(reply, { cleared: true });
	});

	app.post('/control/tokens/expire', (_request, reply) => {
		sandbox.expireTokens();
		return answer(reply, { expired: true });
	});

	registerMessages(app, sandbox, seen);
	registerCallbacks(app, sandbox, seen);
	registerNext(app, sandbox);
}

/** Both directions of messages. The sandbox checks what it is given, so it gets it as it came. */
function registerMessages(app: FastifyInstance, sandbox: Sandbox, seen: Seen): void {
	app.put<{ Params: { id: string } }>('/control/messages/:id/status', (request, reply) =>
		attempt(reply, () => {
			const { id } = request.params;
			const { status } = fieldsOf(request.body);
			sandbox.setMessageStatus(id, status as MessageStatus);
			return { id, status };
		}),
	);

	app.get('/control/incoming', (_request, reply) =>
		answerPieces(reply, listPieces(seen.incoming())),
	);

	app.post('/control/incoming', (request, reply) =>
		attempt(reply, () => {
			const messages = parseJson(request.body) as NewIncoming | NewIncoming[];
			sandbox.receive(messages);
			return { received: Array.isArray(messages) ? messages.length : 1 };
		}),
	);
}

/** What the gateways post. Checked by the sandbox, too. */
function registerCallbacks(app: FastifyInstance, sandbox: Sandbox, seen: Seen): void {
	app.get('/control/callbacks', (_request, reply) =>
		answerPieces(reply, listPieces(maskedCallbacks(seen))),
	);

	app.post('/control/callbacks', (request, reply) =>
		attempt(reply, () => ({
			ids: sandbox.sendCallback(parseJson(request.body) as AskedCallback),
		})),
	);

	app.put<{ Params: { gateway: GatewayName } }>('/control/callbacks/:gateway', (request, reply) =>
		attempt(reply, () => {
			const { gateway } = request.params;
			// Null would take the target away, and here only DELETE does that.
			const target = (parseJson(request.body) ?? undefined) as CallbackTarget;
			sandbox.setCallback(gateway, target);
			return { gateway, target: sandbox.callbackTargets()[gateway] };
		}),
	);

	app.delete<{ Params: { gateway: GatewayName } }>(
		'/control/callbacks/:gateway',
		(request, reply) =>
			attempt(reply, () => {
				const { gateway } = request.params;
				sandbox.setCallback(gateway, null);
				return { gateway, target: null };
			}),
	);
}

/** What a gateway is to do with a later request. Checked by the sandbox, too. */
function registerNext(app: FastifyInstance, sandbox: Sandbox): void {
	app.put('/control/messangi/next-pin', (request, reply) =>
		attempt(reply, () => {
			sandbox.setNextPin(fieldsOf(request.body).pin as string);
			return { set: true };
		}),
	);

	app.post('/control/mgage/omit', (request, reply) =>
		attempt(reply, () => {
			const { numbers } = fieldsOf(request.body);
			sandbox.omitFromNextMGageReply(numbers as string[]);
			return { omitted: numbers };
		}),
	);

	app.post('/control/mgage/refuse', (request, reply) =>
		attempt(reply, () => {
			const codes = parseJson(request.body) as Record<string, number>;
			sandbox.refuseNumbers(codes);
			return { refused: codes };
		}),
	);

	app.put('/control/message-central/next-otp', (request, reply) =>
		attempt(reply, () => {
			sandbox.setNextOtp(fieldsOf(request.body).code as string);
			return { set: true };
		}),
	);

	app.post('/control/message-central/expire-otps', (_request, reply) => {
		sandbox.expireOtps();
		return answer(reply, { expired: true });
	});
}

/** The longest JSON that is read, in bytes; it is parsed in one go. */
const LONGEST_JSON = 2_000_000;

/** The JSON in a body; undefined, which no caller takes, for a body that holds none. */
function parseJson(body: unknown): unknown {
	if (!Buffer.isBuffer(body) || body.length > LONGEST_JSON) return undefined;
	try {
		return JSON.parse(body.toString('utf8'));
	} catch {
		return undefined;
	}
}

/** The fields of a JSON object in a body; none for a body that holds no object. */
function fieldsOf(body: unknown): Partial<Record<string, unknown>> {
	const content = parseJson(body);
	return isRecord(content) ? content : {};
}
