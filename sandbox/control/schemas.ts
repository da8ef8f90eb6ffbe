import { GATEWAY_NAMES } from '../gateways/registry';
import { MESSAGE_STATUSES } from '../server/message';
import { answered, boolean, integer, list, text, texts, word, type Schema } from './schema';

/** What several calls answer. Each can be named with `shared`. */

const DATE = { format: 'date-time' };

/** A gateway, by its name in the API. */
export const GATEWAY = word('The gateway.', GATEWAY_NAMES);
const STATUS = word(
	'Where it is. It moves from `accepted` to `sent` to `delivered` by itself.',
	MESSAGE_STATUSES,
);
const BODY = 'As UTF-8. A body that is not UTF-8 has one character per byte (Latin-1).';

const MESSAGE = answered({
	gateway: GATEWAY,
	operation: text('The call that sent it, e.g. `sendSMS`.'),
	id: text('The ID that the gateway gave it.'),
	to: text('The handset.'),
	from: text('The sender or short code.'),
	text: text('The text.'),
	acceptedAt: text('When the gateway accepted it.', DATE),
	status: STATUS,
	details: texts('What else the request said, e.g. `carrier` or `programId`.'),
});

const INCOMING = answered({
	gateway: GATEWAY,
	from: text('The handset.'),
	to: text('The short code or number it wrote to.'),
	text: text('The text.'),
	carrier: text('The carrier.'),
	keyword: text('The keyword.'),
	date: text('When it came in.', DATE),
	details: texts('What else the request said that made it.'),
});

const REPLY = answered({
	status: integer('HTTP status.'),
	contentType: text('Content type.'),
	body: text('What was answered, or meant to be where the connection was cut. Secrets are masked.'),
});

const REQUEST = answered(
	{
		id: integer('Counts from 1 since the start or the last reset.'),
		at: text('When it came.', DATE),
		gateway: GATEWAY,
		method: text('HTTP method.'),
		path: text('Path and query as received, secrets masked.'),
		headers: texts('Headers, secrets masked.'),
		body: text(`${BODY} Of a long one that was refused, only the start is kept.`),
		bodyBytes: integer('The length of the body in bytes, where only its start is kept.'),
		status: {
			type: ['integer', 'null'],
			description: 'The HTTP status it was answered with. Null: not answered.',
		},
		refusedBecause: text('The check that failed: what was expected and what came.'),
		disturbed: text('What a fault did to it.'),
		reply: REPLY,
	},
	['bodyBytes', 'refusedBecause', 'disturbed', 'reply'],
);

const ATTEMPT = answered(
	{
		at: text('When it was posted.', DATE),
		status: { type: ['integer', 'null'], description: 'HTTP status. Null: no answer came.' },
		error: text('What came instead of an answer, e.g. `ECONNREFUSED` or `timeout`.'),
		ms: { type: 'number', description: 'Milliseconds until the answer.' },
	},
	['error'],
);

const CALLBACK = answered(
	{
		id: integer('Counts from 1 since the start or the last reset.'),
		gateway: GATEWAY,
		event: word('What it tells.', ['deliveryReport', 'incomingMessage', 'raw']),
		messageId: text('The message, for a delivery report.'),
		url: text('Where it was posted. The values of all parameters are masked.'),
		contentType: text('Content type.'),
		body: text(BODY),
		proof: word('Whether it carried the secret.', ['right', 'wrong', 'none']),
		attempts: list(ATTEMPT),
		done: boolean('Whether nothing more is tried.'),
	},
	['messageId'],
);

const COUNT = { type: 'integer' };

const STATS = answered({
	requests: integer('Gateway requests.'),
	connections: integer('Connections with at least one gateway request.'),
	maxConcurrentRequests: integer('Most requests at one moment, latency included.'),
	maxConnections: integer('Most connections open at one moment.'),
	tokensIssued: integer('Tokens issued.'),
	perGateway: {
		type: 'object',
		description: 'Requests by gateway.',
		additionalProperties: COUNT,
	},
	journal: {
		...answered({
			bytes: integer('About how much is kept.'),
			limitBytes: integer('How much is kept at most.'),
			dropped: {
				...answered({
					requests: COUNT,
					messages: COUNT,
					incoming: COUNT,
					callbacks: COUNT,
					entries: integer('Lines of the inbox.'),
					since: text('When the first was dropped.', DATE),
					until: text('When the latest was dropped.', DATE),
				}),
				type: ['object', 'null'],
				description: 'What was dropped to stay within the limit. Null: nothing.',
			},
		}),
		description: 'How much is kept, and what was dropped.',
	},
});

const SHARED = {
	Message: MESSAGE,
	IncomingMessage: INCOMING,
	Request: REQUEST,
	Callback: CALLBACK,
	Stats: STATS,
} as const;

/** The shared schemas, as Fastify takes them. */
export const SHARED_SCHEMAS: readonly Schema[] = Object.entries(SHARED).map(([name, schema]) => ({
	$id: name,
	...schema,
}));

/** One of the shared schemas. */
export function shared(name: keyof typeof SHARED): Schema {
	return { $ref: `${name}#` };
}
