import { createHmac } from 'node:crypto';

import { ACCOUNTS } from './accounts';
import { decodeBase64Url, decodePercent } from './decoding';
import {
	unknownPath,
	wrongMethod,
	type AcceptedMessage,
	type Answer,
	type Gateway,
	type GatewayRequest,
} from './gateway';
import { maskLastTwoSegments, sameSecret } from './secrets';
import { element, textElement } from './xml';

const ACCOUNT = ACCOUNTS.messangi;
const API = '/rest/api/';

/** Operators this sandbox knows by name. The vendor publishes no list; names are case sensitive. */
const CARRIERS = new Set([
	'Movistar',
	'Digitel',
	'Movilnet',
	'Claro PR',
	'T-Mobile',
	'AT&T',
	'Verizon',
	'Tigo',
	'Claro',
	'Telcel',
]);

/** Descriptions of the vendor's page on response basics. */
const DESCRIPTIONS: Readonly<Record<string, string>> = {
	OK: 'Completed',
	BAD_SIGNATURE: 'Invalid signature, access denied',
	ERROR: 'Internal error, please report this to support@messangi.com',
};

/** The values of one call, as they stand in the URL and as what they mean. */
interface Values {
	raw(name: string): string;
	/** Null where the value cannot be decoded. */
	text(name: string): string | null;
}

/** One method of the API: how its URL is built and what it does. */
interface Method {
	/** The path behind `/rest/api/`, before the parameters. */
	readonly name: string;
	readonly verb: 'GET' | 'POST';
	readonly parameters: readonly string[];
	/** A last parameter that may be missing. */
	readonly optional?: string;
	readonly base64: readonly string[];
	/** What the reply's `<input>` says, which is not always the method's name. */
	readonly input: string;
	run(values: Values, nextId: () => string): Answer;
	/** The reply in which a message has this status; without it a refusal is the whole call's. */
	answerStatus?(status: string, values: Values, id: string): Answer;
}

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
		name: 'tools/getMOMessages',
		verb: 'GET',
		parameters: ['instanceId', 'page', 'resultsPerPage', 'parameters'],
		base64: [],
		input: 'getMOMessages',
		run: getMOMessages,
	},
];

/**
 * The signature of a call: HMAC-SHA256 in lower-case hex, keyed with the private key's bytes, over
 * the path parameters as they stand in the URL, joined by `/`. Source: the vendor's signature page;
 * checked in the tests against the vendor's published examples.
 */
export function sign(parameters: readonly string[], privateKey: string): string {
	return createHmac('sha256', privateKey)
		.update(Buffer.from(parameters.join('/'), 'latin1'))
		.digest('hex');
}

/** Messangi's REST API, from the vendor's page "RESTful API". Base URL: `<sandbox>/messangi`. */
export function createMessangi(): Gateway {
	let created = 0n;
	/** 64-bit, of either sign and beyond 2^53, as the id in the vendor's sample reply. */
	const nextId = (): string => {
		created += 1n;
		const size = 8174720676710228700n + created * 7919n;
		return String(created % 2n === 1n ? -size : size);
	};

	return {
		name: 'messangi',
		prefix: '/messangi',

		handle(request) {
			const call = findCall(request);
			if ('status' in call) return call;
			const { method, segments } = call;
			const refusal = checkSegments(method, segments) ?? checkSignature(method, segments);
			return refusal ?? method.run(valuesOf(method, segments), nextId);
		},

		/** Message statuses are an open list of words on the vendor's page. */
		knowsCode: (code) => /^[A-Za-z][A-Za-z_ /]*$/.test(code),

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

		maskPath: maskLastTwoSegments,
	};
}

interface Call {
	readonly method: Method;
	/** Everything behind the method's name: parameters, public key, signature. */
	readonly segments: readonly string[];
}

function findCall(request: GatewayRequest): Call | Answer {
	const path = request.target.split('?', 1)[0] ?? '';
	const rest = path.startsWith(API) ? path.slice(API.length) : '';
	const named = METHODS.filter(({ name }) => rest === name || rest.startsWith(`${name}/`));
	const method = named.find(({ verb }) => verb === request.method) ?? named[0];
	if (method === undefined) {
		return unknownPath(
			`method: expected ${API} and one of ${METHODS.map(({ name }) => name).join(', ')}`,
		);
	}
	if (method.verb !== request.method) return wrongMethod(method.verb, request.method);
	const tail = rest.slice(method.name.length + 1);
	return { method, segments: tail === '' ? [] : tail.split('/') };
}

function checkSegments(method: Method, segments: readonly string[]): Answer | undefined {
	const least = method.parameters.length + 2;
	const most = least + (method.optional === undefined ? 0 : 1);
	if (segments.length >= least && segments.length <= most) return undefined;
	const wanted = least === most ? String(least) : `${String(least)} or ${String(most)}`;
	return refuseCall(
		method.input,
		`segments: expected ${wanted} behind ${method.name}, got ${String(segments.length)}`,
	);
}

function checkSignature(method: Method, segments: readonly string[]): Answer | undefined {
	const parameters = segments.slice(0, -2);
	const [publicKey = '', signature = ''] = segments.slice(-2);
	const expected = sign(parameters, ACCOUNT.privateKey);
	let because: string | undefined;
	if (parameters[0] !== ACCOUNT.instanceId) {
		because = `instanceId: expected ${ACCOUNT.instanceId}, got ${parameters[0] ?? ''}`;
	} else if (!sameSecret(ACCOUNT.publicKey, publicKey)) {
		because = 'publicKey: expected the one of the demo account, got another';
	} else if (!sameSecret(expected, signature)) {
		because = `signature: expected ${expected} for "${parameters.join('/')}", got ${signature}`;
	}
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

/** A status and, unless it is a success, the check that led to it. */
interface Verdict {
	readonly status: string;
	readonly because?: string;
}

/** What is wrong with sender and recipient of any method; the bounds are E.164's. */
function checkEnds(from: string, to: string): Verdict | undefined {
	if (!/^\d+$/.test(from)) {
		return { status: 'BAD_FROM', because: `from: expected digits, got "${from}"` };
	}
	if (!/^\d{7,15}$/.test(to)) {
		return { status: 'BAD_TO', because: `mobileNumber: expected 7 to 15 digits, got "${to}"` };
	}
	return undefined;
}

function sendSMS(values: Values, nextId: () => string): Answer {
	const to = values.text('mobileNumber');
	const text = values.text('text');
	const carrier = values.text('carrier');
	const from = values.text('from');
	if (carrier === null || from === null) {
		return refuseCall('sendSMS', 'carrier or from: not valid percent-encoded UTF-8');
	}
	if (text === '') return refuseCall('sendSMS', 'text: expected a message, got an empty one');

	const id = nextId();
	const verdict = checkMessage(carrier, from, to, text);
	if (verdict !== undefined || to === null || text === null) {
		const { status, because } = verdict ?? { status: 'BAD_ENCODING' };
		return { ...messageAnswer(status, values, id), refusedBecause: because };
	}
	return {
		...messageAnswer('SENT_TO_CARRIER', values, id),
		accepted: [{ operation: 'sendSMS', id, to, from, text, details: { carrier } }],
	};
}

function checkMessage(
	carrier: string,
	from: string,
	to: string | null,
	text: string | null,
): Verdict | undefined {
	if (to === null || text === null) {
		const name = to === null ? 'mobileNumber' : 'text';
		return {
			status: 'BAD_ENCODING',
			because: `${name}: expected UTF-8 in URL-safe Base64, got something else`,
		};
	}
	if (!CARRIERS.has(carrier)) {
		return {
			status: 'BAD_CARRIER/FROM',
			because: `carrier: expected one of ${[...CARRIERS].join(', ')}, got "${carrier}"`,
		};
	}
	return checkEnds(from, to);
}

/** A refusal here is the whole call's: the reply has no message to carry it. */
function sendMT(values: Values, nextId: () => string): Answer {
	const [from, carrier, to, flags] = ['from', 'carrier', 'mobileNumber', 'flags'].map((name) =>
		values.text(name),
	);
	if (typeof from !== 'string' || typeof carrier !== 'string') {
		return refuseCall('sendMT', 'from or carrier: not valid percent-encoded UTF-8');
	}
	if (typeof to !== 'string' || typeof flags !== 'string') {
		return refuseCall('sendMT', 'mobileNumber or flags: not valid percent-encoded UTF-8');
	}
	const text = values.text('text');
	if (text === null) {
		return refuseCall('sendMT', 'text: expected UTF-8 in URL-safe Base64, got something else');
	}
	if (text === '') return refuseCall('sendMT', 'text: expected a message, got an empty one');
	if (!/^(\d+|null)$/.test(carrier)) {
		return refuseCall('sendMT', `carrier: expected an operator ID or null, got "${carrier}"`);
	}
	const wrongEnd = checkEnds(from, to);
	if (wrongEnd?.because !== undefined) return refuseCall('sendMT', wrongEnd.because);

	const details: Record<string, string> = flags === '' ? { carrier } : { carrier, flags };
	const message: AcceptedMessage = { operation: 'sendMT', id: nextId(), to, from, text, details };
	return { ...callAnswer('sendMT', 'OK'), accepted: [message] };
}

/** Nothing is received yet, so every page of the list is empty. */
function getMOMessages(values: Values): Answer {
	for (const name of ['page', 'resultsPerPage']) {
		if (!/^[1-9]\d*$/.test(values.raw(name))) {
			const got = values.raw(name);
			return refuseCall('getMOMessages', `${name}: expected a number from 1, got "${got}"`);
		}
	}
	const list = element('MOMessageList', textElement('records', '0'), element('MessageList'));
	return callAnswer('getMOMessages', 'OK', undefined, element('result', list));
}

function refuseCall(input: string, because: string): Answer {
	return { ...callAnswer(input, 'ERROR', because), refusedBecause: because };
}

/**
 * The static part of every reply, and the result behind it. HTTP 200 whatever the status: the
 * vendor documents no other one.
 */
function callAnswer(input: string, status: string, description?: string, result = ''): Answer {
	return {
		status: 200,
		contentType: 'text/xml;charset=UTF-8',
		body: element(
			'response',
			textElement('input', input),
			textElement('status', status),
			textElement('description', description ?? DESCRIPTIONS[status] ?? status),
			result,
		),
	};
}

/** The reply of `sendSMS`: the call went well, and the message has a status of its own. */
function messageAnswer(status: string, values: Values, id: string): Answer {
	const shown = (name: string): string => values.text(name) ?? values.raw(name);
	const message = element(
		'message',
		textElement('id', id),
		textElement('carrier', shown('carrier')),
		textElement('from', shown('from')),
		textElement('to', shown('mobileNumber')),
		textElement('text', shown('text')),
		textElement('status', status),
		textElement('statusDescription', describe(status)),
		textElement('encoding', 'UTF-8'),
		textElement('date', caracasTime(new Date())),
		textElement('timezone', 'America/Caracas'),
		textElement('clientId', 'sandbox-client'),
	);
	return callAnswer('sendSMS', 'OK', undefined, element('result', element('messages', message)));
}

/** `SENT_TO_CARRIER` reads "Sent to Carrier" in the vendor's sample. */
function describe(status: string): string {
	if (status === 'SENT_TO_CARRIER') return 'Sent to Carrier';
	const words = status.toLowerCase().replaceAll('_', ' ');
	return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The documented pattern `yyyy-MM-dd'T'HH:mm:ss.SSSZZ`, in the sample's time zone. */
function caracasTime(now: Date): string {
	const shifted = new Date(now.getTime() - 4 * 60 * 60 * 1000);
	return shifted.toISOString().replace('Z', '-04:00');
}
