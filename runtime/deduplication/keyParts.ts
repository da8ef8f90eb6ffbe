import type { IExecuteFunctions } from 'n8n-workflow';
import { missingWordIn } from '../../messages/missing';
import { refuseObjects } from '../../messages/objects';
import { oneLine } from '../../messages/oneLine';
import { Refusal } from '../../messages/refusal';
import { literalsIn, splitExpression } from '../input/expressionParts';
import { NOT_A_FIELD, readReference } from '../input/fastExpressions';

/*
 * A deduplication key in which a value is missing is the same for all messages without that value:
 * all but the first would be skipped. So each value that goes into a key is looked at.
 */

/** What an expression gave for a part of a text. */
export interface GivenPart {
	/** What stands between {{ and }}. */
	code: string;
	value: unknown;
}

/** The longest stretch of code that is shown in a sentence of ours. */
const LONGEST_SHOWN = 64;

/** A missing value that code put into a text. */
const MISSING_WORD = /undefined|(?<![\p{L}\p{N}])(?:null|NaN)(?![\p{L}\p{N}])/u;

/**
 * A text that waits for more: it begins or ends with what separates the parts of a key. Two # end a
 * placeholder.
 */
const DANGLING = /^(?:[-_:;,./|+=]|#(?!#))|(?:[-_:;,./|+=]|(?<!#)#)$/;

/** What an author wrote. */
interface Written {
	/** The code between {{ and }}. */
	codes: readonly string[];
	/** Whether there is nothing beside one piece of code. */
	isOne: boolean;
}

/** The parameters of one run, by name. */
const runs = new WeakMap<IExecuteFunctions, Map<string, Written>>();

/**
 * What the expressions in a parameter gave for an item, one by one.
 *
 * @param whole what n8n made of the whole parameter: each evaluation costs about as much as a request
 * @returns nothing where the author typed all of it
 */
export function readGivenParts(
	context: IExecuteFunctions,
	name: string,
	itemIndex: number,
	whole: unknown,
): GivenPart[] {
	let known = runs.get(context);
	if (known === undefined) runs.set(context, (known = new Map()));
	let written = known.get(name);
	if (written === undefined) {
		const raw: unknown = context.getNodeParameter(name, itemIndex, null, { rawExpressions: true });
		known.set(name, (written = readCode(raw)));
	}
	if (written.isOne) return written.codes.map((code) => ({ code, value: whole }));
	const { json = {} } = context.getInputData()[itemIndex] ?? {};
	return written.codes.map((code) => {
		const field = readReference(code, json);
		if (field !== NOT_A_FIELD) return { code, value: field };
		return { code, value: context.evaluateExpression(`{{${code}}}`, itemIndex) as unknown };
	});
}

function readCode(raw: unknown): Written {
	if (typeof raw !== 'string' || !raw.startsWith('=')) return { codes: [], isOne: false };
	const expression = raw.slice(1);
	const codes = splitExpression(expression)
		.filter(({ isCode }) => isCode)
		.map(({ start, end }) => expression.slice(start, end));
	return { codes, isOne: codes.length === 1 && expression === `{{${codes.join('')}}}` };
}

/**
 * @param value what n8n made of the option
 * @param text the same as text
 * @param readParts gives what its expressions gave
 * @throws Refusal `MISSING_PARAMETER` when the key or a part of it is missing, `OBJECT_IN_TEXT` when
 *   it has an object in it
 */
export function refuseIncompleteKey(
	value: unknown,
	text: string,
	readParts: () => readonly GivenPart[],
): void {
	if (text.trim() === '') {
		if (typeof value === 'object' && value !== null) {
			throw new Refusal(
				'OBJECT_IN_TEXT',
				'The deduplication key is an object or a list, but it must be text',
				'Use one of its fields, e.g. {{ $json.appointment.id }}, or format a date with .toISODate().',
			);
		}
		throw new Refusal(
			'MISSING_PARAMETER',
			'"Deduplication Key" is empty',
			'Give every message its own key, e.g. the appointment’s ID, or remove the option.',
		);
	}
	refuseObjects(text, 'The deduplication key');
	for (const part of readParts()) {
		const missing = missingFrom(part);
		if (missing !== null) throw incomplete(missing);
	}
}

/** @throws Refusal when the value of a placeholder in a key stands for a missing one */
export function refuseMissingValue(placeholder: string, value: string): void {
	refuseObjects(value, 'The deduplication key');
	const word = missingWordIn(value);
	if (word !== null) throw incomplete(`${placeholder} is "${word}"`);
}

function incomplete(what: string): Refusal {
	return new Refusal(
		'MISSING_PARAMETER',
		`"Deduplication Key" is incomplete: ${what}`,
		'Messages without this value would all have the same key, and only the first would be sent. Filter them out, or build the key from values that every item has.',
	);
}

/** @returns what is missing, as the end of a sentence; null where nothing is */
function missingFrom({ code, value }: GivenPart): string | null {
	const shown = oneLine(`{{ ${code.trim()} }}`, LONGEST_SHOWN);
	if (Array.isArray(value)) {
		if (value.length === 0) return `${shown} is an empty list`;
		return value.some((each) => isNothing(each)) ? `a value in ${shown} is missing` : null;
	}
	if (isNothing(value)) return `${shown} is empty`;
	if (typeof value !== 'string') return null;
	const word = missingWordIn(value) ?? wordPutIn(code, value);
	if (word !== null) return `${shown} is "${oneLine(value, LONGEST_SHOWN)}"`;
	return null;
}

function isNothing(value: unknown): boolean {
	if (value === null || value === undefined) return true;
	if (typeof value === 'number') return !Number.isFinite(value);
	return typeof value === 'string' && value.trim() === '';
}

/**
 * Whether code that makes a text of several, such as `'lead-' + $json.id`, had nothing to put in.
 *
 * @returns the text; null where nothing shows that something is missing
 */
function wordPutIn(code: string, value: string): string | null {
	const literals = literalsIn(code)
		.map(({ text }) => text)
		.filter((text) => text !== '');
	if (literals.length === 0 && !code.includes('+')) return null;
	const isMissing =
		MISSING_WORD.test(withoutTexts(value, literals)) ||
		(DANGLING.test(value.trim()) && literals.join('') === value);
	return isMissing ? value : null;
}

/** A value with blanks in place of what its author typed, so that `leadnull` shows its null. */
function withoutTexts(value: string, literals: readonly string[]): string {
	return literals.reduce((text, literal) => text.replaceAll(literal, ' '), value);
}
