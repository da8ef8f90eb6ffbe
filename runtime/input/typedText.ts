import { createHmac, randomBytes } from 'crypto';
import type { IExecuteFunctions } from 'n8n-workflow';
import type { Stretch } from '../../messages/template';
import { literalsIn, splitExpression, type Span } from './expressionParts';
import { readFieldStretches } from './fastExpressions';

/*
 * Tells what the author of a workflow typed from what expressions gave. Whatever the author typed
 * that may be a placeholder is replaced by a mark before n8n evaluates the expression, and comes
 * back afterwards. Nobody can guess a mark, so no data is ever taken for one.
 */

/** A text that the author wrote, whole or in parts. */
export interface WrittenText {
	stretches: Stretch[];
	form: Form;
}

/** Whether the author typed all of it, or it is one expression and nothing else, or anything between. */
export type Form = 'typed' | 'expression' | 'mixed';

/** What is replaced in an expression. */
interface Seal extends Span {
	mark: string;
	/** What the author typed there. */
	text: string;
}

/** A stretch, and the seal that it was. */
type Opened = Stretch & { seal?: Seal };

/** Gives what n8n makes of an expression without its `=`, as text. */
type Evaluate = (expression: string) => string;

/** What nobody else knows, and marks are made of. */
const SECRET = randomBytes(32);

/** The length of the marks of texts outside of {{ }}. */
const LONG = 16;

/** The parameters of one run by name. */
const runs = new WeakMap<IExecuteFunctions, Map<string, WrittenText | Expression | null>>();

/**
 * Reads a parameter that holds text.
 *
 * @param asText what becomes of a value that is no text
 * @param known what n8n made of it, where that was asked before
 * @returns null where it is not a text that the author wrote, such as a part of a whole collection
 *   that comes from an expression
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

	/** Texts outside of {{ }}: nothing that is evaluated sees them. */
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
				// n8n takes two backslashes for one where code follows.
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
		// The code looks at a placeholder, e.g. replaces it or finds a field by it; then it has to
		// see what was typed. Or the expression has the time in it.
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
	 * A mark for what begins at an offset, of the length of what it stands for, because code may cut
	 * a text by its length. It is made of characters of Unicode's Private Use Area, U+E000 to U+F8FF:
	 * no code changes their case, and five of them, the fewest that a placeholder has, can be chosen
	 * in 2^63 ways. The same expression always has the same marks, because n8n's older engine keeps
	 * every expression that it has seen.
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

	/** Null where the code cannot do with the marks. */
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

/** Whether there are pieces of marks in what was evaluated: it was cut, or taken apart. */
function isTorn(stretches: readonly Stretch[], seals: readonly Seal[], plain: string): boolean {
	const units = new Set(seals.flatMap(({ mark }) => mark.split('')));
	return stretches.some(
		({ text, isTyped }) =>
			!isTyped && text.split('').some((unit) => units.has(unit) && !plain.includes(unit)),
	);
}

/**
 * The stretches of a text that can hold placeholders: from a `##` to the next one, or, where that is
 * not so clear, from the first in a line to the last one.
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
