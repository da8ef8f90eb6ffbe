import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { Stretch } from '../../messages/template';

/*
 * n8n evaluates every expression of every item in an isolate, which takes longer than everything else
 * that happens to an item. Most expressions are only fields of their items: these are read here, and
 * n8n evaluates all others.
 */

/** Means that n8n must evaluate it. */
export const NOT_A_FIELD = Symbol('not a field');

/** A part of a parameter: a constant, or where its value is in the item. */
type Part =
	| { kind: 'constant'; value: unknown }
	| { kind: 'field'; path: readonly string[] }
	| { kind: 'text'; parts: ReadonlyArray<string | readonly string[]> }
	| { kind: 'list'; parts: readonly Part[] }
	| { kind: 'record'; parts: ReadonlyArray<readonly [string, Part]> };

/** `$json.name`, `$json.address.city`, `$json["First Name"]`; no method, no index, no operator. */
const REFERENCE =
	/^\s*\$json((?:\.[A-Za-z_][A-Za-z0-9_]*|\[\s*(?:"[^"\\\n]*"|'[^'\\\n]*')\s*\])+)\s*$/;
const STEP = /\.([A-Za-z_][A-Za-z0-9_]*)|\[\s*(?:"([^"]*)"|'([^']*)')\s*\]/g;

/** Names that n8n refuses to read; it reports them itself. */
const REFUSED = new Set(['__proto__', 'constructor', 'prototype']);

/** The parameters of one run by name; null for those that n8n evaluates. */
const runs = new WeakMap<IExecuteFunctions, Map<string, Part | null>>();

/**
 * A parameter of an item, if it is the same for all items or if its expressions are only fields of the
 * item with a text, a number or a boolean. Exactly what n8n would return.
 *
 * @returns `NOT_A_FIELD` for everything else
 */
export function readFields(context: IExecuteFunctions, name: string, itemIndex: number): unknown {
	const part = knownPart(context, name, itemIndex);
	if (part === null) return NOT_A_FIELD;
	const { json } = context.getInputData()[itemIndex] ?? {};
	return json === undefined ? NOT_A_FIELD : valueOf(part, json);
}

/**
 * The same for a text, split into what the author typed and the item's fields.
 *
 * @returns null if n8n must evaluate it
 */
export function readFieldStretches(
	context: IExecuteFunctions,
	name: string,
	itemIndex: number,
): Stretch[] | null {
	const part = knownPart(context, name, itemIndex);
	const { json } = context.getInputData()[itemIndex] ?? {};
	if (part === null || json === undefined) return null;
	if (part.kind !== 'text') {
		const value = valueOf(part, json);
		const isText = part.kind === 'field' || typeof value === 'string';
		if (!isText || value === NOT_A_FIELD) return null;
		return [{ text: String(value), isTyped: part.kind === 'constant' }];
	}
	const stretches: Stretch[] = [];
	for (const each of part.parts) {
		const isTyped = typeof each === 'string';
		const value = isTyped ? each : fieldOf(each, json);
		if (value === NOT_A_FIELD) return null;
		stretches.push({ text: String(value), isTyped });
	}
	return stretches;
}

/**
 * The value of code that is only a field of the item.
 *
 * @param code the code between {{ and }}
 * @returns `NOT_A_FIELD` for everything else
 */
export function readReference(code: string, json: IDataObject): unknown {
	const path = pathOf(code);
	return path === null ? NOT_A_FIELD : fieldOf(path, json);
}

/** `{{ $('Opt-outs').all() }}` */
const ALL_ITEMS = /^=\s*\{\{\s*\$\((?:'([^'"\\]+)'|"([^'"\\]+)")\)\.all\(\)\s*\}\}\s*$/;
/** `{{ $json.field }}` */
const ONE_FIELD = /^=\s*\{\{([^{}]+)\}\}\s*$/;

/**
 * A list that an expression returns whole: all items of a node, or an array in a field of the first item. n8n copies
 * what it evaluates into its isolate, whose memory 100,000 items can exceed.
 *
 * @returns `NOT_A_FIELD` if n8n must evaluate it
 */
export function readList(context: IExecuteFunctions, raw: unknown): unknown {
	if (typeof raw !== 'string') return NOT_A_FIELD;
	const [, single, double] = ALL_ITEMS.exec(raw) ?? [];
	const node = single ?? double;
	if (node !== undefined) return itemsOf(context, node);
	const path = pathOf(ONE_FIELD.exec(raw)?.[1] ?? '');
	const json: unknown = context.getInputData()[0]?.json;
	const value = path?.reduce(ownField, json);
	return Array.isArray(value) ? value : NOT_A_FIELD;
}

function ownField(value: unknown, name: string): unknown {
	const isRecord = typeof value === 'object' && value !== null && !Array.isArray(value);
	return isRecord && Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
}

/** What `$('name').all()` gives; n8n reports what is wrong with it. */
function itemsOf(context: IExecuteFunctions, node: string): unknown {
	try {
		const { $ } = context.getWorkflowDataProxy(0) as {
			$?: (name: string) => { all?: () => unknown };
		};
		const items = $?.(node).all?.();
		return Array.isArray(items) ? items : NOT_A_FIELD;
	} catch {
		return NOT_A_FIELD;
	}
}

function knownPart(context: IExecuteFunctions, name: string, itemIndex: number): Part | null {
	let known = runs.get(context);
	if (known === undefined) runs.set(context, (known = new Map()));
	let part = known.get(name);
	if (part === undefined) {
		const raw = context.getNodeParameter(name, itemIndex, null, { rawExpressions: true });
		known.set(name, (part = partOf(raw)));
	}
	return part;
}

/** Null if n8n must evaluate it, or if nothing would be gained. */
function partOf(raw: unknown): Part | null {
	const part = parse(raw);
	return part?.kind === 'constant' && typeof raw === 'object' ? null : part;
}

function parse(raw: unknown): Part | null {
	if (typeof raw === 'string') return raw.startsWith('=') ? parseText(raw.slice(1)) : constant(raw);
	if (typeof raw !== 'object' || raw === null) return constant(raw);
	if (Array.isArray(raw)) {
		const parts = raw.map(parse);
		if (!parts.every((part) => part !== null)) return null;
		return parts.every(isConstant) ? constant(raw) : { kind: 'list', parts };
	}
	const parts: Array<[string, Part]> = [];
	for (const [key, value] of Object.entries(raw)) {
		const part = parse(value);
		if (part === null) return null;
		parts.push([key, part]);
	}
	return parts.every(([, part]) => isConstant(part)) ? constant(raw) : { kind: 'record', parts };
}

/** A text with `{{ }}` in it. A backslash can change what the braces mean, so n8n evaluates it. */
function parseText(text: string): Part | null {
	if (text.includes('\\')) return null;
	const parts: Array<string | string[]> = [];
	const [first = '', ...rest] = text.split('{{');
	parts.push(first);
	for (const each of rest) {
		const [code = '', after, ...more] = each.split('}}');
		if (after === undefined || more.length > 0) return null;
		const path = pathOf(code);
		if (path === null) return null;
		parts.push(path, after);
	}
	const [before, only, after, ...others] = parts;
	if (typeof only !== 'object') return null;
	return before === '' && after === '' && others.length === 0
		? { kind: 'field', path: only }
		: { kind: 'text', parts };
}

function pathOf(code: string): string[] | null {
	const steps = REFERENCE.exec(code)?.[1];
	if (steps === undefined) return null;
	const path = [...steps.matchAll(STEP)].map(
		([, plain, double, single]) => plain ?? double ?? single ?? '',
	);
	return path.some((step) => REFUSED.has(step)) ? null : path;
}

function valueOf(part: Part, json: IDataObject): unknown {
	switch (part.kind) {
		case 'constant':
			return part.value;
		case 'field':
			return fieldOf(part.path, json);
		case 'text': {
			let text = '';
			for (const each of part.parts) {
				const value = typeof each === 'string' ? each : fieldOf(each, json);
				if (value === NOT_A_FIELD) return NOT_A_FIELD;
				text += String(value);
			}
			return text;
		}
		case 'list': {
			const list: unknown[] = [];
			for (const each of part.parts) {
				const value = valueOf(each, json);
				if (value === NOT_A_FIELD) return NOT_A_FIELD;
				list.push(value);
			}
			return list;
		}
		case 'record': {
			const record: Record<string, unknown> = {};
			for (const [key, each] of part.parts) {
				const value = valueOf(each, json);
				if (value === NOT_A_FIELD) return NOT_A_FIELD;
				record[key] = value;
			}
			return record;
		}
	}
}

/** Only the item's own fields, and only values that n8n returns unchanged. */
function fieldOf(path: readonly string[], json: IDataObject): unknown {
	let value: unknown = json;
	for (const step of path) {
		if (typeof value !== 'object' || value === null || Array.isArray(value)) return NOT_A_FIELD;
		if (!Object.hasOwn(value, step)) return NOT_A_FIELD;
		value = (value as IDataObject)[step];
	}
	const isPlain =
		typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value as number);
	return isPlain ? value : NOT_A_FIELD;
}

function constant(value: unknown): Part {
	return { kind: 'constant', value };
}

function isConstant({ kind }: Part): boolean {
	return kind === 'constant';
}
