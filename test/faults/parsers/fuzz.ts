import { inspect } from 'node:util';
import fc from 'fast-check';
import { FUZZ_TIMES } from '../../fuzzing';
import keptSeeds from '../seeds.json';
import { count } from '../tally';

/** A seed that is tried in every run; with a path it leads to a single input. */
interface Kept {
	seed: number;
	path?: string;
}

/*
 * A seed is a recipe, not an input: whoever changes an arbitrary makes it lead to other inputs. So
 * what a seed has found is kept twice: in seeds.json, and as the input itself, in `found`.
 */
const SEEDS: Readonly<Record<string, Readonly<Record<string, readonly Kept[]>>>> = keptSeeds;

/** The seed that every parser begins with, so that some inputs are the same in each run. */
const FIRST: Kept = { seed: 20261127 };

/** How many inputs each kept seed makes, and how many a seed makes that no run has had before. */
const RUNS = { kept: 300, fresh: 700 };

interface Options<Input> {
	/** Inputs that a seed has found once, tried first. */
	found?: readonly Input[];
	/** How many times longer than most an input takes: so many times fewer are tried. */
	cost?: number;
}

/** Tries a parser with hostile inputs. The check throws where something is wrong. */
export type Fuzz = <Input>(
	name: string,
	inputs: fc.Arbitrary<Input>,
	check: (input: Input) => unknown,
	options?: Options<NoInfer<Input>>,
) => void;

/** The parsers of one kind. */
export function describeParsers(kind: string, list: (fuzz: Fuzz) => void): void {
	const seeds = SEEDS[kind] ?? {};
	describe(kind, () => {
		const names: string[] = [];
		list((name, inputs, check, { found = [], cost = 1 } = {}) => {
			names.push(name);
			const property = fc.asyncProperty(inputs, async (input) => {
				await check(input);
				expectUntouchedPrototypes();
			});
			it(name, async () => {
				const tried = async (parameters: fc.Parameters<Parameters<typeof check>>) => {
					const result = await fc.check(property, parameters);
					count('parsers x hostile inputs', { node: kind, name }, 'inputs', result.numRuns);
					if (!result.failed) return;
					const { seed, counterexamplePath: path } = result;
					const report = await fc.asyncDefaultReportMessage(result);
					throw new Error(
						`${describeError(result.errorInstance)}\n\n${report}\n\nKeep it: ${JSON.stringify({ seed, path })} in test/faults/seeds.json under "${kind}", "${name}", and the input in "found" of its parser.`,
					);
				};
				for (const each of [FIRST, ...(seeds[name] ?? [])]) {
					await tried({ ...each, numRuns: Math.ceil(RUNS.kept / cost) });
				}
				const numRuns = Math.ceil((RUNS.fresh * FUZZ_TIMES) / cost) + found.length;
				await tried({ examples: found.map((each) => [each]), numRuns });
			});
		});
		it('has kept seeds for parsers only that it has', () => {
			expect(Object.keys(seeds).filter((name) => !names.includes(name))).toEqual([]);
		});
	});
}

/** The error with what it was made of. */
function describeError(error: unknown): string {
	const { cause } = (error ?? {}) as { cause?: unknown };
	return cause === undefined ? String(error) : `${String(error)}: ${inspect(cause)}`;
}

const PROTOTYPES = [Object.prototype, Array.prototype, String.prototype].map((prototype) => ({
	prototype,
	keys: namesOf(prototype),
}));

function expectUntouchedPrototypes(): void {
	for (const { prototype, keys } of PROTOTYPES) {
		if (namesOf(prototype) === keys && Object.getPrototypeOf({}) === Object.prototype) continue;
		throw new Error('A prototype was changed');
	}
}

function namesOf(prototype: object): string {
	return Reflect.ownKeys(prototype).map(String).join();
}
