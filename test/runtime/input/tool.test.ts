import { sentBefore } from '../../../runtime/plan/sentBefore';
import { GATEWAYS, PROFILES } from '../../profiles';
import { outputs, runAsTool, runNode, type NodeRun } from '../engine';
import { credentialsFor } from '../credentials';
import { sandboxForTests } from '../../sandbox/forTests';

const sandbox = sandboxForTests();

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

	it('does not count what was not sent', async () => {
		const more = { ...withLimit('mGage', 2), execution: 'not sent' };
		const nobody = { ...more, credentials: credentialsFor({ url: 'http://127.0.0.1:1' }) };
		for (const run of [nobody, nobody, nobody]) {
			expect((await send('mGage', 2, run)).error?.message).not.toMatch(/Max Recipients/);
		}
		expect(outcomesOf(await send('mGage', 2, more))).toEqual(all(2, 'accepted'));
		expect((await send('mGage', 1, more)).error?.message).toMatch(/and 2 were sent before$/);
	});

	it('is not forgotten while thousands of other executions send', async () => {
		const more = { ...withLimit('mGage', 1), execution: 'waits for a person' };
		expect(outcomesOf(await send('mGage', 1, more))).toEqual(['accepted']);
		for (let other = 0; other < 20_000; other++) {
			const key = `busy ${String(other)}`;
			sentBefore({ key, period: 'execution', explanation: '' }).add(1);
		}
		expect((await send('mGage', 1, more)).error?.message).toMatch(/and 1 was sent before$/);
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
			{
				outcome: 'unknown',
				error: {
					code: expect.any(String) as string,
					message: expect.any(String) as string,
					hint: expect.stringMatching(
						/^Never send this message again\. .* a person has to check\. For that person: \S.*check/,
					) as string,
				},
			},
		]);
	});
});

describe('where n8n runs a tool without an execution', () => {
	const MINUTE = 60_000;
	/** How far the clock has been set forward, in milliseconds. */
	let later = 0;
	beforeEach(() => {
		later = 0;
		const now = performance.now.bind(performance);
		jest.spyOn(performance, 'now').mockImplementation(() => now() + later);
	});
	afterEach(() => {
		jest.restoreAllMocks();
	});

	/** In one MCP Server Trigger, all calls are of the same node; no session makes a difference. */
	const mcp = (workflow: string): Partial<NodeRun> => ({ asTool: true, execution: null, workflow });
	/** In n8n's Agents, each call has a new node, and there is no workflow. */
	const agent = (credentialId: string): Partial<NodeRun> => ({
		asTool: true,
		execution: null,
		workflow: null,
		credentialId,
	});

	/** The outcomes of several calls, one after the other. */
	const callTimes = async (count: number, more: Partial<NodeRun>) => {
		const outcomes: unknown[] = [];
		for (let call = 0; call < count; call++) {
			outcomes.push(...outcomesOf(await send('mGage', 1, more)));
		}
		return outcomes;
	};
	const some = (accepted: number, rejected: number) => [
		...all(accepted, 'accepted'),
		...all(rejected, 'rejected'),
	];
	const errorOf = async (count: number, more: Partial<NodeRun>) =>
		outputs(await send('mGage', count, more))[0]?.error;

	const CALLERS: [
		caller: string,
		one: Partial<NodeRun>,
		another: Partial<NodeRun>,
		what: string,
	][] = [
		['MCP', mcp('mcp-1'), mcp('mcp-2'), 'this node sent in the last hour'],
		[
			'Agents',
			agent('account-1'),
			agent('account-2'),
			'all tools of this type with the same credential sent in the last hour',
		],
	];

	it.each(CALLERS)('%s: 13 calls, and 13 an hour later', async (_caller, one, another, what) => {
		expect(await callTimes(13, one)).toEqual(some(10, 3));
		expect(await errorOf(1, one)).toEqual({
			code: 'TOO_MANY_RECIPIENTS',
			message:
				'Max Recipients allows 10 per hour, but there is 1 here, and 10 were sent in the last hour',
			hint: `None of these was sent. n8n runs this tool outside of an execution, so the limit applies to what ${what}. Try again in 60 minutes, or change "Max Recipients" in the node’s options.`,
		});
		expect(await callTimes(1, another)).toEqual(['accepted']);
		later = 58 * MINUTE;
		expect(await errorOf(1, one)).toMatchObject({
			hint: expect.stringContaining('Try again in 2 minutes') as string,
		});
		later = 61 * MINUTE;
		expect(await callTimes(13, one)).toEqual(some(10, 3));
	});

	it('the hour moves with each message', async () => {
		const one = mcp('moving');
		for (const [minutes, accepted] of [
			[0, 4],
			[30, 6],
		] as const) {
			later = minutes * MINUTE;
			expect(await callTimes(accepted, one)).toEqual(all(accepted, 'accepted'));
		}
		expect(await errorOf(5, one)).toMatchObject({
			hint: expect.stringContaining('Try again in 60 minutes') as string,
		});
		expect(await errorOf(4, one)).toMatchObject({
			hint: expect.stringContaining('Try again in 30 minutes') as string,
		});
		later = 61 * MINUTE;
		expect(await callTimes(6, one)).toEqual(some(4, 2));
	});

	it('more than the limit at once never fit', async () => {
		expect(await errorOf(11, mcp('too many'))).toMatchObject({
			message: 'Max Recipients allows 10 per hour, but there are 11 here',
			hint: expect.stringContaining('Send to fewer') as string,
		});
	});

	it.each([
		['MCP', mcp('limit 1')],
		['Agents', agent('limit 1')],
	])('%s: the options set the limit, and the model does not', async (_caller, caller) => {
		const limited = { ...caller, ...withLimit('mGage', 1) };
		expect(await callTimes(3, limited)).toEqual(some(1, 2));
		const chosen = "={{ /*n8n-auto-generated-fromAI-override*/ $fromAI('limit', '', 'number') }}";
		const whole = { ...withLimit('mGage', 1).parameters, options: '={{ { maxRecipients: 99 } }}' };
		expect(await callTimes(12, { ...caller, parameters: whole })).toEqual(some(9, 3));
		expect(await errorOf(11, { ...caller, ...withLimit('mGage', chosen) })).toMatchObject({
			code: 'INVALID_PARAMETER',
		});
		expect(await callTimes(20, { ...caller, ...withLimit('mGage', 0) })).toEqual(some(20, 0));
	});

	it('a node that is no tool by its type is limited like one', async () => {
		expect(await callTimes(11, { ...agent('plain'), asTool: false })).toEqual(some(10, 1));
	});

	it('previews do not count', async () => {
		const one = mcp('previews');
		const preview = withLimit('mGage', 2, { preview: true });
		expect(await callTimes(5, { ...one, ...preview })).toEqual(all(5, 'preview'));
		expect(await callTimes(3, { ...one, ...withLimit('mGage', 2) })).toEqual(some(2, 1));
	});

	it('MCP in queue mode: each call is an execution of its own, and the hour counts', async () => {
		const trigger = { name: 'MCP', type: '@n8n/n8n-nodes-langchain.mcpTrigger' };
		const agentNode = { name: 'Agent', type: '@n8n/n8n-nodes-langchain.agent' };
		const inQueue = async (parent: typeof trigger, count: number) => {
			const outcomes: unknown[] = [];
			for (let call = 0; call < count; call++) {
				outcomes.push(...(await runAsTool('mGage', credentialsFor(sandbox), parent)));
			}
			return outcomes.map((json) => (json as { outcome: string }).outcome);
		};
		expect(await inQueue(trigger, 12)).toEqual(some(10, 2));
		expect(await inQueue(agentNode, 12)).toEqual(all(12, 'accepted'));
	});

	it('a deduplication key works where the workflow is known, and what it skips does not count', async () => {
		const keyed = { ...mcp('keys'), ...withKey('order 4711') };
		expect(await callTimes(13, keyed)).toEqual(['accepted', ...all(12, 'skipped')]);
		expect(await callTimes(10, mcp('keys'))).toEqual(some(9, 1));
	});

	it('what never left does not count, and what the gateway refused does', async () => {
		const one = { ...mcp('not sent'), ...withLimit('mGage', 2) };
		const nobody = credentialsFor({ url: 'http://127.0.0.1:1' });
		expect(await callTimes(3, { ...one, credentials: nobody })).toEqual(some(0, 3));
		sandbox.failNext({ status: 400, body: 'no' });
		expect(await callTimes(3, one)).toEqual(['rejected', 'accepted', 'rejected']);
		later = 61 * MINUTE;
		expect(await callTimes(3, one)).toEqual(some(2, 1));
	});

	it('a deduplication key is refused where there is no workflow, and counts nothing', async () => {
		const keyed = { ...agent('keys'), ...withKey('order 4711') };
		expect(await callTimes(12, keyed)).toEqual(some(0, 12));
		expect(await errorOf(1, keyed)).toEqual({
			code: 'KEYS_NOT_STORED',
			message: 'n8n runs this tool outside of a workflow, where it cannot store deduplication keys',
			hint: expect.stringMatching(
				/^The message was not sent\. Put the node into a workflow .* Set "Max Recipients" .* Publish the workflow, and give it to the agent as its tool .* Or remove "Deduplication Key"/,
			) as string,
		});
		expect(sandbox.requests()).toEqual([]);
		expect(await callTimes(11, agent('keys'))).toEqual(some(10, 1));
	});

	function withKey(deduplicationKey: string): Partial<NodeRun> {
		return {
			parameters: {
				...PROFILES.mGage.send,
				to: '={{ $json.phone }}',
				options: { deduplicationKey },
			},
		};
	}
});

describe('Max Recipients in a sub-workflow', () => {
	const HERE = 'Max Recipients allows 2 per execution, but there is 1 here, and 2 were sent before';

	/** The outcomes of calls of a sub-workflow, each an execution of its own. */
	const called = async (
		count: number,
		caller: string | null,
		more: Partial<NodeRun> = withLimit('mGage', 2),
	) => {
		const outcomes: unknown[] = [];
		for (let call = 0; call < count; call++) {
			const result = await send('mGage', 1, { onError: 'continueRegularOutput', caller, ...more });
			outcomes.push(...outputs(result).map(({ outcome, error }) => error ?? outcome));
		}
		return outcomes;
	};
	const accepted = (count: number) => all(count, 'accepted');

	it('counts the calls of one execution together, if the options set it', async () => {
		const outcomes = await called(4, '101');
		const refused = {
			code: 'TOO_MANY_RECIPIENTS',
			message: HERE,
			hint: 'None of these was sent. Execution 101 called this workflow, and all of its calls count together. Send to fewer, or change "Max Recipients" in the node’s options.',
		};
		expect(outcomes).toEqual([...accepted(2), refused, refused]);
		expect(sandbox.messages()).toHaveLength(2);
		expect(await called(1, '102')).toEqual(accepted(1));
	});

	it('counts calls at the same moment together', async () => {
		const more = {
			onError: 'continueRegularOutput',
			caller: '103',
			...withLimit('mGage', 2),
		} as const;
		const results = await Promise.all(Array.from({ length: 6 }, () => send('mGage', 1, more)));
		expect(results.flatMap(outcomesOf).sort()).toEqual([...accepted(2), ...all(4, 'rejected')]);
	});

	it('has no limit that nobody set, in a loop', async () => {
		const none = { parameters: { ...PROFILES.mGage.send, to: '={{ $json.phone }}' } };
		expect(await called(30, '104', none)).toEqual(accepted(30));
		expect(await called(30, '105', withLimit('mGage', 0))).toEqual(accepted(30));
	});

	it('does not hold the ten of an agent’s tool for all of its agents together', async () => {
		const none = { asTool: true, parameters: { ...PROFILES.mGage.send, to: '={{ $json.phone }}' } };
		expect(await called(13, '106', none)).toEqual(accepted(13));
	});

	it('counts from the first execution, where workflows call one another', async () => {
		const callers = { '111': '110', '112': '110', '110': '109' };
		const more = { ...withLimit('mGage', 2), callers };
		expect(await called(1, '111', more)).toEqual(accepted(1));
		expect(await called(1, '112', more)).toEqual(accepted(1));
		expect(await called(1, '109', more)).toMatchObject([
			{ message: HERE, hint: expect.stringContaining('Execution 109 called') as string },
		]);
	});

	it.each([
		['cannot be read', { unreadable: 'unknown' }, 'unreadable'],
		['is in a circle', { '120': '121', '121': '120' }, '120'],
	])('counts what is known, where the caller %s', async (_label, callers, caller) => {
		const more = { ...withLimit('mGage', 2), callers };
		expect(await called(3, caller, more)).toMatchObject([...accepted(2), { message: HERE }]);
	});

	it.each([
		['an MCP client’s tool', { caller: '__UNKNOWN__', workflow: 'called-1' }],
		['a published agent of n8n’s Agents', { caller: null, workflow: 'called-3' }],
		[
			'an MCP client’s tool in queue mode',
			{
				caller: 'of a worker',
				callersTrigger: '@n8n/n8n-nodes-langchain.mcpTrigger',
				workflow: 'called-2',
			},
		],
	])('counts an hour, where it is called by %s', async (_label, { caller, ...more }) => {
		expect(await called(3, caller, { ...more, ...withLimit('mGage', 2) })).toMatchObject([
			...accepted(2),
			{
				message:
					'Max Recipients allows 2 per hour, but there is 1 here, and 2 were sent in the last hour',
				hint: 'None of these was sent. A tool that n8n runs outside of an execution called this workflow, so the limit applies to what this node sent in the last hour. Try again in 60 minutes, or change "Max Recipients" in the node’s options.',
			},
		]);
	});
});
