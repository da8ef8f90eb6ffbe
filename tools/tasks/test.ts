// `npm test`: build, and Jest. Arguments go to Jest: `npm test -- messangi`.
import { build } from '../steps';
import { runTests } from '../test-run';

void runTests(
	async () => {
		await build();
		const scope = process.argv.slice(2);
		return { label: 'Testing', args: scope.length === 0 ? ['--silent'] : scope };
	},
	(output) => output.replace(/^\{"numFailedTestSuites".*$/m, ''),
);
