/** Someone who gets a message of a bulk send. */
export interface Addressee {
	readonly countryCode: string;
	readonly mobileNumber: string;
	readonly text: string;
	/** What was filled into the text, by the name of the placeholder. */
	readonly variables?: Readonly<Record<string, string>>;
}

/** Recipients, or the sentence that says why there are none. */
export type Recipients =
	| { readonly recipients: readonly Addressee[] }
	| { readonly because: string };
