import type { IExecuteFunctions } from 'n8n-workflow';
import { elapsed } from '../../http/clock';
import { executionOf } from '../input/tool';

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
	/** What is counted, when it ends, and what to do, if this many more are too many. */
	explain(limit: number, more: number): string;
}

/** How many executions are remembered; more than ever run at once. */
const EXECUTIONS = 1000;
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

/**
 * What a node has sent before: in the same execution, or in the last hour if n8n runs it without one.
 * Without a workflow, a node has another id in each call, so all nodes of the type that use the same
 * credential are counted together.
 */
export function sentBefore(context: IExecuteFunctions): SentBefore {
	const { id, type, credentials = {} } = context.getNode();
	const execution = executionOf(context);
	if (execution !== null) return sentInExecution(`${execution} ${id}`);
	const workflow = context.getWorkflow().id;
	if (workflow) {
		return sentInHour(`node ${workflow} ${id}`, 'this node sent in the last hour');
	}
	const accounts = Object.values(credentials).map((each) => each.id ?? each.name);
	return sentInHour(
		`account ${JSON.stringify([type, ...accounts])}`,
		'all tools of this type with the same credential sent in the last hour',
	);
}

function sentInExecution(key: string): SentBefore {
	const count = executions.get(key) ?? 0;
	return {
		count,
		period: 'execution',
		when: 'before',
		add: (more) => {
			remember(executions, key, count + more, EXECUTIONS);
		},
		explain: () => 'Send to fewer, or change "Max Recipients" in the node’s options.',
	};
}

/** @param what what is counted, for the explanation */
function sentInHour(key: string, what: string): SentBefore {
	const now = elapsed();
	const minutes = (hours.get(key) ?? []).filter(({ to }) => now - to < HOUR);
	const count = total(minutes);
	return {
		count,
		period: 'hour',
		when: 'in the last hour',
		add: (more) => {
			if (more > 0) remember(hours, key, withMore(minutes, now, more), HOURLY);
		},
		explain: (limit, more) => {
			const counted = `n8n runs this tool outside of an execution, so the limit applies to what ${what}.`;
			if (more > limit) {
				return `${counted} Send to fewer, or change "Max Recipients" in the node’s options.`;
			}
			const end = minutes.find((_, index) => total(minutes.slice(index + 1)) + more <= limit);
			const wait = Math.max(1, Math.ceil(((end?.to ?? now) + HOUR - now) / MINUTE));
			const time = wait === 1 ? '1 minute' : `${wait} minutes`;
			return `${counted} Try again in ${time}, or change "Max Recipients" in the node’s options.`;
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

function remember<Value>(map: Map<string, Value>, key: string, value: Value, most: number): void {
	map.delete(key);
	map.set(key, value);
	if (map.size <= most) return;
	for (const oldest of map.keys()) {
		map.delete(oldest);
		break;
	}
}
