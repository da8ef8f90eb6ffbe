import { createSandbox, type Sandbox } from '../../../sandbox/server/server';
import { GATEWAYS, PROFILES } from '../../profiles';
import { outputs, runNode, type NodeRun } from '../engine';
import { credentialsFor } from '../credentials';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await createSandbox();
});
beforeEach(() => {
	sandbox.reset();
});
afterAll(() => sandbox.close());

const send = (node: NodeRun['node'], count: number, more: Partial<NodeRun> = {}) =>
	runNode({
		node,
		credentials: credentialsFor(sandbox),
		items: Array.from({ length: count }, (_, index) => ({ phone: `+1305670${1000 + index}` })),
		parameters: { ...PROFILES[node].send, to: '={{ $json.phone }}' },
		...more,
	});

const withLimit = (node: NodeRun['node'], maxRecipients: number | string, options = {}) => ({
	parameters: {
		...PROFILES[node].send,
		to: '={{ $json.phone }}',
		options: { maxRecipients, ...options },
	},
});

const outcomesOf = (result: Parameters<typeof outputs>[0]) =>
	outputs(result).map(({ outcome }) => outcome);
const all = (count: number, outcome: string) => Array<string>(count).fill(outcome);

describe.each(GATEWAYS)('%s: Max Recipients', (node) => {
	it('refuses more, before anything is sent', async () => {
		const result = await send(node, 4, withLimit(node, 3));
		expect(result.error?.message).toBe(
			'Max Recipients allows 3 per execution, but there are 4 here',
		);
		expect(result.error?.description).toMatch(/code TOO_MANY_RECIPIENTS/);
		expect(sandbox.requests()).toEqual([]);
	});

	it('lets through as many as it says', async () => {
		expect(outcomesOf(await send(node, 3, withLimit(node, 3)))).toEqual(all(3, 'accepted'));
	});

	it('counts all runs of one execution', async () => {
		const more = { ...withLimit(node, 3), execution: `loop of ${node}` };
		expect(outcomesOf(await send(node, 2, more))).toEqual(all(2, 'accepted'));
		expect((await send(node, 2, more)).error?.message).toMatch(/and 2 were sent before$/);
		expect(outcomesOf(await send(node, 1, more))).toEqual(['accepted']);
		expect((await send(node, 1, more)).error?.message).toMatch(/and 3 were sent before$/);
		expect(sandbox.messages()).toHaveLength(3);
	});
});

describe('Max Recipients', () => {
	it('is no limit where it is 0, or not there', async () => {
		expect(outcomesOf(await send('mGage', 30, withLimit('mGage', 0)))).toEqual(all(30, 'accepted'));
		expect(outcomesOf(await send('mGage', 30))).toEqual(all(30, 'accepted'));
	});

	/** What is no limit, in a workflow that was not made in the editor. */
	const NO_LIMITS: [label: string, maxRecipients: unknown][] = [
		['below 0', -1],
		['far below 0', -1e9],
		['an expression', '={{ 3 }}'],
		['an expression of an item', '={{ $json.limit }}'],
		['a word', 'none'],
		['nothing', ''],
		['null', null],
		['a list', [3]],
		['an object', { limit: 3 }],
		['true', true],
		['a negative text', '-1'],
	];

	it.each(NO_LIMITS)('that is %s refuses everything', async (_label, maxRecipients) => {
		const parameters = {
			...PROFILES.mGage.send,
			to: '={{ $json.phone }}',
			options: { maxRecipients },
		} as NodeRun['parameters'];
		for (const more of [{}, { asTool: true }]) {
			const onError = 'continueRegularOutput';
			const result = await send('mGage', 2, { parameters, onError, ...more });
			expect(outputs(result)).toMatchObject(
				Array(2).fill({ outcome: 'rejected', error: { code: 'INVALID_PARAMETER' } }),
			);
		}
		const stopped = await send('mGage', 2, { parameters });
		expect(stopped.error?.message).toBe(
			'"Max Recipients" must be 0 or a positive number, without an expression',
		);
		expect(sandbox.requests()).toEqual([]);
	});

	it('may be a number in quotation marks', async () => {
		expect(outcomesOf(await send('mGage', 2, withLimit('mGage', '2')))).toEqual(all(2, 'accepted'));
		expect((await send('mGage', 3, withLimit('mGage', '2'))).error?.message).toMatch(
			/allows 2 per execution, but there are 3 here/,
		);
	});

	it('counts a preview without taking it from what is left', async () => {
		const more = { execution: 'previews' };
		const preview = withLimit('mGage', 3, { preview: true });
		expect(outcomesOf(await send('mGage', 3, { ...more, ...preview }))).toEqual(all(3, 'preview'));
		expect((await send('mGage', 4, { ...more, ...preview })).error?.message).toMatch(
			/allows 3 per execution, but there are 4 here/,
		);
		expect(outcomesOf(await send('mGage', 3, { ...more, ...withLimit('mGage', 3) }))).toEqual(
			all(3, 'accepted'),
		);
	});

	it('holds for a list, also when invalid recipients are skipped', async () => {
		const result = await send('mGage', 1, {
			onError: 'continueRegularOutput',
			parameters: {
				...PROFILES.mGage.send,
				operation: 'sendBulk',
				recipientSource: 'list',
				recipients: '+13056701001, +13056701002, nobody',
				invalidRecipients: 'skip',
				options: { maxRecipients: 1 },
			},
		});
		expect(outputs(result).map(({ error }) => (error as { code: string }).code)).toEqual([
			'TOO_MANY_RECIPIENTS',
			'TOO_MANY_RECIPIENTS',
			'INVALID_NUMBER',
		]);
		expect(sandbox.requests()).toEqual([]);
	});
});

describe.each(GATEWAYS)('%s as the tool of an AI agent', (node) => {
	it('sends to ten in one execution, where its options say nothing', async () => {
		const more = { asTool: true, execution: `agent with ${node}` };
		expect(outcomesOf(await send(node, 10, more))).toEqual(all(10, 'accepted'));
		expect(outcomesOf(await send(node, 1, more))).toEqual(['rejected']);
		expect(sandbox.messages()).toHaveLength(10);
	});

	it('does not let the model choose the limit', async () => {
		const limit = '={{ 1000 }}';
		const result = await send(node, 11, { asTool: true, ...withLimit(node, limit) });
		expect(outcomesOf(result)).toEqual(all(11, 'rejected'));
	});

	it('tells the model the outcome of what failed, with a hint', async () => {
		sandbox.failNext({ status: 500, body: 'no' });
		const result = await send(node, 1, { asTool: true });
		expect(result.error).toBeUndefined();
		expect(outputs(result)).toMatchObject([
			{ outcome: 'unknown', error: { hint: expect.any(String) as string } },
		]);
	});
});
