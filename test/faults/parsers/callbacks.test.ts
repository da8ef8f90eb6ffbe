import { BlockList, isIP } from 'node:net';
import fc from 'fast-check';
import { eventId } from '../../../gateways/callbacks/eventId';
import {
	readRecords,
	UnreadableCallback,
	type CallbackCall,
} from '../../../gateways/callbacks/body';
import type { CallbackEvent } from '../../../gateways/callbacks/event';
import { GATEWAYS } from '../../../gateways/registry';
import { AllowedAddresses, isAuthentic } from '../../../nodes/SmsGatewayTrigger/authentication';
import { formOf, jsonOf as jsonWith, NUMBERS, pieces, rubble, spoiled, text } from '../../hostile';
import { ALL_PROFILES, PROFILES } from '../../profiles';
import { describeParsers } from './fuzz';
import { expectFit, expectJson, expectStanding, expectTrue, jsonOf, readTwice } from './oracles';

const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json';

/** Stands in fields that hold secrets, and nowhere else. */
const SECRET = 'do-not-show-me';

/** The words by which the vendors' pages say that a message has arrived. */
const ARRIVED = /DELIVRD|DELIVERED|READ/i;
/** mGage's codes for it. */
const ARRIVED_CODES = ['40', '130', '200'];

const WORDS = [
	...['DELIVRD', 'UNDELIV', 'Carrier Success', 'EXPIRED', 'SMS', 'MO_MESSAGE', 'PUSH', 'utf-8'],
	...['ISO-8859-1', 'windows-1252', '40', '5', '110', '0200', '44', 'US', 'a2e87214', 'Yes', '0'],
	...[...NUMBERS, '919999999999', '22222', '2023-11-02 13:59:22'],
];
const SAMPLES = [
	'{"messageId":"m1","status":"DELIVRD","errorCode":0,"mobile":"919999999999","doneDate":"2023-11-02 13:59:22"}',
	'FROM=13056708084&TO=22222&TEXT=Yes&ENCODING=UTF-8&TYPE=MO_MESSAGE',
	'message_id=1&message_subid=0&device_address=13056708084&status=Carrier+Success&status_code=40',
];

const contentType = fc.oneof(
	{
		weight: 8,
		arbitrary: fc.constantFrom(
			...['', FORM, FORM, JSON_TYPE, JSON_TYPE, 'text/plain', `${FORM}; charset=iso-8859-1`],
			...[`${JSON_TYPE}; charset=utf-8`, `${FORM};charset="windows-1252"`, 'a/b+json'],
		),
	},
	{ weight: 1, arbitrary: text },
	{
		weight: 1,
		arbitrary: fc
			.array(fc.oneof(pieces, fc.constantFrom('charset=', ';', FORM)))
			.map((each) => each.join('')),
	},
);

/** A call with fields of this gateway's, and a secret in those that hold one. */
function calls(names: readonly string[], secret?: string): fc.Arbitrary<CallbackCall> {
	const json = jsonWith(names, WORDS);
	const withSecret = (event: string) =>
		secret === undefined || !event.startsWith('{')
			? event
			: event.replace('{', `{"${secret}":"${SECRET}"${event === '{}' ? '' : ','}`);
	const form = formOf(names, WORDS).map((each) =>
		secret === undefined ? each : `${each}&${secret.toUpperCase()}=${SECRET}`,
	);
	const body = fc.oneof(
		{ weight: 4, arbitrary: fc.oneof(form, json.map(withSecret)) },
		{
			weight: 1,
			arbitrary: fc.array(json.map(withSecret), { maxLength: 4 }).map((each) => `[${each.join()}]`),
		},
		{ weight: 2, arbitrary: spoiled(SAMPLES) },
		{ weight: 1, arbitrary: fc.oneof(rubble, text) },
	);
	const bytes = fc.oneof(
		{ weight: 8, arbitrary: body.map((each) => Buffer.from(each)) },
		{ weight: 1, arbitrary: body.map((each) => Buffer.from(each, 'latin1')) },
		{ weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }) },
	);
	return fc.record({ contentType, body: bytes });
}

function expectEvent(gateway: string, event: CallbackEvent, body: string | null): void {
	expectJson(event);
	expectTrue(!JSON.stringify(event).includes(SECRET), 'a secret is passed on');
	expectTrue(!hasProto(event), '__proto__ is passed on');
	const { status, final, gatewayStatus, extra } = event;
	const isReport = event.event === 'deliveryReport';
	expectTrue(isReport === (status !== null) && isReport === (final !== null), 'a status');
	if (event.event === 'incomingMessage') expectTrue(event.from !== null, 'from nobody');
	else expectTrue(event.text === null, 'a text of none');
	if (event.event === 'unknown') expectTrue(event.messageId === null && event.to === null, 'known');
	if (status === 'delivered') {
		const isArrived =
			ARRIVED.test(gatewayStatus ?? '') ||
			(typeof extra.statusCode === 'string' &&
				ARRIVED_CODES.includes(extra.statusCode.replace(/^0+/, '')));
		expectTrue(isArrived, 'delivered by no word', gatewayStatus);
	}
	if (final === true)
		expectTrue(status !== 'pending' && status !== 'unknown', 'the end of nothing');
	expectTrue(/^[0-9a-f]{64}$/.test(eventId(gateway, event)), 'no id');
	if (body === null) return;
	if (jsonOf(body) !== undefined) {
		expectStanding(body, event.messageId, gatewayStatus, event.text, event.errorCode, event.doneAt);
	}
	for (const number of [event.to, event.from]) {
		if (!number?.startsWith('+')) continue;
		// The last digits of a number are the same however it is written.
		const digits = body.replace(/%2B|\D/gi, '');
		const isPlain = !/^\+[1-9]\d{6,14}$/.test(number) || digits.includes(number.slice(-6));
		expectTrue(isPlain, 'a number from nowhere', number);
	}
}

function hasProto(value: unknown): boolean {
	if (typeof value !== 'object' || value === null) return false;
	return Object.hasOwn(value, '__proto__') || Object.values(value).some(hasProto);
}

/** Whether a body is UTF-8, its percent-encoded bytes included. */
function isOfUtf8(body: Uint8Array): boolean {
	const encoded = Buffer.from(body).toString('latin1');
	const bytes = encoded.replace(/%([0-9a-f]{2})/gi, (_, digits: string) =>
		String.fromCharCode(parseInt(digits, 16)),
	);
	return [encoded, bytes].every((each) => {
		const text = Buffer.from(each, 'latin1');
		return Buffer.from(text.toString()).equals(text);
	});
}

/** JSON with the names of each object in the other order; null where they are not each its own. */
function reversed(value: unknown): { value: unknown } | null {
	if (Array.isArray(value)) {
		const list = value.map(reversed);
		return list.every((each) => each !== null) ? { value: list.map((each) => each.value) } : null;
	}
	if (typeof value !== 'object' || value === null) return { value };
	const names = Object.keys(value).map((name) => name.toLowerCase());
	if (new Set(names).size < names.length) return null;
	const pairs: [string, unknown][] = [];
	for (const [name, each] of Object.entries(value).reverse()) {
		const turned = reversed(each);
		if (turned === null) return null;
		pairs.push([name, turned.value]);
	}
	return { value: Object.fromEntries(pairs) };
}

/** The same call with its fields in another order, where that says the same. */
function reordered({ contentType: type, body }: CallbackCall): CallbackCall | null {
	const content = Buffer.from(body).toString('latin1');
	if (/^[\s{[]/.test(content)) {
		const text = Buffer.from(body).toString('utf8');
		const json = jsonOf(text);
		// What JavaScript cannot write as it stands would be another call.
		if (json === undefined || /\d{16}|\de\+?\d{3}|__proto__|\\/i.test(text)) return null;
		const turned = reversed(json);
		return turned && { contentType: type, body: Buffer.from(JSON.stringify(turned.value)) };
	}
	// Without a type, the first field tells whether it is a form.
	if (!type.startsWith(FORM) || /[^\x21-\x7e]/.test(content)) return null;
	const pairs = content.split('&').filter((pair) => pair !== '');
	const names = pairs.map((pair) => (pair.split('=')[0] ?? '').replace(/\+/g, ' ').toLowerCase());
	if (new Set(names).size < names.length || names.some((name) => name.includes('%'))) return null;
	const turned = pairs.reverse().join('&');
	return /^[{[]/.test(turned) ? null : { contentType: type, body: Buffer.from(turned) };
}

describeParsers('callbacks', (fuzz) => {
	for (const { name: gateway, callbacks } of GATEWAYS) {
		const readCallback = callbacks.read;
		const { fields, secret } = PROFILES[gateway].callbacks;
		fuzz(
			gateway,
			calls(fields, secret),
			(call) => {
				const { value: events, error } = readTwice(() => readCallback(call), UnreadableCallback);
				if (error !== undefined) expectFit(error.message, 100);
				if (events === undefined) return;
				expectTrue(events.length > 0, 'no event');
				// In what charset it is, only the parser knows otherwise.
				const isUtf8 = !/charset/i.test(call.contentType) && isOfUtf8(call.body);
				const body = isUtf8 ? Buffer.from(call.body).toString() : null;
				for (const event of events) expectEvent(gateway, event, body);
				const other = isUtf8 ? reordered(call) : null;
				if (other === null) return;
				const ids = (each: CallbackCall) =>
					readCallback(each).map((event) => eventId(gateway, event));
				expectTrue(ids(call).join() === ids(other).join(), 'another id for another order');
			},
			{
				found: ['{"apiKey":"do-not-show-me",', '[40,{"callback":"do-not-show-me",'].map((body) => ({
					contentType: FORM,
					body: Buffer.from(body),
				})),
			},
		);
	}

	const names = ALL_PROFILES.flatMap(({ callbacks }) => callbacks.fields);
	fuzz('readRecords', calls(names), (call) => {
		const options = { secrets: ['text'], charsetField: 'encoding' };
		const { value: records } = readTwice(() => readRecords(call, options), UnreadableCallback);
		for (const { fields, raw } of records ?? []) {
			expectJson(raw);
			expectTrue(!hasProto(raw), '__proto__ is passed on');
			for (const [name, value] of fields) {
				expectTrue(name === name.toLowerCase(), 'a name in capitals', name);
				expectTrue(value === null || typeof value === 'string', 'no text', value);
			}
		}
	});

	const secret = fc.oneof(fc.constantFrom('s3cret', ' ', 'a:b', ''), text);
	const bag = fc.dictionary(
		fc.constantFrom('secret', 'Secret', 'authorization', '__proto__', 'constructor', 'a'),
		fc.oneof(secret, fc.array(secret), fc.anything()),
	);
	const basic = fc
		.tuple(secret, secret)
		.map(([user, password]) => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`);
	const proof = fc.record({
		query: bag,
		headers: fc.tuple(bag, fc.option(basic)).map(([each, authorization]) => ({
			...each,
			...(authorization !== null && { authorization }),
		})),
	});
	const credential = fc.record({
		method: fc.constantFrom('query', 'header', 'basic', 'none'),
		name: fc.constantFrom('secret', 'Secret', 'constructor', '__proto__', ''),
		secret,
		username: secret,
		password: secret,
	});
	fuzz('isAuthentic', fc.tuple(credential, proof), ([known, call]) => {
		if (readTwice(() => isAuthentic(known, call)).value !== true) return;
		const { method, name, username, password } = known;
		if (method === 'basic') {
			const pair = Buffer.from(`${username}:${password}`).toString('base64');
			const sent = String(call.headers.authorization)
				.replace(/^Basic +/i, '')
				.trim();
			expectTrue(sent === pair && username !== '' && password !== '', 'let in without a password');
			return;
		}
		const values: Record<string, unknown> = method === 'query' ? call.query : call.headers;
		const key = method === 'query' ? name : name.toLowerCase();
		const isRight = Object.hasOwn(values, key) && values[key] === known.secret;
		expectTrue(isRight && known.secret !== '', 'let in without a secret');
	});

	const v4 = fc.ipV4();
	const v6 = fc.ipV6();
	const entry = fc.oneof(
		{ weight: 3, arbitrary: fc.tuple(v4, fc.nat(33)).map(([each, bits]) => `${each}/${bits}`) },
		{ weight: 2, arbitrary: fc.tuple(v6, fc.nat(129)).map(([each, bits]) => `${each}/${bits}`) },
		{
			weight: 3,
			arbitrary: fc.oneof(
				v4,
				v6,
				v4.map((each) => `::ffff:${each}`),
			),
		},
		{
			weight: 1,
			arbitrary: fc.oneof(text, fc.constantFrom('10.1', '0/0', '::/0', '1.2.3.4/x', '/')),
		},
	);
	const caller = fc.oneof(
		v4,
		v6,
		v4.map((each) => `::ffff:${each}`),
		text,
		fc.constant(undefined),
	);
	const list = fc.tuple(fc.array(entry, { maxLength: 4 }), caller, fc.nat(5));
	fuzz('AllowedAddresses', list, ([entries, other, own]) => {
		const written = entries.join(', ');
		// An address of the list itself is asked for as often as another one.
		const address = own < 3 ? (entries[own]?.split('/')[0] ?? other) : other;
		const isAllowed = readTwice(() => new AllowedAddresses(written).allow(address)).value;
		const parts = written.split(/[\s,;]+/).filter((each) => each !== '');
		if (parts.length === 0) {
			expectTrue(isAllowed === true, 'refused without a list');
			return;
		}
		// The library takes more for an address, and ::1.2.3.4 for ::ffff:1.2.3.4: no server tells such.
		if (isAllowed !== true || address === undefined) return;
		if (isIP(address) === 0 || /^[0:]+:\d+\./.test(address)) return;
		expectTrue(isListed(parts, address), 'let in from elsewhere', [written, address]);
	});
});

/** What Node.js itself makes of the list. */
function isListed(parts: readonly string[], address: string): boolean {
	const plain = (each: string) => each.replace(/^::ffff:(?=\d+\.)/i, '');
	const block = new BlockList();
	for (const part of parts) {
		const [network = '', bits] = part.split('/');
		const each = bits === undefined ? plain(network) : network;
		const type = isIP(each) === 6 ? 'ipv6' : 'ipv4';
		if (isIP(each) === 0) continue;
		if (bits === undefined) block.addAddress(each, type);
		else if (Number(bits) <= (type === 'ipv6' ? 128 : 32))
			block.addSubnet(each, Number(bits), type);
	}
	return block.check(plain(address), isIP(plain(address)) === 6 ? 'ipv6' : 'ipv4');
}
