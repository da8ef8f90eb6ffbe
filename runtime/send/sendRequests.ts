import type { IExecuteFunctions } from 'n8n-workflow';
import type { FailedReply, SendReply } from '../../gateways/reply';
import { Allowance, Shown, type ShownReply } from '../../gateways/secrets/shown';
import { Account } from '../../http/account';
import { elapsed, wallClock } from '../../http/clock';
import {
	failureOf,
	heldBackByStore,
	heldBackWithoutStore,
	mayBeOverload,
	notTried,
	stoppedBefore,
} from '../../http/failures';
import { askGateway, waitAfter429, type GatewayAnswer } from '../../http/transport';
import {
	ClaimedBatches,
	FatalAnswers,
	plainSource,
	type BatchSource,
} from '../deduplication/claimedBatches';
import { KeyStore } from '../deduplication/keyStore';
import { executionOf } from '../input/tool';
import type { Gateway } from '../operation';
import { leftOutReply, shownResult, type Settled } from '../output/outcome';
import { tellStop, warnOfLostKeys } from '../output/report';
import type { Batch } from '../plan/batches';
import { outsideHours } from '../plan/outsideHours';
import type { Plan } from '../plan/planned';
import { Concurrency, type Permit } from './concurrency';
import type { FailurePolicy } from './failurePolicy';
import { Pace, runBounded } from './pace';

/** The longest response to a send, in bytes; 200 of them at once still fit into memory. */
const MAX_SEND_ANSWER_BYTES = 2_000_000;
/** The statuses of an overloaded gateway. */
const OVERLOADED: ReadonlySet<number> = new Set([429, 503]);
/** The longest that a message waits because of HTTP 429, in milliseconds. */
const MAX_WAIT_OF_SEND = 60_000;

/** The result of the requests of a run. */
export interface Sent {
	/** The outcome of each message, by place; undefined for those that were not tried. */
	settled: Array<Settled | undefined>;
	/** How many requests were sent. */
	requests: number;
	/** The outcome of the messages that were not tried. */
	whyUntried: FailedReply;
}

/** Sends the requests of a run, except previews. */
export async function sendRequests(
	context: IExecuteFunctions,
	gateway: Gateway,
	plan: Plan,
	policy: FailurePolicy,
): Promise<Sent> {
	const run = new Run(context, gateway, plan, policy);
	const signal = context.getExecutionCancelSignal();
	const tell = () => {
		tellStop(context, plan.messages, run.settled);
	};
	signal?.addEventListener('abort', tell, { once: true });
	try {
		await run.sendAll();
	} finally {
		signal?.removeEventListener('abort', tell);
	}
	const { settled, requests } = run;
	return { settled, requests, whyUntried: run.reason ?? stoppedBefore() };
}

/** How many requests of a run are previews. */
export function previewed(batches: Batch[]): number {
	return batches.filter(({ preview }) => preview).length;
}

/** Sends the requests of one run. */
class Run {
	readonly settled: Array<Settled | undefined>;

	/** How many requests were sent. */
	requests = 0;

	/** Why the remaining messages were not tried, unless the user stopped the run. */
	reason: FailedReply | undefined;

	private readonly concurrency: Concurrency;

	private readonly pace: Pace;

	private readonly fatalAnswers = new FatalAnswers();

	private readonly allowance = new Allowance();

	private ended = false;

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly gateway: Gateway,
		private readonly plan: Plan,
		private readonly policy: FailurePolicy,
	) {
		this.settled = new Array<Settled | undefined>(plan.messages.length).fill(undefined);
		const first = plan.messages[0]?.item;
		this.concurrency = new Concurrency(first?.optionNumber('concurrency', 10, -1, Infinity) ?? 10);
		const perSecond = first?.optionNumber('requestsPerSecond', 0, 0, 10_000) ?? 0;
		this.pace = new Pace(perSecond, this.concurrency, () => this.isOver());
	}

	/** Sends all messages and records their outcomes. */
	async sendAll(): Promise<void> {
		const { messages, batches } = this.plan;
		const requests = previewed(batches);
		const preview: Settled = { result: { outcome: 'preview', requests }, reply: null };
		const toSend: Batch[] = [];
		for (const batch of batches) {
			if (!batch.preview) toSend.push(batch);
			else for (const place of batch.places) this.settled[place] = preview;
		}
		if (toSend.length === 0) return;
		const isKeyed = toSend.some(({ places }) =>
			places.some((place) => messages[place]?.key != null),
		);
		if (isKeyed) await this.sendKeyed(toSend);
		else await this.sendFrom(plainSource(this.openOf(toSend)), toSend.length);
	}

	/** Sends requests whose messages have deduplication keys. */
	private async sendKeyed(batches: Batch[]): Promise<void> {
		// In n8n's Agents, a node has no workflow, and another id in each call.
		if (executionOf(this.context) === null && !this.context.getWorkflow().id) {
			this.end(heldBackWithoutStore());
			return;
		}
		const keys = new KeyStore(this.context);
		const settle = (place: number, outcome: Settled) => {
			this.settled[place] = outcome;
			if (this.policy.endsRun(outcome)) this.end();
		};
		const fail = () => {
			this.end(heldBackByStore());
		};
		const { messages } = this.plan;
		const source = new ClaimedBatches(
			this.openOf(batches),
			batches.reduce((most, { places }) => Math.max(most, places.length), 0),
			messages,
			keys,
			this.concurrency.most,
			settle,
			fail,
		);
		try {
			await this.sendFrom(source, batches.length);
		} finally {
			await keys.end().catch(() => {
				warnOfLostKeys(this.context);
			});
		}
	}

	/** @param most how many requests there are at most */
	private async sendFrom(source: BatchSource, most: number): Promise<void> {
		const account = await Account.read(this.context, this.gateway);
		await runBounded(
			() => source.next(),
			{ count: most, concurrency: this.concurrency },
			() => !this.isOver(),
			async (batch, permit) => {
				const outcomes = await this.send(batch, permit, account);
				source.settled(batch, outcomes);
				for (const [index, place] of batch.places.entries()) {
					this.settled[place] = outcomes?.[index];
				}
				if (outcomes === undefined) return;
				if (outcomes.some((outcome) => this.policy.endsRun(outcome))) this.end();
				const fatal = this.fatalAnswers.of(outcomes);
				if (fatal !== null) this.end(notTried(fatal.problem));
			},
		);
	}

	/**
	 * The requests without the messages that may no longer be sent, whose outcomes are recorded: a long run stops when
	 * the sending hours end. Asked right before a request's turn, and its deduplication keys.
	 */
	private *openOf(batches: readonly Batch[]): Iterable<Batch> {
		for (const batch of batches) {
			const closed = this.closedOf(batch);
			for (const [place, outcome] of closed) this.settled[place] = outcome;
			const open = withoutPlaces(batch, closed);
			if (open !== null) yield open;
		}
	}

	/** The outcomes of the messages of a request that may not be sent now, by place. */
	private closedOf({ places }: Batch): ReadonlyMap<number, Settled> {
		const closed = new Map<number, Settled>();
		for (const place of places) {
			const hours = this.plan.messages[place]?.hours ?? null;
			const outside = hours === null ? null : outsideHours(hours, wallClock());
			if (outside !== null) closed.set(place, { result: leftOutReply(outside), reply: null });
		}
		return closed;
	}

	/** Sends nothing more; running requests finish. */
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
	 * @returns the outcome of each of its messages; undefined if the run ended before it was sent
	 */
	private async send(
		batch: Batch,
		permit: Permit,
		account: Account,
	): Promise<Settled[] | undefined> {
		const { places, request, read, timeout } = batch;
		const { isProbe } = permit;
		let waited = 0;
		for (let attempt = 0; ; attempt++) {
			if (!(await this.pace.turn())) return undefined;
			const closed = this.closedOf(batch);
			if (closed.size > 0) return await this.sendRest(batch, closed, permit, account);
			let reply: GatewayAnswer;
			this.requests++;
			const left = elapsed();
			const sentAt = wallClock();
			try {
				reply = await askGateway(this.context, account, request(), timeout, MAX_SEND_ANSWER_BYTES);
			} catch (error) {
				const failure = failureOf(error, timeout, this.gateway.addressHint);
				const isTooMuch = mayBeOverload(failure);
				if (isTooMuch) this.concurrency.overloaded(permit);
				const isProbed = isProbe && isTooMuch;
				// What was certainly not sent, e.g. because the connection was refused, did not leave.
				const moment = failure.outcome === 'unknown' ? { sentAt } : {};
				return places.map(() => ({ result: failure, reply: null, isProbed, ...moment }));
			}
			const isTooMuch = OVERLOADED.has(reply.status);
			if (isTooMuch) this.concurrency.overloaded(permit);
			else this.concurrency.answered(permit, elapsed() - left);
			const results = read(reply);
			const wait =
				reply.status === 429 && results.every(({ outcome }) => outcome === 'rejected')
					? waitAfter429(reply, attempt)
					: Infinity;
			if (waited + wait > MAX_WAIT_OF_SEND) {
				const isWanted = places.some(
					(place) => this.plan.messages[place]?.item.simplify() === false,
				);
				const shown = new Shown(account.secrets(), this.allowance);
				const text = isWanted ? reply.text : null;
				return settleAll(results, shown, text, { sentAt, isProbed: isProbe && isTooMuch });
			}
			waited += wait;
			this.pace.rest(wait);
		}
	}

	/** Sends a request without the messages that may no longer be sent; see `send`. */
	private async sendRest(
		batch: Batch,
		closed: ReadonlyMap<number, Settled>,
		permit: Permit,
		account: Account,
	): Promise<Settled[] | undefined> {
		const open = withoutPlaces(batch, closed);
		const sent = open === null ? [] : await this.send(open, permit, account);
		if (open === null || sent === undefined) return sent && [...closed.values()];
		const byPlace = new Map(open.places.map((place, index) => [place, sent[index]]));
		return batch.places.flatMap((place) => closed.get(place) ?? byPlace.get(place) ?? []);
	}
}

/** A request without some of its messages; null if none is left. */
function withoutPlaces(batch: Batch, gone: ReadonlyMap<number, unknown>): Batch | null {
	if (gone.size === 0) return batch;
	const left = new Set(batch.places.filter((place) => !gone.has(place)));
	return left.size === 0 ? null : batch.only(left);
}

/**
 * The outcomes of a request's messages, with one shared reply for the output. The whole response, which
 * may be large, is not kept.
 *
 * @param text the response's text if an output needs it
 * @param facts what else is the same for all; see `Settled`
 */
function settleAll(
	results: SendReply[],
	shown: Shown,
	text: string | null,
	facts: Pick<Settled, 'sentAt' | 'isProbed'>,
): Settled[] {
	const reply: ShownReply | null = text === null ? null : shown.reply(results[0]?.response, text);
	// The messages of a request may share one outcome.
	const kept = new Map<SendReply, Settled>();
	return results.map((result) => {
		const known = kept.get(result);
		if (known !== undefined) return known;
		const outcome = { result: shownResult(result, shown), reply, ...facts };
		kept.set(result, outcome);
		return outcome;
	});
}
