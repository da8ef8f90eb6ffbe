import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runOrThrow } from './command';
import { cleanEnvironment } from './n8n/environment';

/**
 * npm as a Node program and its first arguments, so that it starts the same way on every system:
 * `npm` is a `.cmd` file on Windows, which Node does not start without a shell.
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
 * @param failure begins the message of the error if it does not succeed
 */
export async function runNpm(failure: string, folder: string, args: string[]): Promise<void> {
	const { command, first } = npmCommand();
	await runOrThrow(failure, command, [...first, ...args, '--loglevel=error'], {
		cwd: folder,
		env: cleanEnvironment(),
	});
}
