import fc from 'fast-check';
import {
	identityOfIncoming,
	identityOfRecord,
	readPages,
	type PagesToRead,
} from '../../../gateways/messangi/pages';
import type { IncomingMessage, MessageRecord } from '../../../gateways/messangi/response';
import { ReadFailure } from '../../../gateways/reply';
import { FUZZ_TIMES } from '../../fuzzing';

/** A gateway as Messangi's might be. */
interface Simulation {
	/** How many messages there are before the reading. */
	size: number;
	/** The number of the first page. */
	base: 0 | 1;
	/** What page 0 gives where the first page is page 1. */
	zero: 'fault' | 'empty' | 'first';
	order: 'asc' | 'desc';
	/** How many messages arrive before the reply to each request; the last number goes on. */
	arrivals: number[];
	/** How many messages may arrive in all. */
	arrivalsInAll: number;
	/** The most messages that a page has. */
	cap: number;
	/** Whether the gateway says how many messages there are. */
	counts: boolean;
	/** What comes for a page behind the last one. */
	behind: 'fault' | 'empty' | 'last';
	/** A message's name; messages of one name are alike. */
	name(index: number): string;
}

const usual: Simulation = {
	size: 1234,
	base: 1,
	zero: 'empty',
	order: 'asc',
	arrivals: [0],
	arrivalsInAll: 0,
	cap: 100,
	counts: true,
	behind: 'empty',
	name: String,
};

const fault = () =>
	new ReadFailure({ code: 'ERROR', message: 'Messangi reported an internal error', hint: '' });

/** Plays a gateway, and keeps the list as it is at the end. */
class PagedGateway {
	list: string[] = [];

	asked: number[] = [];

	/** How many messages there were when the first page was asked for. */
	private next = 0;

	constructor(private readonly simulation: Simulation) {
		this.arrive(simulation.size);
	}

	page(number: number, pageSize: number) {
		const { base, zero, arrivals, arrivalsInAll, cap, counts, behind } = this.simulation;
		const arriving = arrivals[Math.min(this.asked.length, arrivals.length - 1)] ?? 0;
		// Before the first request nobody is reading yet.
		if (this.asked.length > 0) {
			const arrived = this.list.length - this.simulation.size;
			this.arrive(Math.min(arriving, arrivalsInAll - arrived));
		}
		this.asked.push(number);
		const size = Math.min(cap, pageSize);
		let place = number - base;
		if (place < 0 && zero === 'first') place = 0;
		if (place < 0 && zero === 'fault') throw fault();
		const last = Math.max(0, Math.ceil(this.list.length / size) - 1);
		if (place > last && behind === 'fault') throw fault();
		if (place > last && behind === 'last') place = last;
		const messages = place < 0 ? [] : this.list.slice(place * size, (place + 1) * size);
		return { records: counts ? this.list.length : null, messages };
	}

	private arrive(count: number): void {
		for (let index = 0; index < count; index++) {
			const name = this.simulation.name(this.next++);
			if (this.simulation.order === 'asc') this.list.push(name);
			else this.list.unshift(name);
		}
	}
}

async function read(
	change: Partial<Simulation>,
	options: Partial<PagesToRead<string>> = {},
): Promise<{
	gateway: PagedGateway;
	original: string[];
	messages: string[];
	records: number | null;
}> {
	const gateway = new PagedGateway({ ...usual, ...change });
	const original = [...gateway.list];
	const result = await readPages<string>({
		page: (number) => Promise.resolve().then(() => gateway.page(number, 100)),
		identity: (each) => each,
		pageSize: 100,
		limit: Infinity,
		...options,
	});
	return { gateway, original, ...result };
}

/** Whether all of `part` stands in `whole`, in the same order, with others between them. */
function standsIn(part: string[], whole: string[]): boolean {
	let index = 0;
	for (const each of whole) if (each === part[index]) index++;
	return index === part.length;
}

describe('1,234 messages', () => {
	const bases: Pick<Simulation, 'base' | 'zero'>[] = [
		{ base: 0, zero: 'first' },
		{ base: 1, zero: 'fault' },
		{ base: 1, zero: 'empty' },
		{ base: 1, zero: 'first' },
	];
	const rows = bases.flatMap(({ base, zero }) =>
		(['asc', 'desc'] as const).flatMap((order) =>
			[[0], [1], [7], [50, 0], [0, 0, 0, 50, 0], [0, 0, 30, 0, 20, 0]].flatMap((arrivals) =>
				[100, 60].flatMap((cap) =>
					(['empty', 'fault', 'last'] as const).flatMap((behind) =>
						[true, false].map((counts) => ({
							base,
							zero,
							order,
							arrivals,
							arrivalsInAll: 50,
							cap,
							behind,
							counts,
						})),
					),
				),
			),
		),
	);
	// A gateway that does not count and answers with a fault behind its last page: nobody can know.
	const decidable = rows.filter(({ behind, counts }) => counts || behind !== 'fault');

	it.each(decidable.map((row) => [JSON.stringify(row), row] as const))(
		'each once, in order: %s',
		async (_label, simulation) => {
			const { gateway, original, messages } = await read(simulation);
			expect(new Set(messages).size).toBe(messages.length);
			expect(standsIn(original, messages)).toBe(true);
			expect(standsIn(messages, gateway.list)).toBe(true);
		},
	);

	it('throws on a fault that it cannot tell from the end', async () => {
		await expect(read({ behind: 'fault', counts: false })).rejects.toThrow('internal error');
	});
});

describe('how often it asks', () => {
	it.each<[string, Partial<Simulation>, number, number[]]>([
		['no message at all', { size: 0 }, Infinity, [1]],
		['one page', { size: 100 }, Infinity, [1]],
		['one page of a gateway that counts from 0', { size: 100, base: 0 }, Infinity, [1, 0]],
		['the same with a fault for page 1', { size: 99, base: 0, behind: 'fault' }, Infinity, [1, 0]],
		['no message, counted from 0', { size: 0, base: 0, behind: 'fault' }, Infinity, [1, 0]],
		['no message, and no count', { size: 0, counts: false }, Infinity, [1, 0]],
		['two pages', { size: 200 }, Infinity, [1, 0, 2]],
		['two pages, counted from 0', { size: 200, base: 0 }, Infinity, [1, 0, 1]],
		['two pages, and no count', { size: 200, counts: false }, Infinity, [1, 0, 2, 3]],
		['a fault for page 0', { size: 200, zero: 'fault' }, Infinity, [1, 0, 2]],
		['the first page for page 0', { size: 200, zero: 'first' }, Infinity, [1, 0, 1, 2]],
		['a limit below a page', { size: 200 }, 10, [1, 0]],
		['a limit below a page, counted from 0', { size: 200, base: 0 }, 10, [1, 0]],
		['a limit above the list', { size: 20 }, 50, [1]],
		['a limit of three pages', { size: 1000 }, 300, [1, 0, 2, 3]],
		[
			'the last page for every later one',
			{ size: 200, counts: false, behind: 'last' },
			Infinity,
			[1, 0, 2, 3, 4, 5],
		],
	])('%s', async (_label, simulation, limit, asked) => {
		const { gateway, original, messages } = await read(simulation, { limit });
		expect(gateway.asked).toEqual(asked);
		expect(messages).toEqual(original.slice(0, limit));
	});
});

describe('the count', () => {
	it('is the last that the gateway gave', async () => {
		const { messages, records } = await read({ arrivals: [1], arrivalsInAll: 1000 });
		expect(records).toBe(messages.length);
		expect(records).toBeGreaterThan(1234);
	});

	it('is null where there is none', async () => {
		expect((await read({ counts: false })).records).toBeNull();
	});
});

describe('messages that are alike', () => {
	it.each<[string, Partial<Simulation>]>([
		['on one page', { name: (index) => String(index - (index % 2)) }],
		['all of them', { size: 100, cap: 100, name: () => 'same' }],
		['over the edge of a page', { name: (index) => String(index === 100 ? 99 : index) }],
		[
			'over the edge of a page, counted from 0',
			{ base: 0, name: (index) => String(index === 100 ? 99 : index) },
		],
		[
			'over the edge of a page, with the first page for page 0',
			{ zero: 'first', name: (index) => String(index === 200 ? 199 : index) },
		],
		['at the very end', { size: 201, name: (index) => String(index === 200 ? 199 : index) }],
	])('are not lost: %s', async (_label, simulation) => {
		const { original, messages } = await read(simulation);
		expect(messages).toEqual(original);
	});

	it('on one page are not lost while others arrive at the front', async () => {
		const twin = (index: number) => String(index - (index % 2));
		const { gateway, original, messages } = await read({
			name: twin,
			order: 'desc',
			arrivals: [1],
			arrivalsInAll: 50,
		});
		expect(standsIn(original, messages)).toBe(true);
		expect(standsIn(messages, gateway.list)).toBe(true);
	});
});

describe('gateways that go astray', () => {
	it.each<[string, (number: number) => { records: number | null; messages: string[] }, number]>([
		['the same page for any number', () => ({ records: null, messages: ['a', 'b'] }), 5],
		['the same page, and a count beyond it', () => ({ records: 9, messages: ['a', 'b'] }), 6],
	])('%s', async (_label, page, atMost) => {
		const asked: number[] = [];
		const { messages } = await readPages<string>({
			page: (number) => {
				asked.push(number);
				return Promise.resolve(page(number));
			},
			identity: (each) => each,
			pageSize: 2,
			limit: Infinity,
		});
		expect(messages).toEqual(['a', 'b']);
		expect(asked.length).toBeLessThanOrEqual(atMost);
	});

	it.each(['asc', 'desc'] as const)(
		'the same page for any number, while messages arrive (%s)',
		async (order) => {
			let asked = 0;
			const list = ['a', 'b', 'c'];
			await readPages<string>({
				page: () => {
					asked++;
					if (order === 'asc') list.push(`n${asked}`);
					else list.unshift(`n${asked}`);
					return Promise.resolve({ records: list.length, messages: list.slice(0, 3) });
				},
				identity: (each) => each,
				pageSize: 3,
				limit: Infinity,
			});
			expect(asked).toBeLessThan(12);
		},
	);

	it('always another page: it gives up, and says so', async () => {
		let asked = 0;
		await expect(
			readPages<number>({
				page: (number) => {
					asked++;
					return Promise.resolve({ records: null, messages: number === 0 ? [] : [number] });
				},
				identity: String,
				pageSize: 1,
				limit: Infinity,
			}),
		).rejects.toMatchObject({ problem: { code: 'TOO_MANY_PAGES' } });
		expect(asked).toBe(100_001);
	});

	it.each([
		['a bad signature', 'BAD_SIGNATURE'],
		['a door that is closed', 'HTTP_401'],
		['a reply that cannot be read', 'UNREADABLE_REPLY'],
		['a call status that nobody has listed', 'BUSY'],
	])('%s for page 0 is no lack of that page', async (_label, code) => {
		await expect(
			readPages<string>({
				page: (number) =>
					number === 0
						? Promise.reject(new ReadFailure({ code, message: code, hint: '' }))
						: Promise.resolve({ records: 5, messages: ['a'] }),
				identity: (each) => each,
				pageSize: 1,
				limit: Infinity,
			}),
		).rejects.toThrow(code);
	});

	it.each([0, 1, 2])('a failure of another kind on page %i ends the reading', async (broken) => {
		const gateway = new PagedGateway(usual);
		await expect(
			readPages<string>({
				page: (number) =>
					number === broken
						? Promise.reject(new TypeError('no network'))
						: Promise.resolve(gateway.page(number, 100)),
				identity: (each) => each,
				pageSize: 100,
				limit: Infinity,
			}),
		).rejects.toThrow(TypeError);
	});

	it.each([1, 2])('the gateway’s fault on page %i ends the reading', async (broken) => {
		const gateway = new PagedGateway(usual);
		await expect(
			readPages<string>({
				page: (number) =>
					number === broken ? Promise.reject(fault()) : Promise.resolve(gateway.page(number, 100)),
				identity: (each) => each,
				pageSize: 100,
				limit: Infinity,
			}),
		).rejects.toThrow('internal error');
	});

	it('a passing fault for page 0 of a gateway that counts from 0 loses no page silently', async () => {
		const gateway = new PagedGateway({ ...usual, base: 0 });
		let asked = 0;
		await expect(
			readPages<string>({
				page: (number) =>
					number === 0 && asked++ === 0
						? Promise.reject(fault())
						: Promise.resolve(gateway.page(number, 100)),
				identity: (each) => each,
				pageSize: 100,
				limit: Infinity,
			}),
		).rejects.toThrow('internal error');
	});
});

describe('any schedule of arrivals', () => {
	const simulations = fc.record({
		size: fc.integer({ min: 0, max: 400 }),
		base: fc.constantFrom<0 | 1>(0, 1),
		zero: fc.constantFrom<Simulation['zero']>('fault', 'empty', 'first'),
		order: fc.constantFrom<Simulation['order']>('asc', 'desc'),
		arrivals: fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 30 }),
		arrivalsInAll: fc.integer({ min: 0, max: 200 }),
		cap: fc.integer({ min: 1, max: 100 }),
		behind: fc.constantFrom<Simulation['behind']>('fault', 'empty', 'last'),
	});

	it('loses and doubles none, and keeps their order', async () => {
		await fc.assert(
			fc.asyncProperty(simulations, async (simulation) => {
				// A whole page that arrives at once hides where the list ends, so a fault there is a fault.
				const behind = simulation.behind === 'fault' ? 'empty' : simulation.behind;
				const { original, messages } = await read({ ...simulation, behind });
				expect(new Set(messages).size).toBe(messages.length);
				expect(standsIn(original, messages)).toBe(true);
			}),
			{ numRuns: 250 * FUZZ_TIMES },
		);
	});

	it('puts what arrives in its place too, if less than a page arrives at once', async () => {
		await fc.assert(
			fc.asyncProperty(simulations, async (simulation) => {
				const arrivals = simulation.arrivals.map((each) => each % simulation.cap);
				const { gateway, original, messages } = await read({ ...simulation, arrivals });
				expect(standsIn(original, messages)).toBe(true);
				expect(standsIn(messages, gateway.list)).toBe(true);
			}),
			{ numRuns: 250 * FUZZ_TIMES },
		);
	});

	it('gives the first ones where there is a limit', async () => {
		await fc.assert(
			fc.asyncProperty(simulations, fc.integer({ min: 1, max: 300 }), async (simulation, limit) => {
				const quiet = { ...simulation, arrivalsInAll: 0 };
				const { original, messages } = await read(quiet, { limit });
				expect(messages).toEqual(original.slice(0, limit));
			}),
			{ numRuns: 150 * FUZZ_TIMES },
		);
	});
});

describe('twins', () => {
	const names = fc.oneof(
		fc.constant(['x']),
		fc.constant(['a', 'b']),
		fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 12 }),
	);
	const simulations = fc.record({
		size: fc.integer({ min: 0, max: 60 }),
		base: fc.constantFrom<0 | 1>(0, 1),
		zero: fc.constantFrom<Simulation['zero']>('fault', 'empty', 'first'),
		order: fc.constantFrom<Simulation['order']>('asc', 'desc'),
		arrivals: fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 10 }),
		arrivalsInAll: fc.integer({ min: 0, max: 60 }),
		cap: fc.oneof(fc.constantFrom(1, 2), fc.integer({ min: 1, max: 30 })),
		// The last page for any later one, and all alike: nobody can tell how many there are.
		behind: fc.constant<Simulation['behind']>('empty'),
	});
	const limits = fc.oneof(fc.constant(Infinity), fc.integer({ min: 1, max: 60 }));

	it('are as many as they are, whatever the page size, while others arrive at either end', async () => {
		await fc.assert(
			fc.asyncProperty(simulations, names, limits, async (simulation, own, limit) => {
				const { gateway, original, messages } = await read(
					{
						...simulation,
						// More than a page at once, and nobody can tell what moved how far.
						arrivals: simulation.arrivals.map((each) => each % simulation.cap),
						name: (index) => own[index % own.length] ?? '',
					},
					{ limit, order: simulation.order },
				);
				// It is the list as it was at one moment of the reading, or its beginning.
				const moments = Array.from(
					{ length: gateway.list.length - original.length + 1 },
					(_, arrived) =>
						simulation.order === 'asc'
							? gateway.list.slice(0, original.length + arrived)
							: gateway.list.slice(gateway.list.length - original.length - arrived),
				);
				expect(moments.map((list) => list.slice(0, limit))).toContainEqual(messages);
			}),
			{ numRuns: 500 * FUZZ_TIMES },
		);
	});
});

describe('identities', () => {
	const incoming: IncomingMessage = {
		text: 'a',
		from: '1',
		to: '2',
		encoding: null,
		keyword: null,
		carrier: null,
		sendDate: '2014-10-13 10:30:51.922',
		response: {},
	};
	const record = { messageId: '1', text: 'a', response: {} } as unknown as MessageRecord;

	it('of incoming messages are all that they hold', () => {
		expect(identityOfIncoming({ ...incoming, response: { x: '1' } })).toBe(
			identityOfIncoming(incoming),
		);
		for (const field of ['text', 'from', 'to', 'encoding', 'keyword', 'carrier', 'sendDate']) {
			expect(identityOfIncoming({ ...incoming, [field]: 'other' })).not.toBe(
				identityOfIncoming(incoming),
			);
		}
		expect(identityOfIncoming({ ...incoming, text: null, from: 'a' })).not.toBe(
			identityOfIncoming({ ...incoming, text: 'a', from: null }),
		);
	});

	it('of sent messages are their ids, or all that they hold', () => {
		expect(identityOfRecord(record)).toBe(identityOfRecord({ ...record, status: 'READ' }));
		const without = { ...record, messageId: null };
		expect(identityOfRecord(without)).toBe(identityOfRecord({ ...without, response: { x: '1' } }));
		expect(identityOfRecord(without)).not.toBe(identityOfRecord({ ...without, text: 'b' }));
	});
});
