import type { IExecuteFunctions } from 'n8n-workflow';
import { rejectedReply, type FailedReply } from '../../gateways/reply';
import type { Plan, Planned } from './plan';
import { isTool } from '../input/tool';

/** The most messages that a tool sends in one execution, if its options set no limit. */
const OF_A_TOOL = 10;
/** How many executions are remembered; more than ever run at once. */
const EXECUTIONS = 1000;

/** How many messages each execution has sent, by node; the latest last. */
const counts = new Map<string, number>();

/**
 * Refuses all messages of a run if they exceed `options.maxRecipients` for the execution, counted over
 * all runs of the node: a model can call its tool any number of times. A preview is checked like a
 * send, but does not use up the limit. All messages are also refused if the option has no valid limit.
 *
 * @returns the plan, or one with nothing to send
 */
export function limitRecipients(context: IExecuteFunctions, plan: Plan): Plan {
	const ready = plan.messages.filter(isReady);
	const limit = limitOf(context);
	if (limit === null) return refuseAll(plan, noLimit());
	if (limit === 0) return plan;
	const key = `${context.getExecutionId()} ${context.getNode().id}`;
	const before = counts.get(key) ?? 0;
	if (before + ready.length <= limit) {
		remember(key, before + ready.filter(({ preview }) => !preview).length);
		return plan;
	}
	const earlier =
		before === 0 ? '' : `, and ${before} ${before === 1 ? 'was' : 'were'} sent before`;
	const refusal = rejectedReply({
		code: 'TOO_MANY_RECIPIENTS',
		message: `Max Recipients allows ${limit} per execution, but there are ${ready.length} here${earlier}`,
		hint: 'None of these was sent. Send to fewer, or change "Max Recipients" in the node’s options.',
	});
	return refuseAll(plan, refusal);
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
function limitOf(context: IExecuteFunctions): number | null {
	const { options } = context.getNode().parameters;
	if (typeof options !== 'object' || options === null || !('maxRecipients' in options)) {
		return isTool(context) ? OF_A_TOOL : 0;
	}
	const limit: unknown = options.maxRecipients;
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

function remember(key: string, count: number): void {
	counts.delete(key);
	counts.set(key, count);
	if (counts.size <= EXECUTIONS) return;
	for (const oldest of counts.keys()) {
		counts.delete(oldest);
		break;
	}
}
