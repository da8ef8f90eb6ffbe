import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	IExecuteFunctions,
	ILoadOptionsFunctions,
	IPollFunctions,
} from 'n8n-workflow';
import { OWN_HOST, REFUSED_SESSION } from './credentialData';
import type { HttpReply } from '../gateways/reply';
import { KnownSecrets } from '../gateways/secrets/knownSecrets';
import { isSecretName } from '../gateways/secrets/secretNames';

/** How to send requests to a gateway. */
export interface GatewayAccess {
	/** The credential type that completes and authenticates its requests. */
	credential: string;
	/** HTTP statuses after which n8n fetches a new token and repeats the request once. */
	renewTokenOn: number[];
	/** How to renew a token that n8n did not renew, or replaced with another expired one. */
	renewal?: {
		/** Whether a response refuses it, by its status or in its body: nothing was carried out. */
		deniesToken(reply: HttpReply): boolean;
		/** The session that n8n stores with the credential; empty if there is none to renew. */
		keptSession(credentials: ICredentialDataDecryptedObject): string;
		/** Whether a session was fetched at this time (of `elapsed`) or later. */
		isFetchedSince(session: string, time: number): boolean;
	};
	/** What to add to an error if its server refuses the connection. */
	addressHint?: string;
	/** The secrets fetched with the credential, e.g. tokens, as they are now. */
	fetchedSecrets?(credentials: ICredentialDataDecryptedObject): string[];
}

/** Fields of a credential that identify the account but are not secret on their own. */
const NAMES = new Set(['username', 'user', 'login']);

/** Fields that choose how to sign in; their values are our own words. */
const CHOICES = new Set(['authentication']);

/**
 * The values of a credential that no output may repeat: its secret fields, recognized by name, and the
 * username.
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

/** The credential for one request. */
interface ForRequest {
	/** As n8n takes it; undefined if n8n should read it itself and report what is wrong with it. */
	decrypted: ICredentialsDecrypted | undefined;
	/** Keeps what n8n renewed in it, for later requests. */
	keep(): void;
}

/**
 * The account that a run uses. Its credential is read once: reading it for each message would cost two
 * database queries and more time than the message itself. Changes made meanwhile take effect in the
 * next run.
 */
export class Account {
	private known: KnownSecrets;

	/** The fetched secrets that are known; a token may be renewed during a run. */
	private fetched: readonly string[] = [];

	private constructor(
		readonly access: GatewayAccess,
		private credentials: ICredentialDataDecryptedObject | undefined,
	) {
		this.known = credentials === undefined ? KnownSecrets.none : secretsOf(credentials);
	}

	/** Reads the credential. Without one, no request is sent, so there is nothing to hide. */
	static async read(
		context: IExecuteFunctions | IPollFunctions | ILoadOptionsFunctions,
		access: GatewayAccess,
	): Promise<Account> {
		try {
			return new Account(access, { ...(await context.getCredentials(access.credential)) });
		} catch {
			return new Account(access, undefined);
		}
	}

	/** The secrets to hide now. */
	secrets(): KnownSecrets {
		const { credentials, access, fetched } = this;
		if (credentials === undefined) return this.known;
		const now = access.fetchedSecrets?.(credentials) ?? [];
		if (now.length !== fetched.length || now.some((secret, place) => secret !== fetched[place])) {
			this.fetched = now;
			this.known = secretsOf(credentials, now);
		}
		return this.known;
	}

	/**
	 * The credential for one request: a copy, because n8n renews tokens in it and must be told which one
	 * was refused.
	 *
	 * @param refused the session not to use again, as n8n stores it
	 */
	forRequest(refused?: string): ForRequest {
		const { credentials: given } = this;
		if (given === undefined) return { decrypted: undefined, keep: () => undefined };
		const marks = {
			[OWN_HOST]: true,
			...(refused !== undefined && { [REFUSED_SESSION]: refused }),
		};
		const data: ICredentialDataDecryptedObject = { ...given, ...marks };
		const keep = () => {
			const renewed = Object.entries(data).filter(
				([name, value]) => name !== OWN_HOST && name !== REFUSED_SESSION && given[name] !== value,
			);
			if (renewed.length === 0) return;
			this.credentials = { ...this.credentials, ...Object.fromEntries(renewed) };
		};
		return { decrypted: { id: '', name: '', type: this.access.credential, data }, keep };
	}
}
