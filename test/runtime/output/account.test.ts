import type { INodeParameters } from 'n8n-workflow';
import { PROFILES } from '../../profiles';
import { credentialsFor } from '../credentials';
import { keys, outputs, runNode, stopAt, type NodeRun } from '../engine';
import { sandboxForTests } from '../../sandbox/forTests';

/*
 * What a run says of those who got a message: when it stops, and when it continues.
 */

const sandbox = sandboxForTests();
beforeEach(() => {
	keys.entries = [];
});

/** Numbers that tell their place: +1 305 670 1000, 1001 ... */
const numbers = (count: number, from = 0) =>
	Array.from({ length: count }, (_, index) => `+1305670${1000 + from + index}`);

const send = (count: number, options: INodeParameters, more: Partial<NodeRun> = {}) =>
	runNode({
		node: 'messangi',
		credentials: credentialsFor(sandbox),
		items: numbers(count).map((phone) => ({ phone })),
		parameters: {
			...PROFILES.messangi.send,
			to: '={{ $json.phone }}',
			options: { concurrency: 1, ...options },
		},
		...more,
	});

const linesOf = ({ error }: Awaited<ReturnType<typeof send>>) =>
	(error?.description ?? '').split('<br>\n');

const ADVICE =
	'If you run it again with the same items, they get it twice. Remove them first. To prevent this, add the option "Deduplication Key", or set "On Error" to "Continue".';

describe('a run that stops', () => {
	it.each([
		[3, 1, numbers(1).join(), '1 already accepted, 1 rejected, 0 unknown, 1 not tried'],
		[25, 20, numbers(20).join(', '), '20 already accepted, 1 rejected, 0 unknown, 4 not tried'],
		[
			40,
			37,
			`${numbers(20).join(', ')} and 17 more`,
			'37 already accepted, 1 rejected, 0 unknown, 2 not tried',
		],
	])('of %i: says who of the %i accepted got it', async (count, accepted, who, counts) => {
		sandbox.failNext({ skip: accepted, code: 'BAD_TO' });
		const [, stopped, list, advice] = linesOf(await send(count, {}));
		expect(stopped).toBe(`The run stopped. Of ${count} items: ${counts}.`);
		expect(list).toBe(`Accepted: ${who}.`);
		expect(advice).toBe(`${ADVICE} (code BAD_TO)`);
		expect(sandbox.messages()).toHaveLength(accepted);
	});

	it('says who may have got it', async () => {
		sandbox.failNext({ skip: 1, cut: 'after' });
		const lines = linesOf(await send(3, {}));
		expect(lines.slice(1, 4)).toEqual([
			'The run stopped. Of 3 items: 1 already accepted, 0 rejected, 1 unknown, 1 not tried.',
			'Accepted: +13056701000.',
			'May have been sent: +13056701001.',
		]);
	});

	it('says nothing of that if nobody got it', async () => {
		sandbox.failNext({ code: 'BAD_TO' });
		const lines = linesOf(await send(2, {}));
		expect(lines.slice(1)).toEqual([
			'The run stopped. Of 2 items: 0 already accepted, 1 rejected, 0 unknown, 1 not tried. (code BAD_TO)',
		]);
	});

	it('with deduplication keys: running it again sends the rest only', async () => {
		const key = { deduplicationKey: '={{ $json.phone }}' };
		sandbox.failNext({ skip: 1, code: 'BAD_TO' });
		const lines = linesOf(await send(3, key));
		expect(lines.at(-1)).toBe(
			'To send the rest, run it again: the deduplication keys prevent duplicates. (code BAD_TO)',
		);
		const again = await send(3, key);
		expect(outputs(again).map(({ outcome }) => outcome)).toEqual([
			'skipped',
			'accepted',
			'accepted',
		]);
		expect(sandbox.messages().map(({ to }) => `+${to}`)).toEqual(numbers(3));
	});

	it('with Retry On Fail: says to turn it off', async () => {
		sandbox.failNext({ skip: 1, count: 9, code: 'BAD_TO' });
		const result = await send(2, {}, { retryOnFail: true });
		expect(linesOf(result).at(-1)).toMatch(/^Retry On Fail runs the whole node again/);
	});

	it('by the stop button: the first who got it are stored with the execution', async () => {
		sandbox.setLatency(20);
		const stopped = await send(100, {}, { onStart: stopAt(sandbox, 40) });
		const { messages_when_stopped: counts = '', accepted_when_stopped: who = '' } =
			stopped.run.data.resultData.metadata ?? {};
		const accepted = Number(/^\d+/.exec(counts)?.[0]);
		expect(accepted).toBeGreaterThan(12);
		expect(who).toBe(`${numbers(12).join(', ')} and ${accepted - 12} more`);
		expect(who.length).toBeLessThanOrEqual(255);
	});
});

describe('a run that continues', () => {
	it('says how it went, as a bulk send does', async () => {
		sandbox.failNext({ skip: 1, code: 'BAD_TO' });
		const result = await send(3, {}, { onError: 'continueRegularOutput' });
		expect(result.hints).toEqual([
			'3 messages: 2 accepted, 1 rejected, 0 unknown. It took 3 requests for 2 parts.',
		]);
	});

	it('says nothing where the node stops at failures: there was none', async () => {
		expect((await send(2, {})).hints).toEqual([]);
	});
});

it.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
	'with %s, what went wrong stands right behind the outcome',
	async (onError) => {
		sandbox.failNext({ code: 'BAD_TO' });
		const { items, errorItems } = await send(1, {}, { onError });
		const [json] = [...items, ...errorItems].map((item) => item.json);
		const names = Object.keys(json ?? {});
		expect(names.slice(0, 3)).toEqual(
			onError === 'continueErrorOutput'
				? ['phone', 'error', 'details']
				: ['gateway', 'outcome', 'error'],
		);
	},
);
