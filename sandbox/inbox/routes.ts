import type { FastifyInstance, FastifyReply } from 'fastify';

import type { Sandbox } from '../server/api';
import { TEXT } from '../server/gateway';
import type { Journal } from '../server/journal';
import { refuse } from '../server/masking';
import { loadAssets, PAGE } from './assets';
import { streamEvents } from './stream';

/** Nothing but the page's own files, and nobody may frame it: texts of messages are anybody's. */
const HEADERS = {
	'content-security-policy':
		"default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; " +
		"img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
	'referrer-policy': 'no-referrer',
	'x-content-type-options': 'nosniff',
	'cross-origin-opener-policy': 'same-origin',
	'cross-origin-resource-policy': 'same-origin',
	'cache-control': 'no-cache',
};

/** Pages that may hear what happens at one moment. */
const MOST_PAGES = 100;

const TYPES = {
	'app.js': 'text/javascript; charset=utf-8',
	'app.css': 'text/css; charset=utf-8',
} as const;

/** The inbox at the sandbox's address, and the events that keep it up to date. */
export function registerInbox(app: FastifyInstance, sandbox: Sandbox, journal: Journal): void {
	app.get('/', (request, reply) => {
		void reply.headers(HEADERS).header('vary', 'accept');
		// Whoever asks from a terminal gets a sentence.
		return request.headers.accept?.includes('text/html') === true
			? reply.type('text/html; charset=utf-8').send(PAGE)
			: reply
					.type(TEXT)
					.send(`Sandbox of the SMS gateways. What it saw and can do: ${sandbox.url}/control\n`);
	});

	const send = async (reply: FastifyReply, name: keyof typeof TYPES): Promise<FastifyReply> => {
		const assets = await loadAssets();
		return reply.headers(HEADERS).type(TYPES[name]).send(assets[name]);
	};
	app.get('/inbox/app.js', (_request, reply) => send(reply, 'app.js'));
	app.get('/inbox/app.css', (_request, reply) => send(reply, 'app.css'));

	let pages = 0;
	app.get('/control/events', (_request, reply) => {
		if (pages >= MOST_PAGES) {
			return refuse(reply, `${MOST_PAGES} pages are open already: close one of them.`, 503);
		}
		pages++;
		reply.raw.once('close', () => {
			pages--;
		});
		streamEvents(reply, sandbox, journal);
		return reply;
	});
}
