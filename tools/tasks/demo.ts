// `npm run demo`: a real n8n with this package texts the contacts of a CRM through the sandbox. While n8n
// is being installed, n8n's engine does so in this process.
// `-- --once` ends after that, and prints the result as JSON on the last line.
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { connectionOf, connectionText } from '../../sandbox/connect';
import {
	ACCOUNTS,
	createSandbox,
	type Sandbox,
	type StoredMessage,
} from '../../sandbox/server/server';
import { cleanUp, cleanUpOnSignals, onEnd, temporaryFolder } from '../cleanup';
import { type DemoMessage, disagreements, gatewaysOf, messagesOf, tableOf } from '../demo/report';
import { addCommunityPackage } from '../n8n/community-package';
import { exampleFiles, manualTriggerOf, readExample } from '../n8n/examples';
import { freePort } from '../n8n/free-port';
import { ensureN8n } from '../n8n/install';
import { packCheckout } from '../n8n/pack';
import { N8n } from '../n8n/process';
import { N8nRest, newOwner, type Owner } from '../n8n/rest';
import { sandboxCredentials } from '../n8n/sandbox-credentials';
import { during, say } from '../progress';
import { PACKAGE_NAME } from '../root';
import { build } from '../steps';
import { StepFailed } from '../tool';

const CRM = 'crm-contacts.json';
/** The examples at the top of n8n's list, which begins with the latest. */
const TOP = ['first-message.json', CRM];

const USAGE = `Usage: npm run demo [-- --once] [--n8n-port <port>] [--sandbox-port <port>]

  --once          ends when the messages are sent; the last line is the result as JSON
  --n8n-port      the port of n8n (default: 5678)
  --sandbox-port  the port of the sandbox (default: 4010)
`;

interface Options {
	once: boolean;
	n8nPort: number;
	sandboxPort: number;
}

interface Demo {
	n8n: N8n;
	owner: Owner;
	sandbox: Sandbox;
	crmWorkflowId: string;
	/** What n8n's engine sent before n8n was there. */
	first: First | undefined;
	/** What n8n sent. */
	messages: DemoMessage[];
	/** How many messages the sandbox received from n8n. */
	received: number;
}

/** The first messages. */
interface First {
	/** When they were sent, in seconds since the command. */
	seconds: number;
	messages: DemoMessage[];
}

function portFrom(option: string, text: string): number {
	const port = Number(text);
	if (/^\d+$/.test(text) && port >= 1 && port <= 65_535) return port;
	throw new Error(`--${option} must be a number from 1 to 65535, not "${text}".\n\n${USAGE}`);
}

function readOptions(args: string[]): Options {
	const { values } = parseArgs({
		args,
		options: {
			once: { type: 'boolean', default: false },
			'n8n-port': { type: 'string', default: '5678' },
			'sandbox-port': { type: 'string', default: '4010' },
		},
	});
	return {
		once: values.once,
		n8nPort: portFrom('n8n-port', values['n8n-port']),
		sandboxPort: portFrom('sandbox-port', values['sandbox-port']),
	};
}

async function choosePort(what: string, wanted: number): Promise<number> {
	const port = await freePort(wanted);
	if (port !== wanted)
		say(`Port ${String(wanted)} is in use, so ${what} uses ${String(port)} instead.`);
	return port;
}

async function startSandbox(wantedPort: number): Promise<Sandbox> {
	const port = await choosePort('the sandbox', wantedPort);
	const sandbox = await createSandbox({ port });
	onEnd(() => sandbox.close());
	return sandbox;
}

/**
 * Sends to the contacts of the CRM with n8n's engine in this process, which needs no n8n: a first run
 * takes minutes to download it.
 */
async function sendFirst(sandbox: Sandbox): Promise<First> {
	const crm = readExample(CRM);
	const messages = await during("Texting the contacts with n8n's engine", async (step) => {
		// Loading n8n's engine takes seconds, and the sandbox is there before.
		const { sendFirstMessages } = await import('../demo/first-messages');
		const sent = await sendFirstMessages(crm, sandbox.url);
		step.done(`${String(sent.length)} messages are in the inbox at ${sandbox.url}`);
		return sent;
	});
	const seconds = secondsSinceStart();
	compare(messages, sandbox.messages());
	return { seconds, messages };
}

/** @throws Error when n8n's results are not what the sandbox received */
function compare(messages: DemoMessage[], received: StoredMessage[]): void {
	console.log(`\n${tableOf(messages)}\n`);
	const faults = disagreements(messages, received, gatewaysOf(readExample(CRM)));
	if (faults.length > 0) throw new Error(`n8n and the sandbox disagree: ${faults.join('; ')}.`);
	console.log(`The sandbox received exactly these ${String(messages.length)} messages.\n`);
}

/** @param before what the processor does first: downloads go on beside it */
async function startN8n(
	options: Options,
	folder: string,
	before: () => Promise<unknown>,
): Promise<N8n> {
	const [tarball, install] = await Promise.all([
		before()
			.then(() => build())
			.then(() => packCheckout(folder)),
		ensureN8n(),
	]);
	const userFolder = join(folder, 'user');
	addCommunityPackage(tarball, userFolder, PACKAGE_NAME);
	const port = await choosePort('n8n', options.n8nPort);
	const n8n = new N8n({ install, userFolder, port, brokerPort: await freePort() });
	onEnd(() => n8n.stop());
	await during('Starting n8n', () => n8n.start());
	return n8n;
}

/** Creates the credentials and workflows; resolves with the id of the CRM workflow. */
async function furnish(rest: N8nRest, owner: Owner, sandbox: Sandbox): Promise<string> {
	await rest.createOwner(owner);
	for (const credential of sandboxCredentials(sandbox.url)) await rest.createCredential(credential);
	let latest = '';
	for (const file of [...exampleFiles().filter((each) => !TOP.includes(each)), ...TOP]) {
		latest = await rest.createWorkflow(readExample(file));
	}
	return latest;
}

async function show(options: Options): Promise<Demo> {
	const folder = temporaryFolder('demo');
	const sandbox = await startSandbox(options.sandboxPort);
	say(`The sandbox is ready. Open its inbox: ${sandbox.url}`);
	let first: First | undefined;
	const n8n = await startN8n(options, folder, async () => {
		first = await sendFirst(sandbox);
	});
	const rest = new N8nRest(n8n.url);
	const owner = newOwner('demo@example.com');
	const crmWorkflowId = await during('Creating the owner, credentials and workflows', () =>
		furnish(rest, owner, sandbox),
	);
	const earlier = new Set(sandbox.messages().map(({ id }) => id));
	const messages = await during('Texting the contacts of the CRM with n8n', async () =>
		messagesOf(await rest.runWorkflow(crmWorkflowId, manualTriggerOf(readExample(CRM)))),
	);
	const received = sandbox.messages().filter(({ id }) => !earlier.has(id));
	compare(messages, received);
	return { n8n, owner, sandbox, crmWorkflowId, first, messages, received: received.length };
}

function secondsSinceStart(): number {
	const startedAt = Number(process.env.SMS_GATEWAYS_STARTED_AT ?? performance.timeOrigin);
	return Math.round((Date.now() - startedAt) / 100) / 10;
}

async function once(options: Options): Promise<void> {
	let result: Record<string, unknown>;
	try {
		const { first, messages, received } = await show(options);
		await during('Stopping everything', cleanUp);
		const sandbox = { messages: received };
		result = { ok: true, seconds: secondsSinceStart(), first, messages, sandbox };
	} catch (error) {
		await cleanUp();
		process.exitCode = 1;
		result = { ok: false, seconds: secondsSinceStart(), reason: reasonOf(error) };
	}
	console.log(JSON.stringify(result));
}

function reasonOf(error: unknown): string {
	if (error instanceof StepFailed) return `${error.message}\n\n${error.output.trim()}`;
	return error instanceof Error ? error.message : String(error);
}

async function stay(options: Options): Promise<void> {
	const { n8n, owner, sandbox, crmWorkflowId } = await show(options);
	console.log(`n8n       ${n8n.url}/workflow/${crmWorkflowId}
          log in as ${owner.email} with the password ${owner.password}
          it contains all workflows of examples/
n8n log   ${n8n.logFile}

The sandbox shows every message in its inbox, and lets you reply as the phone:

${connectionText(connectionOf(sandbox.url, ACCOUNTS))}

Both keep running. Press Ctrl+C to stop them and to remove what the demo created.`);
	while (n8n.isRunning()) await sleep(500);
	await sleep(1000);
	throw new Error(
		`n8n ended unexpectedly.\n\n${n8n.log().trim().split('\n').slice(-20).join('\n')}`,
	);
}

async function main(): Promise<void> {
	cleanUpOnSignals(() => {
		say('Stopping everything …');
	});
	let options: Options;
	try {
		options = readOptions(process.argv.slice(2));
	} catch (error) {
		console.error(error instanceof Error ? error.message : error);
		process.exitCode = 2;
		return;
	}
	if (options.once) {
		await once(options);
		return;
	}
	try {
		await stay(options);
	} catch (error) {
		await cleanUp();
		console.error(`\nThe demo failed: ${reasonOf(error)}`);
		process.exitCode = 1;
	}
}

void main();
