import type { IExecuteFunctions } from 'n8n-workflow';
import { elapsed } from '../../http/clock';
import { executionOf } from '../input/tool';
import { NO_EXECUTION, rootOf } from './callers';
import { remember } from './remember';

/*
 * What was sent before, for "Max Recipients". It is kept in this process: n8n's main process and each
 * worker count on their own, and start again at 0 when they restart.
 */

/** What was sent before a run that counts toward the same limit. */
export interface SentBefore {
	count: number;
	/** What is counted, after "10 per". */
	period: string;
	/** When these were sent, after "10 were sent". */
	when: string;
	/** Counts further messages. */
	add(count: number): void;
	/** Counts messages no longer that `add` counted, because they were not sent after all. */
	giveBack(count: number): void;
	/** What is counted, when it ends, and what to do, if this many more are too many. */
	explain(limit: number, more: number): string;
}

/**
 * How many executions are remembered, each with its node; about 6 MB. One that waits for a person can go on
 * after all that run meanwhile.
 */
const EXECUTIONS = 50_000;
/** How many nodes or accounts are remembered whose messages are counted by the hour. */
const HOURLY = 10_000;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Messages that were sent within a minute. */
interface Minute {
	/** When the first was sent, by `elapsed`. */
	from: number;
	/** When the last was sent. */
	to: number;
	count: number;
}

/** How many messages each execution has sent, by node; the latest last. */
const executions = new Map<string, number>();

/** The messages of the last hour, oldest first; at most 61 entries each. The latest last. */
const hours = new Map<string, readonly Minute[]>();

/** What counts toward the same limit: an execution, or an hour. */
export interface Counter {
	key: string;
	period: 'execution' | 'hour';
	/** What is counted, as a sentence for people; empty if it needs no words. */
	explanation: string;
}

/**
 * What the messages of a node count toward: its execution, or the last hour if n8n runs it without one.
 * Without a workflow, a node has another id in each call, so all nodes of the type that use the same
 * credential are counted together.
 *
 * @param withCallers whether the calls of a sub-workflow count together, toward the execution from which
 * all of them come
 */
export async function counterOf(
	context: IExecuteFunctions,
	withCallers: boolean,
): Promise<Counter> {
	const { id, type, credentials = {} } = context.getNode();
	const workflow = context.getWorkflow().id;
	const inHour = (key: string, why: string, what: string): Counter => ({
		key,
		period: 'hour',
		explanation: `${why}, so the limit applies to what ${what}.`,
	});
	const ofNode = (why: string) =>
		inHour(`node ${workflow} ${id}`, why, 'this node sent in the last hour');
	const execution = executionOf(context);
	if (execution !== null) {
		const root = withCallers ? await rootOf(context) : null;
		if (root === NO_EXECUTION) {
			return ofNode('A tool that n8n runs outside of an execution called this workflow');
		}
		if (root === null) return { key: `${execution} ${id}`, period: 'execution', explanation: '' };
		return {
			key: `${root} ${workflow} ${id}`,
			period: 'execution',
			explanation: `Execution ${root} called this workflow, and all of its calls count together.`,
		};
	}
	const why = 'n8n runs this tool outside of an execution';
	if (workflow) return ofNode(why);
	const accounts = Object.values(credentials).map((each) => each.id ?? each.name);
	return inHour(
		`account ${JSON.stringify([type, ...accounts])}`,
		why,
		'all tools of this type with the same credential sent in the last hour',
	);
}

/** What was sent before that counts toward the same limit. */
export function sentBefore(counter: Counter): SentBefore {
	return counter.period === 'hour' ? sentInHour(counter) : sentInExecution(counter);
}

function sentInExecution({ key, period, explanation }: Counter): SentBefore {
	const count = executions.get(key) ?? 0;
	const advice = 'Send to fewer, or change "Max Recipients" in the node’s options.';
	return {
		count,
		period,
		when: 'before',
		add: (more) => {
			remember(executions, key, count + more, EXECUTIONS);
		},
		giveBack: (unsent) => {
			const now = executions.get(key);
			if (now !== undefined) executions.set(key, Math.max(0, now - unsent));
		},
		explain: () => (explanation === '' ? advice : `${explanation} ${advice}`),
	};
}

function sentInHour({ key, period, explanation }: Counter): SentBefore {
	const now = elapsed();
	const minutes = (hours.get(key) ?? []).filter(({ to }) => now - to < HOUR);
	const count = total(minutes);
	return {
		count,
		period,
		when: 'in the last hour',
		add: (more) => {
			if (more > 0) remember(hours, key, withMore(minutes, now, more), HOURLY);
		},
		giveBack: (unsent) => {
			const known = hours.get(key);
			if (known !== undefined) hours.set(key, withFewer(known, now, unsent));
		},
		explain: (limit, more) => {
			if (more > limit) {
				return `${explanation} Send to fewer, or change "Max Recipients" in the node’s options.`;
			}
			const end = minutes.find((_, index) => total(minutes.slice(index + 1)) + more <= limit);
			const wait = Math.max(1, Math.ceil(((end?.to ?? now) + HOUR - now) / MINUTE));
			const time = wait === 1 ? '1 minute' : `${wait} minutes`;
			return `${explanation} Try again in ${time}, or change "Max Recipients" in the node’s options.`;
		},
	};
}

function total(minutes: readonly Minute[]): number {
	return minutes.reduce((sum, { count }) => sum + count, 0);
}

function withMore(minutes: readonly Minute[], now: number, more: number): Minute[] {
	const last = minutes.at(-1);
	if (last === undefined || now - last.from >= MINUTE) {
		return [...minutes, { from: now, to: now, count: more }];
	}
	return [...minutes.slice(0, -1), { ...last, to: now, count: last.count + more }];
}

/** Takes messages out of the minute to which `withMore` added them. */
function withFewer(minutes: readonly Minute[], added: number, fewer: number): Minute[] {
	return minutes
		.map((minute) =>
			minute.from <= added && added <= minute.to
				? { ...minute, count: Math.max(0, minute.count - fewer) }
				: minute,
		)
		.filter(({ count }) => count > 0);
}
