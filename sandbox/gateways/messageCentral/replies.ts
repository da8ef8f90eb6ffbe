import type { GatewayCode } from '../../inbox/protocol';
import { JSON_TYPE, type Answer } from '../../server/gateway';

/** A query, decoded. */
export type Parameters = ReadonlyMap<string, string>;

/**
 * The vendor's response codes with their HTTP status here. Of 401, 403, 508, 805 and 913 only the
 * meaning is published, so their names are the sandbox's own.
 */
export const CODES: ReadonlyMap<number, { readonly name: string; readonly http: number }> = new Map(
	[
		[200, { name: 'SUCCESS', http: 200 }],
		[400, { name: 'BAD_REQUEST', http: 400 }],
		[401, { name: 'UNAUTHORIZED', http: 200 }],
		[403, { name: 'FORBIDDEN', http: 200 }],
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
	],
);

/** The codes of failures, with their names in words. */
export const FAILURES: readonly GatewayCode[] = [...CODES]
	.filter(([code]) => code !== 200)
	.map(([code, { name }]) => ({
		code: String(code),
		meaning: name.charAt(0) + name.slice(1).toLowerCase().replaceAll('_', ' '),
	}));

/** The reply to a successful send, with the fields of the vendor's page. */
export function answerSuccess(
	given: Parameters,
	verificationId: string,
	transactionId: string,
	timeout = '30.0',
): Answer {
	return coded(200, {
		verificationId,
		mobileNumber: given.get('mobileNumber') ?? '',
		responseCode: '200',
		errorMessage: null,
		timeout,
		smsCLI: null,
		transactionId,
	});
}

export function badRequest(because: string, given: Parameters = new Map()): Answer {
	return refuse(400, because, given);
}

export function refuse(code: number, because: string, given: Parameters): Answer {
	return { ...coded(code, errorData(code, because, given)), refusedBecause: because };
}

export function errorData(
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

/** The frame of every reply but the token's. The code is a number here and a string in `data`. */
export function coded(
	code: number,
	data: Readonly<Record<string, string | number | null>> | null,
): Answer {
	const { name, http } = CODES.get(code) ?? { name: 'SERVER_ERROR', http: 500 };
	return json(http, { responseCode: code, message: name, data });
}

export function json(status: number, content: unknown): Answer {
	return { status, contentType: JSON_TYPE, body: JSON.stringify(content) };
}
