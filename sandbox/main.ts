import { createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';

import { completeAccounts, type GivenAccounts } from './accounts';
import { DEFAULT_PORT, HELP, readCommandLine, type CommandLine } from './commandLine';
import type { GatewayEntry } from './gateways/entry';
import type { GatewayName } from './gateways/names';
import { GATEWAY_NAMES, GATEWAYS } from './gateways/registry';
import { createSandbox, type Sandbox } from './server/server';

/** What you need to point a credential at the sandbox. */
function describe({ url }: Sandbox, given: GivenAccounts): string {
	const accounts = completeAccounts(given);
	return `The sandbox is running. Nothing leaves this machine, except calls to the callback URLs that you register.

Inbox             ${url}

${GATEWAY_NAMES.map((name) => linesOf(name, url, accounts[name])).join('\n\n')}

Sent messages     ${url}/control/messages
Incoming messages ${url}/control/incoming
Callbacks         ${url}/control/callbacks
Everything        ${url}/control/export
API               ${url}/api

Stop it with Ctrl+C.
`;
}

/** What to enter for a gateway. Demo secrets are public; your own are not printed. */
function linesOf(
	name: GatewayName,
	url: string,
	account: Readonly<Record<string, string>>,
): string {
	const { displayName, prefix, account: demo, secrets, labels }: GatewayEntry = GATEWAYS[name];
	const values = Object.entries(labels).map(([field, label]) => {
		const value = account[field] ?? '';
		const isOwn = secrets.includes(field) && value !== demo[field];
		return [label, isOwn ? '(your own)' : value] as const;
	});
	const lines = [['Base URL', `${url}${prefix}`] as const, ...values];
	return lines
		.map(([label, value], index) => {
			return `${(index === 0 ? displayName : '').padEnd(18)}${label.padEnd(13)}${value}`;
		})
		.join('\n');
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

async function run({ options, exportTo }: CommandLine): Promise<void> {
	// A missing folder must be reported now, not when the sandbox stops.
	if (exportTo !== undefined) await writeFile(exportTo, '');
	const sandbox = await createSandbox(options);
	process.stdout.write(describe(sandbox, options.accounts ?? {}));
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
