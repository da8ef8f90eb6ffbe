import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { continuesOnFailure, isApprovalStep, isTool } from '../input/tool';
import type { Gateway, BulkOperation, SendOperation } from '../operation';
import { fileSummaries } from '../output/fileSummary';
import {
	isFailure,
	leftOutReply,
	RepliesInOutput,
	sendOutput,
	type Settled,
} from '../output/outcome';
import {
	tellCounts,
	tellFiles,
	warnOfFixedKey,
	warnOfProbes,
	warnOfRetries,
} from '../output/report';
import { failedItem } from '../output/stops';
import { limitCost } from '../plan/costLimit';
import { planMessages } from '../plan/plan';
import type { Planned } from '../plan/planned';
import { limitRecipients } from '../plan/recipientLimit';
import { FailurePolicy } from './failurePolicy';
import { n8nBreaks } from './pace';
import { previewed, sendRequests } from './sendRequests';

/**
 * Sends the messages of all items.
 *
 * All items are read first, and invalid messages are refused before anything is sent. Then the requests
 * are sent, a limited number at once, and the outcomes come back in the order of the items. Requests
 * are repeated only after HTTP 429. `FailurePolicy` decides what a failure does.
 *
 * If there are more recipients than the options allow, or they cost more, all are refused.
 *
 * A message with a deduplication key is sent only after its key is in n8n's store.
 */
export async function runSends(
	context: IExecuteFunctions,
	gateway: Gateway,
	operation: SendOperation | BulkOperation,
): Promise<INodeExecutionData[][]> {
	const planned = limitCost(context, await planMessages(context, operation));
	const { plan, giveBack } = await limitRecipients(context, planned);
	const { messages, batches } = plan;
	const first = messages[0];
	if (first === undefined) return [[]];
	const policy = new FailurePolicy(context, operation, first.item);
	let isStopped = true;
	try {
		policy.stopBeforeSending(messages);
		isStopped = false;
	} finally {
		if (isStopped) giveBack([]);
	}
	if (context.getNode().retryOnFail) warnOfRetries(context, messages);

	const heldBack = policy.heldBack(messages);
	const sent = await sendRequests(
		context,
		gateway,
		heldBack === null ? plan : { messages, batches: [] },
		policy,
	);
	const untried: Settled = { result: heldBack ?? sent.whyUntried, reply: null };
	const settled = messages.map(({ refusal, leftOut }, place): Settled => {
		if (leftOut !== null) return { result: leftOutReply(leftOut), reply: null };
		return sent.settled[place] ?? (refusal === null ? untried : { result: refusal, reply: null });
	});
	giveBack(settled);
	policy.stopAfterSending(messages, sent.settled, settled);

	warnOfFixedKey(context, messages, settled);
	warnOfProbes(context, settled);
	const items = await toItems(context, gateway, messages, settled);
	const isPreview = settled.some(({ result }) => result.outcome === 'preview');
	const isPriced = messages.some(({ pricePerPart }) => pricePerPart > 0);
	if (operation.kind === 'bulk' || isPreview || isPriced || continuesOnFailure(context)) {
		tellCounts(context, settled, isPreview ? previewed(batches) : sent.requests, items);
		tellFiles(context, messages);
	}
	return [items];
}

async function toItems(
	context: IExecuteFunctions,
	gateway: Gateway,
	messages: Planned[],
	settled: Settled[],
): Promise<INodeExecutionData[]> {
	const items: INodeExecutionData[] = [];
	const replies = new RepliesInOutput(context.getNode().onError === 'continueErrorOutput');
	const breaks = n8nBreaks();
	const summaries = fileSummaries(messages);
	const isForModel = isTool(context) && !isApprovalStep(context);
	for (const [place, { item, facts, row, pricePerPart }] of messages.entries()) {
		if (breaks.isDue) await breaks.take();
		const each = settled[place];
		if (each === undefined) continue;
		const ofReply = replies.next(each, !item.simplify());
		const json = sendOutput(gateway, facts, row, each, ofReply, pricePerPart);
		const fileSummary = summaries.get(place);
		if (fileSummary !== undefined) json.fileSummary = fileSummary;
		if (isForModel && each.result.outcome === 'unknown') tellModel(json);
		const { itemIndex } = item;
		items.push(
			isFailure(each.result)
				? failedItem(context, json, itemIndex)
				: { json, pairedItem: { item: itemIndex } },
		);
	}
	return items;
}

/** The hint is for people, who can check with the gateway; a model cannot, and would send it again. */
function tellModel(json: IDataObject): void {
	const { hint, ...error } = json.error as { hint: string };
	json.error = {
		...error,
		hint: `Never send this message again. Say that it may have been sent, and that a person has to check. For that person: ${hint}`,
	};
}
