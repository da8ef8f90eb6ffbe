import {
	NodeApiError,
	NodeOperationError,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
	type JsonObject,
} from 'n8n-workflow';
import { rejected, type FailedReply, type HttpReply, type SendReply } from '../../gateways/reply';
import { MAX_URL_BYTES } from '../../gateways/request';
import { Refusal } from '../../messages/refusal';
import { failureOf, stoppedBefore } from './failures';
import type { Gateway, Operation, PreparedMessage } from './operation';
import { sendOutput, type MessageFacts } from './outcome';
import { Pace, runBounded } from './pace';
import { ItemParameters } from './parameters';
import { askGateway, type GatewayAnswer } from './transport';

/** The most requests at once that a user can ask for. */
const MAX_CONCURRENCY = 200;
/** The longest that a message waits for a gateway that is asked too often, in milliseconds. */
const MAX_WAIT = 60_000;
/** The shortest and the longest timeout that a user can ask for, in milliseconds. */
const TIMEOUTS = { shortest: 100, longest: 600_000 };

/** A message of one item: ready, or refused before anything was sent. */
type Planned =
	| { item: ItemParameters; message: PreparedMessage; refusal: null }
	| { item: ItemParameters; message: MessageFacts; refusal: FailedReply; cause: Error };

/** What became of one message. */
interface Settled {
	result: SendReply;
	reply: HttpReply | null;
}

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
	const planned = context.getInputData().map((_, itemIndex) => plan(context, gateway, itemIndex));
	const first = planned[0];
	if (first === undefined) return [[]];
	const continues = context.continueOnFail();
	if (!continues) stopBeforeSending(context, planned);

	if (context.getNode().retryOnFail) warnOfRetries(context);

	const run = new Run(context, gateway, first.item);
	const settled = new Array<Settled | undefined>(planned.length).fill(undefined);
	let failed = false;
	await runBounded(
		planned.length,
		first.item.optionNumber('concurrency', 10, 1, MAX_CONCURRENCY),
		() => (continues || !failed) && !run.isStopped(),
		async (index) => {
			const each = planned[index];
			if (each === undefined) return;
			const outcome =
				each.refusal === null
					? await run.send(each.message, each.item)
					: { result: each.refusal, reply: null };
			if (outcome.result.outcome !== 'accepted') failed = true;
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
	private readonly signal: AbortSignal | undefined;

	private readonly pace: Pace;

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly gateway: Gateway,
		first: ItemParameters,
	) {
		this.signal = context.getExecutionCancelSignal();
		this.pace = new Pace(first.optionNumber('requestsPerSecond', 0, 0, 10_000), this.signal);
	}

	isStopped(): boolean {
		return this.signal?.aborted === true;
	}

	async send(message: PreparedMessage, item: ItemParameters): Promise<Settled> {
		const timeout = item.optionNumber('timeout', 30_000, TIMEOUTS.shortest, TIMEOUTS.longest);
		let waited = 0;
		for (let attempt = 0; ; attempt++) {
			if (!(await this.pace.turn())) return { result: stoppedBefore(), reply: null };
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

function plan(context: IExecuteFunctions, gateway: Gateway, itemIndex: number): Planned {
	let item: ItemParameters | undefined;
	try {
		item = new ItemParameters(context, itemIndex);
		const message = operationOf(gateway, item).prepare(item);
		if (message.request.path.length > MAX_URL_BYTES) {
			throw new Refusal(
				'MESSAGE_TOO_LONG',
				'The message is too long to be sent: its address would have more than 8,000 characters',
				'Shorten the text. Characters beyond plain letters take more room.',
			);
		}
		return { item, message, refusal: null };
	} catch (error) {
		if (item === undefined)
			throw new NodeOperationError(context.getNode(), error as Error, { itemIndex });
		const { code, hint } =
			error instanceof Refusal
				? error
				: { code: 'INVALID_PARAMETER', hint: 'Check the fields and expressions of the node.' };
		const cause = error as Error;
		const refusal = rejected({ code, message: cause.message, hint });
		return { item, message: factsOf(item), refusal, cause };
	}
}

function operationOf(gateway: Gateway, item: ItemParameters): Operation {
	const resource = item.text('resource');
	const operation = item.text('operation');
	const operations = Object.hasOwn(gateway.resources, resource)
		? gateway.resources[resource]
		: undefined;
	const found =
		operations && Object.hasOwn(operations, operation) ? operations[operation] : undefined;
	if (found) return found;
	throw new Refusal(
		'UNKNOWN_OPERATION',
		`${gateway.displayName} has no operation "${operation}" for "${resource}"`,
		'Choose Resource and Operation from the lists, or check the expression that fills them in.',
	);
}

/** What can be told of a message that was refused before it was whole. */
function factsOf(item: ItemParameters): MessageFacts {
	const facts = { to: '', from: '', text: '' };
	try {
		facts.text = item.text('message');
		facts.from = item.text('from') || item.text('senderId');
		facts.to = item.text('to');
		facts.to = item.phoneNumber('to').e164;
	} catch {
		// The number itself may be what is wrong; then it stays as it was written.
	}
	return facts;
}

function stopBeforeSending(context: IExecuteFunctions, planned: Planned[]): void {
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

function stopAfterFailure(
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
function warnOfRetries(context: IExecuteFunctions): void {
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

function toItem(
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
