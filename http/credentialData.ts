import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

/** A credential's field as text; empty where it is not filled in. */
export function textField(credentials: ICredentialDataDecryptedObject, name: string): string {
	const value = credentials[name];
	return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/**
 * Our nodes add this to what they read of a credential: what they ask goes to the credential's own
 * host, and n8n need not wait for its address before it signs in.
 */
export const OWN_HOST = 'goesToOwnHost';

/**
 * Our nodes add this where an answer has refused the token: the session, as n8n keeps it, that is not
 * to be used again. It is taken out as soon as it was seen.
 */
export const REFUSED_SESSION = 'refusedSession';
