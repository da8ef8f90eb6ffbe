import { randomInt } from 'node:crypto';

import type { Accounts } from '../../accounts';
import { checkField, checkMilliseconds, oneOf } from '../../server/checks';
import { decodeBase64Url, decodePercent } from '../../server/decoding';
import {
	unknownPath,
	wrongMethod,
	type Answer,
	type Archive,
	type Attempt,
	type StandIn,
	type ReceivedRequest,
} from '../../server/gateway';
import { maskLastTwoSegments } from '../../server/secrets';
import { CALLBACK_SHAPES, notice, report, type MessangiCallbackShape } from './callbacks';
import { fireMessage, fireMessagePost, getMOMessages } from './incoming';
import type { PageZero } from './listing';
import type { Method, Surroundings, Values } from './method';
import { callAnswer, DESCRIPTIONS, messageAnswer, refuseCall } from './replies';
import { getMessage, messageReport } from './reports';
import { sendMT, sendPin, sendSMS } from './sending';
import { checkSignature } from './signature';

const API = '/rest/api/';

/** Parameters and their order: the URL lines of the vendor's REST API page. */
const METHODS: readonly Method[] = [
	{
		name: 'tools/sendSMS',
		verb: 'GET',
		parameters: ['instanceId', 'carrier', 'from', 'mobileNumber', 'text'],
		base64: ['mobileNumber', 'text'],
		input: 'sendSMS',
		run: sendSMS,
		answerStatus: (status, values, id) => messageAnswer(status, values, id),
	},
	{
		name: 'sendMT',
		verb: 'GET',
		parameters: ['instanceId', 'from', 'carrier', 'mobileNumber', 'text'],
		optional: 'flags',
		base64: ['text'],
		input: 'sendMT',
		run: sendMT,
	},
	{
		name: 'tools/sendSMSPinMobileNumberConfirm',
		verb: 'GET',
		parameters: ['instanceId', 'carrier', 'from', 'mobileNumber', 'text', 'length'],
		base64: ['text'],
		input: 'sendSMSPinMobileNumberConfirm',
		run: sendPin,
	},
	{
		name: 'fireMessage',
		verb: 'GET',
		parameters: ['instanceId', 'mobileNumber', 'text'],
		base64: ['text'],
		input: 'activateCampaign',
		run: fireMessage,
	},
	{
		name: 'fireMessage',
		verb: 'POST',
		parameters: ['instanceId'],
		base64: [],
		input: 'fireMessage',
		run: fireMessagePost,
	},
	{
		name: 'tools/getMOMessages',
		verb: 'GET',
		parameters: ['instanceId', 'page', 'resultsPerPage', 'parameters'],
		base64: [],
		input: 'getMOMessages',
		run: getMOMessages,
	},
	{
		name: 'tools/getMessage',
		verb: 'GET',
		parameters: ['instanceId', 'messageId'],
		base64: [],
		input: 'getMessage',
		run: getMessage,
	},
	{
		name: 'tools/messageReport',
		verb: 'GET',
		parameters: ['instanceId', 'initialDate', 'finalDate', 'page', 'resultsPerPage', 'parameters'],
		base64: [],
		input: 'messageReport',
		run: messageReport,
	},
];

/** What the vendor's page leaves open. */
export interface MessangiOptions {
	/** The number of the first page of Messangi's lists; default 1. */
	messangiFirstPage: 0 | 1;
	/** The answer to page 0 of a list if the first page is 1; default `error`. */
	messangiPageZero: PageZero;
	/** Whether lists of incoming messages are as broken as in the vendor's sample; default false. */
	messangiMalformedLists: boolean;
	/** Default `form`, as on the vendor's page. */
	messangiCallbackShape: MessangiCallbackShape;
	/** How long it takes until a message is in the report, in milliseconds; default 0. */
	messangiReportDelay: number;
}

/** The error message for an invalid PIN. */
export const PIN_REFUSAL = 'The PIN must be a string of 1 to 10 digits.';

/** The options with their defaults. @throws RangeError for an unknown callback format */
export function completeOptions(given: Partial<MessangiOptions>): MessangiOptions {
	const { messangiCallbackShape = 'form', messangiReportDelay = 0 } = given;
	checkMilliseconds('delay of the report', messangiReportDelay);
	checkField('messangiCallbackShape', messangiCallbackShape, oneOf(CALLBACK_SHAPES));
	return {
		messangiFirstPage: given.messangiFirstPage ?? 1,
		messangiPageZero: given.messangiPageZero ?? 'error',
		messangiMalformedLists: given.messangiMalformedLists ?? false,
		messangiCallbackShape,
		messangiReportDelay,
	};
}

export interface Messangi extends StandIn {
	/** @throws RangeError for anything but 1 to 10 digits */
	setNextPin(pin: string): void;
}

/** Messangi's REST API, from the vendor's page "RESTful API". Base URL: `<sandbox>/messangi`. */
export function createMessangi(
	options: MessangiOptions,
	account: Accounts['messangi'],
	archive: Archive,
): Messangi {
	let created = 0n;
	let forcedPin: string | undefined;
	const lists = {
		firstPage: options.messangiFirstPage,
		pageZero: options.messangiPageZero,
		malformed: options.messangiMalformedLists,
	};

	/** 64-bit, positive or negative, and beyond 2^53, like the id in the vendor's sample reply. */
	const nextId = (): string => {
		created += 1n;
		const size = 8174720676710228700n + created * 7919n;
		return String(created % 2n === 1n ? -size : size);
	};

	/** Digit by digit, so that every tenth PIN starts with a zero. */
	const nextPin = (length: number): string => {
		const pin = forcedPin ?? Array.from({ length }, () => String(randomInt(10))).join('');
		forcedPin = undefined;
		return pin;
	};

	return {
		name: 'messangi',

		handle(request) {
			const call = findCall(request);
			if ('status' in call) return call;
			const { method, segments } = call;
			const surroundings: Surroundings = {
				...{ request, archive, lists, nextId, nextPin },
				reportDelay: options.messangiReportDelay,
			};
			return (
				refuseSegments(method, segments) ??
				refuseSignature(method, segments, account) ??
				method.run(valuesOf(method, segments), surroundings)
			);
		},

		/** The vendor's page has an open list of message statuses. */
		knowsCode: (code) => /^[A-Za-z][A-Za-z_ /.-]*$/.test(code),

		answerCode(code, request, accepted) {
			const call = findCall(request);
			if ('status' in call) return call;
			const { method, segments } = call;
			if (code in DESCRIPTIONS) return callAnswer(method.input, code);
			const id = accepted[0]?.id ?? nextId();
			return (
				method.answerStatus?.(code, valuesOf(method, segments), id) ??
				callAnswer(method.input, 'ERROR', code)
			);
		},

		report: (of) => report(of, options.messangiCallbackShape),
		notice: (message, fields) => [notice(message, options.messangiCallbackShape, nextId, fields)],

		describe,
		maskPath: maskLastTwoSegments,

		setNextPin(pin) {
			if (typeof pin !== 'string' || !/^\d{1,10}$/.test(pin)) {
				throw new RangeError(PIN_REFUSAL);
			}
			forcedPin = pin;
		},
		reset: () => {
			forcedPin = undefined;
		},
	};
}

interface Call {
	readonly method: Method;
	/** Everything after the method's name: parameters, public key, signature. */
	readonly segments: readonly string[];
}

function findCall(request: ReceivedRequest): Call | Answer {
	const path = request.target.split('?', 1)[0] ?? '';
	const rest = path.startsWith(API) ? path.slice(API.length) : '';
	const named = METHODS.filter(({ name }) => rest === name || rest.startsWith(`${name}/`));
	if (named.length === 0) {
		const names = new Set(METHODS.map(({ name }) => name));
		return unknownPath(`method: expected ${API} and one of ${[...names].join(', ')}`);
	}
	const method = named.find(({ verb }) => verb === request.method);
	if (method === undefined) {
		return wrongMethod(named.map(({ verb }) => verb).join(', '), request.method);
	}
	const tail = rest.slice(method.name.length + 1);
	return { method, segments: tail === '' ? [] : tail.split('/') };
}

function describe(request: ReceivedRequest): Attempt {
	const call = findCall(request);
	if ('status' in call) return { operation: 'unknown', numbers: [], from: '', text: '' };
	const { method, segments } = call;
	const values = valuesOf(method, segments);
	const [number = '', from = '', text = ''] = ['mobileNumber', 'from', 'text'].map(
		(name) => values.text(name) ?? values.raw(name),
	);
	const operation = method.name.replace('tools/', '');
	return { operation, numbers: number === '' ? [] : [number], from, text };
}

function refuseSegments(method: Method, segments: readonly string[]): Answer | undefined {
	const least = method.parameters.length + 2;
	const most = least + (method.optional === undefined ? 0 : 1);
	if (segments.length >= least && segments.length <= most) return undefined;
	const wanted = least === most ? String(least) : `${String(least)} or ${String(most)}`;
	return refuseCall(
		method.input,
		`segments: expected ${wanted} after ${method.name}, got ${String(segments.length)}`,
	);
}

function refuseSignature(
	method: Method,
	segments: readonly string[],
	account: Accounts['messangi'],
): Answer | undefined {
	const because = checkSignature(segments, account);
	return because === undefined
		? undefined
		: { ...callAnswer(method.input, 'BAD_SIGNATURE'), refusedBecause: because };
}

function valuesOf(method: Method, segments: readonly string[]): Values {
	const names =
		method.optional === undefined ? method.parameters : [...method.parameters, method.optional];
	const raw = new Map(segments.slice(0, -2).map((segment, at) => [names[at] ?? '', segment]));
	return {
		raw: (name) => raw.get(name) ?? '',
		text: (name) => {
			const text = decodePercent(raw.get(name) ?? '');
			return text !== null && method.base64.includes(name) ? decodeBase64Url(text) : text;
		},
	};
}
