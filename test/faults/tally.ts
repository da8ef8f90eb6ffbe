import { appendFileSync } from 'node:fs';

/** One line of the count: how many cells of a table were tried. */
export interface Counted {
	table: string;
	operation: string;
	group: string;
	cells: number;
}

/** Counts cells that were tried, in the file that SMS_GATEWAYS_FAULT_COUNTS names, if any. */
export function count(
	table: string,
	operation: { node: string; name: string },
	group: string,
	cells: number,
): void {
	const file = process.env.SMS_GATEWAYS_FAULT_COUNTS;
	if (file === undefined) return;
	const line: Counted = { table, operation: `${operation.node} ${operation.name}`, group, cells };
	appendFileSync(file, `${JSON.stringify(line)}\n`);
}

/** Writes down what is wrong at once: Jest tells it at the very end. */
export function note(complaints: readonly string[]): void {
	const file = process.env.SMS_GATEWAYS_FAULT_COUNTS;
	if (file === undefined || complaints.length === 0) return;
	appendFileSync(`${file}.complaints`, `${complaints.join('\n')}\n`);
}

/** What one hostile input has cost: see `hostile.ts`. */
export interface CountedCost {
	kind: string;
	name: string;
	/** Bytes of the input. */
	size: number;
	ms: number;
	bytes: number;
	rss: number;
	longestHold: number;
}

/** Writes down what an input has cost; `npm run test:faults` shows the worst of each kind. */
export function recordCost(cost: CountedCost): void {
	const file = process.env.SMS_GATEWAYS_FAULT_COUNTS;
	if (file === undefined) return;
	appendFileSync(`${file}.costs`, `${JSON.stringify(cost)}\n`);
}
