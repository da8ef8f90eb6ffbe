import { unreadableAnswer, type HttpReply } from '../reply';
import { childElement, childElements, childText, exactText, type XmlElement } from '../wire/xml';
import { openAnswer, readEnvelope, readLongListEnvelope, type Envelope } from './envelope';

/** The most messages that are read from a page; at most 1,000 are requested. */
const MOST_MESSAGES = 10_000;

/** One page of a list. */
export interface MessagePage<Each> {
	/** The number of messages in the whole list; null if the gateway does not say. */
	records: number | null;
	/** In the gateway's order. */
	messages: Each[];
}

/** An incoming message. Missing fields are null. */
export interface IncomingMessage {
	text: string | null;
	/** The phone. */
	from: string | null;
	/** The short code or long code. */
	to: string | null;
	encoding: string | null;
	keyword: string | null;
	carrier: string | null;
	/** As the gateway writes it; without a time zone. */
	sendDate: string | null;
	/** The whole element as parsed. */
	response: XmlElement;
}

/** A message that was sent. Missing fields are null. */
export interface MessageRecord {
	messageId: string | null;
	/** The campaign that the message belongs to. */
	blastId: string | null;
	type: string | null;
	from: string | null;
	to: string | null;
	subject: string | null;
	text: string | null;
	status: string | null;
	statusDescription: string | null;
	carrier: string | null;
	encoding: string | null;
	date: string | null;
	timezone: string | null;
	clientId: string | null;
	/** Push messages only. */
	appName?: string;
	/** Push messages only. */
	platform?: string;
	/** The whole element as parsed. */
	response: XmlElement;
}

/**
 * The reply to `tools/getMOMessages`. Source: the vendor's page "List Incoming Messages", whose
 * sample is malformed and can still be read.
 *
 * @param pause lets other work run; called every few milliseconds
 * @throws ReadFailure when the call failed, or the reply cannot be read
 */
export async function readIncomingMessages(
	reply: HttpReply,
	pause: () => Promise<void>,
): Promise<MessagePage<IncomingMessage>> {
	const envelope = openAnswer(reply, await readLongListEnvelope(reply.text, pause));
	const lists = childElements(envelope.result, 'MOMessageList');
	if (lists.length === 0) requireEmptyResult(envelope, reply, 'MOMessageList');
	const messages = lists
		.flatMap((list) => [list, ...childElements(list, 'MessageList')])
		.flatMap((list) => childElements(list, 'MOMessage'));
	requirePage(messages, reply);
	return { records: recordsOf(lists[0] ?? null), messages: messages.map(incomingMessage) };
}

/**
 * The reply to `tools/messageReport`. Source: the vendor's documentation of
 * the method.
 *
 * @param pause lets other work run; called every few milliseconds
 * @throws ReadFailure when the call failed, or the reply cannot be read
 */
export async function readMessageReport(
	reply: HttpReply,
	pause: () => Promise<void>,
): Promise<MessagePage<MessageRecord>> {
	const envelope = openAnswer(reply, await readLongListEnvelope(reply.text, pause));
	const lists = childElements(envelope.result, 'messages');
	if (lists.length === 0) requireEmptyResult(envelope, reply, 'messages');
	const messages = lists.flatMap((list) => childElements(list, 'message'));
	requirePage(messages, reply);
	return { records: recordsOf(lists[0] ?? null), messages: messages.map(messageRecord) };
}

/**
 * The reply to `tools/getMessage`. Source: the vendor's documentation of the method.
 * Assumed: for an unknown ID, the call succeeds and its result has no message.
 *
 * @returns null when there is no such message
 * @throws ReadFailure when the call failed, or the reply cannot be read
 */
export function readMessage(reply: HttpReply): MessageRecord | null {
	const envelope = openAnswer(reply, readEnvelope(reply.text));
	const { result } = envelope;
	const list = childElement(result, 'messages');
	const [message] = [...childElements(result, 'message'), ...childElements(list, 'message')];
	if (message !== undefined) return messageRecord(message);
	if (list === null) requireEmptyResult(envelope, reply, 'message');
	return null;
}

/**
 * A result without the list means no messages only if it is empty: a list under another name must not be
 * read as no messages.
 */
function requireEmptyResult({ result, whole }: Envelope, reply: HttpReply, name: string): void {
	if (result === null) return;
	if (Object.keys(result).every((each) => each === name)) return;
	throw unreadableAnswer('Messangi', reply, `"${name}" in the result`, whole);
}

/** @throws ReadFailure for more messages than any page has */
function requirePage(messages: unknown[], reply: HttpReply): void {
	if (messages.length <= MOST_MESSAGES) return;
	throw unreadableAnswer('Messangi', reply, 'a page of at most 1,000 messages');
}

function recordsOf(list: XmlElement | null): number | null {
	const records = childText(list, 'records');
	return records !== null && /^\d{1,15}$/.test(records) ? Number(records) : null;
}

function incomingMessage(element: XmlElement): IncomingMessage {
	return {
		text: exactText(element, 'text'),
		from: childText(element, 'from'),
		to: childText(element, 'to'),
		encoding: childText(element, 'encoding'),
		keyword: childText(element, 'keyword'),
		carrier: carrierOf(element),
		sendDate: childText(element, 'sendDate'),
		response: element,
	};
}

function messageRecord(element: XmlElement): MessageRecord {
	const record: MessageRecord = {
		messageId: childText(element, 'id') || null,
		blastId: childText(element, 'blastId'),
		type: childText(element, 'type'),
		from: childText(element, 'from'),
		to: childText(element, 'to'),
		subject: exactText(element, 'subject'),
		text: exactText(element, 'text'),
		status: childText(element, 'status'),
		statusDescription: childText(element, 'statusDescription'),
		carrier: carrierOf(element),
		encoding: childText(element, 'encoding'),
		date: childText(element, 'date'),
		timezone: childText(element, 'timezone'),
		clientId: childText(element, 'clientId'),
		response: element,
	};
	const appName = childText(element, 'appName');
	const platform = childText(element, 'platform');
	if (appName !== null) record.appName = appName;
	if (platform !== null) record.platform = platform;
	return record;
}

/** The vendor's tables call it `carrierName`, the samples `carrier`. */
function carrierOf(element: XmlElement): string | null {
	return childText(element, 'carrier') ?? childText(element, 'carrierName');
}
