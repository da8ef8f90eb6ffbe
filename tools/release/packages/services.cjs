// The packages with a single service, which are all that n8n verifies: what each has of the main
// package, by the registry of gateways. Everything else about them is made from the main package by
// service-package.cjs.
'use strict';

const { existsSync, readdirSync } = require('node:fs');
const { createRequire } = require('node:module');
const paths = require('node:path');

const ROOT = paths.join(__dirname, '..', '..', '..');

// The registry is TypeScript, and this is also read by programs that know nothing of that.
/** @type {(name: 'tsx/cjs/api') => { register: () => () => void }} */
const load = createRequire(__filename);
const forget = load('tsx/cjs/api').register();
const { GATEWAYS } = require('../../../gateways/registry');
forget();

/** What all gateways share: a trigger for what they call back with, and its credential. */
const SHARED = { node: 'SmsGatewayTrigger', credential: 'SmsGatewayCallbackApi' };

/** @param {(typeof GATEWAYS)[number]} gateway */
function serviceOf({ name, displayName, package: { name: short, keywords, hasCodes } }) {
	// A gateway's nodes have its name, the one that sends and those beside it.
	const prefix = `${name[0]?.toUpperCase() ?? ''}${name.slice(1)}`;
	const own = readdirSync(paths.join(ROOT, 'nodes'))
		.filter((folder) => folder === prefix || folder.startsWith(`${prefix}Trigger`))
		.filter((folder) => existsSync(paths.join(ROOT, 'nodes', folder, `${folder}.node.ts`)));
	return {
		/** The word for it in outputs. */
		gateway: name,
		/** The name of its gulp task. */
		task: short,
		name: `n8n-nodes-${short}`,
		title: displayName,
		/** Beside those that all have. */
		keywords,
		nodes: [...own, SHARED.node],
		credentials: [`${prefix}Api`, SHARED.credential],
		/** Its page in `docs/`. */
		page: `${short}.md`,
		/** Whether it makes codes, e.g. for log-in. */
		hasCodes,
	};
}

/** @typedef {ReturnType<typeof serviceOf>} Service */

/** @type {Service[]} */
module.exports = GATEWAYS.map(serviceOf);
