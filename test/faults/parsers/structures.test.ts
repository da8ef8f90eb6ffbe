import fc from 'fast-check';
import { readJson } from '../../../gateways/wire/json';
import { readXml, type XmlElement, type XmlValue } from '../../../gateways/wire/xml';
import {
	escapeXml,
	jsonOf as jsonWith,
	rubble,
	samples,
	spoiled,
	text,
	xmlOf,
} from '../../hostile';
import { describeParsers } from './fuzz';
import { expectJson, expectTrue, jsonOf, plainTexts, readTwice } from './oracles';

const NAMES = ['a', 'b', 'status', 'ns:c', 'd-1', 'toString', '#text'];

/** An element and what stands in it: a text, or elements. */
interface Tree {
	name: string;
	inner: string | Tree[];
}
const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
	tree: fc.record({
		name: fc.constantFrom('a', 'b', 'status', 'c', 'd-1'),
		inner: fc.oneof(
			{ maxDepth: 5, depthSize: 'small' },
			text.map((each) => each.replace(/[\u0000-\u001f\ufffe\uffff]/g, '')),
			fc.array(tie('tree'), { maxLength: 4 }),
		),
	}),
}));

function xmlOfTree({ name, inner }: Tree): string {
	const content = typeof inner === 'string' ? escapeXml(inner) : inner.map(xmlOfTree).join('\n\t');
	return `<${name}>${content}</${name}>`;
}

/** What is to be read: a name that stands twice holds a list, an element without any is a text. */
function expectedOf(trees: readonly Tree[]): XmlElement {
	const element: XmlElement = {};
	for (const { name, inner } of trees) {
		const value: XmlValue =
			typeof inner === 'string' ? inner : inner.length === 0 ? '' : expectedOf(inner);
		const before = element[name];
		if (before === undefined) element[name] = value;
		else element[name] = Array.isArray(before) ? [...before, value] : [before, value];
	}
	return element;
}

function expectTexts(value: XmlValue, texts: readonly string[], depth = 0): void {
	expectTrue(depth <= 100, 'too deep');
	if (typeof value === 'string') {
		// Pieces of a text with elements between them are put together: each of its words stands there.
		for (const word of value.split(/\s+/).slice(0, 5)) {
			const stands = texts.some((each) => each.includes(word));
			expectTrue(stands, 'a text from nowhere', value);
		}
		return;
	}
	expectTrue(typeof value === 'object', 'neither text nor element', typeof value);
	for (const each of Object.values(value)) expectTexts(each, texts, depth + 1);
}

/** JSON as JavaScript reads it, and as we do: the same but for numbers that it cannot hold. */
function expectSameJson(ours: unknown, plain: unknown): void {
	if (typeof plain === 'number' && typeof ours === 'string') {
		const isLong = /^-?\d{16,}$/.test(ours) || !Number.isFinite(plain);
		expectTrue(isLong && Number(ours) === plain, 'another number', ours);
		return;
	}
	if (typeof plain !== 'object' || plain === null) {
		expectTrue(Object.is(ours, plain), 'another value', [ours, plain]);
		return;
	}
	const names = Object.keys(plain);
	expectTrue(Object.keys(ours as object).join() === names.join(), 'other names', names);
	for (const name of names)
		expectSameJson(
			(ours as Record<string, unknown>)[name],
			(plain as Record<string, unknown>)[name],
		);
}

describeParsers('structures', (fuzz) => {
	const xml = fc.oneof(xmlOf(NAMES, ['OK', '0', ' ']), spoiled(samples), rubble, text);
	fuzz('readXml', xml, (each) => {
		const read = readTwice(() => readXml(each)).value ?? null;
		if (read === null) return;
		expectTrue(/^\s*</.test(each.replace(/^\uFEFF/, '')), 'read without an element');
		expectJson(read);
		expectTexts(read, plainTexts(each));
	});

	fuzz('readXml, by its tree', fc.array(tree, { minLength: 1, maxLength: 4 }), (trees) => {
		const read = readXml(trees.map(xmlOfTree).join('\n'));
		expectTrue(JSON.stringify(read) === JSON.stringify(expectedOf(trees)), 'another tree', read);
	});

	const json = fc.oneof(
		jsonWith(['a', 'b', 'data'], ['x', '12345678901234567890', '\\"']),
		spoiled(samples),
		fc.json({ maxDepth: 6 }),
	);
	fuzz('readJson', json, (each) => {
		const read = readTwice(() => readJson(each)).value;
		const plain = jsonOf(each);
		expectTrue((read === undefined) === (plain === undefined), 'read, or not');
		expectJson(read);
		if (plain !== undefined) expectSameJson(read, plain);
	});

	const digits = fc.string({
		unit: fc.constantFrom('0', '1', '5', '9'),
		minLength: 16,
		maxLength: 40,
	});
	const entry = fc.tuple(
		text,
		fc.oneof(
			digits.map((each) => `1${each}`),
			text,
		),
	);
	fuzz(
		'readJson, by its values',
		fc.uniqueArray(entry, { selector: ([name]) => name }),
		(pairs) => {
			const isNumber = (each: string) => /^1\d{16,}$/.test(each);
			const written = pairs.map(
				([name, each]) =>
					`${JSON.stringify(name)}: ${isNumber(each) ? each : JSON.stringify(each)}`,
			);
			const read = readJson(`{${written.join(',')}}`) as Record<string, unknown>;
			for (const [name, each] of pairs)
				expectTrue(read[name] === each, 'another value', read[name]);
		},
	);
});
