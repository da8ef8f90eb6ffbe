import { join } from 'node:path';
import { runCommand } from './command';
import { during } from './progress';
import { ROOT } from './root';

/** The tools' programs; starting them with Node.js works the same on every system. */
const PROGRAMS = {
	eslint: 'eslint/bin/eslint.js',
	gulp: 'gulp/bin/gulp.js',
	jest: 'jest/bin/jest.js',
	prettier: 'prettier/bin/prettier.cjs',
	tsc: 'typescript/bin/tsc',
};

/** A step failed; `output` is the output of its tool. */
export class StepFailed extends Error {
	constructor(
		readonly label: string,
		readonly output: string,
	) {
		super(`${label} failed.`);
	}
}

/** How to run a tool. */
export interface ToolOptions {
	env?: NodeJS.ProcessEnv;
	signal?: AbortSignal;
}

/** Runs a development tool and shows its progress. @throws StepFailed if it fails */
export async function runTool(
	label: string,
	tool: keyof typeof PROGRAMS,
	args: string[],
	options: ToolOptions = {},
): Promise<string> {
	const program = join(ROOT, 'node_modules', ...PROGRAMS[tool].split('/'));
	return await during(label, async (step) => {
		const { code, output } = await runCommand(process.execPath, [program, ...args], {
			cwd: ROOT,
			...options,
		});
		if (code === 0) return output;
		step.failed(options.signal?.aborted === true ? 'stopped' : `${tool} ended with ${code}`);
		throw new StepFailed(label, output);
	});
}

/** Prints why a task failed and sets the exit code. */
export function reportFailure(error: unknown): void {
	process.exitCode = 1;
	if (error instanceof StepFailed) console.error(`\n${error.message}\n\n${error.output.trim()}\n`);
	else console.error(error instanceof Error ? error.message : error);
}
