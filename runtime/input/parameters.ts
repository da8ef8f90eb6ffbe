import {
	isResourceLocatorValue,
	tryToParseDateTime,
	type IDataObject,
	type IExecuteFunctions,
} from 'n8n-workflow';
import { readPhoneNumber, type PhoneNumber } from '../../messages/phoneNumber';
import { Refusal } from '../../messages/refusal';
import { smartEncode } from '../../messages/smartEncoding';
import { isBlankText } from '../../messages/missing';
import { refuseObjects } from '../../messages/objects';
import { variableName, type Stretch } from '../../messages/template';
import { NOT_A_FIELD, readFields, readList } from './fastExpressions';
import { isTool } from './tool';
import { readGivenParts, refuseIncompleteKey } from '../deduplication/keyParts';
import { refuseLostValues } from './lostValues';
import { readWrittenText, type WrittenText } from './typedText';

/** A file of an item. */
export interface ItemFile {
	bytes: Uint8Array;
	name: string;
	mimeType: string;
}

/** The name that n8n's nodes give to the field of a file, and the default of ours. */
const USUAL_FILE_FIELD = 'data';

/** The options that are read once a run, with `optionOfRun`. */
const ONCE = ['doNotSend'];

/**
 * An option that is the same for the whole run: the first item's value, which may be undefined.
 *
 * @returns null if it was not added
 */
export function optionOfRun(context: IExecuteFunctions, name: string): { value: unknown } | null {
	const { options } = context.getNode().parameters;
	if (typeof options !== 'object' || options === null || !(name in options)) return null;
	const list = readList(context, (options as IDataObject)[name]);
	if (list !== NOT_A_FIELD) return { value: list };
	return { value: context.getNodeParameter(`options.${name}`, 0, undefined) as unknown };
}

/** The parameters of one item, typed. */
export class ItemParameters {
	private readonly options: IDataObject;

	private lean: boolean | undefined;

	constructor(
		private readonly context: IExecuteFunctions,
		readonly itemIndex: number,
	) {
		this.options = this.readOptions();
	}

	/**
	 * The options, except those that are read once a run: their expression may return a whole table, which would
	 * take too long for each item.
	 */
	private readOptions(): IDataObject {
		const written: unknown = this.context.getNode().parameters.options;
		const isRecord = typeof written === 'object' && written !== null && !Array.isArray(written);
		if (!isRecord || !ONCE.some((name) => name in written))
			return this.read('options', {}) as IDataObject;
		const names = Object.keys(written).filter((name) => !ONCE.includes(name));
		return Object.fromEntries(
			names.map((name) => [name, this.read(`options.${name}`, undefined)]),
		) as IDataObject;
	}

	/** A parameter as text, unchanged; numbers from expressions become text. */
	text(name: string): string {
		return asText(this.read(name, ''));
	}

	/**
	 * A parameter as text that must not be empty.
	 *
	 * @throws Refusal when it is
	 */
	requiredText(name: string, label: string): string {
		const value = this.text(name);
		if (isBlankText(value)) {
			throw new Refusal(
				'MISSING_PARAMETER',
				`"${label}" is empty`,
				`Fill in "${label}", or filter out items without it.`,
			);
		}
		return value;
	}

	/**
	 * The text of the message, with typographic characters replaced, if that saves parts and the user
	 * asked for it.
	 *
	 * @throws Refusal when it is empty, or has an object or a word such as `undefined` in it
	 */
	message(): string {
		const text = refuseObjects(this.requiredText('message', 'Message'));
		return this.encoded(this.withoutLostValues(text));
	}

	/** @throws Refusal `MISSING_VARIABLE` when an expression put a word such as `undefined` into the message */
	private withoutLostValues(text: string): string {
		const name = 'message';
		return refuseLostValues(text, () =>
			readGivenParts(this.context, name, this.itemIndex, this.read(name, '')),
		);
	}

	/**
	 * The message, split into what the author of the workflow typed and what expressions returned.
	 *
	 * @throws Refusal when it is empty
	 */
	writtenMessage(): WrittenText {
		const written = this.written('message');
		const text = written?.stretches.map((stretch) => stretch.text).join('') ?? '';
		if (written !== null && !isBlankText(text)) {
			if (written.form !== 'typed') this.withoutLostValues(text);
			return written;
		}
		const given = this.requiredText('message', 'Message');
		return { stretches: [{ text: given, isTyped: false }], form: 'expression' };
	}

	/** A text with typographic characters replaced, if that saves parts and the user asked for it. */
	encoded(text: string): string {
		return this.optionFlag('smartEncoding') ? smartEncode(text) : text;
	}

	/** The sender as the user entered it: gateways have different names for it. */
	sender(): string {
		return this.text('from') || this.text('senderId');
	}

	/** A JSON parameter: as typed, or built from what an expression returns. */
	json(name: string): string {
		const value = this.read(name, '');
		return typeof value === 'object' && value !== null ? JSON.stringify(value) : asText(value);
	}

	/** A parameter that may be anything an expression returns. */
	anything(name: string): unknown {
		return this.read(name, '');
	}

	/**
	 * A parameter with a list of choices; an expression can return anything.
	 *
	 * @throws Refusal when it is not one of them
	 */
	oneOf<Choice extends string>(name: string, label: string, choices: readonly Choice[]): Choice {
		const value = this.text(name);
		const choice = choices.find((each) => each === value);
		if (choice !== undefined) return choice;
		throw new Refusal(
			'INVALID_PARAMETER',
			`"${value}" is not a valid ${label}`,
			`"${label}" must be one of ${choices.join(', ')}.`,
		);
	}

	/** A switch. */
	flag(name: string): boolean {
		return this.read(name, false) === true;
	}

	/**
	 * A whole number.
	 *
	 * @throws Refusal when it is not one, or out of bounds
	 */
	wholeNumber(name: string, label: string, lowest: number, highest: number): number {
		return wholeNumber(this.read(name, undefined), label, lowest, highest);
	}

	/**
	 * The most results that the fields "Return All" and "Limit" ask for; Infinity for all.
	 *
	 * @throws Refusal when the limit is not a whole number
	 */
	limit(): number {
		return this.flag('returnAll')
			? Infinity
			: this.wholeNumber('limit', 'Limit', 1, Number.MAX_SAFE_INTEGER);
	}

	/**
	 * A whole number among the options; undefined if it was not added.
	 *
	 * @throws Refusal when it is not one, or out of bounds
	 */
	optionWholeNumber(
		name: string,
		label: string,
		lowest: number,
		highest: number,
	): number | undefined {
		const value = this.options[name];
		return value === undefined ? undefined : wholeNumber(value, label, lowest, highest);
	}

	/**
	 * A time in milliseconds since 1970. A date without a time zone is in the workflow's.
	 *
	 * @throws Refusal when it is not a date
	 */
	moment(name: string, label: string): number {
		const value = this.read(name, '');
		const moment = parseMoment(value, this.context.getTimezone());
		if (moment !== null) return moment;
		throw new Refusal(
			'INVALID_PARAMETER',
			`"${label}" is not a valid date: "${asText(value)}"`,
			`Choose a date for "${label}", or enter one like 2026-03-01T08:00:00.`,
		);
	}

	/** One text of a collection; empty if it was not added. */
	textIn(collection: string, name: string): string {
		return asText((this.read(collection, {}) as IDataObject)[name]);
	}

	/** The user's values for the placeholders of a bulk message, by the names in the template. */
	variables(): Map<string, string> {
		const { variable } = this.read('variables', {}) as { variable?: IDataObject[] };
		return new Map(
			(variable ?? []).map(({ name, value }) => [variableName(asText(name)), asText(value)]),
		);
	}

	/**
	 * A file of the item. If the field's name was left as it is (`data`) and the item has a single file
	 * elsewhere, e.g. in the field of a form, that one.
	 *
	 * @throws Refusal when there is no file with that name
	 */
	async file(name: string, label: string): Promise<ItemFile> {
		const wanted = this.requiredText(name, label).trim();
		const binary = this.context.getInputData()[this.itemIndex]?.binary ?? {};
		const names = Object.keys(binary);
		const [only = wanted, ...others] = names;
		const isDefault = wanted === USUAL_FILE_FIELD && others.length === 0;
		const field = isDefault ? only : wanted;
		const file = names.includes(field) ? binary[field] : undefined;
		if (file === undefined) {
			throw new Refusal(
				'NO_FILE',
				`The item has no file in the field "${wanted}"`,
				names.length === 0
					? 'Add a node before this one that reads the file, e.g. Read/Write Files from Disk or HTTP Request.'
					: others.length === 0
						? `Its only file is in "${only}". Enter this name in "${label}".`
						: `Its files are in: ${names.join(', ')}. Enter one of these names in "${label}".`,
			);
		}
		return {
			bytes: await this.context.helpers.getBinaryDataBuffer(this.itemIndex, field),
			name: file.fileName ?? '',
			mimeType: file.mimeType,
		};
	}

	/**
	 * A field of the item's JSON, by its name or by a path with dots; undefined if the item does not have it.
	 */
	field(name: string): unknown {
		return fieldOf(this.context.getInputData()[this.itemIndex]?.json, name);
	}

	/** Whether any item of the run has a field; see `field`. */
	someItemHas(name: string): boolean {
		return this.context.getInputData().some(({ json }) => fieldOf(json, name) !== undefined);
	}

	/** Whether an AI agent runs the node. */
	get isTool(): boolean {
		return isTool(this.context);
	}

	/** Whether an option was added. */
	hasOption(name: string): boolean {
		return name in this.options;
	}

	/** An option as it is; undefined if it was not added. */
	option(name: string): unknown {
		return this.options[name];
	}

	/** An option as text; empty if it was not added. */
	optionText(name: string): string {
		return asText(this.options[name]);
	}

	/**
	 * The deduplication key; null if the user did not add that option.
	 *
	 * @throws Refusal when it is empty, because the message would not be protected, or when a part of it
	 *   is empty or an object, because other messages would have the same key
	 */
	deduplicationKey(): Stretch[] | null {
		const name = 'deduplicationKey';
		// An expression can return nothing, which is not the same as no option.
		if (!(name in this.options)) return null;
		const value = this.options[name];
		refuseIncompleteKey(value, asText(value), () =>
			readGivenParts(this.context, `options.${name}`, this.itemIndex, value),
		);
		return this.optionStretches(name);
	}

	/** A text among the options, split into typed and given parts; empty if it was not added. */
	optionStretches(name: string): Stretch[] {
		if (!(name in this.options)) return [];
		const known = this.optionText(name);
		const written = this.written(`options.${name}`, known);
		return written?.stretches ?? [{ text: known, isTyped: false }];
	}

	/**
	 * A switch among the options; the fallback if it was not added. An expression may return it as text.
	 */
	optionFlag(name: string, fallback = false): boolean {
		const value = this.options[name];
		if (typeof value === 'boolean') return value;
		const text = asText(value).trim().toLowerCase();
		return text === 'true' || (text !== 'false' && fallback);
	}

	/**
	 * Whether nothing is to be sent. Anything but a clear no counts as yes, because an expression may return
	 * `yes` or 1.
	 */
	preview(): boolean {
		const value = this.options.preview;
		if (typeof value === 'boolean') return value;
		if (typeof value === 'object' && value !== null) return true;
		return !/^(?:|false|no|off|0)$/i.test(asText(value).trim());
	}

	/** A number among the options, within bounds; the fallback if it was not added or is not a number. */
	optionNumber(name: string, fallback: number, lowest: number, highest: number): number {
		const given = this.options[name] ?? '';
		const value = given === '' ? fallback : Number(given);
		return Number.isFinite(value) ? Math.min(Math.max(value, lowest), highest) : fallback;
	}

	/** How long to wait for a response, in milliseconds. */
	timeout(): number {
		return this.optionNumber('timeout', 30_000, 100, 600_000);
	}

	/** Whether to simplify the output. */
	simplify(): boolean {
		this.lean ??= this.read('simplify', true) !== false;
		return this.lean;
	}

	/**
	 * A parameter as a phone number, with the default country of the options.
	 *
	 * @throws Refusal when it is not one
	 */
	phoneNumber(name: string): PhoneNumber {
		return readPhoneNumber(this.read(name, ''), this.optionText('defaultCountry'));
	}

	private written(name: string, known?: string): WrittenText | null {
		return readWrittenText(this.context, name, this.itemIndex, asText, known);
	}

	private read(name: string, fallback: unknown): unknown {
		const value = readFields(this.context, name, this.itemIndex);
		if (value !== NOT_A_FIELD) return value;
		return this.context.getNodeParameter(name, this.itemIndex, fallback) as unknown;
	}
}

/** UTF-16 units of a path. */
const LONGEST_PATH = 500;

function fieldOf(json: unknown, name: string): unknown {
	const own = (value: unknown, key: string): unknown =>
		typeof value === 'object' && value !== null && Object.hasOwn(value, key)
			? Reflect.get(value, key)
			: undefined;
	const whole = own(json, name);
	if (whole !== undefined || !name.includes('.') || name.length > LONGEST_PATH) return whole;
	return name.split('.').reduce(own, json);
}

function asText(value: unknown): string {
	// The value of a field with a list and free text.
	if (isResourceLocatorValue(value)) return asText(value.value);
	return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
		? String(value)
		: '';
}

function parseMoment(value: unknown, timeZone: string): number | null {
	try {
		return tryToParseDateTime(value, timeZone).toMillis();
	} catch {
		return null;
	}
}

function wholeNumber(value: unknown, label: string, lowest: number, highest: number): number {
	const number = Number(value === '' ? undefined : value);
	if (Number.isInteger(number) && number >= lowest && number <= highest) return number;
	throw new Refusal(
		'INVALID_PARAMETER',
		`"${label}" must be a whole number from ${lowest} to ${highest}`,
		`Fix "${label}".`,
	);
}
