import { ACCOUNTS } from './accounts';
import { splitTarget } from './decoding';
import {
	JSON_TYPE,
	TEXT,
	unknownPath,
	wrongMethod,
	type AcceptedMessage,
	type Answer,
	type Gateway,
} from './gateway';
import { sameSecret } from './secrets';
import { element, textElement } from './xml';

/** In which shape the gateway answers: the vendor's page has lost its sample reply. */
export type MGageReply = 'xml' | 'json' | 'text';

const ACCOUNT = ACCOUNTS.mGage;
const MAX_NUMBERS = 250;
const MAX_CHARACTERS = 160;

type Parameters = ReadonlyMap<string, string>;

/** The status codes of the vendor's page, with its texts and what it fills into them. */
const MESSAGES = new Map<number, (given: Parameters) => string>([
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

/** What the reply says about one number; `number` is empty where none was given. */
interface Recipient {
	readonly number: string;
	readonly statusCode: number;
	readonly statusMessage: string;
	readonly messageId: string;
}

/** mGage's Gateway API 2.0, from the vendor's page. Base URL: `<sandbox>/mgage`. */
export function createMGage(replyShape: MGageReply = 'xml'): Gateway {
	let sent = 0;
	const nextId = (): string => String(70_000_000_000 + ++sent);

	return {
		name: 'mGage',
		prefix: '/mgage',

		handle(request) {
			const { path, query } = splitTarget(request.target);
			if (path !== '/api/gateway') return unknownPath('path: expected /api/gateway');
			if (request.method !== 'POST') return wrongMethod('POST', request.method);
			const stranger = checkBasicAuth(request.headers.authorization);
			if (stranger !== undefined) return stranger;
			if ('unreadable' in query) {
				const { unreadable } = query;
				return { status: 400, contentType: TEXT, body: unreadable, refusedBecause: unreadable };
			}
			const given = query.values;
			const failure = checkRequest(given);
			if (failure !== undefined) {
				const [code, because] = failure;
				return {
					...reply(replyShape, sameForAll(given, code)),
					refusedBecause: `${String(code)}: ${because}`,
				};
			}
			return sendToEach(given);
		},

		knowsCode: (code) => /^\d+$/.test(code) && MESSAGES.has(Number(code)),

		answerCode(code, request, accepted) {
			const { query } = splitTarget(request.target);
			const given = 'values' in query ? query.values : new Map<string, string>();
			const recipients = sameForAll(given, Number(code)).map((recipient, at) => ({
				...recipient,
				messageId: code === '0' ? (accepted[at]?.id ?? nextId()) : '',
			}));
			return reply(replyShape, recipients);
		},
	};

	function sendToEach(given: Parameters): Answer {
		const accepted: AcceptedMessage[] = [];
		const recipients = numbersOf(given).map((number): Recipient => {
			if (!isValidNumber(number)) return recipientOf(given, number, 111);
			const id = nextId();
			accepted.push({
				operation: 'gateway',
				id,
				to: number,
				from: given.get('spoof_from') ?? '',
				text: given.get('message') ?? '',
				details: {
					programId: given.get('program_id') ?? '',
					messageBilled: given.get('message_billed') ?? '',
					allowLongMessages: given.get('allow_long_messages') ?? 'no',
				},
			});
			return recipientOf(given, number, 0, id);
		});
		const invalid = recipients.filter(({ statusCode }) => statusCode !== 0);
		const answer = { ...reply(replyShape, recipients), accepted };
		if (invalid.length === 0) return answer;
		const listed = invalid.map(({ number }) => `"${number}"`).join(', ');
		return { ...answer, refusedBecause: `111: numbers: expected 8 to 15 digits, got ${listed}` };
	}
}

/** HTTP Basic, as the vendor's page asks for. */
function checkBasicAuth(authorization: string | undefined): Answer | undefined {
	const [, encoded] = /^Basic +([A-Za-z0-9+/]+=*)$/i.exec(authorization ?? '') ?? [];
	const given = encoded === undefined ? '' : Buffer.from(encoded, 'base64').toString('utf8');
	if (sameSecret(`${ACCOUNT.username}:${ACCOUNT.password}`, given)) return undefined;
	// What was sent may be a real account's, so it is judged here but not repeated.
	let got = given.startsWith(`${ACCOUNT.username}:`) ? 'another password' : 'another username';
	if (authorization === undefined) got = 'no Authorization header';
	else if (encoded === undefined) got = 'an Authorization header that is not HTTP Basic';
	return {
		status: 401,
		contentType: TEXT,
		headers: { 'www-authenticate': 'Basic realm="mGage Gateway API"' },
		body: 'Unauthorized',
		refusedBecause: `HTTP Basic: expected username "${ACCOUNT.username}" with its password, got ${got}`,
	};
}

/**
 * The first thing wrong with the request as a whole: its documented code, and the check in words.
 * Code 105 is never found here: the page's two countries would shut out customers' own routes. Ask
 * for it with a fault.
 */
function checkRequest(given: Parameters): readonly [code: number, because: string] | undefined {
	const shown = (name: string): string => {
		const value = given.get(name);
		return value === undefined ? 'nothing in the query' : `"${value}"`;
	};
	const isYesOrNo = (name: string): boolean => /^(yes|no)$/.test(given.get(name) ?? '');
	const numbers = numbersOf(given);
	const twice = numbers.find((number, at) => numbers.indexOf(number) !== at);

	if (given.get('message_type') !== 'sms') {
		return [104, `message_type: expected "sms", got ${shown('message_type')}`];
	}
	if (!isYesOrNo('message_billed')) {
		return [106, `message_billed: expected "yes" or "no", got ${shown('message_billed')}`];
	}
	if (given.has('allow_long_messages') && !isYesOrNo('allow_long_messages')) {
		return [
			114,
			`allow_long_messages: expected "yes" or "no", got ${shown('allow_long_messages')}`,
		];
	}
	if ((given.get('message') ?? '') === '') {
		return [108, `message: expected a text, got ${shown('message')}`];
	}
	if (given.get('allow_long_messages') !== 'yes' && Number(lengthOf(given)) > MAX_CHARACTERS) {
		return [107, `message: expected at most 160 characters, got ${lengthOf(given)}`];
	}
	if (numbers.length === 0) return [109, `numbers: expected at least one, got ${shown('numbers')}`];
	if (numbers.length > MAX_NUMBERS) {
		return [112, `numbers: expected at most 250, got ${String(numbers.length)}`];
	}
	if (twice !== undefined) return [113, `numbers: expected each number once, got ${twice} again`];
	if (!numbers.some(isValidNumber)) {
		return [111, `numbers: expected one of 8 to 15 digits at least, got ${shown('numbers')}`];
	}
	if (given.get('message_billed') === 'no' && (given.get('spoof_from') ?? '') === '') {
		return [
			201,
			`spoof_from: expected a sender with message_billed=no, got ${shown('spoof_from')}`,
		];
	}
	if ((given.get('program_id') ?? '') === '') {
		return [1, `program_id: expected a program, got ${shown('program_id')}`];
	}
	return undefined;
}

function numbersOf(given: Parameters): readonly string[] {
	return (given.get('numbers') ?? '').split(',').filter((number) => number !== '');
}

/** Digits with the country code and nothing else, in E.164's length. */
function isValidNumber(number: string): boolean {
	return /^\d{8,15}$/.test(number);
}

/** Counted in UTF-16 units, as an SMS counts an emoji for two. */
function lengthOf(given: Parameters): string {
	return String((given.get('message') ?? '').length);
}

function recipientOf(given: Parameters, number: string, code: number, id = ''): Recipient {
	const statusMessage = MESSAGES.get(code)?.(given) ?? '';
	return { number, statusCode: code, statusMessage, messageId: id };
}

/** A code for the whole request repeats for each number, or stands alone if there is none. */
function sameForAll(given: Parameters, code: number): readonly Recipient[] {
	const numbers = numbersOf(given);
	return (numbers.length === 0 ? [''] : numbers).map((number) => recipientOf(given, number, code));
}

/** "The recipient block will repeat for each number", says the page; the block itself is assumed. */
function reply(shape: MGageReply, recipients: readonly Recipient[]): Answer {
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

function xmlBlock({ number, statusCode, statusMessage, messageId }: Recipient): string {
	return element(
		'recipient',
		number === '' ? '' : textElement('number', number),
		textElement('statusCode', String(statusCode)),
		textElement('statusMessage', statusMessage),
		messageId === '' ? '' : textElement('messageId', messageId),
	);
}

function withoutEmpty(recipient: Recipient): Partial<Recipient> {
	return Object.fromEntries(Object.entries(recipient).filter(([, value]) => value !== ''));
}
