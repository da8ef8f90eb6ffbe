import type { FastifyServerOptions } from 'fastify';

import { OWN_KEYWORDS } from './schema';

type AjvOptions = NonNullable<FastifyServerOptions['ajv']>;
type Ajv = Parameters<NonNullable<AjvOptions['onCreate']>>[0];

/** How Fastify checks what the control API is told: nothing is changed, and one mistake is enough. */
export const VALIDATION: AjvOptions = {
	customOptions: {
		coerceTypes: false,
		useDefaults: false,
		removeAdditional: false,
		allErrors: false,
		allowUnionTypes: true,
		discriminator: true,
		verbose: true,
	},
	onCreate(ajv: Ajv) {
		ajv.addVocabulary(OWN_KEYWORDS);
		// A misspelled field is named before the one that is missing because of it.
		const required = ajv.getKeyword('required');
		if (typeof required === 'object') ajv.removeKeyword('required').addKeyword(required);
	},
};
