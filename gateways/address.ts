import { withoutTrailing } from '../messages/trailing';

/** The credential's Base URL cannot be used; nothing was sent. */
export class AddressError extends Error {
	constructor(message: string) {
		super(message);
		this.name = 'AddressError';
	}
}

/**
 * A base address as users paste it, without spaces around it and without slashes at its end.
 *
 * @throws AddressError when it is not a plain http or https address; the text never repeats it,
 *   because people paste passwords into the wrong field
 */
export function normalizeBaseUrl(baseUrl: string): string {
	const trimmed = withoutTrailing(baseUrl.trim(), '/');
	if (!URL.canParse(trimmed)) {
		throw new AddressError(
			'The Base URL in the credential is not an address. Write it like https://www.example.com/path.',
		);
	}
	const url = new URL(trimmed);
	if (url.protocol !== 'https:' && url.protocol !== 'http:') {
		throw new AddressError(
			'The Base URL in the credential must start with https:// (or http:// on your own machine).',
		);
	}
	if (url.search !== '' || url.hash !== '' || url.username !== '' || url.password !== '') {
		throw new AddressError(
			'The Base URL in the credential must hold no user name, no question mark and no #.',
		);
	}
	return trimmed;
}

/**
 * The path of a request below its base address.
 *
 * @param url a path, or a whole URL below the base address
 * @throws AddressError for a whole URL elsewhere: credentials are shown to their own host only
 */
export function pathBelow(base: string, url: string): string {
	if (url.startsWith(`${base}/`)) return url.slice(base.length + 1);
	if (/^[a-z][a-z0-9+.-]*:|^\/\//i.test(url)) {
		throw new AddressError('This credential may be used for requests to its own Base URL only.');
	}
	return url.replace(/^\/+/, '');
}

/**
 * The whole URL of a request.
 *
 * @throws AddressError when the base address cannot be used, or the URL lies outside of it
 */
export function completeUrl(baseUrl: string, url: string): string {
	const base = normalizeBaseUrl(baseUrl);
	return `${base}/${pathBelow(base, url)}`;
}
