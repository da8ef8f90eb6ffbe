import fc from 'fast-check';
import { Refusal } from '../../messages/refusal';
import {
	fillTemplate,
	parseTemplate,
	renamePlaceholders,
	variableName,
} from '../../messages/template';

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
		['##a####b##', ['a', 'b']],
		['####a##', ['a']],
		['##a##b##', ['a']],
		['## ##name##', ['name']],
		['##', []],
		['## ##', []],
		['####', []],
		['##a!##', []],
		['##a\nb##', []],
		['#name#', []],
		[`##${'a'.repeat(64)}##`, ['a'.repeat(64)]],
		[`##${'a'.repeat(65)}##`, []],
		[`##${'a'.repeat(65)}##b##`, ['b']],
		['##__proto__##', ['__proto__']],
	])('%j', (text, names) => {
		expect(parseTemplate(text)).toEqual({ text, names });
	});
});

describe('filling in', () => {
	it.each([
		['Hello ##Name##!', { name: 'Asha' }, 'Hello Asha!'],
		['##a####b##', { a: '1', b: '2' }, '12'],
		['##a##', { a: '##b##', b: 'x' }, '##b##'],
		['##a##', { a: '$& $1 \\' }, '$& $1 \\'],
		['5 ## ##a##', { a: '7' }, '5 ## 7'],
		['##a##', { a: ' x ' }, ' x '],
	])('%j', (text, values, filled) => {
		expect(fillTemplate(parseTemplate(text), new Map(Object.entries(values)))).toBe(filled);
	});

	it.each<Record<string, string>>([{}, { name: '' }, { name: ' \n' }])(
		'refuses a message without a value: %j',
		(values) => {
			const template = parseTemplate('Hello ##Name##');
			const variables = new Map(Object.entries(values));
			expect(() => fillTemplate(template, variables)).toThrow(
				expect.objectContaining({
					name: 'Refusal',
					code: 'MISSING_VARIABLE',
					message: 'The message has ##Name##, and there is no value for it',
				}) as Error,
			);
		},
	);

	it('renames placeholders', () => {
		const template = parseTemplate('##Name##, ## amount ##, ##name## ##');
		const renamed = renamePlaceholders(
			template,
			(name) => `var${template.names.indexOf(name) + 1}`,
		);
		expect(renamed).toBe('##var1##, ##var2##, ##var1## ##');
	});

	it('throws nothing but refusals, and fills every placeholder once', () => {
		const unit = fc.constantFrom('#', '##', 'a', 'B', ' ', '\u0301', 'x1', '\n', '##a##');
		fc.assert(
			fc.property(fc.string({ unit, maxLength: 100 }), fc.string(), (text, value) => {
				const template = parseTemplate(text);
				const written = renamePlaceholders(template, (name) => name);
				expect(parseTemplate(written).names).toEqual(template.names);
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

	it.each(['##', '##a', '##a ', '## ', '#', '##a##', `##${'a'.repeat(79)}`])(
		'takes time in proportion to the text: %j, repeated',
		(piece) => {
			const text = piece.repeat(2_000_000 / piece.length);
			const start = performance.now();
			const template = parseTemplate(text);
			fillTemplate(template, new Map(template.names.map((name) => [name, 'x'])));
			expect(performance.now() - start).toBeLessThan(10_000);
		},
	);
});
