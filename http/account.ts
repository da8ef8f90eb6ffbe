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

/** What it takes to ask a gateway. */
export interface GatewayAccess {
	/** The credential type that completes its requests and proves who asks. */
	credential: string;
	/** HTTP statuses after which n8n fetches a new token and asks once more. */
	renewTokenOn: number[];
	/** How a token is renewed that n8n has not renewed, or only with another old one. */
	renewal?: {
		/** Whether an answer refuses it, by its status or inside of its body: nothing was carried out. */
		deniesToken(reply: HttpReply): boolean;
		/** The session that n8n keeps with the credential; empty where there is none to renew. */
		keptSession(credentials: ICredentialDataDecryptedObject): string;
		/** Whether a session was fetched at this time, by the clock of `elapsed`, or later. */
		isFetchedSince(session: string, time: number): boolean;
	};
	/** What to add where its server refuses to be connected to. */
	addressHint?: string;
	/** What proves who asks and was fetched with the credential, e.g. tokens, as it is at the moment. */
	fetchedSecrets?(credentials: ICredentialDataDecryptedObject): string[];
}

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

/** What requests of one run go out with. */
interface ForRequest {
	/** As n8n takes it; undefined where n8n is to read it, and to say what is wrong with it. */
	decrypted: ICredentialsDecrypted | undefined;
	/** Takes over what n8n has renewed in it, for the requests after this one. */
	keep(): void;
}

/**
 * The account that a run uses. Its credential is read once: for each message it would cost two queries
 * of n8n's database and more time than the message itself. One that is edited meanwhile counts from
 * the next run on.
 */
export class Account {
	private known: KnownSecrets;

	/** The fetched secrets that are known; a token is renewed in the midst of a run. */
	private fetched: readonly string[] = [];

	private constructor(
		readonly access: GatewayAccess,
		private credentials: ICredentialDataDecryptedObject | undefined,
	) {
		this.known = credentials === undefined ? KnownSecrets.none : secretsOf(credentials);
	}

	/** Reads the credential. Without one nothing can be asked, and then there is nothing to hide. */
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

	/** What is to be hidden now. */
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
	 * What a request goes out with: a copy, as n8n renews tokens in what it is given, and has to be
	 * told which one was refused.
	 *
	 * @param refused the session that is not to be used again, as n8n keeps it
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
