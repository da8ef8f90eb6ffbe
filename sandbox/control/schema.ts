/** A JSON Schema of the control API: for Fastify's validation and for the OpenAPI document. */
export interface Schema {
	readonly $id?: string;
	readonly $ref?: string;
	readonly type?: string | readonly string[];
	/** The name of its value in error messages, e.g. `A fault`. */
	readonly title?: string;
	readonly description?: string;
	readonly properties?: Readonly<Record<string, Schema>>;
	readonly required?: readonly string[];
	readonly additionalProperties?: boolean | Schema;
	readonly items?: Schema;
	readonly oneOf?: readonly Schema[];
	/** The field whose value selects one of `oneOf`. */
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
	/** Examples of a body, by name. */
	readonly 'x-examples'?: Readonly<Record<string, Example>>;
	/** The error message, if one made of the fields' names would not be clear. */
	readonly 'x-refusal'?: string;
}

/** An example of a body. */
export interface Example {
	readonly summary: string;
	readonly value: unknown;
}

/** Keywords of `Schema` that are not in JSON Schema. */
export const OWN_KEYWORDS = ['x-examples', 'x-refusal'];

/** A text. */
export function text(description: string, more: Schema = {}): Schema {
	return { type: 'string', description, ...more };
}

/** One of several words. */
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

/** An object of texts with any names. */
export function texts(description: string): Schema {
	return { type: 'object', description, additionalProperties: { type: 'string' } };
}

/**
 * An object in a request: only these fields are allowed.
 *
 * @param title its name in error messages
 */
export function taken(
	title: string,
	properties: Readonly<Record<string, Schema>>,
	required: readonly string[] = [],
): Schema {
	return { type: 'object', title, properties, required, additionalProperties: false };
}

/** An object in an answer: fields may be added. */
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

/** The answer of a call without a result, e.g. `{"reset": true}`. */
export function done(name: string): Schema {
	return answered({ [name]: { const: true } });
}
