import { Refusal } from '../../messages/refusal';
import { queryString, required, withoutPlus, type GatewayRequest } from '../request';

/** The most numbers in one request. Source: the vendor's page, "Considerations". */
export const MAX_NUMBERS = 250;

/**
 * The longest text without "Allow Long Messages", in UTF-16 units. Source: the vendor's page,
 * "allow_long_messages". Assumed: it counts as Java's `String.length()` does; its code 107 says
 * "< 160", its description "should not exceed 160".
 */
export const MAX_TEXT_LENGTH = 160;

/** The base URLs of the two regions. Source: the vendor's page, "Request Format". */
export const REGION_BASE_URLS = {
	us: 'https://communicatepro.mgage.com',
	uk: 'https://communicatepro-uk.mgage.com',
} as const;

/** One text for up to 250 recipients. */
export interface GatewayParameters {
	/** The short code or long code to send from. */
	from: string;
	/** The ID of the Text to Join program. */
	programId: string;
	/** The recipients, digits with the country code, each once. */
	to: string[];
	text: string;
	/** Whether the text may be longer than 160 characters, which is billed by part. */
	allowLongMessages: boolean;
}

/** A simulated incoming message. */
export interface ExternalMoParameters {
	campaignId: string;
	/** The phone, digits with the country code. */
	from: string;
	/** The short code that receives it. */
	to: string;
	text: string;
}

/**
 * `POST /api/gateway`: everything is in the query string, the body is empty. Source: the vendor's page
 * "mGage Gateway API".
 *
 * @throws Refusal when a value is missing, the text is too long, or the numbers are missing, too many,
 *   repeated or not digits
 */
export function gatewayRequest({
	from,
	programId,
	to,
	text,
	allowLongMessages,
}: GatewayParameters): GatewayRequest {
	const sender = required(
		'from',
		withoutPlus(from),
		'Fill in the short code or long code of your program.',
	);
	const program = required(
		'programId',
		programId.trim(),
		'Fill in the ID of your Text to Join program. It is in the URL when you open the program.',
	);
	checkText(text, allowLongMessages);
	checkNumbers(to);
	const query = queryString([
		['allow_long_messages', allowLongMessages ? 'yes' : 'no'],
		['message', text],
		['message_billed', 'no'],
		['message_type', 'sms'],
		['numbers', to.join(',')],
		['program_id', program],
		['spoof_from', sender],
	]);
	return { method: 'POST', path: `api/gateway?${query}` };
}

/**
 * @throws Refusal for a text that mGage refuses without "Allow Long Messages" (its code 107)
 */
export function checkText(text: string, allowLongMessages: boolean): void {
	if (allowLongMessages || text.length <= MAX_TEXT_LENGTH) return;
	throw new Refusal(
		'MESSAGE_TOO_LONG',
		`The message has ${text.length} characters, but mGage allows ${MAX_TEXT_LENGTH}`,
		'Shorten it, or turn on "Allow Long Messages" in the options. Long messages are billed per part.',
	);
}

/** How many bytes one more number adds to the URL: its digits, and the comma before it as `%2C`. */
export function bytesInAddress(number: string): number {
	return number.length + '%2C'.length;
}

/**
 * `POST /api/externalMO`: simulates an incoming message. Source: the vendor's documentation of the
 * method, and code in production elsewhere.
 *
 * @throws Refusal when a value is missing
 */
export function externalMoRequest({
	campaignId,
	from,
	to,
	text,
}: ExternalMoParameters): GatewayRequest {
	const query = queryString([
		['campid', required('campaignId', campaignId.trim())],
		['destination', required('to', withoutPlus(to))],
		['originator', required('from', withoutPlus(from))],
		['message', required('message', text)],
	]);
	return { method: 'POST', path: `api/externalMO?${query}` };
}

/**
 * The same call with neither text nor number. It tests the credentials: with valid ones it is refused
 * for the missing text (108). It cannot send anything.
 */
export function probeRequest(): GatewayRequest {
	return {
		method: 'POST',
		path: 'api/gateway?message=&message_billed=no&message_type=sms&numbers=',
	};
}

/** Which messages of a program to export. */
export interface ExportParameters {
	programId: string;
	/** Incoming (`MO`) or sent (`MT`). */
	type: 'MO' | 'MT';
	/** As mGage takes dates. */
	startDate: string;
	endDate: string;
}

/**
 * `GET /api/messages/program/{programId}`: the messages of a program in a period. Source: the vendor's page of
 * the Export API. The caller writes the dates, because their format is not published.
 *
 * @throws Refusal when a value is missing, or the program's ID has characters that an ID cannot have
 */
export function exportRequest({
	programId,
	type,
	startDate,
	endDate,
}: ExportParameters): GatewayRequest {
	const program = required(
		'programId',
		programId.trim(),
		'Fill in the ID of your program. It is in the URL when you open the program.',
	);
	if (!/^[\w-]{1,100}$/.test(program)) {
		throw new Refusal(
			'INVALID_PARAMETER',
			'"Program ID" has characters other than letters and digits',
			'Use the number at the end of the program’s URL.',
		);
	}
	const query = queryString([
		['messageType', type],
		['startDate', startDate],
		['endDate', endDate],
	]);
	return { method: 'GET', path: `api/messages/program/${program}?${query}` };
}

/** The callers ensure this; mGage refuses all numbers of a request for one of these errors. */
function checkNumbers(numbers: string[]): void {
	const report =
		'Please report this: the node sends each number once, and at most 250 per request.';
	if (numbers.length === 0) {
		throw new Refusal('MISSING_NUMBER', 'There is no recipient', 'Fill in "To".');
	}
	if (numbers.length > MAX_NUMBERS) {
		throw new Refusal(
			'TOO_MANY_NUMBERS',
			`One request would have ${numbers.length} numbers, but mGage allows ${MAX_NUMBERS}`,
			report,
		);
	}
	if (new Set(numbers).size < numbers.length) {
		throw new Refusal('DUPLICATE_NUMBER', 'A number appears twice in one request', report);
	}
	if (!numbers.every((number) => /^\d+$/.test(number))) {
		throw new Refusal('INVALID_NUMBER', 'A number has characters other than digits', report);
	}
}
