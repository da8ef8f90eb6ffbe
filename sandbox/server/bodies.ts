import type { FastifyInstance, FastifyRequest } from 'fastify';

import { Room } from './room';

/** Room for a workbook of a bulk send. */
export const BODY_LIMIT = 20 * 1024 * 1024;
/** Bytes of bodies that are read or worked on at one moment; further requests wait. */
const MOST_UNDER_WAY = 3 * BODY_LIMIT;

/**
 * Lets bodies in as long as there is room for them. Returns what gives a request's room back early;
 * else it is given back when the connection has its answer.
 */
export function boundBodies(app: FastifyInstance): (request: FastifyRequest) => void {
	const room = new Room(MOST_UNDER_WAY);
	const leaving = new WeakMap<FastifyRequest, () => void>();
	app.addHook('preParsing', async (request, reply, payload) => {
		const { 'content-length': length, 'transfer-encoding': coding } = request.raw.headers;
		// Without a length it may be as long as bodies may be; with too long a one it is not read.
		const bytes = coding === undefined ? Number(length ?? 0) : BODY_LIMIT;
		if (!(bytes > 0 && bytes <= BODY_LIMIT)) return payload;
		const gone = new AbortController();
		reply.raw.once('close', () => {
			gone.abort();
		});
		const leave = await room.take(bytes, gone.signal);
		leaving.set(request, leave);
		if (gone.signal.aborted) leave();
		else reply.raw.once('close', leave);
		return payload;
	});
	return (request) => leaving.get(request)?.();
}

/** Bodies stay bytes, whatever type they claim to be, or claim no type at all. */
export function acceptAnyBody(app: FastifyInstance): void {
	// A malformed type would be refused before any parser is asked, so no type is left to judge. The
	// log has its own copy of the headers by now.
	app.addHook('preParsing', (request, _reply, payload, done) => {
		delete request.raw.headers['content-type'];
		done(null, payload);
	});
	app.removeAllContentTypeParsers();
	app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
		done(null, body);
	});
}
