import fc from 'fast-check';
import * as messageCentral from '../../../gateways/messageCentral/response';
import { readToken, renewalTime } from '../../../gateways/messageCentral/token';
import { SignInError } from '../../../gateways/signIn';
import { ReadFailure, type HttpReply } from '../../../gateways/reply';
import { jsonOf as jsonWith, leafOf, NUMBERS, replies, text as anyText } from '../../hostile';
import { describeParsers } from './fuzz';
import {
	expectFit,
	expectFitProblem,
	expectJson,
	expectSendReply,
	expectStanding,
	expectTrue,
	jsonOf,
	readTwice,
} from './oracles';

/** What somebody was sent to prove who they are; no sentence of ours may repeat it. */
const CODE = '73915';
const WORDS = [
	...['200', '200', '200', '400', '506', '702', '705', '500', '999', '913', '0200', '200.0'],
	...['SUCCESS', 'VERIFICATION_COMPLETED', 'WRONG_OTP_PROVIDED', 'password is wrong', 'customerId'],
	...[CODE, `the code ${CODE} is wrong`, '30.0', '1234', NUMBERS[0]],
];
const INNER = [
	...['responseCode', 'verificationId', 'transactionId', 'timeout', 'errorMessage'],
	...['verificationStatus', 'mobileNumber'],
];
const NAMES = ['responseCode', 'message', 'data', 'token', 'error', 'status', ...INNER];

/** A value as JSON, most of them of the vendor's. */
const value = fc.oneof(
	{ weight: 4, arbitrary: fc.constantFrom('200', '"200"', '"SUCCESS"', 'null') },
	{ weight: 4, arbitrary: leafOf(WORDS).map((each) => JSON.stringify(each)) },
	{ weight: 1, arbitrary: fc.constantFrom('1e400', '2e2', '200.0', '-0', '[200]', '{}', 'true') },
	{ weight: 1, arbitrary: jsonWith(NAMES, WORDS) },
);
const record = (names: readonly string[]) =>
	fc.array(fc.tuple(fc.constantFrom(...names), value), { maxLength: 6 });
const object = (pairs: readonly (readonly [string, string])[]) =>
	`{${pairs.map(([name, each]) => `${JSON.stringify(name)}:${each}`).join(',')}}`;

/** An answer of the vendor's shape, with anything at the places where words stand. */
const answer = fc
	.tuple(fc.option(value), record(NAMES.slice(1)), fc.option(record(INNER)))
	.map(([code, outside, inside]) =>
		object([
			...(code === null ? [] : [['responseCode', code] as const]),
			...outside,
			...(inside === null ? [] : [['data', object(inside)] as const]),
		]),
	);
const hostile = replies(fc.oneof(answer, answer, jsonWith(NAMES, WORDS)));

/** What a seed has found once. */
const of = (text: string): HttpReply => ({ status: 200, text });

type Fields = Record<string, unknown>;

function fieldsOf(json: unknown): Fields {
	return typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as Fields) : {};
}

/** Whether a body says success and nothing else, as the vendor's page has it. */
function saysSuccess({ text }: HttpReply, isCodeOutside: boolean): boolean {
	const whole = fieldsOf(jsonOf(text));
	const data = fieldsOf(whole.data);
	const codes = [whole.responseCode, data.responseCode].filter(
		(code) => (typeof code === 'string' && code.trim() !== '') || typeof code === 'number',
	);
	const isRight = codes.every((code) => String(code).trim() === '200');
	const error = data.errorMessage;
	const hasNoError =
		error === null || error === undefined || (typeof error === 'string' && error.trim() === '');
	const hasCode = isCodeOutside ? codes.includes(whole.responseCode) : codes.length > 0;
	return hasCode && isRight && hasNoError;
}

describeParsers('messageCentral', (fuzz) => {
	for (const name of ['readSend', 'readSendOtp', 'readBulk'] as const) {
		fuzz(
			name,
			hostile,
			(reply) => {
				const result = readTwice(() => messageCentral[name](reply)).value;
				if (result === undefined) throw new Error('nothing was read');
				expectSendReply(result);
				const { timeoutSeconds = null, ...texts } = result.extra ?? {};
				expectStanding(reply.text, result.messageId, ...(Object.values(texts) as string[]));
				if (timeoutSeconds !== null) {
					expectTrue(Number(texts.timeout) === timeoutSeconds, 'another number of seconds');
				}
				if (result.outcome !== 'accepted') return;
				expectTrue(saysSuccess(reply, name === 'readBulk'), 'accepted without a success');
			},
			{
				found: [
					'{"responseCode":200,"data":{"transactionId":1e400}}',
					'{"responseCode":" "}',
					'{"data":{"responseCode":"\\u0000200"}}',
				].map(of),
			},
		);
	}

	fuzz(
		'readVerification',
		hostile,
		(reply) => {
			const { value: read, error } = readTwice(
				() => messageCentral.readVerification(reply),
				ReadFailure,
			);
			if (error instanceof ReadFailure) {
				const { code, message, hint } = error.problem;
				expectFitProblem(error.problem);
				expectTrue(!(code + message + hint).includes(CODE), 'a code in a sentence');
			}
			if (read === undefined) return;
			expectJson(read);
			expectStanding(reply.text, read.verificationId, read.status);
			expectFit(read.message ?? '');
			expectTrue(!/\d/.test(read.message ?? ''), 'digits in a sentence');
			expectTrue(read.verified === (read.reason === null), 'verified, or a reason');
			if (!read.verified) return;
			const data = fieldsOf(fieldsOf(jsonOf(reply.text)).data);
			const isDone = data.verificationStatus === 'VERIFICATION_COMPLETED';
			expectTrue(isDone && saysSuccess(reply, true) && reply.status < 300, 'verified by no word');
		},
		{ found: [of(`{"responseCode":"the code ${CODE} is wrong"}`)] },
	);

	fuzz('readProbe', hostile, (reply) => {
		const told = readTwice(() => messageCentral.readProbe(reply)).value;
		if (told !== null) expectFit(told ?? '');
		else expectTrue(/^\s*\{/.test(reply.text.replace(/^\uFEFF/, '')), 'right without an object');
	});

	fuzz(
		'readToken',
		hostile,
		(reply) => {
			const { value: token, error } = readTwice(() => readToken(reply), SignInError);
			if (error instanceof SignInError) {
				expectFit(error.message);
				expectFit(error.description);
				expectTrue(!error.message.includes(CODE), 'the gateway’s words in a sentence');
			}
			if (token === undefined) return;
			expectStanding(reply.text, token);
			// RFC 9110, section 5.5: what else a header holds, the HTTP client refuses.
			expectTrue(/^[\x21-\x7e]+$/.test(token), 'a token that no header can carry');
		},
		{ found: [of('{"token":" "}')] },
	);

	const claims = fc.oneof(
		fc
			.record({ exp: fc.oneof(fc.double(), fc.integer(), fc.string()) })
			.map((each) => JSON.stringify(each)),
		fc.constantFrom(
			'{"exp":1e400}',
			'{"exp":1e308}',
			'{"exp":"1"}',
			'[]',
			'{"exp":12345678901234567}',
		),
		anyText,
	);
	const token = fc.oneof(
		claims.map((each) => `h.${Buffer.from(each).toString('base64url')}.s`),
		anyText,
	);
	fuzz(
		'renewalTime',
		fc.tuple(token, fc.nat(2 ** 31)),
		([each, now]) => {
			const time = readTwice(() => renewalTime(each, now)).value ?? NaN;
			expectTrue(Number.isFinite(time) && time >= now + 60_000, 'no time', String(time));
		},
		{ found: [['h.eyJleHAiOjFlNDAwfQ.s', 0]] },
	);
});
