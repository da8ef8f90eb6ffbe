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

/** Below the account's Base URL. */
const API = 'rest/api';
/** The value with which `sendMT` lets the campaign manager choose the carrier. */
const ANY_CARRIER = 'null';
/** A list's value for "no filter". Assumed: the vendor shows no call without one. */
const NO_FILTER = 'null';

/** The longest text or JSON in a request's body, in UTF-16 units; more than twice the longest SMS. */
const LONGEST_BODY = 100_000;

/** The length of a PIN, in characters. Assumed: the vendor's page names no limits. */
export const PIN_LENGTHS = { shortest: 1, longest: 10 } as const;

/** One text message to one phone, `tools/sendSMS`. */
export interface SendSmsParameters {
	/** The carrier's name as Messangi spells it. */
	carrier: string;
	/** The short code or long code to send from. */
	from: string;
	/** The phone, digits with the country code. */
	to: string;
	text: string;
}

/** One text message through the campaign manager, `sendMT`. */
export interface SendMtParameters {
	from: string;
	/** The carrier's ID; if empty, the campaign manager chooses. */
	carrier: string;
	to: string;
	text: string;
	/** Passed to a job at the vendor; if empty, the method is called without flags. */
	flags: string;
}

/** A PIN that the gateway generates and sends, `tools/sendSMSPinMobileNumberConfirm`. */
export interface SendPinParameters {
	/** The carrier's name as Messangi spells it; case matters. */
	carrier: string;
	from: string;
	/** The phone, digits with the country code. */
	to: string;
	text: string;
	/** The number of characters in the PIN. */
	length: number;
}

/** A simulated incoming message, `fireMessage`. */
export interface FireParameters {
	/** The phone, digits with the country code. */
	from: string;
	text: string;
}

/** The same to a specific code. */
export interface FirePostParameters extends FireParameters {
	/** The short code or long code that receives it. */
	to: string;
}

/**
 * The filters of a list. Several values of one key are separated by commas; empty or missing ones do not
 * filter.
 */
export interface ListFilters {
	from?: string;
	to?: string;
	carrier?: string;
	/** A Java regular expression. Assumed: a comma is part of it, and `%2C` in the URL. */
	keyword?: string;
	status?: string;
	/** `desc` is newest first. */
	order?: 'asc' | 'desc' | '';
}

/** One page of a list. */
export interface PageParameters {
	page: number;
	/** Messages per page. */
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
 * `tools/sendSMS`: the carrier comes before the sender; the number and the text are Base64.
 * Source: the vendor's page "Send SMS".
 *
 * @throws Refusal for a value that a path cannot contain
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
 * `sendMT`: the sender comes before the carrier; only the text is Base64; flags, if any, come last.
 * Source: the vendor's pages "Send SMS (Campaign Manager)" and "With Flags".
 *
 * @throws Refusal for a value that a path cannot contain
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
 * `tools/sendSMSPinMobileNumberConfirm`: the carrier comes before the sender; only the text is Base64.
 * Source: the vendor's page "Generate Mobile PIN".
 *
 * @throws Refusal for a value that a path cannot contain, and for a length out of bounds
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
 * @throws Refusal for a value that a path cannot contain
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
 * The same with the user's own JSON, which is sent unchanged: the field names can differ by account. Only
 * trailing commas, which the vendor's own sample has, are removed: they are not valid JSON.
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
 * `tools/getMOMessages`, one page of incoming messages. Source: the vendor's page "List
 * Incoming Messages".
 *
 * @throws Refusal for a filter that a path cannot contain, and for an invalid page
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
 * @throws Refusal for an ID that a path cannot contain
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
 * `tools/getMOMessages` for one message of the first page: the cheapest call that tests an account and
 * sends nothing. Source: the vendor's page "List Incoming Messages".
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

/** The keys of a filter, in the order of the vendor's example, which lacks `status`. */
const FILTER_KEYS = ['from', 'order', 'to', 'keyword', 'carrier', 'status'] as const;

/**
 * The filters as one path parameter: `key=value` joined by `&`, several values of a key by `,`. The
 * values are percent-encoded, and the result is signed as it is.
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
	// A regular expression may contain commas and backslashes.
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
 * One path parameter, percent-encoded; it is signed in that form. Assumed: no page of the vendor shows a
 * value that needs encoding.
 */
function segment(name: string, value: string): string {
	refuseLongAddress(value.length);
	const trimmed = required(name, value.trim());
	refuseSlashes(name, trimmed);
	return percentEncode(trimmed);
}

/** @throws Refusal for what servers treat as a path separator or step even if it is percent-encoded */
function refuseSlashes(name: string, value: string): void {
	if (/[/\\]/.test(value) || value === '.' || value === '..') {
		throw new Refusal(
			'INVALID_PARAMETER',
			`"${name}" has a character that Messangi’s URLs cannot contain: "${excerpt(value, 40)}"`,
			'Remove it. This value becomes part of the URL, where a slash would begin another part.',
		);
	}
}
