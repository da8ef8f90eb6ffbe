import type * as IpAddresses from '../../libraries/ipAddresses';

/** Ranges of the library's names that no other network routes (RFC 1918, 3927, 4193, 4291). */
const PRIVATE_RANGES = new Set(['loopback', 'private', 'linkLocal', 'uniqueLocal']);

/**
 * Ends of names that the public DNS does not know (RFC 6761 and 6762, ICANN's `internal`). `invalid`
 * is nobody's: what cannot be found is reported as that.
 */
const PRIVATE_ENDS = ['.localhost', '.local', '.internal', '.invalid'];

/**
 * Whether a host is this machine or in a private network: an address of one, `localhost`, or a name
 * that the public DNS does not know, such as a container's.
 *
 * @param hostname as `URL` gives it: in lower case, IPv4 in four decimal parts, IPv6 in brackets
 */
export function isPrivateHost(hostname: string): boolean {
	const host = hostname.endsWith('.') ? hostname.slice(0, -1) : hostname;
	if (host === '') return false;
	// eslint-disable-next-line @typescript-eslint/no-require-imports -- most addresses are https and need it not
	const { ipaddr } = require('../../libraries/ipAddresses') as typeof IpAddresses;
	const address = host.startsWith('[') ? host.slice(1, -1) : host;
	if (ipaddr.isValid(address)) return PRIVATE_RANGES.has(ipaddr.process(address).range());
	return !host.includes('.') || PRIVATE_ENDS.some((end) => host.endsWith(end));
}
