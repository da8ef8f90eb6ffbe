import type { IExecuteFunctions } from 'n8n-workflow';
import { isBlankText, missingWordIn } from '../../messages/missing';
import { refuseObjects } from '../../messages/objects';
import { oneLine } from '../../messages/oneLine';
import { Refusal } from '../../messages/refusal';
import { literalsIn, splitExpression } from '../input/expressionParts';
import { NOT_A_FIELD, readReference } from '../input/fastExpressions';

/*
 * If a value in a deduplication key is missing, all messages without that value have the same key, and
 * all but the first would be skipped. So each value of a key is checked.
 */

/** The value of an expression in a text. */
export interface GivenPart {
	/** The code between {{ and }}. */
	code: string;
	value: unknown;
}

/** The longest code that an error shows, in characters. */
const LONGEST_SHOWN = 64;

/** A missing value that code inserted into a text. */
const MISSING_WORD = /undefined|(?<![\p{L}\p{N}])(?:null|NaN)(?![\p{L}\p{N}])/u;

/**
 * A text with a missing part: it begins or ends with a separator. Two # end a placeholder.
 */
const DANGLING = /^(?:[-_:;,./|+=]|#(?!#))|(?:[-_:;,./|+=]|(?<!#)#)$/;

/** What an author wrote. */
interface Written {
	/** The code between {{ and }}. */
	codes: readonly string[];
	/** Whether the whole text is one piece of code. */
	isOne: boolean;
}

/** The parameters of one run, by name. */
const runs = new WeakMap<IExecuteFunctions, Map<string, Written>>();

/**
 * The values of the expressions in a parameter for an item.
 *
 * @param whole n8n's value of the whole parameter, because each evaluation costs as much as a request
 * @returns empty if the author typed all of it
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
 * @param value n8n's value of the option
 * @param text the same as text
 * @param readParts returns the values of its expressions
 * @throws Refusal `MISSING_PARAMETER` when the key or a part of it is missing, `OBJECT_IN_TEXT` when
 *   it has an object in it
 */
export function refuseIncompleteKey(
	value: unknown,
	text: string,
	readParts: () => readonly GivenPart[],
): void {
	if (isBlankText(text)) {
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

/** @throws Refusal when the value of a placeholder in a key means that a value is missing */
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

/** @returns what is missing, as the end of a sentence; null if nothing is */
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
	return typeof value === 'string' && isBlankText(value);
}

/**
 * Checks whether code that joins texts, such as `'lead-' + $json.id`, inserted a missing value.
 *
 * @returns the text; null if nothing seems to be missing
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

/** A value with typed texts replaced by spaces, so that `null` is found in `leadnull`. */
function withoutTexts(value: string, literals: readonly string[]): string {
	return literals.reduce((text, literal) => text.replaceAll(literal, ' '), value);
}
