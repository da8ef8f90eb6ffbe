import { NodeOperationError, sleep, type IExecuteFunctions } from 'n8n-workflow';
import { rejected, type FailedReply } from '../../gateways/reply';
import { MAX_URL_BYTES } from '../../gateways/request';
import { lookUp } from '../../gateways/table';
import { Refusal } from '../../messages/refusal';
import type { Gateway, Operation, PreparedMessage } from './operation';
import type { MessageFacts } from './outcome';
import { ItemParameters } from './parameters';

/** A message of one item: ready, or refused before anything was sent. */
export type Planned =
	| { item: ItemParameters; message: PreparedMessage; refusal: null }
	| { item: ItemParameters; message: MessageFacts; refusal: FailedReply };

/** How many items are read before the rest of n8n gets a turn: an expression takes about 1 ms. */
const ITEMS_IN_A_ROW = 100;

/** Reads the parameters of all items, in their order. Nothing is sent here. */
export async function planMessages(
	context: IExecuteFunctions,
	gateway: Gateway,
): Promise<Planned[]> {
	const planned: Planned[] = [];
	const count = context.getInputData().length;
	for (let itemIndex = 0; itemIndex < count; itemIndex++) {
		if (itemIndex > 0 && itemIndex % ITEMS_IN_A_ROW === 0) await sleep(0);
		planned.push(planMessage(context, gateway, itemIndex));
	}
	return planned;
}

/**
 * Reads one item's parameters. What cannot be sent is refused here, before any request.
 *
 * @throws NodeOperationError when the item's options cannot even be read
 */
function planMessage(context: IExecuteFunctions, gateway: Gateway, itemIndex: number): Planned {
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
		const refusal = rejected({ code, message: (error as Error).message, hint });
		return { item, message: factsOf(item), refusal };
	}
}

function operationOf(gateway: Gateway, item: ItemParameters): Operation {
	const resource = item.text('resource');
	const operation = item.text('operation');
	const found = lookUp(lookUp(gateway.resources, resource) ?? {}, operation);
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
