import fc from 'fast-check';
import * as elastic from '../../../gateways/messangi/elastic/response';
import { readToken, renewalTime, withoutScheme } from '../../../gateways/messangi/elastic/token';
import { SignInError, type SignInReply } from '../../../gateways/signIn';
import type { HttpReply } from '../../../gateways/reply';
import { jsonOf as jsonWith, leafOf, NUMBERS, replies, text as anyText } from '../../hostile';
import { describeParsers } from './fuzz';
import {
	expectFit,
	expectSendReply,
	expectStanding,
	expectTrue,
	jsonOf,
	readTwice,
} from './oracles';

/** The words for a message under way or delivered: the vendor's pages on statuses. */
const TAKEN = [
	...['ACCEPTED', 'QUEUE', 'DEQUEUED', 'INCOMPLETE', 'SENT', 'ENROUTE', 'ACCEPTD', 'DELIVRD'],
];
const REFUSED = [
	...['CODE_NOT_ALLOWED', 'BLACKLISTED', 'SEGMENTS_EXCEEDED', 'EXHAUSTED', 'INVALID_ROUTING'],
	...['UNDELIV', 'DELETED', 'EXPIRED', 'REJECTD', 'REJECTED'],
];
const OTHERS = [
	'UNKNOWN',
	'NEW',
	'OK',
	'200',
	'9f1c',
	'2026-01-02T03:04:05.117592194Z',
	NUMBERS[0],
];
const WORDS = [...TAKEN, ...TAKEN, ...REFUSED, ...OTHERS];
const INNER = ['id', 'status', 'description', 'message', 'date', 'token'];
const NAMES = [
	...['meta', 'data', 'status', 'messageId', 'description', 'message', 'error', 'errors'],
	...['token', 'access_token', 'transactionId', ...INNER],
];

/** A value as JSON, most of them of the vendor's. */
const value = fc.oneof(
	{ weight: 6, arbitrary: leafOf(WORDS).map((each) => JSON.stringify(each)) },
	{ weight: 1, arbitrary: fc.constantFrom('1e400', '12345678901234567890', '-0', '[]', '{}') },
	{ weight: 1, arbitrary: jsonWith(NAMES, WORDS) },
);
const object = (pairs: readonly (readonly [string, string])[]) =>
	`{${pairs.map(([name, each]) => `${JSON.stringify(name)}:${each}`).join(',')}}`;
const record = (names: readonly string[]) =>
	fc.array(fc.tuple(fc.constantFrom(...names), value), { maxLength: 5 });

/** An answer of either shape, with anything at the places where words stand. */
const answer = fc
	.record({
		outside: record(['status', 'messageId', 'description', 'message', 'errors', 'token']),
		meta: fc.option(record(['timestamp', 'transactionId', 'message'])),
		data: fc.option(fc.tuple(value, value, record(INNER))),
	})
	.map(({ outside, meta, data }) =>
		object([
			...outside,
			...(meta === null ? [] : [['meta', object(meta)] as const]),
			...(data === null
				? []
				: [['data', object([['id', data[0]], ['status', data[1]], ...data[2]])] as const]),
		]),
	);
const hostile = replies(fc.oneof(answer, answer, jsonWith(NAMES, WORDS)));

type Fields = Record<string, unknown>;

function fieldsOf(json: unknown): Fields {
	return typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as Fields) : {};
}

const plain = (word: unknown) =>
	typeof word === 'string' ? word.toUpperCase().replace(/[\s\p{Pd}_./]+/gu, '') : '';
const isOneOf = (words: readonly string[], word: unknown) =>
	words.some((each) => plain(each) === plain(word));

/** What either shape says of the message. */
function saidIn({ text }: HttpReply): { status: unknown; id: unknown }[] {
	const whole = fieldsOf(jsonOf(text));
	const data = fieldsOf(whole.data);
	return [
		{ status: data.status, id: data.id },
		{ status: whole.status, id: whole.messageId },
	];
}

/** Statuses at which only a word of the gateway's, or HTTP itself, says that nothing was sent. */
const isRefusing = (status: number) =>
	status >= 400 && status < 500 && status !== 408 && status !== 409;

const headers = fc.oneof(
	fc.constant({}),
	anyText.map((each) => ({ authorization: `Bearer ${each}` })),
	fc.constantFrom({ authorization: 'Bearer abc.def.ghi' }, { authorization: 5 }),
);
const signIns = fc
	.tuple(hostile, headers)
	.map(([reply, each]): SignInReply => ({ ...reply, headers: each }));

describeParsers('messangiElastic', (fuzz) => {
	fuzz('readSend', hostile, (reply) => {
		const result = readTwice(() => elastic.readSend(reply)).value;
		if (result === undefined) throw new Error('nothing was read');
		expectSendReply(result);
		const texts = Object.values(result.extra ?? {}) as (string | null)[];
		expectStanding(reply.text, result.messageId, result.status, ...texts);
		const said = saidIn(reply);
		const { status } = reply;
		if (result.outcome === 'accepted') {
			expectTrue(status >= 200 && status < 300, 'accepted, whatever HTTP says', status);
			const isSaid = said.some((each) => isOneOf(TAKEN, each.status) && each.id !== undefined);
			expectTrue(isSaid, 'accepted by no word');
			expectTrue(result.messageId !== null, 'accepted without an id');
		}
		if (result.outcome === 'rejected') {
			const isSaid = said.some((each) => isOneOf(REFUSED, each.status));
			const isSuccess = status >= 200 && status < 300;
			expectTrue(isRefusing(status) || (isSuccess && isSaid), 'rejected by nobody', status);
		}
	});

	fuzz('readProbe', hostile, (reply) => {
		const told = readTwice(() => elastic.readProbe(reply)).value;
		if (told !== null) expectFit(told ?? '');
		else {
			expectTrue(/^\s*[[{]/.test(reply.text.replace(/^\uFEFF/, '')), 'right without JSON');
			expectTrue(reply.status >= 200 && reply.status < 300, 'right, whatever HTTP says');
		}
	});

	fuzz('readToken', fc.tuple(signIns, anyText), ([reply, password]) => {
		const { value: token, error } = readTwice(() => readToken(reply, password), SignInError);
		if (error instanceof SignInError) {
			expectFit(error.message);
			expectFit(error.description);
		}
		if (token === undefined) return;
		expectTrue(reply.status >= 200 && reply.status < 300, 'a token from a refusal');
		// RFC 9110, section 5.5: what else a header holds, the HTTP client refuses.
		expectTrue(/^[\x21-\x7e]+$/.test(token), 'a token that no header can carry');
		const { authorization } = reply.headers ?? {};
		if (typeof authorization === 'string' && authorization.includes(token)) return;
		expectStanding(reply.text, token);
	});

	fuzz('withoutScheme', anyText, (written) => {
		const key = readTwice(() => withoutScheme(written)).value ?? '';
		expectTrue(written.includes(key), 'another key');
	});

	const claims = fc.oneof(
		fc
			.record({ exp: fc.oneof(fc.double(), fc.integer(), fc.string()) })
			.map((each) => JSON.stringify(each)),
		fc.constantFrom('{"exp":1e400}', '{"exp":1e308,"iat":-1e308}', '{"exp":"1"}', '[]'),
		anyText,
	);
	const token = fc.oneof(
		claims.map((each) => `h.${Buffer.from(each).toString('base64url')}.s`),
		anyText,
	);
	fuzz('renewalTime', fc.tuple(token, fc.nat(2 ** 31)), ([each, now]) => {
		const time = readTwice(() => renewalTime(each, now)).value ?? NaN;
		expectTrue(Number.isFinite(time) && time >= now + 60_000, 'no time', String(time));
	});
});
