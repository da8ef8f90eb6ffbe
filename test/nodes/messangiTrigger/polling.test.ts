import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { askForPage } from '../../../gateways/messangi/pages';
import { ReadFailure } from '../../../gateways/reply';
import { Shown } from '../../../gateways/secrets/shown';
import { Breaks } from '../../../messages/breaks';
import type { Memory } from '../../../nodes/MessangiTrigger/newMessages';
import { poll, POLL_TIME, type Polled } from '../../../nodes/MessangiTrigger/polling';
import { createSandbox } from '../../../sandbox/server/server';
import { FUZZ_TIMES } from '../../fuzzing';
import { credentialsFor } from '../../runtime/credentials';
import { pollTrigger } from '../../runtime/engine';

let clock = 1000;
beforeEach(() => {
	jest.spyOn(performance, 'now').mockImplementation(() => clock);
});
afterEach(() => {
	jest.restoreAllMocks();
});

/** A list as Messangi's might be. Messages of one name are alike. */
interface Manner {
	/** The most messages of a page. */
	cap: number;
	base: 0 | 1;
	/** What page 0 gives where the first page is page 1. */
	zero: 'fault' | 'empty' | 'first';
	/** Whether it says how many messages there are. */
	counts: boolean;
	/** How long each answer takes, in milliseconds. */
	slow: number;
}

const USUAL: Manner = { cap: 100, base: 1, zero: 'empty', counts: true, slow: 10 };

class List {
	/** Newest first. */
	messages: string[] = [];

	asked = 0;

	/** Called before each answer. */
	meanwhile: (asked: number) => void = () => undefined;

	/** The next answers fail. */
	failures = 0;

	constructor(readonly manner: Manner = USUAL) {}

	add(...names: string[]): string[] {
		this.messages.unshift(...[...names].reverse());
		return names;
	}

	addMany(count: number, name: (index: number) => string = unique): string[] {
		return this.add(...Array.from({ length: count }, (_, index) => name(index)));
	}

	async page(number: number) {
		const { cap, base, zero, counts, slow } = this.manner;
		this.asked++;
		clock += slow;
		// As a request does.
		await Promise.resolve();
		this.meanwhile(this.asked);
		if (this.failures > 0) {
			this.failures--;
			throw new ReadFailure({ code: 'NO_ANSWER', message: 'no answer', hint: '' });
		}
		let place = number - base;
		if (place < 0 && zero === 'first') place = 0;
		if (place < 0 && zero === 'fault') {
			throw new ReadFailure({ code: 'ERROR', message: 'internal error', hint: '' });
		}
		return {
			records: counts ? this.messages.length : null,
			messages: place < 0 ? [] : this.messages.slice(place * cap, (place + 1) * cap),
		};
	}
}

let serial = 0;
const unique = () => `m${String(serial++)}`;

/** A trigger in n8n: what it has been given, and what is stored for it. */
class Trigger {
	memory: Memory | undefined;

	/** What stands in n8n's database. */
	stored: string | undefined;

	given: string[] = [];

	node = unique();

	constructor(
		readonly list: List,
		readonly question = 'all',
	) {}

	read(memory = this.memory): Promise<Polled<string> | null> {
		return poll<string>({
			node: this.node,
			question: this.question,
			memory,
			pageSize: 100,
			identity: (each) => each,
			time: POLL_TIME,
			ask: (page) => askForPage(() => this.list.page(page)),
		});
	}

	/** A poll as n8n does it, and whether it did not fail. */
	async poll(): Promise<boolean> {
		try {
			this.take(await this.read());
			return true;
		} catch {
			return false;
		} finally {
			clock += 60_000;
		}
	}

	take(polled: Polled<string> | null): string[] {
		if (polled === null) return [];
		const isFirst = this.memory === undefined;
		this.memory = polled.memory;
		this.given.push(...polled.messages);
		// n8n stores what a node keeps only with what it gives, or when the workflow is activated.
		if (polled.messages.length > 0 || isFirst) this.stored = JSON.stringify(this.memory);
		return polled.messages;
	}

	/** Another process goes on with what is stored. */
	restart(): void {
		this.node = unique();
		this.memory = this.stored === undefined ? undefined : (JSON.parse(this.stored) as Memory);
	}

	/** What the next polls give, until nothing more comes. */
	async rest(polls = 3): Promise<string[]> {
		const before = this.given.length;
		for (let count = 0; count < polls; count++) await this.poll();
		return this.given.slice(before);
	}
}

async function begun(manner: Partial<Manner>, ...first: string[][]): Promise<Trigger> {
	const list = new List({ ...USUAL, ...manner });
	for (const names of first) list.add(...names);
	const trigger = new Trigger(list);
	while (trigger.memory === undefined) await trigger.poll();
	expect(trigger.given).toEqual([]);
	return trigger;
}

const many = (count: number, name: (index: number) => string = unique) =>
	Array.from({ length: count }, (_, index) => name(index));
const sorted = (names: string[]) => [...names].sort();

describe('each once, oldest first', () => {
	const caps = [1, 2, 99, 100, 101];
	it.each(
		caps.flatMap((cap) =>
			[1, 99, 100, 101, 399, 400, 401]
				.filter((count) => cap > 2 || count <= 101)
				.map((count) => ({ cap, count })),
		),
	)('$count new ones, $cap a page', async ({ cap, count }) => {
		const trigger = await begun({ cap }, many(cap > 2 ? 1500 : 150));
		const added = trigger.list.addMany(count);
		expect(await trigger.rest()).toEqual(added);
	});

	it.each<[string, number, (index: number) => string]>([
		['one twin', 1, () => 'STOP'],
		['many twins', 150, () => 'STOP'],
		['a hundred others and a twin', 101, (index) => (index < 100 ? unique() : 'STOP')],
		['a twin and a hundred others', 101, (index) => (index > 0 ? unique() : 'STOP')],
		['a twin, 99 others and a twin', 101, (index) => (index % 100 === 0 ? 'STOP' : unique())],
		['two kinds by turns', 250, (index) => (index % 2 === 0 ? 'STOP' : 'START')],
	])('%s, as an old one', async (_label, count, name) => {
		for (const cap of [1, 2, 100]) {
			for (const old of [
				['STOP'],
				['STOP', ...many(100)],
				[...many(100), 'STOP'],
				many(120, () => 'STOP'),
				many(1300, (index) => (index % 100 === 0 ? 'STOP' : unique())),
				many(1300, () => 'STOP'),
			]) {
				if (cap < 100 && old.length > 200) continue;
				const trigger = await begun({ cap }, old);
				const added = trigger.list.addMany(count, name);
				expect(await trigger.rest()).toEqual(added);
			}
		}
	});

	it.each([1, 99, 100, 101, 250])('%i, where the gateway does not count', async (count) => {
		for (const size of [0, 50, 1500]) {
			const trigger = await begun({ counts: false }, many(size));
			const added = trigger.list.addMany(count);
			expect(await trigger.rest()).toEqual(added);
		}
	});

	it('into an empty list', async () => {
		const trigger = await begun({});
		const added = trigger.list.addMany(3, () => 'STOP');
		expect(await trigger.rest()).toEqual(added);
	});

	it.each([1, 5, 50, 150, 500])('one that came late, behind %i newer ones', async (behind) => {
		const trigger = await begun({}, many(1500));
		trigger.list.messages.splice(behind, 0, 'late');
		expect(await trigger.rest()).toEqual(['late']);
	});

	it('one that came late, among others that are new', async () => {
		const trigger = await begun({}, many(1500));
		const added = trigger.list.addMany(5);
		trigger.list.messages.splice(150, 0, 'late');
		expect(await trigger.rest()).toEqual(['late', ...added]);
	});

	it.each([10, 100, 1400])('while %i old ones are deleted', async (deleted) => {
		const trigger = await begun({}, many(1500));
		const added = trigger.list.addMany(7);
		trigger.list.messages.splice(-deleted);
		expect(await trigger.rest()).toEqual(added);
	});

	it('from a list that never has more than 300', async () => {
		const trigger = await begun({}, many(300));
		for (let round = 0; round < 5; round++) {
			const added = trigger.list.addMany(120);
			trigger.list.messages.splice(300);
			expect(await trigger.rest(1)).toEqual(added);
		}
	});

	it.each<[string, (list: List) => void]>([
		['the newest is not listed for a while', ({ messages }) => messages.shift()],
		['one in the midst is not listed for a while', ({ messages }) => messages.splice(20, 1)],
		['nothing is listed for a while', ({ messages }) => messages.splice(0)],
		['only the newest are listed for a while', ({ messages }) => messages.splice(10)],
	])('%s', async (_label, hide) => {
		for (const size of [50, 1500]) {
			const trigger = await begun({}, many(size));
			const whole = [...trigger.list.messages];
			hide(trigger.list);
			expect(await trigger.rest(2)).toEqual([]);
			trigger.list.messages = whole;
			expect(await trigger.rest(2)).toEqual([]);
			const added = trigger.list.addMany(3);
			expect(await trigger.rest()).toEqual(added);
		}
	});
});

it('begins with what is asked for', async () => {
	const list = new List();
	list.addMany(10);
	const one = new Trigger(list);
	await one.poll();
	const added = list.addMany(5);
	const other = new Trigger(list, 'keyword=STOP');
	other.node = one.node;
	other.memory = one.memory;
	await other.poll();
	expect(other.given).toEqual([]);
	const next = list.addMany(1);
	expect(await other.rest()).toEqual(next);
	expect(await one.rest()).toEqual([...added, ...next]);
});

it('remembers no more than it needs', async () => {
	const trigger = await begun({}, many(5000));
	trigger.list.addMany(3000);
	expect(await trigger.rest(1)).toHaveLength(3000);
	expect(JSON.stringify(trigger.memory).length).toBeLessThan(25_000);
});

it('asks for no more than two pages where nothing or little is new', async () => {
	const trigger = await begun({}, many(5000));
	for (const count of [0, 1, 50]) {
		trigger.list.addMany(count);
		trigger.list.asked = 0;
		await trigger.poll();
		expect(trigger.list.asked).toBeLessThanOrEqual(2);
	}
});

describe('the memory of the first version', () => {
	/** As that version made it: messages that are alike are told apart by counting from the oldest. */
	const remember = (messages: string[]): Memory => {
		const counts = new Map<string, number>();
		const known = [...messages].reverse().map((own) => {
			const ordinal = counts.get(own) ?? 0;
			counts.set(own, ordinal + 1);
			const hash = createHash('sha256').update(`${String(ordinal)} ${own}`);
			return hash.digest('base64url').slice(0, 16);
		});
		return { question: 'all', known: known.reverse() };
	};

	it.each([
		['others', many(50)],
		['many others', many(1000)],
		['twins', many(60, (index) => (index % 3 === 0 ? 'STOP' : unique()))],
		['nothing but twins', many(60, () => 'STOP')],
	])('is good for this one: %s', async (_label, old) => {
		const list = new List();
		list.add(...old);
		const trigger = new Trigger(list);
		trigger.memory = remember(list.messages);
		const added = list.addMany(3);
		expect(await trigger.rest()).toEqual(added);
	});
});

describe('polls that overlap', () => {
	it('give each message once, and the later one ends at once', async () => {
		const trigger = await begun({}, many(150));
		const added = trigger.list.addMany(150);
		const polls = [trigger.read(), trigger.read(), trigger.read()];
		const found = await Promise.all(polls);
		expect(found.slice(1)).toEqual([null, null]);
		expect(found.flatMap((polled) => trigger.take(polled))).toEqual(added);
		expect(await trigger.rest()).toEqual([]);
	});

	it('give each once where the later one gets the memory from before', async () => {
		const trigger = await begun({}, many(150));
		const before = trigger.memory;
		const added = trigger.list.addMany(150);
		expect(trigger.take(await trigger.read())).toEqual(added);
		// n8n is about to store what the first one gave.
		clock += 2000;
		expect(await trigger.read(before)).toBeNull();
	});

	it('find again what n8n threw away', async () => {
		const trigger = await begun({}, many(150));
		const added = trigger.list.addMany(150);
		const thrownAway = await trigger.read();
		expect(thrownAway?.messages).toEqual(added);
		clock += 60_000;
		expect(await trigger.rest()).toEqual(added);
	});

	it('find again what n8n threw away with the first memory', async () => {
		const list = new List();
		list.addMany(10);
		const trigger = new Trigger(list);
		expect(await trigger.read()).toMatchObject({ messages: [] });
		const added = list.addMany(2);
		// It was another activation's.
		expect(await trigger.rest()).toEqual(added);
	});
});

describe('a poll has its time', () => {
	it.each([10_000, 20_000, 26_000, 49_000])(
		'with %i ms an answer, it goes on at the next',
		async (slow) => {
			const trigger = await begun({ slow }, many(450));
			const added = trigger.list.addMany(150);
			const longest: number[] = [];
			for (let count = 0; count < 8; count++) {
				const start = clock;
				trigger.take(await trigger.read());
				longest.push(clock - start);
				clock += 10_000;
			}
			expect(trigger.given).toEqual(added);
			// It is cut off in the middle of an answer, which the simulated clock does not do.
			expect(Math.max(...longest)).toBeLessThan(POLL_TIME + slow);
		},
	);

	it('and gives what arrives meanwhile after it', async () => {
		const trigger = await begun({ slow: 20_000 }, many(450));
		const added = trigger.list.addMany(350);
		trigger.list.meanwhile = () => added.push(...trigger.list.addMany(10));
		await trigger.rest(3);
		trigger.list.meanwhile = () => undefined;
		await trigger.rest(8);
		expect(trigger.given).toEqual(added);
	});

	it('begins with a part of a long list', async () => {
		const trigger = await begun({ slow: 9000 }, many(3000));
		expect(trigger.memory?.known.length).toBeLessThan(1000);
		const added = trigger.list.addMany(150);
		expect(await trigger.rest(6)).toEqual(added);
	});

	it('fails where no page is answered', async () => {
		const trigger = await begun({}, many(150));
		trigger.list.failures = 1;
		await expect(trigger.read()).rejects.toThrow('no answer');
	});

	it('ends although the gateway never answers', async () => {
		const trigger = await begun({}, many(150));
		jest.restoreAllMocks();
		const silent = poll<string>({
			node: trigger.node,
			question: 'all',
			memory: trigger.memory,
			pageSize: 100,
			identity: (each) => each,
			time: 700,
			ask: () => new Promise(() => undefined),
		});
		await expect(silent).rejects.toMatchObject({ code: 'ETIMEDOUT' });
	});
});

it('other work runs between the outputs', async () => {
	const sandbox = await createSandbox();
	const parameters = { filters: { intents: ['other'] } };
	const stored = {};
	const ask = () => pollTrigger('messangi', credentialsFor(sandbox), { parameters, stored });
	expect(await ask()).toEqual({ items: null, error: null });
	for (const text of [...many(30), 'STOP']) {
		sandbox.receive({ gateway: 'messangi', from: '13056708084', to: '87767', text });
	}
	// Time passes only where outputs are made.
	const { mock } = jest.spyOn(Shown.prototype, 'field');
	jest.spyOn(performance, 'now').mockImplementation(() => clock + 10 * mock.calls.length);
	const before = JSON.stringify(stored);
	const storedMeanwhile: string[] = [];
	jest.spyOn(Breaks.prototype, 'take').mockImplementation(() => {
		storedMeanwhile.push(JSON.stringify(stored));
		return Promise.resolve();
	});
	const { items } = await ask();
	await sandbox.close();
	expect(items).toHaveLength(30);
	// Before each but the first. n8n may store the memory meanwhile, and be killed.
	expect(storedMeanwhile).toEqual(Array.from({ length: 29 }, () => before));
	expect(JSON.stringify(stored)).not.toBe(before);
});

describe('whatever happens', () => {
	type Step =
		| { do: 'arrive'; names: string[] }
		| { do: 'poll' }
		| { do: 'overlap'; polls: number }
		| { do: 'fail'; after: number }
		| { do: 'slow' }
		| { do: 'restart' }
		| { do: 'throwAway' };
	const names = (alphabet: fc.Arbitrary<string>) => fc.array(alphabet, { maxLength: 40 });
	const steps = (alphabet: fc.Arbitrary<string>) =>
		fc.array(
			fc.oneof<fc.Arbitrary<Step>[]>(
				fc.record({ do: fc.constant('arrive'), names: names(alphabet) }),
				fc.record({ do: fc.constant('poll') }),
				fc.record({ do: fc.constant('overlap'), polls: fc.integer({ min: 2, max: 4 }) }),
				fc.record({ do: fc.constant('fail'), after: fc.integer({ min: 0, max: 4 }) }),
				fc.record({ do: fc.constant('slow') }),
				fc.record({ do: fc.constant('restart') }),
				fc.record({ do: fc.constant('throwAway') }),
			),
			{ maxLength: 25 },
		);
	const manners = fc.record<Manner>({
		cap: fc.oneof(fc.constantFrom(1, 2, 99, 100), fc.integer({ min: 1, max: 100 })),
		base: fc.constantFrom<0 | 1>(0, 1),
		zero: fc.constantFrom<Manner['zero']>('fault', 'empty', 'first'),
		counts: fc.constant(true),
		slow: fc.constantFrom(10, 5000, 18_000),
	});
	/** Texts with their dates: none, whole minutes, or each its own. */
	const alphabets = fc.constantFrom<fc.Arbitrary<string>>(
		fc.constant('STOP'),
		fc.constantFrom('STOP', 'START'),
		fc.integer({ min: 0, max: 30 }).map((second) => `STOP 10:00:${String(second)}`),
		fc.constant(null).map(() => unique()),
	);
	const lives = alphabets.chain((alphabet) =>
		fc.record({ manner: manners, old: names(alphabet), steps: steps(alphabet) }),
	);

	async function live(manner: Manner, old: string[], life: Step[]): Promise<[string[], string[]]> {
		const list = new List(manner);
		list.add(...old);
		const trigger = new Trigger(list);
		while (trigger.memory === undefined) await trigger.poll();
		const added: string[] = [];
		for (const step of life) {
			if (step.do === 'arrive') added.push(...list.add(...step.names));
			else if (step.do === 'poll') await trigger.poll();
			else if (step.do === 'overlap') {
				const polls = Array.from({ length: step.polls }, () => trigger.read().catch(() => null));
				for (const polled of await Promise.all(polls)) trigger.take(polled);
				clock += 60_000;
			} else if (step.do === 'fail') {
				let left = step.after;
				list.meanwhile = () => {
					if (left-- === 0) list.failures = 1;
				};
				await trigger.poll();
				list.failures = 0;
			} else if (step.do === 'slow') {
				// Each answer takes so long that a poll gets one or two.
				list.meanwhile = () => {
					clock += 30_000;
					added.push(...list.addMany(1));
				};
				await trigger.poll();
			} else if (step.do === 'restart') trigger.restart();
			else {
				await trigger.read().catch(() => null);
				clock += 60_000;
			}
			list.meanwhile = () => undefined;
		}
		// A list takes many polls where a page has one message and takes 18 s.
		for (let polls = 0; polls < 100 && trigger.given.length < added.length; polls++) {
			await trigger.poll();
		}
		await trigger.rest();
		return [trigger.given, added];
	}

	it('each message comes once, and none is lost', async () => {
		await fc.assert(
			fc.asyncProperty(lives, async ({ manner, old, steps: life }) => {
				const [given, added] = await live(manner, old, life);
				expect(sorted(given)).toEqual(sorted(added));
			}),
			{ numRuns: 100 * FUZZ_TIMES },
		);
	});
});
