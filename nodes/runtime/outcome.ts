import type { IDataObject } from 'n8n-workflow';
import { withoutProofs, withoutProofsIn } from '../../gateways/excerpt';
import type { AcceptedReply, HttpReply, SendReply } from '../../gateways/reply';
import { measureText } from '../../messages/encoding';
import type { Gateway, MessageFacts } from './operation';

/** Nothing was sent; this is what would be. */
export interface PreviewReply {
	outcome: 'preview';
	/** How many requests the whole run would take. */
	requests: number;
}

/** Nothing was sent now, because the message's deduplication key was seen before. */
export interface SkippedReply {
	outcome: 'skipped';
	/** When it was seen, in the user's words. */
	statusDescription: string;
}

/** What became of one message. */
export interface Settled {
	result: SendReply | PreviewReply | SkippedReply;
	reply: HttpReply | null;
}

/** Every outcome that a message can have, in the order in which they are told. */
export const OUTCOMES = ['accepted', 'rejected', 'unknown', 'skipped', 'preview'] as const;

/** Whether the outcome is a failure: what makes a node stop that does not continue on errors. */
export function isFailure(
	result: Settled['result'],
): result is Extract<SendReply, { problem: unknown }> {
	return result.outcome === 'rejected' || result.outcome === 'unknown';
}

/**
 * One message's output as the public contract has it. Without "Simplify" it also holds the
 * gateway's reply, parsed, and its text where it is not JSON.
 */
export function sendOutput(
	gateway: Gateway,
	{ to, from, text }: MessageFacts,
	row: number | null,
	{ result, reply }: Settled,
	simplify: boolean,
): IDataObject {
	const answered: Partial<Omit<AcceptedReply, 'outcome'>> =
		result.outcome === 'preview' ? {} : result;
	const output: IDataObject = {
		gateway: gateway.name,
		outcome: result.outcome,
		messageId: answered.messageId ?? null,
		to: to || null,
		from: from || null,
		status: answered.status ?? null,
		statusDescription: answered.statusDescription ?? null,
	};
	if (text !== null) {
		const { encoding, parts } = measureText(text);
		Object.assign(output, { encoding, parts });
	}
	if (row !== null) output.row = row;
	if (result.outcome === 'preview') {
		if (text !== null) output.text = text;
		output.requests = result.requests;
		return output;
	}
	if (result.outcome === 'skipped') return output;
	Object.assign(output, result.extra);
	if (isFailure(result)) output.error = { ...result.problem };
	if (!simplify) {
		output.response = withoutProofsIn(result.response ?? null) as IDataObject;
		if (reply !== null && !/^\s*[[{]/.test(reply.text)) output.raw = withoutProofs(reply.text);
	}
	return output;
}
