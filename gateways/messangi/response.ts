import {
	rejected,
	unknown,
	unreadableReply,
	type FailedReply,
	type HttpReply,
	type SendReply,
} from '../reply';
import { lookUp } from '../table';
import { childElement, childElements, childText, readXml, type XmlElement } from '../xml';
import {
	ACCEPTED_STATUSES,
	CALL_FAULTS,
	CALL_REFUSALS,
	REFUSED_STATUSES,
	UNCLEAR_STATUS_HINT,
} from './errors';

/** The static part of every reply, and the result below it. */
interface Envelope {
	status: string;
	description: string | null;
	result: XmlElement | null;
	whole: XmlElement;
}

/**
 * The reply to `tools/sendSMS`, which holds one message with a status of its own: that the call
 * ran is not enough.
 */
export function readSendSms(reply: HttpReply): SendReply {
	return readSend(reply, true);
}

/** The reply to `sendMT`, which holds no message: that the call ran is all that it says. */
export function readSendMt(reply: HttpReply): SendReply {
	return readSend(reply, false);
}

/**
 * Whether the account is right, from the reply to `probe()`.
 *
 * @returns null when it is, or what to tell the user
 */
export function readProbe(reply: HttpReply): string | null {
	const envelope = readEnvelope(reply.text);
	if (envelope === null) {
		const { problem } = unreadableReply('Messangi', reply, 'XML');
		return problem.code === 'UNREADABLE_REPLY'
			? `${problem.message}. Check the Base URL.`
			: `${problem.message}. ${problem.hint.replace(' The message was not sent.', '')}`;
	}
	if (envelope.status === 'OK') return null;
	const refused = lookUp(CALL_REFUSALS, envelope.status);
	if (refused) return `${refused.message}. ${refused.hint}`;
	return `Messangi answered ${envelope.status}${envelope.description ? `: ${envelope.description}` : ''}`;
}

function readSend(reply: HttpReply, messageExpected: boolean): SendReply {
	const envelope = readEnvelope(reply.text);
	if (envelope === null) return unreadableReply('Messangi', reply, 'XML');
	const response = envelope.whole;
	if (envelope.status !== 'OK') return { ...callProblem(envelope), response };

	const message = childElements(childElement(envelope.result, 'messages'), 'message')[0];
	if (message === undefined) {
		if (messageExpected) {
			return { ...unreadableReply('Messangi', reply, 'a message with a status'), response };
		}
		return {
			outcome: 'accepted',
			messageId: null,
			status: envelope.status,
			statusDescription: envelope.description,
			response,
		};
	}

	const status = childText(message, 'status') ?? '';
	const statusDescription = childText(message, 'statusDescription');
	const messageId = childText(message, 'id');
	if (ACCEPTED_STATUSES.has(status)) {
		return { outcome: 'accepted', messageId, status, statusDescription, response };
	}
	const refused = lookUp(REFUSED_STATUSES, status);
	const failed = refused
		? rejected({ code: status, ...refused })
		: unknown({
				code: status === '' ? 'NO_STATUS' : status,
				message:
					status === ''
						? 'Messangi gave the message no status'
						: `Messangi gave the message the status "${status}"`,
				hint: UNCLEAR_STATUS_HINT,
			});
	return { ...failed, messageId, status, statusDescription, response };
}

function callProblem({ status, description }: Envelope): FailedReply {
	const refused = lookUp(CALL_REFUSALS, status);
	if (refused) return rejected({ code: status, ...refused });
	const fault = lookUp(CALL_FAULTS, status);
	const message = fault?.message ?? `Messangi answered "${status}"`;
	return {
		...unknown({
			code: status,
			message: description ? `${message}: ${description}` : message,
			hint: fault?.hint ?? UNCLEAR_STATUS_HINT,
		}),
		statusDescription: description,
	};
}

/**
 * The envelope, with `<response>` around it or without: the vendor's page "Response XML Basics"
 * has the root element, the samples of each method leave it out.
 */
function readEnvelope(text: string): Envelope | null {
	const document = readXml(text);
	if (document === null) return null;
	const whole = childElement(document, 'response') ?? document;
	const status = childText(whole, 'status');
	if (status === null || status === '') return null;
	return {
		status,
		description: childText(whole, 'description'),
		result: childElement(whole, 'result'),
		whole,
	};
}
