import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { FailedReply, Problem } from '../../gateways/reply';
import type { Planned } from '../plan/planned';
import { countsOf, haveKeys, recipientsOf } from './counts';
import { apiError, operationError } from './nodeErrors';
import { isFailure, isLeftOut, stopsRun, type Settled } from './outcome';

/*
 * How a run stops, with an error that says what happened and who got a message before.
 */

/** The most problems that one error lists. */
const PROBLEMS_SHOWN = 50;
/** The most hints that it adds. */
const HINTS_SHOWN = 5;
/** The most recipients of each outcome that it lists. */
const RECIPIENTS_SHOWN = 20;

/**
 * Stops a run before anything is sent if something cannot be sent.
 *
 * @throws NodeOperationError for the first such item
 */
export function stopBeforeSending(context: IExecuteFunctions, messages: Planned[]): void {
	const refused = refusedOf(messages);
	const [first] = refused;
	if (first === undefined) return;
	const { problem } = first.refusal;
	const others =
		refused.length === 1
			? ''
			: ` ${refused.length - 1} more ${refused.length === 2 ? 'item has' : 'items have'} a problem of this kind.`;
	const checked = messages.length === 1 ? '' : `: all ${messages.length} items are checked first`;
	throw operationError(context.getNode(), problem.message, {
		itemIndex: first.item.itemIndex,
		description: `${problem.hint}${others} Nothing was sent${checked} (code ${problem.code}).`,
	});
}

/**
 * Stops a run before anything is sent if only the user can answer who gets the message.
 *
 * @throws NodeOperationError for the first question
 */
export function stopAtQuestion(context: IExecuteFunctions, messages: Planned[]): void {
	const asked = messages.find(({ isQuestion }) => isQuestion);
	if (asked === undefined || asked.refusal === null) return;
	const { message, hint, code } = asked.refusal.problem;
	const description = `${hint} Nothing was sent (code ${code}).`;
	throw operationError(context.getNode(), message, {
		itemIndex: asked.item.itemIndex,
		description,
	});
}

/**
 * Stops a bulk send before anything is sent if recipients are invalid, and lists them.
 *
 * @throws NodeOperationError
 */
export function stopBeforeBulk(context: IExecuteFunctions, messages: Planned[]): void {
	const refused = refusedOf(messages);
	const [first] = refused;
	if (first === undefined) return;
	const { message, hint, code } = first.refusal.problem;
	const { itemIndex } = first.item;
	if (refused.every(({ refusal }) => refusal.problem.message === message)) {
		const others =
			refused.length === messages.length
				? ''
				: ' Or set "Invalid Recipients" to "Skip Invalid Rows" to send to the others.';
		const description = `${hint}${others} Nothing was sent (code ${code}).`;
		throw operationError(context.getNode(), message, { itemIndex, description });
	}
	const problems = refused.map(({ refusal }) => refusal.problem);
	const lines = [
		'Nothing was sent. Fix these problems, or set "Invalid Recipients" to "Skip Invalid Rows":',
		...problems.slice(0, PROBLEMS_SHOWN).map((problem) => `- ${problem.message}`),
	];
	const hidden = problems.length - PROBLEMS_SHOWN;
	if (hidden > 0) lines.push(`- and ${hidden} more`);
	const hints = new Set(problems.map((problem) => problem.hint));
	lines.push(...[...hints].slice(0, HINTS_SHOWN));
	throw operationError(
		context.getNode(),
		`${refused.length} of ${messages.length} recipients are invalid`,
		{ itemIndex, description: lines.join('\n') },
	);
}

/**
 * Stops a run in which a message failed, and reports who got one before.
 *
 * @throws NodeApiError for the first failure in the order of the items
 */
export function stopAfterFailure(
	context: IExecuteFunctions,
	messages: Planned[],
	settled: Array<Settled | undefined>,
): void {
	const index = settled.findIndex((each) => each !== undefined && stopsRun(each));
	const result = settled[index]?.result;
	if (result === undefined || !isFailure(result)) return;
	const account =
		settled.length === 1
			? []
			: [
					`The run stopped. Of ${settled.length} items: ${countsOf(settled, 'already accepted')}.`,
					...whoGotIt(context, messages, settled),
				];
	fail(context, result.problem, messages[index]?.item.itemIndex, account);
}

/**
 * Stops a bulk send if no message was accepted.
 *
 * @throws NodeApiError for the first failure in the order of the recipients
 */
export function stopAfterBulk(
	context: IExecuteFunctions,
	messages: Planned[],
	settled: Settled[],
): void {
	const index = settled.findIndex(({ result }) => isFailure(result));
	const result = settled[index]?.result;
	if (result === undefined || !isFailure(result)) return;
	if (settled.some(({ result: each }) => !isFailure(each) && !isLeftOut(each))) return;
	fail(context, result.problem, messages[index]?.item.itemIndex, [
		`No message was accepted: ${countsOf(settled)}.`,
		...whoGotIt(context, messages, settled),
	]);
}

/**
 * Who got a message, or may have got one, before a run stopped, and what to do so that nobody gets it
 * twice. A line for each; none if there is nothing to say.
 */
function whoGotIt(
	context: IExecuteFunctions,
	messages: readonly Planned[],
	settled: ReadonlyArray<Settled | undefined>,
): string[] {
	const listed = (outcome: Settled['result']['outcome'], label: string): string[] => {
		const recipients = recipientsOf(messages, settled, outcome, RECIPIENTS_SHOWN);
		return recipients === '' ? [] : [`${label}: ${recipients}.`];
	};
	const lines = [...listed('accepted', 'Accepted'), ...listed('unknown', 'May have been sent')];
	const someGotIt = lines.length > 0;
	if (haveKeys(messages)) {
		if (someGotIt) {
			lines.push('To send the rest, run it again: the deduplication keys prevent duplicates.');
		}
	} else if (context.getNode().retryOnFail) {
		// Even if nobody got it in this run: somebody may have in the one before.
		lines.push(
			'Retry On Fail runs the whole node again and sends the accepted messages a second time. Turn it off.',
		);
	} else if (someGotIt) {
		lines.push(
			'If you run it again with the same items, they get it twice. Remove them first. To prevent this, add the option "Deduplication Key", or set "On Error" to "Continue".',
		);
	}
	return lines;
}

/** The output of a failed item, in the form that the node's On Error setting needs. */
export function failedItem(
	context: IExecuteFunctions,
	json: IDataObject,
	itemIndex: number,
): INodeExecutionData {
	const pairedItem = { item: itemIndex };
	if (context.getNode().onError !== 'continueErrorOutput') return { json, pairedItem };
	// n8n sends an item to the error output if its JSON has only these names; if the error object were
	// next to the JSON, n8n would drop the JSON.
	const { error, ...details } = json;
	return { json: { error, details }, pairedItem };
}

/**
 * Stops the run with a problem.
 *
 * @param lines more lines for the description
 * @throws NodeApiError
 */
export function fail(
	context: IExecuteFunctions,
	{ code, message, hint }: Problem,
	itemIndex: number | undefined,
	lines: readonly string[],
): never {
	const description = `${[hint, ...lines].filter((text) => text !== '').join('\n')} (code ${code})`;
	throw apiError(context.getNode(), message, { description, itemIndex });
}

type Refused = Planned & { refusal: FailedReply };

function refusedOf(messages: Planned[]): Refused[] {
	return messages.filter((each): each is Refused => each.refusal !== null);
}
