import type { IExecuteFunctions } from 'n8n-workflow';
import { rejectedReply, type FailedReply } from '../../gateways/reply';
import { wallClock } from '../../http/clock';
import { measureText } from '../../messages/encoding';
import { Refusal } from '../../messages/refusal';
import { readDoNotSend, type UnreadEntries } from '../../messages/lists/doNotSend';
import { Batches } from './batches';
import { LeftOutNumbers, Question } from '../../messages/lists/consent';
import type { Understood } from '../../messages/lists/understood';
import {
	BulkReader,
	LeftOutRecipient,
	RecipientRefusal,
	type BulkMessage,
	type KeyedMessage,
} from './bulk';
import { problemOf } from '../../http/failures';
import { keyMaker } from '../deduplication/messageKey';
import { errorOfN8n } from '../output/nodeErrors';
import { warnOfUnknownZones, warnOfUnread } from '../output/report';
import type { BulkOperation, MessageFacts, SendOperation } from '../operation';
import { n8nBreaks } from '../send/pace';
import { ItemParameters, optionOfRun } from '../input/parameters';
import { RuleReader, zonesFor, type MessageHours, type Rules } from '../input/rules';
import { outsideHours } from './outsideHours';
import type { Plan, Planned } from './planned';
import { mostListed } from './recipientLimit';

/** Reads the parameters of all items, in their order. Sends nothing. */
export async function planMessages(
	context: IExecuteFunctions,
	operation: SendOperation | BulkOperation,
): Promise<Plan> {
	const leftOut = new LeftOutNumbers();
	const unread = await readListOfRun(context, leftOut);
	const planner = new Planner(leftOut);
	const messagesOf = readerFor(operation, leftOut, mostListed(context));
	const count = context.getInputData().length;
	for (let itemIndex = 0; itemIndex < count; itemIndex++) {
		if (planner.breaks.isDue) await planner.breaks.take();
		const item = readItem(context, itemIndex);
		if (unread instanceof Refusal) planner.refuse(item, null, unread);
		else await planner.add(item, messagesOf);
	}
	await planner.leaveOut();
	if (unread !== null && !(unread instanceof Refusal)) warnOfUnread(context, unread);
	warnOfUnknownZones(context, planner.unknownZones);
	return planner.plan();
}

/**
 * Reads the numbers of the option "Do Not Send To", once for the run.
 *
 * @returns the entries that could not be read; null if the option was not added; a refusal when nobody knows who must
 *   not get a message
 */
async function readListOfRun(
	context: IExecuteFunctions,
	numbers: LeftOutNumbers,
): Promise<UnreadEntries | Refusal | null> {
	try {
		const list = optionOfRun(context, 'doNotSend');
		if (list === null) return null;
		const country = readItem(context, 0).optionText('defaultCountry');
		return await readDoNotSend(list.value, country, numbers, n8nBreaks().pause);
	} catch (error) {
		if (error instanceof Refusal) return error;
		throw errorOfN8n(context.getNode(), error, 0);
	}
}

/** Returns an item's messages: one, or those of a bulk send. */
type MessagesOf = (item: ItemParameters) => BulkMessage[] | Promise<BulkMessage[]>;

function readerFor(
	operation: SendOperation | BulkOperation,
	leftOut: LeftOutNumbers,
	most: number,
): MessagesOf {
	if (operation.kind === 'send') {
		return (item) => [{ row: null, place: '', make: () => makeOne(operation, item) }];
	}
	const reader = new BulkReader(operation, leftOut, most);
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

	/** Messages that may be sent now although nobody knows the time zones of their numbers. */
	unknownZones = 0;

	private readonly rules = new RuleReader();

	private readonly now = wallClock();

	/** @param numbers the numbers that the run leaves out */
	constructor(private readonly numbers: LeftOutNumbers) {}

	/** Adds the messages of an item, including those that are refused. */
	async add(item: ItemParameters, messagesOf: MessagesOf): Promise<void> {
		try {
			const rules = this.rules.rulesOf(item);
			const messages = await messagesOf(item);
			for (const message of messages) {
				if (this.breaks.isDue) await this.breaks.take();
				this.addMessage(item, message, rules);
			}
		} catch (error) {
			this.refuse(item, null, error);
		}
	}

	/**
	 * Leaves out the messages to numbers that a later item left out. Those of the same item are already: they have
	 * no place in a request.
	 */
	async leaveOut(): Promise<void> {
		const { numbers } = this;
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

	private addMessage(item: ItemParameters, made: BulkMessage, rules: Rules): void {
		const { row, place, understood = null, make } = made;
		const preview = item.preview();
		const { pricePerPart } = rules;
		const more = { item, row, isQuestion: false, understood, pricePerPart, preview };
		try {
			const { message, key } = make();
			const { to, from, text } = message;
			const facts = { to, from, text };
			const hours = this.hoursOf(to, rules);
			const onList = this.numbers.of(to) ?? null;
			if (onList === null) refuseManyParts(facts, rules.maxParts, place);
			else facts.text = null;
			const leftOut = onList ?? (hours === null ? null : outsideHours(hours, this.now));
			if (leftOut !== null) {
				this.messages.push({ ...more, facts, refusal: null, leftOut, hours: null, key: null });
				return;
			}
			this.batches.add(this.messages.length, message, { preview, timeout: item.timeout() });
			this.messages.push({ ...more, facts, refusal: null, leftOut, hours, key });
			if (hours?.isKnown === false) this.unknownZones++;
		} catch (error) {
			if (error instanceof LeftOutRecipient) {
				const { facts, leftOut } = error;
				this.messages.push({ ...more, facts, refusal: null, leftOut, hours: null, key: null });
			} else this.refuse(item, row, error, understood);
		}
	}

	private hoursOf(to: string, { hours }: Rules): MessageHours | null {
		if (hours === null) return null;
		const { zones, isKnown } = zonesFor(hours, to);
		return { hours: hours.hours, zones, isKnown };
	}

	/** Adds a message that cannot be sent. */
	refuse(
		item: ItemParameters,
		row: number | null,
		error: unknown,
		understood: Understood | null = null,
	): void {
		const facts = error instanceof RecipientRefusal ? error.facts : factsOf(item);
		const refusal = rejectedReply(problemOf(error));
		const isQuestion = error instanceof Question;
		const more = { leftOut: null, hours: null, pricePerPart: 0, preview: false, key: null };
		this.messages.push({ item, row, facts, refusal, isQuestion, understood, ...more });
	}
}

/**
 * Refuses a message that is longer than the user allows.
 *
 * @param most 0 for no limit
 * @throws RecipientRefusal `TOO_MANY_PARTS`
 */
function refuseManyParts(facts: MessageFacts, most: number, place: string): void {
	if (most === 0 || facts.text === null) return;
	const { parts, encoding } = measureText(facts.text);
	if (parts <= most) return;
	const start = place === '' ? 'The' : `${place}the`;
	throw new RecipientRefusal(
		'TOO_MANY_PARTS',
		`${start} message has ${parts} parts (${encoding}), but Max Parts allows ${most}`,
		'Shorten the message, or raise "Max Parts" in the options.',
		facts,
	);
}

/** The refusal of messages beside a question. */
function heldBack(): FailedReply {
	return rejectedReply({
		code: 'HELD_BACK',
		message: 'Nothing was sent, because it is unclear who must not get the message',
		hint: 'Fix the problem of the other item, then run the workflow again.',
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
