import type { GatewayRoute } from '../control/route';
import type { Archive, StandIn } from '../server/gateway';

/**
 * What the sandbox has to know of a gateway that it stands in for; the registry lists them.
 *
 * @typeParam Field the fields of its account
 * @typeParam Made what it is, beyond what all gateways are
 * @typeParam Options what it adds to `SandboxOptions`, with all defaults
 * @typeParam Methods what it adds to `Sandbox`
 */
export interface GatewayEntry<
	Field extends string = string,
	Made extends StandIn = StandIn,
	Options extends object = object,
	Methods extends object = object,
> {
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
	/**
	 * Its own options, with what is left out.
	 *
	 * @throws RangeError with a sentence for a value out of range
	 */
	options(given: Partial<Options>): Options;
	/** @param archive its own messages */
	create(options: Options, account: Readonly<Record<Field, string>>, archive: Archive): Made;
	/** What a sandbox in the same process can be told about it. */
	methods(gateway: Made): Methods;
	/** The same over HTTP, under `/control<prefix>`. Absent: nothing. */
	control?(gateway: Made): readonly GatewayRoute[];
}
