import { setTimeout as wait } from 'node:timers/promises';
import type { IExecuteFunctions } from 'n8n-workflow';
import { KeyStore } from '../../../runtime/deduplication/keyStore';
import type { MessageKey } from '../../../runtime/deduplication/messageKey';

/*
 * Keys that are recorded in one call with the look at those before them. What held for two calls has
 * to hold: nobody is sent to before their key stands in the store, one process alone gets a key, and
 * what another process overwrites is recorded again.
 */

/** The module as other processes have it. */
const Stores = [KeyStore];
for (let process = 0; process < 2; process++) {
	jest.isolateModules(() => {
		const { KeyStore: Other } = jest.requireActual<{ KeyStore: typeof KeyStore }>(
			'../../../runtime/deduplication/keyStore',
		);
		Stores.push(Other);
	});
}

/** A row as n8n keeps it: read, and written a while later, with nothing between processes. */
class Row {
	entries: string[] = [];

	calls = 0;

	/** What happens when the row was written for the so-manieth time. */
	afterWrite: (call: number) => void = () => undefined;

	/** A run of its own in a process. */
	store(Store: typeof KeyStore, id: string): KeyStore {
		return new Store({
			getWorkflow: () => ({ id }),
			getNode: () => ({ id: 'node' }),
			helpers: {
				checkProcessedAndRecord: async (items: string[]) => {
					const stood = new Set(this.entries);
					await wait(Math.random() * 10);
					this.entries = [...new Set([...stood, ...items])];
					this.afterWrite(++this.calls);
					return { new: [], processed: items.filter((each) => stood.has(each)) };
				},
				removeProcessed: (items: string[]) => {
					this.entries = this.entries.filter((entry) => !items.includes(entry));
					return Promise.resolve();
				},
				getProcessedDataCount: () => Promise.resolve(this.entries.length),
			},
		} as unknown as IExecuteFunctions);
	}
}

const keysOf = (chunk: number, count: number): MessageKey[] =>
	Array.from({ length: count }, (_, index) => ({
		text: `key ${String(chunk)}.${String(index)} +13056708084`,
		earlier: null,
		isFixed: false,
	}));

/** Claims one chunk after the other, each recorded with the look at the one before. */
async function claimAll(
	store: KeyStore,
	chunks: MessageKey[][],
	got: (keys: MessageKey[]) => void,
): Promise<void> {
	for (const [index, chunk] of chunks.entries()) {
		const states = await store.claim(chunk, () => chunks[index + 1] ?? []);
		got(chunk.filter(({ text }) => states.get(text) === 'new'));
	}
}

describe('keys of many chunks', () => {
	const chunks = [1, 2, 3, 4, 5, 6].map((chunk) => keysOf(chunk, 20));

	it('are recorded with one call for each chunk, before they are given out', async () => {
		const row = new Row();
		const store = row.store(KeyStore, 'one call');
		await claimAll(store, chunks, (mine) => {
			expect(mine).toHaveLength(20);
			expect(row.entries).toEqual(expect.arrayContaining(mine.map(({ text }) => `begun ${text}`)));
			for (const { text } of mine) store.keep(text);
		});
		// One more for the first, and one for the last.
		expect(row.calls).toBe(chunks.length + 1);
		await store.end();
		expect(row.calls).toBe(chunks.length + 2);
		const texts = chunks.flat().map(({ text }) => text);
		const expected = texts.flatMap((text) => [`begun ${text}`, `sent ${text}`]);
		expect(row.entries).toEqual(expect.arrayContaining(expected));
		// Two for each key, one for each claim, two marks.
		expect(row.entries).toHaveLength(expected.length + chunks.length + 2);
	});

	it('that are claimed by three processes at once are given to one of them', async () => {
		for (let round = 0; round < 5; round++) {
			const row = new Row();
			const id = `at once ${String(round)}`;
			const given = new Map<string, number>();
			await Promise.all(
				Stores.map(async (Store) => {
					const store = row.store(Store, id);
					await claimAll(store, chunks, (mine) => {
						for (const { text } of mine) {
							given.set(text, (given.get(text) ?? 0) + 1);
							store.keep(text);
						}
					});
					await store.end();
				}),
			);
			expect([...given.values()].filter((times) => times > 1)).toEqual([]);
			expect(given.size).toBe(120);
			// The last writes of three ends may overwrite each other; then the next run tells of it.
			const all = chunks.flat().map(({ text }) => `begun ${text}`);
			expect(row.entries).toEqual(expect.arrayContaining(all));
		}
	});

	const calls = [1, 2, 3, 4, 5, 6, 7, 8];

	it.each([...calls.map((call) => [[call]]), ...calls.map((call) => [[call, call + 1]])])(
		'are given out, and stand there at the end, when another process has overwritten all at call %j',
		async (overwritten) => {
			const row = new Row();
			row.afterWrite = (call) => {
				if (overwritten.includes(call)) row.entries = ['begun of the other'];
			};
			const store = row.store(KeyStore, `overwritten ${overwritten.join(' and ')}`);
			const mine: string[] = [];
			await claimAll(store, chunks, (keys) => {
				for (const { text } of keys) {
					mine.push(text);
					store.keep(text);
				}
			});
			await store.end();
			// Nobody looks at what the last call of all wrote.
			const isLast = overwritten.includes(row.calls);
			const expected = mine.flatMap((text) => [`begun ${text}`, `sent ${text}`]);
			const missing = expected.filter((entry) => !row.entries.includes(entry));
			expect(missing).toEqual(isLast ? expected : []);
			expect(mine).toHaveLength(120);
		},
	);

	it('of a run that ends while a claim is open are released, but those of another process', async () => {
		const row = new Row();
		const store = row.store(KeyStore, 'open');
		const [first = [], second = []] = chunks;
		await store.claim(first, () => second);
		for (const { text } of first) store.keep(text);
		// It has read before we wrote, and has the first key of the open claim.
		row.entries = row.entries.filter((entry) => !/^(?:begun key 2|claim .* 1$)/.test(entry));
		row.entries.push(`begun ${second[0]?.text ?? ''}`);
		await store.end();
		expect(row.entries.filter((entry) => entry.startsWith('begun key 2'))).toEqual([
			'begun key 2.0 +13056708084',
		]);
		expect(row.entries.filter((entry) => entry.startsWith('sent key 1'))).toHaveLength(20);
	});
});
