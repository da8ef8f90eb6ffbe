import createCompilers from '@fastify/ajv-compiler';
import type { FastifySchemaCompiler, FastifySchemaValidationError } from 'fastify';

import { OWN_KEYWORDS, type Schema } from './schema';

/** Checks a value, and keeps what is wrong with the last one. */
interface Check {
	(value: unknown): unknown;
	errors?: FastifySchemaValidationError[] | null;
}

/** All sandboxes of a process share it: compiling takes longer than all else that starts one. */
const compile = createCompilers()(
	{},
	{
		// Nothing is changed, and one mistake is enough.
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
			// A misspelled field is named before the one that is missing because of it.
			const required = ajv.getKeyword('required');
			if (typeof required === 'object') ajv.removeKeyword('required').addKeyword(required);
		},
	},
);

/** How Fastify checks what the control API is told. A schema is compiled when it is used first. */
export const compileLazily: FastifySchemaCompiler<Schema> = ({ schema }) => {
	let check: Check | undefined;
	return (value: unknown) => {
		check ??= compile({ schema }) as Check;
		return check(value) === true ? { value } : { error: check.errors ?? [] };
	};
};
