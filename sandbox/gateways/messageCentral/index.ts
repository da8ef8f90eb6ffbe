import { randomUUID } from 'node:crypto';

import type { Accounts } from '../../accounts';
import { checkMilliseconds } from '../../server/checks';
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
import { Tokens } from '../../server/tokens';
import { report } from './callbacks';
import { Otps } from './otp';
import {
	answerSuccess,
	badRequest,
	coded,
	CODES,
	errorData,
	json,
	type Parameters,
} from './replies';
import { send } from './send';
import { issueToken, TOKEN_LIFETIME_SECONDS } from './tokens';

const TOKEN = '/auth/v1/authentication/token';
const SEND = '/verification/v3/send';
/** The vendor's text says POST, but only GET works (according to users). */
const VALIDATE = '/verification/v3/validateOtp';

/** A path of the vendor's page: its HTTP method, whether it needs a token, and its handler. */
interface Route {
	readonly verb: 'GET' | 'POST';
	/** Needs no token. */
	readonly open?: boolean;
	run(given: Parameters, request: ReceivedRequest): Answer | Promise<Answer>;
}

/** What the vendor's page leaves open. */
export interface MessageCentralOptions {
	/** The most recipients of a bulk send; more are refused with code 800. Default: no limit. */
	messageCentralMaxRecipients: number;
	/** Milliseconds for which a one-time code can be verified; default 60,000. */
	otpLifetime: number;
}

/** The options with their defaults. @throws RangeError for a lifetime out of range */
export function completeOptions(given: Partial<MessageCentralOptions>): MessageCentralOptions {
	const { messageCentralMaxRecipients = Infinity, otpLifetime = 60_000 } = given;
	checkMilliseconds('lifetime of codes', otpLifetime);
	return { messageCentralMaxRecipients, otpLifetime };
}

export interface MessageCentral extends StandIn {
	/** @throws RangeError for anything but 4 to 8 digits */
	setNextOtp(code: string): void;
	expireOtps(): void;
}

/** Message Central's token, send and verify calls. Base URL: `<sandbox>/message-central`. */
export function createMessageCentral(
	options: MessageCentralOptions,
	account: Accounts['messageCentral'],
	archive: Pick<Archive, 'endCode'>,
): MessageCentral {
	const { customerId } = account;
	const tokens = new Tokens({
		subject: customerId,
		lifetimeSeconds: TOKEN_LIFETIME_SECONDS,
		longLived: account.authToken,
		header: 'authToken',
	});
	let sent = 0;
	const nextVerificationId = (): string => String(1_000_000 + ++sent);
	const otps = new Otps(options.otpLifetime, customerId, nextVerificationId, archive);

	const sendByType = (
		given: Parameters,
		{ body, headers }: ReceivedRequest,
	): Answer | Promise<Answer> => {
		const type = given.get('type') ?? 'nothing';
		if (type === 'OTP') return otps.send(given, body);
		if (type !== 'SMS') return badRequest(`type: expected SMS or OTP, got ${type}`, given);
		const contentType = headers['content-type'] ?? '';
		const limits = { customerId, maxRecipients: options.messageCentralMaxRecipients };
		return send(given, body, contentType, limits, nextVerificationId);
	};

	const routes = new Map<string, Route>([
		[TOKEN, { verb: 'GET', open: true, run: (given) => issueToken(given, tokens, account) }],
		[SEND, { verb: 'POST', run: sendByType }],
		[VALIDATE, { verb: 'GET', run: (given) => otps.validate(given) }],
	]);

	return {
		name: 'messageCentral',

		handle(request) {
			const { path, query } = splitTarget(request.target);
			const route = routes.get(path);
			if (route === undefined) {
				return unknownPath(`path: expected one of ${[...routes.keys()].join(', ')}`);
			}
			if (route.verb !== request.method) return wrongMethod(route.verb, request.method);
			if (route.open !== true) {
				const because = tokens.refuse(request.headers.authtoken);
				if (because !== undefined) {
					return { status: 401, contentType: TEXT, body: '', refusedBecause: because };
				}
			}
			if ('unreadable' in query) return badRequest(query.unreadable);
			return route.run(query.values, request);
		},

		knowsCode: (code) => /^\d+$/.test(code) && CODES.has(Number(code)),
		isCoded: (target) => !target.includes(TOKEN),
		answerCode: (code, request, accepted) =>
			answerCode(Number(code), request, accepted, nextVerificationId),

		describe,
		report,

		setNextOtp: (code) => {
			otps.forceNext(code);
		},
		expireOtps: () => {
			otps.expireAll();
		},
		expireTokens: () => {
			tokens.expireAll();
		},
		reset: () => {
			tokens.forgetAll();
			otps.forgetAll();
		},
	};
}

const OPERATIONS = new Map([
	[TOKEN, 'token'],
	[SEND, 'send'],
	[VALIDATE, 'validateOtp'],
]);

function describe(request: ReceivedRequest): Attempt {
	const { path, query } = splitTarget(request.target);
	const given: Parameters = 'values' in query ? query.values : new Map<string, string>();
	const value = (name: string): string => given.get(name) ?? '';
	const isOtp = path === SEND && given.get('type') === 'OTP';
	const national = path === SEND ? value('mobileNumber') : '';
	const one = national === '' ? '' : value('countryCode') + national;
	const numbers = [one, ...value('phoneNumbers').split(',')]
		.map((number) => number.replaceAll(' ', ''))
		.filter((number) => number !== '');
	return {
		operation: isOtp ? 'otp' : (OPERATIONS.get(path) ?? 'unknown'),
		numbers,
		from: value('senderId'),
		text: value('message'),
	};
}

function answerCode(
	code: number,
	request: ReceivedRequest,
	accepted: readonly AcceptedMessage[],
	nextVerificationId: () => string,
): Answer {
	const { path, query } = splitTarget(request.target);
	const given: Parameters = 'values' in query ? query.values : new Map<string, string>();
	const name = CODES.get(code)?.name ?? '';
	if (path === TOKEN) return json(200, { status: code, error: name });
	// The reply to a wrong code has `data: null`, and so do the other refusals of this call.
	if (path === VALIDATE) return coded(code, null);
	const message = accepted[0];
	const verificationId = message?.details.verificationId ?? nextVerificationId();
	if (code === 200) return answerSuccess(given, verificationId, message?.id ?? randomUUID());
	// "Already exists" names the verification that is still valid.
	const live: Record<string, string> = code === 506 ? { verificationId, timeout: '30.0' } : {};
	return coded(code, errorData(code, name, given, live));
}
