// It adds summaries and topics to Fastify's own schemas.
import type {} from '@fastify/swagger';
import type { FastifyInstance, FastifyReply, FastifySchema } from 'fastify';

import { answer } from '../server/masking';
import { answered, text, type Schema } from './schema';

/** What a request brings, as far as the route's schemas let it in. */
export interface Given<Body = unknown, Params = unknown> {
	readonly body: Body;
	readonly params: Params;
}

/** One call of the control API: what it is for, what it takes, what it answers, and what it does. */
export interface Route {
	readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
	/** E.g. `/control/messages/:id/status`. */
	readonly path: string;
	/** The heading that it is listed under. */
	readonly topic: string;
	/** One line. */
	readonly summary: string;
	readonly description?: string;
	/** Of the path, by name. */
	readonly params?: Readonly<Record<string, Schema>>;
	readonly body?: Schema;
	readonly answer: Schema;
	/** The type of the answer; default JSON. */
	readonly answerType?: string;
	/** Why it refuses, by HTTP status, besides 400 for what it cannot take. */
	readonly refusals?: Readonly<Record<number, string>>;
	/**
	 * Gives what is answered, or the reply where it has answered by itself.
	 *
	 * @throws RangeError with a sentence for what it cannot take
	 */
	handle(given: Given, reply: FastifyReply): unknown;
}

/** A route of a gateway: its path continues `/control/<gateway>`, its topic is the gateway. */
export type GatewayRoute = Omit<Route, 'topic'>;

/** Lets the server answer a call. */
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

/** The schemas of a call, as Fastify takes them. */
function schemaOf(route: Route): FastifySchema {
	const { summary, description, topic, params, body, answerType } = route;
	const ok = { description: 'OK.', ...route.answer };
	const takes = params !== undefined || body !== undefined;
	const refusals = {
		...(takes && { 400: 'It cannot take what was given. Nothing has changed.' }),
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

const REFUSAL = answered({ error: text('What is wrong, in a sentence.') });
