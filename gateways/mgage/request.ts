import { Refusal } from '../../messages/refusal';
import { queryString, type GatewayRequest } from '../request';

/** The most numbers that one request takes. Source: the vendor's page, "Considerations". */
export const MAX_NUMBERS = 250;

/** Where the two regions answer. Source: the vendor's page, "Request Format". */
export const REGION_BASE_URLS = {
	us: 'https://communicatepro.mgage.com',
	uk: 'https://communicatepro-uk.mgage.com',
} as const;

/** One text for up to 250 handsets. */
export interface GatewayParameters {
	/** The short code or long code that it comes from. */
	from: string;
	/** The Text to Join program's id. */
	programId: string;
	/** The handsets, digits with the country code, each once. */
	to: string[];
	text: string;
	/** Whether the text may be longer than 160 characters, which is billed by part. */
	allowLongMessages: boolean;
}

/**
 * `POST /api/gateway`: everything stands in the query string, the body is empty. Source: the
 * vendor's page "mGage Gateway API".
 *
 * @throws Refusal when a value is missing
 */
export function gateway({
	from,
	programId,
	to,
	text,
	allowLongMessages,
}: GatewayParameters): GatewayRequest {
	const sender = from.trim().replace(/^\+/, '');
	if (sender === '')
		throw new Refusal(
			'MISSING_PARAMETER',
			'"from" is empty',
			'Fill in the short code or long code of your program.',
		);
	if (programId.trim() === '')
		throw new Refusal(
			'MISSING_PARAMETER',
			'"programId" is empty',
			'Fill in the id of your Text to Join program: it stands in the address when you open the program.',
		);
	const query = queryString([
		['allow_long_messages', allowLongMessages ? 'yes' : 'no'],
		['message', text],
		['message_billed', 'no'],
		['message_type', 'sms'],
		['numbers', to.join(',')],
		['program_id', programId.trim()],
		['spoof_from', sender],
	]);
	return { method: 'POST', path: `api/gateway?${query}` };
}

/**
 * The same call with neither text nor number: it proves the credentials, because it is refused
 * for what is missing (108) and not for who asks. Nothing can be sent by it.
 */
export function probe(): GatewayRequest {
	return {
		method: 'POST',
		path: 'api/gateway?message=&message_billed=no&message_type=sms&numbers=',
	};
}
