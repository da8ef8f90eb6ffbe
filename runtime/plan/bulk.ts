import { sleep } from 'n8n-workflow';
import { keyOf } from '../../messages/file/rows';
import { refuseObjects } from '../../messages/objects';
import type { LeftOut, LeftOutNumbers } from '../../messages/lists/consent';
import type { Understood } from '../../messages/lists/understood';
import { readRecipientFile } from '../../messages/recipientFile';
import {
	leftOutOf,
	readRecipientList,
	type Listed,
	type Recipient,
} from '../../messages/recipients';
import { attempt, Refusal } from '../../messages/refusal';
import { smartEncode, toGsmCharacters } from '../../messages/smartEncoding';
import {
	changeTexts,
	fillTemplate,
	parseTemplate,
	refuseIncomplete,
	showPlaceholder,
	type Placeholder,
	type Template,
} from '../../messages/template';
import { keyMaker, NO_KEYS, type KeyMaker, type MessageKey } from '../deduplication/messageKey';
import type {
	BulkOperation,
	Content,
	MakeBulkMessage,
	MessageFacts,
	PreparedMessage,
} from '../operation';
import { n8nBreaks } from '../send/pace';
import type { ItemParameters } from '../input/parameters';
import { readItemConsent, sendsNotSaid } from './itemConsent';

/** A message that can be made. */
export interface BulkMessage {
	/** Its row in the file that it comes from, if any. */
	row: number | null;
	/** E.g. `Row 3: `, before what is wrong with it; empty if the item says where it is. */
	place: string;
	/** What was understood of the file, with its first message. */
	understood?: Understood | null;
	/** @throws Refusal when nothing can be sent to the recipient, and LeftOutRecipient when nothing may be */
	make(): KeyedMessage;
}

/** A message and its deduplication key; null if the user set none. */
export interface KeyedMessage {
	message: PreparedMessage;
	key: MessageKey | null;
}

/** Nothing can be sent to this recipient of a bulk send. */
export class RecipientRefusal extends Refusal {
	/** @param facts what is known of the message */
	constructor(
		code: string,
		message: string,
		hint: string,
		readonly facts: MessageFacts,
	) {
		super(code, message, hint);
	}
}

/** Nothing may be sent to this recipient, by the recipient's own words. */
export class LeftOutRecipient extends Refusal {
	/** @param facts what is known of the message */
	constructor(
		readonly leftOut: LeftOut,
		readonly facts: MessageFacts,
	) {
		super('DO_NOT_SEND', leftOut.says, '');
	}
}

/** Names of opt-out fields in one run. */
const MOST_FIELDS = 10;

/** Where the recipients come from. */
type Source = 'items' | 'list' | 'file';

/**
 * Reads the recipients of one item after the other.
 *
 * In lists and files the same text is sent to the same number only once per run. Duplicates are
 * refused, also if an item has the same list as another item.
 */
export class BulkReader {
	/** The texts for each number, and their rows or entries. */
	private readonly seen = new Map<string, Array<{ text: string; place: string }>>();

	/** Names of fields, and whether any item has them. */
	private readonly fields = new Map<string, boolean>();

	/**
	 * @param leftOut gets the numbers that the run leaves out, and tells about them
	 * @param mostListed the most entries of a list; Infinity for as many as a list can have
	 */
	constructor(
		private readonly operation: BulkOperation,
		private readonly leftOut: LeftOutNumbers,
		private readonly mostListed: number,
	) {}

	/**
	 * @throws Refusal when the item's settings, its list or its file cannot be used at all
	 */
	async messagesOf(item: ItemParameters): Promise<BulkMessage[]> {
		const source = item.oneOf<Source>('recipientSource', 'Recipient Source', [
			'items',
			'list',
			'file',
		]);
		const from = item.sender();
		const leftOutItem = source === 'items' ? this.readConsent(item) : undefined;
		if (leftOutItem !== undefined) {
			const { leftOut, to } = leftOutItem;
			const throwIt = () => {
				throw new LeftOutRecipient(leftOut, { to, from, text: null });
			};
			return [{ row: null, place: '', make: throwIt }];
		}
		const prepare = this.operation.prepare(item);
		const templateOf = templateReader(item);
		const keysOf = keyReader(item, source);
		const read = (headings: readonly string[]) => ({
			texts: new Texts(templateOf(headings), item.optionFlag('smartEncoding')),
			keys: keysOf(headings),
		});
		const { texts, keys, listed, understood } = await readRecipients(
			item,
			source,
			this.leftOut,
			this.mostListed,
			read,
		);
		const setting = { source, from, prepare, texts, keys };
		return listed.map((each, index) => ({
			row: rowOf(each),
			place: source === 'items' ? '' : `${placeOf(each, index)}: `,
			understood: index === 0 ? understood : null,
			make: () => this.messageTo(each, placeOf(each, index), setting),
		}));
	}

	/** @throws Refusal when nothing can be sent to the recipient, and LeftOutRecipient when nothing may be */
	private messageTo(
		listed: Listed,
		place: string,
		{ source, from, prepare, texts, keys }: Setting,
	): KeyedMessage {
		const leftOut = leftOutOf(listed, this.leftOut);
		if (leftOut !== undefined) {
			const to = listed.recipient === null ? listed.written : listed.recipient.number.e164;
			throw new LeftOutRecipient(leftOut, { to, from, text: null });
		}
		if (listed.recipient === null) throw refusalOf(listed, from);
		const { recipient } = listed;
		const facts: MessageFacts = { to: recipient.number.e164, from, text: '' };
		const made = attempt((): KeyedMessage => {
			const content = texts.for(recipient.variables);
			facts.text = content.text;
			if (source !== 'items') this.refuseTwins(recipient, content.text, place);
			const message = prepare(recipient, content);
			return { message, key: keys.for(recipient.number.e164, recipient.variables) };
		});
		if (!(made instanceof Refusal)) return made;
		if (source === 'items') throw made;
		const { code, message, hint } = made;
		throw new RecipientRefusal(code, `${place}: ${message}`, hint, facts);
	}

	private readConsent(item: ItemParameters): ReturnType<typeof readItemConsent> {
		return readItemConsent(item, this.leftOut, (name) => {
			const known = this.fields.get(name);
			if (known !== undefined) return known;
			// All items are searched, so a name of its own for each item would take too long.
			const isThere = this.fields.size < MOST_FIELDS && item.someItemHas(name);
			this.fields.set(name, isThere);
			return isThere;
		});
	}

	private refuseTwins({ number }: Recipient, text: string, place: string): void {
		const others = this.seen.get(number.e164);
		if (others === undefined) {
			this.seen.set(number.e164, [{ text, place }]);
			return;
		}
		const twin = others.find((each) => each.text === text);
		if (twin !== undefined) {
			throw new Refusal(
				'DUPLICATE',
				`the same text already goes to ${number.e164} (${twin.place})`,
				'Remove one of them, or give them different texts. A list or file that comes with several items is sent only once.',
			);
		}
		others.push({ text, place });
	}
}

/**
 * Reads the message of an item.
 *
 * @returns makes a template of it, given the names of all variables
 * @throws Refusal when it is empty, or is not a valid template from data if that option is on
 */
function templateReader(item: ItemParameters): (headings: readonly string[]) => Template {
	const { stretches, form } = item.writtenMessage();
	if (!item.optionFlag('templateFromData')) {
		return (headings) => {
			const template = parseTemplate(stretches, headings);
			refuseIncomplete(stretches, headings);
			if (form === 'expression') refuseTemplateFromData(template, headings);
			return template;
		};
	}
	if (form === 'mixed') {
		throw new Refusal(
			'INVALID_PARAMETER',
			'The message is not a template from data: it has more than a single expression in it',
			'Enter a single expression in "Message", e.g. {{ $json.template }}, or remove the option "Message Is a Template From Data".',
		);
	}
	const text = stretches.map((each) => each.text).join('');
	return (headings) => {
		const typed = [{ text, isTyped: true }];
		refuseIncomplete(typed, headings);
		return parseTemplate(typed, headings);
	};
}

/**
 * Prevents that recipients read `##name##` because a template came from data, which is not searched for
 * placeholders.
 *
 * @throws Refusal when the expression's value has a placeholder, and there is a variable of that name
 */
function refuseTemplateFromData({ parts }: Template, headings: readonly string[]): void {
	const known = new Set(headings.map(keyOf));
	const isKnown = (part: string | Placeholder) =>
		typeof part !== 'string' && known.has(keyOf(part.name));
	const texts = parts.filter((part) => typeof part === 'string');
	const found = texts
		.flatMap((text) => parseTemplate([{ text, isTyped: true }], headings).parts)
		.find(isKnown) as Placeholder | undefined;
	if (found === undefined) return;
	throw new Refusal(
		'TEMPLATE_FROM_DATA',
		`The message comes from an expression, and ${showPlaceholder(found.written)} in its value would be sent as is`,
		'If the value is a template, add the option "Message Is a Template From Data". If not, type the message and insert the value, e.g. Hello {{ $json.name }}.',
	);
}

/** The texts of one template. */
class Texts {
	/** The template in GSM-7 characters, if Smart Encoding is on. */
	private readonly smart: Template | undefined;

	constructor(
		private readonly template: Template,
		smartEncoding: boolean,
	) {
		if (smartEncoding) this.smart = changeTexts(template, toGsmCharacters);
	}

	get names(): readonly string[] {
		return this.template.names;
	}

	/** @throws Refusal when a placeholder has no value, or the text has an object in it */
	for(variables: ReadonlyMap<string, string>): Content {
		const { template, smart } = this;
		const text = refuseObjects(fillTemplate(template, variables));
		if (smart === undefined || smartEncode(text) === text) return { text, template, variables };
		const plain = new Map([...variables].map(([name, value]) => [name, toGsmCharacters(value)]));
		return { text: fillTemplate(smart, plain), template: smart, variables: plain };
	}
}

/**
 * Reads the deduplication key of an item.
 *
 * @returns makes the keys, given the names of all variables
 * @throws Refusal when the key, or a part of it, is empty
 */
function keyReader(
	item: ItemParameters,
	source: Source,
): (headings: readonly string[]) => KeyMaker {
	const stretches = item.deduplicationKey();
	if (stretches === null) return () => NO_KEYS;
	return (headings) => keyMaker(stretches, headings, source !== 'items');
}

/** What depends on the names of the recipients' variables. */
interface RecipientReading {
	texts: Texts;
	keys: KeyMaker;
}

/** What is the same for all recipients of an item. */
interface Setting extends RecipientReading {
	source: Source;
	from: string;
	prepare: MakeBulkMessage;
}

async function readRecipients(
	item: ItemParameters,
	source: Source,
	leftOut: LeftOutNumbers,
	mostListed: number,
	read: (headings: readonly string[]) => RecipientReading,
): Promise<RecipientReading & { listed: Listed[]; understood: Understood | null }> {
	const defaultCountry = item.optionText('defaultCountry');
	if (source === 'list') {
		const { pause } = n8nBreaks();
		const recipients = item.anything('recipients');
		const listed = await readRecipientList(recipients, defaultCountry, pause, mostListed);
		return { ...read([]), listed, understood: null };
	}
	if (source === 'items') {
		const variables = item.variables();
		const reading = read([...variables.keys()]);
		const recipient = { number: item.phoneNumber('to'), variables, row: null };
		return { ...reading, listed: [{ recipient, problems: null }], understood: null };
	}
	const file = await item.file('binaryPropertyName', 'Input Binary Field');
	const pause = () => sleep(0);
	let reading: RecipientReading | undefined;
	const placeholders = (headings: readonly string[]) => {
		reading = read(headings);
		return [...reading.texts.names, ...reading.keys.names];
	};
	const { listed, understood } = await readRecipientFile(file, {
		defaultCountry,
		placeholders,
		phoneColumn: item.optionText('phoneColumn'),
		countryColumn: item.optionText('countryColumn'),
		sendsNotSaid: sendsNotSaid(item),
		leftOut,
		pause,
	});
	return { ...(reading ?? read([])), listed, understood };
}

function rowOf(listed: Listed): number | null {
	return listed.recipient === null ? listed.row : listed.recipient.row;
}

function placeOf(listed: Listed, index: number): string {
	const row = rowOf(listed);
	return row === null ? `Recipient ${index + 1}` : `Row ${row}`;
}

/** All problems of one list entry or file row, in one refusal. */
function refusalOf(listed: Extract<Listed, { recipient: null }>, from: string): RecipientRefusal {
	const { problems, written } = listed;
	const join = (texts: string[], separator: string) => [...new Set(texts)].join(separator);
	return new RecipientRefusal(
		problems[0]?.code ?? 'INVALID_RECIPIENT',
		join(
			problems.map(({ message }) => message),
			'; ',
		),
		join(
			problems.map(({ hint }) => hint),
			' ',
		),
		{ to: written, from, text: '' },
	);
}
