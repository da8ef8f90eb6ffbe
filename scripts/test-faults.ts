// `npm run test:faults`: every operation through every fault. Arguments go to Jest.
import { join } from 'node:path';
import { runTests } from './test-run';

// eslint-disable-next-line @typescript-eslint/require-await -- what throws in it is reported
void runTests(async (folder) => ({
	label: 'Testing what goes wrong',
	// The nodes' errors go to the console, thousands of them.
	args: ['--config', 'jest.faults.config.js', '--silent', ...process.argv.slice(2)],
	env: { ...process.env, SMS_GATEWAYS_FAULT_COUNTS: join(folder, 'counts.jsonl') },
}));
