import { createHmac, randomBytes } from 'crypto';
import type { IExecuteFunctions } from 'n8n-workflow';
import type { Stretch } from '../../messages/template';
import { literalsIn, splitExpression, type Span } from './expressionParts';
import { readFieldStretches } from './fastExpressions';

/*
 * Separates what the author of a workflow typed from what expressions returned. Typed text that may be
 * a placeholder is replaced with a mark before n8n evaluates the expression, and put back afterward.
 * Marks cannot be guessed, so no data is mistaken for one.
 */

/** A text that the author wrote, whole or in parts. */
export interface WrittenText {
	stretches: Stretch[];
	form: Form;
}

/** Typed in full, a single expression, or a mix. */
export type Form = 'typed' | 'expression' | 'mixed';

/** A part of an expression that is replaced. */
interface Seal extends Span {
	mark: string;
	/** What the author typed there. */
	text: string;
}

/** A stretch, and the seal that it was. */
type Opened = Stretch & { seal?: Seal };

/** Evaluates an expression without its `=`, as text. */
type Evaluate = (expression: string) => string;

/** The key of the marks. */
const SECRET = randomBytes(32);

/** The length of the marks of texts outside of {{ }}. */
const LONG = 16;

/** The parameters of one run by name. */
const runs = new WeakMap<IExecuteFunctions, Map<string, WrittenText | Expression | null>>();

/**
 * Reads a parameter that holds text.
 *
 * @param asText converts a value to text
 * @param known its value, if n8n has already evaluated it
 * @returns null if the author did not write it as text, e.g. a part of a collection that comes from an
 *   expression
 */
export function readWrittenText(
	context: IExecuteFunctions,
	name: string,
	itemIndex: number,
	asText: (value: unknown) => string,
	known?: string,
): WrittenText | null {
	let texts = runs.get(context);
	if (texts === undefined) runs.set(context, (texts = new Map()));
	let written = texts.get(name);
	if (written === undefined) {
		const raw: unknown = context.getNodeParameter(name, itemIndex, null, { rawExpressions: true });
		texts.set(name, (written = typeof raw === 'string' ? writtenAs(raw) : null));
	}
	if (!(written instanceof Expression)) return written;
	const { form } = written;
	if (known !== undefined && !written.mayHoldPlaceholders) {
		return { stretches: [{ text: known, isTyped: form === 'typed' }], form };
	}
	const stretches =
		readFieldStretches(context, name, itemIndex) ??
		written.read((code) => asText(context.evaluateExpression(code, itemIndex)));
	return { stretches, form };
}

function writtenAs(raw: string): WrittenText | Expression {
	if (raw.startsWith('=')) return new Expression(raw.slice(1));
	return { stretches: [{ text: raw, isTyped: true }], form: 'typed' };
}

/** An expression as the author wrote it, without its `=`. */
class Expression {
	readonly form: Form;

	/** Texts outside of {{ }}: the code does not see them. */
	private readonly outer: Seal[] = [];

	/** Placeholders in the code. */
	private readonly inner: Seal[] = [];

	constructor(private readonly code: string) {
		const parts = splitExpression(code);
		const isBlank = ({ start, end }: Span) => code.slice(start, end).trim() === '';
		const isOne = parts.length <= 3 && parts.every((part) => part.isCode || isBlank(part));
		this.form = parts.length === 1 ? 'typed' : isOne ? 'expression' : 'mixed';
		for (const [index, { start, end, isCode }] of parts.entries()) {
			const text = code.slice(start, end);
			if (isCode) this.sealCode(text, start);
			else if (text.includes('##')) {
				// n8n reads two backslashes as one if code follows.
				const meant = index < parts.length - 1 ? text.replaceAll('\\\\', '\\') : text;
				this.outer.push({ start, end, mark: this.markOf(start, LONG), text: meant });
			}
		}
	}

	/** Whether its author typed anything that may be a placeholder. */
	get mayHoldPlaceholders(): boolean {
		return this.outer.length > 0 || this.inner.length > 0;
	}

	/**
	 * @throws whatever the evaluation throws
	 */
	read(evaluate: Evaluate): Stretch[] {
		const plain = this.evaluated([], evaluate);
		const mayHold = plain.some(({ text, isTyped }) => !isTyped && text.includes('##'));
		if (this.inner.length === 0 || !mayHold) return plain;
		const sealed = this.attempt(this.inner, evaluate);
		if (sealed !== null && joined(sealed) === joined(plain)) return sealed;
		// The code uses a placeholder, e.g. replaces it or looks up a field by it, so it needs what was
		// typed. Or the expression contains the time.
		const shown = this.inner.filter(
			(seal) => this.attempt([seal], evaluate)?.some((stretch) => stretch.seal === seal) === true,
		);
		const rest = this.attempt(shown, evaluate);
		return rest === null || isTorn(rest, shown, joined(plain)) ? plain : rest;
	}

	private sealCode(code: string, start: number): void {
		for (const { text, offsets } of literalsIn(code)) {
			for (const pair of pairsIn(text)) {
				const [from = 0, to = 0] = [offsets[pair.start], offsets[pair.end]];
				const written = text.slice(pair.start, pair.end);
				const mark = this.markOf(start + from, written.length);
				this.inner.push({ start: start + from, end: start + to, mark, text: written });
			}
		}
	}

	/**
	 * A mark for the text at an offset. It has the same length, because code may cut a text by its
	 * length. It uses Unicode's Private Use Area, U+E000 to U+F8FF: no code changes their case, and there
	 * are 2^63 combinations of five, the fewest characters of a placeholder. The same expression always
	 * has the same marks, because n8n's older engine caches every expression that it has seen.
	 */
	private markOf(offset: number, length: number): string {
		let mark = '';
		for (let block = 0; mark.length < length; block++) {
			const digest = createHmac('sha256', SECRET)
				.update(`${block} ${offset} ${this.code}`)
				.digest();
			for (let at = 0; at < digest.length && mark.length < length; at += 4) {
				mark += String.fromCharCode(0xe000 + (digest.readUInt32LE(at) % 6400));
			}
		}
		return mark;
	}

	/** Null if the code fails with the marks. */
	private attempt(inner: readonly Seal[], evaluate: Evaluate): Opened[] | null {
		try {
			return this.evaluated(inner, evaluate);
		} catch {
			return null;
		}
	}

	private evaluated(inner: readonly Seal[], evaluate: Evaluate): Opened[] {
		const seals = [...this.outer, ...inner].sort((one, other) => one.start - other.start);
		let expression = '';
		let done = 0;
		for (const { start, end, mark } of seals) {
			expression += this.code.slice(done, start) + mark;
			done = end;
		}
		return opened(evaluate(expression + this.code.slice(done)), seals);
	}
}

function opened(value: string, seals: readonly Seal[]): Opened[] {
	if (seals.length === 0) return [{ text: value, isTyped: false }];
	const stretches: Opened[] = [];
	const byMark = new Map(seals.map((seal) => [seal.mark, seal]));
	for (const text of value.split(new RegExp(`(${[...byMark.keys()].join('|')})`))) {
		const seal = byMark.get(text);
		if (seal !== undefined) stretches.push({ text: seal.text, isTyped: true, seal });
		else if (text !== '') stretches.push({ text, isTyped: false });
	}
	return stretches;
}

function joined(stretches: readonly Stretch[]): string {
	return stretches.map(({ text }) => text).join('');
}

/** Whether the result has pieces of marks: it was cut or split. */
function isTorn(stretches: readonly Stretch[], seals: readonly Seal[], plain: string): boolean {
	const units = new Set(seals.flatMap(({ mark }) => mark.split('')));
	return stretches.some(
		({ text, isTyped }) =>
			!isTyped && text.split('').some((unit) => units.has(unit) && !plain.includes(unit)),
	);
}

/**
 * The stretches of a text that can hold placeholders: from a `##` to the next one, or, if that is not
 * clear, from the first one in a line to the last.
 */
function pairsIn(text: string): Span[] {
	const pairs: Span[] = [];
	for (const line of text.matchAll(/[^\r\n\u2028\u2029]+/g)) {
		const runs = [...line[0].matchAll(/##+/g)];
		const isClear = runs.length % 2 === 0 && runs.every(([run]) => run.length === 2);
		const step = isClear ? 2 : runs.length;
		if (runs.length < 2) continue;
		for (let index = 0; index < runs.length; index += step) {
			const [first, last] = [runs[index], runs[index + step - 1]];
			if (first === undefined || last === undefined) continue;
			const end = line.index + last.index + last[0].length;
			pairs.push({ start: line.index + first.index, end });
		}
	}
	return pairs;
}
