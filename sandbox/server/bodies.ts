import type { FastifyInstance, FastifyRequest } from 'fastify';

import { Room } from './room';

/** The size limit of a body: enough for a workbook of a bulk send. */
export const BODY_LIMIT = 20 * 1024 * 1024;
/** The total size of bodies in memory at the same time, in bytes; other requests wait. */
const MOST_UNDER_WAY = 3 * BODY_LIMIT;

/**
 * Accepts bodies while there is room for them. Returns a function that frees a request's room early;
 * otherwise it is freed after the answer.
 */
export function boundBodies(app: FastifyInstance): (request: FastifyRequest) => void {
	const room = new Room(MOST_UNDER_WAY);
	const leaving = new WeakMap<FastifyRequest, () => void>();
	app.addHook('preParsing', async (request, reply, payload) => {
		const { 'content-length': length, 'transfer-encoding': coding } = request.raw.headers;
		// Without a length, a body may have the maximum size; with a length above it, it is not read.
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

/** Bodies stay bytes, regardless of their content type. */
export function acceptAnyBody(app: FastifyInstance): void {
	// A malformed type would be refused before any parser runs, so it is removed here. The log has its
	// own copy of the headers.
	app.addHook('preParsing', (request, _reply, payload, done) => {
		delete request.raw.headers['content-type'];
		done(null, payload);
	});
	app.removeAllContentTypeParsers();
	app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
		done(null, body);
	});
}
