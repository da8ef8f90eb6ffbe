import type { CompleteOptions } from '../options';
import type { Archive, Gateway } from '../server/gateway';

/** What the sandbox has to know of a gateway that it stands in for; the registry lists them. */
export interface GatewayEntry<Field extends string = string, Made extends Gateway = Gateway> {
	readonly displayName: string;
	/** Every URL of this gateway starts with it, e.g. `/messangi`. */
	readonly prefix: string;
	/** The account that it knows unless another one is given. It opens nothing but the sandbox. */
	readonly account: Readonly<Record<Field, string>>;
	/** The fields of the account that must never leave the process in readable form. */
	readonly secrets: readonly Field[];
	/** What the credential calls the fields, in its order. */
	readonly labels: Readonly<Record<Field, string>>;
	/** The credential in n8n that signs in to it: its type, and what it has beside account and address. */
	readonly credential: {
		readonly type: string;
		readonly extra: Readonly<Record<string, string | boolean>>;
	};
	/** Codes that come to mind when a call is to fail; any documented one can be typed. */
	readonly sampleCodes: string;
	/** What a handset's message comes to, where that is not what one would expect. */
	readonly handsetHint?: string;
	/** @param archive its own messages */
	readonly create: (
		options: CompleteOptions,
		account: Readonly<Record<Field, string>>,
		archive: Archive,
	) => Made;
}
