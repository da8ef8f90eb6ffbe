// Bundles the needed part of exceljs into the published package: `Workbook` and `xlsx.writeBuffer()`.
// n8n's scanner allows no timers, no `process` and no Node.js module except `crypto`, but exceljs has
// streams, files and archives for its other parts. The code that runs is exceljs's and JSZip's own, so
// the output is the same as without this (test/tools/package.test.ts compares it).
'use strict';

const path = require('node:path');

/** @param {string} name */
const own = (name) => path.join(__dirname, name);

/**
 * Replaced modules, by the name of the import.
 * @type {Record<string, string>}
 */
const INSTEAD = {
	// exceljs without polyfills and streams.
	exceljs: require.resolve('exceljs/lib/exceljs.bare.js'),
	buffer: own('buffer.ts'),
	// Not Node's module, but the package for browsers.
	events: require.resolve('events/'),
	'readable-stream': own('readable-stream.ts'),
	// Only for runtimes without `setImmediate` or `Promise`.
	setimmediate: own('nothing.ts'),
	lie: own('nothing.ts'),
	// Files, CSV and reading are never used.
	fs: own('nothing.ts'),
	'../csv/csv': own('nothing.ts'),
	'../../utils/parse-sax': own('nothing.ts'),
};

/** @type {import('esbuild').Plugin} */
const standIns = {
	name: 'stand-ins',
	setup(build) {
		build.onResolve({ filter: /.*/ }, (asked) => {
			const instead = Object.hasOwn(INSTEAD, asked.path) ? INSTEAD[asked.path] : undefined;
			return instead === undefined ? undefined : { path: instead };
		});
	},
};

/** @satisfies {import('esbuild').BuildOptions} */
module.exports = {
	plugins: [standIns],
	inject: [own('set-immediate.ts')],
	define: {
		'process.browser': 'false',
		'process.nextTick': 'queueMicrotask',
		'global.setImmediate': 'true',
	},
	// Suppresses warnings about names that exceljs no longer uses.
	drop: /** @type {['console']} */ (['console']),
	external: ['n8n-workflow'],
};
