import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { rejected, type FailedReply, type SendReply } from '../../gateways/reply';
import { Allowance, Shown, type ShownReply } from '../../gateways/secrets/shown';
import { Account } from '../../http/account';
import type { Batch } from '../plan/batches';
import {
	ClaimedBatches,
	FatalAnswers,
	plainSource,
	type BatchSource,
} from '../deduplication/claimedBatches';
import { elapsed } from '../../http/clock';
import { Concurrency, type Permit } from './concurrency';
import {
	failureOf,
	heldBackByStore,
	mayBeOverload,
	notTried,
	stoppedBefore,
} from '../../http/failures';
import { KeyStore } from '../deduplication/keyStore';
import type { BulkOperation, Gateway, SendOperation } from '../operation';
import {
	isFailure,
	RepliesInOutput,
	sendOutput,
	shownResult,
	stopsRun,
	type Settled,
} from '../output/outcome';
import { n8nBreaks, Pace, runBounded } from './pace';
import type { ItemParameters } from '../input/parameters';
import { planMessages, type Plan, type Planned } from '../plan/plan';
import { limitRecipients } from '../plan/recipientLimit';
import {
	failedItem,
	stopAfterBulk,
	stopAfterFailure,
	stopBeforeBulk,
	stopBeforeSending,
	tellCounts,
	tellStop,
	warnOfFixedKey,
	warnOfLostKeys,
	warnOfProbes,
	warnOfRetries,
} from '../output/report';
import { continuesOnFailure } from '../input/tool';
import { askGateway, waitAfter429, type GatewayAnswer } from '../../http/transport';

/** The longest answer to a send, in bytes; 200 of them at once still fit into memory. */
const MAX_ANSWER_BYTES = 2_000_000;
/** The answers of a gateway that has too much to do. */
const OVERLOADED: ReadonlySet<number> = new Set([429, 503]);
/** The longest that a message waits for a gateway that is asked too often, in milliseconds. */
const MAX_WAIT = 60_000;

/**
 * Sends the messages of all items.
 *
 * All items are read first; what cannot be sent is refused before anything is. Then the requests
 * go out, a bounded number at once, and the outcomes come back in the order of the items. Only
 * HTTP 429 is ever asked again.
 *
 * A failure stops the run, unless the node is set to continue, or it comes of the node's own wish to
 * know how many requests at once the gateway takes. A bulk send goes on, and stops only
 * when nothing at all was accepted. What refuses the account ends any run.
 *
 * More recipients than the options allow are refused together.
 *
 * A message with a deduplication key goes out only once its key stands in n8n's store.
 */
export async function runSends(
	context: IExecuteFunctions,
	gateway: Gateway,
	operation: SendOperation | BulkOperation,
): Promise<INodeExecutionData[][]> {
	const plan = limitRecipients(context, await planMessages(context, operation));
	const { messages, batches } = plan;
	const first = messages[0];
	if (first === undefined) return [[]];
	const isBulk = operation.kind === 'bulk';
	const continues = continuesOnFailure(context);
	const holdsBack = isBulk && first.item.text('invalidRecipients') !== 'skip';
	if (!continues && !isBulk) stopBeforeSending(context, messages);
	if (!continues && holdsBack) stopBeforeBulk(context, messages);
	if (context.getNode().retryOnFail) warnOfRetries(context, messages);

	const heldBack = holdsBack && messages.some(({ refusal }) => refusal !== null);
	const run = new Run(context, gateway, first.item);
	const sent = heldBack ? [] : await sendBatches(run, plan, !continues && !isBulk);
	if (!continues && !isBulk) stopAfterFailure(context, messages, sent);

	const untried: Settled = {
		result: heldBack ? heldBackByOthers() : run.whyUntried(),
		reply: null,
	};
	const settled = messages.map(
		({ refusal }, place): Settled =>
			sent[place] ?? (refusal === null ? untried : { result: refusal, reply: null }),
	);
	if (!continues && isBulk) stopAfterBulk(context, messages, settled);
	warnOfFixedKey(context, messages, settled);
	warnOfProbes(context, settled);
	const items: INodeExecutionData[] = [];
	const replies = new RepliesInOutput(context.getNode().onError === 'continueErrorOutput');
	const breaks = n8nBreaks();
	for (const [place, each] of settled.entries()) {
		if (breaks.isDue) await breaks.take();
		const planned = messages[place];
		if (planned !== undefined) items.push(toItem(context, gateway, planned, each, replies));
	}
	const isPreview = settled.some(({ result }) => result.outcome === 'preview');
	if (isBulk || isPreview) {
		tellCounts(context, settled, isPreview ? previewed(batches) : run.requests, items);
	}
	return [items];
}

/**
 * Sends the requests of a run.
 *
 * @param stops whether the first failure ends the run
 * @returns what became of each message; nothing for those that were not tried
 */
async function sendBatches(
	run: Run,
	{ messages, batches }: Plan,
	stops: boolean,
): Promise<Array<Settled | undefined>> {
	const settled = new Array<Settled | undefined>(messages.length).fill(undefined);
	const preview: Settled = {
		result: { outcome: 'preview', requests: previewed(batches) },
		reply: null,
	};
	const toSend: Batch[] = [];
	for (const batch of batches) {
		if (!batch.preview) toSend.push(batch);
		else for (const place of batch.places) settled[place] = preview;
	}
	const forget = run.whenStopped(() => {
		tellStop(run.context, settled);
	});
	try {
		await run.sendAll(toSend, messages, settled, stops);
	} finally {
		forget();
	}
	return settled;
}

function previewed(batches: Batch[]): number {
	return batches.filter(({ preview }) => preview).length;
}

function toItem(
	context: IExecuteFunctions,
	gateway: Gateway,
	{ item, facts, row }: Planned,
	settled: Settled,
	replies: RepliesInOutput,
): INodeExecutionData {
	const ofReply = replies.next(settled, !item.simplify());
	const json = sendOutput(gateway, facts, row, settled.result, ofReply);
	if (isFailure(settled.result)) return failedItem(context, json, item.itemIndex);
	return { json, pairedItem: { item: item.itemIndex } };
}

/** A recipient to whom nothing was sent because another one is wrong. */
function heldBackByOthers(): FailedReply {
	return rejected({
		code: 'HELD_BACK',
		message: 'Nothing was sent, because other recipients are invalid',
		hint: 'Mend those, or set "Invalid Recipients" to "Skip Invalid Rows", then run again.',
	});
}

/** Sends the requests of one run. */
class Run {
	/** How many requests went out. */
	requests = 0;

	private readonly concurrency: Concurrency;

	private readonly pace: Pace;

	private readonly fatalAnswers = new FatalAnswers();

	private readonly allowance = new Allowance();

	private ended = false;

	/** Why the rest of the messages was not tried, where it is not the user who stopped the run. */
	private reason: FailedReply | undefined;

	constructor(
		readonly context: IExecuteFunctions,
		private readonly gateway: Gateway,
		first: ItemParameters,
	) {
		this.concurrency = new Concurrency(first.optionNumber('concurrency', 10, -1, Infinity));
		const perSecond = first.optionNumber('requestsPerSecond', 0, 0, 10_000);
		this.pace = new Pace(perSecond, this.concurrency, () => this.isOver());
	}

	/**
	 * Sends requests, and tells what became of each of their messages.
	 *
	 * @param settled takes the outcomes, by place
	 * @param stops whether the first failure ends the run
	 */
	async sendAll(
		batches: Batch[],
		messages: Planned[],
		settled: Array<Settled | undefined>,
		stops: boolean,
	): Promise<void> {
		const isKeyed = batches.some(({ places }) =>
			places.some((place) => messages[place]?.key != null),
		);
		if (!isKeyed) {
			await this.sendFrom(plainSource(batches), batches.length, messages, settled, stops);
			return;
		}
		const keys = new KeyStore(this.context);
		const settle = (place: number, outcome: Settled) => {
			settled[place] = outcome;
			if (stops && stopsRun(outcome)) this.end();
		};
		const source = new ClaimedBatches(
			batches,
			messages,
			keys,
			this.concurrency.most,
			settle,
			() => {
				this.end(heldBackByStore());
			},
		);
		try {
			await this.sendFrom(source, batches.length, messages, settled, stops);
		} finally {
			await keys.end().catch(() => {
				warnOfLostKeys(this.context);
			});
		}
	}

	/** What to say of a message that was not tried. */
	whyUntried(): FailedReply {
		return this.reason ?? stoppedBefore();
	}

	/** Calls back when the execution is stopped, until the returned function is called. */
	whenStopped(listener: () => void): () => void {
		const signal = this.context.getExecutionCancelSignal();
		signal?.addEventListener('abort', listener, { once: true });
		return () => signal?.removeEventListener('abort', listener);
	}

	private async sendFrom(
		source: BatchSource,
		most: number,
		messages: Planned[],
		settled: Array<Settled | undefined>,
		stops: boolean,
	): Promise<void> {
		if (most === 0) return;
		const account = await Account.read(this.context, this.gateway);
		await runBounded(
			() => source.next(),
			{ count: most, concurrency: this.concurrency },
			() => !this.isOver(),
			async (batch, permit) => {
				const outcomes = await this.send(batch, messages, permit, account);
				source.settled(batch, outcomes);
				for (const [index, place] of batch.places.entries()) settled[place] = outcomes?.[index];
				if (outcomes === undefined) return;
				if (stops && outcomes.some(stopsRun)) this.end();
				const fatal = this.fatalAnswers.of(outcomes);
				if (fatal !== null) this.end(notTried(fatal.problem));
			},
		);
	}

	/** Nothing more is to be sent; what is under way comes to its end. */
	private end(reason?: FailedReply): void {
		this.ended = true;
		this.reason ??= reason;
	}

	/** Whether the run has ended or its execution was stopped. */
	private isOver(): boolean {
		return this.ended || this.context.getExecutionCancelSignal()?.aborted === true;
	}

	/**
	 * Sends one request.
	 *
	 * @returns what became of each of its messages; nothing when the run was over before it left
	 */
	private async send(
		{ places, request, read, timeout }: Batch,
		messages: Planned[],
		permit: Permit,
		account: Account,
	): Promise<Settled[] | undefined> {
		const { isProbe } = permit;
		let waited = 0;
		for (let attempt = 0; ; attempt++) {
			if (!(await this.pace.turn())) return undefined;
			let reply: GatewayAnswer;
			this.requests++;
			const left = elapsed();
			try {
				reply = await askGateway(this.context, account, request(), timeout, MAX_ANSWER_BYTES);
			} catch (error) {
				const failure = failureOf(error, timeout, this.gateway.addressHint);
				const isTooMuch = mayBeOverload(failure);
				if (isTooMuch) this.concurrency.overloaded(permit);
				const isProbed = isProbe && isTooMuch;
				return places.map(() => ({ result: failure, reply: null, isProbed }));
			}
			const isTooMuch = OVERLOADED.has(reply.status);
			if (isTooMuch) this.concurrency.overloaded(permit);
			else this.concurrency.answered(permit, elapsed() - left);
			const results = read(reply);
			const wait =
				reply.status === 429 && results.every(({ outcome }) => outcome === 'rejected')
					? waitAfter429(reply, attempt)
					: Infinity;
			if (waited + wait > MAX_WAIT) {
				const isWanted = places.some((place) => messages[place]?.item.simplify() === false);
				const shown = new Shown(account.secrets(), this.allowance);
				return settleAll(results, shown, isWanted ? reply.text : null, isProbe && isTooMuch);
			}
			waited += wait;
			this.pace.rest(wait);
		}
	}
}

/**
 * What is kept of an answer, once for its request: neither its text nor what was read of it, which
 * may be large.
 *
 * @param text the answer's text where an output is to have it
 * @param isProbed see `Settled`
 */
function settleAll(
	results: SendReply[],
	shown: Shown,
	text: string | null,
	isProbed: boolean,
): Settled[] {
	const reply: ShownReply | null = text === null ? null : shown.reply(results[0]?.response, text);
	// The messages of a request may have one outcome in common.
	const kept = new Map<SendReply, Settled>();
	return results.map((result) => {
		const known = kept.get(result);
		if (known !== undefined) return known;
		const outcome = { result: shownResult(result, shown), reply, isProbed };
		kept.set(result, outcome);
		return outcome;
	});
}
