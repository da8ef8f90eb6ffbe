/** The part of a JSON Schema that the page uses. */
export interface Schema {
	readonly $ref?: string;
	readonly type?: string | readonly string[];
	readonly description?: string;
	readonly properties?: Readonly<Record<string, Schema>>;
	readonly required?: readonly string[];
	readonly additionalProperties?: boolean | Schema;
	readonly items?: Schema;
	readonly oneOf?: readonly Schema[];
	readonly enum?: readonly unknown[];
	readonly pattern?: string;
	readonly minimum?: number;
	readonly maximum?: number;
	readonly maxLength?: number;
	readonly format?: string;
}

/** The content of one media type. */
export interface Media {
	readonly schema?: Schema;
	readonly examples?: Readonly<
		Record<string, { readonly summary?: string; readonly value: unknown }>
	>;
}

export interface Parameter {
	readonly name: string;
	readonly description?: string;
	readonly example?: string;
	readonly schema?: Schema;
}

export interface Operation {
	readonly summary: string;
	readonly description?: string;
	readonly tags: readonly string[];
	readonly parameters?: readonly Parameter[];
	readonly requestBody?: { readonly content: Readonly<Record<string, Media>> };
	readonly responses: Readonly<
		Record<
			string,
			{ readonly description: string; readonly content?: Readonly<Record<string, Media>> }
		>
	>;
}

/** The part of the OpenAPI document that the page uses. */
export interface ApiDocument {
	readonly info: { readonly title: string; readonly description: string };
	readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
	readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

/** One call. */
export interface Call {
	/** E.g. `GET`. */
	readonly method: string;
	/** E.g. `/control/messages/{id}/status`. */
	readonly path: string;
	readonly operation: Operation;
}

/** The calls by topic, in the document's order. */
export function callsByTopic({ paths }: ApiDocument): ReadonlyMap<string, readonly Call[]> {
	const topics = new Map<string, Call[]>();
	for (const [path, operations] of Object.entries(paths)) {
		for (const [method, operation] of Object.entries(operations)) {
			const [topic = ''] = operation.tags;
			const calls = topics.get(topic) ?? [];
			topics.set(topic, calls);
			calls.push({ method: method.toUpperCase(), path, operation });
		}
	}
	return topics;
}

/** One row of the table of fields. */
export interface Field {
	/** E.g. `secret.in`, `[].text`. */
	readonly path: string;
	readonly type: string;
	readonly isRequired: boolean;
	readonly description: string;
}

/** How deep a table goes. Deeper fields are the same in all calls. */
const DEEPEST = 4;

/** All fields of a schema, nested ones after their parent. */
export function fieldsOf(schema: Schema, document: ApiDocument, at = '', depth = 0): Field[] {
	const known = resolved(schema, document);
	if (depth > DEEPEST) return [];
	const fields: Field[] = [];
	for (const [name, given] of Object.entries(known.properties ?? {})) {
		const field = resolved(given, document);
		const path = at === '' ? name : `${at}.${name}`;
		const isRequired = known.required?.includes(name) === true;
		fields.push({ path, type: typeOf(field), isRequired, description: describe(field) });
		fields.push(...fieldsOf(field, document, path, depth + 1));
	}
	for (const each of known.oneOf ?? []) fields.push(...fieldsOf(each, document, at, depth + 1));
	// For a body that is an object or a list of such objects, the fields are listed once.
	if (known.items !== undefined && known.properties === undefined) {
		fields.push(...fieldsOf(known.items, document, `${at}[]`, depth + 1));
	}
	if (typeof known.additionalProperties === 'object') {
		const other = resolved(known.additionalProperties, document);
		const path = at === '' ? '<name>' : `${at}.<name>`;
		fields.push({ path, type: typeOf(other), isRequired: false, description: describe(other) });
		fields.push(...fieldsOf(other, document, path, depth + 1));
	}
	return fields;
}

function resolved(schema: Schema, { components }: ApiDocument): Schema {
	const name = schema.$ref?.split('/').at(-1);
	return name === undefined ? schema : (components.schemas[name] ?? {});
}

function typeOf({ type, enum: words, format, items }: Schema): string {
	if (words !== undefined) return words.map((each) => JSON.stringify(each)).join(' | ');
	const kinds = [type ?? []].flat().join(' | ');
	return [kinds, format, items === undefined ? undefined : 'list'].filter(Boolean).at(-1) ?? 'any';
}

function describe({ description = '', minimum, maximum, maxLength, pattern }: Schema): string {
	const limits = [
		minimum === undefined ? undefined : `From ${minimum}.`,
		maximum === undefined ? undefined : `Up to ${maximum.toLocaleString('en')}.`,
		maxLength === undefined ? undefined : `At most ${maxLength.toLocaleString('en')} characters.`,
		pattern === undefined ? undefined : `Form: ${pattern}.`,
	].filter((limit) => limit !== undefined);
	return [description, ...limits].join(' ').trim();
}
