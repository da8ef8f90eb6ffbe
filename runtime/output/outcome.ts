import type { IDataObject } from 'n8n-workflow';
import type { AcceptedReply, Problem, SendReply } from '../../gateways/reply';
import type { Shown, ShownReply } from '../../gateways/secrets/shown';
import { measureText } from '../../messages/encoding';
import type { Gateway, MessageFacts } from '../operation';

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
	/** What the gateway said, shared by the messages of its request; null where it is not wanted. */
	reply: ShownReply | null;
	/**
	 * Whether the gateway had too much to do because the node tried more requests at once than are
	 * usual. The user has asked for that, and not for a run that it stops.
	 */
	isProbed?: boolean;
}

/** Every outcome that a message can have, in the order in which they are told. */
export const OUTCOMES = ['accepted', 'rejected', 'unknown', 'skipped', 'preview'] as const;

/** Whether the outcome is a failure: what makes a node stop that does not continue on errors. */
export function isFailure(
	result: Settled['result'],
): result is Extract<SendReply, { problem: unknown }> {
	return result.outcome === 'rejected' || result.outcome === 'unknown';
}

/** Whether the outcome ends the run of a node that stops at failures. */
export function stopsRun({ result, isProbed = false }: Settled): boolean {
	return isFailure(result) && !isProbed;
}

/**
 * What became of a message, fit to be kept and put out: without secrets, within bounds, and without
 * the reply, which the messages of a request share.
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

/** What went wrong, without what a gateway repeats of secrets. */
export function shownProblem({ code, message, hint }: Problem, shown: Shown): Problem {
	return {
		code: shown.sentence(code),
		message: shown.sentence(message),
		hint: shown.sentence(hint),
	};
}

/** An output of which the fields came from a gateway. */
export function shownOutput(output: IDataObject, shown: Shown): IDataObject {
	return Object.fromEntries(
		Object.entries(output).map(([name, value]) => [name, shown.field(name, value)]),
	) as IDataObject;
}

/**
 * Where the replies of a run stand in its output: each once, at the first message of its request,
 * to which the others refer.
 */
export class RepliesInOutput {
	/** How many items each output has, and where each reply stands in it. */
	private readonly outputs = [new OneOutput(), new OneOutput()] as const;

	/** @param splits whether failures come out of an output of their own, as n8n counts them */
	constructor(private readonly splits: boolean) {}

	/**
	 * Counts the next item, and gives what it has of its reply: the reply itself, or the index of
	 * the item of the same output that has it. Nothing where the item is not to have any.
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
 * One message's output as the public contract has it.
 *
 * @param ofReply what it has of the gateway's reply, without "Simplify"
 */
export function sendOutput(
	gateway: Gateway,
	{ to, from, text }: MessageFacts,
	row: number | null,
	result: Settled['result'],
	ofReply: IDataObject,
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
	return Object.assign(output, ofReply);
}
