const { execFile } = require('node:child_process');
const { copyFile, mkdir, readdir, readFile, rm, writeFile } = require('node:fs/promises');
const { promisify } = require('node:util');
const esbuild = require('esbuild');
const gulp = require('gulp');
const { bundlePage } = require('./sandbox/inbox/bundle.cjs');
const numberFormats = require('./tools/bundle/number-formats.cjs');
const workbookWriter = require('./tools/bundle/workbook-writer.cjs');
const { makePackage } = require('./tools/release/packages/service-package.cjs');
const services = require('./tools/release/packages/services.cjs');

const run = promisify(execFile);

async function clean() {
	await rm('dist', { recursive: true, force: true });
}

/** Our own code is compiled file by file, so that it stays readable in the published package. */
async function compile() {
	try {
		await run(process.execPath, [require.resolve('typescript/bin/tsc'), '-p', 'tsconfig.json']);
	} catch (error) {
		const { stdout } = /** @type {{ stdout?: string }} */ (error);
		throw new Error(stdout ?? String(error));
	}
}

/** The libraries are bundled into the files of `libraries/`: the published package has no dependencies. */
async function bundle() {
	await Promise.all([
		bundleLibraries([
			'libraries/ipAddresses.ts',
			'libraries/phoneNumbers.ts',
			'libraries/xmlEvents.ts',
		]),
		bundleLibraries(['libraries/numberFormats.ts'], numberFormats),
		bundleLibraries(['libraries/spreadsheet.ts'], workbookWriter),
	]);
	// This one is our own file with data of a library: see `npm run zones`.
	sources.set('dist/libraries/timeZones.js', [TIME_ZONES]);
	await writeFile('dist/libraries/LICENSES.txt', await licensesOf(sourcesOf([...sources.keys()])));
}

const TIME_ZONES = 'libraries/timeZones.ts';

/**
 * The source files of each bundle in `dist/libraries/`.
 * @type {Map<string, string[]>}
 */
const sources = new Map();

/** @param {string[]} bundles */
function sourcesOf(bundles) {
	return bundles.flatMap((bundled) => sources.get(bundled) ?? []);
}

/**
 * Bundles, and records the source files of each bundle.
 * @param {string[]} entryPoints
 * @param {import('esbuild').BuildOptions} [options]
 */
async function bundleLibraries(entryPoints, options) {
	const { metafile } = await esbuild.build({
		entryPoints,
		outdir: 'dist/libraries',
		bundle: true,
		platform: 'node',
		target: 'node20',
		format: 'cjs',
		minify: true,
		legalComments: 'eof',
		metafile: true,
		allowOverwrite: true,
		logLevel: 'warning',
		...options,
	});
	for (const [bundled, { inputs }] of Object.entries(metafile?.outputs ?? {})) {
		sources.set(bundled, filesOf(inputs));
	}
}

/**
 * The source files of a bundle.
 * @param {import('esbuild').Metafile | undefined} metafile
 */
function filesIn(metafile) {
	return Object.values(metafile?.outputs ?? {}).flatMap(({ inputs }) => filesOf(inputs));
}

/** @param {import('esbuild').Metafile['outputs'][string]['inputs']} inputs */
function filesOf(inputs) {
	return Object.keys(inputs).filter((file) => (inputs[file]?.bytesInOutput ?? 0) > 0);
}

/**
 * The licenses of all bundled packages, as the licenses require.
 * @param {string[]} files
 */
async function licensesOf(files) {
	const folders = new Set(
		files.flatMap((file) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []),
	);
	const texts = await Promise.all([...folders].sort().map(licenseOf));
	if (files.includes(TIME_ZONES)) texts.push(await licenseOfZones());
	return texts.join(`\n\n${'-'.repeat(80)}\n\n`);
}

/** @typedef {{ name: string, version: string, license?: string, author?: string | { name: string } }} Manifest */

/** @type {(text: string) => Manifest} */
const parseManifest = JSON.parse;

/** @param {string} folder */
async function licenseOf(folder) {
	const manifest = await readFile(`${folder}/package.json`, 'utf8');
	const { name, version, license, author } = parseManifest(manifest);
	const by = typeof author === 'string' ? author : (author?.name ?? '');
	const file = (await readdir(folder)).find((each) => /^licen[cs]e/i.test(each));
	const text =
		file === undefined ? '' : `\n\n${(await readFile(`${folder}/${file}`, 'utf8')).trim()}`;
	return `${name} ${version}, ${license ?? 'license below'}, ${by}${text}`;
}

/** The license of the data in `libraries/timeZones.ts`, which names the package that it comes from. */
async function licenseOfZones() {
	const from = /as (\S+) (\d\S+) has it/.exec(await readFile(TIME_ZONES, 'utf8'));
	const text = await readFile('libraries/timeZones.LICENSE.txt', 'utf8');
	return `${from?.[1]} ${from?.[2]}, its time zones: Apache-2.0\n\n${text.trim()}`;
}

function copyIconsAndCodex() {
	return gulp
		.src('nodes/**/*.{svg,png,node.json}', { encoding: false })
		.pipe(gulp.dest('dist/nodes'));
}

const SANDBOX = 'dist-sandbox';

/** The sandbox as a separate package; the node package does not contain it. */
async function buildSandbox() {
	await rm(SANDBOX, { recursive: true, force: true });
	await mkdir(`${SANDBOX}/bin/built`, { recursive: true });
	const { metafile } = await esbuild.build({
		entryPoints: { sandbox: 'sandbox/main.ts' },
		outdir: `${SANDBOX}/bin`,
		bundle: true,
		platform: 'node',
		target: 'node20',
		format: 'cjs',
		minify: true,
		// The page is already built, so its bundler is not needed.
		external: ['esbuild'],
		banner: { js: '#!/usr/bin/env node' },
		legalComments: 'none',
		metafile: true,
		logLevel: 'warning',
	});
	const page = await bundlePage();
	for (const [name, text] of Object.entries(page.files)) {
		await writeFile(`${SANDBOX}/bin/built/${name}`, text);
	}
	const bundled = [...filesIn(metafile), ...filesIn(page.metafile)];
	await writeFile(`${SANDBOX}/bin/LICENSES.txt`, await licensesOf(bundled));
	await copyFile('LICENSE', `${SANDBOX}/LICENSE`);
	await copyFile('sandbox/package/README.md', `${SANDBOX}/README.md`);
	const manifest = await readFile('sandbox/package/package.json', 'utf8');
	const { version } = parseManifest(await readFile('package.json', 'utf8'));
	await writeFile(
		`${SANDBOX}/package.json`,
		`${JSON.stringify({ ...parseManifest(manifest), version }, undefined, 2)}\n`,
	);
}

exports.sandbox = buildSandbox;
exports.build = gulp.series(clean, compile, gulp.parallel(bundle, copyIconsAndCodex, buildSandbox));
exports.default = exports.build;

// A package for each gateway, in `packages/`.
const tasks = services.map((service) => {
	/** @type {() => Promise<void>} */
	const task = () => makePackage(service, (bundles) => licensesOf(sourcesOf(bundles)));
	gulp.task(service.task, gulp.series(exports.build, task));
	return task;
});
exports.packages = gulp.series(exports.build, gulp.parallel(...tasks));
