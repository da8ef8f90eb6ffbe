import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import {
	rejectedReply,
	unknownReply,
	type FailedReply,
	type Problem,
	type SendReply,
} from '../../gateways/reply';
import type { ReportRow } from '../../gateways/report/reportRow';
import { Allowance, Shown } from '../../gateways/secrets/shown';
import { Account } from '../../http/account';
import { wallClock } from '../../http/clock';
import { problemOf } from '../../http/failures';
import { ItemParameters } from '../input/parameters';
import { continuesOnFailure } from '../input/tool';
import type { Gateway, Period, ReconcileOperation, Report, ReportToRead } from '../operation';
import { sendOutput, shownResult } from '../output/outcome';
import { fail, failedItem } from '../output/stops';
import { ask } from '../query/queries';
import { n8nBreaks } from '../send/pace';
import { matchReport, type Match } from './match';
import { otherGateway, readSought, type Sought } from './sought';

/** What is known now of an item's message, or why nothing could be found out. */
type Verdict = { problem: Problem } | Known;

interface Known {
	result: SendReply;
	found: boolean | null;
	/** In how many seconds the report may say more; null if looking again does not help. */
	waitSeconds: number | null;
	row?: ReportRow | undefined;
}

/** Periods that are this near to each other are read as one, in milliseconds. */
const GAP = 6 * 3_600_000;

/** How far another machine's clock may be ahead of ours, in milliseconds. */
const LATEST_AHEAD = 3_600_000;

/** How long to wait after a report that could not be read to its end, in seconds. */
const WAIT_AFTER_CUT = 60;

/**
 * Finds out what became of the messages of all items: reads the report over the time in which they were
 * sent, once for all of them, and looks for each in it.
 *
 * A result, whatever it is, stops nothing. The run stops, unless the node continues on errors, if an item
 * cannot be read or nothing of the report could be.
 */
export async function runReconcile(
	context: IExecuteFunctions,
	gateway: Gateway,
	operation: ReconcileOperation,
): Promise<INodeExecutionData[][]> {
	const continues = continuesOnFailure(context);
	const { pause } = n8nBreaks();
	const items: ItemParameters[] = [];
	const verdicts: Verdict[] = [];
	const sought: Sought[] = [];
	const began = wallClock();
	for (let index = 0; index < context.getInputData().length; index++) {
		await pause();
		const item = new ItemParameters(context, index);
		items.push(item);
		try {
			const message = readSought(item, operation.prepare(item));
			const other = otherGateway(item, gateway.name);
			if (other !== null) verdicts[index] = sentElsewhere(other, gateway.displayName);
			else if (message.at === null) verdicts[index] = neverLeft();
			else if (message.at > began + LATEST_AHEAD) verdicts[index] = inFuture();
			else sought.push(message as Sought);
		} catch (error) {
			const problem = problemOf(error);
			if (!continues) fail(context, problem, index, []);
			verdicts[index] = { problem };
		}
	}
	const account = await Account.read(context, gateway);
	for (const group of groupsOf(sought)) {
		const found = await reconcileGroup(context, account, group, pause);
		for (const [place, message] of group.messages.entries()) {
			verdicts[message.itemIndex] = found[place] as Verdict;
		}
	}
	return [await toItems(context, gateway, items, verdicts, account)];
}

/** Messages in the same period of the same report. */
interface Group {
	report: ReportToRead;
	period: Period;
	messages: Sought[];
}

function groupsOf(sought: readonly Sought[]): Group[] {
	const groups: Group[] = [];
	const open = new Map<string, Group>();
	for (const message of [...sought].sort((a, b) => a.at - b.at || a.itemIndex - b.itemIndex)) {
		const { report, at, window } = message;
		const reach = window + report.slack;
		const group = open.get(report.key);
		if (group !== undefined && at - reach - group.period.end <= GAP) {
			group.messages.push(message);
			group.period.start = Math.min(group.period.start, at - reach);
			group.period.end = Math.max(group.period.end, at + reach);
			continue;
		}
		const next = { report, period: { start: at - reach, end: at + reach }, messages: [message] };
		open.set(report.key, next);
		groups.push(next);
	}
	return groups;
}

async function reconcileGroup(
	context: IExecuteFunctions,
	account: Account,
	{ report, period, messages }: Group,
	pause: () => Promise<void>,
): Promise<Verdict[]> {
	const timeout = messages[0]?.timeout ?? 0;
	const isOver = () => context.getExecutionCancelSignal()?.aborted === true;
	// What is reported later may be missing in what is read.
	const now = wallClock();
	let read: Report;
	try {
		read = await report.read(
			period,
			(request) => ask(context, account, request, timeout, undefined, isOver),
			pause,
		);
	} catch (error) {
		const problem = problemOf(error);
		if (!continuesOnFailure(context)) fail(context, problem, messages[0]?.itemIndex, []);
		return messages.map(() => ({ problem }));
	}
	const matches = await matchReport(messages, read.rows, pause);
	return matches.map((match, place) => verdictOf(messages[place] as Sought, match, read, now));
}

/** @param now when the report was asked for, in milliseconds since 1970 */
function verdictOf(message: Sought, match: Match, { rows, isCut }: Report, now: number): Known {
	const found = match.rows.map((place) => rows[place] as ReportRow);
	const [row] = found;
	switch (match.kind) {
		case 'found':
			return { result: resultOf(found), found: true, waitSeconds: null, row };
		case 'partly':
			return { result: somePartsMissing(found), found: true, waitSeconds: null, row };
		case 'unclear':
			return { result: unclear(), found: null, waitSeconds: null, row };
		case 'missing':
	}
	const wait = Math.ceil((message.at + message.settle - now) / 1000);
	if (wait > 0) return { result: tooEarly(wait), found: null, waitSeconds: wait };
	if (isCut !== null) return { result: cutShort(isCut), found: null, waitSeconds: WAIT_AFTER_CUT };
	return { result: notInReport(message.whenMissing), found: false, waitSeconds: null };
}

/** The outcome of a message by its rows: one, or one for each of its parts. */
function resultOf(rows: readonly ReportRow[]): SendReply {
	const replies = rows.map(({ reply }) => reply);
	const first = replies[0] as SendReply;
	if (replies.every(({ outcome }) => outcome === first.outcome)) return first;
	return {
		...unknownReply({
			code: 'PARTS_DIFFER',
			message: 'The parts of the message have different statuses',
			hint: 'Some of it was sent: check with the gateway before sending it again.',
		}),
		messageId: first.messageId ?? null,
		status: first.status ?? null,
	};
}

function somePartsMissing(rows: readonly ReportRow[]): FailedReply {
	const [first] = rows;
	return {
		...unknownReply({
			code: 'PARTS_MISSING',
			message: `The report has only ${rows.length === 1 ? 'one part' : `${rows.length} parts`} of the message`,
			hint: 'Some of it was sent: check with the gateway before sending it again.',
		}),
		messageId: first?.messageId ?? null,
		status: first?.reply.status ?? null,
	};
}

function unclear(): FailedReply {
	return unknownReply({
		code: 'UNCLEAR_IN_REPORT',
		message:
			'The report has another message that may be this one: its sender, text or number is written differently',
		hint: 'Compare them in the gateway’s report before sending it again.',
	});
}

function tooEarly(seconds: number): FailedReply {
	return unknownReply({
		code: 'NOT_YET_IN_REPORT',
		message: 'The message is not in the gateway’s report yet',
		hint: `Look it up again in ${inWords(seconds)}.`,
	});
}

function cutShort({ message, hint }: Problem): FailedReply {
	return unknownReply({
		code: 'REPORT_CUT_SHORT',
		message: `The message is not in the part of the report that could be read: ${message}`,
		hint: `${hint} Look it up again in ${inWords(WAIT_AFTER_CUT)}.`.trim(),
	});
}

function notInReport(whenMissing: Sought['whenMissing']): FailedReply {
	const message = 'The message is not in the gateway’s report';
	return whenMissing === 'rejected'
		? rejectedReply({
				code: 'NOT_IN_REPORT',
				message,
				hint: 'If the report has all messages of this account, it was not sent, and you can send it again.',
			})
		: unknownReply({
				code: 'NOT_IN_REPORT',
				message,
				hint: 'It was most likely not sent: check with the gateway. To treat such messages as rejected, set the option "When Missing".',
			});
}

function neverLeft(): Known {
	return notKnown({
		code: 'NO_MOMENT',
		message: 'It is not known when the message was sent: "Sent At" is empty',
		hint: 'Use the output of the run that sent it.',
	});
}

function inFuture(): Known {
	return notKnown({
		code: 'MOMENT_IN_FUTURE',
		message: '"Sent At" is in the future',
		hint: 'Take the sentAt of the run that sent it.',
	});
}

function sentElsewhere(other: string, displayName: string): Known {
	return notKnown({
		code: 'OTHER_GATEWAY',
		message: `The item says that "${other}" sent the message, so the report of ${displayName} does not have it`,
		hint: `Give this node only what ${displayName} sent.`,
	});
}

/** What no report can tell, now or later. */
function notKnown(problem: Problem): Known {
	return { result: unknownReply(problem), found: null, waitSeconds: null };
}

function inWords(seconds: number): string {
	if (seconds < 60) return `${seconds} second${seconds === 1 ? '' : 's'}`;
	const minutes = Math.ceil(seconds / 60);
	return `${minutes} minute${minutes === 1 ? '' : 's'}`;
}

async function toItems(
	context: IExecuteFunctions,
	gateway: Gateway,
	items: readonly ItemParameters[],
	verdicts: readonly Verdict[],
	account: Account,
): Promise<INodeExecutionData[]> {
	const shown = new Shown(account.secrets(), new Allowance());
	const { pause } = n8nBreaks();
	const outputs: INodeExecutionData[] = [];
	for (const [itemIndex, item] of items.entries()) {
		await pause();
		const verdict = verdicts[itemIndex] as Verdict;
		if ('problem' in verdict) {
			const { problem } = verdict;
			const unknown = { outcome: 'unknown', error: { ...problem }, found: null };
			outputs.push(failedItem(context, { gateway: gateway.name, ...unknown }, itemIndex));
			continue;
		}
		const json = knownOutput(gateway, item, verdict, shown);
		outputs.push({ json, pairedItem: { item: itemIndex } });
	}
	return outputs;
}

function knownOutput(
	gateway: Gateway,
	item: ItemParameters,
	{ result, found, waitSeconds, row }: Known,
	shown: Shown,
): IDataObject {
	const written = item.text('sentAt').trim();
	const sentAt = written === '' ? undefined : item.moment('sentAt', 'Sent At');
	const text = item.text('message') || null;
	const from = item.sender() || (row?.from ?? '');
	const facts = { to: item.phoneNumber('to').e164, from: shown.text(from), text };
	const settled = { result: shownResult(result, shown), reply: null, sentAt };
	const response = row === undefined ? null : shown.response(row.reply.response);
	const ofReply = item.simplify() ? {} : ({ response } as IDataObject);
	const json = sendOutput(gateway, facts, null, settled, ofReply);
	return Object.assign(json, { found }, waitSeconds === null ? {} : { waitSeconds });
}
