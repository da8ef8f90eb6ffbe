// For its types: it adds summaries and tags to Fastify's schemas.
import type {} from '@fastify/swagger';
import type { FastifyInstance, FastifyReply, FastifySchema } from 'fastify';

import { answer } from '../server/masking';
import { answered, text, type Schema } from './schema';

/** The validated parts of a request. */
export interface Given<Body = unknown, Params = unknown> {
	readonly body: Body;
	readonly params: Params;
}

/** One call of the control API: its summary, its input, its answer and its handler. */
export interface Route {
	readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
	/** E.g. `/control/messages/:id/status`. */
	readonly path: string;
	/** The heading under which it is listed. */
	readonly topic: string;
	/** One line. */
	readonly summary: string;
	readonly description?: string;
	/** The parameters of the path, by name. */
	readonly params?: Readonly<Record<string, Schema>>;
	readonly body?: Schema;
	readonly answer: Schema;
	/** The content type of the answer; default JSON. */
	readonly answerType?: string;
	/** The reasons for refusals by HTTP status, besides 400 for invalid input. */
	readonly refusals?: Readonly<Record<number, string>>;
	/**
	 * Returns the answer, or the reply if it has sent the answer itself.
	 *
	 * @throws RangeError whose message is the answer to invalid input
	 */
	handle(given: Given, reply: FastifyReply): unknown;
}

/** A route of a gateway: its path follows `/control/<gateway>`, and its topic is the gateway. */
export type GatewayRoute = Omit<Route, 'topic'>;

/** Adds a call to the server. */
export function addRoute(app: FastifyInstance, route: Route): void {
	app.route({
		method: route.method,
		url: route.path,
		schema: schemaOf(route),
		handler: ({ body, params }, reply) => {
			const content = route.handle({ body, params }, reply);
			return content === reply ? reply : answer(reply, content);
		},
	});
}

/** The schemas of a call for Fastify. */
function schemaOf(route: Route): FastifySchema {
	const { summary, description, topic, params, body, answerType } = route;
	const ok = { description: 'OK.', ...route.answer };
	const takes = params !== undefined || body !== undefined;
	const refusals = {
		...(takes && { 400: 'The input is invalid. Nothing was changed.' }),
		...route.refusals,
	};
	return {
		summary,
		...(description !== undefined && { description }),
		tags: [topic],
		...(params !== undefined && {
			params: { type: 'object', properties: params, required: Object.keys(params) },
		}),
		...(body !== undefined && { body }),
		response: {
			200:
				answerType === undefined
					? ok
					: { description: ok.description, content: { [answerType]: { schema: route.answer } } },
			...Object.fromEntries(
				Object.entries(refusals).map(([status, why]) => [status, { description: why, ...REFUSAL }]),
			),
		},
	};
}

const REFUSAL = answered({ error: text('What is wrong.') });
