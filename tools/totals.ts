import { existsSync, readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import { z } from 'zod';

/** How many tests passed and failed. */
export interface Totals {
	passed: number;
	failed: number;
}

/** A test, or a file of tests, that failed. */
export interface Failure {
	name: string;
	/** What Jest said, without the colours of a terminal. */
	message: string;
}

const JestReport = z.object({
	numPassedTests: z.number(),
	numFailedTests: z.number(),
	/** Files that could not even be run; none of their tests is counted. */
	numRuntimeErrorTestSuites: z.number(),
	testResults: z.array(
		z.object({
			name: z.string(),
			message: z.string(),
			status: z.string(),
			assertionResults: z.array(
				z.object({
					fullName: z.string(),
					status: z.string(),
					failureMessages: z.array(z.string()).nullable(),
				}),
			),
		}),
	),
});

function readReport(reportFile: string): z.infer<typeof JestReport> {
	return JestReport.parse(JSON.parse(readFileSync(reportFile, 'utf8')));
}

/** Reads the counts from the file that Jest wrote (`--json --outputFile`). */
export function readTotals(reportFile: string): Totals {
	// A Jest that stopped before it could report is one failure.
	if (!existsSync(reportFile)) return { passed: 0, failed: 1 };
	const report = readReport(reportFile);
	return {
		passed: report.numPassedTests,
		failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
	};
}

/** Reads what failed and why from the same file; nothing where there is none. */
export function readFailures(reportFile: string): Failure[] {
	if (!existsSync(reportFile)) return [];
	return readReport(reportFile).testResults.flatMap(
		({ name, message, status, assertionResults }) => {
			const failed = assertionResults.filter((each) => each.status === 'failed');
			if (failed.length === 0) {
				return status === 'failed' ? [{ name, message: stripVTControlCharacters(message) }] : [];
			}
			return failed.map(({ fullName, failureMessages }) => ({
				name: fullName,
				message: stripVTControlCharacters((failureMessages ?? []).join('\n')),
			}));
		},
	);
}

/** The lines of a message that are shown of a failed test; the rest stands further up. */
const SHOWN_LINES = 25;

/**
 * What failed once more, in brief: the output of a long run is often kept in part only, and its end
 * always. Empty where nothing failed.
 */
export function failuresText(failures: Failure[]): string {
	return failures
		.map(({ name, message }) => {
			const lines = message.split('\n').slice(0, SHOWN_LINES);
			return [`✗ ${name}`, ...lines.map((line) => `\t${line}`)].join('\n');
		})
		.join('\n');
}

/** The line that people and `.ci/run` read. */
export function totalsLine({ passed, failed }: Totals): string {
	return `${String(passed)} passed, ${String(failed)} failed`;
}
