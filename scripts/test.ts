// `npm test`: lint, types, build, Jest with coverage. Arguments go to Jest, which then runs without
// the coverage threshold: `npm test -- messangi`.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cleanUp, cleanUpOnSignals, onEnd } from './cleanup';
import { build, checkTypes, lint } from './steps';
import { reportFailure, runTool } from './tool';
import { readTotals, type Totals, totalsLine } from './totals';

/** The linters need one core and the compilers another; the first failure stops the other side. */
async function checkEverything(): Promise<void> {
	const abort = new AbortController();
	const compile = async () => {
		await checkTypes(abort.signal);
		await build(abort.signal);
	};
	const sides = [lint(abort.signal), compile()];
	try {
		await Promise.all(sides);
	} catch (error) {
		abort.abort();
		await Promise.allSettled(sides);
		throw error;
	}
}

async function runJest(reportFile: string, args: string[]): Promise<void> {
	const scope = args.length === 0 ? ['--coverage'] : args;
	const report = ['--json', `--outputFile=${reportFile}`];
	const output = await runTool('Testing', 'jest', [...scope, ...report]);
	console.log(output.replace(/^\{"numFailedTestSuites".*$/m, '').trim());
}

async function main(): Promise<void> {
	const folder = mkdtempSync(join(tmpdir(), 'sms-gateways-test-'));
	onEnd(() => {
		rmSync(folder, { recursive: true, force: true });
	});
	const reportFile = join(folder, 'report.json');
	// A step before Jest that fails is the one failure there is: no test has run.
	let totals: Totals = { passed: 0, failed: 1 };
	try {
		await checkEverything();
		try {
			await runJest(reportFile, process.argv.slice(2));
		} finally {
			totals = readTotals(reportFile);
		}
	} catch (error) {
		reportFailure(error);
	} finally {
		await cleanUp();
	}
	console.log(totalsLine(totals));
}

cleanUpOnSignals(() => undefined);
void main();
