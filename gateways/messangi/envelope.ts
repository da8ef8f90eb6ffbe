import {
	ReadFailure,
	unknownReply,
	rejectedReply,
	unreadableAnswer,
	type FailedReply,
	type HttpReply,
	type Problem,
} from '../reply';
import { excerpt } from '../secrets/excerpt';
import { WordTable } from '../wordTable';
import { lookUp } from '../table';
import { childElement, childText, readXml, readXmlList, type XmlElement } from '../wire/xml';
import { CALL_FAULTS, CALL_OK, CALL_REFUSALS, QUESTION_PROBLEMS } from './errors';
import { UNCLEAR_STATUS_HINT } from './statuses';

/** The common part of every reply, and its result. */
export interface Envelope {
	/** As Messangi spells it. */
	status: string;
	/** The same in the vendor's documented spelling, if it is a documented word. */
	word: string;
	description: string | null;
	result: XmlElement | null;
	whole: XmlElement;
}

/** The documented statuses of a call. */
const CALL_WORDS = new WordTable({ [CALL_OK]: true, ...CALL_REFUSALS, ...CALL_FAULTS });

/** The longest status that is taken from a reply, in characters. */
const LONGEST_STATUS = 100;

/**
 * The envelope, with or without `<response>` around it: the vendor's page "Response XML Basics" has the
 * root element, the samples of each method do not.
 *
 * @returns null if it is not a reply of Messangi
 */
export function readEnvelope(text: string): Envelope | null {
	return envelopeOf(readXml(text));
}

/**
 * The same for a list of incoming messages, whose sample on the vendor's page opens
 * `<MOMessageList>` a second time where it should close it.
 */
export function readListEnvelope(text: string): Envelope | null {
	const document = readXml(text);
	if (document !== null) return envelopeOf(document);
	const repaired = closeList(text);
	return repaired === null ? null : envelopeOf(readXml(repaired));
}

/**
 * The same for a long one.
 *
 * @param pause lets other work run; called every few milliseconds
 */
export async function readLongListEnvelope(
	text: string,
	pause: () => Promise<void>,
): Promise<Envelope | null> {
	const document = await readXmlList(text, pause);
	if (document !== null) return envelopeOf(document);
	const repaired = closeList(text);
	return repaired === null ? null : envelopeOf(await readXmlList(repaired, pause));
}

/**
 * The envelope of the reply to a query.
 *
 * @param envelope null if it is not a reply of Messangi
 * @throws ReadFailure when the call failed, or its reply cannot be read
 */
export function openAnswer(reply: HttpReply, envelope: Envelope | null): Envelope {
	if (envelope === null) throw unreadableAnswer('Messangi', reply, 'XML');
	if (envelope.word !== CALL_OK) {
		throw new ReadFailure(questionProblem(envelope), envelope.whole);
	}
	return envelope;
}

/** The meaning of a call's status for a query. */
export function questionProblem({ status, word, description }: Envelope): Problem {
	const words = lookUp(QUESTION_PROBLEMS, word) ?? {
		message: `Messangi answered "${status}"`,
		hint: 'Messangi does not document this answer: try again later, or ask support@messangi.com.',
	};
	return { code: word, message: told(words.message, description), hint: words.hint };
}

/** The meaning of a call's status, other than OK, for a send. */
export function callProblem({ status, word, description }: Envelope): FailedReply {
	const refused = lookUp(CALL_REFUSALS, word);
	if (refused) return { ...rejectedReply({ code: word, ...refused }), fatal: true };
	const fault = lookUp(CALL_FAULTS, word);
	return {
		...unknownReply({
			code: word,
			message: told(fault?.message ?? `Messangi answered "${status}"`, description),
			hint: fault?.hint ?? UNCLEAR_STATUS_HINT,
		}),
		statusDescription: description,
	};
}

function told(message: string, description: string | null): string {
	return description ? `${message}: ${description}` : message;
}

function envelopeOf(document: XmlElement | null): Envelope | null {
	if (document === null) return null;
	const whole = replyIn(document);
	const status = childText(whole, 'status');
	// No documented word has control characters.
	if (status === null || status === '' || /\p{Cc}/u.test(status)) return null;
	const description = childText(whole, 'description');
	const shown = excerpt(status, LONGEST_STATUS);
	return {
		status: shown,
		word: CALL_WORDS.find(status)?.word ?? shown,
		description: description && excerpt(description),
		result: childElement(whole, 'result'),
		whole,
	};
}

/**
 * The element that has the status: below `<response>`, and below the elements that other protocols put
 * around a reply (SOAP's `Envelope` and `Body`, `<sendSMSResponse>`, `<return>`).
 */
function replyIn(document: XmlElement): XmlElement {
	let element = document;
	for (let depth = 0; depth < MOST_WRAPPERS && childText(element, 'status') === null; depth++) {
		const name = Object.keys(element).find((each) => WRAPPER.test(each));
		const child = name === undefined ? null : childElement(element, name);
		if (child === null) break;
		element = child;
	}
	return element;
}

const WRAPPER = /^(?:\w*response|Envelope|Body|return)$/i;
/** Envelope, Body, an element for the method, one for its value, `<response>`. */
const MOST_WRAPPERS = 5;

const OPENED = 'MOMessageList>';
/** The longest prefix of a namespace, in characters. */
const LONGEST_PREFIX = 100;
/** The longest end of a document that is checked, in characters: a few closing tags. */
const LONGEST_END = 1_000;

/**
 * Turns the last opening tag of the list into a closing tag, if only closing tags follow. Everything else
 * is unchanged.
 *
 * @returns null if there is no such tag
 */
function closeList(text: string): string | null {
	const name = text.lastIndexOf(OPENED);
	if (name === -1) return null;
	const start = text.lastIndexOf('<', name);
	if (start === -1 || name - start > LONGEST_PREFIX) return null;
	if (!/^<(?:[\w.-]+:)?$/.test(text.slice(start, name))) return null;
	const rest = text.slice(name + OPENED.length);
	if (rest.length > LONGEST_END || !/^\s*(?:<\/[\w.:-]+>\s*)*$/.test(rest)) return null;
	return `${text.slice(0, start)}</${text.slice(start + 1)}`;
}
