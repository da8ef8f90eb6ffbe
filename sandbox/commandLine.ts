import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { parseArgs } from 'node:util';

import { ACCOUNTS, type GivenAccounts } from './accounts';
import type { GatewayName } from './gateways/names';
import type { SandboxOptions } from './server/api';
import type { CallbackTargets } from './callbacks';
import type { CallbackSecret, CallbackTarget } from './callbacks/target';
import { DEFAULT_JOURNAL, MOST_MEGABYTES } from './options';

export const DEFAULT_PORT = 4010;

const GATEWAYS = Object.keys(ACCOUNTS) as GatewayName[];

/** An environment variable for callback secrets, which the list of processes does not show. */
const SECRET_VARIABLE = 'SANDBOX_CALLBACK_SECRET';

export const HELP = `Starts the sandbox, which simulates the SMS gateways, so that you can try things without an account.

  --port <number>         the port; default ${String(DEFAULT_PORT)}, 0 takes any free port
  --host <address>        the address to listen on; default 127.0.0.1, this machine only. 0.0.0.0 for
                          containers and other machines: who can reach it can read and change everything
  --allow-host <name>     another name that it answers to, e.g. host.docker.internal from a container;
                          can be given several times
  --latency <ms>          delays the answer to every gateway request; default 0
  --delivery-time <ms>    how long it takes to deliver a message; default 2000
  --otp-lifetime <ms>     how long a one-time password of Message Central is valid; default 60000
  --first-page <0 or 1>   the number of the first page of Messangi's lists; default 1
  --report-delay <ms>     how long it takes until a message is in Messangi's report; default 0
  --export-format <format>
                          how mGage exports messages: xml, json or csv; default xml
  --callback <gateway>=<URL>
                          the URL for a gateway's delivery reports and incoming messages
  --callback-secret <gateway>=query:<name>:<value>, =header:<name>:<value> or =basic:<user>:<password>
                          how these calls are authenticated. Other users of this machine can see it in
                          the list of processes, so ${SECRET_VARIABLE} is safer
  --accounts <file>       JSON with your own keys and passwords, instead of the demo accounts',
                          e.g. {"messangi": {"privateKey": "..."}, "mGage": {"password": "..."}}
  --journal-mb <number>   how much it keeps of messages, calls and callbacks, in MB; default ${DEFAULT_JOURNAL}.
                          Beyond that, it drops the oldest
  --export <file>         writes everything that it received to this file, as JSON, when it stops
  --help                  prints this text

Gateways: ${GATEWAYS.join(', ')}. --callback and --callback-secret can be given for each of them.

Environment:
  ${SECRET_VARIABLE}
                          the same as --callback-secret, e.g. mGage=query:<name>:<value>, with one line
                          for each gateway. --callback-secret takes precedence
`;

/** The parsed command line. */
export interface CommandLine {
	readonly help: boolean;
	readonly options: SandboxOptions & { readonly port: number };
	/** The file for the export. */
	readonly exportTo?: string;
}

/**
 * Reads the command line, and callback secrets from the environment.
 *
 * @throws Error with the reason if it is invalid
 */
export function readCommandLine(
	args: readonly string[],
	environment: Readonly<NodeJS.ProcessEnv> = process.env,
): CommandLine {
	const { values } = parseArgs({
		args: [...args],
		options: {
			port: { type: 'string' },
			host: { type: 'string' },
			'allow-host': { type: 'string', multiple: true },
			latency: { type: 'string' },
			'delivery-time': { type: 'string' },
			'otp-lifetime': { type: 'string' },
			'first-page': { type: 'string' },
			'report-delay': { type: 'string' },
			'export-format': { type: 'string' },
			callback: { type: 'string', multiple: true },
			'callback-secret': { type: 'string', multiple: true },
			accounts: { type: 'string' },
			'journal-mb': { type: 'string' },
			export: { type: 'string' },
			help: { type: 'boolean' },
		},
	});
	const firstPage = wholeNumber('first-page', values['first-page'] ?? '1', 1);
	return {
		help: values.help === true,
		options: {
			port: wholeNumber('port', values.port ?? String(DEFAULT_PORT), 65_535),
			...(values.host === undefined ? {} : { host: readHost(values.host) }),
			allowedHosts: values['allow-host'] ?? [],
			latency: wholeNumber('latency', values.latency ?? '0', 600_000),
			deliveryTime: wholeNumber('delivery-time', values['delivery-time'] ?? '2000', 600_000),
			otpLifetime: wholeNumber('otp-lifetime', values['otp-lifetime'] ?? '60000', 600_000),
			messangiFirstPage: firstPage === 0 ? 0 : 1,
			messangiReportDelay: wholeNumber('report-delay', values['report-delay'] ?? '0', 600_000),
			mgageExport: readExportFormat(values['export-format'] ?? 'xml'),
			journalMegabytes: readJournal(values['journal-mb'] ?? String(DEFAULT_JOURNAL)),
			callbacks: readCallbacks(values.callback ?? [], {
				[SECRET_VARIABLE]: (environment[SECRET_VARIABLE] ?? '').split(/\r?\n/).filter(isFilled),
				'--callback-secret': values['callback-secret'] ?? [],
			}),
			...(values.accounts === undefined ? {} : { accounts: readAccounts(values.accounts) }),
		},
		...(values.export === undefined ? {} : { exportTo: values.export }),
	};
}

const isFilled = (line: string): boolean => line.trim() !== '';

/** A whole number from the command line. @throws Error that names the valid range */
function wholeNumber(name: string, text: string, max: number): number {
	const value = Number(text);
	if (/^\d+$/.test(text) && value <= max) return value;
	throw new Error(`--${name} must be a whole number from 0 to ${String(max)}, not "${text}".`);
}

/** An address or a name, without brackets, scheme and port. */
function readHost(text: string): string {
	if (isIP(text) !== 0 || /^[a-z\d]([a-z\d.-]*[a-z\d])?$/i.test(text)) return text;
	throw new Error(
		`--host must be an address of this machine without a port, e.g. 0.0.0.0, not "${text}".`,
	);
}

function readExportFormat(text: string): 'xml' | 'json' | 'csv' {
	if (text === 'xml' || text === 'json' || text === 'csv') return text;
	throw new Error(`--export-format must be xml, json or csv, not "${text}".`);
}

function readJournal(text: string): number {
	const megabytes = wholeNumber('journal-mb', text, MOST_MEGABYTES);
	if (megabytes > 0) return megabytes;
	throw new Error('--journal-mb must be at least 1.');
}

/** @param secrets by where they were given; the last one takes precedence */
function readCallbacks(
	urls: readonly string[],
	secrets: Readonly<Record<string, readonly string[]>>,
): CallbackTargets {
	const targets = new Map<GatewayName, CallbackTarget>();
	for (const [gateway, url] of urls.map((text) => assignment('--callback', text))) {
		targets.set(gateway, { url });
	}
	for (const [origin, given] of Object.entries(secrets)) {
		for (const [gateway, text] of given.map((each) => assignment(origin, each))) {
			const target = targets.get(gateway);
			if (target === undefined) {
				throw new Error(`${origin} for ${gateway} needs --callback ${gateway}=<URL>.`);
			}
			targets.set(gateway, { ...target, secret: readSecret(origin, text) });
		}
	}
	return Object.fromEntries(targets);
}

/** `<gateway>=<value>`. The error repeats no value: it may be a secret. */
function assignment(origin: string, text: string): readonly [GatewayName, string] {
	const [, name, value] = /^([^=]*)=(.+)$/s.exec(text) ?? [];
	const gateway = GATEWAYS.find((each) => each.toLowerCase() === name?.toLowerCase());
	if (gateway !== undefined && value !== undefined) return [gateway, value];
	throw new Error(`${origin} must be <gateway>=<value>, with one of ${GATEWAYS.join(', ')}.`);
}

function readSecret(origin: string, text: string): CallbackSecret {
	const [, kind, first = '', second = ''] = /^(query|header|basic):([^:]*):(.+)$/s.exec(text) ?? [];
	switch (kind) {
		case 'query':
		case 'header':
			return { in: kind, name: first, value: second };
		case 'basic':
			return { in: 'basic', username: first, password: second };
		default:
			throw new Error(
				`${origin} must be <gateway>=query:<name>:<value>, =header:<name>:<value> or ` +
					'=basic:<user>:<password>.',
			);
	}
}

/** The content is checked when the sandbox is created. */
function readAccounts(file: string): GivenAccounts {
	let text: string;
	try {
		text = readFileSync(file, 'utf8');
	} catch {
		throw new Error(`--accounts names ${file}, which cannot be read.`);
	}
	try {
		return JSON.parse(text) as GivenAccounts;
	} catch {
		// The parser's message would quote the file, and with it a secret.
		throw new Error(`--accounts names ${file}, which is not valid JSON.`);
	}
}
