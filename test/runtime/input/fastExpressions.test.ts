import fc from 'fast-check';
import { Expression, type IDataObject } from 'n8n-workflow';
import { credentialsFor } from '../credentials';
import { outputs, runNode } from '../engine';

/*
 * Fields of items are read without n8n's evaluation of expressions. Whatever an item holds, it must
 * make no difference: the same expression in brackets is n8n's to evaluate, and has to give the same.
 */

const credentials = credentialsFor({ url: 'http://127.0.0.1:9' });
const NEVER_SENT = { resource: 'sms', operation: 'send', carrier: 'Movistar', from: '8' };

/** What a message's text becomes, and why it is refused, for each item. */
async function textsOf(message: string, items: IDataObject[]): Promise<unknown[]> {
	const result = await runNode({
		node: 'messangi',
		parameters: { ...NEVER_SENT, to: '+13056708084', message, options: { preview: true } },
		items,
		credentials,
		onError: 'continueRegularOutput',
	});
	return outputs(result).map(({ text, error }) => text ?? (error as IDataObject | undefined)?.code);
}

/** The expressions as a user writes them, and so that n8n has to evaluate them. */
const PAIRS: [label: string, simple: string, evaluated: string][] = [
	['a field', '={{ $json.a }}', '={{ ($json.a) }}'],
	['without spaces', '={{$json.a}}', '={{($json.a)}}'],
	['in brackets', '={{ $json["a b"] }}', '={{ ($json["a b"]) }}'],
	['of a field', "={{ $json.o['a'] }}", '={{ ($json.o).a }}'],
	[
		'in a text',
		'=Hello {{ $json.a }}, {{ $json.o.a }}!',
		'=Hello {{ ($json.a) }}, {{ ($json.o).a }}!',
	],
	['with a space before it', '= {{ $json.a }}', '= {{ ($json.a) }}'],
	['two in a row', '={{ $json.a }}{{ $json.o.a }}', '={{ ($json.a) }}{{ ($json.o).a }}'],
];

const VALUES: unknown[] = [
	'text',
	'',
	' spaces ',
	'{{ $json.a }}',
	'=1+1',
	'a\\b\n\t"\'`${1}',
	'Ł 😀 \u00a0',
	0,
	-0,
	-1.5,
	1e21,
	13056708084,
	true,
	false,
	null,
	undefined,
	[],
	['list'],
	{ nested: 1 },
];

describe('fields of items', () => {
	test.each(PAIRS)('%s gives what n8n gives', async (_, simple, evaluated) => {
		const items = VALUES.map((a) => ({ a, 'a b': a, o: { a } }) as IDataObject);
		const [ours, n8ns] = await Promise.all([textsOf(simple, items), textsOf(evaluated, items)]);
		expect(ours).toHaveLength(VALUES.length);
		expect(ours).toEqual(n8ns);
	});

	test('whatever the items hold', async () => {
		const item = fc.record({ a: fc.jsonValue(), o: fc.jsonValue() });
		await fc.assert(
			fc.asyncProperty(fc.array(item, { minLength: 1, maxLength: 20 }), async (given) => {
				const items = given as IDataObject[];
				const ours = await textsOf('=A {{ $json.a }} {{ $json.o.a }}', items);
				expect(ours).toEqual(await textsOf('=A {{ ($json.a) }} {{ ($json.o)?.a }}', items));
			}),
			{ numRuns: 30 },
		);
	});

	test('inside of a collection give what n8n gives', async () => {
		const itemsOf = (value: string) =>
			runNode({
				node: 'messageCentral',
				parameters: {
					resource: 'sms',
					operation: 'sendBulk',
					channel: 'SMS',
					senderId: 'UTOMOB',
					messageType: 'TRANSACTION',
					bulkMode: 'personalized',
					recipientSource: 'items',
					to: '={{ $json.to }}',
					message: 'Hello ##name##',
					variables: { variable: [{ name: 'name', value }] },
					options: { preview: true },
				},
				items: ['Ana', 7, true].map((name) => ({ name, to: '+919876543210' })),
				credentials,
			});
		const ours = outputs(await itemsOf('={{ $json.name }}'));
		expect(ours.map(({ text }) => text)).toEqual(['Hello Ana', 'Hello 7', 'Hello true']);
		expect(ours).toEqual(outputs(await itemsOf('={{ ($json.name) }}')));
	});

	const EVALUATED: [expression: string, isEvaluated: boolean][] = [
		['={{ $json.a }}', false],
		['=Hello {{ $json.a }}', false],
		['={{ $json.missing }}', true],
		['={{ $json.list[0] }}', true],
		['={{ $json.a.toUpperCase() }}', true],
		['={{ $json.a + "!" }}', true],
		['={{ $json["constructor"] }}', true],
		['={{ $json.a }} \\{{ $json.a }}', true],
		['={{ $itemIndex }}', true],
	];

	test.each(EVALUATED)('%s, whether n8n evaluates it: %p', async (message, isEvaluated) => {
		const evaluate = jest.spyOn(Expression.prototype, 'resolveSimpleParameterValue');
		await textsOf(message, [{ a: 'text', list: ['first'] }]);
		const given = evaluate.mock.calls.some(([value]) => value === message);
		evaluate.mockRestore();
		expect(given).toBe(isEvaluated);
	});
});
