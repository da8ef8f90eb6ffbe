import { PROFILES } from '../../profiles';
import { outputs, runNode } from '../engine';
import { credentialsFor } from '../credentials';
import { sandboxForTests } from '../../sandbox/forTests';

const sandbox = sandboxForTests();

const each = { ...PROFILES.mGage.send, to: '={{ $json.phone }}' };

/** Contacts with numbers that tell their place: +1 213 555 0000 ... */
const contacts = (count: number) =>
	Array.from({ length: count }, (_, index) => ({
		phone: `+1213${String(5_550_000 + index).padStart(7, '0')}`,
	}));

const numbersIn = (path: string) =>
	new URLSearchParams(path.slice(path.indexOf('?'))).get('numbers')?.split(',') ?? [];

describe('mGage: items with the same text share requests', () => {
	it('10,000 items make 40 requests, and each has its own outcome', async () => {
		const items = contacts(10_000);
		const result = await runNode({
			node: 'mGage',
			credentials: credentialsFor(sandbox),
			items,
			parameters: each,
		});
		expect(sandbox.stats().requests).toBe(40);
		const json = outputs(result);
		expect(json).toHaveLength(10_000);
		expect(json.map(({ to }) => to)).toEqual(items.map(({ phone }) => phone));
		expect(result.items.every(({ pairedItem }, item) => same(pairedItem, { item }))).toBe(true);
		// Every item has the id that the sandbox gave to its own number.
		const ids = new Map(sandbox.messages().map(({ to, id }) => [`+${to}`, id]));
		expect(ids.size).toBe(10_000);
		expect(json.filter(({ to, messageId }) => ids.get(to as string) !== messageId)).toEqual([]);
		expect(json.every(({ outcome }) => outcome === 'accepted')).toBe(true);
	}, 60_000);

	it('501 items with 3 numbers twice: every item is sent, no request has a number twice', async () => {
		const items = contacts(498);
		items.splice(100, 0, ...items.slice(0, 2));
		items.push({ phone: items[400]?.phone ?? '' });
		expect(items).toHaveLength(501);
		const result = await runNode({
			node: 'mGage',
			credentials: credentialsFor(sandbox),
			items,
			parameters: each,
		});
		const requests = sandbox.requests().map(({ path }) => numbersIn(path));
		expect(requests.map(({ length }) => length).reduce((a, b) => a + b)).toBe(501);
		expect(requests).toHaveLength(3);
		for (const numbers of requests) {
			expect(numbers.length).toBeLessThanOrEqual(250);
			expect(new Set(numbers).size).toBe(numbers.length);
		}
		const json = outputs(result);
		expect(json.map(({ to }) => to)).toEqual(items.map(({ phone }) => phone));
		expect(json.every(({ outcome }) => outcome === 'accepted')).toBe(true);
		expect(new Set(json.map(({ messageId }) => messageId)).size).toBe(501);
	}, 30_000);

	it('one of 250 numbers missing in the reply: 249 outcomes are known, one is not', async () => {
		const items = contacts(250);
		sandbox.omitFromNextMGageReply(['12135550123']);
		const result = await runNode({
			node: 'mGage',
			credentials: credentialsFor(sandbox),
			items,
			parameters: each,
			onError: 'continueRegularOutput',
		});
		expect(sandbox.stats().requests).toBe(1);
		const json = outputs(result);
		expect(json.filter(({ outcome }) => outcome === 'accepted')).toHaveLength(249);
		expect(json.filter(({ outcome }) => outcome !== 'accepted')).toEqual([
			expect.objectContaining({
				outcome: 'unknown',
				to: '+12135550123',
				error: expect.objectContaining({ code: 'NO_OUTCOME' }) as unknown,
			}),
		]);
		expect(json[123]).toMatchObject({ to: '+12135550123', outcome: 'unknown' });
	});

	it('gives each item its own refusal', async () => {
		sandbox.refuseNumbers({ '12135550001': 111, '12135550003': 1 });
		const result = await runNode({
			node: 'mGage',
			credentials: credentialsFor(sandbox),
			items: contacts(5),
			parameters: each,
			onError: 'continueErrorOutput',
		});
		expect(outputs(result).map(({ to }) => to)).toEqual([
			'+12135550000',
			'+12135550002',
			'+12135550004',
		]);
		expect(result.errorItems.map(({ json, pairedItem }) => [json.error, pairedItem])).toEqual([
			[expect.objectContaining({ code: '111' }), { item: 1 }],
			[expect.objectContaining({ code: '1' }), { item: 3 }],
		]);
	});

	it('a failure in a shared request stops the run and counts every item', async () => {
		sandbox.refuseNumbers({ '12135550300': 111 });
		const result = await runNode({
			node: 'mGage',
			credentials: credentialsFor(sandbox),
			items: contacts(600),
			parameters: { ...each, options: { concurrency: 1 } },
		});
		expect(result.error?.description).toContain(
			'stopped. Of 600 items: 499 already accepted, 1 rejected, 0 unknown, 100 not tried',
		);
		expect(result.error?.context.itemIndex).toBe(300);
		expect(sandbox.stats().requests).toBe(2);
	}, 30_000);

	it.each([
		['texts', '={{ $itemIndex % 2 ? "Hello" : "Bye" }}', {}, 2],
		['senders', 'Hello', { from: '={{ $itemIndex % 2 ? "87767" : "87768" }}' }, 2],
		['programs', 'Hello', { programId: '={{ String($itemIndex % 3) }}x' }, 3],
		['timeouts', 'Hello', { options: { timeout: '={{ $itemIndex % 2 ? 30000 : 20000 }}' } }, 2],
		['nothing', 'Hello', {}, 1],
		['nothing, but combining is off', 'Hello', { options: { combine: false } }, 12],
	])('items that differ in %s', async (_label, message, changes, expected) => {
		const result = await runNode({
			node: 'mGage',
			credentials: credentialsFor(sandbox),
			items: contacts(12),
			parameters: { ...each, message, ...changes },
		});
		expect(result.error).toBeUndefined();
		expect(sandbox.stats().requests).toBe(expected);
		expect(outputs(result).map(({ to }) => to)).toEqual(contacts(12).map(({ phone }) => phone));
		expect(sandbox.messages()).toHaveLength(12);
	});

	it('splits by the length of the address too', async () => {
		// 1,200 Cyrillic letters are 7,200 bytes in the address.
		const items = contacts(120);
		const result = await runNode({
			node: 'mGage',
			credentials: credentialsFor(sandbox),
			items,
			parameters: { ...each, message: 'ж'.repeat(1200), options: { allowLongMessages: true } },
		});
		expect(result.error).toBeUndefined();
		const paths = sandbox.requests().map(({ path }) => path.slice('/mgage/'.length));
		expect(paths.length).toBeGreaterThan(1);
		expect(Math.max(...paths.map(({ length }) => length))).toBeLessThanOrEqual(8000);
		// Not one number fewer than fits.
		expect(paths[0]?.length).toBeGreaterThan(8000 - 14);
		expect(paths.flatMap(numbersIn)).toEqual(items.map(({ phone }) => phone.slice(1)));
		expect(sandbox.messages()).toHaveLength(120);
	});

	it('sends one number to 300 items in 300 requests', async () => {
		const items = contacts(300).map(() => ({ phone: '+12135550000' }));
		const result = await runNode({
			node: 'mGage',
			credentials: credentialsFor(sandbox),
			items,
			parameters: each,
		});
		expect(sandbox.stats().requests).toBe(300);
		expect(outputs(result)).toHaveLength(300);
	});

	it('refuses more than 160 characters before anything is sent, and says how many there are', async () => {
		const result = await runNode({
			node: 'mGage',
			credentials: credentialsFor(sandbox),
			items: [{ text: 'Short' }, { text: 'x'.repeat(171) }],
			parameters: { ...PROFILES.mGage.send, message: '={{ $json.text }}' },
		});
		expect(result.error?.message).toContain('171');
		expect(result.error?.message).toContain('160');
		expect(result.error?.context.itemIndex).toBe(1);
		expect(sandbox.stats().requests).toBe(0);
	});
});

function same(one: unknown, other: unknown): boolean {
	return JSON.stringify(one) === JSON.stringify(other);
}
