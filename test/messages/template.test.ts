import fc from 'fast-check';
import { Refusal } from '../../messages/refusal';
import {
	changeTexts,
	fillTemplate,
	parseTemplate,
	variableName,
	type Stretch,
} from '../../messages/template';

const typed = (text: string): Stretch => ({ text, isTyped: true });
const given = (text: string): Stretch => ({ text, isTyped: false });
const parseTyped = (text: string, headings: string[] = []) =>
	parseTemplate([typed(text)], headings);

/** The names of the placeholders in a text that was typed. */
describe('placeholders', () => {
	it.each([
		['no names', []],
		['Hello ##name##', ['name']],
		['##Name##, ##amount## ##NAME##', ['name', 'amount']],
		['## First  Name ##', ['first name']],
		['##first\u00a0name##', ['first name']],
		['##var1## ##a_b-c.d##', ['var1', 'a_b-c.d']],
		['##नाम## ##имя## ##姓名##', ['नाम', 'имя', '姓名']],
		// The same letter, written in two ways.
		['##cafe\u0301## ##caf\u00e9##', ['caf\u00e9']],
		// Headings as people write them.
		['##Amount (USD)##', ['amount (usd)']],
		['##Customer’s name##', ["customer's name"]],
		['##Due date/time##', ['due date/time']],
		['##Price €##', ['price €']],
		['##a & b##', ['a & b']],
		['##Name:##', ['name:']],
		['##Item #1##', ['item #1']],
		['##Already paid?##', ['already paid?']],
		['##100%##', ['100%']],
		['##a*b+c|d\\e^f$g[h]{i}##', ['a*b+c|d\\e^f$g[h]{i}']],
		['##“Best” offer!##', ['"best" offer!']],
		['##👍##', ['👍']],
		['##constructor## ##__proto__##', ['constructor', '__proto__']],
		['##a####b##', ['a', 'b']],
		['####a##', ['a']],
		['##a##b##', ['a']],
		['## ##name##', ['name']],
		['##', []],
		['## ##', []],
		['####', []],
		['##a\nb##', []],
		['##a\u2028b##', []],
		['#name#', []],
	])('%j', (text, names) => {
		const template = parseTyped(text);
		expect(template.names).toEqual(names);
		const written = template.parts.map((part) => (typeof part === 'string' ? part : part.written));
		expect(written.join('')).toBe(text);
	});

	it('have names of up to 1,000 characters', () => {
		const longest = 'a'.repeat(1000);
		expect(parseTyped(`##${longest}##`).names).toEqual([longest]);
		expect(parseTyped(`##${longest}a##`).names).toEqual([]);
		expect(parseTyped(`##${longest}a##b##`).names).toEqual(['b']);
	});

	it.each([
		['##Order ###', 'Order #', '[order #]'],
		['###1##', '#1', '[#1]'],
		['### of guests##', '# of guests', '[# of guests]'],
		['#####', '#', '[#]'],
		['##C####', 'C##', '[c##]'],
		['##a ## b##', 'a ## b', '[a ## b]'],
		['## Order  # ##', 'Order #', '[order #]'],
		['##ORDER ### and ##name##', 'Order #', '[order #] and [name]'],
		['##order##, ##order ###', 'Order #', '[order], [order #]'],
		['##.*####', '.*##', '[.*##]'],
		// The heading is not in the message.
		['##Order ###', 'Invoice #', '[order]#'],
	])('%j, where a heading is %j', (text, heading, read) => {
		const { parts } = parseTyped(text, ['Order', heading]);
		expect(parts.map((part) => (typeof part === 'string' ? part : `[${part.name}]`)).join('')).toBe(
			read,
		);
	});
});

describe('what an expression gave', () => {
	it.each<[stretches: Stretch[], filled: string]>([
		[[given('##a##')], '##a##'],
		[[typed('##a##'), given('##a##')], '1##a##'],
		[[given('##a'), typed('##b##')], '##a2'],
		[[typed('Hi '), given('##'), typed('a'), given('##')], 'Hi ##a##'],
		[[typed('##a##'), given('b##'), typed('##b##')], '1b##2'],
		[[typed('##a'), typed('##')], '1'],
		[[typed('a \ufffc '), given('x'), typed(' \ufffc ##b##')], 'a \ufffc x \ufffc 2'],
		[[given(''), typed('##a##'), given('')], '1'],
		[[typed('## '), given('x'), typed('\n##')], '## x\n##'],
	])('%j is text', (stretches, filled) => {
		const values = new Map([
			['a', '1'],
			['b', '2'],
		]);
		expect(fillTemplate(parseTemplate(stretches, ['a', 'b']), values)).toBe(filled);
	});

	it.each<[stretches: Stretch[], shown: string]>([
		[[typed('Hi ##'), given('a'), typed('##')], '##{{ … }}##'],
		[[typed('##Price '), given('a'), typed('## b')], '##Price {{ … }}##'],
		[[typed('## '), given('##a##'), typed(' ##')], '## {{ … }} ##'],
	])('%j has a name that comes from it, and is refused', (stretches, shown) => {
		expect(() => parseTemplate(stretches, ['a'])).toThrow(
			expect.objectContaining({
				code: 'INVALID_PARAMETER',
				message: `The name in ${shown} comes from an expression`,
			}) as Error,
		);
	});
});

describe('filling in', () => {
	it.each([
		['Hello ##Name##!', { name: 'Asha' }, 'Hello Asha!'],
		['##a####b##', { a: '1', b: '2' }, '12'],
		['##a##', { a: '##b##', b: 'x' }, '##b##'],
		['##a##b##', { a: '##', b: 'x' }, '##b##'],
		['##a##', { a: '$& $1 \\' }, '$& $1 \\'],
		['5 ## ##a##', { a: '7' }, '5 ## 7'],
		['##a##', { a: ' x ' }, ' x '],
	])('%j', (text, values, filled) => {
		expect(fillTemplate(parseTyped(text), new Map(Object.entries(values)))).toBe(filled);
	});

	it.each<Record<string, string>>([{}, { name: '' }, { name: ' \n' }])(
		'refuses a message without a value: %j',
		(values) => {
			const template = parseTyped('Hello ##Name##');
			const variables = new Map(Object.entries(values));
			expect(() => fillTemplate(template, variables)).toThrow(
				expect.objectContaining({
					name: 'Refusal',
					code: 'MISSING_VARIABLE',
					message: 'The message has ##Name##, but there is no value for it',
				}) as Error,
			);
		},
	);

	it('changes texts, and no placeholder', () => {
		const template = changeTexts(parseTyped('a ##a## b'), (text) => `${text}##b##`);
		expect(fillTemplate(template, new Map([['a', '1']]))).toBe('a ##b##1 b##b##');
	});

	const unit = fc.constantFrom('#', '##', 'a', 'B', ' ', '\u0301', 'x1', '\n', '##a##', '\ufffc');
	const anyText = fc.string({ unit, maxLength: 40 });

	it('throws nothing but refusals, and fills every placeholder once', () => {
		fc.assert(
			fc.property(anyText, fc.string(), fc.array(anyText), (text, value, headings) => {
				const template = parseTyped(text, headings);
				for (const name of template.names) expect(variableName(name)).toBe(name);
				const variables = new Map(template.names.map((name) => [name, value]));
				let filled = text;
				try {
					filled = fillTemplate(template, variables);
				} catch (error) {
					expect(error).toBeInstanceOf(Refusal);
					expect(value.trim()).toBe('');
				}
				if (template.names.length === 0) expect(filled).toBe(text);
			}),
		);
	});

	it('puts data in literally, whatever it is', () => {
		const data = fc.oneof(anyText, fc.string({ unit: 'binary' }));
		const part = fc.oneof(
			fc.record({
				text: fc.constantFrom(' Hi ', '#x', 'a\n', '\ufffc'),
				isTyped: fc.constant(true),
			}),
			fc.record({ text: fc.constantFrom('##a##', '##B c##'), isTyped: fc.constant(true) }),
			fc.record({ text: data, isTyped: fc.constant(false) }),
		);
		const values = fc
			.tuple(data, data)
			.filter((each) => each.every((value) => value.trim() !== ''));
		fc.assert(
			fc.property(fc.array(part), values, (parts, [a, b]) => {
				// A `#` beside `##` would be another placeholder.
				const stretches = parts.map((each) =>
					each.isTyped ? { ...each, text: each.text.replace('#x', ' #x') } : each,
				);
				const expected = stretches.map(({ text, isTyped }) =>
					isTyped ? text.replace('##a##', () => a).replace('##B c##', () => b) : text,
				);
				const variables = new Map([
					['a', a],
					['b c', b],
				]);
				expect(fillTemplate(parseTemplate(stretches), variables)).toBe(expected.join(''));
			}),
		);
	});

	const longName = `##${'a'.repeat(999)}`;
	it.each(['##', '##a', '##a ', '## ', '#', '##a##', '# ', '##a#', '###a', longName])(
		'takes time in proportion to the text: %.10j, repeated',
		(piece) => {
			const text = piece.repeat(2_000_000 / piece.length);
			const start = performance.now();
			const template = parseTyped(text, ['a', '#', '##a', '#a ']);
			fillTemplate(template, new Map(template.names.map((name) => [name, 'x'])));
			expect(performance.now() - start).toBeLessThan(10_000);
		},
	);
});
