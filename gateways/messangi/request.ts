import { Refusal } from '../../messages/refusal';
import { percentEncode, refuseBrokenUnicode, type GatewayRequest } from '../request';
import { base64Parameter, INSTANCE_ID } from './signature';

/** Below the account's base address. */
const API = 'rest/api';
/** What `sendMT` takes as "let the campaign manager look for a carrier". */
const ANY_CARRIER = 'null';
/** What a list takes as "no filter". Assumed: the vendor shows no call without one. */
const NO_FILTER = 'null';

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

/**
 * `tools/sendSMS`: the carrier stands before the sender; the number and the text are Base64.
 * Source: the vendor's page "Send SMS".
 *
 * @throws Refusal for a value that cannot stand in a path
 */
export function sendSms({ carrier, from, to, text }: SendSmsParameters): GatewayRequest {
	return call('tools/sendSMS', [
		segment('carrier', carrier),
		code('from', from),
		base64Parameter(to),
		textParameter(text),
	]);
}

/**
 * `sendMT`: the sender stands before the carrier; only the text is Base64; the flags, where there
 * are any, come last. Source: the vendor's pages "Send SMS (Campaign Manager)" and "With Flags".
 *
 * @throws Refusal for a value that cannot stand in a path
 */
export function sendMt({ from, carrier, to, text, flags }: SendMtParameters): GatewayRequest {
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
 * `tools/getMOMessages` for one message of the first page: the cheapest call that proves an
 * account, because it sends nothing. Source: the vendor's page "List Incoming Messages".
 */
export function probe(): GatewayRequest {
	return call('tools/getMOMessages', ['1', '1', NO_FILTER]);
}

function call(method: string, parameters: string[]): GatewayRequest {
	return { method: 'GET', path: [API, method, INSTANCE_ID, ...parameters].join('/') };
}

/** The text: never empty, because an empty path parameter would shift all the others. */
function textParameter(text: string): string {
	refuseBrokenUnicode(text);
	return base64Parameter(text);
}

/** A short code, long code or sender: a leading `+` is dropped, as the vendor's own clients do. */
function code(name: string, value: string): string {
	return segment(name, value.trim().replace(/^\+/, ''));
}

/**
 * One path parameter, percent-encoded; it is signed in that form. Assumed: no vendor's page shows
 * a value that needs encoding.
 */
function segment(name: string, value: string): string {
	const trimmed = value.trim();
	if (trimmed === '') {
		throw new Refusal('MISSING_PARAMETER', `"${name}" is empty`, `Fill in "${name}".`);
	}
	if (/[/\\]/.test(trimmed) || trimmed === '.' || trimmed === '..') {
		throw new Refusal(
			'INVALID_PARAMETER',
			`"${name}" holds a character that cannot stand in a Messangi address: "${trimmed}"`,
			'Messangi takes this value as a part of the address, where a slash would begin another part. Remove it.',
		);
	}
	return percentEncode(trimmed);
}
