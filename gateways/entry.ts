import type { CallbackCall } from './callbacks/body';
import type { CallbackEvent } from './callbacks/event';

/** What the rest of the package knows of a gateway; the registry has one entry for each. */
export interface GatewayEntry<Name extends string = string> {
	/** Its name in outputs and parameters; capitalized, the name of its node class. */
	name: Name;
	displayName: string;
	/** How it calls back. */
	callbacks: {
		/** @throws UnreadableCallback for a body that cannot be read */
		read: (call: CallbackCall) => CallbackEvent[];
		/** How a user sets them up; HTML, with the terms of n8n's editor. */
		setUp: {
			/** Who sets them up. */
			who: string;
			/** Who needs the trigger's URL, and what else they need to know. */
			tell: string;
			/** Text below the steps. */
			afterwards?: string;
		};
	};
	/** The package with only this service; n8n verifies no others. */
	package: {
		/** Its name without `n8n-nodes-`. */
		name: string;
		/** In addition to those of all packages. */
		keywords: readonly string[];
		/** Credentials besides the one with the gateway's name, by their classes. */
		credentials?: readonly string[];
		/** Whether the README's section on codes applies to it. */
		hasCodes: boolean;
	};
}
