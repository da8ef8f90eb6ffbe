import { createHash, timingSafeEqual } from 'crypto';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { textField } from '../../credentials/fields';
import type * as IpAddresses from '../../libraries/ipAddresses';

/** What a call brings that can prove it. */
export interface CallProof {
	/** The query as the web server parsed it: a name that stands twice is an array. */
	query: Record<string, unknown>;
	/** Header names in lower case. */
	headers: Record<string, unknown>;
}

/**
 * Whether a call proves itself with what the credential says. Whatever is missing or empty, in the
 * call or in the credential, proves nothing.
 */
export function isAuthentic(
	credentials: ICredentialDataDecryptedObject,
	{ query, headers }: CallProof,
): boolean {
	const name = textField(credentials, 'name').trim();
	const secret = textField(credentials, 'secret');
	switch (textField(credentials, 'method')) {
		case 'query':
			return name !== '' && sameSecret(ownText(query, name), secret);
		case 'header':
			return name !== '' && sameSecret(ownText(headers, name.toLowerCase()), secret);
		case 'basic': {
			const username = textField(credentials, 'username');
			const password = textField(credentials, 'password');
			if (username === '' || password === '') return false;
			return sameSecret(basicPair(ownText(headers, 'authorization')), `${username}:${password}`);
		}
		default:
			return false;
	}
}

/**
 * What is missing in the credential, in the user's words; null when it can prove something.
 */
export function findGap(credentials: ICredentialDataDecryptedObject): string | null {
	const needed =
		textField(credentials, 'method') === 'basic'
			? (['username', 'password'] as const)
			: (['name', 'secret'] as const);
	const gap = needed.find((field) => textField(credentials, field).trim() === '');
	return gap === undefined
		? null
		: `The ${gap} in the credential is empty: with it, nobody’s call would be let in. Fill it in.`;
}

/** Compares in a time that tells nothing of how much was right (their hashes are of one length). */
function sameSecret(given: string | null, expected: string): boolean {
	if (given === null || expected === '') return false;
	return timingSafeEqual(hash(given), hash(expected));
}

function hash(text: string): Buffer {
	return createHash('sha256').update(text, 'utf8').digest();
}

/** A text of that name; null for what is not there, stands twice, or is no text. */
function ownText(values: Record<string, unknown>, name: string): string | null {
	const value = Object.hasOwn(values, name) ? values[name] : null;
	return typeof value === 'string' ? value : null;
}

/** `username:password` of an Authorization header. Source: RFC 7617. */
function basicPair(header: string | null): string | null {
	const [, encoded] = /^Basic +([A-Za-z0-9+/_-]+=*) *$/i.exec(header ?? '') ?? [];
	return encoded === undefined ? null : Buffer.from(encoded, 'base64').toString('utf8');
}

type IpAddr = typeof IpAddresses.ipaddr;

let library: IpAddr | undefined;

/** The library, loaded for the first list of addresses, not when n8n starts. */
function addresses(): IpAddr {
	// eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load it at once
	library ??= (require('../../libraries/ipAddresses') as typeof IpAddresses).ipaddr;
	return library;
}

/** The ranges of "Allowed IPs". */
export class AllowedAddresses {
	private readonly ranges: Array<ReturnType<IpAddr['parseCIDR']>> = [];

	/** What is neither an address nor a range. */
	readonly unreadable: string[] = [];

	/** @param list addresses and CIDR ranges with commas, spaces or line breaks between them */
	constructor(list: string) {
		for (const entry of list.split(/[\s,;]+/).filter((each) => each !== '')) {
			const range = readRange(entry);
			if (range === null) this.unreadable.push(entry);
			else this.ranges.push(range);
		}
	}

	/**
	 * Whether an address may call. Without a list every address may; with entries that cannot be
	 * read, those that can be read count.
	 *
	 * @param address as the web server tells it: behind proxies, the one that n8n's
	 *   N8N_PROXY_HOPS makes it trust
	 */
	allow(address: string | undefined): boolean {
		if (this.ranges.length === 0 && this.unreadable.length === 0) return true;
		const ipaddr = addresses();
		if (address === undefined || !ipaddr.isValid(address)) return false;
		const caller = ipaddr.process(address);
		return this.ranges.some(
			([network, bits]) => caller.kind() === network.kind() && caller.match(network, bits),
		);
	}
}

function readRange(entry: string): ReturnType<IpAddr['parseCIDR']> | null {
	const ipaddr = addresses();
	const [network = '', ...bits] = entry.split('/');
	// Without four parts, "10.1" would be read as 10.0.0.1.
	if (!ipaddr.IPv6.isValid(network) && !ipaddr.IPv4.isValidFourPartDecimal(network)) return null;
	if (bits.length > 0) return ipaddr.isValidCIDR(entry) ? ipaddr.parseCIDR(entry) : null;
	const address = ipaddr.process(network);
	return [address, address.kind() === 'ipv4' ? 32 : 128];
}
