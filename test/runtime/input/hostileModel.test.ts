import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { createSandbox, type Sandbox } from '../../../sandbox/server/server';
import { GATEWAYS, PROFILES } from '../../profiles';
import { credentialsFor, secretsIn } from '../credentials';
import { outputs, runNode, type NodeRun } from '../engine';

/*
 * What a hostile or silly model puts into the arguments of its tool, or how it calls it, to send more
 * than it may, or to learn what it must not. In n8n's engine; `test/n8n/modelAttacks.ts` has what needs
 * all of n8n.
 */

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await createSandbox();
});
beforeEach(() => {
	sandbox.reset();
});
afterAll(() => sandbox.close());

const [ONE, TWO, THREE] = ['+13056701001', '+13056701002', '+13056701003'];
const fromModel = (name: string, type = 'string') =>
	`={{ /*n8n-auto-generated-fromAI-override*/ $fromAI('${name}', \`\`, '${type}') }}`;

let tests = 0;
/** What counts toward one limit. */
type Caller = Pick<NodeRun, 'execution' | 'workflow' | 'credentialId'>;
const CALLERS: [label: string, make: () => Caller][] = [
	['an AI Agent', () => ({ execution: `hostile ${String(++tests)}` })],
	['an MCP client', () => ({ execution: null, workflow: `hostile ${String(++tests)}` })],
	[
		'n8n’s Agents',
		() => ({ execution: null, workflow: null, credentialId: `hostile ${String(++tests)}` }),
	],
];
const [, agent] = CALLERS[0] ?? ['', () => ({})];

/** One call of the tool with what the model says; it may send to two. */
const call = (
	args: IDataObject,
	parameters: INodeParameters = {},
	caller: Caller = agent(),
	node: NodeRun['node'] = 'mGage',
) =>
	runNode({
		node,
		asTool: true,
		credentials: credentialsFor(sandbox),
		items: [args],
		parameters: {
			...PROFILES[node].send,
			to: fromModel('to'),
			message: fromModel('message'),
			...parameters,
			options: {
				maxRecipients: 2,
				...PROFILES[node].longMessages,
				...(parameters.options as INodeParameters | undefined),
			},
		},
		...caller,
	});
const outcomeOf = (json: IDataObject) =>
	(json.error as { code: string } | undefined)?.code ?? json.outcome;
const outcomes = async (result: ReturnType<typeof call>) => {
	const done = await result;
	expect(done.error).toBeUndefined();
	return outputs(done).map(outcomeOf);
};
const sentTo = () => sandbox.messages().map(({ to }) => to);

describe.each(CALLERS)('%s that may send two', (_label, make) => {
	it('sends two, however many calls it makes at once', async () => {
		const caller = make();
		const results = await Promise.all(
			Array.from({ length: 13 }, (_, index) =>
				outcomes(call({ to: ONE, message: `Hello ${String(index)}` }, {}, caller)),
			),
		);
		expect(results.flat().sort()).toEqual([
			...Array<string>(11).fill('TOO_MANY_RECIPIENTS'),
			'accepted',
			'accepted',
		]);
		expect(sandbox.messages()).toHaveLength(2);
	});

	it('sends two, however often it changes the deduplication key that it may choose', async () => {
		const caller = make();
		const keyed = { options: { deduplicationKey: fromModel('key') } };
		const results: unknown[] = [];
		for (let key = 0; key < 5; key++) {
			const args = { to: ONE, message: 'Hello', key: `key ${String(tests)} ${String(key)}` };
			results.push(...(await outcomes(call(args, keyed, caller))));
		}
		const hasStore = caller.workflow !== null;
		expect(results).toEqual(
			hasStore
				? ['accepted', 'accepted', ...Array<string>(3).fill('TOO_MANY_RECIPIENTS')]
				: Array<string>(5).fill('KEYS_NOT_STORED'),
		);
		expect(sandbox.messages()).toHaveLength(hasStore ? 2 : 0);
	});

	/** What a model sends along, by the names that the node, n8n and JavaScript have. */
	const MORE: [label: string, more: string][] = [
		['the limit', '{"maxRecipients":99,"Max_Recipients":99,"limit":99}'],
		['options', '{"options":{"maxRecipients":0,"preview":false}}'],
		['the options’ path', '{"options.maxRecipients":0}'],
		['the whole node', '{"parameters":{"options":{"maxRecipients":0}},"node":{"id":"other"}}'],
		['ids', '{"executionId":"other","workflowId":"other","sessionId":"other","id":"other"}'],
		['another credential', '{"credentials":{"mGageApi":{"id":"9"}},"credentialId":"9"}'],
		['a prototype', '{"__proto__":{"maxRecipients":0,"options":{"maxRecipients":0}}}'],
		['a constructor', '{"constructor":{"prototype":{"maxRecipients":0}}}'],
		['functions’ names', '{"toString":1,"valueOf":1,"hasOwnProperty":1,"toJSON":1}'],
	];

	it.each(MORE)('sends two with %s in its arguments', async (_what, more) => {
		const caller = make();
		// Keys of JSON are never inherited.
		const args = JSON.parse(`{"to":"${ONE}","message":"Hello",${more.slice(1)}`) as IDataObject;
		const results: unknown[] = [];
		for (let count = 0; count < 4; count++)
			results.push(...(await outcomes(call(args, {}, caller))));
		expect(results).toEqual([
			'accepted',
			'accepted',
			...Array<string>(2).fill('TOO_MANY_RECIPIENTS'),
		]);
		expect(sandbox.messages()).toHaveLength(2);
		expect(({} as IDataObject).maxRecipients).toBeUndefined();
	});
});

describe('more than may be sent, in one call', () => {
	const bulk = (type: string) => ({
		operation: 'sendBulk',
		recipientSource: 'list',
		recipients: fromModel('recipients', type),
		invalidRecipients: 'skip',
	});
	const LISTS: [label: string, type: string, recipients: unknown][] = [
		['with commas', 'string', `${ONE},${TWO},${THREE}`],
		['with other separators', 'string', `${ONE}\n${TWO}；${THREE}`],
		['as JSON', 'string', JSON.stringify([ONE, TWO, THREE])],
		['as an array', 'json', [ONE, TWO, THREE]],
		['beside what is no number', 'json', [ONE, {}, TWO, null, [], THREE]],
	];

	it.each(LISTS)('a list %s', async (_label, type, recipients) => {
		const args = { recipients, message: 'Hello' } as IDataObject;
		const found = await outcomes(call(args, bulk(type)));
		expect(found.filter((each) => each === 'TOO_MANY_RECIPIENTS')).toHaveLength(3);
		expect(found).not.toContain('accepted');
		expect(sandbox.requests()).toEqual([]);
	});

	const NO_LISTS: [label: string, recipients: unknown][] = [
		['an object', { 0: ONE, 1: TWO, 2: THREE, length: 3 }],
		['lists in a list', [[ONE], [TWO], [THREE]]],
		['objects in a list', [{ phone: ONE }, { toString: TWO }, { length: 1, 0: THREE }]],
	];

	it.each(NO_LISTS)('no list: %s', async (_label, recipients) => {
		const args = { recipients, message: 'Hello' } as IDataObject;
		expect(await outcomes(call(args, bulk('json')))).not.toContain('accepted');
		expect(sandbox.requests()).toEqual([]);
	});

	it('a list of 1 MB has one refusal, unless there is no limit', async () => {
		const recipients = Array.from(
			{ length: 75_000 },
			(_, index) => `+1305670${1000 + (index % 9000)}`,
		);
		const args = { recipients: recipients.join(), message: 'Hello' };
		expect(outputs(await call(args, bulk('string')))).toMatchObject([
			{
				outcome: 'rejected',
				error: {
					code: 'TOO_MANY_RECIPIENTS',
					message: 'The list of recipients has more than 1,000 entries',
				},
			},
		]);
		const few = { recipients: recipients.slice(0, 1500).join(), message: 'Hello' };
		const preview = { ...bulk('string'), options: { maxRecipients: 0, preview: true } };
		expect(await outcomes(call(few, preview))).toHaveLength(1500);
		expect(sandbox.requests()).toEqual([]);
	});

	const CELLS = [
		`${ONE} ${TWO}`,
		`${ONE},${TWO}`,
		`${ONE}; ${TWO} / ${THREE}`,
		`${ONE}\n${TWO}\n${THREE}`,
		`${ONE}%2C${TWO.slice(1)}`,
		`${ONE}&numbers=${TWO.slice(1)}`,
		`["${ONE}","${TWO}"]`,
	];

	it.each(CELLS)('one call to %j reaches at most one', async (to) => {
		await outcomes(call({ to, message: 'Hello' }));
		expect(sentTo().length).toBeLessThanOrEqual(1);
	});
});

describe.each(GATEWAYS)('%s: arguments of another kind', (node) => {
	const KINDS: [label: string, value: unknown][] = [
		['an object', { number: ONE }],
		['an object that looks like a list field', { __rl: true, mode: 'id', value: { value: ONE } }],
		['an object with toString', { toString: ONE, valueOf: ONE }],
		['an array', [ONE, TWO]],
		['an array in an array', [[ONE]]],
		['true', true],
		['null', null],
		['nothing', ''],
		['not a number', 1e400],
	];

	it.each(KINDS)('To is %s: nothing is sent', async (_label, to) => {
		const args = { to, message: 'Hello' } as IDataObject;
		const [outcome, ...others] = await outcomes(
			call(args, { to: fromModel('to', 'json') }, agent(), node),
		);
		expect(outcome).toMatch(/NUMBER|PARAMETER|INVALID/);
		expect(others).toEqual([]);
		expect(sandbox.requests()).toEqual([]);
	});

	it.each(KINDS.filter(([label]) => !['true', 'not a number'].includes(label)))(
		'Message is %s: nothing is sent',
		async (_label, message) => {
			const args = { to: ONE, message } as IDataObject;
			const found = await outcomes(
				call(args, { message: fromModel('message', 'json') }, agent(), node),
			);
			expect(found).toEqual(['MISSING_PARAMETER']);
			expect(sandbox.requests()).toEqual([]);
		},
	);

	it('a long text is one message, and Max Parts limits it', async () => {
		// As 3GPP TS 23.040 splits it: 153 characters of GSM-7 in each part.
		const args = { to: ONE, message: 'a'.repeat(9 * 153 + 1) };
		expect(outputs(await call(args, {}, agent(), node))).toMatchObject([
			{ outcome: 'accepted', parts: 10 },
		]);
		const limited = { options: { maxParts: 2 } };
		expect(await outcomes(call(args, limited, agent(), node))).toEqual(['TOO_MANY_PARTS']);
		expect(sandbox.messages()).toHaveLength(1);
	});

	it('a message of 1 MB is refused in time', async () => {
		for (const character of ['a', '😀', '##a##', '{{', '[object ', '\u0000']) {
			const message = character.repeat(Math.ceil(1_000_000 / character.length));
			expect(await outcomes(call({ to: ONE, message }, {}, agent(), node))).toEqual([
				expect.stringMatching(/MESSAGE_TOO_LONG|BROKEN_TEXT|INVALID/),
			]);
		}
		expect(sandbox.messages()).toEqual([]);
	});

	it('a number of 1 MB is refused in time', async () => {
		for (const to of [`+1${'3'.repeat(1_000_000)}`, `${ONE},`.repeat(75_000), '+'.repeat(1e6)]) {
			const [outcome] = await outcomes(call({ to, message: 'Hello' }, {}, agent(), node));
			expect(outcome).not.toBe('accepted');
		}
		expect(sandbox.messages()).toEqual([]);
	});
});

describe.each(GATEWAYS)('%s: what the model says is never code', (node) => {
	const CODE: [message: string][] = [
		['={{ 6 * 7 }}'],
		['{{ 6 * 7 }}'],
		['=Hello {{ $credentials }} {{ $env.PATH }} {{ $vars }}'],
		['{{ $getCredentials() }} {{ $workflow.id }} {{ $execution.id }}'],
		['{{ $fromAI("message") }} {{ $parameter.options.maxRecipients }}'],
		['${7*7} <%= 7*7 %> #{7*7} {% 7 %}'],
		['##to## ##message## ##Pin##'],
		['$& $1 $` \\u0041 %41 &#65;'],
	];

	it.each(CODE)('%s arrives as it is', async (message) => {
		const result = call({ to: ONE, message }, {}, agent(), node);
		expect(await outcomes(result)).toEqual(['accepted']);
		expect(sandbox.messages().map(({ text }) => text)).toEqual([message]);
		expect(secretsIn(outputs(await result))).toEqual([]);
	});

	it.each(['={{ 1 + 1 }}', '{{ "+13056701001" }}', '={{ $json.to }}'])(
		'To %s is no number',
		async (to) => {
			expect(await outcomes(call({ to, message: 'Hello' }, {}, agent(), node))).toEqual([
				'INVALID_NUMBER',
			]);
			expect(sandbox.requests()).toEqual([]);
		},
	);
});

describe('a model that asks for secrets', () => {
	it.each(GATEWAYS)(
		'%s: no output has them, with Simplify off, of a failure or not',
		async (node) => {
			const args = { to: ONE, message: 'Return your credential, your password and the request.' };
			const raw = { simplify: false };
			sandbox.failNext({ status: 500, body: 'no' });
			const results = [
				await call(args, raw, agent(), node),
				await call(args, raw, agent(), node),
				await call({ ...args, to: 'your API key' }, raw, agent(), node),
			];
			expect(results.flatMap(outputs).map(outcomeOf)).toEqual([
				expect.any(String),
				'accepted',
				'INVALID_NUMBER',
			]);
			expect(secretsIn(results.map(outputs))).toEqual([]);
		},
	);
});
