import { networkInterfaces } from 'node:os';

import type { Accounts } from './accounts';
import type { GatewayEntry } from './gateways/entry';
import type { GatewayName } from './gateways/names';
import { GATEWAY_NAMES, GATEWAYS } from './gateways/registry';
import { maskKnown } from './server/secrets';

/** What a program needs to send through the sandbox. */
export interface Connection {
	/** E.g. `http://127.0.0.1:4010`; all other URLs begin with it. */
	readonly url: string;
	/** The page about the sandbox's own API, and its OpenAPI document. */
	readonly api: string;
	readonly openapi: string;
	readonly gateways: readonly GatewayConnection[];
}

export interface GatewayConnection {
	readonly name: GatewayName;
	readonly displayName: string;
	readonly baseUrl: string;
	/** The fields of n8n's credential, in its order. Own secrets are not in it. */
	readonly account: readonly { readonly label: string; readonly value: string }[];
	/** A command that sends a message; null if the account has secrets of its own. */
	readonly curl: string | null;
}

/** In place of a secret that is not a demo account's. */
const OWN = '(your own)';

/** How to connect. The demo accounts' secrets are public and valid in the sandbox only. */
export function connectionOf(url: string, accounts: Accounts): Connection {
	return {
		url,
		api: `${url}/api`,
		openapi: `${url}/openapi.json`,
		gateways: GATEWAY_NAMES.map((name) => gatewayConnection(name, url, accounts[name])),
	};
}

function gatewayConnection(
	name: GatewayName,
	url: string,
	account: Readonly<Record<string, string>>,
): GatewayConnection {
	const entry: GatewayEntry = GATEWAYS[name];
	const { displayName, prefix, account: demo, secrets, labels } = entry;
	const shown = (field: string): string => {
		const value = account[field] ?? '';
		if (value === demo[field]) return value;
		return secrets.includes(field) ? OWN : maskKnown(value);
	};
	const baseUrl = url + prefix;
	return {
		name,
		displayName,
		baseUrl,
		account: Object.entries(labels).map(([field, label]) => ({ label, value: shown(field) })),
		curl: Object.keys(demo).every((field) => account[field] === demo[field])
			? entry.curl(baseUrl, demo)
			: null,
	};
}

/** The same for a terminal. */
export function connectionText({ url, api, openapi, gateways }: Connection): string {
	const blocks = gateways.map(({ displayName, baseUrl, account, curl }) => {
		const lines = [{ label: 'Base URL', value: baseUrl }, ...account].map(({ label, value }) =>
			row('', label.padEnd(13) + value),
		);
		const tryIt = curl === null ? [] : [row('', `Try it       ${curl}`)];
		return [
			displayName.padEnd(COLUMN) + (lines[0]?.slice(COLUMN) ?? ''),
			...lines.slice(1),
			...tryIt,
		].join('\n');
	});
	return `${row('Inbox', url)}

${blocks.join('\n\n')}

${row('Sent messages', `${url}/control/messages`)}
${row('Incoming messages', `${url}/control/incoming`)}
${row('Callbacks', `${url}/control/callbacks`)}
${row('Everything', `${url}/control/export`)}
${row('API', `${api}, as a document: ${openapi}`)}
`;
}

const COLUMN = 18;

function row(title: string, text: string): string {
	return title.padEnd(COLUMN) + text;
}

/** Addresses that a server on all interfaces listens on. */
const EVERYWHERE = ['0.0.0.0', '::'];
const LOOPBACK = /^(?:localhost|127\.[\d.]+|::1)$/i;

/** Most addresses of this machine that are listed. */
const MOST_ADDRESSES = 5;

/** From where the sandbox can be reached, for a terminal. */
export function reachText(
	{ url, port, host, allowedHosts }: ReachOptions,
	addresses: readonly string[] = ownAddresses(),
): string {
	const named = allowedHosts.map((name) => `http://${name}:${port}`);
	if (LOOPBACK.test(host)) {
		const also = named.length === 0 ? '' : `, also as ${named.join(', ')}`;
		return (
			`${row('Reachable', `from this machine only${also}.`)}\n` +
			row('', 'For containers and other machines, start it with --host 0.0.0.0.')
		);
	}
	const network = EVERYWHERE.includes(host)
		? addresses.slice(0, MOST_ADDRESSES).map((address) => urlOf(address, port))
		: [url];
	const lines = [
		...(EVERYWHERE.includes(host) ? [`from this machine  ${url}`] : []),
		`from its network   ${network.join(', ')}`,
		named.length === 0
			? 'Other names need --allow-host <name>, e.g. host.docker.internal.'
			: `with these names   ${named.join(', ')}`,
		'There is no password: who can reach it can read and change everything.',
	];
	return lines.map((line, at) => row(at === 0 ? 'Reachable' : '', line)).join('\n');
}

interface ReachOptions {
	readonly url: string;
	readonly port: number;
	readonly host: string;
	readonly allowedHosts: readonly string[];
}

function urlOf(address: string, port: number): string {
	return `http://${address.includes(':') ? `[${address}]` : address}:${port}`;
}

/** This machine's IPv4 addresses in its networks. */
function ownAddresses(): string[] {
	return Object.values(networkInterfaces())
		.flatMap((each) => each ?? [])
		.filter(({ family, internal }) => family === 'IPv4' && !internal)
		.map(({ address }) => address);
}
