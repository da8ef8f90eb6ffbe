import { createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';

import { completeAccounts } from './accounts';
import { DEFAULT_PORT, HELP, readCommandLine, type CommandLine } from './commandLine';
import { connectionOf, connectionText, reachText } from './connect';
import { createSandbox, type Sandbox } from './server/server';

/** What you need to point a credential at the sandbox. */
function describe(sandbox: Sandbox, { options }: CommandLine): string {
	const { url, port } = sandbox;
	const { host = '127.0.0.1', allowedHosts = [], accounts = {} } = options;
	return `The sandbox is running. Nothing leaves this machine, except calls to the callback URLs that you register.

${connectionText(connectionOf(url, completeAccounts(accounts)))}
${reachText({ url, port, host, allowedHosts })}

Stop it with Ctrl+C.
`;
}

function explain(error: unknown, port: number): string {
	const code = error instanceof Error && 'code' in error ? error.code : undefined;
	if (code === 'EADDRINUSE') {
		return (
			`Port ${String(port)} is in use by another program. ` +
			`Stop that program or choose another port: --port ${String(port + 1)} ` +
			'(--port 0 takes any free one).'
		);
	}
	if (code === 'EACCES') {
		return `You are not allowed to use port ${String(port)}. Choose 1024 or higher: --port ${String(DEFAULT_PORT)}.`;
	}
	if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
		return '--host must be an address of this machine, e.g. 127.0.0.1 (this machine only) or 0.0.0.0.';
	}
	return error instanceof Error ? error.message : String(error);
}

async function stop(sandbox: Sandbox, exportTo: string | undefined): Promise<void> {
	try {
		if (exportTo !== undefined) {
			await pipeline(sandbox.exportPieces(), createWriteStream(exportTo));
		}
	} catch (error) {
		process.stderr.write(`The export could not be written: ${explain(error, sandbox.port)}\n`);
		process.exitCode = 1;
	}
	await sandbox.close();
}

async function run(commandLine: CommandLine): Promise<void> {
	const { options, exportTo } = commandLine;
	// A missing folder must be reported now, not when the sandbox stops.
	if (exportTo !== undefined) await writeFile(exportTo, '');
	const sandbox = await createSandbox(options);
	process.stdout.write(describe(sandbox, commandLine));
	for (const signal of ['SIGINT', 'SIGTERM'] as const) {
		process.once(signal, () => void stop(sandbox, exportTo));
	}
}

async function main(): Promise<void> {
	let port = DEFAULT_PORT;
	try {
		const commandLine = readCommandLine(process.argv.slice(2));
		({ port } = commandLine.options);
		if (commandLine.help) process.stdout.write(HELP);
		else await run(commandLine);
	} catch (error) {
		process.stderr.write(`${explain(error, port)}\n`);
		process.exitCode = 1;
	}
}

void main();
