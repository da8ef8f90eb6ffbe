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

/** The static part of every reply, and the result below it. */
export interface Envelope {
	/** As Messangi writes it. */
	status: string;
	/** The same in the vendor's own spelling, where it is one of the documented words. */
	word: string;
	description: string | null;
	result: XmlElement | null;
	whole: XmlElement;
}

/** The documented statuses of a call. */
const CALL_WORDS = new WordTable({ [CALL_OK]: true, ...CALL_REFUSALS, ...CALL_FAULTS });

/** The longest word of the gateway's that is taken for a status, in characters. */
const LONGEST_STATUS = 100;

/**
 * The envelope, with `<response>` around it or without: the vendor's page "Response XML Basics"
 * has the root element, the samples of each method leave it out.
 *
 * @returns null for what is no reply of Messangi's
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
 * @param pause lets others have their turn; it is called every few milliseconds
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
 * The envelope of an answer to a question.
 *
 * @param envelope null where the answer is no reply of Messangi's
 * @throws ReadFailure when the call did not run, or its answer cannot be read
 */
export function openAnswer(reply: HttpReply, envelope: Envelope | null): Envelope {
	if (envelope === null) throw unreadableAnswer('Messangi', reply, 'XML');
	if (envelope.word !== CALL_OK) {
		throw new ReadFailure(questionProblem(envelope), envelope.whole);
	}
	return envelope;
}

/** What a call's status means for a question. */
export function questionProblem({ status, word, description }: Envelope): Problem {
	const words = lookUp(QUESTION_PROBLEMS, word) ?? {
		message: `Messangi answered "${status}"`,
		hint: 'Messangi does not document this answer: try again later, or ask support@messangi.com.',
	};
	return { code: word, message: told(words.message, description), hint: words.hint };
}

/** What a call's status, other than OK, means for what was to be sent. */
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
	// With control characters in it, no word is what the vendor documents.
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
 * The element that holds the status: below `<response>`, and below what other ways of calling put
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
/** The longest end of a document that is looked at, in characters: a few closings. */
const LONGEST_END = 1_000;

/**
 * Makes the last opening of the list its closing, if nothing but closings comes after it: what
 * holds content, and every text, stays as it is.
 *
 * @returns null where there is no such opening
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
