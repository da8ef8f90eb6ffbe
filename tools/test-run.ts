import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cleanUp, cleanUpOnSignals, onEnd } from './cleanup';
import { reportFailure, runTool } from './tool';
import { failuresText, readFailures, readTotals, type Totals, totalsLine } from './totals';

/** What Jest is to run once everything is prepared. */
export interface JestRun {
	label: string;
	args: string[];
	env?: NodeJS.ProcessEnv;
}

/**
 * Prepares tests and runs them, then prints what failed and, on the last line, `N passed, N failed`.
 * A preparation that fails is the one failure there is: no test has run.
 *
 * @param prepare gets a folder that is removed at the end
 * @param show makes of Jest's output what is worth reading
 */
export async function runTests(
	prepare: (folder: string) => Promise<JestRun>,
	show: (output: string) => string = (output) => output,
): Promise<void> {
	cleanUpOnSignals(() => undefined);
	const folder = mkdtempSync(join(tmpdir(), 'sms-gateways-test-'));
	onEnd(() => {
		rmSync(folder, { recursive: true, force: true });
	});
	let totals: Totals = { passed: 0, failed: 1 };
	let failures = '';
	try {
		const { label, args, env } = await prepare(folder);
		const reportFile = join(folder, 'report.json');
		const report = ['--json', `--outputFile=${reportFile}`];
		try {
			const output = await runTool(label, 'jest', [...args, ...report], env && { env });
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
