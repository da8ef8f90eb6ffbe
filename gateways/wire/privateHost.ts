import type * as IpAddresses from '../../libraries/ipAddresses';

/** The library's names of private ranges (RFC 1918, 3927, 4193, 4291). */
const PRIVATE_RANGES = new Set(['loopback', 'private', 'linkLocal', 'uniqueLocal']);

/**
 * Top-level domains that are not in the public DNS (RFC 6761 and 6762, ICANN's `internal`). `invalid`
 * never resolves, which is reported as a host that was not found.
 */
const PRIVATE_ENDS = ['.localhost', '.local', '.internal', '.invalid'];

/**
 * Whether a host is this machine or in a private network: a private address, `localhost`, or a name that
 * is not in the public DNS, such as a container's.
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
