import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { failuresText, readFailures, readTotals } from '../../tools/totals';

/** A report as Jest writes it with `--json`, in part. */
const REPORT = {
	numPassedTests: 2,
	numFailedTests: 1,
	numRuntimeErrorTestSuites: 1,
	testResults: [
		{
			name: '/checkout/test/a.test.ts',
			message: 'all of it',
			status: 'failed',
			assertionResults: [
				{ fullName: 'a node sends', status: 'passed', failureMessages: [] },
				{
					fullName: 'a node waits',
					status: 'failed',
					failureMessages: ['Error: \u001b[31mtoo late\u001b[39m\n    at a.test.ts:1:2'],
				},
			],
		},
		{
			name: '/checkout/test/b.test.ts',
			message: Array.from({ length: 60 }, (_, index) => `line ${String(index)}`).join('\n'),
			status: 'failed',
			assertionResults: [],
		},
		{
			name: '/checkout/test/c.test.ts',
			message: '',
			status: 'passed',
			assertionResults: [{ fullName: 'all is well', status: 'passed', failureMessages: [] }],
		},
	],
};

describe('the end of a test run', () => {
	let folder: string;
	let file: string;

	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'totals-'));
		file = join(folder, 'report.json');
	});

	afterEach(() => {
		rmSync(folder, { recursive: true, force: true });
	});

	test('counts what failed, and names it with what was said', () => {
		writeFileSync(file, JSON.stringify(REPORT));
		expect(readTotals(file)).toEqual({ passed: 2, failed: 2 });
		const lines = failuresText(readFailures(file)).split('\n');
		expect(lines.slice(0, 5)).toEqual([
			'✗ a node waits',
			'\tError: too late',
			'\t    at a.test.ts:1:2',
			'✗ /checkout/test/b.test.ts',
			'\tline 0',
		]);
		expect(lines).toHaveLength(4 + 25);
	});

	test('is one failure where Jest wrote nothing', () => {
		expect(readTotals(file)).toEqual({ passed: 0, failed: 1 });
		expect(failuresText(readFailures(file))).toBe('');
	});
});
