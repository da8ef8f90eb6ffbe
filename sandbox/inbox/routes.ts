import type { FastifyInstance, FastifyReply } from 'fastify';

import type { Sandbox } from '../api';
import { TEXT, type Gateway } from '../gateway';
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

const TYPES = {
	'app.js': 'text/javascript; charset=utf-8',
	'app.css': 'text/css; charset=utf-8',
} as const;

/** The inbox at the sandbox's address, and the events that keep it up to date. */
export function registerInbox(
	app: FastifyInstance,
	sandbox: Sandbox,
	gateways: readonly Gateway[],
): void {
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

	app.get('/control/events', (_request, reply) => {
		streamEvents(reply, sandbox, gateways);
		return reply;
	});
}
