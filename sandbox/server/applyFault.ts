import { STATUS_CODES } from 'node:http';

import type { FastifyReply } from 'fastify';

import type { Fault } from './faults';
import { TEXT, type Answer, type StandIn, type ReceivedRequest } from './gateway';

/** Whether the message is accepted, regardless of the answer. */
export function isProcessed(fault: Fault | undefined): boolean {
	if (fault === undefined || fault.accept === true || fault.cut !== undefined) return true;
	return fault.hang !== true && !replacesAnswer(fault);
}

function replacesAnswer({ status, body, code }: Fault): boolean {
	return status !== undefined || body !== undefined || code !== undefined;
}

/** The answer as changed by the fault. */
export function disturb(
	fault: Fault | undefined,
	gateway: StandIn,
	request: ReceivedRequest,
	processed: Answer | undefined,
): Answer {
	const bare: Answer = { status: 200, contentType: TEXT, body: '' };
	if (fault === undefined) return processed ?? bare;
	let answer = processed ?? bare;
	if (fault.code !== undefined) {
		answer = gateway.answerCode(String(fault.code), request, processed?.accepted ?? []);
	} else if (replacesAnswer(fault)) {
		answer = { ...bare, body: STATUS_CODES[fault.status ?? 200] ?? '' };
	}
	return {
		status: fault.status ?? answer.status,
		contentType: fault.contentType ?? answer.contentType,
		body: fault.body ?? answer.body,
		headers: { ...answer.headers, ...fault.headers },
	};
}

/** Closes the connection without an answer. */
export function cut(reply: FastifyReply): FastifyReply {
	reply.hijack();
	reply.raw.destroy();
	return reply;
}

/** Announces the whole body, sends half of it and closes the connection. */
export function cutInTheMiddle(reply: FastifyReply, answer: Answer): FastifyReply {
	const body = Buffer.from(answer.body);
	reply.hijack();
	reply.raw.writeHead(answer.status, {
		...answer.headers,
		'content-type': answer.contentType,
		// An empty body has no half, so a byte is announced that never comes.
		'content-length': Math.max(1, body.length),
	});
	reply.raw.flushHeaders();
	reply.raw.write(body.subarray(0, Math.floor(body.length / 2)), () => {
		reply.raw.destroy();
	});
	return reply;
}
