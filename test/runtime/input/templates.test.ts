import fc from 'fast-check';
import { Expression, type IDataObject } from 'n8n-workflow';
import { file, keys, outputs, runNode, type NodeRun } from '../engine';
import { credentialsFor } from '../credentials';
import { sandboxForTests } from '../../sandbox/forTests';

/*
 * Placeholders are searched in what the author of a workflow typed, before or inside of an
 * expression, and never in what an expression gave.
 */

const sandbox = sandboxForTests();
beforeEach(() => {
	keys.entries = [];
});

const VARIABLES = {
	variable: [
		{ name: 'name', value: '={{ $json.name }}' },
		{ name: 'Pin', value: '={{ $json.pin }}' },
		{ name: "Customer's name", value: 'Ana Ruiz' },
	],
};
const ITEM = { name: 'Ana', pin: '1234' };

const run = (parameters: IDataObject, items: IDataObject[], more: Partial<NodeRun> = {}) =>
	runNode({
		node: 'messangi',
		credentials: credentialsFor(sandbox),
		parameters: {
			resource: 'sms',
			operation: 'sendBulk',
			via: 'send',
			carrier: 'Movistar',
			from: '19893653744',
			recipientSource: 'items',
			to: '+13056708084',
			variables: VARIABLES,
			...parameters,
		} as NodeRun['parameters'],
		items,
		onError: 'continueRegularOutput',
		...more,
	});

/** What each item's recipient would read, or why nothing would be sent. */
async function read(
	message: string,
	items: IDataObject[],
	options: IDataObject = {},
	parameters: IDataObject = {},
): Promise<unknown[]> {
	const result = await run(
		{ message, ...parameters, options: { preview: true, ...options } },
		items.map((item) => ({ ...ITEM, ...item })),
	);
	return outputs(result).map(({ text, error }) => (error as IDataObject | undefined)?.code ?? text);
}

interface Case {
	message: string;
	item?: IDataObject;
	text: string;
}

const TYPED: Case[] = [
	{ message: 'Hi ##name##', text: 'Hi Ana' },
	{ message: '=Hi ##name##', text: 'Hi Ana' },
	{ message: '=Hi ##name##, {{ $json.x }}', item: { x: 'ok' }, text: 'Hi Ana, ok' },
	{ message: '=Hi ##name##, {{ $json.x + "!" }}', item: { x: 'ok' }, text: 'Hi Ana, ok!' },
	{ message: '={{ $json.vip ? "Dear ##name##" : "Hi" }}', item: { vip: true }, text: 'Dear Ana' },
	{ message: '={{ $json.vip ? "Dear ##name##" : "Hi" }}', item: { vip: false }, text: 'Hi' },
	{ message: '={{ $if($json.vip, "##name##", "Hi") }}', item: { vip: true }, text: 'Ana' },
	{ message: "={{ '##name## ' + $json.x }}", item: { x: '##pin##' }, text: 'TEMPLATE_FROM_DATA' },
	{ message: "=A {{ '##name## ' + $json.x }}", item: { x: '##pin##' }, text: 'A Ana ##pin##' },
	{ message: '=A {{ `##name## ${$json.x}` }}', item: { x: '##pin##' }, text: 'A Ana ##pin##' },
	{ message: '=A {{ `${$json.x} ##name##` }}', item: { x: '##pin##' }, text: 'A ##pin## Ana' },
	{ message: '=A {{ `${ {a: `${$json.x}`}.a } ##pin##` }}', item: { x: '}' }, text: 'A } 1234' },
	{ message: '=A {{ "##Customer\'s name##" }}', text: 'A Ana Ruiz' },
	{ message: "=A {{ '##Customer\\'s name##' }}", text: 'A Ana Ruiz' },
	{ message: '=A {{ "##n\\u0061me##" }}', text: 'A Ana' },
	{ message: '=A {{ "##name##" /* "##pin## */ }} B', text: 'A Ana B' },
	{ message: '=A {{ "x".replace(/["/]/, "") + "##name##" }}', text: 'A xAna' },
	{ message: '=A {{ 8 / 2 + "##name##" + 4 / 2 }}', text: 'A 4Ana2' },
	{ message: '=A {{ ["##name##", "##pin##"].join(" / ") }}', text: 'A Ana / 1234' },
	{ message: '=A {{ ({ "##name##": "##pin##" })["##name##"] }}', text: 'A 1234' },
	{ message: '=A {{ "dear ##name##, hello".toUpperCase() }}', text: 'A DEAR Ana, HELLO' },
	{ message: '=A {{ "##name## ##pin##!".slice(0, -1) }}', text: 'A Ana 1234' },
	{ message: '=A {{ "##name##, ##name##" }} ##name##', text: 'A Ana, Ana Ana' },
	{ message: '=A {{ $now.year > 0 && "##name##" }} {{ $now.toMillis() > 0 }}', text: 'A Ana true' },
	{ message: '=A {{ "##name##" + ($now.toMillis() + Math.random() > 0) }}', text: 'A Anatrue' },
	{ message: '=A {{ "##name##" + ("" + Math.random()).slice(0, 2) }}', text: 'A Ana0.' },
	{ message: '=\\\\{{ $json.x }} ##name##', item: { x: 'y' }, text: '\\y Ana' },
];

/** Code that looks at what would be a placeholder sees what was typed. */
const LOOKED_AT: Case[] = [
	{ message: '=A {{ $json["##x##"] }}', item: { '##x##': 'y' }, text: 'A y' },
	{ message: '=A {{ $json["##x##"] }}', item: { '##x##': '##pin##' }, text: 'A ##pin##' },
	{ message: '=A {{ ($json["##x##"]) }}', item: { '##x##': '##pin##' }, text: 'A ##pin##' },
	{
		message: '=A {{ ($json["##x##"]) + "##name##" }}',
		item: { '##x##': '##pin##' },
		text: 'A ##pin##Ana',
	},
	{
		message: '=A {{ $json.t.replace("##name##", "Bo") }}',
		item: { t: '##name##, ##pin##' },
		text: 'A Bo, ##pin##',
	},
	{
		message: '=A {{ $json.t.replaceAll(/##name##/g, "Bo") }}',
		item: { t: '##name##, ##name##' },
		text: 'A Bo, Bo',
	},
	{
		message: '=A {{ $json.t.includes("##name##") ? $json.t : $json.t + "##name##" }}',
		item: { t: '##name## x' },
		text: 'A ##name## x',
	},
	{
		message: '=A {{ $json.t.includes("##name##") ? $json.t : $json.t + "##name##" }}',
		item: { t: '##pin## ' },
		text: 'A ##pin## Ana',
	},
	{
		message: '=A {{ $json.t === "##special##" ? "Dear ##name##" : "Hi" }}',
		item: { t: '##special##' },
		text: 'A Dear Ana',
	},
	{ message: '=A {{ "##name## and on".slice(0, 4) }}', text: 'A ##na' },
	{ message: '=A {{ "##name## ".repeat(2).slice(0, 14) }}', text: 'A ##name## ##nam' },
	{ message: '=A {{ "##name##".split("").join(" ") }}', text: 'A # # n a m e # #' },
	{ message: '=A {{ "##name##".length }}', text: 'A 8' },
];

/** What an expression gave is text. */
const GIVEN: Case[] = [
	...['##Pin##', '##nope##', '## pin ##', '##PIN##', '##link##', '##', '####', '##var1##', '#'].map(
		(x): Case => ({ message: '=Hi {{ $json.x }}!', item: { x }, text: `Hi ${x}!` }),
	),
	{ message: '=Hi {{ ($json.x) }}', item: { x: '##Pin##' }, text: 'Hi ##Pin##' },
	{ message: '=##name## {{ ($json.x) }}', item: { x: '##Pin##' }, text: 'Ana ##Pin##' },
	{ message: '=##name## {{ $json.x }}', item: { x: '##Pin##' }, text: 'Ana ##Pin##' },
	{ message: 'Hi ##name##', item: { name: '##Pin##' }, text: 'Hi ##Pin##' },
	{ message: 'Hi ##name####pin##', item: { name: '##', pin: 'a##' }, text: 'Hi ##a##' },
	{ message: '=Hi {{ "##" + $json.x + "##" }}', item: { x: 'pin' }, text: 'Hi ##pin##' },
	{ message: '=Hi {{ $json.x }}{{ $json.y }}', item: { x: '##pi', y: 'n##' }, text: 'Hi ##pin##' },
	{ message: '=Hi {{ $json.x }}##name##', item: { x: '##pin' }, text: 'Hi ##pinAna' },
	{ message: '={{ $json.x }}', item: { x: '##nope##' }, text: '##nope##' },
	{ message: '={{ $json.x }} ', item: { x: '##nope##, 5' }, text: '##nope##, 5 ' },
];

/** What would be sent to somebody with its `##`. */
const REFUSED: Case[] = [
	{ message: 'Hi ##nope##', text: 'MISSING_VARIABLE' },
	{ message: 'Hi ##nope!##', text: 'MISSING_VARIABLE' },
	{ message: 'Hi ##Amount (USD)##', text: 'MISSING_VARIABLE' },
	{ message: '=Hi {{ $json.vip ? "" : "##nope##" }}', text: 'MISSING_VARIABLE' },
	{ message: '=Hi ##{{ $json.x }}##', item: { x: 'name' }, text: 'INVALID_PARAMETER' },
	{ message: '=Hi ##Price {{ ($json.x) }}##', item: { x: 'name' }, text: 'INVALID_PARAMETER' },
	{ message: '={{ $json.x }}', item: { x: 'Hi ##name##' }, text: 'TEMPLATE_FROM_DATA' },
	{ message: '={{ ($json.x) }}', item: { x: 'Hi ## NAME ##' }, text: 'TEMPLATE_FROM_DATA' },
	{ message: '= {{ $json.x }}\n', item: { x: '##nope## ##pin##' }, text: 'TEMPLATE_FROM_DATA' },
	{ message: '=Hi {{ $json.o }}', item: { o: {} }, text: 'OBJECT_IN_TEXT' },
	{ message: '=Hi {{ [$json.o, 1] }}', item: { o: {} }, text: 'OBJECT_IN_TEXT' },
	{ message: '=Hi {{ ("" + $json.o).toUpperCase() }}', item: { o: {} }, text: 'OBJECT_IN_TEXT' },
	{ message: '=Hi {{ $json.x }}', item: { x: '[object Object]' }, text: 'OBJECT_IN_TEXT' },
	{ message: 'Hi ##name##', item: { name: 'a [object Map]' }, text: 'OBJECT_IN_TEXT' },
	// A known name with its signs on one side only.
	...[
		'Hi ##name',
		'Hi ##name#, 5',
		'Hi #name##',
		'Hi ##Name!',
		'Hi ## name',
		'##pin##, ##name',
	].map((message): Case => ({ message, text: 'MISSING_VARIABLE' })),
	{ message: 'Hi \uff03\uff03Name\uff03\uff03', text: 'MISSING_VARIABLE' },
	{ message: "Hi ##Customer's\nname##", text: 'MISSING_VARIABLE' },
	{ message: '=Hi ##name, {{ $json.x }}', item: { x: 'y##' }, text: 'MISSING_VARIABLE' },
];

/** Words that programs write in place of a value, and what looks like them. */
const LOST: Case[] = [
	...[
		'undefined',
		'null',
		'NULL',
		'NaN',
		'Invalid date',
		'Invalid DateTime',
		'#REF!',
		'#N/A',
		'Err:502',
	].flatMap((x): Case[] => [
		{ message: '=Hi {{ $json.x }}', item: { x }, text: 'MISSING_VARIABLE' },
		{ message: '=Hi {{ ($json.x) }}', item: { x }, text: 'MISSING_VARIABLE' },
		{ message: 'Hi ##name##', item: { name: x }, text: 'MISSING_VARIABLE' },
	]),
	...['\u200b', '\u3164', ' \u2060\ufe0f', '\u2800'].map(
		(name): Case => ({ message: 'Hi ##name##', item: { name }, text: 'MISSING_VARIABLE' }),
	),
	{ message: '=\u200b{{ $json.x }}', item: { x: '\u3164' }, text: 'MISSING_PARAMETER' },
	{ message: '={{ "Hi " + $json.no }}', text: 'MISSING_VARIABLE' },
	{ message: '={{ `Hi ${$json.name}, ${$json.no}!` }}', text: 'MISSING_VARIABLE' },
	{ message: '=Hi {{ $json.no + "!" }} ##name##', text: 'MISSING_VARIABLE' },
	{
		message: '=Due {{ DateTime.fromISO($json.x) }}',
		item: { x: 'soon' },
		text: 'MISSING_VARIABLE',
	},
	{ message: '=Due {{ DateTime.fromISO($json.x).toISODate() }} ', item: { x: '' }, text: 'Due  ' },
	...['Null', 'None', 'nan', 'a null modem', '#Sale!now', '# REF!', 'NULL & void', '####'].map(
		(x): Case => ({ message: '=Hi {{ $json.x }}', item: { x }, text: `Hi ${x}` }),
	),
	{
		message: '={{ "Alert: " + $json.x + " " + $json.y }}',
		item: { x: 'Cannot read properties of undefined', y: '(reading null)' },
		text: 'Alert: Cannot read properties of undefined (reading null)',
	},
	{ message: 'Type undefined or null', text: 'Type undefined or null' },
	...['Hi #name#', 'Hi ##names', 'Hi ## and name', '5 ##', 'prename##', '##'].map(
		(message): Case => ({ message, text: message }),
	),
];

describe.each([
	['typed', TYPED],
	['looked at by code', LOOKED_AT],
	['given by an expression', GIVEN],
	['refused', REFUSED],
	['lost', LOST],
])('a placeholder that is %s', (_, cases) => {
	it.each(cases)('$message with $item: $text', async ({ message, item = {}, text }) => {
		expect(await read(message, [item])).toEqual([text]);
		expect(sandbox.requests()).toEqual([]);
	});
});

it('is typed or given, whatever the data is', async () => {
	const piece = fc.constantFrom(
		'##',
		'#',
		'name',
		'pin',
		' ',
		'##name##',
		'\n',
		'"',
		'\\',
		'{{',
		'}}',
	);
	const data = fc
		.array(fc.oneof(piece, fc.string()), { maxLength: 6 })
		.map((each) => `x${each.join('')}x`);
	await fc.assert(
		fc.asyncProperty(fc.array(fc.tuple(data, data, data), { minLength: 1 }), async (rows) => {
			const items = rows.map(([a, b, name]) => ({ a, b, name }));
			const message =
				'=##name## {{ $json.a }}{{ $json.b + "##Pin##" }} {{ `${$json.a}##name##` }} ##pin##';
			const expected = rows.map(([a, b, name]) => `${name} ${a}${b}1234 ${a}${name} 1234`);
			expect(await read(message, items)).toEqual(expected);
			// The same as fields only, which n8n does not evaluate.
			const fields = rows.map(([a, b, name]) => `${name} ${a}${b} 1234`);
			expect(await read('=##name## {{ $json.a }}{{ $json.b }} ##pin##', items)).toEqual(fields);
		}),
		{ numRuns: 20 },
	);
});

it('has n8n evaluate one expression for each item, and two where code has placeholders in it', async () => {
	const evaluate = jest.spyOn(Expression.prototype, 'resolveSimpleParameterValue');
	const count = async (message: string) => {
		evaluate.mockClear();
		await read(message, [{ x: '##y##' }, { x: '##y##' }]);
		return evaluate.mock.calls.filter(([value]) => String(value).includes('$json.x')).length;
	};
	expect(await count('=##name## {{ $json.x }}')).toBe(0);
	expect(await count('=##name## {{ ($json.x) }}')).toBe(2);
	expect(await count('={{ $json.x.length > 9 ? "##name##" : "Hi" }}')).toBe(2);
	expect(await count('={{ $json.x.length < 9 ? "##name##" : "Hi" }}')).toBe(4);
	evaluate.mockRestore();
});

it('uses the same expressions in each run, because n8n keeps all that it has seen', async () => {
	const evaluate = jest.spyOn(Expression.prototype, 'resolveSimpleParameterValue');
	const seen = async () => {
		evaluate.mockClear();
		await read('=##name## {{ ($json.x) }} {{ $json.x && "##pin##" }}', [{ x: 'y' }]);
		return evaluate.mock.calls.map(([value]) => value);
	};
	const first = await seen();
	expect(await seen()).toEqual(first);
	evaluate.mockRestore();
});

describe('a template from data', () => {
	const template = 'Hi ##name##, ##Pin##';

	it.each([
		['={{ $json.template }}', 'Hi Ana, 1234'],
		['={{ ($json.template) }}', 'Hi Ana, 1234'],
		[' Hi ##name##', ' Hi Ana'],
		['={{ $json.template }}!', 'INVALID_PARAMETER'],
		['={{ $json.template }}{{ $json.template }}', 'INVALID_PARAMETER'],
		['={{ $json.template + " ##nope##" }}', 'MISSING_VARIABLE'],
	])('%s', async (message, text) => {
		expect(await read(message, [{ template }], { templateFromData: true })).toEqual([text]);
	});

	it('is not parsed once more', async () => {
		const item = { template, name: '##Pin##', pin: '##name##' };
		const texts = await read('={{ $json.template }}', [item], { templateFromData: true });
		expect(texts).toEqual(['Hi ##Pin##, ##name##']);
	});

	it.each([
		[{ templateFromData: true }, 'Hi Ana, 7'],
		[{}, 'TEMPLATE_FROM_DATA'],
	])('fills in the columns of a file, with %j', async (options, text) => {
		const csv = 'Mobile;Name;Pin #\n+13056708084;Ana;7\n';
		const result = await run(
			{
				recipientSource: 'file',
				binaryPropertyName: 'data',
				message: '={{ $json.template }}',
				options: { preview: true, ...options },
			},
			[{ template: 'Hi ##name##, ##Pin ###' }],
			{ files: [file('a.csv', csv)] },
		);
		const [output] = outputs(result);
		expect((output?.error as IDataObject | undefined)?.code ?? output?.text).toBe(text);
	});
});

describe('the headings of a file', () => {
	const headings = [
		...['Amount (USD)', "Customer's name", 'Due date/time', 'Price €', 'a & b', 'Name:', 'Order #'],
		...[
			'# of guests',
			'100%',
			'Already paid?',
			'E-Mail / Phone',
			'Größe',
			'Q1: "How was it?"',
			'*',
		],
		...['a ## b', 'Café', 'x.y_z', '(1)', '[2]', '{3}', '$4', '^5', 'a|b', '👍', '名前（漢字）'],
		`Which of our branches do you visit most often, and at what time? ${'Please say. '.repeat(9)}`,
	];

	it('are placeholders, whatever they hold', async () => {
		const quoted = (cells: string[]) =>
			cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(';');
		const csv = `${quoted(['Mobile', ...headings])}\n${quoted(['+13056708084', ...headings.map((_, index) => `v${String(index)}`)])}\n`;
		const result = await run(
			{
				recipientSource: 'file',
				binaryPropertyName: 'data',
				message: headings.map((heading) => `##${heading}##`).join('\n'),
				options: { preview: true },
			},
			[{}],
			{ files: [file('a.csv', csv)] },
		);
		expect(outputs(result)[0]?.text).toBe(
			headings.map((_, index) => `v${String(index)}`).join('\n'),
		);
	});

	it.each([
		['Hi ##Name##, ##Amount (EUR)##', 'Amount (USD)'],
		['Hi ##Name!##', 'Name'],
		['Hi ##Amount (USD)###', 'Amount'],
	])('are not in %j, so nothing is sent', async (message, heading) => {
		const csv = `Mobile;Name;${heading === 'Name' ? 'Other' : heading}\n+13056708084;Ana;5\n`;
		const result = await run(
			{ recipientSource: 'file', binaryPropertyName: 'data', message },
			[{}],
			{ files: [file('a.csv', csv)] },
		);
		expect(outputs(result)).toMatchObject([{ error: { code: 'MISSING_COLUMN' } }]);
		expect(sandbox.requests()).toEqual([]);
	});
});

describe('a deduplication key', () => {
	const send = async (parameters: IDataObject, items: IDataObject[], csv?: string) =>
		outputs(
			await run(
				{ message: 'Hi', ...parameters },
				items,
				csv === undefined ? {} : { files: items.map(() => file('a.csv', csv)) },
			),
		).map(({ outcome }) => outcome);
	const FROM_FILE = { recipientSource: 'file', binaryPropertyName: 'data' };
	const CSV = 'Mobile;Pin\n+13056708084;1\n+13056708085;2\n';

	it.each([
		[
			'typed in an expression',
			'={{ $json.x && "##Pin##" }}',
			'x',
			[' +13056708084', ' +13056708085'],
		],
		['typed beside an expression', '={{ ($json.x) }} ##pin##', 'x', ['1', '2']],
	])('has a placeholder that is %s', async (_label, deduplicationKey, x) => {
		const options = { deduplicationKey };
		expect(await send({ ...FROM_FILE, options }, [{ x }], CSV)).toEqual(['accepted', 'accepted']);
		expect(await send({ ...FROM_FILE, options }, [{ x }], CSV)).toEqual(['skipped', 'skipped']);
		// The value belongs to the key.
		const other = CSV.replace(';1', ';3');
		expect(await send({ ...FROM_FILE, options }, [{ x }], other)).toEqual(['accepted', 'skipped']);
	});

	it.each(['##Pin##', '##nope##', '##'])('does not parse data: %s', async (x) => {
		for (const deduplicationKey of ['=k {{ $json.x }}', '={{ $json.x + "" }}']) {
			keys.entries = [];
			const options = { deduplicationKey };
			expect(await send({ ...FROM_FILE, options }, [{ x }], CSV)).toEqual(['accepted', 'accepted']);
			// Another pin is no other key.
			const other = CSV.replace(';1', ';3');
			expect(await send({ ...FROM_FILE, options }, [{ x }], other)).toEqual(['skipped', 'skipped']);
		}
	});

	it('has the values of items, too', async () => {
		const parameters = { options: { deduplicationKey: 'k ##pin##' } };
		const items = ['1', '2', '1'].map((pin) => ({ name: 'Ana', pin }));
		expect(await send(parameters, items)).toEqual(['accepted', 'accepted', 'skipped']);
	});

	it('has no object in it', async () => {
		const parameters = { options: { deduplicationKey: '=k {{ $json.o }}' } };
		expect(await send(parameters, [{ ...ITEM, o: { a: 1 } }])).toEqual(['rejected']);
	});
});

describe('Message Central fills in no data', () => {
	const PERSONALIZED = {
		channel: 'SMS',
		senderId: 'UTOMOB',
		messageType: 'TRANSACTION',
		bulkMode: 'personalized',
		to: '={{ $json.to }}',
	};
	const send = async (message: string, items: IDataObject[]) => {
		const result = await run(
			{ ...PERSONALIZED, message },
			items.map((item, index) => ({ ...ITEM, to: `+9198765432${String(10 + index)}`, ...item })),
			{ node: 'messageCentral' },
		);
		expect(result.error).toBeUndefined();
		expect(outputs(result).map(({ outcome }) => outcome)).toEqual(items.map(() => 'accepted'));
		const to = (each: { to: string }) => each.to;
		return [...sandbox.messages()]
			.sort((a, b) => to(a).localeCompare(to(b)))
			.map(({ text }) => text);
	};

	it.each([
		['=Hi ##name##, {{ $json.x }}', { x: '##var1##' }, 'Hi Ana, ##var1##'],
		['=Hi ##name##, {{ $json.x }}', { x: '##VAR2##' }, 'Hi Ana, ##VAR2##'],
		['=Hi ##name##, {{ $json.x }}', { x: '## var1 ##' }, 'Hi Ana, ## var1 ##'],
		['=Hi ##name##, {{ $json.x }}##pin##', { x: '##var' }, 'Hi Ana, ##var1234'],
		['=Hi ##name##, {{ $json.x }}##pin##', { x: '#' }, 'Hi Ana, #1234'],
		['Hi ##name##, ##pin##', { name: '##var2##' }, 'Hi ##var2##, 1234'],
		['Hi ##name####pin##', { name: '##var', pin: '1##' }, 'Hi ##var1##'],
		['=Hi {{ $json.x }}', { x: '##var1##' }, 'Hi ##var1##'],
	])('%s with %j', async (message, item, text) => {
		const x = 'x';
		const texts = await send(message, [{ x }, { x, ...item }, { x }]);
		expect(texts[1]).toBe(text);
		expect(texts[0]).not.toContain('##');
		// The others share a request as before.
		const requests = sandbox
			.requests()
			.filter(({ path, status }) => path.includes('/send?') && status === 200);
		expect(requests).toHaveLength(2);
	});
});

describe('of a single message', () => {
	it.each(['##name##', '##link##', '##var1##'])('%s stays as it is', async (x) => {
		const result = await run({ operation: 'send', message: '=Hi {{ $json.x }}' }, [{ x }]);
		expect(outputs(result)).toMatchObject([{ outcome: 'accepted' }]);
		expect(sandbox.messages()[0]?.text).toBe(`Hi ${x}`);
	});

	it('an object in it is refused', async () => {
		const result = await run({ operation: 'send', message: '=Hi {{ $json.o }}' }, [{ o: {} }]);
		expect(outputs(result)).toMatchObject([{ error: { code: 'OBJECT_IN_TEXT' } }]);
		expect(sandbox.requests()).toEqual([]);
	});
});
