// `npm run test:n8n`: the packed package in a real n8n, against the sandbox. Arguments go to Jest.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cleanUp, cleanUpOnSignals, onEnd } from './cleanup';
import { ensureN8n } from './n8n/install';
import { packCheckout } from './n8n/pack';
import { build } from './steps';
import { reportFailure, runTool } from './tool';
import { readTotals, type Totals, totalsLine } from './totals';

async function main(): Promise<void> {
	const folder = mkdtempSync(join(tmpdir(), 'sms-gateways-test-'));
	onEnd(() => {
		rmSync(folder, { recursive: true, force: true });
	});
	// A step before Jest that fails is the one failure there is: no test has run.
	let totals: Totals = { passed: 0, failed: 1 };
	try {
		const [tarball, install] = await Promise.all([
			build().then(() => packCheckout(folder)),
			ensureN8n(),
		]);
		const reportFile = join(folder, 'report.json');
		const report = ['--json', `--outputFile=${reportFile}`];
		const args = ['--config', 'jest.n8n.config.js', '--verbose', ...report];
		const env = { ...process.env, SMS_GATEWAYS_TEST_N8N: JSON.stringify({ tarball, install }) };
		try {
			const output = await runTool('Testing in n8n', 'jest', [...args, ...process.argv.slice(2)], {
				env,
			});
			console.log(output.trim());
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
