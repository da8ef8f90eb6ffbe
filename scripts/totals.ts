import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';

/** How many tests passed and failed. */
export interface Totals {
	passed: number;
	failed: number;
}

const JestReport = z.object({
	numPassedTests: z.number(),
	numFailedTests: z.number(),
	/** Files that could not even be run; none of their tests is counted. */
	numRuntimeErrorTestSuites: z.number(),
});

/** Reads the counts from the file that Jest wrote (`--json --outputFile`). */
export function readTotals(reportFile: string): Totals {
	// A Jest that stopped before it could report is one failure.
	if (!existsSync(reportFile)) return { passed: 0, failed: 1 };
	const report = JestReport.parse(JSON.parse(readFileSync(reportFile, 'utf8')));
	return {
		passed: report.numPassedTests,
		failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
	};
}

/** The line that people and `.ci/run` read. */
export function totalsLine({ passed, failed }: Totals): string {
	return `${String(passed)} passed, ${String(failed)} failed`;
}
