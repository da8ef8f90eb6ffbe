import type { Answer } from '../../server/gateway';
import type { AcceptedMessage } from '../../server/message';
import { element, textElement } from '../../server/xml';
import type { Surroundings, Values } from './method';
import { messageAnswer, okAnswer, refuseCall } from './replies';

/** Carriers that the sandbox knows. The vendor publishes no list; names are case-sensitive. */
const CARRIERS = new Set([
	'Movistar',
	'Digitel',
	'Movilnet',
	'Claro PR',
	'T-Mobile',
	'AT&T',
	'Verizon',
	'Tigo',
	'Claro',
	'Telcel',
]);

const BAD_BASE64 = 'expected UTF-8 in URL-safe Base64, got something else';

/** A status, with the check that failed unless it is a success. */
interface Verdict {
	readonly status: string;
	readonly because: string;
}

/** What is wrong with a phone number; the limits are E.164's. */
export function checkHandset(number: string): string | undefined {
	return /^\d{7,15}$/.test(number)
		? undefined
		: `mobileNumber: expected 7 to 15 digits, got "${number}"`;
}

/** What is wrong with the sender or the recipient of any method. */
function checkEnds(from: string, to: string): Verdict | undefined {
	if (!/^\d+$/.test(from)) {
		return { status: 'BAD_FROM', because: `from: expected digits, got "${from}"` };
	}
	const because = checkHandset(to);
	return because === undefined ? undefined : { status: 'BAD_TO', because };
}

function checkCarrier(carrier: string): string | undefined {
	return CARRIERS.has(carrier)
		? undefined
		: `carrier: expected one of ${[...CARRIERS].join(', ')}, got "${carrier}"`;
}

/** What is wrong with a Base64 text, for methods whose reply has no message status. */
export function checkText(text: string | null): string | undefined {
	if (text === null) return `text: ${BAD_BASE64}`;
	return text === '' ? 'text: expected a message, got an empty one' : undefined;
}

export function sendSMS(values: Values, { nextId }: Surroundings): Answer {
	const to = values.text('mobileNumber');
	const text = values.text('text');
	const carrier = values.text('carrier');
	const from = values.text('from');
	if (carrier === null || from === null) {
		return refuseCall('sendSMS', 'carrier or from: not valid percent-encoded UTF-8');
	}
	if (text === '') return refuseCall('sendSMS', 'text: expected a message, got an empty one');

	const id = nextId();
	if (to === null || text === null) {
		const refusedBecause = `${to === null ? 'mobileNumber' : 'text'}: ${BAD_BASE64}`;
		return { ...messageAnswer('BAD_ENCODING', values, id), refusedBecause };
	}
	const verdict = checkMessage(carrier, from, to);
	if (verdict !== undefined) {
		return { ...messageAnswer(verdict.status, values, id), refusedBecause: verdict.because };
	}
	return {
		...messageAnswer('SENT_TO_CARRIER', values, id),
		accepted: [{ operation: 'sendSMS', id, to, from, text, details: { carrier } }],
	};
}

function checkMessage(carrier: string, from: string, to: string): Verdict | undefined {
	const because = checkCarrier(carrier);
	return because === undefined ? checkEnds(from, to) : { status: 'BAD_CARRIER/FROM', because };
}

/** A refusal is the whole call's: the reply has no message status. */
export function sendMT(values: Values, { nextId }: Surroundings): Answer {
	const [from, carrier, to, flags] = ['from', 'carrier', 'mobileNumber', 'flags'].map((name) =>
		values.text(name),
	);
	if (typeof from !== 'string' || typeof carrier !== 'string') {
		return refuseCall('sendMT', 'from or carrier: not valid percent-encoded UTF-8');
	}
	if (typeof to !== 'string' || typeof flags !== 'string') {
		return refuseCall('sendMT', 'mobileNumber or flags: not valid percent-encoded UTF-8');
	}
	const text = values.text('text') ?? '';
	const wrongText = checkText(values.text('text'));
	if (wrongText !== undefined) return refuseCall('sendMT', wrongText);
	if (!/^(\d+|null)$/.test(carrier)) {
		return refuseCall('sendMT', `carrier: expected an operator ID or null, got "${carrier}"`);
	}
	const wrongEnd = checkEnds(from, to);
	if (wrongEnd !== undefined) return refuseCall('sendMT', wrongEnd.because);

	const details: Record<string, string> = flags === '' ? { carrier } : { carrier, flags };
	const message: AcceptedMessage = { operation: 'sendMT', id: nextId(), to, from, text, details };
	return { ...okAnswer('sendMT'), accepted: [message] };
}

const PIN = 'sendSMSPinMobileNumberConfirm';

/** The reply has a PIN and no message status, so a refusal is the whole call's, as with `sendMT`. */
export function sendPin(values: Values, { nextId, nextPin }: Surroundings): Answer {
	const [carrier, from, to, length] = ['carrier', 'from', 'mobileNumber', 'length'].map((name) =>
		values.text(name),
	);
	if (typeof carrier !== 'string' || typeof from !== 'string') {
		return refuseCall(PIN, 'carrier or from: not valid percent-encoded UTF-8');
	}
	if (typeof to !== 'string' || typeof length !== 'string') {
		return refuseCall(PIN, 'mobileNumber or length: not valid percent-encoded UTF-8');
	}
	const text = values.text('text') ?? '';
	const because =
		checkText(values.text('text')) ??
		checkMessage(carrier, from, to)?.because ??
		// The page has no limits; ten digits are more than anyone types (assumed).
		(/^([1-9]|10)$/.test(length) ? undefined : `length: expected 1 to 10, got "${length}"`);
	if (because !== undefined) return refuseCall(PIN, because);

	const pin = nextPin(Number(length));
	const details = { carrier, pin, length };
	return {
		...okAnswer(PIN, element('PinSMSConfirmation', textElement('pin', pin))),
		// How the gateway combines PIN and text is not published, so the text stays unchanged.
		accepted: [{ operation: PIN, id: nextId(), to, from, text, details }],
	};
}
