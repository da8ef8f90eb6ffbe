import type { GatewayCode } from '../../inbox/protocol';
import { JSON_TYPE, TEXT, type Answer } from '../../server/gateway';
import { element, textElement } from '../../server/xml';
import { lengthOf, MAX_NUMBERS, numbersOf, type Parameters } from './checks';

/** The format of the reply: the sample is missing from the vendor's page. */
export type MGageReply = 'xml' | 'json' | 'text';

/** The status codes of the vendor's page, with its texts and the values in them. */
export const MESSAGES = new Map<number, (given: Parameters) => string>([
	[0, () => 'Request accepted onto the platform.'],
	[1, () => 'Send failed. Please contact support.'],
	[104, (given) => `Invalid message type: '${given.get('message_type') ?? ''}'`],
	[
		105,
		(given) =>
			"Country code not valid – currently supported country codes are: 'US' or 'UK', " +
			`supplied: '${numbersOf(given)[0]?.slice(0, 3) ?? ''}'`,
	],
	[106, () => 'Message billed not set correctly – should be "yes" or "no".'],
	[107, (given) => `Too many characters in message – should be < 160, found ${lengthOf(given)}.`],
	[108, () => 'Message must not be empty.'],
	[109, () => 'You must specify at least one recipient.'],
	[111, () => 'No valid numbers to send to!'],
	[
		112,
		(given) =>
			`Too many numbers in request – max. ${String(MAX_NUMBERS)}, ` +
			`received: ${String(numbersOf(given).length)}.`,
	],
	[113, () => 'Number found twice in request – please only supply each number once per request!'],
	[114, () => 'Parameter allow_long_messages not set correctly – should be "yes" or "no".'],
	[201, () => 'Spoof must be set when sending unbilled messages.'],
]);

/** The codes of failures, with their texts up to the values in them. */
export const FAILURES: readonly GatewayCode[] = [...MESSAGES]
	.filter(([code]) => code !== 0)
	.map(([code, text]) => {
		const [meaning = ''] = text(new Map<string, string>()).split(/[:–]/);
		return { code: String(code), meaning: meaning.trim() };
	});

/** The reply's result for one number; `number` is empty if none was given. */
export interface NumberOutcome {
	readonly number: string;
	readonly statusCode: number;
	readonly statusMessage: string;
	readonly messageId: string;
}

export function outcomeOf(given: Parameters, number: string, code: number, id = ''): NumberOutcome {
	const statusMessage = MESSAGES.get(code)?.(given) ?? '';
	return { number, statusCode: code, statusMessage, messageId: id };
}

/** A code for the whole request is repeated for each number, or given once if there is none. */
export function sameForAll(given: Parameters, code: number): readonly NumberOutcome[] {
	const numbers = numbersOf(given);
	return (numbers.length === 0 ? [''] : numbers).map((number) => outcomeOf(given, number, code));
}

/** "The recipient block will repeat for each number", says the page; the block itself is assumed. */
export function reply(shape: MGageReply, recipients: readonly NumberOutcome[]): Answer {
	switch (shape) {
		case 'xml':
			return {
				status: 200,
				contentType: 'text/xml;charset=UTF-8',
				body: element('response', ...recipients.map(xmlBlock)),
			};
		case 'json':
			return {
				status: 200,
				contentType: JSON_TYPE,
				body: JSON.stringify({ recipients: recipients.map(withoutEmpty) }),
			};
		case 'text':
			return {
				status: 200,
				contentType: TEXT,
				body: recipients
					.map((r) => [r.number, String(r.statusCode), r.statusMessage, r.messageId].join(','))
					.join('\n'),
			};
	}
}

function xmlBlock({ number, statusCode, statusMessage, messageId }: NumberOutcome): string {
	return element(
		'recipient',
		number === '' ? '' : textElement('number', number),
		textElement('statusCode', String(statusCode)),
		textElement('statusMessage', statusMessage),
		messageId === '' ? '' : textElement('messageId', messageId),
	);
}

function withoutEmpty(recipient: NumberOutcome): Partial<NumberOutcome> {
	return Object.fromEntries(Object.entries(recipient).filter(([, value]) => value !== ''));
}
