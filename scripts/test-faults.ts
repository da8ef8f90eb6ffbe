// `npm run test:faults`: every operation through every fault. Arguments go to Jest.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Counted } from '../test/faults/tally';
import { runTests } from './test-run';

let counts = '';

void runTests(
	// eslint-disable-next-line @typescript-eslint/require-await -- what throws in it is reported
	async (folder) => {
		counts = join(folder, 'counts.jsonl');
		return {
			label: 'Testing what goes wrong',
			// The nodes' errors go to the console, thousands of them.
			args: ['--config', 'jest.faults.config.js', '--silent', ...process.argv.slice(2)],
			env: { ...process.env, SMS_GATEWAYS_FAULT_COUNTS: counts },
		};
	},
	(output) => `${output.trim()}\n${cellsTried()}`,
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
