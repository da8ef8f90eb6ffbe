import {
	NodeConnectionTypes,
	type IDataObject,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
} from 'n8n-workflow';
import { askForPage, identityOfIncoming } from '../../gateways/messangi/pages';
import { incomingMessagesRequest, type ListFilters } from '../../gateways/messangi/request';
import { readIncomingMessages, type IncomingMessage } from '../../gateways/messangi/response';
import type { Problem } from '../../gateways/reply';
import { Shown } from '../../gateways/secrets/shown';
import { messangiAccount, messangiApiTest } from '../Messangi/account';
import { carrierFilter, fromFilter, keywordFilter, toFilter } from '../Messangi/descriptions';
import { readIncoming } from '../Messangi/pagination';
import { incomingOutput } from '../Messangi/toOutput';
import { chosenIntents, intentsField, isWantedIntent } from '../shared/descriptions/intents';
import { Account } from '../../http/account';
import { BrokenAnswer } from '../../http/body';
import { elapsed } from '../../http/clock';
import { knownProblemOf, questionFailureOf, withoutOptions } from '../../http/failures';
import { mapWithBreaks } from '../../messages/breaks';
import { apiError } from '../../runtime/output/nodeErrors';
import type { Ask } from '../../runtime/operation';
import { shownOutput, shownProblem } from '../../runtime/output/outcome';
import { n8nBreaks } from '../../runtime/send/pace';
import { ask } from '../../runtime/query/queries';
import type { Memory } from './newMessages';
import { poll, POLL_TIME } from './polling';

/** Messages per request. */
const PAGE_SIZE = 100;
/** How long to wait for each answer, in milliseconds. */
const TIMEOUT = 30_000;
/** How often a page is requested before giving up. */
const ATTEMPTS = 3;

/**
 * Starts a workflow on each new incoming message of a Messangi account by polling, for accounts
 * without callbacks.
 */
export class MessangiTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Messangi Trigger',
		name: 'messangiTrigger',
		icon: { light: 'file:../Messangi/messangi.svg', dark: 'file:../Messangi/messangi.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ "On new incoming message" }}',
		// n8n shows it in place of the description of Messangi, whose entry in the list of nodes it shares.
		description:
			'Send text messages through the Messangi gateway, or start the workflow on new incoming messages',
		defaults: { name: 'Messangi Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'messangiApi', required: true, testedBy: 'messangiApiTest' }],
		properties: [
			{
				displayName: 'Event',
				name: 'event',
				type: 'options',
				noDataExpression: true,
				options: [{ name: 'New Incoming Message', value: 'incomingMessage' }],
				default: 'incomingMessage',
			},
			{
				displayName: 'Filters',
				name: 'filters',
				type: 'collection',
				placeholder: 'Add filter',
				default: {},
				options: [carrierFilter, fromFilter, intentsField, keywordFilter, toFilter],
			},
			{
				displayName: 'Simplify',
				name: 'simplify',
				type: 'boolean',
				default: true,
				description:
					'Whether to return a simplified version of the response instead of the raw data',
			},
		],
	};

	methods = { credentialTest: { messangiApiTest } };

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		const account = await Account.read(this, messangiAccount);
		const shown = new Shown(account.secrets());
		try {
			const { messages, memory } = await newMessages(this, account);
			const simplify = this.getNodeParameter('simplify', true) !== false;
			const outputOf = (message: IncomingMessage) => ({
				json: shownOutput(incomingOutput(message, simplify), shown),
			});
			const items = await mapWithBreaks(messages, outputOf, n8nBreaks().pause);
			// Not before there are outputs: n8n may store it at any break.
			if (memory !== undefined) storedBy(this).memory = memory;
			return items.length === 0 ? null : [items];
		} catch (error) {
			const { code, message, hint } = shownProblem(problemOfPoll(error), shown);
			throw apiError(this.getNode(), message, { description: `${hint} (code ${code})` });
		}
	}
}

/** What n8n stores for the node. */
function storedBy(context: IPollFunctions): { memory?: Memory } {
	return context.getWorkflowStaticData('node') as { memory?: Memory };
}

/** The outcome of a poll. */
interface NewMessages {
	/** Wanted messages that arrived since the last poll, oldest first; in the editor, the newest one. */
	messages: IncomingMessage[];
	/** What n8n should store instead of the last memory, if anything. */
	memory?: Memory;
}

async function newMessages(context: IPollFunctions, account: Account): Promise<NewMessages> {
	const filters = filtersOf(context);
	const { intents } = context.getNodeParameter('filters', {}) as IDataObject;
	const wanted = chosenIntents(intents);
	const isWanted = ({ text }: IncomingMessage) => isWantedIntent(text, wanted);
	if (context.getMode() === 'manual') {
		const askOne: Ask = (request) => ask(context, account, request, TIMEOUT);
		const limit = wanted.length === 0 ? 1 : PAGE_SIZE;
		const { messages } = await readIncoming(askOne, filters, { limit, pageSize: limit });
		return { messages: messages.filter(isWanted).slice(0, 1) };
	}
	const state = storedBy(context);
	const { pause } = n8nBreaks();
	const polled = await poll<IncomingMessage>({
		node: `${context.getWorkflow().id ?? ''} ${context.getNode().id}`,
		question: JSON.stringify(filters),
		memory: state.memory,
		pageSize: PAGE_SIZE,
		identity: identityOfIncoming,
		time: timeOf(context),
		ask: async (page, timeLeft) => {
			const end = elapsed() + timeLeft;
			const timeout = Math.min(TIMEOUT, timeLeft);
			const request = incomingMessagesRequest({ page, pageSize: PAGE_SIZE, filters });
			return await askForPage(
				async () =>
					await readIncomingMessages(
						await ask(context, account, request, timeout, ATTEMPTS, () => elapsed() >= end),
						pause,
					),
			);
		},
	});
	if (polled === null) return { messages: [] };
	const areWanted = await mapWithBreaks(polled.messages, isWanted, pause);
	return {
		messages: polled.messages.filter((_, place) => areWanted[place]),
		memory: polled.memory.id === state.memory?.id ? undefined : polled.memory,
	};
}

/** How long the poll may take, in milliseconds: no longer than n8n waits, if it says so (from 2.40). */
function timeOf(context: Partial<Pick<IPollFunctions, 'getPollBudgetMs'>>): number {
	return Math.min(POLL_TIME, context.getPollBudgetMs?.() ?? POLL_TIME);
}

/** In the user's words. Other errors are not passed on: they might contain a signed URL. */
function problemOfPoll(error: unknown): Problem {
	if (error instanceof BrokenAnswer)
		return withoutOptions(questionFailureOf(error, POLL_TIME).problem);
	return withoutOptions(
		knownProblemOf(error) ?? {
			code: 'UNEXPECTED',
			message: 'Could not get new messages from Messangi',
			hint: 'Check the credential and the fields of the node.',
		},
	);
}

function filtersOf(context: IPollFunctions): ListFilters {
	const filters = context.getNodeParameter('filters', {}) as IDataObject;
	const text = (name: string) => String(filters[name] ?? '');
	return {
		from: text('from'),
		to: text('to'),
		carrier: text('carrier'),
		keyword: text('keyword'),
		order: 'desc',
	};
}
