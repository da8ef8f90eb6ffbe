import type { FastifyInstance, FastifyReply } from 'fastify';

import type { Sandbox } from '../server/api';
import { TEXT } from '../server/gateway';
import { loadAssets, PAGES, type Assets } from './assets';

/** Only the page's own files, and no framing: anybody can write the text of a message. */
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

const TYPES: Readonly<Record<keyof Assets, string>> = {
	'app.js': 'text/javascript; charset=utf-8',
	'app.css': 'text/css; charset=utf-8',
	'api.js': 'text/javascript; charset=utf-8',
	'api.css': 'text/css; charset=utf-8',
};

/** The inbox and the API page. */
export function registerInbox(app: FastifyInstance, sandbox: Sandbox): void {
	app.get('/', (request, reply) => {
		void reply.headers(HEADERS).header('vary', 'accept');
		// A terminal gets a sentence.
		return request.headers.accept?.includes('text/html') === true
			? reply.type(HTML).send(PAGES['/'])
			: reply
					.type(TEXT)
					.send(`SMS sandbox. What it received and what it can do: ${sandbox.url}/control\n`);
	});
	app.get('/api', (_request, reply) => reply.headers(HEADERS).type(HTML).send(PAGES['/api']));

	const send = async (reply: FastifyReply, name: keyof Assets): Promise<FastifyReply> => {
		const assets = await loadAssets();
		return reply.headers(HEADERS).type(TYPES[name]).send(assets[name]);
	};
	for (const name of Object.keys(TYPES) as (keyof Assets)[]) {
		app.get(`/inbox/${name}`, (_request, reply) => send(reply, name));
	}
}

const HTML = 'text/html; charset=utf-8';
