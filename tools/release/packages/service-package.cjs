// Makes the package of one gateway from `dist/` of the main package: only the files that it needs, and
// no code of its own. It goes to `packages/<name>/`; only its package.json is in the repository, because
// n8n's scanner looks there for the sources of a package of that name.
'use strict';

const { existsSync } = require('node:fs');
const { cp, mkdir, readdir, readFile, rm, writeFile } = require('node:fs/promises');
const paths = require('node:path');
const esbuild = require('esbuild');
const { readPublisher } = require('./publisher.cjs');
const { readmeOf } = require('./readme.cjs');

/** @typedef {import('./services.cjs')[number]} Service */
/** @typedef {Record<string, unknown> & { name: string, homepage: string, repository: { url: string } }} Manifest */

const ROOT = paths.join(__dirname, '..', '..', '..');
const REGISTRY = 'dist/gateways/registry.js';

/** @type {(text: string) => unknown} */
const parseJson = JSON.parse;

/** @returns {Promise<Manifest>} */
async function mainManifest() {
	return /** @type {Manifest} */ (
		parseJson(await readFile(paths.join(ROOT, 'package.json'), 'utf8'))
	);
}

/** @param {unknown} value */
const jsonText = (value) => `${JSON.stringify(value, undefined, 2)}\n`;

/** @param {Service} service */
function entriesOf({ nodes, credentials }) {
	return {
		credentials: credentials.map((name) => `dist/credentials/${name}.credentials.js`),
		nodes: nodes.map((name) => `dist/nodes/${name}/${name}.node.js`),
	};
}

/**
 * The package.json of a service, from the main one.
 * @param {Manifest} main
 * @param {Service} service
 * @returns {Record<string, unknown> & { name: string, n8n: { n8nNodesApiVersion: number, credentials: string[], nodes: string[] } }}
 */
function manifestOf(main, service) {
	const { name, title, keywords } = service;
	return {
		name,
		version: main.version,
		description: `n8n nodes for sending text messages through ${title}`,
		license: main.license,
		author: main.author,
		homepage: main.homepage,
		repository: { ...main.repository, directory: `packages/${name}` },
		bugs: main.bugs,
		keywords: ['n8n-community-node-package', 'n8n', 'sms', 'text message', ...keywords],
		engines: main.engines,
		type: main.type,
		main: main.main,
		files: main.files,
		n8n: { n8nNodesApiVersion: 1, ...entriesOf(service) },
		peerDependencies: main.peerDependencies,
	};
}

/**
 * The code of a registry with one gateway.
 * @param {Service} service
 */
function registryOf({ gateway }) {
	return `"use strict";\nexports.GATEWAYS = [require("./${gateway}/entry").${gateway}];\n`;
}

/**
 * Our files that the service's nodes and credentials import, statically or dynamically.
 * @param {Service} service
 */
async function filesOf(service) {
	const { nodes, credentials } = entriesOf(service);
	const { metafile } = await esbuild.build({
		absWorkingDir: ROOT,
		entryPoints: [...nodes, ...credentials],
		outdir: 'dist',
		bundle: true,
		write: false,
		metafile: true,
		platform: 'node',
		external: ['n8n-workflow'],
		logLevel: 'error',
		plugins: [
			{
				name: 'one-gateway',
				setup(build) {
					build.onLoad({ filter: /[\\/]gateways[\\/]registry\.js$/ }, ({ path }) => ({
						contents: registryOf(service),
						resolveDir: paths.dirname(path),
					}));
				},
			},
		],
	});
	return Object.keys(metafile.inputs);
}

/**
 * Makes `packages/<name>/` from a built `dist/`.
 * @param {Service} service
 * @param {(libraries: string[]) => Promise<string>} licensesOf the licenses of what is bundled in
 *   files of `dist/libraries/`
 */
async function makePackage(service, licensesOf) {
	const main = await mainManifest();
	const manifest = manifestOf(main, service);
	const folder = paths.join(ROOT, 'packages', service.name);
	await rm(folder, { recursive: true, force: true });
	/**
	 * @param {string} path
	 * @param {string} text
	 */
	const write = async (path, text) => {
		await mkdir(paths.dirname(paths.join(folder, path)), { recursive: true });
		await writeFile(paths.join(folder, path), text);
	};
	const files = await filesOf(service);
	const folders = new Set(manifest.n8n.nodes.map((path) => paths.dirname(path)));
	for (const each of folders) {
		const schemas = paths.join(ROOT, each, '__schema__');
		if (existsSync(schemas)) {
			await cp(schemas, paths.join(folder, each, '__schema__'), { recursive: true });
		}
		for (const name of await readdir(paths.join(ROOT, each))) {
			if (/\.(?:svg|png)$/.test(name)) files.push(`${each}/${name}`);
			if (name.endsWith('.node.json')) {
				const codex = await readFile(paths.join(ROOT, each, name), 'utf8');
				await write(`${each}/${name}`, codex.replace(`"${main.name}.`, `"${service.name}.`));
			}
		}
	}
	for (const path of files) {
		if (path === REGISTRY) await write(path, registryOf(service));
		else await cp(paths.join(ROOT, path), paths.join(folder, path));
	}
	for (const path of ['LICENSE', 'CHANGELOG.md', 'index.js'])
		await cp(paths.join(ROOT, path), paths.join(folder, path));
	const home = main.homepage.replace(/#.*$/, '');
	await write('README.md', readmeOf(service, home, readPublisher()));
	const libraries = files.filter((path) => path.startsWith('dist/libraries/'));
	await write('dist/libraries/LICENSES.txt', await licensesOf(libraries));
	await write('package.json', jsonText(manifest));
}

module.exports = { makePackage, mainManifest, manifestOf };
