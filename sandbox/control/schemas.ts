import { GATEWAY_NAMES } from '../gateways/registry';
import { MESSAGE_STATUSES } from '../server/message';
import { answered, boolean, integer, list, text, texts, word, type Schema } from './schema';

/** Schemas of several calls' answers. `shared` refers to them. */

const DATE = { format: 'date-time' };

/** A gateway by its name in the API. */
export const GATEWAY = word('The gateway.', GATEWAY_NAMES);
const STATUS = word(
	'The status. It goes from `accepted` to `sent` to `delivered` by itself.',
	MESSAGE_STATUSES,
);
const BODY = 'As UTF-8, or if it is not UTF-8, one character per byte (Latin-1).';

const MESSAGE = answered(
	{
		gateway: GATEWAY,
		operation: text('The call that sent it, e.g. `sendSMS`.'),
		id: text('The ID that the gateway returned.'),
		to: text('The phone number.'),
		from: text('The sender or short code.'),
		text: text('The text.'),
		acceptedAt: text('When the gateway accepted it.', DATE),
		status: STATUS,
		details: texts("The request's other values, e.g. `carrier` or `programId`."),
		lifetime: integer('Milliseconds for which its one-time password is valid, if it has one.'),
		end: word('Its last status if that is not delivered.', MESSAGE_STATUSES),
	},
	['lifetime', 'end'],
);

const INCOMING = answered({
	gateway: GATEWAY,
	from: text('The phone number.'),
	to: text('The short code or number that it was sent to.'),
	text: text('The text.'),
	carrier: text('The carrier.'),
	keyword: text('The keyword.'),
	date: text('When it was received.', DATE),
	details: texts('Other values of the request that simulated it.'),
});

const REPLY = answered({
	status: integer('HTTP status.'),
	contentType: text('Content type.'),
	body: text('The body, also if the connection was closed before it was sent. Secrets are masked.'),
});

const REQUEST = answered(
	{
		id: integer('Starts from 1 after the start and after each reset.'),
		at: text('When it was received.', DATE),
		gateway: GATEWAY,
		method: text('HTTP method.'),
		path: text('Path and query as received. Secrets are masked.'),
		headers: texts('Headers. Secrets are masked.'),
		body: text(`${BODY} If the request was refused, only the start of a long body is kept.`),
		bodyBytes: integer('The length of the body in bytes, if only its start is kept.'),
		status: {
			type: ['integer', 'null'],
			description: 'The HTTP status of the answer. Null: not answered.',
		},
		refusedBecause: text('The check that failed, with what was expected and what was received.'),
		disturbed: text('What a fault did to the answer.'),
		reply: REPLY,
	},
	['bodyBytes', 'refusedBecause', 'disturbed', 'reply'],
);

const ATTEMPT = answered(
	{
		at: text('When it was posted.', DATE),
		status: { type: ['integer', 'null'], description: 'HTTP status. Null: no answer.' },
		error: text('The error if there was no answer, e.g. `ECONNREFUSED` or `timeout`.'),
		reply: text('The start of the text of the answer, if it has any. Secrets are masked.'),
		ms: { type: 'number', description: 'Milliseconds until the answer.' },
	},
	['error', 'reply'],
);

const CALLBACK = answered(
	{
		id: integer('Starts from 1 after the start and after each reset.'),
		gateway: GATEWAY,
		event: word('What it reports.', ['deliveryReport', 'incomingMessage', 'raw']),
		messageId: text('The message ID, for a delivery report.'),
		url: text('The URL. The values of all its parameters are masked.'),
		contentType: text('Content type.'),
		body: text(BODY),
		proof: word('Whether it had the secret.', ['right', 'wrong', 'none']),
		attempts: list(ATTEMPT),
		done: boolean('Whether there will be no more attempts.'),
	},
	['messageId'],
);

const COUNT = { type: 'integer' };

const STATS = answered({
	requests: integer('Gateway requests.'),
	connections: integer('Connections with at least one gateway request.'),
	maxConcurrentRequests: integer('Most requests at the same time, including latency.'),
	maxConnections: integer('Most open connections at the same time.'),
	tokensIssued: integer('Tokens issued.'),
	perGateway: {
		type: 'object',
		description: 'Requests by gateway.',
		additionalProperties: COUNT,
	},
	journal: {
		...answered({
			bytes: integer('The approximate size of what is kept.'),
			limitBytes: integer('The limit of what is kept.'),
			dropped: {
				...answered({
					requests: COUNT,
					messages: COUNT,
					incoming: COUNT,
					callbacks: COUNT,
					entries: integer('Lines of the inbox.'),
					since: text('When the first one was dropped.', DATE),
					until: text('When the latest one was dropped.', DATE),
				}),
				type: ['object', 'null'],
				description: 'What was dropped to stay within the limit. Null: nothing.',
			},
		}),
		description: 'How much is kept and what was dropped.',
	},
});

const SHARED = {
	Message: MESSAGE,
	IncomingMessage: INCOMING,
	Request: REQUEST,
	Callback: CALLBACK,
	Stats: STATS,
} as const;

/** The shared schemas for Fastify. */
export const SHARED_SCHEMAS: readonly Schema[] = Object.entries(SHARED).map(([name, schema]) => ({
	$id: name,
	...schema,
}));

/** A reference to a shared schema. */
export function shared(name: keyof typeof SHARED): Schema {
	return { $ref: `${name}#` };
}
