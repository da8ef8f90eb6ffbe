import { createHmac, randomBytes, randomUUID } from 'node:crypto';

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
	type GatewayRequest,
} from './gateway';
import { sameSecret } from './secrets';

const ACCOUNT = ACCOUNTS.messageCentral;
const TOKEN_LIFETIME_SECONDS = 60 * 60;
const TOKEN_PATH = '/auth/v1/authentication/token';

type Parameters = ReadonlyMap<string, string>;

/**
 * The vendor's response codes with the HTTP status they come with here. Of 508, 805 and 913 only
 * the meaning is known, so their names are this sandbox's own.
 */
const CODES: ReadonlyMap<number, { readonly name: string; readonly http: number }> = new Map([
	[200, { name: 'SUCCESS', http: 200 }],
	[400, { name: 'BAD_REQUEST', http: 400 }],
	[409, { name: 'DUPLICATE_RESOURCE', http: 409 }],
	[500, { name: 'SERVER_ERROR', http: 500 }],
	[501, { name: 'INVALID_CUSTOMER_ID', http: 200 }],
	[505, { name: 'INVALID_VERIFICATION_ID', http: 200 }],
	[506, { name: 'REQUEST_ALREADY_EXISTS', http: 200 }],
	[508, { name: 'INSUFFICIENT_CREDIT', http: 200 }],
	[511, { name: 'INVALID_COUNTRY_CODE', http: 200 }],
	[700, { name: 'VERIFICATION_FAILED', http: 200 }],
	[702, { name: 'WRONG_OTP_PROVIDED', http: 200 }],
	[703, { name: 'ALREADY_VERIFIED', http: 200 }],
	[705, { name: 'VERIFICATION_EXPIRED', http: 200 }],
	[800, { name: 'MAXIMUM_LIMIT_REACHED', http: 200 }],
	[805, { name: 'INSUFFICIENT_CREDIT', http: 200 }],
	[913, { name: 'SUBSCRIPTION_NOT_ACTIVE', http: 200 }],
]);

/** Message Central's token, send and verify calls. Base URL: `<sandbox>/message-central`. */
export function createMessageCentral(): Gateway {
	const tokens = new Tokens();
	let sent = 0;
	const nextVerificationId = (): string => String(1_000_000 + ++sent);

	/** A path of the vendor's page: its HTTP method, whether it wants a token, and what it does. */
	const routes = new Map<string, Route>([
		[TOKEN_PATH, { verb: 'GET', open: true, run: (given) => issueToken(given, tokens) }],
		[
			'/verification/v3/send',
			{ verb: 'POST', run: (given, body) => send(given, body, nextVerificationId) },
		],
		['/verification/v3/validateOtp', { verb: 'GET', run: validateOtp }],
	]);

	return {
		name: 'messageCentral',
		prefix: '/message-central',

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
			return route.run(query.values, request.body);
		},

		knowsCode: (code) => /^\d+$/.test(code) && CODES.has(Number(code)),
		isCoded: (target) => !target.includes(TOKEN_PATH),
		answerCode: (code, request, accepted) =>
			answerCode(Number(code), request, accepted, nextVerificationId),

		expireTokens: () => {
			tokens.expireAll();
		},
		reset: () => {
			tokens.forgetAll();
		},
	};
}

interface Route {
	readonly verb: 'GET' | 'POST';
	/** Needs no token. */
	readonly open?: boolean;
	run(given: Parameters, body: Buffer): Answer;
}

/** The tokens this sandbox has issued, and the long-lived one of the vendor's console. */
class Tokens {
	/** No client can check a signature without it, just as with the vendor's. */
	private readonly signingKey = randomBytes(64);
	private readonly expiresAt = new Map<string, number>();

	/** A JWT in HS512, as the sample token of the vendor's page starts. */
	issue(): string {
		const issuedAt = Math.floor(Date.now() / 1000);
		const expiresAt = issuedAt + TOKEN_LIFETIME_SECONDS;
		const claims = { sub: ACCOUNT.customerId, iat: issuedAt, exp: expiresAt, jti: randomUUID() };
		const signed = [{ alg: 'HS512' }, claims]
			.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
			.join('.');
		const signature = createHmac('sha512', this.signingKey).update(signed).digest('base64url');
		const token = `${signed}.${signature}`;
		this.expiresAt.set(token, expiresAt);
		return token;
	}

	/** Why this token opens nothing; undefined if it does. */
	refuse(token: string | undefined): string | undefined {
		if (token === undefined) return 'authToken: expected a token, got no such header';
		if (sameSecret(ACCOUNT.authToken, token)) return undefined;
		const expiresAt = this.expiresAt.get(token);
		if (expiresAt === undefined) {
			return 'authToken: expected one issued here or the long-lived one, got an unknown one';
		}
		return expiresAt > Date.now() / 1000
			? undefined
			: 'authToken: expected a live token, got an expired one';
	}

	expireAll(): void {
		for (const token of this.expiresAt.keys()) this.expiresAt.set(token, 0);
	}

	forgetAll(): void {
		this.expiresAt.clear();
	}
}

/** Failures come with HTTP 200 and a status of their own. */
function issueToken(given: Parameters, tokens: Tokens): Answer {
	const refuse = (error: string, refusedBecause: string): Answer => ({
		...json(200, { status: 400, error }),
		refusedBecause,
	});
	const customerId = given.get('customerId');
	const key = given.get('key') ?? '';
	if (customerId !== ACCOUNT.customerId) {
		const got = customerId === undefined ? 'nothing' : `"${customerId}"`;
		return refuse(
			'customerId is invalid',
			`customerId: expected "${ACCOUNT.customerId}", got ${got}`,
		);
	}
	if (!sameSecret(Buffer.from(ACCOUNT.password).toString('base64'), key)) {
		const got = sameSecret(ACCOUNT.password, key) ? 'the bare password' : 'something else';
		return refuse(
			'password is wrong',
			`key: expected the Base64 of the demo account's password, got ${got}`,
		);
	}
	return { ...json(200, { status: 200, token: tokens.issue() }), tokenIssued: true };
}

/** Sending to one number, from the table of request parameters on the vendor's page. */
function send(given: Parameters, body: Buffer, nextVerificationId: () => string): Answer {
	const refusal = checkSend(given, body);
	if (refusal !== undefined) return refusal;
	const value = (name: string): string => given.get(name) ?? '';
	const verificationId = nextVerificationId();
	const transactionId = randomUUID();
	const optional = ['templateId', 'entityId', 'customerId']
		.filter((name) => given.has(name))
		.map((name): [string, string] => [name, value(name)]);
	const message: AcceptedMessage = {
		operation: 'send',
		id: transactionId,
		to: value('countryCode') + value('mobileNumber'),
		from: value('senderId'),
		text: value('message'),
		details: {
			channel: value('flowType'),
			countryCode: value('countryCode'),
			mobileNumber: value('mobileNumber'),
			// The page: "default is OTP".
			messageType: given.get('messageType') ?? 'OTP',
			...Object.fromEntries(optional),
			verificationId,
		},
	};
	return { ...answerSuccess(given, verificationId, transactionId), accepted: [message] };
}

/** What each parameter of a single send has to look like, in the order they are checked. */
const SEND_RULES: readonly {
	readonly name: string;
	readonly pattern: RegExp;
	readonly wanted: string;
	readonly required: boolean;
	readonly code?: number;
}[] = [
	{
		name: 'flowType',
		pattern: /^(SMS|WHATSAPP|RCS|SAUTH)$/,
		wanted: 'SMS, WHATSAPP, RCS or SAUTH',
		required: true,
	},
	{
		name: 'countryCode',
		pattern: /^[1-9]\d{0,2}$/,
		wanted: 'a country code of 1 to 3 digits',
		required: true,
		code: 511,
	},
	{
		name: 'mobileNumber',
		pattern: /^\d{4,14}$/,
		wanted: 'a national number of 4 to 14 digits',
		required: true,
	},
	{ name: 'senderId', pattern: /./s, wanted: 'a sender', required: true },
	{ name: 'message', pattern: /./s, wanted: 'a text', required: true },
	{
		name: 'messageType',
		pattern: /^(TRANSACTION|PROMOTIONAL|OTP)$/,
		wanted: 'TRANSACTION, PROMOTIONAL or OTP',
		required: false,
	},
];

function checkSend(given: Parameters, body: Buffer): Answer | undefined {
	const type = given.get('type');
	if (type === undefined) return badRequest('type: expected SMS, got nothing', given);
	if (type !== 'SMS') return badRequest(`type: ${type} is unsupported, expected SMS`, given);
	if (given.has('phoneNumbers')) {
		return badRequest('phoneNumbers: sending in bulk is unsupported, expected mobileNumber', given);
	}
	if (body.length > 0) {
		const got = String(body.length);
		return badRequest(
			`body: expected none (all parameters are in the query), got ${got} bytes`,
			given,
		);
	}
	const customerId = given.get('customerId');
	if (customerId !== undefined && customerId !== ACCOUNT.customerId) {
		return refuse(501, `customerId: expected ${ACCOUNT.customerId}, got ${customerId}`, given);
	}
	for (const { name, pattern, wanted, required, code } of SEND_RULES) {
		const value = given.get(name);
		if (value === undefined) {
			if (required) return badRequest(`${name}: expected ${wanted}, got nothing`, given);
		} else if (!pattern.test(value)) {
			return refuse(code ?? 400, `${name}: expected ${wanted}, got "${value}"`, given);
		}
	}
	if (given.has('templateId') !== given.has('entityId')) {
		const [there, missing] = given.has('templateId')
			? ['templateId', 'entityId']
			: ['entityId', 'templateId'];
		return badRequest(`${missing}: expected together with ${there}, got nothing`, given);
	}
	return undefined;
}

/** No verification can be under way yet, so every id is an unknown one. */
function validateOtp(given: Parameters): Answer {
	for (const name of ['verificationId', 'code']) {
		if ((given.get(name) ?? '') === '') {
			return badRequest(`${name}: expected a value, got nothing`, given);
		}
	}
	const id = given.get('verificationId') ?? '';
	return {
		...coded(505, null),
		refusedBecause: `verificationId: expected one that was sent, got "${id}"`,
	};
}

/** The reply of a successful send, field by field as on the vendor's page. */
function answerSuccess(given: Parameters, verificationId: string, transactionId: string): Answer {
	return coded(200, {
		verificationId,
		mobileNumber: given.get('mobileNumber') ?? '',
		responseCode: '200',
		errorMessage: null,
		timeout: '30.0',
		smsCLI: null,
		transactionId,
	});
}

function answerCode(
	code: number,
	request: GatewayRequest,
	accepted: readonly AcceptedMessage[],
	nextVerificationId: () => string,
): Answer {
	const { path, query } = splitTarget(request.target);
	const given: Parameters = 'values' in query ? query.values : new Map<string, string>();
	const name = CODES.get(code)?.name ?? '';
	if (path === TOKEN_PATH) return json(200, { status: code, error: name });
	// A wrong code's reply has `data: null`; so have the other replies of the verifying call.
	if (path === '/verification/v3/validateOtp') return coded(code, null);
	const message = accepted[0];
	const verificationId = message?.details.verificationId ?? nextVerificationId();
	if (code === 200) return answerSuccess(given, verificationId, message?.id ?? randomUUID());
	// "Already exists" names the verification that is still live.
	const live: Record<string, string> = code === 506 ? { verificationId, timeout: '30.0' } : {};
	return coded(code, errorData(code, name, given, live));
}

function badRequest(because: string, given: Parameters = new Map()): Answer {
	return refuse(400, because, given);
}

function refuse(code: number, because: string, given: Parameters): Answer {
	return { ...coded(code, errorData(code, because, given)), refusedBecause: because };
}

function errorData(
	code: number,
	errorMessage: string,
	given: Parameters,
	known: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string | null>> {
	return {
		verificationId: null,
		mobileNumber: given.get('mobileNumber') ?? null,
		responseCode: String(code),
		errorMessage,
		timeout: null,
		smsCLI: null,
		transactionId: null,
		...known,
	};
}

/** The frame of every reply but the token's: the code is a number here and a string inside `data`. */
function coded(code: number, data: Readonly<Record<string, string | null>> | null): Answer {
	const { name, http } = CODES.get(code) ?? { name: 'SERVER_ERROR', http: 500 };
	return json(http, { responseCode: code, message: name, data });
}

function json(status: number, content: unknown): Answer {
	return { status, contentType: JSON_TYPE, body: JSON.stringify(content) };
}
