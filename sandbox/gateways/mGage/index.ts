import type { Accounts } from '../../accounts';
import { forgetOldest, isKept } from '../../server/budget';
import { splitTarget } from '../../server/decoding';
import {
	TEXT,
	unknownPath,
	wrongMethod,
	type Answer,
	type Archive,
	type Attempt,
	type StandIn,
	type ReceivedRequest,
} from '../../server/gateway';
import type { AcceptedMessage } from '../../server/message';
import { isRecord } from '../../server/isRecord';
import { notices, report } from './callbacks';
import { checkBasicAuth, checkRequest, isValidNumber, numbersOf, type Parameters } from './checks';
import { exportMessages, programOf, type MGageExport } from './export';
import { EXTERNAL_MO, externalMO, failure } from './externalMO';
import {
	MESSAGES,
	outcomeOf,
	reply,
	sameForAll,
	type MGageReply,
	type NumberOutcome,
} from './replies';

const SEND = '/api/gateway';

/** Error messages for `omitFromNextReply` and `refuseNumbers`. */
export const NUMBERS_REFUSAL = 'Give the numbers as a list of strings.';
export const CODES_REFUSAL = 'Give numbers with codes, e.g. {"13055550100": 111}.';

/** What the vendor's page leaves open. */
export interface MGageOptions {
	/** Default `xml`. */
	mgageReply: MGageReply;
	/** The format of exports; default `xml`. */
	mgageExport: MGageExport;
}

/** The options with their defaults. */
export function completeOptions({
	mgageReply = 'xml',
	mgageExport = 'xml',
}: Partial<MGageOptions>): MGageOptions {
	return { mgageReply, mgageExport };
}

export interface MGage extends StandIn {
	/** Leaves each of these numbers out of the next reply that would list it as accepted. */
	omitFromNextReply(numbers: readonly string[]): void;
	/** Refuses these numbers with these codes, until the reset. */
	refuseNumbers(codes: Readonly<Record<string, number>>): void;
}

/** mGage's Gateway API 2.0, from the vendor's page. Base URL: `<sandbox>/mgage`. */
export function createMGage(
	{ mgageReply: replyShape, mgageExport }: MGageOptions,
	account: Accounts['mGage'],
	archive: Archive,
): MGage {
	let sent = 0;
	const nextId = (): string => String(70_000_000_000 + ++sent);
	const omitted = new Set<string>();
	const refused = new Map<string, number>();

	return {
		name: 'mGage',

		handle(request) {
			const { path, query } = splitTarget(request.target);
			const program = programOf(path);
			if (path !== SEND && path !== EXTERNAL_MO && program === undefined) {
				return unknownPath(
					`path: expected ${SEND}, ${EXTERNAL_MO} or /api/messages/program/{programId}`,
				);
			}
			const verb = program === undefined ? 'POST' : 'GET';
			if (request.method !== verb) return wrongMethod(verb, request.method);
			const refusal = checkBasicAuth(request.headers.authorization, account);
			if (refusal !== undefined) return refusal;
			if ('unreadable' in query) {
				const { unreadable } = query;
				if (path !== SEND) return failure(unreadable);
				return { status: 400, contentType: TEXT, body: unreadable, refusedBecause: unreadable };
			}
			if (program !== undefined) {
				return exportMessages(program, query.values, archive, mgageExport);
			}
			return path === SEND ? send(query.values) : externalMO(query.values);
		},

		knowsCode: (code) => /^\d+$/.test(code) && MESSAGES.has(Number(code)),
		isCoded: (target) => !target.includes(EXTERNAL_MO) && !target.includes('/api/messages/'),

		answerCode(code, request, accepted) {
			const { path, query } = splitTarget(request.target);
			const given = 'values' in query ? query.values : new Map<string, string>();
			// These calls have words instead of codes, and only they themselves make a success.
			if (path === EXTERNAL_MO || programOf(path) !== undefined)
				return failure(MESSAGES.get(Number(code))?.(given) ?? '');
			const recipients = sameForAll(given, Number(code)).map((recipient, at) => ({
				...recipient,
				messageId: code === '0' ? (accepted[at]?.id ?? nextId()) : '',
			}));
			return reply(replyShape, recipients);
		},

		describe,
		report,
		notice: (message, fields) => notices(message, nextId(), fields),

		omitFromNextReply(numbers) {
			if (!Array.isArray(numbers) || !numbers.every((each) => typeof each === 'string')) {
				throw new RangeError(NUMBERS_REFUSAL);
			}
			for (const number of numbers.filter(isKept)) omitted.add(number);
			forgetOldest(omitted);
		},

		refuseNumbers(codes) {
			if (!isRecord(codes)) {
				throw new RangeError(CODES_REFUSAL);
			}
			for (const [number, code] of Object.entries(codes)) {
				if (code === 0 || !MESSAGES.has(code)) {
					throw new RangeError(`${String(code)}, given for ${number}, is not an mGage error code.`);
				}
			}
			for (const [number, code] of Object.entries(codes)) {
				if (isKept(number)) refused.set(number, code);
			}
			forgetOldest(refused);
		},

		reset() {
			omitted.clear();
			refused.clear();
		},
	};

	function send(given: Parameters): Answer {
		const wrong = checkRequest(given);
		if (wrong === undefined) return sendToEach(given);
		const [code, because] = wrong;
		return {
			...reply(replyShape, sameForAll(given, code)),
			refusedBecause: `${String(code)}: ${because}`,
		};
	}

	function sendToEach(given: Parameters): Answer {
		const accepted: AcceptedMessage[] = [];
		const because: string[] = [];
		const recipients: NumberOutcome[] = [];
		for (const number of numbersOf(given)) {
			const code = refused.get(number) ?? (isValidNumber(number) ? 0 : 111);
			if (code !== 0) {
				const wanted = refused.has(number) ? 'one that is not to be refused' : '8 to 15 digits';
				because.push(`${String(code)}: numbers: expected ${wanted}, got "${number}"`);
				recipients.push(outcomeOf(given, number, code));
				continue;
			}
			const id = nextId();
			accepted.push(messageOf(given, number, id));
			if (!omitted.delete(number)) recipients.push(outcomeOf(given, number, 0, id));
		}
		const answer = { ...reply(replyShape, recipients), accepted };
		return because.length === 0 ? answer : { ...answer, refusedBecause: because.join('; ') };
	}
}

function describe(request: ReceivedRequest): Attempt {
	const { path, query } = splitTarget(request.target);
	const given: Parameters = 'values' in query ? query.values : new Map<string, string>();
	const value = (name: string): string => given.get(name) ?? '';
	const text = value('message');
	if (programOf(path) !== undefined) {
		return { operation: 'export', numbers: [], from: '', text: '' };
	}
	if (path !== EXTERNAL_MO) {
		return { operation: 'gateway', numbers: numbersOf(given), from: value('spoof_from'), text };
	}
	const numbers = [value('originator')].filter((number) => number !== '');
	return { operation: 'externalMO', numbers, from: value('destination'), text };
}

function messageOf(given: Parameters, to: string, id: string): AcceptedMessage {
	return {
		operation: 'gateway',
		id,
		to,
		from: given.get('spoof_from') ?? '',
		text: given.get('message') ?? '',
		details: {
			programId: given.get('program_id') ?? '',
			messageBilled: given.get('message_billed') ?? '',
			allowLongMessages: given.get('allow_long_messages') ?? 'no',
		},
	};
}
