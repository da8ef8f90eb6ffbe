// `npm run lint`: ESLint, Prettier and the TypeScript compiler, without warnings.
import { cleanUpOnSignals } from '../cleanup';
import { checkTypes, lint } from '../steps';
import { reportFailure } from '../tool';
import { totalsLine } from '../totals';

/** The linters and the compiler run in parallel; the first failure stops the other. */
async function checkAll(): Promise<void> {
	const abort = new AbortController();
	const sides = [lint(abort.signal), checkTypes(abort.signal)];
	try {
		await Promise.all(sides);
	} catch (error) {
		abort.abort();
		await Promise.allSettled(sides);
		throw error;
	}
}

cleanUpOnSignals(() => undefined);
checkAll().then(
	() => {
		console.log(totalsLine({ passed: 3, failed: 0 }));
	},
	(error: unknown) => {
		reportFailure(error);
		console.log(totalsLine({ passed: 0, failed: 1 }));
	},
);
