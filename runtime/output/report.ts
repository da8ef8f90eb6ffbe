import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { FailedReply, Problem } from '../../gateways/reply';
import { isPrivateHost } from '../../gateways/wire/privateHost';
import { fileWords } from './fileSummary';
import { apiError, asHtml, operationError } from './nodeErrors';
import type { UnreadEntries } from '../../messages/lists/doNotSend';
import {
	inCents,
	isFailure,
	isLeftOut,
	OUTCOMES,
	stopsRun,
	type Settled,
	type SkippedReply,
} from './outcome';
import type { Planned } from '../plan/plan';

/** The most problems that one error lists. */
const PROBLEMS_SHOWN = 50;
/** The most hints that it adds. */
const HINTS_SHOWN = 5;
/** The most recipients of each outcome that it lists. */
const RECIPIENTS_SHOWN = 20;
/** The same in the highlighted data of an execution: n8n logs an error for more than 255 characters. */
const RECIPIENTS_STORED = 12;

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

/** The first recipients whose messages have an outcome, and how many more there are; may be empty. */
function recipientsOf(
	messages: readonly Planned[],
	settled: ReadonlyArray<Settled | undefined>,
	outcome: Settled['result']['outcome'],
	most: number,
): string {
	const numbers: string[] = [];
	let more = 0;
	for (const [place, each] of settled.entries()) {
		const to = messages[place]?.facts.to ?? '';
		if (each?.result.outcome !== outcome || to === '') continue;
		if (numbers.length < most) numbers.push(to);
		else more++;
	}
	return `${numbers.join(', ')}${more === 0 ? '' : ` and ${more} more`}`;
}

function tell(context: IExecuteFunctions, type: 'info' | 'warning', message: string): void {
	context.addExecutionHints({ type, location: 'outputPane', message: asHtml(message) });
}

/** Shows a warning in the output pane. */
export function warn(context: IExecuteFunctions, message: string): void {
	tell(context, 'warning', message);
}

/**
 * n8n cannot repeat a single item: Retry On Fail runs the node again for all items. Deduplication keys
 * prevent duplicates, but messages with an unknown outcome are then only skipped.
 */
export function warnOfRetries(context: IExecuteFunctions, messages: Planned[]): void {
	warn(
		context,
		haveKeys(messages)
			? 'Retry On Fail is on: if an item fails, n8n runs this node again for all items. The deduplication keys prevent duplicates, but messages with an unknown outcome are then skipped.'
			: 'Retry On Fail is on: if an item fails, n8n runs this node again for all items and sends accepted messages a second time. Turn it off in the node’s settings, or give every message a Deduplication Key.',
	);
}

function haveKeys(messages: readonly Planned[]): boolean {
	return messages.every(
		({ key, refusal, leftOut }) => key !== null || refusal !== null || leftOut !== null,
	);
}

/** A fixed key is right for a message that everybody gets once, and a mistake otherwise. */
export function warnOfFixedKey(
	context: IExecuteFunctions,
	messages: Planned[],
	settled: Settled[],
): void {
	const isSkipped = settled.some(
		({ result }, place) =>
			result.outcome === 'skipped' &&
			result.skipReason === 'duplicate' &&
			messages[place]?.key?.isFixed === true,
	);
	if (!isSkipped) return;
	warn(
		context,
		'The Deduplication Key is the same for all messages, so each number gets only one message from this node ever. To send more, put an ID into the key, e.g. {{ $json.appointmentId }}.',
	);
}

/** A number on the list that cannot be read may be that of somebody who gets the message. */
export function warnOfUnread(context: IExecuteFunctions, { count, examples }: UnreadEntries): void {
	if (count === 0) return;
	const more = count > examples.length ? ` and ${count - examples.length} more` : '';
	warn(
		context,
		`"Do Not Send To" has ${plural(count, 'entry', 'entries')} that cannot be read as a phone number: ${examples.join(', ')}${more}. Write numbers with their country code, or set Default Country. Only their last digits were compared.`,
	);
}

/** Without a known time zone, the hours must be open in all zones of the country. */
export function warnOfUnknownZones(context: IExecuteFunctions, count: number): void {
	if (count === 0) return;
	warn(
		context,
		`The time zone of ${plural(count, 'number')} is not known, e.g. because of a toll-free or new area code. The sending hours are open in all time zones of the country.`,
	);
}

/** Sent messages are still protected: next time they are reported as "unknown" and not sent again. */
export function warnOfLostKeys(context: IExecuteFunctions): void {
	warn(
		context,
		'n8n’s database could not be written at the end of the run. In the next run, messages of this run come out as "unknown", or rejected ones are skipped.',
	);
}

/** With "Concurrency" 0, the node may overload the gateway; those failures are among the outcomes. */
export function warnOfProbes(context: IExecuteFunctions, settled: Settled[]): void {
	const probed = settled.filter(({ isProbed }) => isProbed === true).length;
	if (probed === 0) return;
	warn(
		context,
		`${plural(probed, 'message')} failed because the gateway could not handle more requests at once. The node sent the rest with fewer. To prevent this, set Concurrency to 10 instead of 0.`,
	);
}

/** Warns if the link of a question begins with an address that most phones cannot open. */
export function warnOfPrivateLink(context: IExecuteFunctions, link: string): void {
	const { hostname, origin } = new URL(link);
	if (!isPrivateHost(hostname)) return;
	warn(
		context,
		`Phones elsewhere cannot open the link, because it begins with ${origin}. Set WEBHOOK_URL in n8n to an address that they can open.`,
	);
}

/**
 * Reports what was sent before the user stopped the execution. n8n stores a stopped execution before
 * the node has ended and drops its items, so the counts and the first recipients go into the
 * execution's highlighted data, and the counts into n8n's log.
 */
export function tellStop(
	context: IExecuteFunctions,
	messages: readonly Planned[],
	settled: ReadonlyArray<Settled | undefined>,
): void {
	const counts = `${countsOf(settled)} or in progress`;
	context.logger.warn(`Stopped while sending messages in "${context.getNode().name}": ${counts}`);
	try {
		const { $execution } = context.getWorkflowDataProxy(0) as {
			$execution?: { customData?: { set(key: string, value: string): void } };
		};
		$execution?.customData?.set('messages_when_stopped', counts);
		const accepted = recipientsOf(messages, settled, 'accepted', RECIPIENTS_STORED);
		if (accepted !== '') $execution?.customData?.set('accepted_when_stopped', accepted);
	} catch {
		// n8n refuses an eleventh entry; its log has the counts.
	}
}

/** Reports in the output pane how a bulk send went, or what a preview found. */
export function tellCounts(
	context: IExecuteFunctions,
	settled: Settled[],
	requests: number,
	items: INodeExecutionData[],
): void {
	let parts = 0;
	let amount = 0;
	let isPriced = false;
	for (const { json } of items) {
		if (typeof json.cost === 'number') {
			amount += json.cost;
			isPriced = true;
		}
		// Parts that were rejected or skipped cost nothing.
		if (json.outcome === 'rejected' || json.outcome === 'skipped') continue;
		if (typeof json.parts === 'number') parts += json.parts;
	}
	const price = isPriced ? ` that cost ${inCents(amount)}` : '';
	const cost = `${plural(requests, 'request')} for ${plural(parts, 'part')}${price}`;
	const previews = settled.filter(({ result }) => result.outcome === 'preview').length;
	const skipped = (reason: SkippedReply['skipReason']) =>
		settled.filter(({ result }) => result.outcome === 'skipped' && result.skipReason === reason)
			.length;
	const leftOut = skipped('doNotSend');
	const tooEarly = skipped('outsideHours');
	const reasons = [
		...(leftOut === 0 ? [] : [`${leftOut} left out: do not send`]),
		...(tooEarly === 0 ? [] : [`${tooEarly} outside of the sending hours`]),
	];
	const ofThem = reasons.length === 0 ? '' : ` (${reasons.join(', ')})`;
	const counts = `${plural(settled.length, 'message')}: ${countsOf(settled)}${ofThem}.`;
	tell(
		context,
		settled.some(({ result }) => isFailure(result)) ? 'warning' : 'info',
		previews === 0
			? `${counts} It took ${cost}.`
			: wasSent(settled)
				? `${counts} The preview would take ${cost}.`
				: `Preview: ${previews} would be sent, ${settled.length - previews - leftOut - tooEarly} rejected${leftOut === 0 ? '' : `, ${leftOut} left out (do not send)`}${tooEarly === 0 ? '' : `, ${tooEarly} outside of the sending hours`}. Nothing was sent. It would take ${cost}.`,
	);
}

/** Files whose columns are told in the output pane. */
const FILES_TOLD = 5;

/** Reports in the output pane what the columns of files were taken for. */
export function tellFiles(context: IExecuteFunctions, messages: Planned[]): void {
	for (const words of fileWords(messages).slice(0, FILES_TOLD)) tell(context, 'info', words);
}

/** Whether some of the messages were not a preview and were sent, or may have been. */
function wasSent(settled: Settled[]): boolean {
	return settled.some(
		({ result }) =>
			result.outcome !== 'preview' && result.outcome !== 'rejected' && !isLeftOut(result),
	);
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

/** E.g. "37 accepted, 1 rejected, 0 unknown, 62 not tried". */
function countsOf(settled: ReadonlyArray<Settled | undefined>, accepted = 'accepted'): string {
	const counts = new Map<string, number>();
	for (const each of settled) {
		const outcome = each?.result.outcome ?? 'not tried';
		counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
	}
	const always = new Set<string>(['accepted', 'rejected', 'unknown']);
	const told = OUTCOMES.filter((outcome) => always.has(outcome) || counts.has(outcome)).map(
		(outcome) => `${counts.get(outcome) ?? 0} ${outcome === 'accepted' ? accepted : outcome}`,
	);
	const untried = counts.get('not tried');
	if (untried !== undefined) told.push(`${untried} not tried`);
	return told.join(', ');
}

function plural(count: number, thing: string, things = `${thing}s`): string {
	return `${count} ${count === 1 ? thing : things}`;
}
