import type { IDataObject } from 'n8n-workflow';
import type { AcceptedReply, Problem, SendReply } from '../../gateways/reply';
import type { Shown, ShownReply } from '../../gateways/secrets/shown';
import { measureText } from '../../messages/encoding';
import type { LeftOut } from '../../messages/lists/consent';
import type { Gateway, MessageFacts } from '../operation';

/** Nothing was sent: a preview. */
export interface PreviewReply {
	outcome: 'preview';
	/** How many requests the whole run would take. */
	requests: number;
}

/** Nothing was sent, because of the message's deduplication key or because of what its recipient said. */
export interface SkippedReply {
	outcome: 'skipped';
	/** `duplicate`: the key was seen before. `doNotSend`: the recipient opted out, or did not agree. */
	skipReason: 'duplicate' | 'doNotSend';
	/** When the key was seen, or what the recipient said, in the user's words. */
	statusDescription: string;
}

/** The outcome of one message. */
export interface Settled {
	result: SendReply | PreviewReply | SkippedReply;
	/** The gateway's reply, shared by the messages of its request; null if it is not wanted. */
	reply: ShownReply | null;
	/** When its request left, by the wall clock, in milliseconds since 1970; absent if none did. */
	sentAt?: number;
	/**
	 * Whether the gateway was overloaded because the node tried more requests at once than usual. The
	 * user asked for that, so it does not stop the run.
	 */
	isProbed?: boolean;
}

/** All outcomes, in the order in which they are reported. */
export const OUTCOMES = ['accepted', 'rejected', 'unknown', 'skipped', 'preview'] as const;

/** Whether the outcome is a failure, which stops a node that does not continue on errors. */
export function isFailure(
	result: Settled['result'],
): result is Extract<SendReply, { problem: unknown }> {
	return result.outcome === 'rejected' || result.outcome === 'unknown';
}

/** Whether a message was left out because of what its recipient said. */
export function isLeftOut(result: Settled['result']): boolean {
	return result.outcome === 'skipped' && result.skipReason === 'doNotSend';
}

/** The outcome of a message that was left out. */
export function leftOutReply({ reason, says }: LeftOut): SkippedReply {
	const what = reason === 'optedOut' ? 'Opted out' : 'No consent';
	return { outcome: 'skipped', skipReason: 'doNotSend', statusDescription: `${what}: ${says}` };
}

/** Whether the outcome ends the run of a node that stops at failures. */
export function stopsRun({ result, isProbed = false }: Settled): boolean {
	return isFailure(result) && !isProbed;
}

/**
 * A message's outcome for the output: without secrets, within bounds, and without the reply, which the
 * messages of a request share.
 */
export function shownResult(result: SendReply, shown: Shown): SendReply {
	const { messageId, status, statusDescription, extra } = result;
	const text = (value: string | null | undefined) => (value ? shown.text(value) : null);
	const fit = {
		messageId: messageId ? shown.id(messageId) : null,
		status: text(status),
		statusDescription: text(statusDescription),
		response: undefined,
		...(extra && { extra: shownOutput(extra, shown) as typeof extra }),
	};
	return result.outcome === 'accepted'
		? { ...result, ...fit }
		: { ...result, ...fit, problem: shownProblem(result.problem, shown) };
}

/** A problem without secrets that the gateway may have repeated. */
export function shownProblem({ code, message, hint }: Problem, shown: Shown): Problem {
	return {
		code: shown.sentence(code),
		message: shown.sentence(message),
		hint: shown.sentence(hint),
	};
}

/** An output whose fields came from a gateway, without secrets and within bounds. */
export function shownOutput(output: IDataObject, shown: Shown): IDataObject {
	return Object.fromEntries(
		Object.entries(output).map(([name, value]) => [name, shown.field(name, value)]),
	) as IDataObject;
}

/**
 * Places the replies of a run in its output: each once, at the first message of its request. The others
 * refer to that one.
 */
export class RepliesInOutput {
	/** How many items each output has, and the place of each reply. */
	private readonly outputs = [new OneOutput(), new OneOutput()] as const;

	/** @param splits whether failures have their own output */
	constructor(private readonly splits: boolean) {}

	/**
	 * Counts the next item, and returns its part of the reply: the reply itself, or the index of the item
	 * in the same output that has it. Empty if no reply is wanted.
	 */
	next({ result, reply }: Settled, isWanted: boolean): IDataObject {
		const output = this.outputs[this.splits && isFailure(result) ? 1 : 0];
		const index = output.items++;
		if (!isWanted || result.outcome === 'preview' || result.outcome === 'skipped') return {};
		if (reply === null) return { response: null };
		const first = output.places.get(reply);
		if (first !== undefined) return { responseOf: first };
		output.places.set(reply, index);
		return { ...reply } as IDataObject;
	}
}

class OneOutput {
	items = 0;

	readonly places = new Map<ShownReply, number>();
}

/**
 * One message's output, as the public contract defines it.
 *
 * @param settled its outcome, and when its request left
 * @param ofReply its part of the gateway's reply, if "Simplify" is off
 */
export function sendOutput(
	gateway: Gateway,
	{ to, from, text }: MessageFacts,
	row: number | null,
	{ result, sentAt }: Settled,
	ofReply: IDataObject,
): IDataObject {
	const answered: Partial<Omit<AcceptedReply, 'outcome'>> =
		result.outcome === 'preview' ? {} : result;
	const output: IDataObject = {
		gateway: gateway.name,
		outcome: result.outcome,
		...(isFailure(result) && { error: { ...result.problem } }),
		messageId: answered.messageId ?? null,
		to: to || null,
		from: from || null,
		status: answered.status ?? null,
		statusDescription: answered.statusDescription ?? null,
		sentAt: sentAt === undefined ? null : new Date(sentAt).toISOString(),
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
	if (result.outcome === 'skipped') {
		output.skipReason = result.skipReason;
		return output;
	}
	return Object.assign(output, result.extra, ofReply);
}
