// `npm run test:faults`: every operation through every fault. Arguments go to Jest.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Counted, CountedCost } from '../../test/faults/tally';
import { runTests } from '../test-run';

let counts = '';

void runTests(
	// eslint-disable-next-line @typescript-eslint/require-await -- what throws in it is reported
	async (folder) => {
		counts = join(folder, 'counts.jsonl');
		return {
			label: 'Testing what goes wrong',
			// The nodes' errors go to the console, thousands of them.
			args: ['--config', 'test/faults/jest.config.js', '--silent', ...process.argv.slice(2)],
			env: { ...process.env, SMS_GATEWAYS_FAULT_COUNTS: counts },
		};
	},
	(output) => `${output.trim()}\n${cellsTried()}\n${worstCosts()}`,
);

/** How many cells of each table were tried. */
function cellsTried(): string {
	if (!existsSync(counts)) return '';
	const cells = new Map<string, number>();
	for (const line of readFileSync(counts, 'utf8').trim().split('\n')) {
		const counted = JSON.parse(line) as Counted;
		cells.set(counted.table, (cells.get(counted.table) ?? 0) + counted.cells);
	}
	return [...cells].map(([table, count]) => `Cells tried, ${table}: ${count}`).join('\n');
}

/** The worst of what hostile inputs have cost, each figure with the input that it comes from. */
function worstCosts(): string {
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
		worst('Longest hold of the event loop', ({ longestHold }) => longestHold, 'ms'),
		worst('Most processor time', ({ ms }) => ms / 1000, 's'),
		worst('Most memory', ({ bytes }) => bytes / 1e6, 'MB'),
		worst('Most growth of the process', ({ rss }) => rss / 1e6, 'MB'),
	].join('\n');
}
