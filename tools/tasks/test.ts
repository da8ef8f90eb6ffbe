// `npm test`, `npm run test:n8n` and so on: prepares a test suite and runs it. The first argument is
// the name of the suite, the others are for Jest: `npm test -- messangi`.
import { join } from 'node:path';
import { findChromium } from '../chromium';
import { faultFigures } from '../fault-figures';
import { findLibreOffice } from '../libre-office';
import { prepareN8n } from '../n8n/prepare';
import { takeN8nVersion } from '../n8n/versions';
import { prepareQueue } from '../queue/prepare';
import { build } from '../steps';
import { type JestRun, runTests } from '../test-run';

/**
 * Prepares a suite.
 *
 * @param args for Jest
 * @param folder is removed at the end
 */
type Prepare = (args: string[], folder: string) => JestRun | Promise<JestRun>;

const configOf = (suite: string) => ['--config', `test/${suite}/jest.config.js`];

const SUITES: Readonly<Record<string, Prepare>> = {
	/** Everything that needs neither n8n nor another program. */
	unit: async (args) => {
		await build();
		return {
			label: 'Testing',
			args: args.length === 0 ? ['--silent'] : args,
			show: (output) => output.replace(/^\{"numFailedTestSuites".*$/m, ''),
		};
	},

	/** Every operation with every fault. */
	faults: (args, folder) => {
		const counts = join(folder, 'counts.jsonl');
		return {
			label: 'Testing faults',
			// The nodes write thousands of errors to the console.
			args: [...configOf('faults'), '--silent', ...args],
			env: { SMS_GATEWAYS_FAULT_COUNTS: counts },
			show: (output) => `${output.trim()}\n${faultFigures(counts)}`,
		};
	},

	/**
	 * The packed packages in a real n8n, with the sandbox. `--n8n 2.41.1` selects another version of
	 * n8n.
	 */
	n8n: async (args, folder) => {
		const { version, rest } = takeN8nVersion(args);
		return {
			label: `Testing in n8n ${version}`,
			args: [...configOf('n8n'), '--verbose', ...rest],
			env: { SMS_GATEWAYS_TEST_N8N: JSON.stringify(await prepareN8n(folder, version)) },
		};
	},

	/** The packed package in n8n's queue mode, set up like `deploy/`. */
	queue: async (args, folder) => ({
		label: "Testing in n8n's queue mode",
		args: [...configOf('queue'), '--verbose', ...args],
		env: { SMS_GATEWAYS_TEST_QUEUE: JSON.stringify(await prepareQueue(folder)) },
	}),

	/**
	 * The sandbox's inbox and n8n's editor in a real Chromium. UPDATE_PICTURES=1 updates the pictures of
	 * the documentation.
	 */
	browser: async (args, folder) => {
		// First, because the rest takes minutes.
		const chromium = findChromium();
		return {
			label: 'Testing in Chromium',
			args: [...configOf('browser'), '--verbose', ...args],
			env: {
				SMS_GATEWAYS_CHROMIUM: chromium,
				SMS_GATEWAYS_TEST_N8N: JSON.stringify(await prepareN8n(folder)),
			},
		};
	},

	/** LibreOffice reads our files, and we read its files. */
	office: (args) => ({
		label: 'Testing with LibreOffice',
		args: [...configOf('office'), '--verbose', ...args],
		env: { SMS_GATEWAYS_SOFFICE: findLibreOffice() },
	}),
};

const [name = '', ...args] = process.argv.slice(2);
const prepare = SUITES[name];
if (prepare === undefined) {
	console.error(
		`Usage: tools/tasks/test.ts <${Object.keys(SUITES).join('|')}> [arguments of Jest]`,
	);
	process.exitCode = 2;
} else {
	void runTests((folder) => prepare(args, folder));
}
