import { createSandbox } from '../../sandbox/server/server';
import { outputs, pollTrigger, runNode, type NodeRun } from '../runtime/engine';
import { credentialsFor, secretsIn } from '../runtime/credentials';
import { MOMENT } from '../moment';
import { sandboxForTests } from '../sandbox/forTests';

const sandbox = sandboxForTests({ deliveryTime: 0 });

const run = (parameters: NodeRun['parameters'], more: Partial<NodeRun> = {}, at = sandbox) =>
	runNode({ node: 'messangi', credentials: credentialsFor(at), parameters, ...more });

describe('a PIN', () => {
	const parameters = {
		resource: 'pin',
		operation: 'send',
		carrier: { __rl: true, mode: 'list', value: 'Movistar' },
		from: '19893653744',
		to: '+13056708084',
		message: 'Your code',
		pinLength: 4,
	};

	it('is a text with its leading zeros, and stands in the item’s own output alone', async () => {
		sandbox.setNextPin('0042');
		const result = await run(parameters);
		expect(outputs(result)).toEqual([
			{
				gateway: 'messangi',
				outcome: 'accepted',
				messageId: null,
				to: '+13056708084',
				from: '19893653744',
				status: 'OK',
				statusDescription: 'Completed',
				sentAt: MOMENT,
				encoding: 'GSM-7',
				parts: 1,
				pin: '0042',
			},
		]);
		const [, ...more] = JSON.stringify(result.run.data).split('0042');
		expect(more).toHaveLength(1);
		expect(sandbox.messages()).toMatchObject([
			{ operation: 'sendSMSPinMobileNumberConfirm', details: { pin: '0042', carrier: 'Movistar' } },
		]);
	});

	it.each([0, 11, 'many', 4.5])('of length %p is refused', async (pinLength) => {
		const result = await run({ ...parameters, pinLength });
		expect(result.error?.message).toBe('"PIN Length" must be a whole number from 1 to 10');
		expect(sandbox.stats().requests).toBe(0);
	});
});

describe('an incoming message', () => {
	it('is fired by GET', async () => {
		const result = await run({
			resource: 'incomingMessage',
			operation: 'fire',
			from: '+1 305 670 8084',
			message: 'JOIN ñ',
		});
		expect(outputs(result)).toEqual([
			{
				gateway: 'messangi',
				outcome: 'accepted',
				messageId: null,
				to: null,
				from: '+13056708084',
				status: 'OK',
				statusDescription: 'Completed',
				sentAt: MOMENT,
			},
		]);
		expect(sandbox.incoming()).toMatchObject([{ from: '13056708084', text: 'JOIN ñ' }]);
	});

	it('is fired by POST', async () => {
		const result = await run({
			resource: 'incomingMessage',
			operation: 'firePost',
			from: '+1 305 670 8084',
			to: '87767',
			message: 'JOIN "now"',
		});
		expect(outputs(result)).toMatchObject([
			{ outcome: 'accepted', to: '87767', from: '+13056708084' },
		]);
		expect(sandbox.incoming()).toMatchObject([
			{ from: '13056708084', to: '87767', text: 'JOIN "now"' },
		]);
	});

	it('is fired with an event of the user’s own, byte for byte', async () => {
		const eventJson = '{"event" : {"fld-val-list":{"short_code":"87767","text":"JOIN"}}}';
		const result = await run({ resource: 'incomingMessage', operation: 'firePost', eventJson });
		expect(outputs(result)).toMatchObject([{ outcome: 'accepted' }]);
		expect(sandbox.requests()[0]?.body).toBe(eventJson);
	});

	it('is refused with an event that is no JSON', async () => {
		const eventJson = '{"event": ';
		const result = await run({ resource: 'incomingMessage', operation: 'firePost', eventJson });
		expect(result.error?.message).toMatch(/JSON/);
		expect(sandbox.stats().requests).toBe(0);
	});
});

describe('reading messages', () => {
	const sendSome = async (count: number) => {
		await run(
			{
				resource: 'sms',
				operation: 'send',
				carrier: 'Movistar',
				from: '19893653744',
				to: '+13056708084',
				message: '=Text {{ $json.n }}',
			},
			{ items: Array.from({ length: count }, (_, n) => ({ n })) },
		);
		const messages = sandbox.messages();
		return messages;
	};

	it('gets one, with its id as a text and its status now', async () => {
		const [message] = await sendSome(1);
		const id = message?.id ?? '';
		expect(id).toMatch(/^-?\d{19}$/);
		const parameters = { resource: 'sms', operation: 'get', messageId: id };
		const result = await run(parameters);
		expect(outputs(result)).toMatchObject([
			{
				gateway: 'messangi',
				messageId: id,
				to: '+13056708084',
				from: '19893653744',
				text: 'Text 0',
				status: 'DELIVERED_TO_DEVICE',
			},
		]);
		expect(outputs(result)[0]).not.toHaveProperty('response');
		const whole = await run({ ...parameters, simplify: false });
		expect(outputs(whole)).toMatchObject([{ messageId: id, response: { id, text: 'Text 0' } }]);
	});

	it('says when there is no such message', async () => {
		const parameters = { resource: 'sms', operation: 'get', messageId: '42' };
		const stopped = await run(parameters);
		expect(stopped.error?.message).toBe('Messangi has no message with the ID 42');
		const continued = await run(parameters, { onError: 'continueErrorOutput' });
		expect(continued.errorItems).toMatchObject([
			{ json: { error: { code: 'NOT_FOUND' } }, pairedItem: { item: 0 } },
		]);
	});

	it('gets many, page by page, within the dates', async () => {
		const messages = await sendSome(25);
		const parameters = {
			resource: 'sms',
			operation: 'getMany',
			startDate: '={{ $now.minus({ hours: 1 }).toISO() }}',
			endDate: '={{ $now.plus({ hours: 1 }) }}',
			returnAll: true,
			options: { pageSize: 10 },
			filters: { order: 'asc' },
		};
		const result = await run(parameters);
		expect(outputs(result).map(({ messageId }) => messageId)).toEqual(messages.map(({ id }) => id));
		expect(result.items.map(({ pairedItem }) => pairedItem)).toEqual(
			messages.map(() => ({ item: 0 })),
		);
		const limited = await run({ ...parameters, returnAll: false, limit: 12 });
		expect(outputs(limited).map(({ messageId }) => messageId)).toEqual(
			messages.slice(0, 12).map(({ id }) => id),
		);
		const earlier = await run({
			...parameters,
			startDate: '2020-01-01T00:00:00',
			endDate: '2020-01-02T00:00:00',
		});
		expect(earlier.error).toBeUndefined();
		expect(outputs(earlier)).toEqual([]);
	});

	it.each([
		[{ startDate: 'soon' }, /"Start Date" is not a valid date: "soon"/],
		[{ startDate: '2026-02-02', endDate: '2026-02-01' }, /start|before|after/i],
		[{ limit: 0, returnAll: false }, /"Limit" must be a whole number/],
	])('refuses %j', async (changes, text) => {
		const result = await run({
			resource: 'sms',
			operation: 'getMany',
			startDate: '2026-01-01T00:00:00',
			endDate: '2026-01-02T00:00:00',
			returnAll: true,
			...changes,
		});
		expect(result.error?.message).toMatch(text);
		expect(sandbox.stats().requests).toBe(0);
	});

	it('reads a date without a zone in the workflow’s time zone', async () => {
		await run({
			resource: 'sms',
			operation: 'getMany',
			startDate: '2026-01-01T00:00:00',
			endDate: '2026-01-02T00:00:00Z',
			returnAll: true,
		});
		const [, start] = /messageReport\/8\/(\d+)\//.exec(sandbox.requests()[0]?.path ?? '') ?? [];
		// n8n's default time zone, five hours behind UTC in winter.
		expect(Number(start)).toBe(Date.UTC(2026, 0, 1, 5));
	});
});

describe('reading incoming messages while new ones arrive', () => {
	const text = (index: number) => `Message ${String(index).padStart(4, '0')}`;
	const parameters = (order: string) => ({
		resource: 'incomingMessage',
		operation: 'getMany',
		returnAll: true,
		filters: { order },
		options: { pageSize: 100 },
	});

	const cases = (['asc', 'desc', ''] as const).flatMap((order) => [
		{ order, options: { messangiFirstPage: 1, messangiPageZero: 'error' } as const },
		{ order, options: { messangiFirstPage: 1, messangiPageZero: 'empty' } as const },
		{ order, options: { messangiFirstPage: 1, messangiPageZero: 'first' } as const },
		{ order, options: { messangiFirstPage: 0 } as const },
		{ order, options: { messangiMalformedLists: true } as const },
	]);

	it.each(cases)('$order $options: 1,234 once each, in order', async ({ order, options }) => {
		const own = await createSandbox(options);
		try {
			const at = (index: number) => new Date(Date.UTC(2026, 0, 1) + index * 1000);
			const message = (index: number) => ({
				gateway: 'messangi' as const,
				from: '13056708084',
				to: '87767',
				text: text(index),
				date: at(index),
			});
			own.receive(Array.from({ length: 1234 }, (_, index) => message(index)));
			let arrived = 1234;
			own.onRequest(() => {
				for (let count = 0; count < 5 && arrived < 1284; count++) own.receive(message(arrived++));
			});
			const result = await run(parameters(order), {}, own);
			expect(result.error).toBeUndefined();
			expect(arrived).toBe(1284);
			const texts = outputs(result).map((json) => json.text as string);
			const isNew = (each: string) => each > text(1233);
			const expected = Array.from({ length: 1234 }, (_, index) => text(index));
			if (order === 'desc') expected.reverse();
			expect(texts.filter((each) => !isNew(each))).toEqual(expected);
			// Those that arrived meanwhile may be missing, but not be doubled or out of order.
			const sorted = [...new Set(texts)].sort();
			expect(texts).toEqual(order === 'desc' ? sorted.reverse() : sorted);
		} finally {
			await own.close();
		}
	});

	it('filters and limits', async () => {
		sandbox.receive([
			{ gateway: 'messangi', from: '13056708084', to: '87767', text: 'STOP', carrier: 'Movistar' },
			{ gateway: 'messangi', from: '13056708085', to: '87767', text: 'HELP', carrier: 'Digitel' },
			{ gateway: 'messangi', from: '13056708084', to: '99999', text: 'JOIN', carrier: 'Movistar' },
		]);
		const read = async (filters: Record<string, string>, more: NodeRun['parameters'] = {}) => {
			const result = await run({ ...parameters(''), filters, ...more });
			expect(result.error).toBeUndefined();
			return outputs(result);
		};
		expect(await read({ from: '+13056708084', to: '87767' })).toEqual([
			expect.objectContaining({
				gateway: 'messangi',
				from: '+13056708084',
				to: '87767',
				text: 'STOP',
				carrier: 'Movistar',
				intent: 'optOut',
				intentKeyword: 'STOP',
				certain: true,
			}),
		]);
		expect((await read({ carrier: 'Digitel' })).map((json) => json.text)).toEqual(['HELP']);
		const limited = await read({ order: 'desc' }, { returnAll: false, limit: 2 });
		expect(limited.map((json) => json.text)).toEqual(['JOIN', 'HELP']);
	});
});

it.each<[wanted: string[] | string, texts: string[]]>([
	[[], ['Bye']],
	// As an expression may return it.
	['optOut, help', ['Info?']],
	[['optOut'], ['Please stop']],
	[['optOut', 'help'], ['Info?']],
	[['optIn'], []],
])('Messangi Trigger, in the editor with the intents %j', async (intents, expected) => {
	const own = await createSandbox();
	const from = '13056708084';
	for (const text of ['STOP', 'Please stop', 'Info?', 'Bye']) {
		own.receive({ gateway: 'messangi', from, to: '87767', text });
	}
	const parameters = { filters: { intents } };
	const { items } = await pollTrigger('messangi', credentialsFor(own), {
		parameters,
		mode: 'manual',
	});
	await own.close();
	expect((items ?? []).map(({ json }) => json.text)).toEqual(expected);
});

it('a list that is shorter than the gateway says comes with a warning', async () => {
	const list = (records: number) =>
		`<response><status>OK</status><result><MOMessageList><records>${records}</records><MessageList><MOMessage><text>One</text><from>13056708084</from><to>87767</to></MOMessage></MessageList></MOMessageList></result></response>`;
	const parameters = {
		resource: 'incomingMessage',
		operation: 'getMany',
		returnAll: true,
		filters: { keyword: '^ON.*' },
	};
	sandbox.failNext({ count: 20, body: list(30) });
	const short = await run(parameters);
	expect(outputs(short)).toMatchObject([{ text: 'One', from: '+13056708084', carrier: null }]);
	expect(short.hints).toEqual([
		'Messangi reported 30 messages but returned 1. Run the node again, or narrow the list with filters.',
	]);
	sandbox.reset();
	sandbox.failNext({ count: 20, body: list(1) });
	const whole = await run(parameters);
	expect(outputs(whole)).toHaveLength(1);
	expect(whole.hints).toEqual([]);
	expect(sandbox.requests()[0]?.path).toContain('/keyword=%5EON.*/');
});

describe('a question without an answer', () => {
	const parameters = { resource: 'sms', operation: 'get', messageId: '42' };

	it('is asked again when the server fails, and the answer counts', async () => {
		sandbox.failNext({ count: 2, status: 503 });
		const result = await run(parameters);
		expect(result.error?.message).toContain('has no message');
		expect(sandbox.stats().requests).toBe(3);
	});

	it.each([
		['a server that fails', { count: 5, status: 502, body: 'Bad gateway' }, 3, /Messangi/],
		['a cut connection', { count: 5, cut: 'before' } as const, 3, /lost/],
		['a wrong signature', { count: 5, code: 'BAD_SIGNATURE' }, 1, /signature/],
		['an internal error', { count: 5, code: 'ERROR' }, 1, /internal error/i],
	])('%s', async (_label, fault, requests, text) => {
		sandbox.failNext(fault);
		const result = await run(parameters);
		expect(result.error?.message).toMatch(text);
		expect(`${result.error?.message} ${result.error?.description}`).not.toMatch(/sent/i);
		expect(sandbox.stats().requests).toBe(requests);
		expect(secretsIn([result.error, result.run.data.resultData])).toEqual([]);
	});

	it('is not waited for longer than the user wants', async () => {
		sandbox.failNext({ count: 3, hang: true });
		const result = await run({ ...parameters, options: { timeout: 150 } });
		expect(result.error?.message).toContain('did not answer within 0.15 seconds');
		expect(sandbox.stats().requests).toBe(3);
	});
});
