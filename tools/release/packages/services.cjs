// The packages for a single gateway, because n8n verifies only packages for a single service: what each
// takes from the main package, by the registry of gateways. service-package.cjs makes the rest.
'use strict';

const { existsSync, readdirSync } = require('node:fs');
const { createRequire } = require('node:module');
const paths = require('node:path');

const ROOT = paths.join(__dirname, '..', '..', '..');

// The registry is TypeScript, but plain Node.js programs also load this file.
/** @type {(name: 'tsx/cjs/api') => { register: () => () => void }} */
const load = createRequire(__filename);
const forget = load('tsx/cjs/api').register();
const { GATEWAYS } = require('../../../gateways/registry');
forget();

/** Shared by all gateways: the trigger for callbacks, and its credential. */
const SHARED = { node: 'SmsGatewayTrigger', credential: 'SmsGatewayCallbackApi' };

/** @param {(typeof GATEWAYS)[number]} gateway */
function serviceOf({ name, displayName, package: of }) {
	const { name: short, keywords, credentials = [], hasCodes } = of;
	// The names of a gateway's nodes begin with its name.
	const prefix = `${name[0]?.toUpperCase() ?? ''}${name.slice(1)}`;
	const own = readdirSync(paths.join(ROOT, 'nodes'))
		.filter((folder) => folder === prefix || folder.startsWith(`${prefix}Trigger`))
		.filter((folder) => existsSync(paths.join(ROOT, 'nodes', folder, `${folder}.node.ts`)));
	return {
		/** Its name in outputs. */
		gateway: name,
		/** The name of its gulp task. */
		task: short,
		name: `n8n-nodes-${short}`,
		title: displayName,
		/** In addition to the keywords of all packages. */
		keywords,
		nodes: [...own, SHARED.node],
		credentials: [`${prefix}Api`, ...credentials, SHARED.credential],
		/** Its page in `docs/`. */
		page: `${short}.md`,
		/** Whether it can generate codes, e.g. for login. */
		hasCodes,
	};
}

/** @typedef {ReturnType<typeof serviceOf>} Service */

/** @type {Service[]} */
module.exports = GATEWAYS.map(serviceOf);
