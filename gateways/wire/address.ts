import { withoutTrailing } from '../../messages/trailing';
import { isPrivateHost } from './privateHost';

/** The credential's Base URL is not valid, or a request goes elsewhere; nothing was sent. */
export class AddressError extends Error {
	constructor(message: string) {
		super(message);
		this.name = 'AddressError';
	}
}

const NOT_HTTPS = 'Base URL must begin with https://, e.g. https://www.example.com/path';
const ELSEWHERE =
	'This credential works only for URLs below its Base URL, but this request goes somewhere else. Nothing was sent. Change the URL of the request.';

/** The destination of a request, in the options of n8n's HTTP clients. */
export interface Destination {
	url?: unknown;
	/** What n8n's older client, which the HTTP Request node uses, has instead of `url`. */
	uri?: unknown;
	/** The base of a relative `url` or `uri`. */
	baseURL?: unknown;
}

/**
 * Disables redirects, with the options of both of n8n's HTTP clients: they would send headers and
 * sometimes the password to the redirect's target.
 */
const NO_REDIRECTS = {
	disableFollowRedirect: true,
	followRedirect: false,
	followAllRedirects: false,
	maxRedirects: 0,
	sendCredentialsOnCrossOriginRedirect: false,
};

/**
 * A request with its whole URL, in the field that its client reads, and without redirects.
 *
 * @param complete makes the whole URL from the request's URL or path
 * @throws AddressError when the request has no address, and whatever `complete` throws
 */
export function withAddress<T extends object>(request: T, complete: (url: string) => string): T {
	const { url, uri, baseURL, ...rest } = request as T & Destination;
	const address = complete(askedUrl({ url, uri, baseURL }));
	const field = isOfOlderClient({ url, uri }) ? { uri: address } : { url: address };
	return { ...rest, ...NO_REDIRECTS, ...field } as unknown as T;
}

/** Whether a request is one of n8n's older client, which the HTTP Request node uses. */
export function isOfOlderClient({ url, uri }: Destination): boolean {
	return isGiven(uri) && !isGiven(url);
}

/** The URL of a request, joined as n8n's HTTP clients do. */
function askedUrl({ url, uri, baseURL }: Destination): string {
	const asked = addressText(isGiven(url) ? url : uri);
	const base = addressText(baseURL);
	if (asked === '' && base === '') {
		throw new AddressError('The request has no URL. Nothing was sent.');
	}
	if (base === '' || isAbsolute(asked)) return asked;
	return asked === '' ? base : `${withoutTrailing(base, '/')}/${withoutSlashesAtStart(asked)}`;
}

function isGiven(value: unknown): boolean {
	return value !== undefined && value !== null;
}

function addressText(value: unknown): string {
	if (!isGiven(value)) return '';
	if (value instanceof URL) return value.href;
	if (typeof value === 'string') return value.trim();
	throw new AddressError('The URL of the request must be text. Nothing was sent.');
}

/**
 * Normalizes a Base URL as `URL` writes it, without slashes at the end.
 *
 * @throws AddressError when it is not a plain https URL. The error never repeats it, because people paste
 *   passwords into the wrong field. `http` is allowed for this machine and private networks, where the
 *   sandbox or a proxy may run
 */
export function normalizeBaseUrl(baseUrl: string): string {
	const known = normalized.get(baseUrl);
	if (known !== undefined) return known;
	const base = normalize(baseUrl);
	if (normalized.size >= MOST_KNOWN) normalized.clear();
	normalized.set(baseUrl, base);
	return base;
}

/** A cache, because each message needs the Base URL of its account. */
const normalized = new Map<string, string>();
const MOST_KNOWN = 100;

function normalize(baseUrl: string): string {
	const text = baseUrl.trim();
	if (!/^https?:\/\/[^/\\]/i.test(text) || !URL.canParse(text)) throw new AddressError(NOT_HTTPS);
	const url = new URL(text);
	if (url.protocol === 'http:' && !isPrivateHost(url.hostname)) throw new AddressError(NOT_HTTPS);
	// The text is searched, because `URL` does not show an empty username or query.
	if (/[?#]/.test(text) || namesUser(text)) {
		throw new AddressError('Base URL must not contain a username, a question mark or #');
	}
	return url.origin + withoutTrailing(url.pathname, '/');
}

/**
 * The path of a request below its Base URL, with its query, unchanged.
 *
 * @param base as `normalizeBaseUrl` returns it
 * @param url a path, or a whole URL below the Base URL
 * @throws AddressError for a URL elsewhere: credentials are sent only to their own host
 */
export function pathBelow(base: string, url: string): string {
	const [address = ''] = url.split('#', 1);
	const [place = ''] = address.split('?', 1);
	// HTTP clients read a backslash as a slash, and drop control characters.
	if (/[\\\p{Cc}]/u.test(place) || hasDotSegment(place)) throw new AddressError(ELSEWHERE);
	if (!isAbsolute(address)) return withoutSlashesAtStart(address);
	const [origin] = /^https?:\/\/[^/?]+/i.exec(address) ?? [];
	if (origin === undefined || !isSameOrigin(base, address)) throw new AddressError(ELSEWHERE);
	const path = address.slice(origin.length);
	// Segments are compared as `URL` writes them; the rest stays unchanged, because it is signed.
	const root = new URL(base).pathname === '/' ? [] : new URL(base).pathname.split('/').slice(1);
	const query = path.includes('?') ? path.slice(path.indexOf('?')) : '';
	const [, ...segments] = path.slice(0, path.length - query.length).split('/');
	const isBelow = root.every((each, index) => each === asWritten(segments[index] ?? ''));
	if (!isBelow) throw new AddressError(ELSEWHERE);
	return withoutSlashesAtStart(segments.slice(root.length).join('/')) + query;
}

/**
 * The whole URL of a request.
 *
 * @throws AddressError when the Base URL is not valid, or the URL is not below it
 */
export function completeUrl(baseUrl: string, url: string): string {
	const base = normalizeBaseUrl(baseUrl);
	const path = pathBelow(base, url);
	return path === '' || path.startsWith('?') ? `${base}${path}` : `${base}/${path}`;
}

/** A path as it is sent: `URL` encodes spaces and accented letters. */
export function asWritten(path: string): string {
	return new URL(`https://example.com/${path}`).pathname.slice(1);
}

/** Whether a URL names a host, or tries to. */
function isAbsolute(url: string): boolean {
	return /^(?:[a-z][a-z0-9+.-]*:|[/\\]{2})/i.test(url);
}

/** Whether two URLs have the same scheme, host and port, and the second has no username. */
function isSameOrigin(base: string, address: string): boolean {
	if (!URL.canParse(address) || namesUser(address)) return false;
	const [own, asked] = [new URL(base), new URL(address)];
	return (
		asked.protocol === own.protocol &&
		asked.port === own.port &&
		withoutDotAtEnd(asked.hostname) === withoutDotAtEnd(own.hostname)
	);
}

function namesUser(address: string): boolean {
	return /^[^/]*\/\/[^/?#]*@/.test(address);
}

/** A host name with a dot at its end is the same host. */
function withoutDotAtEnd(host: string): string {
	return host.endsWith('.') ? host.slice(0, -1) : host;
}

/** Whether a path has `.` or `..`, which HTTP clients and servers resolve. */
function hasDotSegment(path: string): boolean {
	return path
		.replace(/%2f|%5c/gi, '/')
		.replace(/%2e/gi, '.')
		.split('/')
		.some((segment) => segment === '.' || segment === '..');
}

function withoutSlashesAtStart(text: string): string {
	return text.replace(/^\/+/, '');
}
