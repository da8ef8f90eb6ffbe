/*
 * Finds the text that the author of an expression typed: outside of {{ }}, and in the strings of the
 * code inside.
 */

/** From an offset to another, which is not part of it. */
export interface Span {
	start: number;
	end: number;
}

/** A part of an expression: text, or the code between {{ and }}. They alternate; the first is text. */
export interface ExpressionPart extends Span {
	isCode: boolean;
}

/** A string in code. */
export interface Literal {
	/** With its escapes resolved. */
	text: string;
	/** The place of each of its UTF-16 units in the code, and of its end. */
	offsets: number[];
}

/**
 * Splits an expression, without its `=`, as n8n's `@n8n/tournament` does: a backslash before braces
 * makes them text.
 */
export function splitExpression(expression: string): ExpressionPart[] {
	const parts: ExpressionPart[] = [];
	let isCode = false;
	let start = 0;
	let at = 0;
	while (at < expression.length) {
		const braces = isCode ? '}}' : '{{';
		if (expression[at] === '\\') {
			at += expression.startsWith(braces, at + 1) ? 3 : 2;
		} else if (expression.startsWith(braces, at)) {
			parts.push({ start, end: at, isCode });
			isCode = !isCode;
			start = at += 2;
		} else at++;
	}
	parts.push({ start, end: expression.length, isCode });
	return parts;
}

/** What can precede a `/` that begins a regular expression, but not a division. */
const BEFORE_REGEX = /[=([{,;:?!&|+\-*%^~<>]/;

/** The texts in JavaScript: strings, and what is not code in template literals. */
export function literalsIn(code: string): Literal[] {
	return new CodeReader(code).read();
}

class CodeReader {
	private at = 0;

	private readonly literals: Literal[] = [];

	/** How many braces are open in each template literal whose code is being read. */
	private readonly open: number[] = [];

	constructor(private readonly code: string) {}

	read(): Literal[] {
		let before = '(';
		while (this.at < this.code.length) {
			const unit = this.code.charAt(this.at);
			if (unit === '"' || unit === "'" || unit === '`') this.readLiteral(unit);
			else if (unit === '}' && this.open.at(-1) === 0) {
				this.open.pop();
				this.readLiteral('`');
			} else if (unit === '/') this.readSlash(before);
			else {
				this.count(unit);
				this.at++;
			}
			if (unit.trim() !== '') before = unit;
		}
		return this.literals;
	}

	private count(unit: string): void {
		const last = this.open.length - 1;
		if (last < 0) return;
		if (unit === '{') this.open[last] = (this.open[last] ?? 0) + 1;
		if (unit === '}') this.open[last] = (this.open[last] ?? 0) - 1;
	}

	/** A comment, a regular expression or a sign of division. */
	private readSlash(before: string): void {
		const next = this.code[this.at + 1];
		if (next === '/') this.at = endOf(this.code, '\n', this.at);
		else if (next === '*') this.at = endOf(this.code, '*/', this.at + 2);
		else if (BEFORE_REGEX.test(before)) this.skipRegex();
		else this.at++;
	}

	private skipRegex(): void {
		let isClass = false;
		for (this.at++; this.at < this.code.length; this.at++) {
			const unit = this.code[this.at];
			if (unit === '\\') this.at++;
			else if (unit === '[') isClass = true;
			else if (unit === ']') isClass = false;
			else if (unit === '/' && !isClass) break;
		}
		this.at++;
	}

	/** Reads to the end of a literal, or to code in it. Its first unit is a quote or a brace. */
	private readLiteral(quote: string): void {
		let text = '';
		const offsets: number[] = [];
		this.at++;
		while (this.at < this.code.length) {
			const unit = this.code.charAt(this.at);
			if (unit === quote || (quote === '`' && this.code.startsWith('${', this.at))) break;
			const [meant, length] = unit === '\\' ? readEscape(this.code, this.at) : [unit, 1];
			text += meant;
			for (let index = 0; index < meant.length; index++) offsets.push(this.at);
			this.at += length;
		}
		this.literals.push({ text, offsets: [...offsets, Math.min(this.at, this.code.length)] });
		if (this.code[this.at] === '$') this.open.push(0);
		this.at += this.code[this.at] === '$' ? 2 : 1;
	}
}

const ESCAPES: Readonly<Record<string, string>> = {
	n: '\n',
	r: '\r',
	t: '\t',
	b: '\b',
	f: '\f',
	v: '\v',
	'0': '\0',
	'\n': '',
};

/** What an escape means, and how long it is. Source: ECMA-262, "String Literals". */
function readEscape(code: string, at: number): [meant: string, length: number] {
	const next = code.charAt(at + 1);
	const hex = /^(?:x([\da-f]{2})|u([\da-f]{4})|u\{([\da-f]{1,6})\})/i.exec(
		code.slice(at + 1, at + 10),
	);
	if (hex !== null) {
		const point = parseInt(hex[1] ?? hex[2] ?? hex[3] ?? '', 16);
		return [point > 0x10ffff ? '' : String.fromCodePoint(point), 1 + hex[0].length];
	}
	return [ESCAPES[next] ?? next, 2];
}

function endOf(text: string, end: string, from: number): number {
	const found = text.indexOf(end, from);
	return found === -1 ? text.length : found + end.length;
}
