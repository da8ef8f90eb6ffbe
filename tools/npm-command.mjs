// Plain JavaScript, because run.mjs needs it before anything is installed.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * npm as a Node program and its first arguments, so that it starts the same way on every system:
 * `npm` is a `.cmd` file on Windows, which Node does not start without a shell.
 * @returns {{ command: string, args: string[] }}
 */
export function npmCommand() {
	const folder = dirname(process.execPath);
	const candidates = [
		process.env.npm_execpath ?? '',
		join(folder, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
		join(folder, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
	];
	const script = candidates.find((path) => /npm-cli\.c?js$/.test(path) && existsSync(path));
	return script === undefined
		? { command: 'npm', args: [] }
		: { command: process.execPath, args: [script] };
}
