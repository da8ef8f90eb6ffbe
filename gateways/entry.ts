import type { CallbackCall } from './callbacks/body';
import type { CallbackEvent } from './callbacks/event';

/** What the rest of the package knows of a gateway; one entry for each stands in the registry. */
export interface GatewayEntry<Name extends string = string> {
	/** The word for it in outputs and parameters; with a capital letter, that of its node. */
	name: Name;
	displayName: string;
	/** How it calls back. */
	callbacks: {
		/** @throws UnreadableCallback for a body that cannot be read */
		read: (call: CallbackCall) => CallbackEvent[];
		/** How a user has them set up; HTML, in the words of n8n's editor. */
		setUp: {
			/** Who does it. */
			who: string;
			/** Whom to give the trigger's address, and what else they have to know. */
			tell: string;
			/** What is to be said below the steps. */
			afterwards?: string;
		};
	};
	/** The package with this service alone, which is all that n8n verifies. */
	package: {
		/** Its name without `n8n-nodes-`. */
		name: string;
		/** Beside those that all packages have. */
		keywords: readonly string[];
		/** Whether the README's section on codes is about it. */
		hasCodes: boolean;
	};
}
