import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runOrThrow } from './command';
import { cleanEnvironment } from './n8n/environment';

/**
 * The program and the first arguments to start npm, the same on every system: on Windows, `npm` is a
 * `.cmd` file, which Node.js does not start without a shell.
 */
function npmCommand(): { command: string; first: string[] } {
	const folder = dirname(process.execPath);
	const candidates = [
		process.env.npm_execpath ?? '',
		join(folder, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
		join(folder, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
	];
	const script = candidates.find((path) => /npm-cli\.c?js$/.test(path) && existsSync(path));
	return script === undefined
		? { command: 'npm', first: [] }
		: { command: process.execPath, first: [script] };
}

/**
 * Runs npm in a folder.
 *
 * @param failure the start of the error message if it fails
 */
export async function runNpm(failure: string, folder: string, args: string[]): Promise<void> {
	const { command, first } = npmCommand();
	await runOrThrow(failure, command, [...first, ...args, '--loglevel=error'], {
		cwd: folder,
		env: cleanEnvironment(),
	});
}
