import { streamEvents } from '../inbox/stream';
import { answerPieces, listPieces, masked, refuse } from '../server/masking';
import type { ControlContext } from './context';
import { exportPieces, maskedRequests } from './export';
import type { Given, Route } from './route';
import { answered, done, list, text } from './schema';
import { shared } from './schemas';

const topic = 'What it received';

/** The highest number of open event streams. */
const MOST_PAGES = 100;

const NO_REQUEST = 'There is no request with this ID, or it was dropped.';
const NO_ENTRY = 'There is no entry with this ID, or it was dropped.';
const TOO_MANY_PAGES = `${MOST_PAGES} pages are already open: close one of them.`;

/** The calls about requests, counts, the export and events. */
export function journalRoutes(context: ControlContext): readonly Route[] {
	const { sandbox, gateways, seen } = context;
	return [
		{
			method: 'GET',
			path: '/control/requests',
			topic,
			summary: 'List the requests to the gateways, oldest first',
			description: 'Secrets are masked.',
			answer: list(shared('Request')),
			handle: (_given, reply) => answerPieces(reply, listPieces(maskedRequests(seen, gateways))),
		},
		{
			method: 'GET',
			path: '/control/requests/:id',
			topic,
			summary: 'Get a request and its answer',
			params: { id: text('The ID of the request.', { examples: ['1'] }) },
			answer: shared('Request'),
			refusals: { 404: NO_REQUEST },
			handle({ params: { id } }: Given<undefined, { id: string }>, reply) {
				const found = sandbox.request(Number(id));
				if (found === undefined) return refuse(reply, NO_REQUEST, 404);
				return masked(found, gateways);
			},
		},
		{
			method: 'GET',
			path: '/control/stats',
			topic,
			summary: 'Get counts of requests, connections and tokens',
			description: 'Also returns how much is kept and what was dropped.',
			answer: shared('Stats'),
			handle: () => sandbox.stats(),
		},
		{
			method: 'GET',
			path: '/control/export',
			topic,
			summary: 'Get everything in one document',
			answer: answered({
				format: { const: 1, description: 'The version of this format.' },
				exportedAt: text('Now.', { format: 'date-time' }),
				stats: shared('Stats'),
				messages: list(shared('Message')),
				incoming: list(shared('IncomingMessage')),
				callbacks: list(shared('Callback')),
				requests: list(shared('Request')),
			}),
			handle: (_given, reply) => answerPieces(reply, exportPieces(seen, gateways)),
		},
		eventsRoute(context),
		{
			method: 'POST',
			path: '/control/reset',
			topic,
			summary: 'Forget everything',
			description:
				'Forgets messages, requests, callbacks, counts, faults, latency, tokens and codes. The ' +
				'options that the sandbox was started with stay. Callback URLs that were set later do not.',
			answer: done('reset'),
			handle() {
				sandbox.reset();
				return { reset: true };
			},
		},
		{
			method: 'POST',
			path: '/control/clear',
			topic,
			summary: 'Forget everything but the callback URLs',
			description: 'The same as `POST /control/reset`, but all callback URLs stay.',
			answer: done('cleared'),
			handle() {
				sandbox.clear();
				return { cleared: true };
			},
		},
		{
			method: 'DELETE',
			path: '/control/entries/:id',
			topic,
			summary: 'Delete one line of the inbox and its message',
			description:
				'The ID is the `id` of an entry in `GET /control/events`. The request and its callbacks stay.',
			params: { id: text('The ID of the entry.', { examples: ['1'] }) },
			answer: done('deleted'),
			refusals: { 404: NO_ENTRY },
			handle({ params: { id } }: Given<undefined, { id: string }>, reply) {
				return sandbox.deleteEntry(Number(id)) ? { deleted: true } : refuse(reply, NO_ENTRY, 404);
			},
		},
	];
}

function eventsRoute({ sandbox, journal }: ControlContext): Route {
	let pages = 0;
	return {
		method: 'GET',
		path: '/control/events',
		topic,
		summary: 'Get entries as they happen, as server-sent events',
		description: "Begins with the inbox's existing entries and stays open.",
		answer: text('Events with a name and JSON.'),
		answerType: 'text/event-stream',
		refusals: { 503: TOO_MANY_PAGES },
		handle(_given, reply) {
			if (pages >= MOST_PAGES) return refuse(reply, TOO_MANY_PAGES, 503);
			pages++;
			reply.raw.once('close', () => {
				pages--;
			});
			streamEvents(reply, sandbox, journal);
			return reply;
		},
	};
}
