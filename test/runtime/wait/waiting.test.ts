import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';
import { GATEWAYS, PROFILES } from '../../profiles';
import { keys, outputs, runNode, visitPage, type NodeRun } from '../engine';
import { credentialsFor } from '../credentials';
import { sandboxForTests } from '../../sandbox/forTests';

const sandbox = sandboxForTests();
beforeEach(() => {
	keys.entries = [];
});

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
			...PROFILES[node].send,
			...(parameters as object),
			operation: 'sendAndWait',
			options: { ...PROFILES[node].longMessages, ...(options as object) },
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

describe('the link', () => {
	const LINK = /http:\/\/127\.0\.0\.1:5678\/webhook-waiting\/1\/node\?signature=[0-9a-f]{64}/;
	/** What the person reads, with LINK in the place of the link. */
	const read = async (
		message: string,
		json: IDataObject = {},
		more: Partial<NodeRun> = {},
	): Promise<string> => {
		const { error } = await ask('messangi', { message }, { items: [json], ...more });
		if (error !== undefined) return error.message;
		const { text = '' } = sandbox.messages().at(-1) ?? {};
		expect(text.match(new RegExp(LINK, 'g'))).toHaveLength(1);
		return text.replace(LINK, 'LINK');
	};
	const evil = 'https://evil.example/u=';

	it.each([
		// Where the author typed it, in any case, once.
		['a ##link## b', {}, 'a LINK b'],
		['a ##Link##', {}, 'a LINK'],
		['a ##LINK##\nb', {}, 'a LINK\nb'],
		['## link ## b', {}, 'LINK b'],
		['=a {{ $json.x ? "##link##" : "" }} b', { x: 1 }, 'a LINK b'],
		['=a {{ $json.x ? "##link##" : "" }} b', { x: 0 }, 'a  b\nLINK'],
		['a ##link## b ##link##', {}, 'a LINK b '],
		['a##link##b##Link##c', {}, 'a LINK bc'],
		['##link##', {}, 'LINK'],
		// Between blanks.
		['a##link##b', {}, 'a LINK b'],
		['a(##link##).', {}, 'a( LINK ).'],
		['a\u00a0##link##\u00a0b', {}, 'a\u00a0 LINK \u00a0b'],
		['a\u200b##link##\u2060b', {}, 'a\u200b LINK \u2060b'],
		['=a {{ $json.x }}##link##{{ $json.x }}', { x: evil }, `a ${evil} LINK ${evil}`],
		['=a {{ $json.x }}##link##', { x: `${evil}\ufeff` }, `a ${evil}\ufeff LINK`],
		['=a ##link##{{ ($json.x) }}', { x: '@evil.example' }, 'a LINK @evil.example'],
		// Never where data has it.
		...['##link##', '##Link##', '## link ##', '##LINK##'].map(
			(x): [string, IDataObject, string] => [
				'=Order {{ $json.x }}',
				{ x: `4711 ${evil}${x}` },
				`Order 4711 ${evil}${x}\nLINK`,
			],
		),
		['={{ $json.x }}', { x: `${evil}##link##` }, `${evil}##link##\nLINK`],
		['={{ ($json.x) }}', { x: `${evil}##link##` }, `${evil}##link##\nLINK`],
		['=##link## {{ $json.x }}', { x: '##link##' }, 'LINK ##link##'],
		['=Hi ##li{{ $json.x }}', { x: 'nk##' }, 'Hi ##link##\nLINK'],
		['=Hi {{ $json.x }}nk##', { x: '##li' }, 'Hi ##link##\nLINK'],
		['=Hi {{ "##" + $json.x + "##" }}', { x: 'link' }, 'Hi ##link##\nLINK'],
		['=Hi {{ $json.x }}', { x: '##nope##' }, 'Hi ##nope##\nLINK'],
		['=Hi {{ $json["##link##"] }}', { '##link##': 'x' }, 'Hi x\nLINK'],
	])('of %j with %j', async (message, json, text) => {
		expect(await read(message, json)).toBe(text);
	});

	it.each([
		['a ##lnk##', {}, 'The message has ##lnk##, but only ##link## has a value here'],
		['a ##link!##', {}, 'The message has ##link!##, but only ##link## has a value here'],
		['=a ##{{ $json.x }}##', { x: 'link' }, 'The name in ##{{ … }}## comes from an expression'],
		[
			'=a {{ $json.x }}',
			{ x: {} },
			expect.stringMatching(/has "\[object Object\]" in it/) as string,
		],
	])('is not sent with %j', async (message, json, reason) => {
		expect(await read(message, json)).toEqual(reason);
		expect(sandbox.requests()).toEqual([]);
	});

	it('is no data, whatever the data is', async () => {
		const piece = fc.constantFrom(
			'##link##',
			'##',
			'link',
			evil,
			' ',
			'\n',
			'{{',
			'"',
			'\\',
			'\u200b',
		);
		const data = fc
			.array(fc.oneof(piece, fc.string()), { maxLength: 5 })
			.map((all) => all.join(''));
		await fc.assert(
			fc.asyncProperty(data, data, async (a, b) => {
				const x = `a${a}`;
				const y = `${b.trimEnd()}b`;
				// Messangi has an address for a message, which has a limit.
				const json = { x, y };
				expect(await read('={{ $json.x }} {{ $json.y }}', json)).toBe(`${x} ${y}\nLINK`);
				const text = await read('={{ ($json.x) }}##link##{{ $json.y }}', json);
				expect(text.replace(/ ?LINK ?/, 'LINK')).toBe(`${x}LINK${y}`.replace(/ ?LINK ?/, 'LINK'));
				expect(text).toMatch(/[ \n]LINK[ \r\n]/);
			}),
			{ numRuns: 40 },
		);
	});

	it('stays apart where characters are replaced', async () => {
		const x = `${evil}\u2060`;
		const options = { smartEncoding: true };
		await ask('messangi', { message: '=a {{ $json.x }}##link##', options }, { items: [{ x }] });
		expect(sandbox.messages()[0]?.text.replace(LINK, 'LINK')).toBe(`a ${evil} LINK`);
	});

	it('is not in what the page says, and data is there as it is', async () => {
		const x = '4711 ##link##';
		const asked = await ask(
			'messangi',
			{ message: '=Ship {{ $json.x }}? ##link##' },
			{ items: [{ x }] },
		);
		expect((await visitPage(asked, 'GET')).page).toContain('<p>Ship 4711 ##link##?</p>');
		const options = {
			responseFormTitle: '=Order {{ $json.x }}',
			responseFormDescription: '=A ##Link##: {{ ($json.x) }}',
		};
		const own = await ask('messangi', { options }, { items: [{ x }] });
		const { page } = await visitPage(own, 'GET');
		expect(page).toContain('<h1>Order 4711 ##link##</h1>');
		expect(page).toContain('<p>A : 4711 ##link##</p>');
	});
});

describe('the time limit', () => {
	const values = { limitType: 'afterTimeInterval', resumeAmount: 0.05, resumeUnit: 'minutes' };
	const limited = (responseType: string) =>
		ask('messangi', { responseType, options: { limitWaitTime: { values } } });

	afterEach(() => {
		jest.useRealTimers();
	});

	it.each([
		['approval', { answer: 'approve' }, { approved: true }],
		['approval', { answer: 'perhaps' }, null],
		['freeText', { answer: 'Yes' }, { text: 'Yes' }],
	])('ends the time for an answer: %s, %j', async (responseType, body, answer) => {
		const asked = await limited(responseType);
		const sentAt = (asked.run.waitTill?.getTime() ?? 0) - 3000;
		const visitAfter = async (seconds: number, method: 'GET' | 'POST') => {
			jest.useFakeTimers({ now: sentAt + 1000 * seconds, doNotFake: ['nextTick', 'setImmediate'] });
			return await visitPage(asked, method, body);
		};
		for (const seconds of [3.001, 5.5, 86_400]) {
			for (const method of ['GET', 'POST'] as const) {
				expect(await visitAfter(seconds, method)).toEqual({
					status: 410,
					page: expect.stringContaining('The deadline has passed') as string,
					output: null,
				});
			}
		}
		expect(await visitAfter(2.9, 'GET')).toMatchObject({
			status: 200,
			page: expect.stringContaining('You can answer until ') as string,
			output: null,
		});
		const { output } = await visitAfter(3, 'POST');
		if (answer === null) expect(output).toBeNull();
		else expect(output?.data).toMatchObject({ answered: true, ...answer });
	});

	it('has none where none was set, and where an earlier version has asked', async () => {
		const asked = await ask('messangi');
		jest.useFakeTimers({ now: Date.UTC(2500, 0), doNotFake: ['nextTick', 'setImmediate'] });
		expect((await visitPage(asked, 'GET')).page).not.toContain('You can answer until');
		const visit = await visitPage(asked, 'POST', { answer: 'approve' });
		expect(visit.output?.data).toMatchObject({ answered: true, approved: true });
		const { contextData } = asked.run.data.executionData ?? {};
		for (const kept of Object.values(contextData ?? {})) {
			const { until, ...earlier } = JSON.parse(String(kept.waiting)) as IDataObject;
			expect(until).toMatch(/^3000-/);
			kept.waiting = JSON.stringify(earlier);
		}
		const late = await visitPage(asked, 'POST', { answer: 'approve' });
		expect(late.output?.data).toMatchObject({ answered: true, approved: true });
	});
});

it('says how much of a text that is too long for mGage the link takes', async () => {
	const { error } = await ask('mGage', {
		message: 'May we ship the order that you placed on Monday?',
		options: { allowLongMessages: false },
	});
	expect(error?.message).toMatch(
		/^The message has 168 characters, .*; the response link takes up 119 of them$/,
	);
	expect(sandbox.requests()).toEqual([]);
});

it('takes one item, and sends nothing when there are more', async () => {
	const items = [{}, {}, {}];
	const { error } = await ask('messangi', {}, { items });
	expect(error?.message).toBe('"Send and Wait for Response" takes one item, but there are 3');
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
	[{ limitType: 'atSpecifiedTime', maxDateAndTime: '2001-01-01T00:00:00Z' }, /is in the past/],
	[{ limitType: 'atSpecifiedTime', maxDateAndTime: 'soon' }, /is not a valid date/],
	[{ limitType: 'afterTimeInterval', resumeAmount: -1 }, /is not a valid length of time/],
	[
		{ limitType: 'afterTimeInterval', resumeAmount: 1, resumeUnit: 'weeks' },
		/not a valid length of time/,
	],
])('refuses a time limit of %j before anything is sent', async (values, message) => {
	const { error } = await ask('messangi', { options: { limitWaitTime: { values } } });
	expect(error?.message).toMatch(message);
	expect(sandbox.requests()).toEqual([]);
});

it('is no tool of an AI agent, because a tool has to answer at once', async () => {
	const { error } = await ask('messangi', {}, { asTool: true });
	expect(error?.message).toMatch(/cannot be an AI agent’s tool/);
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

	it.each(['##link##', '##Link##', '## link ##', '##name##'])(
		'what the model writes is text: %s',
		async (place) => {
			const note = `https://evil.example/u=${place}`;
			for (const message of [
				'=Note: {{ $tool.parameters.note }}',
				'=Note: {{ ($json.toolParameters.note) }}',
				'={{ "Note: " + $json.toolParameters.note }}',
			]) {
				await approve({ toolParameters: { note } }, { message, options: { maxRecipients: 0 } });
				const [first, second, ...others] = sandbox.messages().at(-1)?.text.split('\n') ?? [];
				expect([first, others]).toEqual([`Note: ${note}`, []]);
				expect(second).toMatch(/^http:\S+[0-9a-f]{64}$/);
			}
		},
	);

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
			expect(error?.message).toMatch(/different input than the tool gets/);
			expect(run.waitTill).toBeUndefined();
			expect(sandbox.requests()).toEqual([]);
		},
	);
});
