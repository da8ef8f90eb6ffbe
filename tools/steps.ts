import { runTool } from './tool';

/** Compiles and bundles everything into `dist/`. */
export async function build(signal?: AbortSignal): Promise<void> {
	await runTool('Building', 'gulp', ['build'], { signal });
}

/** The same, and the packages for a single gateway in `packages/`. */
export async function buildPackages(): Promise<void> {
	await runTool('Building all packages', 'gulp', ['packages']);
}

/** Checks the types of everything: published files, sandbox, tools, tests and inbox. */
export async function checkTypes(signal?: AbortSignal): Promise<void> {
	await runTool('Checking the types', 'tsc', ['--noEmit', '-p', 'tsconfig.tools.json'], { signal });
	// It runs in a browser, which has other globals.
	const page = ['--noEmit', '-p', 'sandbox/inbox/page/tsconfig.json'];
	await runTool('Checking the types of the inbox', 'tsc', page, { signal });
}

/** ESLint with n8n's rules and the strict TypeScript rules, then Prettier, without warnings. */
export async function lint(signal?: AbortSignal): Promise<void> {
	await runTool('Linting', 'eslint', ['.', '--max-warnings', '0'], { signal });
	await runTool('Checking the format', 'prettier', ['--check', '.', '--log-level', 'warn'], {
		signal,
	});
}
