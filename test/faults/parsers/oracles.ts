import { isDeepStrictEqual, types } from 'node:util';
import type { HttpReply, Problem, SendReply } from '../../../gateways/reply';

/* What must hold for whatever a parser makes of any input, worked out apart from the parsers. */

type ErrorClass = new (...parameters: never[]) => Error;

/** What a parser gave back, or the error that it documents. */
export type Read<Value> = { value: Value; error?: undefined } | { value?: undefined; error: Error };

/** Reads, and reads once more: nothing but these errors is thrown, and both times it is the same. */
export function readTwice<Value>(read: () => Value, ...known: ErrorClass[]): Read<Value> {
	const [first, second] = [readOnce(read, known), readOnce(read, known)];
	expectSame(first, second);
	return first;
}

/** The same for parsers that wait. */
export async function waitTwice<Value>(
	read: () => Promise<Value>,
	...known: ErrorClass[]
): Promise<Read<Value>> {
	const once = async (): Promise<Read<Value>> => {
		try {
			return { value: await read() };
		} catch (error) {
			return { error: expectKnown(error, known) };
		}
	};
	const [first, second] = [await once(), await once()];
	expectSame(first, second);
	return first;
}

function readOnce<Value>(read: () => Value, known: readonly ErrorClass[]): Read<Value> {
	try {
		return { value: read() };
	} catch (error) {
		return { error: expectKnown(error, known) };
	}
}

function expectKnown(error: unknown, known: readonly ErrorClass[]): Error {
	// Errors of Node.js itself have another class of that name than those of a test.
	if (known.some((each) => error instanceof each || (each === Error && types.isNativeError(error))))
		return error as Error;
	throw new Error('An error that is not documented', { cause: error });
}

function expectSame(first: Read<unknown>, second: Read<unknown>): void {
	const comparable = (read: Read<unknown>) =>
		read.error === undefined ? read : [Object.entries(read.error), read.error.message];
	expectTrue(isDeepStrictEqual(comparable(first), comparable(second)), 'reads twice differently');
}

/** Quicker than Jest's `expect` where nothing is wrong, and that is nearly always. */
export function expectTrue(holds: boolean, otherwise: string, detail?: unknown): void {
	if (holds) return;
	throw new Error(
		detail === undefined ? otherwise : `${otherwise}: ${JSON.stringify(detail).slice(0, 500)}`,
	);
}

/** A text that we show to people: not without end, and on one line. */
export function expectFit(text: string, most = 1000): void {
	expectTrue(text.length <= most, 'a text without end', text);
	// U+2028 and U+2029 break lines, too.
	expectTrue(!/[\p{Cc}\u2028\u2029]/u.test(text), 'a text with control characters', text);
}

/** What went wrong in words that can be shown. */
export function expectFitProblem({ code, message, hint }: Problem): void {
	expectTrue(code !== '' && message !== '' && hint !== '', 'a problem without words');
	expectFit(code, 101);
	expectFit(message);
	expectFit(hint);
}

/** Whether the value is what JSON can hold, so that n8n can keep it as it is. */
export function expectJson(value: unknown): void {
	if (value === null || value === undefined) return;
	if (typeof value === 'string' || typeof value === 'boolean') return;
	if (typeof value === 'number') {
		expectTrue(Number.isFinite(value), 'a number that JSON cannot hold', String(value));
		return;
	}
	expectTrue(typeof value === 'object', 'what JSON cannot hold', typeof value);
	const prototype: unknown = Object.getPrototypeOf(value);
	const isPlain = Array.isArray(value) || prototype === Object.prototype || prototype === null;
	expectTrue(isPlain, 'an object that JSON cannot hold');
	for (const each of Object.values(value as object)) expectJson(each);
}

const OUTCOMES = ['accepted', 'rejected', 'unknown'];

/** What holds for the outcome of any send. */
export function expectSendReply(result: SendReply): void {
	expectTrue(OUTCOMES.includes(result.outcome), 'no outcome of the contract', result.outcome);
	expectJson(result);
	const { messageId, status, statusDescription, extra = {} } = result;
	const { timeoutSeconds = null, ...texts } = extra;
	expectTrue(timeoutSeconds === null || Number.isFinite(timeoutSeconds), 'no number', extra);
	for (const each of [messageId, status, statusDescription, ...Object.values(texts)])
		expectTrue(each === null || each === undefined || typeof each === 'string', 'no text', each);
	expectTrue(messageId !== '', 'an empty id');
	if (result.outcome === 'accepted') {
		expectTrue(!('problem' in result), 'accepted with a problem');
		return;
	}
	expectFitProblem(result.problem);
	if (result.fatal === true) expectTrue(result.outcome === 'rejected', 'fatal, but not refused');
}

/** That the texts which we give on stand in the answer, or are null. */
export function expectStanding(text: string, ...given: (string | null | undefined)[]): void {
	const words = given.filter((each): each is string => typeof each === 'string' && each !== '');
	if (words.length === 0) return;
	const json = jsonOf(text);
	const leaves = json === undefined ? plainTexts(text) : leavesOf(json, text);
	for (const word of words) {
		const stands = leaves.some((leaf) =>
			json === undefined ? leaf.includes(word) : leaf.trim() === word.trim(),
		);
		expectTrue(stands, 'what stands not in the answer', word);
	}
}

/** The JSON in a text; undefined for what is none. */
export function jsonOf(text: string): unknown {
	try {
		return JSON.parse(text.replace(/^\uFEFF/, '').trim()) as unknown;
	} catch {
		return undefined;
	}
}

/** All texts and numbers in JSON, and the numbers as they are written. */
function leavesOf(json: unknown, text: string): string[] {
	if (typeof json === 'string') return [json];
	if (typeof json === 'number') return [String(json), ...(text.match(/-?\d[\d.eE+-]*/g) ?? [])];
	if (typeof json !== 'object' || json === null) return [String(json)];
	return Object.values(json).flatMap((each) => leavesOf(each, text));
}

/** What an XML document says, without its markup; also without elements inside of others. */
export function plainTexts(text: string): string[] {
	const parts: string[] = [];
	const keep = (part: string) => `\u0001${parts.push(part) - 1}\u0002`;
	const whole = text
		.replace(/\r\n?/g, '\n')
		.replace(/<!\[CDATA\[(.*?)\]\]>/gs, (_, content: string) => keep(content))
		.replace(/<!--.*?-->|<\?.*?\?>/gs, '');
	const plain: string[] = [];
	for (let rest = whole, before = ''; rest !== before; ) {
		before = rest;
		plain.push(rest, rest.replace(/<[^<>]*>/g, ''));
		rest = rest.replace(/<([\w.:-]+)(?:\s[^<>]*)?(?:\/>|>[^<>]*<\/\1\s*>)/g, '');
	}
	// In an attribute, XML reads a line break as a blank.
	const readings = [text, ...plain].flatMap((each) => [each, each.replace(/[\t\n]/g, ' ')]);
	return readings.map((each) =>
		each
			.replace(/&#x([0-9a-f]{1,6});/gi, (_, hex: string) => character(parseInt(hex, 16)))
			.replace(/&#(\d{1,7});/g, (_, code: string) => character(Number(code)))
			.replace(/&(lt|gt|quot|apos);/gi, (_, name: string) => NAMED[name.toLowerCase()] ?? '')
			.replace(/&amp;/gi, '&')
			.replace(/\u0001(\d+)\u0002/g, (_, index: string) => parts[Number(index)] ?? ''),
	);
}

const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'" };

function character(code: number): string {
	return code <= 0x10ffff ? String.fromCodePoint(code) : '';
}

/** Whether the server itself says that it did not carry out the request. RFC 9110, section 15.5. */
export function isRefusedByHttp({ status }: HttpReply): boolean {
	return [400, 401, 403, 404, 405, 406, 407, 410, 411, 413, 414, 415, 421, 426, 429, 431].includes(
		status,
	);
}
