import type { IExecuteFunctions } from 'n8n-workflow';
import { rejectedReply, type FailedReply } from '../../gateways/reply';
import type { Settled } from '../output/outcome';
import type { Plan, Planned } from './planned';
import { isTool } from '../input/tool';
import { counterOf, sentBefore } from './sentBefore';

/** The most messages that a tool sends in one execution or hour, if its options set no limit. */
const OF_A_TOOL = 10;

/** The plan of a run within its limit. */
export interface Limited {
	/** The plan, or one with nothing to send. */
	plan: Plan;
	/** Counts no longer what was not sent, by the outcomes of the messages. */
	giveBack(settled: readonly Settled[]): void;
}

/**
 * Refuses all messages of a run if they exceed `options.maxRecipients`, counted over all runs of the
 * node in an execution: a model can call its tool any number of times. A limit that the user set counts
 * the calls of a sub-workflow together; the limit of a tool without one does not, because a workflow that
 * calls its agents for each of its items would stop at a limit that nobody set. Where n8n runs a tool
 * without an execution, an hour is counted, see `counterOf`. A preview is checked like a send, but does
 * not use up the limit, and neither does what turns out not to be sent. All messages are also refused if
 * the option has no valid limit.
 */
export async function limitRecipients(context: IExecuteFunctions, plan: Plan): Promise<Limited> {
	const ready = plan.messages.filter(isReady);
	const { limit, isSet } = limitOf(context);
	if (limit === null) return { plan: refuseAll(plan, noLimit()), giveBack: () => undefined };
	if (limit === 0) return { plan, giveBack: () => undefined };
	// From here on without a pause, because several runs can be here at once.
	const sent = sentBefore(await counterOf(context, isSet));
	if (sent.count + ready.length <= limit) {
		const counted = plan.messages.map((each) => isReady(each) && !each.preview);
		sent.add(counted.filter(Boolean).length);
		const giveBack: Limited['giveBack'] = (settled) => {
			sent.giveBack(
				counted.filter((was, place) => was && settled[place]?.sentAt === undefined).length,
			);
		};
		return { plan, giveBack };
	}
	const here = ready.length === 1 ? 'is 1' : `are ${ready.length}`;
	const before = sent.count === 1 ? '1 was' : `${sent.count} were`;
	const earlier = sent.count === 0 ? '' : `, and ${before} sent ${sent.when}`;
	const refusal = rejectedReply({
		code: 'TOO_MANY_RECIPIENTS',
		message: `Max Recipients allows ${limit} per ${sent.period}, but there ${here} here${earlier}`,
		hint: `None of these was sent. ${sent.explain(limit, ready.length)}`,
	});
	return { plan: refuseAll(plan, refusal), giveBack: () => undefined };
}

/** How many entries a list of a tool may have whatever its limit is. */
const LISTED_BY_A_MODEL = 1000;

/**
 * The most entries of a list of recipients; Infinity if the node has no limit of its own. A model may write
 * any list, and its answer has an item for each entry: 1 MB of numbers would be answered with 31 MB.
 */
export function mostListed(context: IExecuteFunctions): number {
	const { limit } = limitOf(context);
	if (limit === 0 || !isTool(context)) return Infinity;
	return Math.max(limit ?? 0, LISTED_BY_A_MODEL);
}

/** Whether a message can be sent. */
export function isReady({ refusal, leftOut }: Planned): boolean {
	return refusal === null && leftOut === null;
}

/** The plan with the same refusal for all messages that could be sent. */
export function refuseAll({ messages }: Plan, refusal: FailedReply): Plan {
	return {
		messages: messages.map((each) => (isReady(each) ? { ...each, refusal } : each)),
		batches: [],
	};
}

/**
 * Expressions are not allowed, because a model must not choose its own limit.
 *
 * @returns 0 for no limit; null if the option is set but not a valid limit
 */
function limitOf(context: IExecuteFunctions): { limit: number | null; isSet: boolean } {
	const { options } = context.getNode().parameters;
	if (typeof options !== 'object' || options === null || !('maxRecipients' in options)) {
		return { limit: isTool(context) ? OF_A_TOOL : 0, isSet: false };
	}
	return { limit: readLimit(options.maxRecipients), isSet: true };
}

function readLimit(limit: unknown): number | null {
	if (typeof limit === 'string' && /^\d{1,9}$/.test(limit)) return Number(limit);
	return typeof limit === 'number' && limit >= 0 && Number.isFinite(limit) ? limit : null;
}

function noLimit(): FailedReply {
	return rejectedReply({
		code: 'INVALID_PARAMETER',
		message: '"Max Recipients" must be 0 or a positive number, without an expression',
		hint: 'Nothing was sent. Enter the number in the node’s options; 0 means no limit. Expressions are not allowed, because an AI model or data could change the limit.',
	});
}
