import { GATEWAY_NAMES } from '../gateways/registry';
import { MAX_MS } from '../server/checks';
import { CUTS, MOST_REQUESTS, type Fault } from '../server/faults';
import type { ControlContext } from './context';
import type { Given, Route } from './route';
import {
	answered,
	boolean,
	done,
	integer,
	list,
	taken,
	text,
	texts,
	word,
	type Schema,
} from './schema';

const topic = 'Faults and latency';

const FAULT = taken('A fault', {
	gateway: word('Only requests to this gateway.', GATEWAY_NAMES),
	count: integer('How many requests. Default: 1.', { minimum: 1, maximum: MOST_REQUESTS }),
	skip: integer('How many matching requests succeed first. Default: 0.', {
		minimum: 0,
		maximum: MOST_REQUESTS,
	}),
	path: text('Only requests whose path or query contains this.'),
	status: integer('The HTTP status of the answer.', { minimum: 200, maximum: 599 }),
	headers: texts('Headers of the answer to add or replace.'),
	body: text('The body of the answer.'),
	contentType: text('The content type of the answer.'),
	code: {
		type: ['number', 'string'],
		description: "A documented code of the gateway, in the gateway's format.",
	},
	cut: word(
		'`before`: closes the connection, and nothing is sent. `after`: sends the message, then closes ' +
			'the connection. `middle`: the same in the middle of the answer.',
		CUTS,
	),
	hang: boolean('Whether there is no answer. Nothing is sent.'),
	accept: boolean('Whether the message is sent nevertheless.'),
});

const FAULT_BODY: Schema = {
	...FAULT,
	'x-examples': {
		status: { summary: 'HTTP 503, three times', value: { status: 503, count: 3 } },
		code: { summary: 'A code of a gateway', value: { gateway: 'mGage', code: 112 } },
		cut: { summary: 'Sent, but not answered', value: { cut: 'after' } },
		hang: { summary: 'Never answered', value: { hang: true } },
	},
};

/** The calls about faults and latency. */
export function faultRoutes({ sandbox }: ControlContext): readonly Route[] {
	return [
		{
			method: 'GET',
			path: '/control/faults',
			topic,
			summary: 'List the waiting faults',
			answer: list(FAULT),
			handle: () => sandbox.faults(),
		},
		{
			method: 'POST',
			path: '/control/faults',
			topic,
			summary: 'Make the next request fail',
			description:
				'Several faults apply one after the other. Without `status`, `body` and `code`, the answer ' +
				'itself stays unchanged.',
			body: FAULT_BODY,
			answer: answered({ queued: FAULT }),
			handle({ body }: Given<Fault>) {
				sandbox.failNext(body);
				return { queued: body };
			},
		},
		{
			method: 'DELETE',
			path: '/control/faults',
			topic,
			summary: 'Remove all waiting faults',
			answer: done('cleared'),
			handle() {
				sandbox.clearFaults();
				return { cleared: true };
			},
		},
		{
			method: 'PUT',
			path: '/control/latency',
			topic,
			summary: 'Delay the answer to every gateway request',
			body: {
				...taken(
					'A latency',
					{ ms: { type: 'number', description: 'Milliseconds.', minimum: 0, maximum: MAX_MS } },
					['ms'],
				),
				'x-refusal': `Give the latency as {"ms": 50}. The latency must be 0 to ${MAX_MS} milliseconds.`,
				'x-examples': {
					slow: { summary: 'Half a second', value: { ms: 500 } },
					none: { summary: 'None', value: { ms: 0 } },
				},
			},
			answer: answered({ ms: { type: 'number', description: 'Milliseconds.' } }),
			handle({ body: { ms } }: Given<{ ms: number }>) {
				sandbox.setLatency(ms);
				return { ms };
			},
		},
		{
			method: 'POST',
			path: '/control/tokens/expire',
			topic,
			summary: 'Expire every token issued so far',
			answer: done('expired'),
			handle() {
				sandbox.expireTokens();
				return { expired: true };
			},
		},
	];
}
