import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { failureOf, stoppedBefore } from './failures';
import type { Gateway, PreparedMessage } from './operation';
import type { Settled } from './outcome';
import { Pace, runBounded } from './pace';
import type { ItemParameters } from './parameters';
import { planMessages } from './plan';
import { stopAfterFailure, stopBeforeSending, toItem, warnOfRetries } from './report';
import { askGateway, type GatewayAnswer } from './transport';

/** The most requests at once that a user can ask for. */
const MAX_CONCURRENCY = 200;
/** The longest that a message waits for a gateway that is asked too often, in milliseconds. */
const MAX_WAIT = 60_000;
/** The shortest and the longest timeout that a user can ask for, in milliseconds. */
const TIMEOUTS = { shortest: 100, longest: 600_000 };

/**
 * Runs a node: every item through the resource and operation that it names.
 *
 * All items are read first; what cannot be sent is refused before anything is. Then the messages
 * go out, a bounded number at once, and come back in the order of their items. A failure stops the
 * run, unless the node is set to continue. Only HTTP 429 is ever asked again.
 */
export async function runOperations(
	context: IExecuteFunctions,
	gateway: Gateway,
): Promise<INodeExecutionData[][]> {
	const planned = await planMessages(context, gateway);
	const first = planned[0];
	if (first === undefined) return [[]];
	const continues = context.continueOnFail();
	if (!continues) stopBeforeSending(context, planned);
	if (context.getNode().retryOnFail) warnOfRetries(context);

	const run = new Run(context, gateway, first.item);
	const settled = new Array<Settled | undefined>(planned.length).fill(undefined);
	await runBounded(
		planned,
		run.concurrency,
		() => !run.isOver(),
		async ({ item, message, refusal }, index) => {
			const outcome =
				refusal === null ? await run.send(message, item) : { result: refusal, reply: null };
			if (!continues && outcome?.result.outcome !== 'accepted') run.end();
			settled[index] = outcome;
		},
	);

	if (!continues) stopAfterFailure(context, planned, settled);
	return [
		planned.map((each, index) =>
			toItem(context, gateway, each, settled[index] ?? { result: stoppedBefore(), reply: null }),
		),
	];
}

/** Sends the messages of one run. */
class Run {
	readonly concurrency: number;

	private readonly pace: Pace;

	private ended = false;

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly gateway: Gateway,
		first: ItemParameters,
	) {
		this.concurrency = first.optionNumber('concurrency', 10, 1, MAX_CONCURRENCY);
		const perSecond = first.optionNumber('requestsPerSecond', 0, 0, 10_000);
		this.pace = new Pace(perSecond, this.concurrency, () => this.isOver());
	}

	/** Nothing more is to be sent; what is under way comes to its end. */
	end(): void {
		this.ended = true;
	}

	/** Whether the run has ended or its execution was stopped. */
	isOver(): boolean {
		return this.ended || this.context.getExecutionCancelSignal()?.aborted === true;
	}

	/** Sends one message; gives nothing when the run was over before it left. */
	async send(message: PreparedMessage, item: ItemParameters): Promise<Settled | undefined> {
		const timeout = item.optionNumber('timeout', 30_000, TIMEOUTS.shortest, TIMEOUTS.longest);
		let waited = 0;
		for (let attempt = 0; ; attempt++) {
			if (!(await this.pace.turn())) return undefined;
			let reply: GatewayAnswer;
			try {
				reply = await askGateway(this.context, this.gateway, message.request, timeout);
			} catch (error) {
				return { result: failureOf(error, timeout), reply: null };
			}
			const result = message.read(reply);
			const wait =
				reply.status === 429 && result.outcome === 'rejected'
					? waitAfter429(reply, attempt)
					: Infinity;
			if (waited + wait > MAX_WAIT) return { result, reply };
			waited += wait;
			this.pace.rest(wait);
		}
	}
}

/**
 * How long to wait before asking again, in milliseconds: what the gateway says, in seconds or as a
 * date (RFC 9110, section 10.2.3), or 1, 2, 4 ... seconds where it says nothing.
 */
function waitAfter429({ retryAfter }: GatewayAnswer, attempt: number): number {
	const text = retryAfter?.trim() ?? '';
	if (/^\d+$/.test(text)) return Math.max(Number(text) * 1000, 100);
	const date = Date.parse(text);
	if (!Number.isNaN(date)) return Math.max(date - Date.now(), 100);
	return 1000 * 2 ** attempt;
}
