import { createHash, timingSafeEqual } from 'crypto';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { textField } from '../../http/credentialData';
import type * as IpAddresses from '../../libraries/ipAddresses';

/** The parts of a call that can authenticate it. */
export interface CallProof {
	/** The query as the web server parsed it: a name that appears twice is an array. */
	query: Record<string, unknown>;
	/** Header names in lower case. */
	headers: Record<string, unknown>;
}

/**
 * Whether a call is authenticated by the credential. Missing or empty values, in the call or in the
 * credential, never authenticate.
 */
export function isAuthentic(
	credentials: ICredentialDataDecryptedObject,
	{ query, headers }: CallProof,
): boolean {
	const name = textField(credentials, 'name').trim();
	const secret = textField(credentials, 'secret');
	if (findGap(credentials) !== null) return false;
	switch (textField(credentials, 'method')) {
		case 'query':
			return name !== '' && sameSecret(ownText(query, name), secret);
		case 'header':
			return name !== '' && sameSecret(ownText(headers, name.toLowerCase()), secret);
		case 'basic': {
			const username = textField(credentials, 'username');
			const password = textField(credentials, 'password');
			return sameSecret(basicPair(ownText(headers, 'authorization')), `${username}:${password}`);
		}
		default:
			return false;
	}
}

/**
 * What is missing in the credential, in the user's words; null when it is complete.
 */
export function findGap(credentials: ICredentialDataDecryptedObject): string | null {
	const needed =
		textField(credentials, 'method') === 'basic'
			? (['username', 'password'] as const)
			: (['name', 'secret'] as const);
	const gap = needed.find((field) => textField(credentials, field).trim() === '');
	return gap === undefined
		? null
		: `The ${gap} in the credential is empty, so no call would be accepted. Fill it in.`;
}

/** The shortest secret or password of a new trigger, in characters. */
const SHORTEST_SECRET = 20;

/** The fewest different characters of one. */
const FEWEST_DIFFERENT = 6;

/**
 * What makes a credential too easy to guess, in the user's words; null when it is long enough.
 */
export function findWeakness(credentials: ICredentialDataDecryptedObject): string | null {
	const field = textField(credentials, 'method') === 'basic' ? 'password' : 'secret';
	const characters = Array.from(textField(credentials, field).trim());
	const { length } = characters;
	if (length >= SHORTEST_SECRET) {
		return new Set(characters).size >= FEWEST_DIFFERENT
			? null
			: `The ${field} in the credential is too easy to guess, because it repeats the same few characters. Use a password generator.`;
	}
	return `The ${field} in the credential is too short: it has ${length} characters, and needs at least ${SHORTEST_SECRET}. Use a password generator.`;
}

/** Compares in constant time; the hashes have the same length. */
function sameSecret(given: string | null, expected: string): boolean {
	if (given === null || expected === '') return false;
	return timingSafeEqual(hash(given), hash(expected));
}

function hash(text: string): Buffer {
	return createHash('sha256').update(text, 'utf8').digest();
}

/** The text of that name; null if it is missing, appears twice or is not text. */
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
	library ??= (require('../../libraries/ipAddresses') as typeof IpAddresses).ipaddr;
	return library;
}

/** The ranges of "Allowed IPs". */
export class AllowedAddresses {
	private readonly ranges: Array<ReturnType<IpAddr['parseCIDR']>> = [];

	/** Entries that are neither an address nor a range, or are ambiguous. */
	readonly unreadable: string[] = [];

	/** @param list addresses and CIDR ranges, separated by commas, spaces or line breaks */
	constructor(list: string) {
		for (const entry of list.split(/[\s,;]+/).filter((each) => each !== '')) {
			const range = readRange(entry);
			if (range === null) this.unreadable.push(entry);
			else this.ranges.push(range);
		}
	}

	/**
	 * Whether an address may call. Without a list every address may; unreadable entries are ignored, but
	 * with only those, no address may.
	 *
	 * @param address as the web server reports it: behind proxies, the one that n8n's N8N_PROXY_HOPS
	 *   makes it trust
	 */
	allow(address: string | undefined): boolean {
		if (this.ranges.length === 0 && this.unreadable.length === 0) return true;
		// A link-local address comes with its interface, e.g. fe80::1%eth0.
		const [plain = ''] = (address ?? '').split('%', 1);
		if (!isUnambiguous(plain)) return false;
		const caller = addresses().process(plain);
		return this.ranges.some(
			([network, bits]) => caller.kind() === network.kind() && caller.match(network, bits),
		);
	}
}

/** The longest address in full, with a range, in characters. */
const LONGEST_ENTRY = 50;
/** Addresses of IPv4 written as IPv6 (RFC 4291, section 2.5.5.2) have this many bits before their own. */
const MAPPED_BITS = 96;

function readRange(entry: string): ReturnType<IpAddr['parseCIDR']> | null {
	const [network = '', bits, ...more] = entry.split('/');
	if (more.length > 0 || !isUnambiguous(network)) return null;
	const written = addresses().parse(network);
	const most = written.kind() === 'ipv4' ? 32 : 128;
	if (bits !== undefined && !(/^(?:0|[1-9]\d{0,2})$/.test(bits) && Number(bits) <= most))
		return null;
	const length = bits === undefined ? most : Number(bits);
	const address = addresses().process(network);
	if (address.kind() === written.kind()) return [address, length];
	// A longer range than all of IPv4 would hold both kinds.
	return length < MAPPED_BITS ? null : [address, length - MAPPED_BITS];
}

/**
 * Whether a text is an unambiguous address. The library accepts more: it reads `010.0.0.1` as octal
 * and `10.1` as 10.0.0.1, and ignores the zone of `fe80::1%eth0`.
 */
function isUnambiguous(text: string): boolean {
	const { IPv4, IPv6 } = addresses();
	if (text.length > LONGEST_ENTRY || text.includes('%')) return false;
	const last = text.slice(text.lastIndexOf(':') + 1);
	if (last.includes('.')) {
		// `::10.0.0.1`, without ffff, no longer means an IPv4 address (RFC 4291, section 2.5.5.1).
		if (!IPv4.isValidFourPartDecimal(last) || text === `::${last}`) return false;
	}
	return text.includes(':') ? IPv6.isValid(text) : last.includes('.');
}
