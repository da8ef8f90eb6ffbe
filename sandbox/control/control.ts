import swagger from '@fastify/swagger';
import type { FastifyError, FastifyInstance } from 'fastify';

import { connectionOf } from '../connect';
import type { GatewayEntry } from '../gateways/entry';
import { GATEWAY_NAMES, GATEWAYS } from '../gateways/registry';
import { InvalidFault } from '../server/faults';
import { JSON_TYPE } from '../server/gateway';
import { refuse } from '../server/masking';
import { callbackRoutes, MASKED_TARGETS } from './callbacks';
import type { ControlContext } from './context';
import { faultRoutes } from './faults';
import { journalRoutes } from './journal';
import { messageRoutes } from './messages';
import { parseJson } from './parseJson';
import { addRoute, type Route } from './route';
import { answered, list, text, texts, type Schema } from './schema';
import { GATEWAY, SHARED_SCHEMAS } from './schemas';
import { sentenceOf } from './sentences';
import { compileLazily } from './validation';

const ABOUT =
	'The API of the SMS sandbox itself: read what it received, and tell it what to do. It needs no ' +
	'password and shows no secrets. Requests to a name that is not its own, and requests from pages ' +
	'of other sites, get HTTP 403. A refused call gets an error message, e.g. ' +
	'`{"error": "A fault has no \\"stauts\\"."}`.';

/**
 * The sandbox's own HTTP API, for other processes. It needs no password, because it is meant for the
 * loopback interface; therefore it shows no secrets.
 */
export function registerControl(app: FastifyInstance, context: ControlContext): void {
	app.register(async (scope) => {
		parseBodies(scope);
		explainRefusals(scope);
		scope.setValidatorCompiler(compileLazily);
		// The schemas of answers are documentation only: answers are JSON already.
		scope.setSerializerCompiler(() => JSON.stringify);
		for (const schema of SHARED_SCHEMAS) scope.addSchema(schema);
		await scope.register(swagger, {
			openapi: {
				openapi: '3.1.0',
				info: { title: 'SMS sandbox', version: '1', description: ABOUT },
				servers: [{ url: '/' }],
			},
			refResolver: { buildLocalReference: ({ $id }) => $id as string },
		});
		for (const route of controlRoutes(context)) addRoute(scope, route);
		// It has no data from outside, and masking could change an example that looks like a secret.
		scope.get('/openapi.json', { schema: { hide: true } }, (_request, reply) =>
			reply.type(JSON_TYPE).send(JSON.stringify(scope.swagger())),
		);
	});
}

/** All calls, in the order in which they are listed. */
function controlRoutes(context: ControlContext): readonly Route[] {
	const others = [
		...messageRoutes(context),
		...callbackRoutes(context),
		...faultRoutes(context),
		...context.gateways.flatMap(gatewayRoutes),
		...journalRoutes(context),
		connectRoute(context),
	];
	return [...others, overviewRoute(context, others)];
}

/** The calls that one gateway adds. */
function gatewayRoutes(gateway: ControlContext['gateways'][number]): readonly Route[] {
	const entry: GatewayEntry = GATEWAYS[gateway.name];
	const routes = entry.control?.(gateway) ?? [];
	return routes.map((route) => ({
		...route,
		path: `/control${entry.prefix}${route.path}`,
		topic: entry.displayName,
	}));
}

/** Not masked: everybody knows the demo accounts' secrets, and own ones are left out. */
function connectRoute({ sandbox, accounts }: ControlContext): Route {
	return {
		method: 'GET',
		path: '/control/connect',
		topic: 'What it received',
		summary: 'Get the base URLs, the demo accounts and a curl command for each gateway',
		description: "Your own keys and passwords are not in it. The demo accounts' are public.",
		answer: answered({
			url: text('The sandbox. All other URLs begin with it.'),
			api: text('The page about this API.'),
			openapi: text('This API as an OpenAPI document.'),
			gateways: list(
				answered({
					name: GATEWAY,
					displayName: text('The name for people.'),
					baseUrl: text('The base URL.'),
					account: list(
						answered({
							label: text("The field of n8n's credential."),
							value: text('Its value; `(your own)` for a secret of yours.'),
						}),
					),
					curl: {
						type: ['string', 'null'],
						description: 'A command that sends a message. Null for an account of yours.',
					},
				}),
			),
		}),
		handle: (_given, reply) =>
			reply.type(JSON_TYPE).send(JSON.stringify(connectionOf(sandbox.url, accounts))),
	};
}

function overviewRoute({ sandbox }: ControlContext, others: readonly Route[]): Route {
	const endpoints = Object.fromEntries(
		others.map(({ method, path, summary }) => [`${method} ${path}`, summary]),
	);
	const anything: Schema = text('The name of this program.');
	return {
		method: 'GET',
		path: '/control',
		topic: 'What it received',
		summary: 'Get the base URLs, the callback URLs and the list of calls',
		answer: answered({
			name: anything,
			baseUrls: texts('The base URL of each gateway.'),
			callbacks: MASKED_TARGETS,
			endpoints: texts('Method and path of each call, with its summary.'),
		}),
		handle: () => ({
			name: 'Sandbox of the SMS gateways',
			baseUrls: Object.fromEntries(
				GATEWAY_NAMES.map((name) => [name, sandbox.url + GATEWAYS[name].prefix]),
			),
			callbacks: sandbox.callbackTargets(),
			endpoints,
		}),
	};
}

/** Bodies are parsed as JSON, whatever their type. Calls that need no body ignore it. */
function parseBodies(scope: FastifyInstance): void {
	scope.removeAllContentTypeParsers();
	scope.addContentTypeParser('*', { parseAs: 'buffer' }, (request, body: Buffer, done) => {
		try {
			const isTaken = request.routeOptions.schema?.body !== undefined;
			done(null, isTaken ? parseJson(body) : undefined);
		} catch (error) {
			done(error as Error);
		}
	});
}

/** Answers invalid calls with an error message. */
function explainRefusals(scope: FastifyInstance): void {
	scope.setErrorHandler((error: FastifyError, request, reply) => {
		if (error.validation !== undefined) {
			const { schema } = request.routeOptions;
			const whole = error.validationContext === 'body' ? (schema?.body as Schema) : undefined;
			return refuse(reply, sentenceOf(error.validation, whole));
		}
		if (!(error instanceof InvalidFault || error instanceof RangeError)) throw error;
		return refuse(reply, error.message, error.statusCode ?? 400);
	});
}
