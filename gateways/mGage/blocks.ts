import { readJson } from '../wire/json';
import { lookUp } from '../table';
import { readXml, type XmlValue } from '../wire/xml';
import { ACCEPTED_CODE, CODE_PROBLEMS } from './errors';

/*
 * The shape of mGage's reply is unpublished: its page says that a block repeats for each number
 * and lists the codes, but the block itself is missing. So this reader accepts XML, JSON or plain text
 * and looks for a number, a code and an ID under the names that such blocks use. All of this is
 * assumed: one reply of a live account can correct the three lists below. What it cannot read is
 * `unknown`, never `accepted`.
 */

/** Possible names of a recipient's number, in lower case without separators. */
const NUMBER_NAMES = [
	'number',
	'mobilenumber',
	'mobile',
	'msisdn',
	'to',
	'recipient',
	'destination',
	'phone',
	'phonenumber',
	'deviceaddress',
	'address',
];
/** Possible names of the code. */
const CODE_NAMES = [
	'statuscode',
	'responsecode',
	'errorcode',
	'resultcode',
	'result',
	'status',
	'code',
];
/** Possible names of the message's ID. */
const ID_NAMES = ['messageid', 'msgid', 'smsid', 'transactionid', 'id', 'uuid', 'guid'];

/** The longest reply that is read, in characters: 600 for each of 250 numbers. */
const LONGEST_REPLY = 150_000;

/** Used instead of a code if a reply contradicts itself about a number. */
export const CONTRADICTION = '';

/** What one block of the reply says. */
export interface Block {
	number: string | null;
	code: string;
	messageId: string | null;
}

/**
 * The blocks of a reply, in their order; none if it cannot be read. `response` is the parsed reply, if it is XML or
 * JSON.
 */
export function readBlocks(text: string): { blocks: Block[]; response: unknown } {
	if (text.length > LONGEST_REPLY) return { blocks: [], response: undefined };
	const structure = readStructure(text);
	if (structure !== null) {
		const blocks: Block[] = [];
		collectBlocks(structure, blocks);
		return { blocks, response: structure };
	}
	return { blocks: readLines(text), response: undefined };
}

function readStructure(text: string): XmlValue | null {
	const trimmed = text.trim();
	if (trimmed.startsWith('<'))
		return /^<(?:!doctype|html)/i.test(trimmed) ? null : readXml(trimmed);
	if (!/^[[{]/.test(trimmed)) return null;
	const parsed = readJson(trimmed);
	return parsed === undefined ? null : toTextTree(parsed);
}

/** The most values of a reply: 80 for each of 250 numbers. */
const MOST_VALUES = 20_000;

/**
 * JSON in the form in which XML is read: every value is text. Nesting that is too deep is cut off.
 *
 * @returns null for too many values
 */
function toTextTree(json: unknown): XmlValue | null {
	let left = MOST_VALUES;
	const read = (value: unknown, depth: number): XmlValue => {
		if (left-- <= 0 || depth > 20 || value === null || value === undefined) return '';
		if (Array.isArray(value)) return value.map((each) => read(each, depth + 1));
		if (typeof value === 'object') {
			const element: Record<string, XmlValue> = {};
			for (const [name, child] of Object.entries(value)) {
				if (name !== '__proto__') element[name] = read(child, depth + 1);
			}
			return element;
		}
		return String(value as string | number | boolean);
	};
	const tree = read(json, 0);
	return left < 0 ? null : tree;
}

/** Every element with its own code is a block; its children are searched too. */
function collectBlocks(value: XmlValue, blocks: Block[]): void {
	if (typeof value === 'string') return;
	if (Array.isArray(value)) {
		for (const each of value) collectBlocks(each, blocks);
		return;
	}
	const inner: Block[] = [];
	for (const [name, child] of Object.entries(value)) {
		// {"13056708084": {"statusCode": 0}}: the number is the name.
		const before = inner.length;
		collectBlocks(child, inner);
		const only = inner[before];
		if (inner.length === before + 1 && only?.number === null && /^\+?\d{8,15}$/.test(name)) {
			inner[before] = { ...only, number: digits(name) };
		}
	}
	const fields = textsByName(value);
	const code = readCode(fields);
	const number = digits(firstOf(fields, NUMBER_NAMES) ?? firstOf(fields, ['#text']) ?? '');
	if (code !== null) {
		// A code above blocks with their own codes is a summary.
		if (inner.length === 0)
			blocks.push({ number: number || null, code, messageId: firstOf(fields, ID_NAMES) ?? null });
		else if (code !== ACCEPTED_CODE && isDocumented(code)) leaveOpen(inner);
	} else if (inner.length === 1 && inner[0]?.number === null && number) {
		inner[0] = { ...inner[0], number };
	}
	for (const block of inner) blocks.push(block);
}

/** Marks accepted blocks below a summary that refuses: it is unknown which one is right. */
function leaveOpen(blocks: Block[]): void {
	for (const [index, block] of blocks.entries()) {
		if (block.code === ACCEPTED_CODE) blocks[index] = { ...block, code: CONTRADICTION };
	}
}

/** The texts of an element by name; names that differ in case or separators are one. */
type Fields = ReadonlyMap<string, readonly string[]>;

function textsByName(element: Record<string, XmlValue>): Fields {
	const fields = new Map<string, string[]>();
	for (const [name, value] of Object.entries(element)) {
		const text = typeof value === 'string' || Array.isArray(value) ? value : value['#text'];
		if (typeof text !== 'string') continue;
		const texts = fields.get(plainName(name));
		if (texts === undefined) fields.set(plainName(name), [text.trim()]);
		else texts.push(text.trim());
	}
	return fields;
}

function plainName(name: string): string {
	return name.toLowerCase().replace(/[-_.:\s]/g, '');
}

function firstOf(fields: Fields, names: readonly string[]): string | undefined {
	for (const name of names) {
		const value = fields.get(name)?.find((each) => each !== '');
		if (value !== undefined) return value;
	}
	return undefined;
}

/**
 * A bare `code`, `status` or `result` counts only if it is a documented code. Two different documented
 * codes are a contradiction.
 */
function readCode(fields: Fields): string | null {
	const codes: string[] = [];
	for (const name of CODE_NAMES) {
		for (const value of fields.get(name) ?? []) {
			if (!/^\d{1,5}$/.test(value)) continue;
			const code = String(Number(value));
			if (isDocumented(code) || (name.endsWith('code') && name !== 'code')) codes.push(code);
		}
	}
	const documented = new Set(codes.filter(isDocumented));
	return documented.size > 1 ? CONTRADICTION : (codes[0] ?? null);
}

function isDocumented(code: string): boolean {
	return code === ACCEPTED_CODE || lookUp(CODE_PROBLEMS, code) !== undefined;
}

function digits(value: string): string {
	const plain = value.replace(/[\s()+.-]/g, '');
	return /^\d{6,15}$/.test(plain) ? plain : '';
}

/** Plain text: a line for each number, e.g. `13056708084,0,accepted` or `107: Too many ...`. */
function readLines(text: string): Block[] {
	const blocks: Block[] = [];
	for (const line of text.split(/\r?\n/).slice(0, 10_000)) {
		const block = readLine(line.slice(0, 1000));
		if (block !== null) blocks.push(block);
	}
	// Without a documented code anywhere, these may be any numbers.
	return blocks.some(({ code }) => isDocumented(code)) ? blocks : [];
}

function readLine(line: string): Block | null {
	// An empty field is kept: what follows it is not next to the number.
	const fields = line
		.trim()
		.replace(/\s+/g, ' ')
		.split(/ ?[,;|] ?| ?: | ?= ?| /);
	// After an empty number field, what looks like a number is the message's ID.
	const place = fields[0] === '' ? -1 : fields.findIndex((each) => /^\+?\d{8,15}$/.test(each));
	const number = fields[place]?.replace('+', '') ?? null;
	const code = codeInLine(fields, place);
	if (code === null) return null;
	const isContradiction = code === ACCEPTED_CODE && saysFailure(line);
	return {
		number,
		code: isContradiction ? CONTRADICTION : code,
		messageId: idInLine(fields, number),
	};
}

/** Whether a sentence says that something failed; "no errors" does not. */
export function saysFailure(words: string): boolean {
	return /\b(?:not?(?! errors?\b)|without(?! errors?\b)|(?<!\b(?:not?|without) )errors?|fail\w*|false|reject\w*|refus\w*|denied|invalid)\b/i.test(
		words,
	);
}

/**
 * The code in a line. A 0 or 1 in prose is not an outcome: the code follows its name, it is next to the
 * number, or it is the first word of a line without a number.
 *
 * @param place the index of the number; -1 without one
 */
function codeInLine(fields: readonly string[], place: number): string | null {
	const named = fields.flatMap((field, index) =>
		CODE_NAMES.includes(plainName(field)) ? [index + 1] : [],
	);
	const first = fields[0] === '' ? 1 : 0;
	const beside = place < 0 ? [first] : [place + 1, place - 1];
	const found = [...named, ...beside]
		.map((each) => fields[each] ?? '')
		.find((field) => /^\d{1,3}:?$/.test(field));
	return found === undefined ? null : String(Number(found.replace(':', '')));
}

function idInLine(fields: string[], number: string | null): string | null {
	const candidate = fields.filter((field) => field !== '').at(-1) ?? '';
	if (candidate.replace('+', '') === number) return null;
	return /^(?=.*\d)[A-Za-z0-9-]{6,64}$/.test(candidate) ? candidate : null;
}
