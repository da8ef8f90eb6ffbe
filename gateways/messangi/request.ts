import { Refusal } from '../../messages/refusal';
import { excerpt } from '../secrets/excerpt';
import { isRecord, withoutTrailingCommas } from '../wire/json';
import {
	percentEncode,
	refuseBrokenUnicode,
	refuseLongAddress,
	required,
	withoutPlus,
	type GatewayRequest,
} from '../request';
import { base64Parameter, INSTANCE_ID } from './signature';

/** Below the account's base address. */
const API = 'rest/api';
/** What `sendMT` takes as "let the campaign manager look for a carrier". */
const ANY_CARRIER = 'null';
/** What a list takes as "no filter". Assumed: the vendor shows no call without one. */
const NO_FILTER = 'null';

/** The longest text or JSON of a request's body, in UTF-16 units: no message has half as many. */
const LONGEST_BODY = 100_000;

/** How long a PIN can be, in characters. Assumed: the vendor's page names no bounds. */
export const PIN_LENGTHS = { shortest: 1, longest: 10 } as const;

/** One text message to one handset, `tools/sendSMS`. */
export interface SendSmsParameters {
	/** The operator's name as Messangi writes it. */
	carrier: string;
	/** The short code or long code that it comes from. */
	from: string;
	/** The handset, digits with the country code. */
	to: string;
	text: string;
}

/** One text message through the campaign manager, `sendMT`. */
export interface SendMtParameters {
	from: string;
	/** The operator's ID; empty lets the campaign manager choose. */
	carrier: string;
	to: string;
	text: string;
	/** Handed to a job at the vendor's; empty sends the method without flags. */
	flags: string;
}

/** A PIN that the gateway makes and sends, `tools/sendSMSPinMobileNumberConfirm`. */
export interface SendPinParameters {
	/** The operator's name as Messangi writes it; case matters. */
	carrier: string;
	from: string;
	/** The handset, digits with the country code. */
	to: string;
	text: string;
	/** How many characters the PIN is to have. */
	length: number;
}

/** A message as if a handset had sent it, `fireMessage`. */
export interface FireParameters {
	/** The handset, digits with the country code. */
	from: string;
	text: string;
}

/** The same to a certain code. */
export interface FirePostParameters extends FireParameters {
	/** The short code or long code that it is to go to. */
	to: string;
}

/**
 * What narrows a list. Several values of one key are separated by commas; what is empty or left
 * out does not narrow it.
 */
export interface ListFilters {
	from?: string;
	to?: string;
	carrier?: string;
	/** A Java regular expression. Assumed: a comma is a part of it, and `%2C` in the address. */
	keyword?: string;
	status?: string;
	/** `desc` is the newest first. */
	order?: 'asc' | 'desc' | '';
}

/** One page of a list. */
export interface PageParameters {
	page: number;
	/** How many messages a page is to have. */
	pageSize: number;
	filters: ListFilters;
}

/** One page of the messages of a period. */
export interface ReportParameters extends PageParameters {
	/** Milliseconds since 1970. */
	startDate: number;
	/** Milliseconds since 1970, not before `startDate`. */
	endDate: number;
}

/**
 * `tools/sendSMS`: the carrier stands before the sender; the number and the text are Base64.
 * Source: the vendor's page "Send SMS".
 *
 * @throws Refusal for a value that cannot stand in a path
 */
export function sendSmsRequest({ carrier, from, to, text }: SendSmsParameters): GatewayRequest {
	return call('tools/sendSMS', [
		segment('carrier', carrier),
		code('from', from),
		base64Parameter(required('to', to)),
		textParameter(text),
	]);
}

/**
 * `sendMT`: the sender stands before the carrier; only the text is Base64; the flags, where there
 * are any, come last. Source: the vendor's pages "Send SMS (Campaign Manager)" and "With Flags".
 *
 * @throws Refusal for a value that cannot stand in a path
 */
export function sendMtRequest({
	from,
	carrier,
	to,
	text,
	flags,
}: SendMtParameters): GatewayRequest {
	const parameters = [
		code('from', from),
		carrier.trim() === '' ? ANY_CARRIER : segment('carrier', carrier),
		segment('to', to),
		textParameter(text),
	];
	if (flags.trim() !== '') parameters.push(segment('flags', flags));
	return call('sendMT', parameters);
}

/**
 * `tools/sendSMSPinMobileNumberConfirm`: the carrier stands before the sender; only the text is
 * Base64. Source: the vendor's page "Generate Mobile PIN".
 *
 * @throws Refusal for a value that cannot stand in a path, and for a length out of bounds
 */
export function sendPinRequest({
	carrier,
	from,
	to,
	text,
	length,
}: SendPinParameters): GatewayRequest {
	const { shortest, longest } = PIN_LENGTHS;
	if (!Number.isInteger(length) || length < shortest || length > longest) {
		throw new Refusal(
			'INVALID_PIN_LENGTH',
			`A PIN cannot have ${length} characters`,
			`Choose a PIN length from ${shortest} to ${longest}.`,
		);
	}
	return call('tools/sendSMSPinMobileNumberConfirm', [
		segment('carrier', carrier),
		code('from', from),
		code('to', to),
		textParameter(text),
		String(length),
	]);
}

/**
 * `fireMessage` by GET: only the text is Base64. Source: the vendor's page "Fire Message".
 *
 * @throws Refusal for a value that cannot stand in a path
 */
export function fireMessageRequest({ from, text }: FireParameters): GatewayRequest {
	return call('fireMessage', [code('from', from), textParameter(text)]);
}

/**
 * `fireMessage` by POST, with the field names of the vendor's page "Fire message Descriptor". Only
 * the instance id is signed.
 *
 * @throws Refusal when a value is missing
 */
export function fireMessagePostRequest({ from, to, text }: FirePostParameters): GatewayRequest {
	refuseLongBody(text);
	refuseBrokenUnicode(text);
	const values = {
		sender_id_id: required('to', withoutPlus(to)),
		keyword_value: required('message', text),
		recipient_address: required('from', withoutPlus(from)),
	};
	return fireWithBody(JSON.stringify({ event: { 'fld-val-list': values } }));
}

/**
 * The same with the user's own JSON, which is sent byte for byte: the names of the fields can
 * differ from account to account. Commas behind a last entry, which the vendor's own sample has, are
 * left out: they are no JSON.
 *
 * @throws Refusal for what is not a JSON object
 */
export function fireMessageJsonRequest(eventJson: string): GatewayRequest {
	refuseLongBody(eventJson);
	refuseBrokenUnicode(eventJson);
	const json = isJsonObject(eventJson) ? eventJson : withoutTrailingCommas(eventJson);
	if (!isJsonObject(json)) {
		throw new Refusal(
			'INVALID_JSON',
			'The event is not a JSON object',
			'Write it like {"event":{"fld-val-list":{"keyword_value":"HELLO"}}}, with the field names of your account.',
		);
	}
	return fireWithBody(json);
}

/**
 * `tools/getMOMessages`, one page of the messages from handsets. Source: the vendor's page "List
 * Incoming Messages".
 *
 * @throws Refusal for a filter that cannot stand in a path, and for a page that cannot be
 */
export function incomingMessagesRequest({
	page,
	pageSize,
	filters,
}: PageParameters): GatewayRequest {
	return call('tools/getMOMessages', [...pageSegments(page, pageSize), filterSegment(filters)]);
}

/**
 * `tools/getMessage`, one message that was sent. Source: the vendor's documentation of the method.
 *
 * @throws Refusal for an id that cannot stand in a path
 */
export function messageRequest(messageId: string): GatewayRequest {
	return call('tools/getMessage', [segment('messageId', messageId)]);
}

/**
 * `tools/messageReport`, one page of the messages that were sent in a period. Source: the
 * vendor's documentation of the method. Assumed: its filters have the form of `incomingMessagesRequest`.
 *
 * @throws Refusal for a period that ends before it begins, and as `incomingMessagesRequest`
 */
export function messageReportRequest(parameters: ReportParameters): GatewayRequest {
	const { startDate, endDate, page, pageSize, filters } = parameters;
	for (const date of [startDate, endDate]) {
		if (!Number.isSafeInteger(date)) {
			throw new Refusal(
				'INVALID_PARAMETER',
				'A date of the report is not valid',
				'Enter both dates like 2026-01-31 or 2026-01-31T12:00:00Z.',
			);
		}
	}
	if (startDate > endDate) {
		throw new Refusal(
			'INVALID_PERIOD',
			'The start date is after the end date',
			'Swap the two dates.',
		);
	}
	return call('tools/messageReport', [
		String(startDate),
		String(endDate),
		...pageSegments(page, pageSize),
		filterSegment(filters),
	]);
}

/**
 * `tools/getMOMessages` for one message of the first page: the cheapest call that proves an
 * account, because it sends nothing. Source: the vendor's page "List Incoming Messages".
 */
export function probeRequest(): GatewayRequest {
	return call('tools/getMOMessages', ['1', '1', NO_FILTER]);
}

function call(method: string, parameters: string[]): GatewayRequest {
	return { method: 'GET', path: [API, method, INSTANCE_ID, ...parameters].join('/') };
}

function fireWithBody(json: string): GatewayRequest {
	return {
		...call('fireMessage', []),
		method: 'POST',
		// Assumed: the vendor's page names no content type.
		body: { contentType: 'application/json', bytes: () => Buffer.from(json, 'utf8') },
	};
}

/** @throws Refusal for more than any message and its fields can have */
function refuseLongBody(text: string): void {
	if (text.length <= LONGEST_BODY) return;
	throw new Refusal(
		'MESSAGE_TOO_LONG',
		`The message is too long: it has ${text.length.toLocaleString('en-US')} characters, and the limit is ${LONGEST_BODY.toLocaleString('en-US')}`,
		'Shorten the text.',
	);
}

function isJsonObject(json: string): boolean {
	try {
		return isRecord(JSON.parse(json));
	} catch {
		return false;
	}
}

function pageSegments(page: number, pageSize: number): string[] {
	if (!Number.isSafeInteger(page) || page < 0 || !Number.isSafeInteger(pageSize) || pageSize < 1) {
		throw new Refusal(
			'INVALID_PARAMETER',
			'The page or its size is not a whole number',
			'Set "Page Size" to 1 or more.',
		);
	}
	return [String(page), String(pageSize)];
}

/** The keys of a filter, in the order of the vendor's example; `status` stands in no example. */
const FILTER_KEYS = ['from', 'order', 'to', 'keyword', 'carrier', 'status'] as const;

/**
 * The filters as one path parameter: `key=value` joined by `&`, several values of a key by `,`.
 * What belongs to a value is percent-encoded, and the whole is signed as it stands here.
 */
function filterSegment(filters: ListFilters): string {
	const pairs: string[] = [];
	for (const key of FILTER_KEYS) {
		const values = filterValues(key, filters[key] ?? '');
		if (values.length > 0) pairs.push(`${key}=${values.join(',')}`);
	}
	return pairs.length === 0 ? NO_FILTER : pairs.join('&');
}

function filterValues(key: (typeof FILTER_KEYS)[number], value: string): string[] {
	refuseLongAddress(value.length);
	// A regular expression may hold commas and backslashes of its own.
	const isExpression = key === 'keyword';
	const values = (isExpression ? [value] : value.split(','))
		.map((each) => (key === 'from' || key === 'to' ? withoutPlus(each) : each.trim()))
		.filter((each) => each !== '');
	for (const each of values) refuseSlashes(key, isExpression ? each.replace(/\\/g, '') : each);
	return values.map(percentEncode);
}

/** The text: never empty, because an empty path parameter would shift all the others. */
function textParameter(text: string): string {
	refuseLongAddress(text.length);
	refuseBrokenUnicode(text);
	return base64Parameter(required('message', text));
}

/** A short code, long code or number: a leading `+` is dropped, as the vendor's own clients do. */
function code(name: string, value: string): string {
	return segment(name, withoutPlus(value));
}

/**
 * One path parameter, percent-encoded; it is signed in that form. Assumed: no vendor's page shows
 * a value that needs encoding.
 */
function segment(name: string, value: string): string {
	refuseLongAddress(value.length);
	const trimmed = required(name, value.trim());
	refuseSlashes(name, trimmed);
	return percentEncode(trimmed);
}

/** @throws Refusal for what servers take as a step in a path even where it is percent-encoded */
function refuseSlashes(name: string, value: string): void {
	if (/[/\\]/.test(value) || value === '.' || value === '..') {
		throw new Refusal(
			'INVALID_PARAMETER',
			`"${name}" has a character that Messangi’s URLs cannot contain: "${excerpt(value, 40)}"`,
			'Remove it. This value becomes part of the URL, where a slash would begin another part.',
		);
	}
}
