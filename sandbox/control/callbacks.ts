import { CALLBACK_ORDERS, MOST_TIMES, type AskedCallback } from '../callbacks/callbackRequest';
import type { CallbackSecret, CallbackTarget } from '../callbacks/target';
import type { GatewayName } from '../gateways/names';
import { GATEWAY_NAMES } from '../gateways/registry';
import { answerPieces, listPieces, maskedCallback } from '../server/masking';
import { LONGEST_TEXT } from '../server/parts';
import type { ControlContext } from './context';
import { maskedCallbacks } from './export';
import type { Given, Route } from './route';
import { answered, boolean, integer, list, taken, text, texts, word, type Schema } from './schema';
import { GATEWAY, shared } from './schemas';

const topic = 'Callbacks';

/** How many callbacks of a gateway are returned with its URL. */
const MOST_LATEST = 10;

const GATEWAY_PARAM = {
	gateway: word('The gateway.', GATEWAY_NAMES, {
		title: 'The gateway',
		examples: GATEWAY_NAMES.slice(0, 1),
	}),
};

const FILLED = { minLength: 1 };

const SECRET: Schema = {
	type: 'object',
	description: 'How the gateway authenticates. Default: no secret.',
	discriminator: { propertyName: 'in' },
	required: ['in'],
	oneOf: [
		secret('query', { name: text('The parameter.', FILLED), value: text('Its value.', FILLED) }),
		secret('header', { name: text('The header.', FILLED), value: text('Its value.', FILLED) }),
		secret('basic', { username: text('The user.'), password: text('The password.', FILLED) }),
	],
	'x-refusal': '"secret" must be an object with "in": one of "query", "header", "basic".',
};

function secret(kind: CallbackSecret['in'], fields: Readonly<Record<string, Schema>>): Schema {
	return taken('This secret', { in: { const: kind, description: 'Where it is.' }, ...fields }, [
		'in',
		...Object.keys(fields),
	]);
}

const TARGET: Schema = {
	...taken(
		'A callback target',
		{ url: text('An http or https URL without a password.'), secret: SECRET },
		['url'],
	),
	'x-examples': {
		query: {
			summary: 'With a secret in the query',
			value: {
				url: 'http://localhost:5678/webhook/sms',
				secret: { in: 'query', name: 'token', value: 'a-secret-of-yours' },
			},
		},
		header: {
			summary: 'With a secret in a header',
			value: {
				url: 'http://localhost:5678/webhook/sms',
				secret: { in: 'header', name: 'x-token', value: 'a-secret-of-yours' },
			},
		},
		basic: {
			summary: 'With HTTP Basic',
			value: {
				url: 'http://localhost:5678/webhook/sms',
				secret: { in: 'basic', username: 'sms', password: 'a-secret-of-yours' },
			},
		},
		open: { summary: 'Without a secret', value: { url: 'http://localhost:5678/webhook/sms' } },
	},
};

const FIELDS: Schema = {
	type: 'object',
	description: 'Fields that are added or replaced. Null leaves one out of a form.',
	additionalProperties: { type: ['string', 'number', 'null'] },
};

const REPORT = taken(
	'A report',
	{
		messageId: text('The message ID. The sandbox need not know it.'),
		status: text("`accepted`, `sent`, `delivered`, `failed`, `expired` or the gateway's own word."),
		to: text("Default: the message's value; the same for `from` and `text`."),
		from: text('The sender.'),
		text: text('The text.'),
		date: text('When the status was reached, as ISO 8601. Default: now.'),
		fields: FIELDS,
	},
	['messageId', 'status'],
);

const INCOMING = taken(
	'An incoming message',
	{
		from: text('The phone number, with country code.'),
		to: text('The short code or number that it was sent to.'),
		text: text('The text.', { maxLength: LONGEST_TEXT }),
		carrier: text('The carrier.'),
		keyword: text('Default: the first word of the text.'),
		date: text('When it was sent, as ISO 8601. Default: now.'),
		fields: FIELDS,
	},
	['from', 'to', 'text'],
);

const CALLBACK: Schema = {
	...taken(
		'A callback',
		{
			gateway: word('The gateway whose URL is called.', GATEWAY_NAMES),
			report: { ...REPORT, description: 'A delivery report.' },
			incoming: { ...INCOMING, description: 'An incoming message. It is not kept.' },
			body: text('A body that is sent unchanged. Needs `contentType`.'),
			bodyBase64: text('The same in Base64, for bytes.'),
			contentType: text("Default: the gateway's. Empty: no `content-type` header."),
			times: integer('How often it is posted. Default: 1.', { minimum: 1, maximum: MOST_TIMES }),
			wrongSecret: boolean('Whether the last character of the secret is changed.'),
			withoutSecret: boolean('Whether the secret is left out.'),
			order: word(
				'`inTurn`, the default: each waits for the one before it. `reversed`: from last to ' +
					"first, e.g. for a message's parts. `atOnce`: none waits.",
				CALLBACK_ORDERS,
			),
		},
		['gateway'],
	),
	'x-examples': {
		report: {
			summary: 'A delivery report, twice',
			value: {
				gateway: 'messangi',
				report: { messageId: '1', status: 'delivered', to: '13056708084' },
				times: 2,
			},
		},
		incoming: {
			summary: 'An incoming message',
			value: { gateway: 'messangi', incoming: { from: '13056708084', to: '87767', text: 'STOP' } },
		},
		forged: {
			summary: 'A report with a wrong secret',
			value: {
				gateway: 'messangi',
				report: { messageId: '1', status: 'delivered', to: '13056708084' },
				wrongSecret: true,
			},
		},
		raw: {
			summary: 'Any body',
			value: { gateway: 'messangi', body: '{"unexpected": true}', contentType: 'application/json' },
		},
	},
};

const MASKED_TARGET = answered(
	{ url: text('The values of all parameters are masked.'), secret: texts('Its value is masked.') },
	['secret'],
);

/** The callback targets by gateway. */
export const MASKED_TARGETS: Schema = { type: 'object', additionalProperties: MASKED_TARGET };

/** The calls about callbacks and their targets. */
export function callbackRoutes({ sandbox, seen }: ControlContext): readonly Route[] {
	return [
		{
			method: 'GET',
			path: '/control/callbacks',
			topic,
			summary: 'List the callbacks that were posted, oldest first, with every attempt',
			answer: list(shared('Callback')),
			handle: (_given, reply) => answerPieces(reply, listPieces(maskedCallbacks(seen))),
		},
		{
			method: 'POST',
			path: '/control/callbacks',
			topic,
			summary: 'Post a callback',
			description:
				'Give one of `report`, `incoming`, `body` and `bodyBase64`. The gateway needs a URL.',
			body: CALLBACK,
			answer: answered({ ids: list(integer('The ID of a callback.')) }),
			handle: ({ body }: Given<AskedCallback>) => ({ ids: sandbox.sendCallback(body) }),
		},
		{
			method: 'GET',
			path: '/control/callbacks/:gateway',
			topic,
			summary: 'Get the URL of a gateway and its last ten callbacks, latest first',
			params: GATEWAY_PARAM,
			answer: answered({
				gateway: GATEWAY,
				target: { ...MASKED_TARGET, type: ['object', 'null'], description: 'Null: not set.' },
				latest: list(shared('Callback')),
			}),
			handle: ({ params: { gateway } }: Given<undefined, { gateway: GatewayName }>) => ({
				gateway,
				target: sandbox.callbackTargets()[gateway] ?? null,
				latest: sandbox.latestCallbacks(gateway, MOST_LATEST).map(maskedCallback),
			}),
		},
		{
			method: 'PUT',
			path: '/control/callbacks/:gateway',
			topic,
			summary: 'Set the URL to which a gateway posts reports and incoming messages',
			params: GATEWAY_PARAM,
			body: TARGET,
			answer: answered({ gateway: GATEWAY, target: MASKED_TARGET }),
			handle({ body, params: { gateway } }: Given<CallbackTarget, { gateway: GatewayName }>) {
				sandbox.setCallback(gateway, body);
				return { gateway, target: sandbox.callbackTargets()[gateway] };
			},
		},
		{
			method: 'DELETE',
			path: '/control/callbacks/:gateway',
			topic,
			summary: 'Stop the callbacks of a gateway',
			params: GATEWAY_PARAM,
			answer: answered({ gateway: GATEWAY, target: { type: 'null' } }),
			handle({ params: { gateway } }: Given<undefined, { gateway: GatewayName }>) {
				sandbox.setCallback(gateway, null);
				return { gateway, target: null };
			},
		},
	];
}
