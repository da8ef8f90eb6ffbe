// `npm test`: lint, types, build, Jest with coverage. Arguments go to Jest, which then runs without
// the coverage threshold: `npm test -- messangi`.
import { build, checkTypes, lint } from './steps';
import { runTests } from './test-run';

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

void runTests(
	async () => {
		await checkEverything();
		const scope = process.argv.slice(2);
		return { label: 'Testing', args: scope.length === 0 ? ['--coverage', '--silent'] : scope };
	},
	(output) => output.replace(/^\{"numFailedTestSuites".*$/m, ''),
);
