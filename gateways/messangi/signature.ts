import { createHmac } from 'crypto';
import { AddressError, asWritten, normalizeBaseUrl, pathBelow } from '../wire/address';

/** The fields of the credential; only the credential itself has all of them. */
export interface MessangiAccount {
	baseUrl: string;
	instanceId: string;
	publicKey: string;
	privateKey: string;
	/**
	 * Whether to pad Base64 with `=`. The vendor's Java sample pads; a client in production since 2018
	 * does not.
	 */
	padBase64: boolean;
}

/** The first segment of a method's path below `rest/api`. */
const METHODS: ReadonlySet<string> = new Set(['tools', 'sendMT', 'fireMessage']);
const NO_METHOD =
	'The URL must name a Messangi method below the Base URL, e.g. /rest/api/tools/getMessage/{instanceId}/{messageId}. Nothing was sent.';

/** Marks where the path parameters begin; the first one is always the instance ID. */
export const INSTANCE_ID = '{instanceId}';

/** Marks a Base64 parameter, which the credential pads or not. */
export function base64Parameter(text: string): string {
	return `{base64:${Buffer.from(text, 'utf8').toString('base64url')}}`;
}

/**
 * Messangi's signature: HMAC-SHA256 with the private key's bytes over the path parameters, joined
 * by `/`, exactly as they are in the URL; 64 lower-case hex characters. Not signed: the Base URL, the
 * method's name, the public key, the body. Source: the vendor's page on ciphering and
 * six published request vectors.
 *
 * @param pathParameters the parameters, from the instance id to the last, joined by `/`
 */
export function signature(pathParameters: string, privateKey: string): string {
	// As text, not as a buffer of the same bytes, which takes five times as long in Node.js 24.
	return createHmac('sha256', privateKey).update(pathParameters, 'utf8').digest('hex');
}

/**
 * Completes a request's path to the URL that is sent: inserts the account's instance ID and Base64 form,
 * then adds the public key and the signature. A URL that already has them is not changed, because n8n
 * may call this again before it repeats a request.
 *
 * @param url a path from `request.ts`, or what the HTTP Request node was given: a path or a whole
 *   URL below the account's base address, with `{instanceId}`, the id itself or neither
 * @throws AddressError when the Base URL is not valid, the URL is not below it, or it names no method of
 *   Messangi's API
 */
export function signedUrl(url: string, account: MessangiAccount): string {
	const base = normalizeBaseUrl(account.baseUrl);
	const below = pathBelow(base, url);
	const [path = ''] = below.split('?', 1);
	const publicKey = encodeURIComponent(account.publicKey.trim());
	if (isComplete(path, publicKey)) return `${base}/${below}`;
	const instanceId = encodeURIComponent(account.instanceId.trim());
	const filled = path.replace(/\{base64:([A-Za-z0-9_-]*)\}/g, (_, encoded: string) =>
		account.padBase64 ? padded(encoded) : encoded,
	);
	const { method, parameters } = partsOf(filled, instanceId);
	const proof = signature(parameters, account.privateKey.trim());
	return `${base}/${method}/${parameters}/${publicKey}/${proof}${below.slice(path.length)}`;
}

/**
 * Splits a path into the method and the part that is signed: the parameters from the instance ID on, as
 * they are sent.
 */
function partsOf(path: string, instanceId: string): { method: string; parameters: string } {
	const isMarked = path.split('/').includes(INSTANCE_ID);
	const segments = withApi((isMarked ? path : path.replace(/\/$/, '')).split('/'));
	// `rest/api/tools/<method>` or `rest/api/<method>`, unless the id's place is marked.
	const named = segments[2] === 'tools' ? 4 : 3;
	const start = isMarked ? segments.indexOf(INSTANCE_ID) : named;
	if (segments.length < start) throw new AddressError(NO_METHOD);
	const given = segments.slice(start);
	const others = isMarked || given[0] === instanceId ? given.slice(1) : given;
	return {
		method: asWritten(segments.slice(0, start).join('/')),
		parameters: asWritten([instanceId, ...others].join('/')),
	};
}

/** Whether a path ends with the public key and a signature. */
function isComplete(path: string, publicKey: string): boolean {
	const [proof = '', key] = path.split('/').reverse();
	return key === publicKey && /^[0-9a-f]{64}$/.test(proof);
}

/** The segments with `rest/api` in front, which may have been left out. */
function withApi(segments: string[]): string[] {
	if (segments[0] === 'rest' && segments[1] === 'api') return segments;
	if (METHODS.has(segments[0] ?? '')) return ['rest', 'api', ...segments];
	throw new AddressError(NO_METHOD);
}

function padded(encoded: string): string {
	return encoded + '='.repeat((4 - (encoded.length % 4)) % 4);
}
