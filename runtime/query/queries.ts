import {
	sleep,
	type IDataObject,
	type IExecuteFunctions,
	type IPollFunctions,
	type INodeExecutionData,
} from 'n8n-workflow';
import { ReadFailure, type HttpReply, type Problem } from '../../gateways/reply';
import type { GatewayRequest } from '../../gateways/request';
import { Allowance, Shown } from '../../gateways/secrets/shown';
import { Account } from '../../http/account';
import { problemOf, questionFailureOf, type QuestionFailure } from '../../http/failures';
import type { Answer, Gateway, QueryOperation } from '../operation';
import { shownOutput, shownProblem } from '../output/outcome';
import { Concurrency } from '../send/concurrency';
import { n8nBreaks, runBounded } from '../send/pace';
import { ItemParameters } from '../input/parameters';
import { warn } from '../output/report';
import { fail, failedItem } from '../output/stops';
import { continuesOnFailure } from '../input/tool';
import { askGateway, waitAfter429, type GatewayAnswer } from '../../http/transport';

/** How many items are queried at once. */
const CONCURRENCY = 5;
/** How often a repeatable query is sent before giving up. */
const ATTEMPTS = 3;
/** The longest wait before a query is repeated, in milliseconds. */
const MAX_WAIT_OF_QUERY = 30_000;

/** The result of an item's query, or why there is none. */
type Answered = Answer | { problem: Problem; response: unknown };

/**
 * Runs the query of each item. The results are in the order of the items, each linked to its item. A
 * query that fails stops the run, unless the node continues on errors.
 */
export async function runQueries(
	context: IExecuteFunctions,
	gateway: Gateway,
	operation: QueryOperation,
): Promise<INodeExecutionData[][]> {
	const itemCount = context.getInputData().length;
	const answers = new Array<Answered | undefined>(itemCount).fill(undefined);
	const continues = continuesOnFailure(context);
	const account = await Account.read(context, gateway);
	const allowance = new Allowance();
	let ended = false;
	const isOver = () => ended || context.getExecutionCancelSignal()?.aborted === true;
	let nextItem = 0;
	await runBounded(
		() => Promise.resolve(nextItem < itemCount ? nextItem++ : undefined),
		{ count: itemCount, concurrency: new Concurrency(CONCURRENCY) },
		() => !isOver(),
		async (itemIndex) => {
			const answer = await answerItem(context, account, operation, itemIndex, isOver);
			answers[itemIndex] = await shownAnswer(answer, new Shown(account.secrets(), allowance));
			if (!continues && 'problem' in answer) ended = true;
		},
	);

	const items: INodeExecutionData[] = [];
	for (const [itemIndex, answer] of answers.entries()) {
		if (answer === undefined) continue;
		if ('problem' in answer) {
			const { problem, response } = answer;
			if (!continues) fail(context, problem, itemIndex, []);
			const json: IDataObject = { gateway: gateway.name, error: { ...problem } };
			if (response !== undefined) json.response = response as IDataObject;
			items.push(failedItem(context, json, itemIndex));
			continue;
		}
		for (const json of answer.json) items.push({ json, pairedItem: { item: itemIndex } });
		if (answer.warning !== undefined) warn(context, answer.warning);
	}
	return [items];
}

/** A result without secrets and within bounds. */
async function shownAnswer(answer: Answered, shown: Shown): Promise<Answered> {
	if ('problem' in answer) {
		const { problem, response } = answer;
		return {
			problem: shownProblem(problem, shown),
			response: response === undefined ? undefined : shown.response(response),
		};
	}
	const breaks = n8nBreaks();
	const json: IDataObject[] = [];
	for (const each of answer.json) {
		if (breaks.isDue) await breaks.take();
		json.push(shownOutput(each, shown));
	}
	return { ...answer, json };
}

async function answerItem(
	context: IExecuteFunctions,
	account: Account,
	operation: QueryOperation,
	itemIndex: number,
	isOver: () => boolean,
): Promise<Answered> {
	try {
		const item = new ItemParameters(context, itemIndex);
		const attempts = operation.repeatable ? ATTEMPTS : 1;
		const timeout = item.timeout();
		return await operation.answer(item, (request) =>
			ask(context, account, request, timeout, attempts, isOver),
		);
	} catch (error) {
		const response = error instanceof ReadFailure ? error.response : undefined;
		return { problem: problemOf(error), response };
	}
}

/**
 * Sends a query, and repeats it if there is no response, the server has an internal error, or there
 * were too many requests.
 *
 * @throws ReadFailure when there is no response
 */
export async function ask(
	context: IExecuteFunctions | IPollFunctions,
	account: Account,
	request: GatewayRequest,
	timeout: number,
	attempts = ATTEMPTS,
	isOver = () => false,
): Promise<HttpReply> {
	for (let attempt = 0; ; attempt++) {
		const isLast = attempt + 1 >= attempts || isOver();
		const outcome = await askOnce(context, account, request, timeout);
		let wait = 500 * 2 ** attempt;
		if ('problem' in outcome) {
			if (isLast || !outcome.mayPass) throw new ReadFailure(outcome.problem);
		} else {
			if (isLast || (outcome.status < 500 && outcome.status !== 429)) return outcome;
			if (outcome.status === 429) wait = waitAfter429(outcome, attempt);
			if (wait > MAX_WAIT_OF_QUERY) return outcome;
		}
		await sleep(wait);
	}
}

async function askOnce(
	context: IExecuteFunctions | IPollFunctions,
	account: Account,
	request: GatewayRequest,
	timeout: number,
): Promise<GatewayAnswer | QuestionFailure> {
	try {
		return await askGateway(context, account, request, timeout);
	} catch (error) {
		return questionFailureOf(error, timeout, account.access.addressHint);
	}
}
