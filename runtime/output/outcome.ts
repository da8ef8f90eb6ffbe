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

/** Nothing was sent, because of the message's deduplication key, its recipient, or the time of day. */
export interface SkippedReply {
	outcome: 'skipped';
	/**
	 * `duplicate`: the key was seen before. `doNotSend`: the recipient opted out, did not agree, or is on the user's
	 * list. `outsideHours`: the sending hours were not open.
	 */
	skipReason: 'duplicate' | 'doNotSend' | 'outsideHours';
	/** When the key was seen, what the recipient said in the user's words, or the local time. */
	statusDescription: string;
	/** With `outsideHours`: the first moment at which it may be sent, ISO 8601; null if there is none. */
	sendAt?: string | null;
}

/** The recipient's clock says that the message may not be sent now. */
export interface OutsideHours {
	reason: 'outsideHours';
	/** The local time, in words. */
	says: string;
	sendAt: string | null;
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

/** Whether a message was left out because of its recipient or the time of day. */
export function isLeftOut(result: Settled['result']): boolean {
	return result.outcome === 'skipped' && result.skipReason !== 'duplicate';
}

/** Why a recipient is left out, in the output. */
const WORDS = {
	optedOut: 'Opted out',
	listed: 'In "Do Not Send To"',
	notSaid: 'No consent',
} satisfies Record<LeftOut['reason'], string>;

/** The outcome of a message that was left out. */
export function leftOutReply(leftOut: LeftOut | OutsideHours): SkippedReply {
	const { reason, says } = leftOut;
	if (reason !== 'outsideHours')
		return {
			outcome: 'skipped',
			skipReason: 'doNotSend',
			statusDescription: `${WORDS[reason]}: ${says}`,
		};
	const { sendAt } = leftOut;
	return { outcome: 'skipped', skipReason: reason, statusDescription: says, sendAt };
}

/**
 * What a message costs, by the user's price.
 *
 * @param parts how many of its parts are billed
 */
function costOf(parts: number, pricePerPart: number): number {
	return inCents(parts * pricePerPart);
}

/** Without the errors of binary fractions; prices have up to six decimals. */
export function inCents(amount: number): number {
	return Number(amount.toFixed(6));
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
 * @param pricePerPart 0 for no cost in the output
 */
export function sendOutput(
	gateway: Gateway,
	{ to, from, text }: MessageFacts,
	row: number | null,
	{ result, sentAt }: Settled,
	ofReply: IDataObject,
	pricePerPart = 0,
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
		// What was certainly not sent costs nothing.
		const isBilled = result.outcome !== 'rejected' && result.outcome !== 'skipped';
		if (pricePerPart > 0) output.cost = costOf(isBilled ? parts : 0, pricePerPart);
	}
	if (row !== null) output.row = row;
	if (result.outcome === 'preview') {
		if (text !== null) output.text = text;
		output.requests = result.requests;
		return output;
	}
	if (result.outcome === 'skipped') {
		output.skipReason = result.skipReason;
		if (result.sendAt !== undefined) output.sendAt = result.sendAt;
		return output;
	}
	return Object.assign(output, result.extra, ofReply);
}
