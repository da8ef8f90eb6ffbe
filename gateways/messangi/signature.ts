import { createHmac } from 'crypto';
import { normalizeBaseUrl, pathBelow } from '../address';

/** What the credential holds; only the credential itself ever has it whole. */
export interface MessangiAccount {
	baseUrl: string;
	instanceId: string;
	publicKey: string;
	privateKey: string;
	/**
	 * Whether Base64 ends with `=`. The vendor's Java sample pads; the client that has been in
	 * production since 2018 does not.
	 */
	padBase64: boolean;
}

/** Stands where the path parameters begin; the first of them is always the instance id. */
export const INSTANCE_ID = '{instanceId}';

/** Marks a Base64 parameter, which the credential pads or not. */
export function base64Parameter(text: string): string {
	return `{base64:${Buffer.from(text, 'utf8').toString('base64url')}}`;
}

/**
 * Messangi's signature: HMAC-SHA256 with the private key's bytes over the path parameters, joined
 * by `/`, exactly as they stand in the URL; 64 lower-case hex characters. Not signed: the base
 * address, the method's name, the public key, the body. Source: the vendor's page on ciphering and
 * six published request vectors.
 *
 * @param pathParameters the parameters, from the instance id to the last, joined by `/`
 */
export function signature(pathParameters: string, privateKey: string): string {
	return createHmac('sha256', Buffer.from(privateKey, 'utf8'))
		.update(pathParameters, 'utf8')
		.digest('hex');
}

/**
 * Completes a request's path to the URL that goes over the wire: puts the account's instance id
 * and Base64 form in, then adds the public key and the signature. A URL that is complete already
 * stays as it is, because n8n asks again before it repeats a request.
 *
 * @param url a path from `request.ts`, or a whole URL below the account's base address
 * @throws AddressError when the base address cannot be used, or the URL lies outside of it
 */
export function signedUrl(url: string, account: MessangiAccount): string {
	const base = normalizeBaseUrl(account.baseUrl);
	const path = pathBelow(base, url).replace(/\{base64:([A-Za-z0-9_-]*)\}/g, (_, encoded: string) =>
		account.padBase64 ? padded(encoded) : encoded,
	);
	const start = path.indexOf(INSTANCE_ID);
	if (start === -1) return `${base}/${path}`;
	const method = path.slice(0, start);
	const parameters =
		encodeURIComponent(account.instanceId.trim()) + path.slice(start + INSTANCE_ID.length);
	const publicKey = encodeURIComponent(account.publicKey.trim());
	const proof = signature(parameters, account.privateKey.trim());
	return `${base}/${method}${parameters}/${publicKey}/${proof}`;
}

function padded(encoded: string): string {
	return encoded + '='.repeat((4 - (encoded.length % 4)) % 4);
}
