import type { IDataObject } from 'n8n-workflow';
import type { HttpReply, SendReply } from '../../gateways/reply';
import { measureText } from '../../messages/encoding';
import type { Gateway } from './operation';

/** What is known of a message before and beside its outcome. */
export interface MessageFacts {
	to: string;
	from: string;
	text: string;
}

/** What became of one message. */
export interface Settled {
	result: SendReply;
	reply: HttpReply | null;
}

/**
 * One message's output as the public contract has it. Without "Simplify" it also holds the
 * gateway's reply, parsed, and its text where it is not JSON.
 */
export function sendOutput(
	gateway: Gateway,
	message: MessageFacts,
	result: SendReply,
	reply: HttpReply | null,
	simplify: boolean,
): IDataObject {
	const { encoding, parts } = measureText(message.text);
	const output: IDataObject = {
		gateway: gateway.name,
		outcome: result.outcome,
		messageId: result.messageId ?? null,
		to: message.to,
		from: message.from,
		status: result.status ?? null,
		statusDescription: result.statusDescription ?? null,
		encoding,
		parts,
	};
	if (result.outcome === 'accepted') Object.assign(output, result.extra);
	else output.error = { ...result.problem };
	if (!simplify) {
		output.response = (result.response ?? null) as IDataObject;
		if (reply !== null && !/^\s*[[{]/.test(reply.text)) output.raw = reply.text;
	}
	return output;
}
