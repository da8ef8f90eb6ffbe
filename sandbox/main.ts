import { parseArgs } from 'node:util';

import { ACCOUNTS, createSandbox, type Sandbox } from './server';

const DEFAULT_PORT = 4010;

const HELP = `Starts the sandbox: a stand-in for the SMS gateways, for trying things without an account.

  --port <number>         where it listens; default ${String(DEFAULT_PORT)}, 0 takes any free port
  --latency <ms>          how long every gateway request takes; default 0
  --delivery-time <ms>    how long a message is under way to its handset; default 2000
  --first-page <0 or 1>   the number of the first page of Messangi's lists; default 1
  --help                  this text
`;

/** What someone needs who wants to point a credential at the sandbox. */
function describe({ url }: Sandbox): string {
	const { messangi, mGage, messageCentral } = ACCOUNTS;
	return `The sandbox is running. Nothing sent to it leaves this machine, except to URLs that you register for callbacks.

Messangi          Base URL     ${url}/messangi
                  Instance ID  ${messangi.instanceId}
                  Public key   ${messangi.publicKey}
                  Private key  ${messangi.privateKey}

mGage             Base URL     ${url}/mgage
                  Username     ${mGage.username}
                  Password     ${mGage.password}

Message Central   Base URL     ${url}/message-central
                  Customer ID  ${messageCentral.customerId}
                  Password     ${messageCentral.password}
                  Email        ${messageCentral.email}
                  Country      ${messageCentral.country}
                  Auth token   ${messageCentral.authToken}

What was sent     ${url}/control/messages
What came in      ${url}/control/incoming
What was posted   ${url}/control/callbacks
All it can do     ${url}/control

Stop it with Ctrl+C.
`;
}

/** A whole number from the command line, or a sentence on what it should have been. */
function wholeNumber(name: string, text: string, max: number): number {
	const value = Number(text);
	if (/^\d+$/.test(text) && value <= max) return value;
	throw new Error(`--${name} must be a whole number from 0 to ${String(max)}, not "${text}".`);
}

function explain(error: unknown, port: number): string {
	const code = error instanceof Error && 'code' in error ? error.code : undefined;
	if (code === 'EADDRINUSE') {
		return (
			`Port ${String(port)} is taken by another program. ` +
			`Stop that program, or choose another port: --port ${String(port + 1)} ` +
			'(--port 0 takes any free one).'
		);
	}
	if (code === 'EACCES') {
		return `Port ${String(port)} is not allowed to you. Choose one from 1024 up: --port ${String(DEFAULT_PORT)}.`;
	}
	return error instanceof Error ? error.message : String(error);
}

async function main(): Promise<void> {
	let port = DEFAULT_PORT;
	try {
		const { values } = parseArgs({
			options: {
				port: { type: 'string' },
				latency: { type: 'string' },
				'delivery-time': { type: 'string' },
				'first-page': { type: 'string' },
				help: { type: 'boolean' },
			},
		});
		if (values.help === true) {
			process.stdout.write(HELP);
			return;
		}
		port = wholeNumber('port', values.port ?? String(DEFAULT_PORT), 65_535);
		const latency = wholeNumber('latency', values.latency ?? '0', 600_000);
		const deliveryTime = wholeNumber('delivery-time', values['delivery-time'] ?? '2000', 600_000);
		const firstPage = wholeNumber('first-page', values['first-page'] ?? '1', 1);
		const messangiFirstPage = firstPage === 0 ? 0 : 1;
		const sandbox = await createSandbox({ port, latency, deliveryTime, messangiFirstPage });
		process.stdout.write(describe(sandbox));
		for (const signal of ['SIGINT', 'SIGTERM'] as const) {
			process.once(signal, () => void sandbox.close());
		}
	} catch (error) {
		process.stderr.write(`${explain(error, port)}\n`);
		process.exitCode = 1;
	}
}

void main();
