import fc from 'fast-check';
import { findNew, type Memory } from '../../nodes/MessangiTrigger/newMessages';

/** A list that grows; `newest` reads it as Messangi gives it. */
class List {
	readonly messages: string[] = [];

	reads = 0;

	newest = (count: number) => {
		this.reads++;
		return Promise.resolve([...this.messages].reverse().slice(0, count));
	};

	add(count: number): string[] {
		const added = Array.from({ length: count }, (_, index) => `m${this.messages.length + index}`);
		this.messages.push(...added);
		return added;
	}
}

const poll = (list: List, memory: Memory | undefined, question = 'all') =>
	findNew(memory, question, list.newest, (message) => message);

it('starts from now on', async () => {
	const list = new List();
	list.add(250);
	const first = await poll(list, undefined);
	expect(first.messages).toEqual([]);
	const second = await poll(list, first.memory);
	expect(second.messages).toEqual([]);
});

it.each([1, 99, 100, 101, 399, 400, 401, 5000])(
	'gives %i new messages once, oldest first',
	async (count) => {
		const list = new List();
		list.add(2500);
		const { memory } = await poll(list, undefined);
		const added = list.add(count);
		const found = await poll(list, memory);
		expect(found.messages).toEqual(added);
		const again = await poll(list, found.memory);
		expect(again.messages).toEqual([]);
	},
);

it('gives what comes into an empty list', async () => {
	const list = new List();
	const { memory } = await poll(list, undefined);
	const added = list.add(3);
	expect((await poll(list, memory)).messages).toEqual(added);
});

it('gives a message that came late, behind a newer one', async () => {
	const list = new List();
	list.add(10);
	const { memory } = await poll(list, undefined);
	list.messages.splice(9, 0, 'late');
	expect((await poll(list, memory)).messages).toEqual(['late']);
});

it('tells messages that are alike apart', async () => {
	const list = new List();
	list.messages.push('STOP');
	const { memory } = await poll(list, undefined);
	list.messages.push('STOP');
	const found = await poll(list, memory);
	expect(found.messages).toEqual(['STOP']);
	expect((await poll(list, found.memory)).messages).toEqual([]);
});

it('begins anew when something else is asked for', async () => {
	const list = new List();
	list.add(10);
	const { memory } = await poll(list, undefined);
	list.add(5);
	const other = await poll(list, memory, 'keyword=STOP');
	expect(other.messages).toEqual([]);
	list.add(1);
	expect((await poll(list, other.memory, 'keyword=STOP')).messages).toEqual(['m15']);
});

it('remembers no more than it needs', async () => {
	const list = new List();
	list.add(20_000);
	const { memory } = await poll(list, undefined);
	list.add(3000);
	const found = await poll(list, memory);
	expect(found.messages).toHaveLength(3000);
	expect(JSON.stringify(found.memory).length).toBeLessThan(25_000);
});

it('loses and doubles nothing, however messages arrive', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.array(fc.integer({ min: 0, max: 600 }), { maxLength: 12 }),
			async (bursts) => {
				const list = new List();
				list.add(50);
				let { memory } = await poll(list, undefined);
				for (const count of bursts) {
					const added = list.add(count);
					// As n8n keeps it between two polls.
					const found = await poll(list, JSON.parse(JSON.stringify(memory)) as Memory);
					expect(found.messages).toEqual(added);
					({ memory } = found);
				}
			},
		),
	);
});
