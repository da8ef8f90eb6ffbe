import type { IDataObject } from 'n8n-workflow';
import { handset } from '../../gateways/callbacks/fields';
import type { IncomingMessage, MessageRecord } from '../../gateways/messangi/response';
import { meaningOf } from '../../messages/intent';

/** The output of a message that was sent. */
export function messageOutput({ response, ...message }: MessageRecord, simplify: boolean) {
	return output({ ...message, to: handsetOf(message.to) }, response, simplify);
}

/** The output of a message that came in. `keyword` is the gateway's, `intentKeyword` is ours. */
export function incomingOutput({ response, ...message }: IncomingMessage, simplify: boolean) {
	const { intent, keyword: intentKeyword, certain } = meaningOf(message.text ?? null);
	const said = { ...message, from: handsetOf(message.from), intent, intentKeyword, certain };
	return output(said, response, simplify);
}

/** A phone number as E.164: Messangi gives its digits with the country code. */
function handsetOf(number: string | null): string | null {
	const read = handset(number);
	// Also numbers whose country is not known.
	return read !== null && /^[1-9]\d{7,14}$/.test(read) ? `+${read}` : read;
}

/** The gateway's fields of the message, without those that only other kinds of message have. */
function output(
	message: Record<string, string | boolean | null | undefined>,
	response: unknown,
	simplify: boolean,
): IDataObject {
	const json: IDataObject = { gateway: 'messangi' };
	for (const [name, value] of Object.entries(message)) {
		if (value !== undefined) json[name] = value;
	}
	if (!simplify) json.response = response as IDataObject;
	return json;
}
