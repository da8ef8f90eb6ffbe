import type { GatewayRoute } from '../control/route';
import type { GatewayCode } from '../inbox/protocol';
import type { Archive, StandIn } from '../server/gateway';

/**
 * What the sandbox has to know about a gateway; the registry lists them.
 *
 * @typeParam Field the fields of its account
 * @typeParam Made its class, with what it adds to all gateways
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
	/** The start of every URL of this gateway, e.g. `/messangi`. */
	readonly prefix: string;
	/** The default account. It is valid in the sandbox only. */
	readonly account: Readonly<Record<Field, string>>;
	/** The fields of the account that must never be shown or logged. */
	readonly secrets: readonly Field[];
	/** The fields' names in n8n's credential, in its order. */
	readonly labels: Readonly<Record<Field, string>>;
	/** The credential type in n8n, and its fields besides account and URL. */
	readonly credential: {
		readonly type: string;
		readonly extra: Readonly<Record<string, string | boolean>>;
	};
	/** Codes to choose from for making a call fail; any documented one can be typed. */
	readonly codes: readonly GatewayCode[];
	/** A curl command that sends `Hello from curl`, without characters that a shell changes in quotes. */
	curl(baseUrl: string, account: Readonly<Record<Field, string>>): string;
	/** What is unusual about messages from phones, if anything. */
	readonly handsetHint?: string;
	/**
	 * Its own options with their defaults.
	 *
	 * @throws RangeError for a value out of range
	 */
	options(given: Partial<Options>): Options;
	/** @param archive the gateway's own messages */
	create(options: Options, account: Readonly<Record<Field, string>>, archive: Archive): Made;
	/** The methods that it adds to a sandbox in the same process. */
	methods(gateway: Made): Methods;
	/** The same over HTTP, below `/control<prefix>`. Absent: none. */
	control?(gateway: Made): readonly GatewayRoute[];
}
