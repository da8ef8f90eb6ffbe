import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

/** A credential's field as text; empty if it is not filled in. */
export function textField(credentials: ICredentialDataDecryptedObject, name: string): string {
	const value = credentials[name];
	return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/**
 * Our nodes add this to the credential: their requests go to its own host, so n8n can sign in without
 * waiting for the request's URL.
 */
export const OWN_HOST = 'goesToOwnHost';

/**
 * Our nodes add this after a response refused the token: the session, as n8n stores it, that must not
 * be used again. It is removed when it is read.
 */
export const REFUSED_SESSION = 'refusedSession';
