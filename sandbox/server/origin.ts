import type { IncomingMessage } from 'node:http';
import { isIPv6 } from 'node:net';

/** The reason why a request is refused; undefined if it is allowed. */
export type Guard = (request: IncomingMessage) => string | undefined;

const STRANGE_NAME =
	'The sandbox does not answer to this name, because a page on the internet could use it, too. ' +
	'Use the address that the sandbox printed, or start it with --allow-host <name>.';
const UNCLEAR_NAME =
	'Send exactly one Host header, with the address that the sandbox printed, and a path.';
const FOREIGN_PAGE =
	'This request comes from a page of another site, and the sandbox does not answer those. ' +
	'Send it from a program, or use the inbox.';

const BROWSER =
	'This request comes from a browser, perhaps from a page of another site. Send it from a program.';

/** `[address]` or a name, then an optional port. */
const HOST = /^(?:\[([0-9a-f:.]+)\]|([0-9a-z_-]+(?:\.[0-9a-z_-]+)*)\.?)(?::\d*)?$/i;

/** The host of a Host header in lowercase, without port; undefined if it is not valid. */
function nameIn(host: string): string | undefined {
	const [, address, name] = HOST.exec(host) ?? [];
	if (address !== undefined) return isIPv6(address) ? canonical(address) : undefined;
	return name?.toLowerCase();
}

/** The canonical form of an IPv6 address, e.g. `::1` for `0:0:0:0:0:0:0:1`. */
function canonical(address: string): string {
	return new URL(`http://[${address}]/`).hostname.slice(1, -1);
}

/**
 * Makes the check for all requests, including those to gateways: browsers let any page send requests
 * to this machine, and the keys of the demo accounts are public.
 *
 * - The Host must be one of the sandbox's own names. A page whose name points here (DNS rebinding)
 *   sends its own name. The port does not matter: a container's differs inside and outside.
 * - Origin, Sec-Fetch-Site and Referer, if present, must be those of the sandbox's own page. Programs
 *   send none of them. Only the inbox may be opened from anywhere, because a link to it does nothing.
 *
 * Over plain HTTP, a browser sends Sec-Fetch-Site only to loopback names, so under another name
 * nothing gives away a picture of a page that hides its Referer. Requests to gateways do something
 * and are made by programs, so they are refused there if a browser sends them. Answers of other paths
 * cannot be read by such a page.
 *
 * @param host the address that the sandbox was told to listen on
 * @param allowedHosts its other names
 * @param gatewayRoute the URL of all requests to gateways at this point
 * @throws RangeError for an invalid name
 */
export function createGuard(
	host: string,
	allowedHosts: readonly string[],
	gatewayRoute: string,
): Guard {
	const allowed = new Set(allowedHosts.map(checkAllowed));
	const own = new Set(['localhost', '127.0.0.1', '::1', ...allowed]);
	own.add(isIPv6(host) ? canonical(host) : host.toLowerCase());

	return (request) => {
		const { rawHeaders, headers, socket } = request;
		const hosts = rawHeaders.filter((each, at) => at % 2 === 0 && each.toLowerCase() === 'host');
		const isPath = /^(?:\/|\*$)/.test(request.url ?? '');
		if (hosts.length !== 1 || headers.host === undefined || !isPath) return UNCLEAR_NAME;
		const name = nameIn(headers.host);
		// The address of this machine that the client connected to is also allowed.
		const isOwn = name !== undefined && (own.has(name) || name === addressOf(socket.localAddress));
		if (!isOwn) return STRANGE_NAME;
		const schemes = allowed.has(name) ? ['http:', 'https:'] : ['http:'];
		const origins = schemes.map((scheme) => `${scheme}//${headers.host ?? ''}`.toLowerCase());
		if (isForeign(request, origins)) return FOREIGN_PAGE;
		return isUnmarked(request) && request.url === gatewayRoute ? BROWSER : undefined;
	};
}

function isForeign(request: IncomingMessage, own: readonly string[]): boolean {
	const { origin, referer } = request.headers;
	if (origin !== undefined && !own.includes(origin.toLowerCase())) return true;
	const site = request.headers['sec-fetch-site'];
	const isElsewhere = site !== undefined && site !== 'same-origin' && site !== 'none';
	const hasForeignReferer = referer !== undefined && !own.includes(originOf(referer));
	return (isElsewhere || hasForeignReferer) && !opensInbox(request);
}

/** Whether a browser sent this without saying for which page. */
function isUnmarked({ headers }: IncomingMessage): boolean {
	const marks = [headers['sec-fetch-site'], headers.origin, headers.referer];
	if (marks.some((mark) => mark !== undefined)) return false;
	// PowerShell calls itself that, too.
	const agent = headers['user-agent'] ?? '';
	return agent.startsWith('Mozilla/') && !agent.includes('PowerShell');
}

/** Whether this is a navigation to the inbox, or a reload after it. */
function opensInbox({ method, url = '', headers }: IncomingMessage): boolean {
	if (method !== 'GET' || !/^\/(?:\?|$)/.test(url) || headers.origin !== undefined) return false;
	if (headers['sec-fetch-site'] === undefined) return true;
	return headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';
}

/** The origin of a Referer without its scheme's default port; `null` if it has none. */
function originOf(referer: string): string {
	return URL.canParse(referer) ? new URL(referer).origin : 'null';
}

/** A socket's local address; IPv4 without the prefix of a dual-stack socket. */
function addressOf(address = ''): string {
	return address.replace(/^::ffff:(?=\d+\.)/, '');
}

function checkAllowed(name: string): string {
	const known = typeof name === 'string' && !name.includes(':') ? nameIn(name) : undefined;
	if (known !== undefined) return known;
	throw new RangeError(
		'An allowed host must be a name without port and path, e.g. "host.docker.internal".',
	);
}
