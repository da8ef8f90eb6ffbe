import type { IExecuteFunctions } from 'n8n-workflow';
import { rejectedReply, type FailedReply } from '../../gateways/reply';
import { problemOf } from '../../http/failures';
import { measureText } from '../../messages/encoding';
import { attempt, Refusal } from '../../messages/refusal';
import { budgetNumber } from '../input/rules';
import { inCents } from '../output/outcome';
import type { Plan, Planned } from './planned';
import { isReady, refuseAll } from './recipientLimit';

/**
 * Refuses all messages of a run if they cost more than `options.maxCost`, by the user's price for a part. A preview
 * is checked like a send. All messages are also refused if the option has no valid limit, or there is no price.
 *
 * @returns the plan, or one with nothing to send
 */
export function limitCost(context: IExecuteFunctions, plan: Plan): Plan {
	const { options } = context.getNode().parameters;
	if (typeof options !== 'object' || options === null || !('maxCost' in options)) return plan;
	const refusal = refusalOf(options.maxCost, plan.messages.filter(isReady));
	return refusal === null ? plan : refuseAll(plan, refusal);
}

/** @param written the option as the user entered it: a model or data must not raise the limit */
function refusalOf(written: unknown, ready: readonly Planned[]): FailedReply | null {
	const limit = attempt(() => budgetNumber('maxCost', written));
	if (limit instanceof Refusal) {
		const { code, message, hint } = problemOf(limit);
		return rejectedReply({ code, message, hint: `${hint} Expressions are not allowed here.` });
	}
	if (limit === 0) return null;
	if (ready.some(({ pricePerPart, facts }) => pricePerPart === 0 && facts.text !== null)) {
		return rejectedReply({
			code: 'INVALID_PARAMETER',
			message: '"Max Cost" needs a price, but "Price per Part" is 0 or missing',
			hint: 'Nothing was sent. Add "Price per Part" to the options, or remove "Max Cost".',
		});
	}
	const cost = inCents(
		ready.reduce((sum, { pricePerPart, facts: { text } }) => {
			return sum + (text === null ? 0 : measureText(text).parts) * pricePerPart;
		}, 0),
	);
	if (cost <= limit) return null;
	const messages =
		ready.length === 1 ? 'this message costs' : `these ${ready.length} messages cost`;
	return rejectedReply({
		code: 'TOO_EXPENSIVE',
		message: `Max Cost allows ${limit} per run, but ${messages} ${cost}`,
		hint: 'None of these was sent. Send to fewer, shorten the message, or raise "Max Cost" in the node’s options.',
	});
}
