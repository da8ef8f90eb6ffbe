import { Readable } from 'node:stream';

import type { FastifyReply } from 'fastify';

import type { LoggedCallback } from '../callbacks';
import { JSON_TYPE, type StandIn } from './gateway';
import { maskNamed } from './namedSecrets';
import { maskHeaders, maskKnown, maskReason, maskText } from './secrets';
import type { LoggedRequest } from './store';

/** A request for whoever may see it: as it came, without anything secret. */
export function masked(request: LoggedRequest, gateways: readonly StandIn[]): LoggedRequest {
	const gateway = gateways.find(({ name }) => name === request.gateway);
	const path = gateway?.maskPath?.(request.path) ?? request.path;
	const shown = { ...request, path: maskText(path), headers: maskHeaders(request.headers) };
	// Form bodies start with a name, not with `?` or `&`.
	shown.body = maskText(`&${request.body}`).slice(1);
	if (request.refusedBecause !== undefined) {
		shown.refusedBecause = maskReason(request.refusedBecause);
	}
	if (request.reply !== undefined) {
		shown.reply = { ...request.reply, body: maskText(request.reply.body) };
	}
	return shown;
}

/** A callback for whoever may see it: its body without what is named like a secret. */
export function maskedCallback(callback: LoggedCallback): LoggedCallback {
	return { ...callback, body: maskNamed(callback.body) };
}

/** JSON in which nothing, a message's text included, holds a secret of the accounts. */
export function toMaskedJson(content: unknown, indent?: number): string {
	const mask = (_key: string, value: unknown): unknown =>
		typeof value === 'string' ? maskKnown(value) : value;
	return JSON.stringify(content, mask, indent);
}

/** Answers a control call. */
export function answer(reply: FastifyReply, content: unknown): FastifyReply {
	return reply.type(JSON_TYPE).send(toMaskedJson(content, 2));
}

/** Characters that are sent at once. */
const PIECE = 65_536;

/** JSON of a list, in pieces: of all that is kept, one text could be larger than the memory. */
export function* listPieces(items: Iterable<unknown>, indent = ''): Generator<string> {
	let piece = '[';
	let isFirst = true;
	for (const item of items) {
		const json = toMaskedJson(item, 2).replaceAll('\n', `\n${indent}  `);
		piece += `${isFirst ? '' : ','}\n${indent}  ${json}`;
		isFirst = false;
		if (piece.length < PIECE) continue;
		yield piece;
		piece = '';
	}
	yield `${piece}${isFirst ? '' : `\n${indent}`}]`;
}

/** Answers a control call with what comes in pieces, as fast as the caller reads them. */
export function answerPieces(reply: FastifyReply, pieces: Iterable<string>): FastifyReply {
	return reply.type(JSON_TYPE).send(Readable.from(pieces, { objectMode: false }));
}

/** Refuses one with a sentence. */
export function refuse(reply: FastifyReply, error: string, status = 400): FastifyReply {
	return answer(reply.code(status), { error });
}
