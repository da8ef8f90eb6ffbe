/** A recipient of a bulk send. */
export interface Addressee {
	readonly countryCode: string;
	readonly mobileNumber: string;
	readonly text: string;
	/** The values of the text's placeholders, by name. */
	readonly variables?: Readonly<Record<string, string>>;
}

/** Recipients, or the reason why there are none. */
export type Recipients =
	| { readonly recipients: readonly Addressee[] }
	| { readonly because: string };
