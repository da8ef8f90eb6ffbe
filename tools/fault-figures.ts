import { existsSync, readFileSync } from 'node:fs';
import type { Counted, CountedCost } from '../test/faults/tally';

/**
 * What the fault tests tried, and the resources that they used.
 *
 * @param counts the file with their counts
 */
export function faultFigures(counts: string): string {
	return `${cellsTried(counts)}\n${worstCosts(counts)}`;
}

/** The number of cells tried in each table. */
function cellsTried(counts: string): string {
	if (!existsSync(counts)) return '';
	const cells = new Map<string, number>();
	for (const line of readFileSync(counts, 'utf8').trim().split('\n')) {
		const counted = JSON.parse(line) as Counted;
		cells.set(counted.table, (cells.get(counted.table) ?? 0) + counted.cells);
	}
	return [...cells].map(([table, count]) => `Cells tried, ${table}: ${count}`).join('\n');
}

/** The highest costs of hostile inputs, each with its input. */
function worstCosts(counts: string): string {
	const file = `${counts}.costs`;
	if (!existsSync(file)) return '';
	const costs = readFileSync(file, 'utf8')
		.trim()
		.split('\n')
		.map((line) => JSON.parse(line) as CountedCost);
	const worst = (label: string, figureOf: (cost: CountedCost) => number, unit: string) => {
		const all = [...costs].sort((one, other) => figureOf(other) - figureOf(one));
		const [first] = all;
		if (first === undefined) return '';
		return `${label}: ${figureOf(first).toFixed(1)} ${unit} (${first.kind}, ${first.name})`;
	};
	return [
		worst('Longest block of the event loop', ({ longestHold }) => longestHold, 'ms'),
		worst('Most CPU time', ({ ms }) => ms / 1000, 's'),
		worst('Most memory', ({ bytes }) => bytes / 1e6, 'MB'),
		worst('Most growth of the process', ({ rss }) => rss / 1e6, 'MB'),
	].join('\n');
}
