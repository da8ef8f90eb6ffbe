import { unreadableProbe, unreadableReply, type HttpReply, type SendReply } from '../reply';
import { childElement, childElements, childText } from '../wire/xml';
import {
	callProblem,
	questionProblem,
	readEnvelope,
	readListEnvelope,
	type Envelope,
} from './envelope';
import { CALL_OK } from './errors';
import { messageReply } from './messageReply';

export { readIncomingMessages, readMessage, readMessageReport } from './messages';
export type { IncomingMessage, MessagePage, MessageRecord } from './messages';

/**
 * The reply to `tools/sendSMS`, which has one message with its own status. That status decides, not the
 * call's.
 */
export function readSendSms(reply: HttpReply): SendReply {
	return readSend(reply, true);
}

/** The reply to `sendMT`, which has no message, so the call's status decides. */
export function readSendMt(reply: HttpReply): SendReply {
	return readSend(reply, false);
}

/**
 * The reply to `tools/sendSMSPinMobileNumberConfirm`: accepted only with a PIN, which is text because it
 * may begin with zeros. Only `extra` has the PIN, no sentence does. Source: the vendor's page "Generate
 * Mobile PIN".
 */
export function readSendPin(reply: HttpReply): SendReply {
	const envelope = readEnvelope(reply.text);
	if (envelope === null) return unreadableReply('Messangi', reply, 'XML');
	const response = envelope.whole;
	const pin = childText(childElement(envelope.result, 'PinSMSConfirmation'), 'pin');
	if (envelope.word !== CALL_OK) {
		return { ...callProblem(withoutDigits(envelope, pin)), response };
	}
	if (pin === null || pin === '') {
		return { ...unreadableReply('Messangi', reply, 'a PIN'), response };
	}
	return { ...acceptedCall(envelope), extra: { pin } };
}

/**
 * The reply to `fireMessage`, GET or POST: the call's status decides. Its `<input>` is ignored, because it
 * is `activateCampaign` for GET and `fireMessage` for POST. Source: the vendor's pages "Fire Message"
 * and "Fire Message (POST)".
 */
export function readFire(reply: HttpReply): SendReply {
	const envelope = readEnvelope(reply.text);
	if (envelope === null) return unreadableReply('Messangi', reply, 'XML');
	if (envelope.word !== CALL_OK) return { ...callProblem(envelope), response: envelope.whole };
	return acceptedCall(envelope);
}

/**
 * Whether the account is right, from the reply to `probeRequest()`.
 *
 * @returns null when it is, or what to tell the user
 */
export function readProbe(reply: HttpReply): string | null {
	const envelope = readListEnvelope(reply.text);
	if (envelope === null) return unreadableProbe('Messangi', reply, 'XML');
	const { status, word, description } = envelope;
	if (word === CALL_OK) return null;
	if (word === 'BAD_SIGNATURE') {
		const { message, hint } = questionProblem({ ...envelope, description: null });
		return `${message}. ${hint}`;
	}
	return `Messangi answered ${status}${description ? `: ${description}` : ''}`;
}

function readSend(reply: HttpReply, messageExpected: boolean): SendReply {
	const envelope = readEnvelope(reply.text);
	if (envelope === null) return unreadableReply('Messangi', reply, 'XML');
	const response = envelope.whole;
	if (envelope.word !== CALL_OK) return { ...callProblem(envelope), response };

	const message = childElements(childElement(envelope.result, 'messages'), 'message')[0];
	if (message === undefined) {
		return messageExpected
			? { ...unreadableReply('Messangi', reply, 'a message with a status'), response }
			: acceptedCall(envelope);
	}

	const status = childText(message, 'status') ?? '';
	const statusDescription = childText(message, 'statusDescription');
	const messageId = childText(message, 'id') || null;
	return messageReply({ messageId, status, statusDescription, response });
}

/** The outcome of a successful call that has no message. */
function acceptedCall({ status, description, whole }: Envelope): SendReply {
	return {
		outcome: 'accepted',
		messageId: null,
		status,
		statusDescription: description,
		response: whole,
	};
}

/** The envelope's texts without what might be the PIN. */
function withoutDigits(envelope: Envelope, pin: string | null): Envelope {
	const { status, word, description } = envelope;
	const words = pin && description ? description.split(pin).join('…') : description;
	return {
		...envelope,
		status: status.replace(/\d+/g, '…'),
		word: word.replace(/\d+/g, '…'),
		description: words && words.replace(/\d+/g, '…'),
	};
}
