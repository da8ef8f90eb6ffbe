import { readCsv } from '../../messages/file/csv';
import { cellsOf } from '../../messages/file/sheet';
import { Refusal } from '../../messages/refusal';
import { ReadFailure, unreadableAnswer, type HttpReply } from '../reply';
import { excerpt } from '../secrets/excerpt';
import { isSmallJson, readJson } from '../wire/json';
import { readXmlList, type XmlElement, type XmlValue } from '../wire/xml';

/*
 * The shape of the Export API's reply is unpublished, so this reader accepts XML, JSON and CSV, and looks for
 * messages under the names that mGage uses elsewhere. All of this is assumed: one reply of a live account can
 * correct the list below. What it cannot read is an error, never "no messages".
 */

/** What is known of an exported message. Missing fields are null. */
export interface ExportedMessage {
	messageId: string | null;
	from: string | null;
	to: string | null;
	text: string | null;
	/** As mGage writes it. */
	date: string | null;
	/** `MO` (incoming) or `MT` (sent), if the reply says so, or what was asked for. */
	type: 'MO' | 'MT';
	status: string | null;
	statusCode: string | null;
	/** All fields under their own names. */
	fields: Record<string, string>;
}

/** Possible names of each field, in lower case without separators and prefixes; the first one counts most. */
const NAMES = {
	messageId: ['messageid', 'msgid', 'smsid', 'uuid', 'guid', 'id'],
	from: ['originator', 'from', 'sender', 'source', 'sourceaddress', 'spooffrom'],
	to: ['destination', 'to', 'recipient', 'number', 'mobilenumber', 'msisdn', 'destinationaddress'],
	text: ['message', 'text', 'body', 'messagebody', 'messagetext', 'content', 'messageorig'],
	date: [
		...['date', 'received', 'sent', 'timestamp', 'datetime', 'messagedate', 'created'],
		...['receivedat', 'sentat', 'receiveddate', 'sentdate', 'createddate', 'createdat', 'time'],
	],
	type: ['messagetype', 'type', 'direction'],
	status: ['status', 'messagestatus', 'deliverystatus'],
	statusCode: ['statuscode'],
} as const;

/** Names by which an element is recognized as a message. */
const TELLING = [...NAMES.text, ...NAMES.from, ...NAMES.to, 'deviceaddress', 'inboundaddress'];

/** The longest JSON that is read, in characters: it is parsed in one go. */
const LONGEST_JSON = 2_000_000;
/** The most values of a reply, and how deep it may be nested. */
const MOST_VALUES = 250_000;
const DEEPEST = 20;
/** The most rows and values of a table. */
const MOST_ROWS = 100_000;
const MOST_CELLS = 750_000;
/** The most names of an object, which may be those of messages; and the most fields of a message. */
const MOST_NAMES = 10_000;
const MOST_FIELDS = 1000;
/** The most fields that recipients share with their message: of one message, and all of a reply together. */
const MOST_SHARED = { ofMessage: 50, ofReply: 250_000 };

/**
 * The messages of an export.
 *
 * @param type what was asked for; messages that the reply itself calls the other type are left out
 * @param pause lets other work run; called every few milliseconds
 * @throws ReadFailure when the call failed, or the reply cannot be read
 */
export async function readExport(
	reply: HttpReply,
	type: 'MO' | 'MT',
	pause: () => Promise<void>,
): Promise<ExportedMessage[]> {
	refuseFailures(reply);
	const records = await readRecords(reply.text.trim(), pause);
	if (records === null) throw unreadableAnswer('mGage', reply, 'a list of messages', reply.text);
	const messages: ExportedMessage[] = [];
	for (const fields of records) {
		await pause();
		const message = exported(fields, type);
		if (message.type === type) messages.push(message);
	}
	return messages;
}

/**
 * Assumed, after externalMO: an unknown program is a 404, and a 500 has a sentence.
 *
 * @throws ReadFailure
 */
function refuseFailures(reply: HttpReply): void {
	const { status, text } = reply;
	if (status >= 200 && status < 300) return;
	const words = /^\s*[<{[]/.test(text) ? '' : excerpt(text);
	if (status === 404) {
		throw new ReadFailure({
			code: 'NO_SUCH_PROGRAM',
			message: 'mGage has no program with this ID (HTTP 404)',
			hint: 'Use the number at the end of the program’s URL, and check the region in the credential.',
		});
	}
	if (status === 500 && words !== '') {
		throw new ReadFailure({
			code: 'HTTP_500',
			message: `mGage refused the export: ${words}`,
			hint: 'Check the program ID and the dates. If mGage wants another format of dates, set the option "Date Format".',
		});
	}
	throw unreadableAnswer('mGage', reply, 'a list of messages');
}

type Fields = Record<string, string>;

/** The fields of each message; null if the text is not a list of messages. */
async function readRecords(text: string, pause: () => Promise<void>): Promise<Fields[] | null> {
	// A reply that is too long to be read arrives empty, too.
	if (text === '' || /^<(?:!doctype\s+html|html)/i.test(text.slice(0, 100))) return null;
	if (text.startsWith('<')) return await recordsIn(await readXmlList(text, pause), pause);
	if (/^[[{]/.test(text)) {
		const most = { depth: DEEPEST, values: MOST_VALUES, names: MOST_NAMES };
		if (text.length > LONGEST_JSON || !isSmallJson(text, most)) return null;
		return await recordsIn(await toTextTree(readJson(text, LONGEST_JSON), pause), pause);
	}
	return await readTable(text, pause);
}

/** A table with a line of headings. */
async function readTable(text: string, pause: () => Promise<void>): Promise<Fields[] | null> {
	if (isLargeTable(text)) return null;
	try {
		const [headings, ...rows] = (await readCsv(Buffer.from(text), pause)).rows;
		const names =
			headings === undefined ? [] : cellsOf(headings).map((cell) => textIn(cell).trim());
		const isList = names.filter((name) => TELLING.includes(plain(name) as never)).length >= 2;
		if (!isList) return null;
		const records: Fields[] = [];
		for (const row of rows) {
			await pause();
			const fields: Fields = {};
			for (const [column, cell] of cellsOf(row).entries()) {
				const name = names[column] ?? '';
				if (name !== '' && isOwnName(name)) fields[name] = textIn(cell);
			}
			records.push(fields);
		}
		return records;
	} catch (error) {
		if (error instanceof Refusal) return null;
		// eslint-disable-next-line @n8n/community-nodes/require-node-api-error -- no n8n here
		throw error;
	}
}

/** Whether a text has more rows or values than is read of a table: each takes more memory than its text. */
function isLargeTable(text: string): boolean {
	let [ends, separators] = [0, 0];
	for (let at = 0; at < text.length; at++) {
		const code = text.charCodeAt(at);
		if (code === LINE_FEED || code === CARRIAGE_RETURN) ends++;
		else if (code === COMMA || code === SEMICOLON || code === TAB || code === BAR) separators++;
	}
	// A row may end with both.
	return ends > 2 * MOST_ROWS || separators > MOST_CELLS;
}

const [LINE_FEED, CARRIAGE_RETURN, COMMA, SEMICOLON, TAB, BAR] = Array.from('\n\r,;\t|', (each) =>
	each.charCodeAt(0),
);

function textIn(cell: unknown): string {
	return typeof cell === 'string' ? cell : '';
}

/**
 * The messages in a tree; null if there are none, unless it has an empty list of messages: something else must not
 * be read as no messages. Also null if a message has too many fields, or too many of them are shared.
 */
async function recordsIn(
	tree: XmlValue | null,
	pause: () => Promise<void>,
): Promise<Fields[] | null> {
	if (tree === null) return null;
	const found: Fields[] = [];
	let sharedLeft = MOST_SHARED.ofReply;
	let isTooMuch = false;
	const visitAll = async (values: readonly XmlValue[], around: Fields): Promise<number> => {
		let count = 0;
		for (const [index, each] of values.entries()) {
			if (index % 50 === 0) await pause();
			if (isTooMuch) break;
			if (Array.isArray(each)) count += await visitAll(each, around);
			else if (typeof each !== 'string') count += await visit(each, around);
		}
		return count;
	};
	const visit = async (value: XmlElement, around: Fields): Promise<number> => {
		const own: Fields = { ...around };
		const inner: XmlValue[] = [];
		for (const [name, child] of Object.entries(value)) {
			if (typeof child !== 'string') inner.push(child);
			else if (isOwnName(name)) own[name] = child;
		}
		const names = Object.keys(own);
		sharedLeft -= Object.keys(around).length;
		isTooMuch ||= sharedLeft < 0 || names.length > MOST_FIELDS;
		if (isTooMuch) return 0;
		const telling = names.filter((name) => TELLING.includes(plain(name) as never));
		// A message for several recipients has a block for each.
		const isShared = telling.length > 0 && names.length <= MOST_SHARED.ofMessage;
		const count = await visitAll(inner, isShared ? own : {});
		if (count > 0) return count;
		if (telling.length < 2) return 0;
		const budget = { left: MOST_FIELDS };
		for (const child of inner) addLeaves(child, own, budget);
		found.push(own);
		return 1;
	};
	await visitAll([tree], {});
	if (isTooMuch) return null;
	// `[]` is what a list without a name is when it is empty.
	const isEmpty = Array.isArray(tree) ? tree.length === 0 : hasEmptyList(tree);
	return found.length > 0 || isEmpty ? found : null;
}

/** Names of a list of messages, as `plain` makes them. */
const LIST = /^(?:messages?|messagelist|sms|smslist|smsmessages|mo|mt|records|export)$/;

/** Whether a tree has nothing but an empty list of messages, and counts or dates around it. */
function hasEmptyList(tree: XmlValue): boolean {
	if (typeof tree === 'string' || Array.isArray(tree)) return false;
	const lists = Object.entries(tree).filter(([, value]) => typeof value !== 'string');
	const empty = Object.entries(tree).some(
		([name, value]) => LIST.test(plain(name)) && isBare(value),
	);
	if (empty) return lists.every(([, value]) => isBare(value));
	// The root element.
	const [only, ...others] = lists;
	return only !== undefined && others.length === 0 && hasEmptyList(only[1]);
}

/** Whether an element has nothing, or only counts. */
function isBare(value: XmlValue): boolean {
	if (typeof value === 'string') return value.trim() === '';
	return Object.values(value).every(
		(each) => typeof each === 'string' && /^\d{0,15}$/.test(each.trim()),
	);
}

/**
 * Adds the texts below a message, e.g. `<recipient number="..."/>`, to its fields.
 *
 * @param budget how many values are read
 */
function addLeaves(value: XmlValue, fields: Fields, budget: { left: number }): void {
	if (typeof value === 'string') return;
	for (const [name, child] of Object.entries(value)) {
		if (budget.left-- <= 0) return;
		if (typeof child === 'string') {
			if (isOwnName(name) && !Object.hasOwn(fields, name)) fields[name] = child;
		} else addLeaves(child, fields, budget);
	}
}

function isOwnName(name: string): boolean {
	return name !== '__proto__' && name.length <= 200;
}

/**
 * JSON in the form in which XML is read.
 *
 * @param pause lets other work run
 * @returns null for what is not JSON, or too much of it
 */
async function toTextTree(json: unknown, pause: () => Promise<void>): Promise<XmlValue | null> {
	if (json === undefined) return null;
	let left = MOST_VALUES;
	const read = async (value: unknown, depth: number): Promise<XmlValue> => {
		if (left-- <= 0 || depth > DEEPEST || value === null || value === undefined) return '';
		if (left % 50 === 0) await pause();
		if (Array.isArray(value)) {
			const list: XmlValue[] = [];
			for (const each of value) list.push(await read(each, depth + 1));
			return list;
		}
		if (typeof value !== 'object') return String(value as string | number | boolean);
		const element: Record<string, XmlValue> = {};
		for (const [name, child] of Object.entries(value)) {
			if (isOwnName(name)) element[name] = await read(child, depth + 1);
		}
		return element;
	};
	const tree = await read(json, 0);
	return left < 0 ? null : tree;
}

function exported(fields: Fields, asked: 'MO' | 'MT'): ExportedMessage {
	const byName = new Map<string, string>();
	for (const [name, value] of Object.entries(fields)) {
		const key = plain(name);
		if (value.trim() !== '' && !byName.has(key)) byName.set(key, value);
	}
	const first = (names: readonly string[]): string | null => {
		for (const name of names) {
			const value = byName.get(name);
			if (value !== undefined) return value;
		}
		return null;
	};
	const type = typeOf(first(NAMES.type)) ?? asked;
	// `device_address` is the phone, whichever way the message went.
	const [phone, code] = [first(['deviceaddress']), first(['inboundaddress'])];
	const [sender, recipient] = type === 'MO' ? [phone, code] : [code, phone];
	const trimmed = (text: string | null) => text && text.trim();
	return {
		messageId: trimmed(first(NAMES.messageId)),
		from: trimmed(first(NAMES.from) ?? sender),
		to: trimmed(first(NAMES.to) ?? recipient),
		text: first(NAMES.text),
		date: trimmed(first(NAMES.date)),
		type,
		status: trimmed(first(NAMES.status)),
		statusCode: trimmed(first(NAMES.statusCode)),
		fields,
	};
}

function typeOf(word: string | null): 'MO' | 'MT' | null {
	if (word === null) return null;
	if (/^(?:mo|in|inbound|incoming|received)$/i.test(word.trim())) return 'MO';
	return /^(?:mt|out|outbound|outgoing|sent)$/i.test(word.trim()) ? 'MT' : null;
}

/** A name without its prefix, case and separators. */
function plain(name: string): string {
	return name
		.slice(name.indexOf(':') + 1)
		.toLowerCase()
		.replace(/[-_.\s]/g, '');
}
