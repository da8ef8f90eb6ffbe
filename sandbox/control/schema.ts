/** A JSON Schema of the control API: Fastify checks with it, and the OpenAPI document shows it. */
export interface Schema {
	readonly $id?: string;
	readonly $ref?: string;
	readonly type?: string | readonly string[];
	/** What its value is called in a sentence, e.g. `A fault`. */
	readonly title?: string;
	readonly description?: string;
	readonly properties?: Readonly<Record<string, Schema>>;
	readonly required?: readonly string[];
	readonly additionalProperties?: boolean | Schema;
	readonly items?: Schema;
	readonly oneOf?: readonly Schema[];
	/** The field whose value says which of `oneOf` is meant. */
	readonly discriminator?: { readonly propertyName: string };
	readonly const?: unknown;
	readonly enum?: readonly unknown[];
	readonly default?: unknown;
	readonly format?: string;
	readonly pattern?: string;
	readonly minLength?: number;
	readonly maxLength?: number;
	readonly minimum?: number;
	readonly maximum?: number;
	readonly examples?: readonly unknown[];
	/** Of a body, by a name: what a person can begin with. */
	readonly 'x-examples'?: Readonly<Record<string, Example>>;
	/** The sentence for whatever does not fit, where the fields' names alone do not say it. */
	readonly 'x-refusal'?: string;
}

/** A body that a route takes. */
export interface Example {
	readonly summary: string;
	readonly value: unknown;
}

/** Keywords of `Schema` that JSON Schema does not know. */
export const OWN_KEYWORDS = ['x-examples', 'x-refusal'];

/** A text. */
export function text(description: string, more: Schema = {}): Schema {
	return { type: 'string', description, ...more };
}

/** One of some words. */
export function word(description: string, words: readonly string[], more: Schema = {}): Schema {
	return text(description, { enum: words, ...more });
}

/** A whole number. */
export function integer(description: string, more: Schema = {}): Schema {
	return { type: 'integer', description, ...more };
}

/** True or false. */
export function boolean(description: string): Schema {
	return { type: 'boolean', description };
}

/** Texts by names that the schema does not list. */
export function texts(description: string): Schema {
	return { type: 'object', description, additionalProperties: { type: 'string' } };
}

/**
 * An object that is taken: no field but these.
 *
 * @param title what it is called in a sentence
 */
export function taken(
	title: string,
	properties: Readonly<Record<string, Schema>>,
	required: readonly string[] = [],
): Schema {
	return { type: 'object', title, properties, required, additionalProperties: false };
}

/** An object that is answered: it may grow by fields. */
export function answered(
	properties: Readonly<Record<string, Schema>>,
	optional: readonly string[] = [],
): Schema {
	const required = Object.keys(properties).filter((name) => !optional.includes(name));
	return { type: 'object', properties, required };
}

/** A list. */
export function list(items: Schema): Schema {
	return { type: 'array', items };
}

/** What a call answers that has nothing to tell but that it was done, e.g. `{"reset": true}`. */
export function done(name: string): Schema {
	return answered({ [name]: { const: true } });
}
