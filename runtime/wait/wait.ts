import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { rejectedReply } from '../../gateways/reply';
import { refuseObjects } from '../../messages/objects';
import { changeTexts } from '../../messages/template';
import { wallClock } from '../../http/clock';
import { operationError } from '../output/nodeErrors';
import type { Gateway, SendOperation, WaitOperation } from '../operation';
import { warnOfPrivateLink } from '../output/report';
import { failedItem } from '../output/stops';
import { runSends } from '../send/sends';
import { continuesOnFailure, isApprovalStep, isTool } from '../input/tool';
import { noAnswer } from './answers';
import { separateRun, toolInputReader } from './approvalStep';
import { guardLink, placeholderOf, readLinkTemplate, tellLength, withLink } from './link';
import { readQuestion, readTimeLimit, type Question } from './question';
import { countAsked, keep } from './state';

/** The question, and when to stop waiting. */
interface Asked {
	question: Question;
	until: Date;
}

/**
 * Sends a message with a link, and pauses the execution until somebody answers on the linked page or
 * the time is up.
 *
 * n8n can wait for only one answer, so the node takes one item. It waits only if the gateway accepted
 * the message.
 */
export async function runWaiting(
	context: IExecuteFunctions,
	gateway: Gateway,
	operation: WaitOperation,
): Promise<INodeExecutionData[][]> {
	if (isTool(context) && !isApprovalStep(context)) refuseTool(context);
	const count = context.getInputData().length;
	if (count > 1) return refuseMany(context, gateway, count);
	const number = countAsked(context) + 1;
	const link = context.getSignedResumeUrl(number === 1 ? {} : { n: String(number) });
	let asked: Asked | undefined;
	const send: SendOperation = {
		...operation,
		kind: 'send',
		prepare: (item) => {
			const readable = toolInputReader(context);
			const message = changeTexts(readLinkTemplate(item.writtenMessage().stretches), readable);
			asked = {
				question: readQuestion(item, message, readable),
				until: readTimeLimit(item, wallClock()),
			};
			const shown = item.preview() ? placeholderOf(link) : link;
			const makeMessage = operation.prepare(item);
			const to = item.phoneNumber('to');
			// With the link, because it counts toward the number of parts.
			const text = item.encoded(refuseObjects(withLink(message, shown)));
			return tellLength(link, () => guardLink(makeMessage(to, text), link));
		},
	};
	const [items = []] = await runSends(context, gateway, send);
	const sent = items[0]?.json;
	if (sent?.outcome === 'accepted' || sent?.outcome === 'preview') warnOfPrivateLink(context, link);
	if (asked === undefined || sent?.outcome !== 'accepted') return [items];
	const { question, until } = asked;
	keep(context, { asked: number, question, sent, until: until.toISOString() });
	const unanswered = { ...sent, data: noAnswer(question) };
	separateRun(context);
	goesOnWith(context, unanswered);
	requireSignature(context);
	await context.putExecutionToWait(until);
	return [[{ json: unanswered, pairedItem: { item: 0 } }]];
}

/**
 * Sets the output for when the time is up: n8n then outputs the node's input. It stores the input in
 * the object that is changed here; the items of the previous node are not affected.
 */
function goesOnWith(context: IExecuteFunctions, json: IDataObject): void {
	context.getExecuteData().data.main = [[{ json, pairedItem: { item: 0 } }]];
}

/**
 * Makes n8n refuse a link with a missing or wrong signature. Up to 2.13, n8n checks signatures only if a
 * node asks for it; later versions always do and no longer have this function.
 */
function requireSignature(
	context: IExecuteFunctions & { setSignatureValidationRequired?: () => void },
): void {
	context.setSignatureValidationRequired?.();
}

/** @throws NodeOperationError */
function refuseTool(context: IExecuteFunctions): never {
	throw operationError(
		context.getNode(),
		'"Send and Wait for Response" cannot be an AI agent’s tool, because a tool must answer at once',
		{
			description:
				'Nothing was sent. To have a person approve what an agent does, use this node as its "Human review" step.',
		},
	);
}

/** @throws NodeOperationError unless the node continues on errors */
function refuseMany(
	context: IExecuteFunctions,
	gateway: Gateway,
	count: number,
): INodeExecutionData[][] {
	const { problem } = rejectedReply({
		code: 'ONE_AT_A_TIME',
		message: `"Send and Wait for Response" takes one item, but there are ${count}`,
		hint: 'Put a Loop Over Items node with a batch size of 1 before it. Nothing was sent.',
	});
	if (!continuesOnFailure(context)) {
		throw operationError(context.getNode(), problem.message, {
			description: `${problem.hint} (code ${problem.code})`,
		});
	}
	const error = { ...problem };
	const json = { gateway: gateway.name, outcome: 'rejected', error, sentAt: null };
	return [
		context.getInputData().map((_, itemIndex) => failedItem(context, { ...json }, itemIndex)),
	];
}
