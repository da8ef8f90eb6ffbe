import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

/** A credential's field as text; empty where it is not filled in. */
export function textField(credentials: ICredentialDataDecryptedObject, name: string): string {
	const value = credentials[name];
	return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
