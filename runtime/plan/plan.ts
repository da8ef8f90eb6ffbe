import type { IExecuteFunctions } from 'n8n-workflow';
import { rejectedReply, type FailedReply } from '../../gateways/reply';
import { Batches, type Batch } from './batches';
import { LeftOutNumbers, Question, type LeftOut } from '../../messages/lists/consent';
import type { Understood } from '../../messages/lists/understood';
import {
	BulkReader,
	LeftOutRecipient,
	RecipientRefusal,
	type BulkMessage,
	type KeyedMessage,
} from './bulk';
import { problemOf } from '../../http/failures';
import { keyMaker, type MessageKey } from '../deduplication/messageKey';
import { errorOfN8n } from '../output/nodeErrors';
import type { BulkOperation, MessageFacts, SendOperation } from '../operation';
import { n8nBreaks } from '../send/pace';
import { ItemParameters } from '../input/parameters';

/** One message of a run: ready, or refused before anything was sent. */
export interface Planned {
	item: ItemParameters;
	/** Its row in the file that it comes from, if any. */
	row: number | null;
	facts: MessageFacts;
	/** Why it cannot be sent; null when it can. */
	refusal: FailedReply | null;
	/** Whether only the user can answer what is refused: then nothing of the run is sent. */
	isQuestion: boolean;
	/** Why it is left out, by the words of its recipient; null when it is not. */
	leftOut: LeftOut | null;
	/** What was understood of its file, with the first message of the file. */
	understood: Understood | null;
	preview: boolean;
	/** Null if the user set none. */
	key: MessageKey | null;
}

/** A run's messages in the order of the input, and its requests. */
export interface Plan {
	messages: Planned[];
	batches: Batch[];
}

/** Reads the parameters of all items, in their order. Sends nothing. */
export async function planMessages(
	context: IExecuteFunctions,
	operation: SendOperation | BulkOperation,
): Promise<Plan> {
	const planner = new Planner();
	const leftOut = new LeftOutNumbers();
	const messagesOf = readerFor(operation, leftOut);
	const count = context.getInputData().length;
	for (let itemIndex = 0; itemIndex < count; itemIndex++) {
		if (planner.breaks.isDue) await planner.breaks.take();
		await planner.add(readItem(context, itemIndex), messagesOf);
	}
	await planner.leaveOut(leftOut);
	return planner.plan();
}

/** Returns an item's messages: one, or those of a bulk send. */
type MessagesOf = (item: ItemParameters) => BulkMessage[] | Promise<BulkMessage[]>;

function readerFor(operation: SendOperation | BulkOperation, leftOut: LeftOutNumbers): MessagesOf {
	if (operation.kind === 'send') {
		return (item) => [{ row: null, make: () => makeOne(operation, item) }];
	}
	const reader = new BulkReader(operation, leftOut);
	return (item) => reader.messagesOf(item);
}

/** @throws Refusal when the message cannot be sent as it is, or its deduplication key is incomplete */
function makeOne(operation: SendOperation, item: ItemParameters): KeyedMessage {
	const message = operation.prepare(item);
	const stretches = item.deduplicationKey();
	if (stretches === null) return { message, key: null };
	const key = keyMaker(stretches, [], false).for(message.handset ?? message.to, new Map());
	return { message, key };
}

/** Collects the messages of a run and their requests. */
class Planner {
	readonly messages: Planned[] = [];

	readonly batches = new Batches();

	readonly breaks = n8nBreaks();

	/** Adds the messages of an item, including those that are refused. */
	async add(item: ItemParameters, messagesOf: MessagesOf): Promise<void> {
		try {
			const messages = await messagesOf(item);
			for (const message of messages) {
				if (this.breaks.isDue) await this.breaks.take();
				this.addMessage(item, message);
			}
		} catch (error) {
			this.refuse(item, null, error);
		}
	}

	/**
	 * Leaves out the messages to numbers that a later item left out. Those of the same item are already: they have
	 * no place in a request.
	 */
	async leaveOut(numbers: LeftOutNumbers): Promise<void> {
		if (numbers.isEmpty) return;
		const places = new Set<number>();
		for (const [place, message] of this.messages.entries()) {
			if (this.breaks.isDue) await this.breaks.take();
			const found = message.facts.to === '' ? undefined : numbers.of(message.facts.to);
			if (found === undefined || message.isQuestion) continue;
			const facts = { ...message.facts, text: null };
			Object.assign(message, { facts, leftOut: found, refusal: null, key: null });
			places.add(place);
		}
		if (places.size > 0) this.batches.remove(places);
	}

	/** The plan; with an open question, nothing of it is sent. */
	plan(): Plan {
		const { messages } = this;
		if (!messages.some(({ isQuestion }) => isQuestion))
			return { messages, batches: this.batches.all };
		for (const message of messages) {
			if (message.refusal === null && message.leftOut === null) message.refusal = heldBack();
		}
		return { messages, batches: [] };
	}

	private addMessage(item: ItemParameters, { row, understood = null, make }: BulkMessage): void {
		const preview = item.optionFlag('preview');
		const more = { item, row, isQuestion: false, leftOut: null, understood };
		try {
			const { message, key } = make();
			this.batches.add(this.messages.length, message, { preview, timeout: item.timeout() });
			const { to, from, text } = message;
			this.messages.push({ ...more, facts: { to, from, text }, refusal: null, preview, key });
		} catch (error) {
			if (error instanceof LeftOutRecipient) {
				const { facts, leftOut } = error;
				this.messages.push({ ...more, facts, refusal: null, leftOut, preview, key: null });
			} else this.refuse(item, row, error, understood);
		}
	}

	private refuse(
		item: ItemParameters,
		row: number | null,
		error: unknown,
		understood: Understood | null = null,
	): void {
		const facts = error instanceof RecipientRefusal ? error.facts : factsOf(item);
		const refusal = rejectedReply(problemOf(error));
		const isQuestion = error instanceof Question;
		const more = { leftOut: null, preview: false, key: null };
		this.messages.push({ item, row, facts, refusal, isQuestion, understood, ...more });
	}
}

/** The refusal of messages beside a question. */
function heldBack(): FailedReply {
	return rejectedReply({
		code: 'HELD_BACK',
		message: 'Nothing was sent, because it is unclear who must not get the message',
		hint: 'Fix what the other item says, then run again.',
	});
}

/** @throws NodeOperationError when the item's options cannot be read */
function readItem(context: IExecuteFunctions, itemIndex: number): ItemParameters {
	try {
		return new ItemParameters(context, itemIndex);
	} catch (error) {
		throw errorOfN8n(context.getNode(), error, itemIndex);
	}
}

/** What is known of a message that was refused before it was complete. */
function factsOf(item: ItemParameters): MessageFacts {
	const facts = { to: '', from: '', text: '' };
	try {
		facts.text = item.text('message');
		facts.from = item.sender();
		facts.to = item.text('to');
		facts.to = item.phoneNumber('to').e164;
	} catch {
		// The number itself may be invalid; then it stays as it was written.
	}
	return facts;
}
