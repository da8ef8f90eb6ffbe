import fc from 'fast-check';
import { readEnvelope, readListEnvelope } from '../../../gateways/messangi/envelope';
import * as messangi from '../../../gateways/messangi/response';
import type {
	IncomingMessage,
	MessagePage,
	MessageRecord,
} from '../../../gateways/messangi/response';
import { ReadFailure, type HttpReply, type SendReply } from '../../../gateways/reply';
import { escapeXml, leafOf, NUMBERS, replies, xmlOf } from '../../hostile';
import { describeParsers } from './fuzz';
import {
	expectFit,
	expectFitProblem,
	expectJson,
	expectSendReply,
	expectStanding,
	expectTrue,
	isRefusedByHttp,
	plainTexts,
	readTwice,
	waitTwice,
} from './oracles';

/** The statuses by which a message was taken: the vendor's pages "Message's Status" and "SMS Status". */
const TAKEN = [
	...['ACCEPTED', 'QUEUE', 'QUEUED', 'DEQUEUED', 'INCOMPLETE', 'ENROUTE', 'DELIVERED', 'BUFFERED'],
	...['SUBMITD', 'SUBMITTED'],
	...['SENT', 'DELIVERED_TO_CARRIER', 'SENT_TO_CARRIER', 'SENT_TO_DEVICE', 'DELIVERED_TO_DEVICE'],
	...['SENDING', 'PENDING', 'READ', 'ACCEPTD', 'BUFFRED', 'DELIVRD'],
];

/** The word of the list that this is, however it is spelled. */
function wordIn(list: readonly string[], status: string | null | undefined): string | undefined {
	const plain = (word: string) => word.toUpperCase().replace(/[\s\p{Pd}_./]+/gu, '');
	return list.find((word) => plain(word) === plain(status ?? ''));
}

const OTHERS = ['NOT_SENT', 'BAD_TO', 'EXPIRED', 'INTERNAL ERROR', 'CARRIER GATEWAY ERROR', 'NEW'];
const CALLS = ['OK', 'OK', 'OK', 'ERROR', 'BAD_SIGNATURE', 'NOK', 'ok', 'OKAY'];
const VALUES = ['846547', '-8174720676710228700', '17', 'a b', NUMBERS[0]];

const NAMES = [
	...['response', 'input', 'status', 'description', 'result', 'messages', 'message', 'id', 'text'],
	...['statusDescription', 'records', 'MOMessageList', 'MessageList', 'MOMessage', 'pin', 'from'],
	...[
		'PinSMSConfirmation',
		'carrier',
		'sendDate',
		'subject',
		'to',
		'appName',
		'__proto__',
		'#text',
	],
];
const noise = xmlOf(NAMES.slice(0, 9), [...CALLS, ...TAKEN, ...VALUES]);

/** An answer of the vendor's shape, with anything at the places where words stand. */
const answer = fc
	.record({
		call: leafOf(CALLS),
		description: leafOf(['Completed', 'Internal error', '846547']),
		messages: fc.array(
			fc.record({
				id: leafOf(VALUES),
				status: leafOf([...TAKEN, ...OTHERS]),
				text: leafOf(VALUES),
			}),
			{ maxLength: 3 },
		),
		pin: fc.option(leafOf(['846547', '0012', '']), { nil: null }),
		list: fc.constantFrom('messages', 'MOMessageList', ''),
		noise: fc.option(noise, { nil: '', freq: 3 }),
		isWrapped: fc.boolean(),
		isMalformed: fc.boolean(),
	})
	.map(({ call, description, messages, pin, list, noise: other, isWrapped, isMalformed }) => {
		const element = (name: string, text: string) => `<${name}>${escapeXml(text)}</${name}>`;
		const each = list === 'messages' ? 'message' : 'MOMessage';
		const items = messages.map(
			({ id, status, text }) =>
				`<${each}>${element('id', id)}${element('status', status)}${element('text', text)}</${each}>`,
		);
		const records = element('records', String(messages.length));
		const end = list === 'MOMessageList' && isMalformed ? `<${list}>` : `</${list}>`;
		const whole = list === '' ? items.join('') : `<${list}>${records}${items.join('')}${end}`;
		const code =
			pin === null ? '' : `<PinSMSConfirmation>${element('pin', pin)}</PinSMSConfirmation>`;
		const body = `${element('status', call)}${element('description', description)}<result>${whole}${code}</result>${other}`;
		return isWrapped ? `<response>${body}</response>` : body;
	});
const hostile = replies(fc.oneof(answer, answer, xmlOf(NAMES, [...CALLS, ...TAKEN, ...VALUES])));

/** That the answer says the call ran. */
function expectRan({ text }: HttpReply): void {
	const words = plainTexts(text);
	expectTrue(
		words.some((each) => /(?<![\w-])O[\s\p{Pd}_./]*K(?![\w-])/iu.test(each)),
		'accepted without OK',
	);
}

function expectReply(read: (reply: HttpReply) => SendReply, reply: HttpReply): SendReply {
	const result = readTwice(() => read(reply)).value;
	if (result === undefined) throw new Error('nothing was read');
	expectSendReply(result);
	expectStanding(reply.text, result.messageId, result.extra?.pin as string | null);
	if (result.outcome === 'accepted') expectRan(reply);
	const isUnreadable = 'problem' in result && /^HTTP_\d/.test(result.problem.code);
	if (isUnreadable) expectTrue(isRefusedByHttp(reply), 'refused by no HTTP status');
	return result;
}

/** What a seed has found once. */
const of = (text: string): HttpReply => ({ status: 200, text });

const texts = (record: object) =>
	Object.entries(record).flatMap(([name, value]) =>
		name === 'response' ? [] : [value as string | null],
	);

describeParsers('messangi', (fuzz) => {
	fuzz('readSendSms', hostile, (reply) => {
		const { outcome, status } = expectReply(messangi.readSendSms, reply);
		if (outcome === 'accepted') expectTrue(wordIn(TAKEN, status) !== undefined, 'accepted', status);
	});

	fuzz(
		'readSendMt',
		hostile,
		(reply) => {
			const { outcome, status } = expectReply(messangi.readSendMt, reply);
			if (outcome === 'accepted')
				expectTrue(wordIn(['OK', ...TAKEN], status) !== undefined, 'accepted');
		},
		{
			found: [
				of(
					'<status>OK</status><result><messages><message><id></id><status>SENT</status></message></messages></result>',
				),
			],
		},
	);

	fuzz('readFire', hostile, (reply) => {
		const { outcome, status } = expectReply(messangi.readFire, reply);
		if (outcome === 'accepted')
			expectTrue(wordIn(['OK'], status) !== undefined, 'accepted', status);
	});

	fuzz('readSendPin', hostile, (reply) => {
		const result = expectReply(messangi.readSendPin, reply);
		if (result.outcome === 'accepted') {
			expectTrue((result.extra?.pin ?? '') !== '', 'accepted without a PIN');
			return;
		}
		const { code, message, hint } = result.problem;
		expectTrue(!/846547|0012/.test(code + message + hint), 'a PIN in a sentence');
	});

	fuzz('readProbe', hostile, (reply) => {
		const told = readTwice(() => messangi.readProbe(reply)).value;
		if (told === null) expectRan(reply);
		else expectFit(told ?? '');
	});

	for (const name of ['readIncomingMessages', 'readMessageReport'] as const) {
		fuzz(
			name,
			hostile,
			async (reply) => {
				const pause = () => Promise.resolve();
				const { value, error } = await waitTwice<MessagePage<IncomingMessage | MessageRecord>>(
					() => messangi[name](reply, pause),
					ReadFailure,
				);
				if (error instanceof ReadFailure) expectFitProblem(error.problem);
				if (value === undefined) return;
				expectRan(reply);
				expectJson(value);
				expectTrue(value.records === null || Number.isSafeInteger(value.records), 'no count');
				for (const each of value.messages) expectStanding(reply.text, ...texts(each));
			},
			{ found: [of('<status>\u0000</status>'), of('<status>\u0000OK</status>')] },
		);
	}

	fuzz('readMessage', hostile, (reply) => {
		const { value, error } = readTwice(() => messangi.readMessage(reply), ReadFailure);
		if (error instanceof ReadFailure) expectFitProblem(error.problem);
		if (value === undefined) return;
		expectRan(reply);
		expectJson(value);
		if (value !== null) expectStanding(reply.text, ...texts(value));
	});

	for (const [name, read] of Object.entries({ readEnvelope, readListEnvelope })) {
		fuzz(name, hostile, ({ text }) => {
			const envelope = readTwice(() => read(text)).value;
			if (envelope === null || envelope === undefined) return;
			expectFit(envelope.status, 101);
			expectFit(envelope.description ?? '');
			expectJson(envelope);
		});
	}
});
