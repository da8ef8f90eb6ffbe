import type { IDataObject } from 'n8n-workflow';
import { createSandbox, type Sandbox } from '../../sandbox/server';
import { keys, outputs, runNode, type NodeRun } from './engine';
import { credentialsFor, GATEWAYS, SENDS } from './gateways';

const LONG = { messangi: {}, mGage: { allowLongMessages: true }, messageCentral: {} };

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await createSandbox();
});
beforeEach(() => {
	sandbox.reset();
	keys.entries = [];
});
afterAll(() => sandbox.close());

async function ask(
	node: NodeRun['node'],
	{ options, ...parameters }: Record<string, unknown> = {},
	others: Partial<NodeRun> = {},
) {
	return await runNode({
		node,
		credentials: credentialsFor(sandbox),
		execution: '1',
		parameters: {
			...SENDS[node],
			...(parameters as object),
			operation: 'sendAndWait',
			options: { ...LONG[node], ...(options as object) },
		},
		...others,
	});
}

describe.each(GATEWAYS)('a question through %s', (node) => {
	it('waits once the message is accepted, and the link is in the message only', async () => {
		const result = await ask(node);
		expect(result.run.waitTill?.getUTCFullYear()).toBe(3000);
		const [{ text } = { text: '' }] = sandbox.messages();
		expect(text).toMatch(
			/^Hello\nhttp:\/\/127\.0\.0\.1:5678\/webhook-waiting\/1\/node\?signature=[0-9a-f]{64}$/,
		);
		expect(outputs(result)).toMatchObject([
			{
				outcome: 'accepted',
				parts: 1,
				data: { answered: false, approved: null, respondedAt: null },
			},
		]);
		const [signature = ''] = /[0-9a-f]{64}/.exec(text) ?? [];
		expect(JSON.stringify(result.run)).not.toContain(signature);
	});

	it('shows a preview with a link of the same length, and neither sends nor waits', async () => {
		const result = await ask(node, { options: { preview: true } });
		const [preview] = outputs(result);
		expect(preview?.text).toMatch(/\nhttp:\S+\/webhook-waiting\/1\/node\?signature=x{64}$/);
		expect(preview).toMatchObject({ outcome: 'preview', parts: 1 });
		expect(result.run.waitTill).toBeUndefined();
		expect(sandbox.requests()).toEqual([]);
	});

	it.each([
		['rejected', { status: 400 }],
		['unknown', { cut: 'after' as const }],
	])('does not wait for an answer to a message that is %s', async (outcome, fault) => {
		sandbox.failNext({ gateway: node, ...fault });
		const stopped = await ask(node);
		expect(stopped.error).toBeDefined();
		expect(stopped.run.waitTill).toBeUndefined();
		sandbox.failNext({ gateway: node, ...fault });
		const went = await ask(node, {}, { onError: 'continueRegularOutput' });
		expect(outputs(went)).toMatchObject([{ outcome }]);
		expect(went.run.waitTill).toBeUndefined();
	});
});

it('puts the link where the user wants it', async () => {
	await ask('messangi', { message: 'Tap ##link## to answer' });
	expect(sandbox.messages()[0]?.text).toMatch(/^Tap http:\S+[0-9a-f]{64} to answer$/);
});

it('says how much of a text that is too long for mGage the link takes', async () => {
	const { error } = await ask('mGage', {
		message: 'May we ship the order that you placed on Monday?',
		options: { allowLongMessages: false },
	});
	expect(error?.message).toMatch(
		/^The message has 168 characters, .*; the link to answer has 119 of them$/,
	);
	expect(sandbox.requests()).toEqual([]);
});

it('takes one item, and sends nothing when there are more', async () => {
	const items = [{}, {}, {}];
	const { error } = await ask('messangi', {}, { items });
	expect(error?.message).toBe('"Send and Wait for Response" takes one item, and there are 3');
	const continued = await ask('messangi', {}, { items, onError: 'continueRegularOutput' });
	expect(outputs(continued)).toHaveLength(3);
	expect(outputs(continued)[2]).toMatchObject({
		outcome: 'rejected',
		error: { code: 'ONE_AT_A_TIME' },
	});
	expect(sandbox.requests()).toEqual([]);
});

it('does not wait for a message that was skipped', async () => {
	const options = { deduplicationKey: 'order 4711' };
	expect((await ask('messangi', { options })).run.waitTill).toBeDefined();
	const again = await ask('messangi', { options });
	expect(outputs(again)).toMatchObject([{ outcome: 'skipped' }]);
	expect(again.run.waitTill).toBeUndefined();
	expect(sandbox.messages()).toHaveLength(1);
});

it('waits until a time', async () => {
	const before = Date.now();
	const { run } = await ask('messangi', {
		options: {
			limitWaitTime: {
				values: { limitType: 'afterTimeInterval', resumeAmount: 1.5, resumeUnit: 'hours' },
			},
		},
	});
	const waited = (run.waitTill?.getTime() ?? 0) - before;
	expect(waited).toBeGreaterThanOrEqual(5_400_000);
	expect(waited).toBeLessThan(5_460_000);
	const until = await ask('messangi', {
		options: {
			limitWaitTime: {
				values: { limitType: 'atSpecifiedTime', maxDateAndTime: '2999-01-01T12:00:00Z' },
			},
		},
	});
	expect(until.run.waitTill?.toISOString()).toBe('2999-01-01T12:00:00.000Z');
});

it.each([
	[{ limitType: 'atSpecifiedTime', maxDateAndTime: '2001-01-01T00:00:00Z' }, /has passed already/],
	[{ limitType: 'atSpecifiedTime', maxDateAndTime: 'soon' }, /is no date/],
	[{ limitType: 'afterTimeInterval', resumeAmount: -1 }, /is no length of time/],
	[{ limitType: 'afterTimeInterval', resumeAmount: 1, resumeUnit: 'weeks' }, /no length of time/],
])('refuses a time limit of %j before anything is sent', async (values, message) => {
	const { error } = await ask('messangi', { options: { limitWaitTime: { values } } });
	expect(error?.message).toMatch(message);
	expect(sandbox.requests()).toEqual([]);
});

it('is no tool of an AI agent, because a tool has to answer at once', async () => {
	const { error } = await ask('messangi', {}, { asTool: true });
	expect(error?.message).toMatch(/cannot be a tool of an AI agent/);
	expect(sandbox.requests()).toEqual([]);
});

it('is a step in which a person approves, and fails as such when it cannot ask', async () => {
	expect((await ask('messangi', {}, { asApprovalStep: true })).run.waitTill).toBeDefined();
	sandbox.failNext({ gateway: 'messangi', status: 400 });
	const failed = await ask('messangi', {}, { asApprovalStep: true });
	expect(failed.error?.message).toMatch(/did not accept/);
	expect(failed.run.waitTill).toBeUndefined();
});

describe('in the step for human review', () => {
	const approve = async (json: IDataObject, parameters: Record<string, unknown> = {}) =>
		await ask('messangi', parameters, { asApprovalStep: true, items: [json] });
	const toolParameters = { amount: 40, note: 'Ana’s' };

	it('a person reads what the tool would get', async () => {
		await approve({ toolParameters }, { message: '=Refund: {{ $tool.parameters }}' });
		expect(sandbox.messages()[0]?.text).toMatch(/^Refund: {"amount":40,"note":"Ana’s"}\nhttp/);
	});

	it('it becomes GSM-7 where that is wanted', async () => {
		const options = { smartEncoding: true };
		await approve({ toolParameters }, { message: '=Refund: {{ $tool.parameters }}', options });
		expect(sandbox.messages()[0]?.text).toMatch(/^Refund: {"amount":40,"note":"Ana's"}\nhttp/);
	});

	it.each([
		[{ amount: 5000 }, { amount: 1 }],
		['rm -rf /', 'ls'],
		[undefined, { amount: 1 }],
	])(
		'nobody is asked when the tool would get %j and the person would read %j',
		async (gets, reads) => {
			const { error, run } = await approve({
				...(gets === undefined ? {} : { toolParameters: gets }),
				query: { toolParameters: reads },
			});
			expect(error?.message).toMatch(/another input than the tool gets/);
			expect(run.waitTill).toBeUndefined();
			expect(sandbox.requests()).toEqual([]);
		},
	);
});
