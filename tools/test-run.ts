import { join } from 'node:path';
import { cleanUp, cleanUpOnSignals, temporaryFolder } from './cleanup';
import { reportFailure, runTool } from './tool';
import { failuresText, readFailures, readTotals, type Totals, totalsLine } from './totals';

/** The prepared run of Jest. */
export interface JestRun {
	label: string;
	args: string[];
	/** Environment variables for the tests. */
	env?: Readonly<Record<string, string>>;
	/** Selects the relevant part of Jest's output. */
	show?: (output: string) => string;
}

/**
 * Prepares tests and runs them, then prints what failed and, on the last line, `N passed, N failed`.
 * If the preparation fails, that is one failure: no test has run.
 *
 * @param prepare gets a folder that is removed at the end
 */
export async function runTests(
	prepare: (folder: string) => JestRun | Promise<JestRun>,
): Promise<void> {
	cleanUpOnSignals(() => undefined);
	const folder = temporaryFolder('test');
	let totals: Totals = { passed: 0, failed: 1 };
	let failures = '';
	try {
		const { label, args, env, show = (output) => output } = await prepare(folder);
		const reportFile = join(folder, 'report.json');
		const report = ['--json', `--outputFile=${reportFile}`];
		try {
			const output = await runTool(label, 'jest', [...args, ...report], {
				env: { ...process.env, ...env },
			});
			console.log(show(output).trim());
		} finally {
			totals = readTotals(reportFile);
			failures = failuresText(readFailures(reportFile));
		}
	} catch (error) {
		reportFailure(error);
	} finally {
		await cleanUp();
	}
	if (failures !== '') console.log(`\nFailed:\n${failures}`);
	console.log(totalsLine(totals));
}
