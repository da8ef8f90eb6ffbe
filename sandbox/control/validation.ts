import createCompilers from '@fastify/ajv-compiler';
import type { FastifySchemaCompiler, FastifySchemaValidationError } from 'fastify';

import { OWN_KEYWORDS, type Schema } from './schema';

/** Checks a value, and keeps the errors of the last one. */
interface Check {
	(value: unknown): unknown;
	errors?: FastifySchemaValidationError[] | null;
}

/** Shared by all sandboxes of a process: compiling takes longer than the rest of a start. */
const compile = createCompilers()(
	{},
	{
		// Values are not changed, and one error is enough.
		customOptions: {
			coerceTypes: false,
			useDefaults: false,
			removeAdditional: false,
			allErrors: false,
			allowUnionTypes: true,
			discriminator: true,
			verbose: true,
		},
		onCreate(ajv) {
			ajv.addVocabulary(OWN_KEYWORDS);
			// A misspelled field is reported before the field that is missing because of it.
			const required = ajv.getKeyword('required');
			if (typeof required === 'object') ajv.removeKeyword('required').addKeyword(required);
		},
	},
);

/** Fastify's validation for the control API. A schema is compiled when it is first used. */
export const compileLazily: FastifySchemaCompiler<Schema> = ({ schema }) => {
	let check: Check | undefined;
	return (value: unknown) => {
		check ??= compile({ schema }) as Check;
		return check(value) === true ? { value } : { error: check.errors ?? [] };
	};
};
