import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	ILoadOptionsFunctions,
	IPollFunctions,
} from 'n8n-workflow';
import { KnownSecrets } from '../../gateways/knownSecrets';
import { isSecretName } from '../../gateways/secretNames';
import type { Gateway } from './operation';

/** Fields of a credential that say who asks, and are no secret alone. */
const NAMES = new Set(['username', 'user', 'login']);

/** Fields that say by which kind of secret to sign in; their values are words of ours. */
const CHOICES = new Set(['authentication']);

/**
 * What a credential holds that no output may repeat: its fields that are secret by their names, and
 * the user name.
 *
 * @param more further secrets, e.g. a token that was fetched with it
 */
export function secretsOf(
	credentials: ICredentialDataDecryptedObject,
	more: readonly string[] = [],
): KnownSecrets {
	const secrets = [...more];
	const names: string[] = [];
	for (const [field, value] of Object.entries(credentials)) {
		if (typeof value !== 'string' && typeof value !== 'number') continue;
		if (CHOICES.has(field)) continue;
		if (NAMES.has(field)) names.push(String(value));
		else if (isSecretName(field)) secrets.push(String(value));
	}
	return new KnownSecrets({ secrets, names });
}

/** The secrets of the account that a run uses. They are read once. */
export class AccountSecrets {
	private credentials: ICredentialDataDecryptedObject | undefined;

	private known = KnownSecrets.none;

	/** The fetched secrets that are known; a token is renewed in the midst of a run. */
	private fetched: readonly string[] = [];

	constructor(
		private readonly context: IExecuteFunctions | IPollFunctions | ILoadOptionsFunctions,
		private readonly gateway: Pick<Gateway, 'credential' | 'fetchedSecrets'>,
	) {}

	/** Reads the credential. Without one nothing can be asked, and then there is nothing to hide. */
	async read(): Promise<void> {
		try {
			this.credentials = await this.context.getCredentials<ICredentialDataDecryptedObject>(
				this.gateway.credential,
			);
		} catch {
			return;
		}
		this.known = secretsOf(this.credentials);
	}

	/** What is to be hidden now. */
	current(): KnownSecrets {
		const { credentials, gateway, fetched } = this;
		if (credentials === undefined) return this.known;
		const now = gateway.fetchedSecrets?.(credentials) ?? [];
		if (now.length !== fetched.length || now.some((secret, place) => secret !== fetched[place])) {
			this.fetched = now;
			this.known = secretsOf(credentials, now);
		}
		return this.known;
	}
}
