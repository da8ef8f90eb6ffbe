import { LONGEST_MESSAGE } from '../../../messages/encoding';
import { Refusal } from '../../../messages/refusal';
import {
	refuseBrokenUnicode,
	required,
	withoutPlus,
	type GatewayRequest,
	type RequestBody,
} from '../../request';

/*
 * The newer platform's requests: JSON, with a bearer token. Sources: the vendor's documentation of
 * logging in, and three clients in use for the send.
 *
 * Assumed: the paths are below the host without anything in between, and `type` is always `MT`.
 * `externalId` and `callback` are fields of callbacks; whether a send may have them is not published, so
 * none does.
 */

/** The parameters of a send. */
export interface ElasticSend {
	/** A short code, a long code or a name. */
	from: string;
	/** Digits with the country code. */
	to: string;
	text: string;
}

/**
 * `POST /raven/v2/messages`: one text to one number.
 *
 * @throws Refusal when a value is missing, or the text cannot be sent
 */
export function sendRequest({ from, to, text }: ElasticSend): GatewayRequest {
	required('Message', text);
	refuseBrokenUnicode(text);
	const sender = required('From', withoutPlus(from));
	refuseBrokenUnicode(sender);
	if (text.length > LONGEST_MESSAGE) {
		throw new Refusal(
			'MESSAGE_TOO_LONG',
			'The message is longer than any text message can be',
			'Messangi accepts fewer than 1,600 characters: shorten the text.',
		);
	}
	return {
		method: 'POST',
		path: 'raven/v2/messages',
		body: json({ from: sender, to: withoutPlus(to), text, type: 'MT' }),
	};
}

/** `GET /raven/v2/codes/connections`: the account's senders. It tests a key and sends nothing. */
export function probeRequest(): GatewayRequest {
	return { method: 'GET', path: 'raven/v2/codes/connections' };
}

/**
 * `POST /kingslanding/login`. Its body has the password, so it must never be shown.
 *
 * @param username an email address
 */
export function loginRequest(username: string, password: string): GatewayRequest {
	return {
		method: 'POST',
		path: 'kingslanding/login',
		body: json({ username: username.trim(), password }),
	};
}

function json(content: Record<string, string>): RequestBody {
	return {
		contentType: 'application/json',
		bytes: () => Buffer.from(JSON.stringify(content), 'utf8'),
	};
}
