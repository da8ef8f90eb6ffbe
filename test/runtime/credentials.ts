import { inspect } from 'node:util';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import type { Sandbox } from '../../sandbox/server/server';
import { ALL_PROFILES } from '../profiles';
import { sandboxCredentials } from '../../tools/n8n/sandbox-credentials';
import { MemoryCredentials } from './engine';

/** Credentials for a sandbox, with changes by credential type. */
export function credentialsFor(
	sandbox: Pick<Sandbox, 'url'>,
	changes: Record<string, Record<string, string | boolean>> = {},
): MemoryCredentials {
	const given = sandboxCredentials(sandbox.url).map(
		({ type, data }) =>
			[type, { ...data, ...changes[type] } as ICredentialDataDecryptedObject] as const,
	);
	return new MemoryCredentials(Object.fromEntries(given));
}

/**
 * Which secrets of the sandbox's accounts stand somewhere in a value: as they are, in Base64, or
 * percent-encoded; and anything that looks like a signature.
 */
export function secretsIn(value: unknown): string[] {
	const text =
		typeof value === 'string'
			? value
			: inspect(value, {
					depth: Infinity,
					maxArrayLength: null,
					maxStringLength: null,
					showHidden: true,
				});
	const secrets = ALL_PROFILES.flatMap((profile) => profile.secrets);
	const found = secrets.filter((secret) =>
		[
			secret,
			Buffer.from(secret).toString('base64'),
			Buffer.from(secret).toString('base64url'),
			encodeURIComponent(Buffer.from(secret).toString('base64')),
		].some((form) => text.includes(form)),
	);
	if (/\b[0-9a-f]{64}\b/.test(text)) found.push('a signature');
	if (/eyJ[\w-]+\.[\w-]+\.[\w-]+/.test(text)) found.push('a token');
	return found;
}
