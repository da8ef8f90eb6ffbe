import { sleep } from 'n8n-workflow';
import { readRecipientFile } from '../../messages/recipientFile';
import { readRecipientList, type Listed, type Recipient } from '../../messages/recipients';
import { attempt, Refusal } from '../../messages/refusal';
import { smartEncode, toGsmCharacters } from '../../messages/smartEncoding';
import { fillTemplate, parseTemplate, type Template } from '../../messages/template';
import type { BulkOperation, Content, MessageFacts, PreparedMessage } from './operation';
import { Breaks } from './pace';
import type { ItemParameters } from './parameters';

/** A message that can be made. */
export interface BulkMessage {
	/** Its row in the file that it comes from, if any. */
	row: number | null;
	/** @throws Refusal when nothing can be sent to the recipient */
	make(): PreparedMessage;
	/**
	 * Its deduplication key; null where the user gave none.
	 *
	 * @throws Refusal when it is empty
	 */
	key(): string | null;
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

/** Where the recipients come from. */
type Source = 'items' | 'list' | 'file';

/**
 * Reads the recipients of one item after the other.
 *
 * In lists and files the same text to the same number is sent once in a run: what comes again is
 * refused, and that is also what an item does that brings the list of another item once more.
 */
export class BulkReader {
	/** The texts that go to each number, and where they stand. */
	private readonly seen = new Map<string, Array<{ text: string; place: string }>>();

	constructor(private readonly operation: BulkOperation) {}

	/**
	 * @throws Refusal when the item's settings, its list or its file cannot be used at all
	 */
	async messagesOf(item: ItemParameters): Promise<BulkMessage[]> {
		const prepare = this.operation.prepare(item);
		const from = item.sender();
		const texts = new Texts(
			parseTemplate(item.requiredText('message', 'Message')),
			item.optionFlag('smartEncoding'),
		);
		const source = item.oneOf<Source>('recipientSource', 'Recipient Source', [
			'items',
			'list',
			'file',
		]);
		const keys = keysOf(item, source);
		const listed = await recipientsOf(item, source, [...texts.names, ...keys.names]);
		return listed.map((each, index) => ({
			row: each.recipient === null ? each.row : each.recipient.row,
			make: () => {
				const place = placeOf(each, index);
				if (each.recipient === null) throw refusalOf(each, from);
				const { recipient } = each;
				const facts: MessageFacts = { to: recipient.number.e164, from, text: '' };
				const message = attempt(() => {
					const content = texts.for(recipient.variables);
					facts.text = content.text;
					if (source !== 'items') this.refuseTwins(recipient, content.text, place);
					return prepare(recipient, content);
				});
				if (!(message instanceof Refusal)) return message;
				if (source === 'items') throw message;
				const { code, message: text, hint } = message;
				throw new RecipientRefusal(code, `${place}: ${text}`, hint, facts);
			},
			key: () => (each.recipient === null ? null : keys.for(each.recipient)),
		}));
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
				`the same text goes to ${number.e164} already (${twin.place})`,
				'Remove one of them, or give them different texts. A list or file that comes with several items is sent once.',
			);
		}
		others.push({ text, place });
	}
}

/** The texts of one template. */
class Texts {
	readonly names: readonly string[];

	/** The template in GSM-7 characters, where the user wants that. */
	private readonly smart: Template | undefined;

	constructor(
		private readonly template: Template,
		smartEncoding: boolean,
	) {
		this.names = template.names;
		const smart = smartEncoding ? parseTemplate(toGsmCharacters(template.text)) : undefined;
		// A placeholder that would be renamed by it would not find its value.
		if (smart?.names.join() === this.names.join()) this.smart = smart;
	}

	/** @throws Refusal when a placeholder has no value */
	for(variables: ReadonlyMap<string, string>): Content {
		const { template, smart } = this;
		const text = fillTemplate(template, variables);
		if (smart === undefined || smartEncode(text) === text) return { text, template, variables };
		const plain = new Map([...variables].map(([name, value]) => [name, toGsmCharacters(value)]));
		return { text: fillTemplate(smart, plain), template: smart, variables: plain };
	}
}

/** The deduplication keys of one item's recipients. */
interface Keys {
	/** The variables that they are made of. */
	names: readonly string[];
	for(recipient: Recipient): string | null;
}

/**
 * An item that brings many recipients has one key for all of them; so each has the own number with
 * it, and `##name##` in it stands for the recipient's own value.
 *
 * @throws Refusal when the key is empty
 */
function keysOf(item: ItemParameters, source: Source): Keys {
	const key = item.deduplicationKey();
	if (key === null || source === 'items') return { names: [], for: () => key };
	const template = parseTemplate(key);
	return {
		names: template.names,
		for: ({ number, variables }) => `${fillTemplate(template, variables)} ${number.e164}`,
	};
}

async function recipientsOf(
	item: ItemParameters,
	source: Source,
	placeholders: readonly string[],
): Promise<Listed[]> {
	const defaultCountry = item.optionText('defaultCountry');
	if (source === 'list') {
		const { pause } = new Breaks();
		return await readRecipientList(item.anything('recipients'), defaultCountry, pause);
	}
	if (source === 'file') {
		const file = await item.file('binaryPropertyName', 'Input Binary Field');
		const pause = () => sleep(0);
		return await readRecipientFile(file, { defaultCountry, placeholders, pause });
	}
	const recipient = { number: item.phoneNumber('to'), variables: item.variables(), row: null };
	return [{ recipient, problems: null }];
}

function placeOf(listed: Listed, index: number): string {
	const row = listed.recipient === null ? listed.row : listed.recipient.row;
	return row === null ? `Recipient ${index + 1}` : `Row ${row}`;
}

/** All that is wrong with one entry of a list or one row of a file, in one refusal. */
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
