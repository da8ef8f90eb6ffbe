import {
	NodeApiError,
	NodeOperationError,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
	type JsonObject,
} from 'n8n-workflow';
import type { Gateway } from './operation';
import { sendOutput, type Settled } from './outcome';
import type { Planned } from './plan';

/**
 * Stops a run in which something cannot be sent, before anything is.
 *
 * @throws NodeOperationError for the first such item
 */
export function stopBeforeSending(context: IExecuteFunctions, planned: Planned[]): void {
	const refused = planned.filter((each) => each.refusal !== null);
	const first = refused[0];
	if (first?.refusal == null) return;
	const { problem } = first.refusal;
	const { itemIndex } = first.item;
	const others =
		refused.length === 1
			? ''
			: ` ${refused.length - 1} more ${refused.length === 2 ? 'item has' : 'items have'} a problem of this kind.`;
	throw new NodeOperationError(context.getNode(), problem.message, {
		itemIndex,
		description: `${problem.hint}${others} Nothing was sent: all ${planned.length} items are checked first (code ${problem.code}).`,
	});
}

/**
 * Stops a run in which a message failed, and says what was sent until then.
 *
 * @throws NodeApiError for the first failure in the order of the items
 */
export function stopAfterFailure(
	context: IExecuteFunctions,
	planned: Planned[],
	settled: Array<Settled | undefined>,
): void {
	const index = settled.findIndex(
		(each) => each !== undefined && each.result.outcome !== 'accepted',
	);
	const result = settled[index]?.result;
	if (result === undefined || result.outcome === 'accepted') return;
	const { problem } = result;
	throw new NodeApiError(context.getNode(), { message: problem.message } as JsonObject, {
		message: problem.message,
		description: `${problem.hint} (code ${problem.code}) ${summary(context, index, settled)}`,
		itemIndex: planned[index]?.item.itemIndex,
	});
}

/** n8n has no way to repeat one item: Retry On Fail runs the node again over all of them. */
export function warnOfRetries(context: IExecuteFunctions): void {
	context.addExecutionHints({
		type: 'warning',
		location: 'outputPane',
		message:
			'Retry On Fail is on: when an item fails, n8n runs this node again over all items, and messages that were accepted are sent a second time. Turn it off in the node’s settings.',
	});
}

/** What a run that stopped has done so far: without it, nobody could tell what to send again. */
function summary(
	context: IExecuteFunctions,
	index: number,
	settled: Array<Settled | undefined>,
): string {
	if (settled.length === 1) return '';
	const count = (outcome: string) =>
		settled.filter((each) => each?.result.outcome === outcome).length;
	const untried = settled.filter((each) => each === undefined).length;
	const parts = [
		`${count('accepted')} already accepted`,
		`${count('rejected')} rejected`,
		`${count('unknown')} unknown`,
		`${untried} not tried`,
	];
	const again = context.getNode().retryOnFail
		? ' Retry On Fail runs the whole node again and sends the accepted ones a second time: turn it off.'
		: '';
	return `The run stopped at item ${index + 1} of ${settled.length}: ${parts.join(', ')}.${again}`;
}

/** The output item of one message, linked to the item that it came from. */
export function toItem(
	context: IExecuteFunctions,
	gateway: Gateway,
	planned: Planned,
	{ result, reply }: Settled,
): INodeExecutionData {
	const { item, message } = planned;
	const json: IDataObject = sendOutput(gateway, message, result, reply, item.simplify());
	const pairedItem = { item: item.itemIndex };
	if (result.outcome !== 'accepted' && context.getNode().onError === 'continueErrorOutput') {
		// n8n sends an item to the error output when its JSON holds nothing beside these names; with
		// an error object beside the JSON it would throw the JSON away.
		const { error, ...details } = json;
		return { json: { error, details }, pairedItem };
	}
	return { json, pairedItem };
}
