import { type ChildProcess, spawn } from 'node:child_process';
import { onEnd } from './cleanup';

/** The exit code and the output of a program. */
export interface CommandResult {
	code: number;
	/** Standard output and standard error, interleaved. */
	output: string;
	stdout: string;
}

/** Where and how a program runs. */
export interface CommandOptions {
	cwd?: string;
	env?: NodeJS.ProcessEnv;
	/** Ends the program early. */
	signal?: AbortSignal;
}

function waitForExit(child: ChildProcess): Promise<void> {
	return new Promise((resolve) => {
		if (child.exitCode !== null || child.signalCode !== null) resolve();
		else
			child.once('exit', () => {
				resolve();
			});
	});
}

/** Runs a program to its end and collects its output; stops it when this program is stopped. */
export function runCommand(
	command: string,
	args: string[],
	{ cwd, env, signal }: CommandOptions = {},
): Promise<CommandResult> {
	return new Promise((resolve, reject) => {
		const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
		const stop = () => {
			child.kill('SIGTERM');
		};
		const forget = onEnd(async () => {
			stop();
			await waitForExit(child);
		});
		signal?.addEventListener('abort', stop);
		if (signal?.aborted === true) stop();
		let stdout = '';
		let output = '';
		for (const stream of [child.stdout, child.stderr]) {
			stream.setEncoding('utf8');
			stream.on('data', (text: string) => {
				output += text;
				if (stream === child.stdout) stdout += text;
			});
		}
		const settle = () => {
			forget();
			signal?.removeEventListener('abort', stop);
		};
		child.on('error', (error) => {
			settle();
			reject(error);
		});
		child.on('close', (code) => {
			settle();
			resolve({ code: code ?? 1, output, stdout });
		});
	});
}

/**
 * Runs a program that must succeed.
 *
 * @param failure the start of the error message if it fails; its whole output follows
 * @returns its standard output
 */
export async function runOrThrow(
	failure: string,
	command: string,
	args: string[],
	options?: CommandOptions,
): Promise<string> {
	const { code, output, stdout } = await runCommand(command, args, options);
	if (code !== 0) throw new Error(`${failure}:\n\n${output.trim()}`);
	return stdout.trim();
}
