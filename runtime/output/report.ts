import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { isPrivateHost } from '../../gateways/wire/privateHost';
import type { UnreadEntries } from '../../messages/lists/doNotSend';
import type { Planned } from '../plan/planned';
import { countsOf, haveKeys, recipientsOf } from './counts';
import { fileWords } from './fileSummary';
import { asHtml } from './nodeErrors';
import { inCents, isFailure, isLeftOut, type Settled, type SkippedReply } from './outcome';

/*
 * What a run tells beside its outputs: hints in the output pane, and n8n's log.
 */

/** The most recipients in the highlighted data of an execution: n8n logs an error for more than 255 characters. */
const RECIPIENTS_STORED = 12;

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

function plural(count: number, thing: string, things = `${thing}s`): string {
	return `${count} ${count === 1 ? thing : things}`;
}
