import { Concurrency, type Permit } from '../../../runtime/send/concurrency';
import { runBounded } from '../../../runtime/send/pace';

/*
 * How many requests at once, against made-up gateways on a clock of their own: what is decided depends
 * on nothing but their answers.
 */

/** What a gateway does with a request: how long it takes, and whether it refuses or cuts it off. */
interface Handled {
	/** Milliseconds. */
	takes: number;
	isOverload?: boolean;
}

interface StandIn {
	name: string;
	/** How it handles a request that makes so many under way, at a time since its start. */
	handle: () => (underWay: number, now: number) => Handled;
	/** Milliseconds at most, as a multiple of the best fixed number up to 40. */
	most?: number;
	/** How many requests at most may be refused or cut off. */
	mostRefused: number;
}

/** Serves so many at once, and lets the others wait. */
function queueOf(workers: number, each: number) {
	const free = new Array<number>(workers).fill(0);
	return (_: number, now: number): Handled => {
		const next = free.indexOf(Math.min(...free));
		const start = Math.max(now, free[next] ?? 0);
		free[next] = start + each;
		return { takes: start + each - now };
	};
}

const STAND_INS: StandIn[] = [
	{ name: '(a) answers in 50 ms', handle: () => () => ({ takes: 50 }), most: 1.3, mostRefused: 0 },
	{ name: '(b) serves 20 at once', handle: () => queueOf(20, 50), most: 1.3, mostRefused: 0 },
	{
		name: '(c) answers 429 above 100 a second',
		handle: () => {
			const taken: number[] = [];
			return (_, now) => {
				while ((taken[0] ?? now) <= now - 1000) taken.shift();
				if (taken.length >= 100) return { takes: 50, isOverload: true };
				taken.push(now);
				return { takes: 50 };
			};
		},
		mostRefused: Infinity,
	},
	{
		name: '(d) cuts connections above 25 at once',
		handle: () => (underWay) => (underWay > 25 ? { takes: 1, isOverload: true } : { takes: 50 }),
		mostRefused: 1,
	},
	{
		name: '(e) answers 503 above 25 at once',
		handle: () => (underWay) => (underWay > 25 ? { takes: 5, isOverload: true } : { takes: 50 }),
		mostRefused: 1,
	},
	{
		name: '(f) becomes slower and slower',
		handle: () => (_, now) => ({ takes: 50 + now / 40 }),
		most: 1.3,
		mostRefused: 0,
	},
	{
		name: '(g) is a second away',
		handle: () => () => ({ takes: 1000 }),
		most: 1.3,
		mostRefused: 0,
	},
];

interface Outcome {
	time: number;
	refused: number;
	/** The most under way at once. */
	most: number;
}

/** Sends requests to a stand-in; what is refused is not sent again. */
async function run(
	standIn: Pick<StandIn, 'handle'>,
	wanted: number,
	count: number,
	work = 0,
): Promise<Outcome> {
	jest.useFakeTimers({ now: 0 });
	// The clock is made up, and so is how busy this process is.
	const concurrency = new Concurrency(wanted, () => work);
	const handle = standIn.handle();
	let [left, underWay, refused, most] = [count, 0, 0, 0];
	const send = async (permit: Permit) => {
		most = Math.max(most, ++underWay);
		const { takes, isOverload = false } = handle(underWay, Date.now());
		await new Promise((resolve) => setTimeout(resolve, takes));
		underWay--;
		if (!isOverload) {
			concurrency.answered(permit, takes);
			return;
		}
		refused++;
		concurrency.overloaded(permit);
	};
	let isDone = false;
	const done = runBounded(
		() => Promise.resolve(left-- > 0 ? left : undefined),
		{ count, concurrency },
		() => true,
		(_, permit) => send(permit),
	).then(() => {
		isDone = true;
	});
	// eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- set by the promise
	while (!isDone) await jest.advanceTimersToNextTimerAsync();
	await done;
	const time = Date.now();
	jest.useRealTimers();
	return { time, refused, most };
}

describe.each(STAND_INS)('a gateway that $name', (standIn) => {
	it('is found out', async () => {
		const found = await run(standIn, 0, 3000);
		expect(found.most).toBeLessThanOrEqual(40);
		expect(found.refused).toBeLessThanOrEqual(standIn.mostRefused);
		if (standIn.most === undefined) return;
		const fixed: number[] = [];
		for (const wanted of [5, 10, 15, 20, 25, 30, 35, 40]) {
			fixed.push((await run(standIn, wanted, 3000)).time);
		}
		expect(found.time).toBeLessThanOrEqual(standIn.most * Math.min(...fixed));
	});
});

it('does not send less for what keeps its own process busy', async () => {
	const slowTwice = () => (_: number, now: number) => ({ takes: now > 2000 ? 200 : 50 });
	const [idle, busy] = [
		await run({ handle: slowTwice }, 0, 2500),
		await run({ handle: slowTwice }, 0, 2500, 1),
	];
	expect(busy.time).toBeLessThan(idle.time);
	expect(busy.time).toBeLessThanOrEqual((await run({ handle: slowTwice }, 40, 2500)).time * 1.5);
});
