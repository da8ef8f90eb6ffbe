import type { FastifySchemaValidationError } from 'fastify';

import type { Schema } from './schema';

/** An error of Ajv with its schema. */
type Refusal = FastifySchemaValidationError & { readonly parentSchema?: Schema };

/**
 * The error message for what a schema refuses: it names the field and its valid values. It repeats
 * no value, which may be a secret.
 *
 * @param whole the schema of the whole body or of all parameters
 */
export function sentenceOf(refusals: readonly Refusal[], whole: Schema = {}): string {
	// For `oneOf`, the last error is about the field itself.
	const refusal = refusals.at(-1);
	const { keyword = '', instancePath = '', params = {}, parentSchema = {} } = refusal ?? {};
	const own = parentSchema['x-refusal'] ?? whole['x-refusal'];
	if (own !== undefined) return own;
	const { title, properties = {} } = parentSchema;
	const names = Object.keys(properties);
	const name = instancePath.split('/').at(-1) ?? '';
	const subject = title ?? (name === '' ? 'The body' : `"${name}"`);
	switch (keyword) {
		case 'additionalProperties':
			return `${subject} has no "${String(params.additionalProperty)}". It has: ${names.join(', ')}.`;
		case 'required':
			return `"${String(params.missingProperty)}" is missing.`;
		case 'maxLength':
			return `${subject} must have at most ${String(params.limit)} characters.`;
		case 'type':
			if (names.length > 0) return `${subject} is an object with ${names.join(', ')}.`;
	}
	return `${subject} must be ${wantedBy(parentSchema)}.`;
}

const TYPES: Readonly<Record<string, string>> = {
	array: 'a list',
	boolean: 'true or false',
	integer: 'a whole number',
	null: 'null',
	number: 'a number',
	object: 'an object',
	string: 'a string',
};

/** A schema's valid values, in words. */
function wantedBy({ type = [], enum: words, minimum, maximum, minLength = 0 }: Schema): string {
	if (words !== undefined) return `one of ${words.map((each) => JSON.stringify(each)).join(', ')}`;
	const kinds = [type].flat().map((kind) => TYPES[kind] ?? kind);
	const range = minimum === undefined ? '' : ` from ${minimum} to ${maximum ?? 'any'}`;
	return kinds.join(' or ') + range + (minLength > 0 ? ' that is not empty' : '');
}
