import { existsSync, readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import { z } from 'zod';

/** How many tests passed and failed. */
export interface Totals {
	passed: number;
	failed: number;
}

/** A failed test or test file. */
export interface Failure {
	name: string;
	/** Jest's message, without terminal colors. */
	message: string;
}

const JestReport = z.object({
	numPassedTests: z.number(),
	numFailedTests: z.number(),
	/** Files that could not be run; none of their tests is counted. */
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
	// If Jest stopped before it could report, that is one failure.
	if (!existsSync(reportFile)) return { passed: 0, failed: 1 };
	const report = readReport(reportFile);
	return {
		passed: report.numPassedTests,
		failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
	};
}

/** Reads the failures from the same file; none if there is no file. */
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

/** The most lines of a failed test's message; the rest is further up in the output. */
const SHOWN_LINES = 25;

/**
 * A short summary of the failures, because often only the end of a long output is kept. Empty if
 * nothing failed.
 */
export function failuresText(failures: Failure[]): string {
	return failures
		.map(({ name, message }) => {
			const lines = message.split('\n').slice(0, SHOWN_LINES);
			return [`✗ ${name}`, ...lines.map((line) => `\t${line}`)].join('\n');
		})
		.join('\n');
}

/** The last line, which `.ci/run` also reads. */
export function totalsLine({ passed, failed }: Totals): string {
	return `${String(passed)} passed, ${String(failed)} failed`;
}
