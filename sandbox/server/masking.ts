import { Readable } from 'node:stream';

import type { FastifyReply } from 'fastify';

import type { LoggedCallback } from '../callbacks';
import { JSON_TYPE, type StandIn } from './gateway';
import { maskNamed } from './namedSecrets';
import { maskHeaders, maskKnown, maskReason, maskText } from './secrets';
import type { LoggedRequest } from './store';

/** A request as received, with secrets masked. */
export function masked(request: LoggedRequest, gateways: readonly StandIn[]): LoggedRequest {
	const gateway = gateways.find(({ name }) => name === request.gateway);
	const path = gateway?.maskPath?.(request.path) ?? request.path;
	const shown = { ...request, path: maskText(path), headers: maskHeaders(request.headers) };
	// A form body begins with a name, without `?` or `&`.
	shown.body = maskText(`&${request.body}`).slice(1);
	if (request.refusedBecause !== undefined) {
		shown.refusedBecause = maskReason(request.refusedBecause);
	}
	if (request.reply !== undefined) {
		shown.reply = { ...request.reply, body: maskText(request.reply.body) };
	}
	return shown;
}

/** A callback, with the fields of its body that are named like secrets masked. */
export function maskedCallback(callback: LoggedCallback): LoggedCallback {
	return { ...callback, body: maskNamed(callback.body) };
}

/** JSON with the accounts' secrets masked everywhere, even in the texts of messages. */
export function toMaskedJson(content: unknown, indent?: number): string {
	const mask = (_key: string, value: unknown): unknown =>
		typeof value === 'string' ? maskKnown(value) : value;
	return JSON.stringify(content, mask, indent);
}

/** Answers a control call. */
export function answer(reply: FastifyReply, content: unknown): FastifyReply {
	return reply.type(JSON_TYPE).send(toMaskedJson(content, 2));
}

/** The number of characters per piece. */
const PIECE = 65_536;

/** JSON of a list in pieces, because one text of everything could exceed the memory. */
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

/** Answers a control call in pieces, as fast as the caller reads them. */
export function answerPieces(reply: FastifyReply, pieces: Iterable<string>): FastifyReply {
	return reply.type(JSON_TYPE).send(Readable.from(pieces, { objectMode: false }));
}

/** Refuses a control call with an error message. */
export function refuse(reply: FastifyReply, error: string, status = 400): FastifyReply {
	return answer(reply.code(status), { error });
}
